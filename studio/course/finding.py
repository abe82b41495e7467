"""Finds the course that is meant, and reads what it says of itself."""

from __future__ import annotations

from pathlib import Path

from studio.called import typed
from studio.errors import StudioError, Unprepared
from studio.places import CHECKOUT
from visuals.course import FILE, Course, CourseError, course_above, read_course


def find_course(chosen: Path | None = None) -> Path:
    """The folder of the course: the one `chosen`; else the working folder or the nearest above it that has a
    compass.toml; else the checkout's own course.

    Raises Unprepared where there is none of them.
    """
    if chosen is not None:
        return chosen.resolve()
    here = Path.cwd()
    found: Path | None = course_above(here)
    if found is not None:
        return found.resolve()
    if not (CHECKOUT / FILE).is_file():
        raise Unprepared(
            f"There is no course here: no {FILE} in {here} or above it.",
            hint=f"{typed('new-course DIR')} begins one; {typed('--course DIR')} names one.",
        )
    return CHECKOUT


def described(folder: Path) -> Course:
    """What a course says of itself. Raises StudioError where its compass.toml says what cannot be meant."""
    try:
        return read_course(folder)
    except CourseError as error:
        raise StudioError(str(error)) from None
