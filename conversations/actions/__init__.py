"""The verbs of what is said: the only code of this floor that writes domain rows."""
