"""A drawn digit, a small network, and the way it learns: the server of Nudge."""

__version__ = "0.1.0"
