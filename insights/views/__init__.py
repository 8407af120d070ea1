"""Pages that bring the floors together."""
