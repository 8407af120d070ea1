"""The verbs of feedback, a file each."""
