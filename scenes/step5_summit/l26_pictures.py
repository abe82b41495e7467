"""Pictures of lecture 26 alone: the ridge that all stand on, a glass that is led, the prints of one knob."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from manim import VMobject

from calc_core.derivatives.graphs import Graph
from visuals import INK, STROKE, Axes, Box, Curve, Follower, Lens, Walk, mix, polyline
from visuals.data.data_plot import discs
from visuals.drawing.polyline import NOTHING, at_screen
from visuals.theme import HEIGHT_RAMP

PRINT = 0.05  # radius of a print on a curve
SKY, ROCK = 260, mix(INK.ground, HEIGHT_RAMP[1], 0.26)
SEED = 26


def cell(column: int, row: int) -> np.ndarray:
    """The middle of a picture's place in the world: columns and rows are counted from the lower middle."""
    return np.array([15.0 * column, 7.6 * row])


def within(middle: np.ndarray, box: Box | tuple[float, float, float, float]) -> Box:
    """A box of the stage, laid about another middle."""
    left, bottom, right, top = box
    x, y = middle
    return Box(x + left, y + bottom, x + right, y + top)


class LedGlass(Lens):
    """A magnifying glass that is led along a curve by a walk over it: stops (x, f(x))."""

    def __init__(self, look: Callable[[np.ndarray], Graph], walk: Walk, *, on: Axes, **how: Any) -> None:
        self.walk = walk
        super().__init__(look, on=on, x=float(walk.place[0]), **how)

    def redraw(self) -> None:
        """Stand where the walk is."""
        self.x.set_value(float(self.walk.place[0]))
        super().redraw()


class PrintsOnCurve(Follower):
    """A dot for each stop of a walk along a curve, from stop `since` on, as far as it has come."""

    def __init__(self, walk: Walk, *, on: Curve, since: int) -> None:
        super().__init__(on)
        self.walk, self.curve, self.since = walk, on, since
        self.dots = VMobject(stroke_color=INK.casing, stroke_width=STROKE.hair, fill_color=INK.path)
        self.add(self.dots.set_fill(opacity=1))
        self.redraw()

    def redraw(self) -> None:
        """Leave a dot wherever the walk has stopped."""
        done = self.walk.path[self.since : int(self.walk.now) + 1]
        places = self.curve.axes.to_screen(done) if len(done) else NOTHING
        self.dots.points = discs(places, PRINT) if len(done) else NOTHING


def looping(share: float, *, lines: int, times: int) -> float:
    """Which line of a loop runs after a share of its time: it rests on each, and glides on to the next."""
    done = share * lines * times
    line = min(int(done), lines * times - 1)
    glide = min(max((done - line - 0.6) / 0.4, 0.0), 1.0) ** 2
    here, there = line % lines, (line + 1) % lines if line + 1 < lines * times else line % lines
    return here + glide * (there - here)


def skyline(corners: np.ndarray) -> np.ndarray:
    """A smooth line (n, 2) through corners (k, 2), by Catmull and Rom (1974)."""
    share = np.linspace(0.0, 1.0, 24, endpoint=False)[:, None]
    padded = np.concatenate([[2 * corners[0] - corners[1]], corners, [2 * corners[-1] - corners[-2]]])
    legs = []
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        bent, bowed = a - 2.5 * b + 2 * c - d / 2, 1.5 * (b - c) + (d - a) / 2
        legs.append(b + share * (c - a) / 2 + share**2 * bent + share**3 * bowed)
    return np.concatenate([*legs, corners[-1:]])


def ridge(corners: np.ndarray, floor: float) -> VMobject:
    """A mountain seen from the side, under the skyline through `corners` and down to a floor."""
    line = skyline(corners)
    outline = np.concatenate([line, [[line[-1, 0], floor], [line[0, 0], floor]], line[:1]])
    rock = VMobject(stroke_width=0).set_fill(ROCK, opacity=1)
    rock.points = polyline(at_screen(outline[:, 0], outline[:, 1]))
    edge = VMobject(stroke_color=mix(INK.ground, INK.quiet, 0.35), stroke_width=2 * STROKE.bold)
    edge.points = polyline(at_screen(line[:, 0], line[:, 1]))
    return rock.add(edge)


def sky(box: Box) -> VMobject:
    """Stars over a wide piece of the stage, each at its place for good."""
    rng = np.random.default_rng(SEED)
    x, y = rng.uniform(box.left, box.right, SKY), rng.uniform(box.bottom, box.top, SKY)
    stars = VMobject(stroke_width=0).set_fill(INK.quiet, opacity=0.5)
    stars.points = discs(at_screen(x, y), rng.uniform(0.02, 0.07, SKY))
    return stars
