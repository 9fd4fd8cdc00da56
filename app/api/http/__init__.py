"""What all endpoints share: request checks, JSON in and out, errors, the page's files."""
