"""A rendered film and the files beside it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from studio.course.lecture import Lecture
from studio.render.description import Description
from visuals.course import Course


@dataclass(frozen=True)
class Rendered:
    """One lecture's film in `folder`; `told` is its description, `course` what its course says of itself."""

    lecture: Lecture
    folder: Path
    told: Description
    course: Course

    def file(self, suffix: str) -> Path:
        """One of its files."""
        return self.folder / (self.lecture.slug + suffix)
