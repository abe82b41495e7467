"""A path that is laid when it is looked at: its points are a function of what dials say."""

from __future__ import annotations

from collections.abc import Callable
from types import MethodType
from typing import Any, Self

import numpy as np
from manim import VMobject


class Laid(VMobject):
    """A path whose points `lay()` works out whenever `state()` has changed since the last look.

    It needs no updater, so a big picture that nobody moves is drawn once and then rests with everything
    below it (Manim draws anew, frame by frame, from the first mobject that has an updater). It does move
    when a dial of its own picture is turned, or when something beneath it moves.
    """

    def __init__(self, lay: Callable[[], np.ndarray], state: Callable[[], Any], **style: Any) -> None:
        self.lay, self.state = lay, state
        self._points, self._state = np.zeros((0, 3)), None
        super().__init__(**style)
        self._state = None  # Manim empties a new mobject's points; they are still to be laid

    @property
    def points(self) -> np.ndarray:
        if self._state is None or self._state != self.state():
            self._points, self._state = self.lay(), self.state()
        return self._points

    @points.setter
    def points(self, points: np.ndarray) -> None:
        """What an animation sets holds until the state changes."""
        self._points, self._state = points, self.state()

    def __getstate__(self) -> dict[str, Any]:
        """The path as it is now: whether somebody has looked yet makes no difference."""
        return self.__dict__ | {"_points": self.points, "_state": self.state()}

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        for way in (self.lay, self.state):
            if not isinstance(way, MethodType):  # a method's copy belongs to the picture's copy
                memo[id(way)] = way
        return super().__deepcopy__(memo)
