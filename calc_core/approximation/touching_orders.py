"""Level, plane and paraboloid at one point: the caps that they are, and where each of them is right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.approximation.paraboloid import taylor2
from calc_core.errors import ShapeError
from calc_core.landscapes.grids import axes
from calc_core.landscapes.landscape import Landscape
from calc_core.points import ArrayLike, Real, as_bounds, as_numbers, as_points
from calc_core.results import Result, recorded

ORDERS = 3  # level, plane, paraboloid


@dataclass(frozen=True, eq=False)
class Caps(Result):
    """Discs of `radius` about each stop, bent to the level, plane and paraboloid that touch the ground there.

    points[stop, order, ring, spoke] = (x, y, T_order(x, y)); ring 0 is the stop itself, and the last spoke
    repeats the first. Between two orders T is linear in the terms that come in.
    """

    x0: Float[ndarray, "stops 2"]
    points: Float[ndarray, "stops 3 rings spokes 3"]
    radius: Float[ndarray, ""]


@recorded
def touching_caps(land: Landscape, x0: ArrayLike, radius: Real, *, rings: int = 25, spokes: int = 73) -> Caps:
    """T_0 = f, T_1 = T_0 + grad f . dx, T_2 = T_1 + dx . H dx / 2 over |dx| <= `radius`, at stops (..., 2).

    Raises ShapeError for a radius that is not positive or a mesh without cells.

    Level, plane and paraboloid, each with 25 rings of 73 points in space:

    >>> caps = cc.touching_caps(cc.gaussian_hill(), (0.5, -0.3), 0.4)
    >>> print(caps.points.shape[1:])
    (3, 25, 73, 3)
    """
    stops = as_points(x0, 2).reshape(-1, 2)
    if not radius > 0 or rings < 2 or spokes < 4:
        raise ShapeError(f"caps need a radius above 0, 2 rings and 4 spokes, got {radius}, {rings}, {spokes}")
    turn = np.linspace(0, 2 * np.pi, spokes)
    out = np.linspace(0, radius, rings)[:, None, None]
    away = out * np.stack([np.cos(turn), np.sin(turn)], axis=-1)
    points = np.empty((len(stops), ORDERS, rings, spokes, 3))
    for stop, place in enumerate(stops):
        for order in range(ORDERS):
            touching = taylor2(land, place, cast(Literal[0, 1, 2], order))
            points[stop, order, ..., :2] = place + away
            points[stop, order, ..., 2] = touching(place + away)
    return Caps(stops, points, np.asarray(float(radius)))


@dataclass(frozen=True, eq=False)
class ErrorMap(Result):
    """f - T_k over a map about x0, for k = 0, 1, 2: miss[k, j, i] at (x[i], y[j]).

    An order between two whole ones brings the next terms in by that share; the miss is then linear in it.
    """

    x0: Float[ndarray, " 2"]
    x: Float[ndarray, " nx"]
    y: Float[ndarray, " ny"]
    miss: Float[ndarray, "3 ny nx"]
    within: Float[ndarray, ""]  # what counts as right

    def at(self, order: Real) -> Float[ndarray, "ny nx"]:
        """f - T of this order, signed."""
        if not 0 <= order <= ORDERS - 1:
            raise ShapeError(f"order must lie between 0 and {ORDERS - 1}, got {order}")
        below = min(int(order), ORDERS - 2)
        return np.asarray(self.miss[below] + (order - below) * (self.miss[below + 1] - self.miss[below]))

    def share(self, order: Real) -> float:
        """The share of the map's nodes at which |f - T| is at most `within`: the island's area."""
        return float((np.abs(self.at(order)) <= self.within).mean())

    def reach(self, order: Real) -> float:
        """How far from x0 T is right in every direction: the distance of the nearest node that is not."""
        away = np.hypot(*np.meshgrid(self.x - self.x0[0], self.y - self.x0[1]))
        wrong = np.abs(self.at(order)) > self.within
        return float(away[wrong].min()) if wrong.any() else float(away.max())


@recorded
def error_map(
    land: Landscape,
    x0: ArrayLike,
    bounds: ArrayLike,
    *,
    within: Real,
    shape: tuple[int, int] = (161, 161),
) -> ErrorMap:
    """Where level, plane and paraboloid at x0 (2,) are right to `within`, in the landscape's own units.

    Around x0 the islands grow as within^(1 / (order + 1)); along a direction in which the next term is 0
    they reach farther. Raises ShapeError for a tolerance that is not positive.

    How far from the place a level, a plane and a paraboloid are right to a hundredth:

    >>> island = cc.error_map(cc.gaussian_hill(), (0.5, -0.3), [(0, 1), (-1, 0.4)], within=0.01)
    >>> print([round(float(island.reach(order)), 3) for order in (0, 1, 2)])
    [0.015, 0.119, 0.25]
    """
    place, box = as_numbers(x0, "x0"), as_bounds(bounds, 2)
    if place.shape != (2,) or not within > 0:
        raise ShapeError(f"error_map needs one point (2,) and within above 0, got {place.shape} and {within}")
    x, y = axes(box, shape)
    nodes = np.stack(np.meshgrid(x, y), axis=-1)
    orders = (taylor2(land, place, cast(Literal[0, 1, 2], order)) for order in range(ORDERS))
    miss = np.stack([land.f(nodes) - each(nodes) for each in orders])
    return ErrorMap(place, x, y, miss, np.asarray(float(within)))
