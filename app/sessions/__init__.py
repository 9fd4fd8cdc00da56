"""Sessions: one network each, with its history and its turn."""
