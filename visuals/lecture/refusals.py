"""placeholder"""

from __future__ import annotations

from typing import NoReturn

from visuals.lecture.beats import LectureError


class RefusesIdioms:
    def refuse(self, name: str) -> NoReturn:
        raise LectureError(name)
