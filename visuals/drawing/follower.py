"""A picture that draws itself anew from what it follows: data, dials, the axes it stands on."""

from __future__ import annotations

from types import MethodType
from typing import Any, Self, cast

from manim import Group, Mobject

from visuals.drawing.dial import PosesByDials


class Follower(PosesByDials, Group):
    """Override `redraw`, which sets the parts' points from what the picture follows, and nothing else.

    A follower has no memory: what it shows depends on the values it looks up alone, so any moment can be
    the first. A copy is a still picture: it does not follow (animations mix between two such copies, which
    must not redraw themselves meanwhile), and shares what the original follows (`follows`).
    """

    def __init__(self, *follows: object) -> None:
        super().__init__()
        self.follows = follows
        self.add_updater(_redraw)

    def redraw(self) -> None:
        """Set the parts to where they belong now."""
        raise NotImplementedError

    def hold(self) -> Self:
        """Stand still from now on, so that Manim draws this once and not for every frame."""
        self.remove_updater(_redraw)
        return self

    def follow(self) -> Self:
        """Follow again after `hold`."""
        if _redraw not in self.updaters:
            self.add_updater(_redraw)
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        looks = [each for each in vars(self).values() if isinstance(each, MethodType)]
        for each in (*self.follows, *looks):
            memo.setdefault(id(each), each)
        copied: Self = super().__deepcopy__(memo)
        copied.clear_updaters(recursive=False)
        return copied


def _redraw(picture: Mobject) -> None:
    cast(Follower, picture).redraw()
