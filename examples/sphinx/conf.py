"""A Sphinx project of one page that shows two clips."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))  # where compass_sphinx.py was put

project = "Clips in Sphinx"
author = "A course-page author"
version = release = "1"
project_copyright = "the author"

extensions = ["myst_parser", "compass_sphinx"]
compass_clips = "https://course.example/clips/"
