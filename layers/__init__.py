"""What a facility is, and where it is kept."""
