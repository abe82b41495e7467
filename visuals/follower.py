"""A picture that draws itself anew from what it follows: data, dials, the axes it stands on."""

from __future__ import annotations

from typing import Any, Self

from manim import Group, Mobject


class Follower(Group):
    """Override `redraw`, which sets the parts' points from what the picture follows, and nothing else.

    A follower has no memory: what it shows depends on the values it looks up alone, so any moment can be
    the first. What it follows but does not own (`follows`) is shared by its copies, not copied along.
    """

    def __init__(self, *follows: Mobject) -> None:
        super().__init__()
        self.follows = follows
        self.add_updater(lambda picture: picture.redraw())

    def redraw(self) -> None:
        """Set the parts to where they belong now."""
        raise NotImplementedError

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        for each in self.follows:
            memo.setdefault(id(each), each)
        return super().__deepcopy__(memo)
