"""What is said, for programs: the same actions as the pages."""
