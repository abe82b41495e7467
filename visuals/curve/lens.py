"""The magnifying glass: a round window on a curve, sampled anew at every zoom, never a scaled picture."""

from __future__ import annotations

from collections.abc import Callable
from itertools import zip_longest
from typing import Any, Self

import numpy as np
from manim import UP, Circle, Group, Mobject, VGroup, VMobject

from calc_core.derivatives.graphs import Graph
from visuals.drawing.axes import Axes
from visuals.drawing.dial import Dial, Zoom
from visuals.drawing.follower import Follower
from visuals.drawing.frame import points_of
from visuals.drawing.polyline import NOTHING, arc, at_screen, polyline, segments, within_disc
from visuals.drawing.ticks import power_of_ten
from visuals.letters.outlines import glyph_outlines
from visuals.theme import INK, SIZE, STAGE, STROKE, mix, ramp

SAMPLES = 301  # odd: the middle one is the point looked at
GROUND: Any = (ramp(0.04), ramp(0.3))
GLASS = mix(INK.ground, "#FFFFFF", 0.045)  # a breath lighter than the dark behind
RULED = (0.3, 2.0)  # lines of the ruling closer together than the first (scene units) are not seen, then come
LONG = 5.5  # zooms of more decades are named by their power of ten
STEEL: Any = ("#59626F", "#C9D1DC")
WOOD: Any = (mix(INK.model, INK.ground, 0.7), mix(INK.model, INK.ground, 0.35))


