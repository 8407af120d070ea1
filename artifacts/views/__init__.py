"""Pages and fragments of artifacts."""
