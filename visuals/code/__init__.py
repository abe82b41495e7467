"""Code on screen, and the line that runs."""
