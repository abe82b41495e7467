"""What pictures of many small things share: they look their values up, and draw their own pixels."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from types import MethodType
from typing import Any, Self, TypeAlias

import numpy as np

from visuals.drawing.camera import Canvas, PixelMobject
from visuals.drawing.dial import Dial, FadesByDial, stand_ready
from visuals.drawing.polyline import at_screen

Followed: TypeAlias = np.ndarray | Callable[[], np.ndarray]


class LookedUp(FadesByDial, PixelMobject):
    """Pixels that show arrays, or functions that are asked for arrays at every frame.

    Override `shown` and `draw`. Dials: grown (0 to 1, from nothing to full size), opacity.
    """

    def __init__(self, *told: Followed, grown: float = 1.0) -> None:
        self.look_up = tuple(asked(each) for each in told)
        super().__init__()
        self.grown, self.opacity = Dial(grown), Dial(1.0)
        self.add(self.grown, self.opacity)
        if any(callable(each) for each in told):
            self.add_updater(stand_ready)

    def told(self, which: int) -> np.ndarray:
        """What the array or function `which` tells now, in the order of `__init__`."""
        return np.asarray(self.look_up[which](), dtype=float)

    def shown(self) -> tuple[np.ndarray, ...]:
        """All that the picture shows now besides its dials: the same arrays give the same pixels."""
        raise NotImplementedError

    def draw(self, canvas: Canvas, grown: float, opacity: float) -> None:
        """Draw what is there: both dials are above 0, and opacity is at most 1."""
        raise NotImplementedError

    def appearance(self) -> Hashable:
        dials = (self.grown.get_value(), self.opacity.get_value())
        return *(each.tobytes() for each in self.shown()), dials

    def paint(self, canvas: Canvas) -> None:
        grown, opacity = self.grown.get_value(), min(self.opacity.get_value(), 1.0)
        if grown > 0.0 and opacity > 0.0:
            self.draw(canvas, grown, opacity)

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        for each in self.look_up:
            if isinstance(each, MethodType):  # a copy asks the same lecture, and not a copy of the lecture
                memo.setdefault(id(each), each)
        return super().__deepcopy__(memo)


class ManySmall(LookedUp):
    """Many equal things at `places` (n, 2 or 3) of the stage, each showing a value of `values` (n, ...)."""

    def __init__(
        self, places: Followed, values: Followed, *others: Followed, reach: tuple[float, float]
    ) -> None:
        """`reach`: how far one of them extends from its place, across and up."""
        self.reach = reach
        super().__init__(places, values, *others)

    @property
    def places(self) -> np.ndarray:
        """Where they stand now: (n, 2)."""
        return self.told(0)[..., :2]

    @property
    def values(self) -> np.ndarray:
        """What they show now: (n, ...)."""
        return self.told(1)

    @property
    def points(self) -> np.ndarray:
        """The corners of the box that holds them all."""
        return around(self.places, self.reach)

    @points.setter
    def points(self, points: np.ndarray) -> None:
        """Only `places` say where they stand."""


def asked(given: Followed) -> Callable[[], np.ndarray]:
    """A function that tells what was given, or tells itself."""
    if callable(given):
        return given
    held = np.asarray(given, dtype=float)
    return lambda: held


def around(places: np.ndarray, reach: tuple[float, float] = (0.0, 0.0)) -> np.ndarray:
    """The corners (4, 3) of the box about places (n, 2), so much wider and higher on every side."""
    if len(places) == 0:
        return np.zeros((4, 3))
    (left, bottom), (right, top) = places.min(axis=0) - reach, places.max(axis=0) + reach
    return at_screen(np.array([left, right, left, right]), np.array([top, top, bottom, bottom]))
