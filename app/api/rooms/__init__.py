"""Rooms over HTTP: opened and presented in, followed, answered."""
