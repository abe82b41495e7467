"""What only lecture 15 shows: how many walks end on which kind of level ground, two ways of walking."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import Group, VMobject

from calc_core import LevelEnds
from visuals import INK, SIZE, STROKE, Dial, Follower, Number, Words, read

KINDS = (("n_minima", "hollow"), ("n_saddles", "pass"), ("n_maxima", "peak"))
THICK = 0.62


class KindBar(Follower):
    """All walks as one bar of `width`, a piece for each kind of ground they end on, with its number on top.

    Dial: grown (how much of the bar is there, from the left).
    """

    def __init__(
        self, ends: LevelEnds, name: str, *, at: tuple[float, float], width: float, inks: Sequence[str]
    ) -> None:
        super().__init__()
        self.at, self.grown = np.array([*at, 0.0]), Dial(1.0)
        self.width_all = width
        self.counts = [getattr(ends, field) for field, _ in KINDS]
        self.edges = width * np.cumsum([0, *self.counts]) / ends.n_walkers
        self.name = Words(name, size=SIZE.large).move_to(
            self.at + [0, 1.35, 0], aligned_edge=np.array([-1, 0, 0])
        )
        self.pieces = [VMobject(stroke_color=INK.ground, stroke_width=STROKE.thin) for _ in KINDS]
        self.numbers = []
        for (field, kind), ink, left, right in zip(KINDS, inks, self.edges, self.edges[1:], strict=False):
            self.pieces[len(self.numbers)].set_fill(ink, opacity=1)
            number = Number(
                read(ends, field, name=f"{name}: {kind}"), ink=ink, size=SIZE.large, align="center"
            )
            self.numbers.append(
                number.shift(self.at + [(left + right) / 2, 0.52, 0] - number.strut.points[0])
            )
        shown = [number for number, count in zip(self.numbers, self.counts, strict=True) if count]
        self.add(self.name, *self.pieces, *shown, self.grown)
        self.redraw()

    def redraw(self) -> None:
        """Draw the pieces as far as the bar has come."""
        reach = self.width_all * self.grown.get_value()
        self.name.set_fill(opacity=min(4 * self.grown.get_value(), 1.0))
        for piece, number, left, right in zip(
            self.pieces, self.numbers, self.edges, self.edges[1:], strict=False
        ):
            low, high = min(left, reach), min(right, reach)
            if high - low < 1e-6:
                piece.points = np.zeros((0, 3))
            else:
                corners = np.array([[low, 0], [high, 0], [high, -THICK], [low, -THICK], [low, 0]])
                piece.set_points_as_corners(self.at + np.c_[corners, np.zeros(5)] + [0, 0.3, 0])
            number.slots.set_fill(opacity=float(np.clip((reach - (left + right) / 2) / 0.4, 0, 1)))


class KindTable:
    """Walks downhill above walks by Newton, and what the colours mean. Parts: `walked`, `jumped`, `names`."""

    def __init__(self, downhill: LevelEnds, newton: LevelEnds, inks: Sequence[str]) -> None:
        place = {"width": 5.6, "inks": inks}
        self.walked = KindBar(downhill, "downhill", at=(1.1, 1.55), **place)
        self.jumped = KindBar(newton, "Newton", at=(1.1, -0.75), **place)
        words = [Words(kind, ink=ink, size=SIZE.body) for (_, kind), ink in zip(KINDS, inks, strict=True)]
        for left, word in zip((1.1, 3.4, 5.3), words, strict=True):
            word.move_to([left, -2.1, 0], aligned_edge=np.array([-1, 0, 0]))
            word.stand_on(words[0])
        self.names = Group(*words)
