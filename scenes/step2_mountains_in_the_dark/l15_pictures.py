"""What only lecture 15 shows: the plane tilted up about the line, and where two ways of walking end."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import Group, VMobject

from calc_core import LevelEnds
from visuals import INK, SIZE, STROKE, Dial, Follower, Number, Options, Words, read
from visuals.drawing.polyline import polyline

KINDS = (("n_minima", "hollow"), ("n_saddles", "pass"), ("n_maxima", "peak"))
THICK = 0.62
FAINT = 0.45  # of the rules: digits stand on them
EYE = 12.0  # scene units from the eye to the real axis
REACH = (4, 2)  # of the ruled plane, to either side: real and imaginary part


class TiltedPlane(Follower):
    """The complex plane, ruled at whole numbers, turned about its real axis from edge-on to face-on.

    `unit` scene units make 1. The real axis lies in the screen and stays where it is; the eye stands `EYE`
    scene units before it. Dials: turned (0: edge-on, all of it lies in the real axis, 1: as it is), lit.
    """

    def __init__(self, *, unit: float) -> None:
        super().__init__()
        self.unit, self.turned, self.lit = unit, Dial(0.0), Dial(1.0)
        self.rules = VMobject().set_stroke(INK.quiet, width=STROKE.hair)
        self.upright = VMobject().set_stroke(INK.text, width=STROKE.thin)
        self.marks = {y: Words(text, size=SIZE.large) for y, text in ((1.0, "i"), (-1.0, "\N{MINUS SIGN}i"))}
        self.add(self.rules, self.upright, *self.marks.values(), self.turned, self.lit)
        self.redraw()

    def to_screen(self, x: float, y: float) -> np.ndarray:
        """Where the number x + iy is seen (3,)."""
        turn = np.pi / 2 * self.turned.get_value()
        near = EYE / (EYE + self.unit * y * np.cos(turn))
        return np.asarray(near * self.unit * np.array([x, y * np.sin(turn), 0.0]))

    def redraw(self) -> None:
        """Lay the lines of equal real and of equal imaginary part, and the names of two numbers."""
        (wide, tall), lit = REACH, self.lit.get_value()
        ups = [[self.to_screen(x, -tall), self.to_screen(x, tall)] for x in range(-wide, wide + 1) if x]
        levels = [[self.to_screen(-wide, y), self.to_screen(wide, y)] for y in range(-tall, tall + 1) if y]
        self.rules.points = polyline(*np.array(ups + levels))
        self.upright.points = polyline(np.array([self.to_screen(0, -tall), self.to_screen(0, tall)]))
        self.rules.set_stroke(opacity=FAINT * lit)
        self.upright.set_stroke(opacity=lit)
        shown = lit * float(np.clip(3 * self.turned.get_value() - 2, 0, 1))
        for y, name in self.marks.items():
            name.next_to(self.to_screen(0, y), np.array([1.0, 1.0, 0.0]), buff=0.12).set_fill(opacity=shown)


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
        self.label = Words(name, size=SIZE.large).move_to(
            self.at + [0, 1.35, 0], aligned_edge=np.array([-1, 0, 0])
        )
        self.pieces = [VMobject(stroke_color=INK.ground, stroke_width=STROKE.thin) for _ in KINDS]
        self.numbers: list[Number] = []
        for (field, kind), ink, left, right in zip(KINDS, inks, self.edges, self.edges[1:], strict=False):
            self.pieces[len(self.numbers)].set_fill(ink, opacity=1)
            number = Number(
                read(ends, field, name=f"{name}: {kind}"), ink=ink, size=SIZE.large, align="center"
            )
            self.numbers.append(
                number.shift(self.at + [(left + right) / 2, 0.52, 0] - number.strut.points[0])
            )
        shown = [number for number, count in zip(self.numbers, self.counts, strict=True) if count]
        self.add(self.label, *self.pieces, *shown, self.grown)
        self.redraw()

    def redraw(self) -> None:
        """Draw the pieces as far as the bar has come."""
        reach = self.width_all * self.grown.get_value()
        self.label.set_fill(opacity=min(4 * self.grown.get_value(), 1.0))
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
        place: Options = {"width": 5.6, "inks": inks}
        self.walked = KindBar(downhill, "downhill", at=(1.1, 1.55), **place)
        self.jumped = KindBar(newton, "Newton", at=(1.1, -0.75), **place)
        words = [Words(kind, ink=ink, size=SIZE.body) for (_, kind), ink in zip(KINDS, inks, strict=True)]
        for left, word in zip((1.1, 3.4, 5.3), words, strict=True):
            word.move_to((left, -2.1, 0), aligned_edge=np.array([-1, 0, 0]))
            word.stand_on(words[0])
        self.names = Group(*words)
