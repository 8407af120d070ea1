"""Taking an artifact out: as Markdown here, other forms beside it."""
