"""Rooms: what one page shows, followed by many phones, with their answers and drawings."""
