"""The endpoints: requests are checked here once, and nothing is computed here."""
