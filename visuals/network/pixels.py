"""What the pictures of many small things share: they follow values, and draw their pixels themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import MethodType
from typing import Any, Self, TypeAlias

import numpy as np

from visuals.drawing.camera import Canvas, PixelMobject
from visuals.drawing.dial import Dial, FadesByDial, stand_ready
from visuals.drawing.polyline import at_screen

Followed: TypeAlias = np.ndarray | Callable[[], np.ndarray]


class ManySmall(FadesByDial, PixelMobject):
    """Many equal things at `places` (n, 2 or 3) of the stage, each showing a value of `values` (n, ...).

    Both are arrays, or functions that are asked for them at every frame. Dials: grown (0 to 1, from nothing
    to full size), opacity.
    """

    def __init__(self, places: Followed, values: Followed, *, reach: tuple[float, float]) -> None:
        """`reach`: how far one of them extends from its place, across and up."""
        self.look_up_places, self.look_up_values = asked(places), asked(values)
        self.reach = reach
        super().__init__()
        self.grown, self.opacity = Dial(1.0), Dial(1.0)
        self.add(self.grown, self.opacity)
        if callable(places) or callable(values):
            self.add_updater(stand_ready)

    @property
    def places(self) -> np.ndarray:
        """Where they stand now: (n, 2)."""
        return np.asarray(self.look_up_places(), dtype=float)[..., :2]

    @property
    def values(self) -> np.ndarray:
        """What they show now: (n, ...)."""
        return np.asarray(self.look_up_values(), dtype=float)

    @property
    def points(self) -> np.ndarray:
        """The corners of the box that holds them all."""
        places = self.places
        if len(places) == 0:
            return np.zeros((4, 3))
        (left, bottom), (right, top) = places.min(axis=0) - self.reach, places.max(axis=0) + self.reach
        return at_screen(np.array([left, right, left, right]), np.array([top, top, bottom, bottom]))

    @points.setter
    def points(self, points: np.ndarray) -> None:
        """Only `places` say where they stand."""

    def spots(self, canvas: Canvas) -> np.ndarray:
        """Where they stand in the frame: (n, 2) pixels, across and down."""
        (left, top), (across, down) = canvas.origin, canvas.per_unit
        return np.asarray(self.places * [across, -down] + [left, top])

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        keep_looking_up((self.look_up_places, self.look_up_values), memo)
        return super().__deepcopy__(memo)


def asked(given: Followed) -> Callable[[], np.ndarray]:
    """A function that tells what was given, or tells itself."""
    if callable(given):
        return given
    held = np.asarray(given, dtype=float)
    return lambda: held


def keep_looking_up(ways: Iterable[Callable[[], np.ndarray]], memo: dict[int, Any]) -> None:
    """Let a copy ask the same lecture's methods, and not those of a copy of the lecture."""
    for each in ways:
        if isinstance(each, MethodType):
            memo.setdefault(id(each), each)
