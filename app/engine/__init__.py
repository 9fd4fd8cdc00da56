"""Redis or Valkey, where one process is not enough."""
