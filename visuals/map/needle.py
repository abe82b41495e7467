"""The compass needle: the gradient as an arrow with a diamond tail, one alone or thousands in one picture."""

from __future__ import annotations

import numpy as np
from manim import Group, VMobject

from calc_core.landscapes.grids import Field
from visuals.drawing.bundle import bundle
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.drawing.laid import Laid
from visuals.drawing.rates import gently
from visuals.drawing.walk import Walk, walk_of
from visuals.map.chart import OnScreen, chart_under
from visuals.theme import INK

# Outline of a needle along +x, from the middle of its tail (0, 0) to its tip (length, 0): x in parts of the
# length where it grows with the needle, y in parts of the needle's girth.
DIAMOND, HEAD, SHAFT, WING = 1.0, 3.0, 0.32, 1.25
SLIM = 6.0  # a needle is at least this many girths long; shorter ones shrink as a whole


def outline(length: np.ndarray, girth: np.ndarray) -> np.ndarray:
    """Closed outlines (needles, 12, 2) of needles along +x, all in scene units.

    The tip lies at exactly `length`, the tail's middle at 0. A needle too short for its girth shrinks as a
    whole.
    """
    length, girth = np.broadcast_arrays(np.asarray(length, dtype=float), np.asarray(girth, dtype=float))
    girth = np.minimum(girth, length / SLIM)
    tail, neck = DIAMOND * girth, length - HEAD * girth
    waist = tail * (1 - SHAFT)  # where the shaft leaves the diamond
    thin, wing, zero = SHAFT * girth, WING * girth, np.zeros_like(girth)
    x = [-tail, zero, waist, neck, neck, length, neck, neck, waist, zero, -tail]
    y = [zero, tail, thin, thin, wing, zero, -wing, -thin, -thin, -tail, zero]
    return np.stack([np.stack(x, axis=-1), np.stack(y, axis=-1)], axis=-1)


def needles(tails: np.ndarray, vectors: np.ndarray, girth: np.ndarray | float) -> np.ndarray:
    """Bezier points of needles from scene points `tails` (n, 3) along scene vectors (n, 3), tips included."""
    length = np.linalg.norm(vectors[:, :2], axis=-1)
    real = length > 1e-9
    tails, length = tails[real], length[real]
    along = vectors[real, :2] / length[:, None]
    aside = np.stack([-along[:, 1], along[:, 0]], axis=-1)
    shape = outline(length, np.broadcast_to(girth, real.shape)[real])
    placed = tails[:, None, :2] + shape[..., :1] * along[:, None] + shape[..., 1:] * aside[:, None]
    return bundle(placed)


class Needle(Follower):
    """The gradient where a walk is now: from the hiker to `length` scene units per unit of slope, uphill.

    `gradient` (stops, 2) or (2,) holds the compass readings of the walk's stops. Dials: `length`, `grown`
    (0 to 1, the share of it that is drawn). With `sign=-1` it points the way we walk, downhill, in white.
    """

    def __init__(
        self,
        gradient: np.ndarray,
        walk: Walk | np.ndarray,
        *,
        on: OnScreen,
        length: float = 1.0,
        girth: float = 0.11,
        grown: float = 1.0,
        sign: float = 1.0,
        ink: str | None = None,
    ) -> None:
        super().__init__()
        self.chart = chart_under(self, on, "type GroundArrow(walk, gradient, on=hill)")
        self.walk, self.girth, self.sign = walk_of(walk), girth, sign
        self.gradient = np.atleast_2d(np.asarray(gradient, dtype=float))
        self.length, self.grown = Dial(length), Dial(grown)
        ink = ink or (INK.gradient if sign > 0 else INK.path)
        self.arrow = VMobject(fill_color=ink, fill_opacity=1, stroke_width=0)
        self.arrow.set_stroke(INK.casing, width=5, background=True)
        self.add(self.length, self.grown, self.arrow)
        self.redraw()

    @property
    def vector(self) -> np.ndarray:
        """The arrow on the screen, (3,), from tail to tip."""
        reach = self.length.get_value() * self.grown.get_value() * self.sign
        return self.chart.direction(self.walk.look_up(self.gradient)) * reach

    @property
    def tail(self) -> np.ndarray:
        """Where the arrow starts: the hiker's place on the screen."""
        return self.chart.to_screen(self.walk.place)

    @property
    def tip(self) -> np.ndarray:
        """Where the arrow ends on the screen."""
        return np.asarray(self.tail + self.vector)

    def redraw(self) -> None:
        self.arrow.points = needles(self.tail[None], self.vector[None], self.girth)


class NeedleField(Group):
    """A needle at every node of a field, thousands in one picture, each `length` units per unit of slope.

    They grow outward from `source` while the dial `grown` goes from 0 to 1. Dials: `length`, `grown`.
    """

    def __init__(
        self,
        field: Field,
        *,
        on: OnScreen,
        length: float,
        girth: float = 0.035,
        source: np.ndarray | tuple[float, float] | None = None,
        grown: float = 1.0,
        ink: str = INK.gradient,
    ) -> None:
        super().__init__()
        self.chart = chart_under(self, on, "type GroundArrow(point, slope, on=hill) for some points")
        self.field, self.girth = field, girth
        self.nodes, self.vectors = field.xy.reshape(-1, 2), field.vec.reshape(-1, 2)
        origin = self.nodes.mean(axis=0) if source is None else np.asarray(source, dtype=float)
        away = np.linalg.norm(self.nodes - origin, axis=-1)
        self.turn_on = away / max(away.max(), 1e-9)  # when each needle starts to grow, 0 to 1
        self.length, self.grown = Dial(length), Dial(grown)
        self.arrows = Laid(self.laid, self.state, fill_color=ink, fill_opacity=1, stroke_width=0)
        self.arrows.set_stroke(INK.casing, width=2, opacity=0.6, background=True)
        self.add(self.length, self.grown, self.arrows)

    @property
    def shares(self) -> np.ndarray:
        """How far each needle has grown, 0 to 1."""
        wave = 0.25  # share of the time that one needle takes
        share = np.clip((self.grown.get_value() * (1 + wave) - self.turn_on) / wave, 0, 1)
        return gently(share)

    def state(self) -> tuple[float, ...]:
        """Everything that the picture depends on."""
        return (*self.chart.state, self.length.get_value(), self.grown.get_value())

    def laid(self) -> np.ndarray:
        """The outlines of all needles, as Bezier points on the screen."""
        vectors = self.chart.direction(self.vectors) * (self.length.get_value() * self.shares)[:, None]
        tails = self.chart.to_screen(self.nodes)
        shown = self.chart.shows(tails)
        return needles(tails[shown], vectors[shown], self.girth)
