"""Flow lines: where steepest ascent leads, and at which angle it crosses the contours."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache
from typing import Literal

import numpy as np
from jaxtyping import Float, Int
from numpy import ndarray
from scipy.integrate import DOP853, LSODA, DenseOutput, OdeSolution
from scipy.optimize import brentq

from calc_core.errors import DomainError, ShapeError
from calc_core.landscapes.landscape import Landscape, reading_units
from calc_core.maps.contours import Contours
from calc_core.points import ArrayLike, Real, as_bounds, as_numbers, as_points, inside
from calc_core.results import Result, recorded

NEAR = 1e-10  # of the map: this near to a critical point a flow line has arrived
FOREVER = 1e12  # of the flow's own time; every line ends at a critical point or the border long before
MOST_STEPS = 1500  # of the solver; along a ravine they are tiny
SOLVERS = {"DOP853": DOP853, "LSODA": LSODA}
ENDINGS = ("critical point", "border", "length")


@dataclass(frozen=True, eq=False)
class FlowLine(Result):
    """A line of steepest ascent or descent, at even distances along itself."""

    points: Float[ndarray, "n 2"]
    f: Float[ndarray, " n"]
    arclength: Float[ndarray, " n"]  # from the start
    ending: str  # "critical point", "border", "length", or "unfinished" where the solver's steps ran out
    nfev: int
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def length(self) -> float:
        """How long the line is."""
        return float(self.arclength[-1])

    @property
    def climb(self) -> float:
        """Height at the end minus height at the start."""
        return float(self.f[-1] - self.f[0])

    @recorded
    def between(self, low: Real, high: Real) -> FlowLine:
        """The part with heights above `low` and below `high`, its arclength counted from where that begins.

        Raises ShapeError where no point of the line lies between them.
        """
        part = (self.f > low) & (self.f < high)
        if not part.any():
            raise ShapeError(f"no point of this line has a height between {low} and {high}")
        way = self.arclength[part]
        return replace(self, points=self.points[part], f=self.f[part], arclength=way - way[0])

    @recorded
    def reversed(self) -> FlowLine:
        """The same line walked the other way: from where it ended to where it began."""
        way = self.arclength[-1] - self.arclength[::-1]
        return replace(self, points=self.points[::-1], f=self.f[::-1], arclength=way)


@recorded
def flow_line(
    land: Landscape,
    x0: ArrayLike,
    *,
    ascent: bool = True,
    length: Real | None = None,
    bounds: ArrayLike | None = None,
    n: int = 200,
    tol: Real = 1e-10,
    method: Literal["DOP853", "LSODA"] = "DOP853",
) -> FlowLine:
    """Follow grad f(x), or -grad f for descent: the way of water, square across every contour.

    Dormand and Prince's method of order 8 (DOP853, 1981) with relative error `tol` a step; down a narrow
    ravine, where it must take tiny steps, Petzold's LSODA (1983) is some 20 times quicker. The line ends at
    a critical point (where it would arrive only after infinite time: |grad f| / |hess f|, about the distance
    to it, is 1e-10 of the map's longer side, or `tol` of it for a loose `tol`), at the border, or after
    `length`; after 1500 steps of the solver it comes back "unfinished". It comes back as `n` points at even
    distances. Raises DomainError for a start off the map, or where the solver finds no way on.
    """
    box = land.bounds if bounds is None else as_bounds(bounds, 2)
    start = as_points(x0, land.d, "x0")
    if start.shape != (2,):
        raise ShapeError(f"x0 must be one point of two coordinates, got shape {start.shape}")
    if not inside(start, box) or not (length is None or length > 0) or n < 2:
        raise DomainError(f"x0 must lie within bounds {box.tolist()}, length be positive and n at least 2")
    size = float(np.ptp(box, axis=-1).max())
    arrived = max(NEAR, float(tol)) * size  # nearer, a loose solution only circles
    sign = 1.0 if ascent else -1.0

    def velocity(t: float, state: ndarray) -> ndarray:
        return _velocity(land, state[:2], sign, size)

    def left(state: ndarray) -> ndarray:
        """What is left until each ending: to the critical point, to the border, of the length."""
        x = state[:2]
        to_border = min((x - box[:, 0]).min(), (box[:, 1] - x).min())
        return np.array(
            [_distance(land, x) - arrived, to_border, np.inf if length is None else length - state[2]]
        )

    if left(np.append(start, 0.0))[0] <= 0:
        return _line(land, start[None], np.zeros(1), "critical point", 1)
    options = {
        "rtol": float(tol),
        "atol": float(tol) * size / 1000,
    }  # close to a critical point this keeps it smooth
    solver = SOLVERS[method](velocity, 0.0, np.append(start, 0.0), FOREVER, **options)
    times, ending = [0.0], "unfinished"
    pieces: list[DenseOutput] = []
    while ending == "unfinished" and len(pieces) < MOST_STEPS:
        message = solver.step()
        if solver.status == "failed":
            raise DomainError(f"the flow line from {start} broke off on {land.name}: {message}")
        piece = solver.dense_output()
        over = np.flatnonzero(left(solver.y) <= 0).tolist()
        ends = [_when(left, piece, k, solver.t_old, solver.t) for k in over]
        if ends:
            ending = ENDINGS[over[int(np.argmin(ends))]]
        times.append(min(ends, default=solver.t))
        pieces.append(piece)
    run = OdeSolution(np.array(times), pieces)
    points, arclength = _evenly(land, run, sign, size, n)
    return _line(land, np.clip(points, *box.T), arclength, ending, solver.nfev)


def _velocity(land: Landscape, x: Float[ndarray, "*n 2"], sign: float, size: float) -> Float[ndarray, "*n 3"]:
    """The flow in a time of its own: about a length that the ground takes to change, in one unit of it.

    dx/dt = grad f / (|grad f| / size + |hess f|): however steep or flat the ground is, the way is the same,
    and a critical point is neared at an even rate. The third coordinate counts the distance covered.
    """
    g = land.grad.inner(x)
    slope = np.linalg.norm(g, axis=-1)
    bend = np.linalg.norm(land.hess.inner(x), axis=(-1, -2))
    brake = np.where(slope > 0, slope / size + bend, 1.0)
    way = sign * g / brake[..., None]
    return np.concatenate([way, np.linalg.norm(way, axis=-1, keepdims=True)], axis=-1)


def _distance(land: Landscape, x: Float[ndarray, " 2"]) -> float:
    """|grad f| / |hess f|: about how far a critical point may be; on a plane it is infinitely far."""
    slope = float(np.linalg.norm(land.grad.inner(x)))
    bend = float(np.linalg.norm(land.hess.inner(x)))
    return slope / bend if bend > 0 else (np.inf if slope > 0 else 0.0)


def _when(left: Callable[[ndarray], ndarray], piece: DenseOutput, k: int, early: float, late: float) -> float:
    """The time at which ending k is reached, some way being left at `early` and none at `late`."""

    def room(t: float) -> float:
        return float(left(piece(t))[k])

    if room(early) <= 0:
        return early
    return float(brentq(room, early, late, xtol=1e-15 * max(1.0, abs(late)))) if room(late) < 0 else late


def _evenly(
    land: Landscape, run: OdeSolution, sign: float, size: float, n: int
) -> tuple[Float[ndarray, "n 2"], Float[ndarray, " n"]]:
    """`n` points of a solution at even distances, each found by Newton's method in time."""
    last = run.ts[-1]
    often = np.interp(np.linspace(0, len(run.ts) - 1, 16 * len(run.ts)), np.arange(len(run.ts)), run.ts)
    way = run(often)[2]
    even = np.linspace(0, way[-1], n)
    t = np.interp(even, way, often)
    for _ in range(4):
        state = run(t).T
        speed = _velocity(land, state[:, :2], sign, size)[:, 2]
        miss = even - state[:, 2]
        t = np.clip(t + np.where(speed > 0, miss / np.where(speed > 0, speed, 1), 0), 0, last)
    t[[0, -1]] = 0.0, last
    return run(t)[:2].T, even


def _line(land: Landscape, points: ndarray, arclength: ndarray, ending: str, nfev: int) -> FlowLine:
    units = {**reading_units(land.units), "length": land.units["x"], "climb": land.units["f"]}
    return FlowLine(points, land.f.inner(points), arclength, ending, nfev, units)


@dataclass(frozen=True, eq=False)
class Crossings(Result):
    """Where lines cross contours, line by line in the order in which each meets them, and at which angle."""

    points: Float[ndarray, "n 2"]
    level: Float[ndarray, " n"]
    angle: Float[ndarray, " n"]  # degrees, from 0 (along the contour) to 90 (straight across)
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def n(self) -> int:
        """How many crossings there are."""
        return len(self.angle)

    @property
    def least_angle(self) -> float:
        """The angle furthest from a right one, in degrees; raises ShapeError where nothing crosses."""
        if not self.n:
            raise ShapeError("this line crosses no contour, so there is no angle to give")
        return float(self.angle.min())

    @property
    def off_square(self) -> float:
        """90 degrees minus `least_angle`: by how much the worst crossing misses a right angle."""
        return 90 - self.least_angle

    @recorded
    def highest_first(self) -> Crossings:
        """The same crossings from the highest level down; on one level in the order in which they came."""
        order = np.argsort(-self.level, kind="stable")
        return replace(self, points=self.points[order], level=self.level[order], angle=self.angle[order])


@recorded
def crossings(
    line: FlowLine | Sequence[FlowLine] | ArrayLike, contours: Contours, *, stretch: ArrayLike = (1, 1)
) -> Crossings:
    """The angle at every crossing of a line with contours, measured on both as they are drawn.

    No gradient is used: the directions come from the points of the two lines alone, by differences of
    second order. `stretch` multiplies x and y first, as axes of unequal units do; a right angle
    survives only where both are alike. Points and levels come back unstretched. Of several flow lines, all
    crossings come back one line after the other.
    """
    scale = as_numbers(stretch, "stretch")
    if scale.shape != (2,) or not (scale > 0).all():
        raise ShapeError(f"stretch must be two positive numbers, got {scale}")
    others = _drawn(contours, *scale.tolist())
    nothing = np.empty((0, 2)), np.empty(0), np.empty(0)
    met = [nothing, *(_meeting(each, contours, others, scale) for each in _paths(line))]
    points, level, angle = (np.concatenate(each) for each in zip(*met, strict=True))
    units = {"points": contours.units.get("x", ""), "level": contours.units.get("f", "")}
    units |= dict.fromkeys(("angle", "least_angle", "off_square"), "°")
    return Crossings(points, level, angle, units)


def _paths(line: FlowLine | Sequence[FlowLine] | ArrayLike) -> list[Float[ndarray, "n 2"]]:
    """The points of one flow line, of several, or of a line given by its points."""
    if isinstance(line, FlowLine):
        return [line.points]
    if isinstance(line, Sequence) and line and all(isinstance(each, FlowLine) for each in line):
        return [each.points for each in line]
    points = as_points(line, 2, "line")
    if points.ndim != 2:
        raise ShapeError(f"line must have shape (n, 2), got {points.shape}")
    return [points]


def _meeting(
    points: Float[ndarray, "n 2"], contours: Contours, others: list[_Drawn], scale: Float[ndarray, " 2"]
) -> tuple[Float[ndarray, "m 2"], Float[ndarray, " m"], Float[ndarray, " m"]]:
    """Where one line crosses contours, in the order in which it meets them: points, levels and angles."""
    own = _Drawn(points * scale)
    met = [own.meet(each) for each in others]
    where = np.concatenate([np.empty(0), *(place for place, _ in met)])
    angle = np.concatenate([np.empty(0), *(angle for _, angle in met)])
    level = np.concatenate(
        [np.empty(0), *(np.full(len(a), c.level) for c, (_, a) in zip(contours, met, strict=True))]
    )
    order = np.argsort(where)
    return own.at(where[order]) / scale, level[order], angle[order]


@lru_cache(maxsize=4)  # contours are met by one line after the other
def _drawn(contours: Contours, across: float, up: float) -> list[_Drawn]:
    return [_Drawn(each.points * (across, up)) for each in contours]


class _Drawn:
    """A polyline on screen, with a place t in [0, n - 1] along it and a direction at every place."""

    def __init__(self, points: Float[ndarray, "n 2"]) -> None:
        moved = np.append(True, (np.diff(points, axis=0) != 0).any(axis=-1))
        self.points = points[moved]
        ends = np.stack([self.points[:-1], self.points[1:]])
        self.low, self.high = ends.min(axis=0), ends.max(axis=0)  # of the box around each piece

    @cached_property
    def directions(self) -> Float[ndarray, "n 2"]:
        """The way on at every point, by differences of second order."""
        way = np.append(0.0, np.cumsum(np.linalg.norm(np.diff(self.points, axis=0), axis=-1)))
        if len(way) <= 2:
            return np.zeros_like(self.points)
        return np.stack([np.gradient(each, way, edge_order=2) for each in self.points.T], axis=-1)

    def at(self, t: Float[ndarray, " m"]) -> Float[ndarray, "m 2"]:
        return self._between(self.points, t)

    def meet(self, other: _Drawn) -> tuple[Float[ndarray, " m"], Float[ndarray, " m"]]:
        """The places on this line where it crosses another, and the angles there in degrees."""
        mine, theirs = self.near(other)
        if not mine.size:
            return np.empty(0), np.empty(0)
        p, q = (self.points[mine], self.points[mine + 1]), (other.points[theirs], other.points[theirs + 1])
        # On which side of each of my pieces theirs begins and ends, and the other way round. Two pieces that
        # share a vertex see it on the same side, so a line through that vertex crosses just one of them.
        from_mine = [_cross(p[1] - p[0], end - p[0]) for end in q]
        from_theirs = [_cross(q[1] - q[0], end - q[0]) for end in p]
        cut = ((a >= 0) != (b >= 0) for a, b in (from_mine, from_theirs))
        k = np.flatnonzero(next(cut) & next(cut))
        here, there = (a[k] / (a[k] - b[k]) for a, b in (from_theirs, from_mine))
        t, s = mine[k] + here, theirs[k] + there
        u, v = self._between(self.directions, t), other._between(other.directions, s)
        angle = np.degrees(np.arctan2(np.abs(_cross(u, v)), np.abs((u * v).sum(axis=-1))))
        return t, angle

    def near(self, other: _Drawn) -> tuple[Int[ndarray, " m"], Int[ndarray, " m"]]:
        """Pairs of pieces, one of each line, whose boxes touch: only they can cross. In the order of mine."""
        if not (len(self.low) and len(other.low)):
            return np.empty(0, dtype=int), np.empty(0, dtype=int)
        mine, theirs = (
            np.flatnonzero(((a.high >= b.low.min(axis=0)) & (a.low <= b.high.max(axis=0))).all(axis=-1))
            for a, b in ((self, other), (other, self))
        )  # most pieces are far from all of the other line
        touch = np.ones((len(mine), len(theirs)), dtype=bool)
        for axis in (0, 1):
            touch &= self.high[mine, axis, None] >= other.low[theirs, axis]
            touch &= self.low[mine, axis, None] <= other.high[theirs, axis]
        i, j = np.nonzero(touch)
        return mine[i], theirs[j]

    def _between(self, values: Float[ndarray, "n 2"], t: Float[ndarray, " m"]) -> Float[ndarray, "m 2"]:
        at = np.arange(len(values))
        return np.stack([np.interp(t, at, each) for each in values.T], axis=-1)


def _cross(a: ndarray, b: ndarray) -> ndarray:
    return np.asarray(a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0])
