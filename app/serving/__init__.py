"""Connections: how many there may be, how long each may take, and how much may come through it."""
