"""A nudge and its answer: a teal bar dx across, a yellow bar df up, both with end ticks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import numpy as np
from manim import VMobject

from calc_core.derivatives.one_variable import Secants
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.polyline import polyline
from visuals.letters.formula import Formula, Typeset, casing
from visuals.theme import INK, SIZE, STROKE

TICK = 0.13  # half an end tick of a long bar, in scene units
SHARE = 0.25  # of a short bar's length
LABELLED = (0.25, 0.55)  # bars shorter than the first have no label, longer than the second a full one


class View(Protocol):
    """Where numbers lie on the screen, and which part of a path is to be seen: axes, or a lens."""

    def to_screen(self, x: np.ndarray | float, y: np.ndarray | float) -> np.ndarray: ...
    def clip(self, points: np.ndarray) -> list[np.ndarray]: ...


class NudgeBars(Follower):
    """dx from (x, f) to (x + dx, f), then df up to (x + dx, f + df), as `look` tells them now.

    `look` gives the Secants of one x and one dx. `across` and `up` are dials of how far the bars have grown,
    0 to 1, `grown` of both at once; a bar of 0 is not there. Labels stand on the outer side of the bars.
    """

    def __init__(
        self,
        look: Callable[[], Secants],
        *,
        on: View,
        across: float = 0.0,
        up: float = 0.0,
        grown: float = 1.0,
        labels: bool = True,
    ) -> None:
        super().__init__(on)
        self.look, self.view = look, on
        self.across, self.up, self.grown = Dial(across), Dial(up), Dial(grown)
        self.dx = _bar(INK.input)
        self.df = _bar(INK.output)
        self.dx_label = casing(Formula("dif x", size=SIZE.body, ink=INK.input))
        self.df_label = casing(Formula("dif f", size=SIZE.body, ink=INK.output))
        self.add(self.dx, self.df, self.across, self.up, self.grown)
        if labels:
            self.add(self.dx_label, self.df_label)
        self.redraw()

    def redraw(self) -> None:
        """Lay both bars between the points that the secant joins."""
        across, up = (each.get_value() * self.grown.get_value() for each in (self.across, self.up))
        if across == up == 0:
            self.dx.points, self.df.points = polyline(), polyline()
            for label in (self.dx_label, self.df_label):
                _dim(label, 0.0)
            return
        secant = self.look()
        x, f = float(secant.x), float(secant.f)
        dx, df = float(secant.dx) * across, float(secant.df) * up
        away, rise = np.sign(float(secant.dx)), np.sign(float(secant.df)) or 1.0
        base = self.view.to_screen(np.array([x, x + dx]), f)
        side = self.view.to_screen(x + float(secant.dx), np.array([f, f + df]))
        self._draw(self.dx, base, np.array([0.0, 1.0, 0.0]))
        self._draw(self.df, side, np.array([1.0, 0.0, 0.0]))
        self._label(self.dx_label, base, np.array([0.0, -rise, 0.0]))
        self._label(self.df_label, side, np.array([away, 0.0, 0.0]))

    def _draw(self, bar: VMobject, ends: np.ndarray, aside: np.ndarray) -> None:
        length = float(np.linalg.norm(ends[1] - ends[0]))
        tick = min(TICK, SHARE * length) * aside
        strokes = [ends, *(np.array([end - tick, end + tick]) for end in ends)] if length else []
        bar.points = polyline(*(piece for stroke in strokes for piece in self.view.clip(stroke)))

    def _label(self, label: Typeset, ends: np.ndarray, aside: np.ndarray) -> None:
        low, high = LABELLED
        seen = sum(float(np.linalg.norm(piece[-1] - piece[0])) for piece in self.view.clip(ends))
        strength = float(np.clip((seen - low) / (high - low), 0.0, 1.0))
        if strength > 0:  # beyond a lens the bar may be miles away
            label.next_to(ends.mean(axis=0), aside, buff=0.2)
        _dim(label, strength)


def _dim(label: Typeset, strength: float) -> None:
    label.set_fill(opacity=strength).set_stroke(opacity=strength, background=True)


def _bar(ink: str) -> VMobject:
    bar = VMobject().set_stroke(ink, width=STROKE.bold)
    return bar.set_stroke(INK.casing, width=STROKE.bold + STROKE.casing, background=True)
