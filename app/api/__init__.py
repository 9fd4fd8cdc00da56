"""The door: what comes over HTTP is checked here once, and nothing is computed here."""
