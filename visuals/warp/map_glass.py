"""The magnifying glass over a map: the true grid near one point, and the straight one that a matrix makes."""

from __future__ import annotations

from collections.abc import Callable
from itertools import zip_longest
from typing import Any, Self

import numpy as np
from manim import Group, Mobject, VMobject

from calc_core.derivatives.jacobians import Affine
from calc_core.derivatives.mapped_cells import MappedGrid
from visuals.curve.lens import GLASS, Handle, Rim, Tag
from visuals.drawing.axes import Axes
from visuals.drawing.bundle import bundle
from visuals.drawing.dial import Dial, Zoom
from visuals.drawing.follower import Follower
from visuals.drawing.frame import points_of
from visuals.drawing.page import plate
from visuals.drawing.polyline import NOTHING, arc, at_screen, polyline, within_disc
from visuals.theme import INK, STROKE, mix

SEEN = (0.15, 0.36)  # lines closer together than the first (scene units) are not seen, then come
STRONG = (0.45, 0.95)  # lines farther apart than the second are strong
DIVIDED = (1.0, 0.5)  # of every power of ten: the distances between lines, in data
WIDEST = (
    2.6  # radii of the glass: what is farther from the point is not shown, where the map crushes the plane
)
FINE = 96  # straight pieces of a line, from rim to rim
TRUE = mix(INK.output, INK.ground, 0.18)


