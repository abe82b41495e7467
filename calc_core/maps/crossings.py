"""Where lines cross contours, and at which angle, measured on both as they are drawn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache

import numpy as np
from jaxtyping import Float, Int
from numpy import ndarray

from calc_core.errors import ShapeError
from calc_core.maps.contours import Contours
from calc_core.maps.flow_lines import FlowLine
from calc_core.points import ArrayLike, as_numbers, as_points
from calc_core.results import Result, recorded


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

    A stream crosses contours at right angles, but for what its points, drawn straight, leave of a bend:

    >>> met = cc.crossings(cc.flow_line(cc.hills(), (-3.8, -2.0)), cc.contours(cc.hills(), 15))
    >>> print(met.n, met.off_square < 0.2)
    15 True
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
