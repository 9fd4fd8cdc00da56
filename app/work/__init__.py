"""Long computations, each in chunks that others may come between."""
