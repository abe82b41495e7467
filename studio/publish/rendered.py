"""A rendered film and the files beside it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from studio.course.lecture import Lecture
from studio.render.description import Description


@dataclass(frozen=True)
class Rendered:
    """One lecture's film in `folder`; `told` is its description."""

    lecture: Lecture
    folder: Path
    told: Description

    def file(self, suffix: str) -> Path:
        """One of its files."""
        return self.folder / (self.lecture.slug + suffix)