class Lens(Follower):
    """A magnifying glass over the point (x, f(x)): what lies within radius / zoom of it, `zoom` times larger.

    `look(x)` gives the graph's points at an array of x; the lens asks it for the piece that it shows, at
    that zoom. Dials: `x` where it looks, `zoom`, `radius` of the glass and `turn` of its handle (degrees).
    What else is to be seen in the glass (bars, lines) stands `on` the lens as it would stand on axes, and is
    given to `put_inside`. The ruling shows the decades of both axes, finer as the glass comes closer.
    """

    def __init__(
        self,
        look: Callable[[np.ndarray], Graph],
        *,
        on: Axes,
        x: float,
        zoom: float = 1.0,
        radius: float = 1.2,
        turn: float = -45.0,
        ground: bool = True,
    ) -> None:
        super().__init__(on)
        self.look, self.axes, self.has_ground = look, on, ground
        self.x, self.zoom, self.radius, self.turn = Dial(x), Zoom(zoom), Dial(radius), Dial(turn)
        self.graph = look(np.array([x]))
        self.glass = VMobject(stroke_width=0).set_fill(GLASS, opacity=1)
        self.ruling = VGroup(*(VMobject().set_stroke(INK.quiet, width=STROKE.hair) for _ in range(4)))
        self.ground = VMobject(stroke_width=0).set_fill(GROUND, opacity=1).set_sheen_direction(UP)
        self.curve = VMobject().set_stroke(INK.text, width=1.5 * STROKE.bold)
        self.inside = Group()
        self.point = VMobject(stroke_width=0).set_fill(INK.text, opacity=1)
        self.handle = Handle()
        self.rim = Rim()
        self.tag = Tag()
        self.add(self.glass, self.ruling, self.ground, self.curve, self.inside, self.point)
        self.add(self.handle, self.rim, self.tag, self.x, self.zoom, self.radius, self.turn)
        self.redraw()

    def put_inside(self, *pictures: Mobject) -> Self:
        """Show pictures that stand on this lens in the glass, under its rim."""
        self.inside.add(*pictures)
        return self

    @property
    def centre(self) -> np.ndarray:
        """Where on the screen the glass is: over the point it looks at."""
        return self.axes.to_screen(*self._middle())

    def to_screen(self, *data: Any) -> np.ndarray:
        """Where the numbers (x, y) are seen in the glass: shape (..., 3). Beyond the rim too; see `clip`."""
        points, (x0, y0) = points_of(data), self._middle()
        across, up = self.axes.units * self.zoom.get_value()
        away = at_screen((points[..., 0] - x0) * across, (points[..., 1] - y0) * up)
        return np.asarray(self.axes.to_screen(x0, y0) + away)

    def to_data(self, places: np.ndarray) -> np.ndarray:
        """The numbers (..., 2) that are seen at places on the stage (..., 2 or 3)."""
        away = np.asarray(places, dtype=float)[..., :2] - self.centre[:2]
        return np.asarray(away / (self.axes.units * self.zoom.get_value()) + self._middle())

    def clip(self, points: np.ndarray) -> list[np.ndarray]:
        """The pieces of a run of corners that lie in the glass."""
        return within_disc(points, self.centre, self.radius.get_value())

    def redraw(self) -> None:
        """Sample the curve anew around the point, at this zoom, and lay out all that is in the glass."""
        self.graph = self.look(self._samples())
        centre, radius = self.centre, self.radius.get_value()
        corners = self.to_screen(self.graph.x, self.graph.f)
        self.glass.points = arc(centre, radius)
        self.curve.points = polyline(*self.clip(corners))
        self.ground.points = self._below(corners) if self.has_ground else NOTHING
        self.point.points = arc(centre, 0.075)
        self._rule(centre, radius)
        self.rim.lie_around(centre, radius)
        self.handle.hold(centre, radius, self.turn.get_value())
        self.tag.name_zoom(self.zoom.get_value(), above=centre + [0.0, radius + 0.21, 0.0])

    def _middle(self) -> tuple[float, float]:
        middle = len(self.graph.x) // 2
        if self.graph.x[middle] != self.x.get_value():  # the dial was turned since the curve was sampled
            self.graph = self.look(self._samples())
            middle = len(self.graph.x) // 2
        return float(self.graph.x[middle]), float(self.graph.f[middle])

    def _samples(self) -> np.ndarray:
        """Places that lie evenly in the glass, from rim to rim, the point itself in the middle."""
        half = self.radius.get_value() / (self.zoom.get_value() * self.axes.units[0])
        steps = np.arange(-(SAMPLES // 2), SAMPLES // 2 + 1) / (SAMPLES // 2)
        return np.asarray(self.x.get_value() + half * steps)

    def _below(self, corners: np.ndarray) -> np.ndarray:
        """The part of the glass that lies below the curve."""
        centre, radius = self.centre, self.radius.get_value()
        inner = np.abs(corners[:, 0] - centre[0]) < radius
        x = np.concatenate([[centre[0] - radius], corners[inner, 0], [centre[0] + radius]])
        y = np.interp(x, corners[:, 0], corners[:, 1])
        reach = np.sqrt(np.maximum(radius**2 - (x - centre[0]) ** 2, 0.0))
        low, high = centre[1] - reach, np.clip(y, centre[1] - reach, centre[1] + reach)
        outline = np.concatenate([at_screen(x, high), at_screen(x, low)[::-1]])
        return polyline(np.concatenate([outline, outline[:1]]))

    def _rule(self, centre: np.ndarray, radius: float) -> None:
        """Two decades of lines across and two up; a decade fades in while its lines draw apart."""
        units = self.axes.units * self.zoom.get_value()
        for axis, (unit, middle) in enumerate(zip(units, self._middle(), strict=True)):
            half = radius / unit
            finest = np.ceil(np.log10(RULED[0] / unit))
            for i in range(2):
                step = 10.0 ** (finest + i)
                lines = self.ruling[2 * axis + i]
                first, last = np.ceil((middle - half) / step), np.floor((middle + half) / step)
                away = (np.arange(first, last + 1) * step - middle) * radius / half
                lines.points = _chords(axis, away, centre, radius)
                come = np.log(step * unit / RULED[0]) / np.log(RULED[1] / RULED[0])
                lines.set_stroke(opacity=0.3 * float(np.clip(come, 0, 1)))


def _chords(axis: int, away: np.ndarray, centre: np.ndarray, radius: float) -> np.ndarray:
    """Chords of a circle, so far from its centre (n,): upright ones along x (0), level ones along y (1)."""
    reach = np.sqrt(np.maximum(radius**2 - away**2, 0.0))
    ends = (away, -reach), (away, reach)
    start, end = (at_screen(*(each if axis == 0 else each[::-1])) for each in ends)
    return segments(centre + start, centre + end)


class Rim(VGroup):
    """The steel ring around the glass, with the shade that it throws and a gleam."""

    def __init__(self) -> None:
        self.shade = VGroup(*(Circle().set_stroke("#000000", width=w, opacity=0.16) for w in (26, 18, 10)))
        self.gleam = VMobject().set_stroke("#FFFFFF", width=5, opacity=0.16)
        self.edge = Circle().set_stroke(INK.casing, width=15)
        self.steel = Circle().set_stroke(STEEL, width=9).set_sheen_direction((-1, 1, 0))
        self.bright = Circle().set_stroke("#FFFFFF", width=1.5, opacity=0.45)
        super().__init__(self.shade, self.gleam, self.edge, self.steel, self.bright)

    def lie_around(self, centre: np.ndarray, radius: float) -> None:
        """Lie around the glass: nothing of the ring but its shade covers what is seen in it."""
        ring = arc(centre, radius + 0.045)
        for shade in self.shade:
            shade.points = arc(centre, radius)
        self.edge.points = self.steel.points = ring
        self.bright.points = arc(centre, radius + 0.06, 100.0, 170.0)
        self.gleam.points = arc(centre, 0.88 * radius, 112.0, 158.0)


class Handle(VGroup):
    """A turned wooden grip in a steel ferrule."""

    def __init__(self) -> None:
        self.neck = VMobject(stroke_width=0).set_fill(STEEL, opacity=1)
        self.grip = VMobject().set_fill(WOOD, opacity=1).set_stroke(INK.casing, width=2)
        super().__init__(self.neck, self.grip)

    def hold(self, centre: np.ndarray, radius: float, turn: float) -> None:
        """Stick out of the rim at `turn` degrees."""
        length = 0.3 + 0.4 * radius
        # half the width along the grip, from the ferrule to the knob
        along = np.array([0.0, 0.04, 0.12, 0.5, 0.86, 0.95, 1.0])
        half = (0.06 + 0.035 * radius) * np.array([0.75, 0.95, 1.0, 0.82, 1.08, 0.95, 0.55])
        smooth = np.linspace(0.0, 1.0, 60)
        self._lathe(
            self.grip, centre, turn, radius + 0.2 + smooth * (length - 0.2), _eased(smooth, along, half)
        )
        self._lathe(self.neck, centre, turn, radius + np.array([0.03, 0.24]), np.array([0.6, 0.6]) * half[2])
        aside = np.array([-np.sin(np.radians(turn)), np.cos(np.radians(turn)), 0.0])
        for part in (self.neck, self.grip):
            part.set_sheen_direction(aside)

    @staticmethod
    def _lathe(part: VMobject, centre: np.ndarray, turn: float, out: np.ndarray, half: np.ndarray) -> None:
        cos, sin = np.cos(np.radians(turn)), np.sin(np.radians(turn))
        along, aside = np.array([cos, sin, 0.0]), np.array([-sin, cos, 0.0])
        one = centre + out[:, None] * along + half[:, None] * aside
        other = centre + out[:, None] * along - half[:, None] * aside
        part.points = polyline(np.concatenate([one, other[::-1], one[:1]]))


class Tag(VGroup):
    """The zoom's name over the rim, there while the zoom is near a power of ten."""

    def __init__(self) -> None:
        super().__init__(*(VMobject(stroke_width=0).set_fill(INK.quiet, opacity=1) for _ in range(8)))

    def name_zoom(self, zoom: float, *, above: np.ndarray) -> None:
        """Write the nearest power of ten, the fainter the farther it is, centred over `above`."""
        power = np.log10(zoom)
        strength = float(np.clip(2.0 - 6.0 * abs(power - round(power)), 0.0, 1.0))
        told = f"{10 ** round(power):,}" if power < LONG else power_of_ten(zoom)
        text = f"×{told}" if strength > 0 and power > -0.5 else ""
        size = SIZE.small * STAGE.pixel
        letters = [glyph_outlines(letter) for letter in text]
        pen = -sum(advance for _, advance in letters) / 2
        slots: Any = self
        empty: Any = NOTHING, 0.0
        for slot, (outline, advance) in zip_longest(slots, letters, fillvalue=empty):
            slot.points = above + size * (outline + [pen, 0.0, 0.0]) if len(outline) else NOTHING
            slot.set_fill(opacity=strength)
            pen += advance


def _eased(at: np.ndarray, places: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Values between the given places, level at each of them, as a turner's profile is."""
    i = np.clip(np.searchsorted(places, at, side="right") - 1, 0, len(places) - 2)
    share = (1 - np.cos(np.pi * (at - places[i]) / (places[i + 1] - places[i]))) / 2
    return np.asarray(values[i] + share * (values[i + 1] - values[i]))
