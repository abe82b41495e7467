"""A Sphinx project of one page that shows two clips."""

project = "Clips in Sphinx"
author = "A course-page author"
version = release = "1"
project_copyright = "the author"

extensions = ["myst_parser", "compass_sphinx"]
compass_clips = "https://course.example/clips/"
