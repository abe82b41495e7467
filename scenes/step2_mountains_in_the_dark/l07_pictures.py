"""Pictures of lecture 07 alone: knobs that are turned or held, and two stacks of gains side by side."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import Group, VMobject

from calc_core import KnobGains
from visuals import INK, SIZE, STROKE, Dial, Follower, Formula, Number, Reading, mix, polyline
from visuals.drawing.polyline import NOTHING, arc

SWEEP, STUB = 135.0, 22.0  # degrees to either side of upright that a knob may turn, free and held
HELD = mix(INK.quiet, INK.ground, 0.18)  # a knob that nobody turns
NAMES = ("r", "h", "t", "rho")
SHADES = (0.0, 0.28, 0.5, 0.68)  # how much darker each of the four gains is drawn than the first
LABEL = 0.34  # the least height of a block that has room for its letter, in scene units


class Handle(Follower):
    """A knob turned to `value` of -1 to 1, grey while it is held. Dials: free (0 held, 1 free), grown."""

    def __init__(self, value: Callable[[], float], *, at: tuple[float, float], radius: float = 0.46) -> None:
        super().__init__()
        self.value, self.at, self.radius = value, np.array([*at, 0.0]), radius
        self.free, self.grown = Dial(1.0), Dial(1.0)
        self.track, self.filled, self.body, self.pointer = (VMobject() for _ in range(4))
        self.add(self.track, self.filled, self.body, self.pointer, self.free, self.grown)
        self.redraw()

    @property
    def ink(self) -> str:
        """Its colour now: that of an input as far as it is free to turn."""
        return mix(HELD, INK.input, self.free.get_value())

    def redraw(self) -> None:
        """Turn the pointer to the value."""
        size, ink = self.radius * self.grown.get_value(), self.ink
        if size <= 0:
            for part in (self.track, self.filled, self.body, self.pointer):
                part.points = NOTHING
            return
        turn = 90.0 - SWEEP * float(np.clip(self.value(), -1.0, 1.0))
        way = np.array([np.cos(np.radians(turn)), np.sin(np.radians(turn)), 0.0])
        low, high = sorted((90.0, turn))
        free = self.free.get_value()
        sweep = STUB + (SWEEP - STUB) * free
        self.track.points = arc(self.at, size, 90.0 - sweep, 90.0 + sweep)
        self.track.set_stroke(mix(INK.ground, ink, 0.16 + 0.22 * free), width=STROKE.bold)
        self.filled.points = arc(self.at, size, low, high) if high - low > 0.05 else NOTHING
        self.filled.set_stroke(ink, width=1.5 * STROKE.bold)
        self.body.points = arc(self.at, 0.74 * size)
        self.body.set_fill(mix(INK.ground, ink, 0.14), opacity=1).set_stroke(ink, width=STROKE.thin)
        self.pointer.points = polyline(self.at + size * np.outer([0.2, 0.72], way))
        self.pointer.set_stroke(mix(INK.quiet, INK.text, free), width=STROKE.bold)


class NamedKnob(Group):
    """A knob, its letter, and where it stands."""

    def __init__(
        self,
        value: Callable[[], float],
        name: str,
        reading: Callable[[], Reading],
        *,
        at: tuple[float, float],
    ) -> None:
        super().__init__()
        self.knob = Handle(value, at=at)
        self.letter = Formula(name, size=SIZE.title, ink=INK.input)
        self.letter.move_to((at[0] + 0.95, at[1] + 0.24, 0))
        self.letter.add_updater(lambda each: each.set_fill(self.knob.ink))
        self.number = Number(reading, ink=INK.text, size=SIZE.body)
        self.number.shift(np.array([at[0] + 0.72, at[1] - 0.36, 0.0]) - self.number.strut.points[0])
        self.free = self.knob.free
        self.add(self.knob, self.letter, self.number)


class TwoStacks(Follower):
    """What all nudges gain together, and beside it what the slopes say, block on block; the gap in between.

    The stack on the left is as high as the picture, whatever it stands for. Dials: built (how many of the
    blocks stand, 0 to 4), gap (how much of the missing piece is shown, 0 to 1), grown (of the left stack).
    """

    def __init__(
        self, look: Callable[[], KnobGains], *, foot: tuple[float, float], height: float, width: float = 1.5
    ) -> None:
        super().__init__()
        self.look, self.foot, self.tall, self.wide = look, np.array([*foot, 0.0]), height, width
        self.built, self.gap, self.grown = Dial(0.0), Dial(0.0), Dial(1.0)
        self.whole = VMobject(stroke_width=0).set_fill(INK.output, opacity=1)
        self.blocks = [
            VMobject(stroke_color=INK.ground, stroke_width=STROKE.thin).set_fill(
                mix(INK.input, INK.ground, shade), opacity=1
            )
            for shade in SHADES
        ]
        self.rest = VMobject(stroke_width=STROKE.thin, stroke_color=INK.residual)
        self.level = VMobject(stroke_width=STROKE.thin, stroke_color=INK.quiet)
        self.letters = [Formula(f"dif {name}", size=SIZE.body, ink=INK.input) for name in NAMES]
        self.add(self.whole, *self.blocks, self.rest, self.level, *self.letters)
        self.add(self.built, self.gap, self.grown)
        self.redraw()

    def shares(self) -> np.ndarray:
        """The blocks' heights as shares of the left stack's, (4,)."""
        now = self.look()
        return np.asarray(now.forecast / now.together if now.together else np.zeros(len(NAMES)))

    def redraw(self) -> None:
        """Stack the blocks as high as they are shares of what is gained."""
        size, tall = self.wide, self.tall * self.grown.get_value()
        left, right = self.foot, self.foot + [1.35 * size, 0, 0]
        self.whole.points = _box(left, size, tall)
        low, built = 0.0, self.built.get_value()
        for k, (block, letter, share) in enumerate(
            zip(self.blocks, self.letters, self.shares(), strict=True)
        ):
            there = float(np.clip(built - k, 0.0, 1.0))
            high = float(share) * self.tall * there
            block.points = _box(right + [0, low, 0], size, high)
            letter.move_to(right + [size + 0.55, low + high / 2, 0])
            letter.set_fill(opacity=there if high > LABEL * there else 0.0)
            low += high
        seen = self.gap.get_value()
        missing = max(self.tall - low, 0.0) * seen
        self.rest.points = _box(right + [0, low, 0], size, missing)
        self.rest.set_fill(INK.residual, opacity=0.28 * seen).set_stroke(opacity=seen)
        ends = [left + [size, self.tall, 0], right + [size, self.tall, 0]]
        self.level.points = polyline(np.array(ends)) if seen > 0 else NOTHING
        self.level.set_stroke(opacity=seen)


def _box(corner: np.ndarray, width: float, height: float) -> np.ndarray:
    if height <= 1e-4:
        return NOTHING
    sides = [[0, 0, 0], [width, 0, 0], [width, height, 0], [0, height, 0], [0, 0, 0]]
    return polyline(corner + np.array(sides))
