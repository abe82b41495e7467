"""Begins a course of one's own: a folder with compass.toml and a first lecture, ready to render."""

from __future__ import annotations

from pathlib import Path

from studio.called import typed
from studio.course.catalog import read_catalog
from studio.course.finding import described
from studio.course.lecture import Lecture
from studio.course.new import begin_lecture
from studio.errors import AlreadyThere
from studio.places import readable
from visuals.course import FILE

FIRST = "first walk"  # the lecture that a new course has
DESCRIPTION = """\
# What this course says of itself. Every key but the title may be left out.
title = "{title}"
motto = "Say in a sentence what it is about."
author = "{title}"  # whom the credits cards name
lengths = [10, 300]  # seconds that a lecture may last, the least and the most

[licence]
films = "CC BY 4.0"
code = "MIT"

[[steps]]
number = 1
name = "First steps"
# lectures = ["02 The title of one that is still to come"]

# [theme]  # colours of one's own for what the films show
# gradient = "#FF6B5E"
"""
MANIM = """\
# What plain `manim render` should know too; it reads this file where it is started, in this folder.
[CLI]
background_color = #0E1116
seed = 20
notify_outdated_version = False
frame_rate = 60
pixel_height = 1080
pixel_width = 1920
media_dir = ./media
progress_bar = leave
"""
IGNORED = "/media/\n/site/\n__pycache__/\n"


def begin_course(folder: Path) -> Lecture:
    """Write the files of a new course into `folder`, which is made where it is not there; its first lecture.

    Raises AlreadyThere where one of those files is there already; nothing is written then.
    """
    title = " ".join(folder.absolute().name.replace("-", " ").replace("_", " ").split()).capitalize()
    files = {
        FILE: DESCRIPTION.format(title=title.replace("\\", "").replace('"', "'")),
        "manim.cfg": MANIM,
        ".gitignore": IGNORED,
    }
    there = [name for name in (*files, "scenes") if (folder / name).exists()]
    if there:
        raise AlreadyThere(
            f"{readable(folder)} holds {', '.join(there)} already.",
            hint=f"Name a folder that is new: {typed('new-course DIR')}",
        )
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        with (folder / name).open("x", encoding="utf-8") as file:
            file.write(text)
    (folder / "scenes").mkdir()
    described(folder)
    return begin_lecture(read_catalog(folder), FIRST)
