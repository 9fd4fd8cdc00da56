"""What all endpoints share: the door, JSON in and out, checks, errors, the page's files."""
