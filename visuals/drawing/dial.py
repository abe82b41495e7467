"""A number that an animation may turn: what a picture depends on besides its data."""

from __future__ import annotations

from typing import Any, Self, cast

import numpy as np
from manim import Animation, Mobject, ValueTracker


class Dial(ValueTracker):
    """A ValueTracker that may be part of a picture's family.

    Manim keeps a tracker's value in its points, so that shifting or scaling the picture would turn it, and
    its bounding box would reach there. A dial keeps its value apart and has no points. As a submobject it
    tells Manim that the picture moves exactly while the dial is turned, and in still moments lets the frame
    freeze.

    Turn it in a play: `self.play(hill.tilt.to(1))`, which is short for Manim's `.animate.set_value(1)`.
    """

    def __init__(self, value: float = 0.0) -> None:
        self.value = float(value)
        super().__init__(value)
        self.points = np.zeros((0, 3))

    def get_value(self) -> float:
        return self.value

    def set_value(self, value: float) -> Self:
        self.value = float(value)
        return self

    def to(self, value: float, **options: Any) -> Animation:
        """What turns the dial to `value` when it is played; options as for `.animate`."""
        maker: Any = self.animate  # Manim builds the animation when it is played
        return cast(Animation, maker(**options).set_value(value))

    def family_members_with_points(self) -> list[Mobject]:
        """Manim animates what has points only; a dial that is turned by itself is to be animated all the
        same.
        """
        return [self]

    def interpolate(self, mobject1: Mobject, mobject2: Mobject, alpha: float, *_: Any, **__: Any) -> Self:
        """Go `alpha` of the way; an animation that does not turn this dial leaves it to one that does."""
        start, end = cast(Dial, mobject1).value, cast(Dial, mobject2).value
        if start != end:
            self.value = start + (end - start) * alpha if alpha != 1 else end
        return self

    def interpolate_color(self, mobject1: Mobject, mobject2: Mobject, alpha: float) -> Self:
        return self.interpolate(mobject1, mobject2, alpha)


class SharesDials:
    """Part of a mobject that may follow dials of others as well as its own.

    When a mobject leaves the stage, Manim takes apart every other one that has a member of its family. So a
    shared dial stays outside of the families; that the picture may move in any play is said by an updater
    that does nothing. A copy follows the same dials.
    """

    shared: tuple[Dial, ...] = ()

    def dial(self, given: Dial | None, value: float) -> Dial:
        """The dial that was given, shared; or else one of its own, standing at `value`."""
        if given is None:
            own = Dial(value)
            self.add(own)  # type: ignore[attr-defined]  # of the mobject it is mixed into
            return own
        self.shared = (*self.shared, given)
        self.add_updater(stand_ready)  # type: ignore[attr-defined]  # of the mobject it is mixed into
        return given

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        for each in self.shared:
            memo[id(each)] = each
        copied: Self = super().__deepcopy__(memo)  # type: ignore[misc]  # of the mobject it is mixed into
        return copied


class FadesByDial:
    """Part of a mobject that has no stroke or fill of its own: Manim fades it by its dial `opacity`."""

    opacity: Dial

    def fade(self, darkness: float = 0.5, family: bool = True) -> Self:
        self.opacity.set_value(self.opacity.get_value() * (1.0 - darkness))
        return self

    def set_opacity(self, alpha: float) -> Self:
        self.opacity.set_value(alpha)
        return self


class PosesByDials:
    """Part of a mobject that is set by the names of its dials."""

    def pose(self, **dials: float) -> Self:
        """Set dials of this picture at once, by their names: how it shall stand when it enters."""
        for name, value in dials.items():
            dial = getattr(self, name, None)
            if not isinstance(dial, Dial):
                own = sorted(key for key, each in vars(self).items() if isinstance(each, Dial))
                raise TypeError(f"{type(self).__name__} has no dial {name!r}; it has {', '.join(own)}")
            dial.set_value(value)
        return self


def stand_ready(mobject: Mobject) -> None:
    """Change nothing."""


class Zoom(Dial):
    """A dial that is turned by equal ratios in equal times: 1, 10, 100."""

    def interpolate(self, mobject1: Mobject, mobject2: Mobject, alpha: float, *_: Any, **__: Any) -> Self:
        start, end = cast(Dial, mobject1).value, cast(Dial, mobject2).value
        if start != end:
            self.value = float(start * (end / start) ** alpha) if alpha != 1 else end
        return self
