"""Sessions: one network each, with its history; where they are kept; who computes for them."""
