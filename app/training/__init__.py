"""Training: one live run a session, its steps, its figures and its frames."""
