"""Office files in: read, understand, locate, check, compare, publish."""
