"""The to-do page."""