class MapGlass(Follower):
    """A magnifying glass over the image F(p) of a point p of the plane: what is near, `zoom` times larger.

    Where the map crushes the plane, much comes into the glass from far away: the glass shows what becomes of
    a round patch of the plane about p, some radii of the glass wide.

    `grid(x, y, pieces=)` tells where the lines of a grid go (`partial(mapped_grid, F)`), and is asked for
    those that are seen at this zoom, ten times as many to the unit for every power of ten; `linear(p)` is
    the map that the matrix makes there (`linearise`). It is a frame: what else is to be seen in it stands
    `on` it, see `put_inside`. Dials: `x`, `y` (of the point p), `zoom`, `radius`, `turn` of the handle
    (degrees), `aside` (0: over F(p) itself, 1: at its `place`), `straight` (how far the lines of the linear
    map reach, in radii), `gaps` (how much of the gap at each crossing is drawn), `bent` (light of the true
    lines).
    """

    def __init__(
        self,
        grid: Callable[..., MappedGrid],
        linear: Callable[[np.ndarray], Affine],
        *,
        on: Axes,
        at: tuple[float, float],
        place: tuple[float, float] = (0.0, 0.0),
        zoom: float = 1.0,
        radius: float = 1.2,
        turn: float = -38.0,
    ) -> None:
        super().__init__(on)
        self.grid, self.linear, self.axes, self.place = grid, linear, on, np.array([*place, 0.0])
        self.x, self.y = Dial(at[0]), Dial(at[1])
        self.zoom, self.radius, self.turn = Zoom(zoom), Dial(radius), Dial(turn)
        self.aside, self.straight, self.gaps, self.bent = Dial(0), Dial(0), Dial(0), Dial(1)
        self.glass = VMobject(stroke_width=0).set_fill(GLASS, opacity=1)
        self.true_lines = [VMobject() for _ in range(4)]  # a step each, the widest last
        self.straight_lines = [VMobject() for _ in range(2)]  # of whole powers of ten
        self.misses = [VMobject() for _ in range(2)]
        self.inside = Group()
        self.point = VMobject().set_fill(INK.text, opacity=1).set_stroke(INK.casing, width=STROKE.thin)
        self.handle, self.rim, self.tag = Handle(), Rim(), Tag()
        self.plate = VMobject(stroke_width=0)  # under the tag: the plane around it may be bright
        self.add(self.glass, *self.true_lines, *self.straight_lines, *self.misses, self.inside, self.point)
        self.add(self.handle, self.rim, self.plate, self.tag)
        self.add(self.x, self.y, self.zoom, self.radius, self.turn)
        self.add(self.aside, self.straight, self.gaps, self.bent)
        self.redraw()

    def put_inside(self, *pictures: Mobject) -> Self:
        """Show pictures that stand on this glass under its rim, above its lines."""
        self.inside.add(*pictures)
        return self

    @property
    def p(self) -> np.ndarray:
        """The point (2,) near which the map is looked at."""
        return np.array([self.x.get_value(), self.y.get_value()])

    @property
    def here(self) -> Affine:
        """The linear map at that point."""
        p = self.p
        known = getattr(self, "_here", None)
        if known is None or not np.array_equal(known.x0, p):
            self._here: Affine = self.linear(p)
        return self._here

    @property
    def centre(self) -> np.ndarray:
        """Where on the stage the middle of the glass is, (3,)."""
        over = self.axes.to_screen(self.here.F0)
        return np.asarray(over + self.aside.get_value() * (self.place - over))

    @property
    def units(self) -> np.ndarray:
        """Scene units to one unit of data in the glass, across and up."""
        return np.asarray(self.axes.units * self.zoom.get_value())

    def to_screen(self, *data: Any) -> np.ndarray:
        """Where places (..., 2) of the image are seen in the glass, (..., 3); beyond its rim too."""
        away = (points_of(data) - self.here.F0) * self.units
        return np.asarray(self.centre + at_screen(away[..., 0], away[..., 1]))

    def to_data(self, places: np.ndarray) -> np.ndarray:
        """The places (..., 2) of the image that are seen at places on the stage."""
        away = np.asarray(places, dtype=float)[..., :2] - self.centre[:2]
        return np.asarray(away / self.units + self.here.F0)

    def clip(self, points: np.ndarray) -> list[np.ndarray]:
        """The pieces of a run of corners that lie in the glass."""
        return within_disc(points, self.centre, self.radius.get_value())

    @property
    def step(self) -> float:
        """The distance in data between two strong lines at the nearest power of ten of the zoom."""
        return float(10.0 ** -np.round(np.log10(self.zoom.get_value())))

    def redraw(self) -> None:
        """Ask for the lines anew and cut them by the rim."""
        centre, radius = self.centre, self.radius.get_value()
        self.glass.points = arc(centre, radius)
        steps = self._steps(DIVIDED)
        for part, step in zip_longest(self.true_lines, steps[:4]):
            self._lay(part, step, self._true, mix(INK.ground, TRUE, self.bent.get_value()), STROKE.normal)
        steps = self._steps((1.0,))
        for lines, misses, step in zip_longest(self.straight_lines, self.misses, steps[:2]):
            self._lay(lines, step if self.straight.get_value() > 0 else None, self._straight, INK.slope, 2.0)
            self._lay(
                misses, step if self.gaps.get_value() > 0 else None, self._gaps, INK.residual, 6.0, late=True
            )
        self.point.points = arc(centre, 0.085)
        self.rim.lie_around(centre, radius)
        self.handle.hold(centre, radius, self.turn.get_value())
        self.tag.name_zoom(self.zoom.get_value(), above=centre + [0.0, radius + 0.21, 0.0])
        lettered = any(len(slot.points) for slot in self.tag)
        self.plate.points = plate(self.tag, buff=0.09).points if lettered else NOTHING
        self.plate.set_fill(INK.casing, opacity=0.8 * float(self.tag[0].get_fill_opacity()))

    def _steps(self, divided: tuple[float, ...]) -> list[float]:
        """The distances between lines that are seen at this zoom, the narrowest first."""
        unit, radius = float(self.units[0]), self.radius.get_value()
        power = np.ceil(np.log10(4 * radius / unit))
        widths = [10.0 ** (power - k) * share for k in range(4) for share in divided]
        return [width for width in widths if SEEN[0] < width * unit < 4 * radius][::-1]

    def _lay(
        self,
        part: VMobject,
        step: float | None,
        lay: Callable[[float], np.ndarray],
        ink: str,
        width: float,
        *,
        late: bool = False,
    ) -> None:
        """Lay lines of one step, which come as they draw apart, and get stronger.

        `late` ones come only where the others are getting strong.
        """
        part.points = NOTHING if step is None else lay(step)
        if step is not None:
            apart = step * float(self.units[0])
            come, strong = (
                float(np.clip(np.log(apart / low) / np.log(high / low), 0, 1)) for low, high in (SEEN, STRONG)
            )
            light = strong if late else come * (0.45 + 0.55 * strong)
            part.set_stroke(ink, width=width * (0.6 + 0.4 * strong), opacity=light)

    @property
    def reach(self) -> float:
        """How far from the point the plane is shown: all that comes into the glass, or WIDEST radii of it."""
        smallest = float(np.linalg.svd(self.here.J, compute_uv=False)[-1])
        return float(self.radius.get_value() / self.units[0] * min(1.6 / max(smallest, 1e-9), WIDEST))

    def _lines(self, step: float) -> tuple[np.ndarray, np.ndarray]:
        """The numbers x and y at which lines of this step run near the point."""
        reach, (x, y) = self.reach, self.p
        near = (np.arange(np.ceil((at - reach) / step), np.floor((at + reach) / step) + 1) for at in (x, y))
        across, upward = (step * each for each in near)
        return across, upward

    def _true(self, step: float) -> np.ndarray:
        """The images of those lines, as far as the plane is shown."""
        x, y = self._lines(step)
        if min(len(x), len(y)) < 2:
            return NOTHING
        now = self.grid(x, y, pieces=-(-FINE // (min(len(x), len(y)) - 1)))
        runs = []
        for lines, flat in ((now.level, now.flat_level), (now.upright, now.flat_upright)):
            shown = np.linalg.norm(flat - self.p, axis=-1) <= self.reach
            runs += [
                line[near] for line, near in zip(self.to_screen(lines), shown, strict=True) if near.any()
            ]
        return polyline(*(piece for run in runs for piece in self.clip(run)))

    def _straight(self, step: float) -> np.ndarray:
        """The lines of the linear map, as far from the point as the dial says."""
        x, y = (at + self.reach * np.array([-1.0, 1.0]) for at in self.p)
        across, upward = self._lines(step)
        reach = self.radius.get_value() * min(self.straight.get_value(), 1.0)
        ends = [np.stack(np.broadcast_arrays(x, each), axis=-1) for each in upward]
        ends += [np.stack(np.broadcast_arrays(each, y), axis=-1) for each in across]
        runs = (self.to_screen(self.here(each)) for each in ends)
        return polyline(*(piece for run in runs for piece in within_disc(run, self.centre, reach)))

    def _gaps(self, step: float) -> np.ndarray:
        """From each crossing of the straight lines to that of the true ones, both within the glass."""
        x, y = self._lines(step)
        if min(len(x), len(y)) < 2:
            return NOTHING
        true = self.to_screen(self.grid(x, y, pieces=1).level)
        guess = self.to_screen(self.here(np.stack(np.meshgrid(x, y), axis=-1)))
        away = [np.linalg.norm((each - self.centre)[..., :2], axis=-1) for each in (true, guess)]
        seen = (np.maximum(*away) < self.radius.get_value()) & (away[1] > 1e-6)
        start, end = guess[seen], true[seen]
        return bundle(np.stack([start, start + self.gaps.get_value() * (end - start)], axis=1))
