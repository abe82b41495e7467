"""What lectures a course has, as their text tells it: nothing is imported to be listed."""
