"""How the shipped networks are trained: digits and pen strokes in, safetensors files out."""
