"""What changed between two texts: words, sections block by block, record tables cell by cell. No database."""
