"""Which hollow the way down ends in: for the walkers of one run, and for every patch of ground."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import gcd

import numpy as np
from jaxtyping import Bool, Float, Int
from numpy import ndarray
from scipy.spatial import cKDTree

from calc_core.descent.path import DescentPath
from calc_core.errors import ShapeError
from calc_core.landscapes.grids import sample_grid
from calc_core.landscapes.landscape import Landscape
from calc_core.points import Real
from calc_core.results import Result, recorded

LOST, NOWHERE = -1, -2  # labels of what crossed the border, and of what came to rest in no known hollow


@dataclass(frozen=True, eq=False)
class Basins(Result):
    """For every start the number of the hollow it ends in, 0 for the lowest; LOST or NOWHERE are negative."""

    labels: Int[ndarray, "*starts"]
    hollows: Float[ndarray, "n_hollows 2"]  # lowest first
    heights: Float[ndarray, " n_hollows"]
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def n(self) -> int:
        """How many starts there were."""
        return self.labels.size

    @property
    def n_hollows(self) -> int:
        """How many hollows the map has."""
        return len(self.hollows)

    @property
    def counts(self) -> Int[ndarray, " n_hollows"]:
        """How many starts end in each hollow."""
        return np.bincount(self.labels[self.labels >= 0], minlength=self.n_hollows)

    @property
    def shares(self) -> Float[ndarray, " n_hollows"]:
        """`counts` as parts of all starts, from 0 to 1."""
        return np.asarray(self.counts / max(self.n, 1))

    @property
    def n_reached(self) -> int:
        """How many different hollows were reached."""
        return int((self.counts > 0).sum())

    @property
    def n_settled(self) -> int:
        """How many starts end in some hollow."""
        return int(self.counts.sum())

    @property
    def n_lost(self) -> int:
        """How many starts lead over the border of the map."""
        return int((self.labels == LOST).sum())

    @property
    def lost_share(self) -> float:
        """`n_lost` as a part of all starts, from 0 to 1."""
        return self.n_lost / max(self.n, 1)

    @property
    def lowest_count(self) -> int:
        """How many starts end in the lowest hollow."""
        return int(self.counts[0]) if self.n_hollows else 0

    @property
    def lowest_share(self) -> float:
        """`lowest_count` as a part of all starts, from 0 to 1."""
        return self.lowest_count / max(self.n, 1)

    @property
    def lowest_height(self) -> float:
        """How high the lowest hollow lies; raises ShapeError on a map without one."""
        if not self.n_hollows:
            raise ShapeError("this map has no hollow")
        return float(self.heights[0])


@dataclass(frozen=True, eq=False)
class Watersheds(Basins):
    """Basins of the ground itself: labels[j, i] belongs to the node (x[i], y[j]), shares are of the area."""

    x: Float[ndarray, " nx"] = field(default_factory=lambda: np.empty(0))
    y: Float[ndarray, " ny"] = field(default_factory=lambda: np.empty(0))


@recorded
def basins(walk: DescentPath, land: Landscape, *, reach: Real | None = None) -> Basins:
    """The hollow in which each walker of a finished walk came to rest.

    A walker that converged belongs to the nearest of `land.minima`, if that is within `reach` (1 % of
    the map's longer side unless told), else to none; so does one that never came to rest.

    Nine walkers on Himmelblau's ground, and how many of them each of its four hollows takes:

    >>> land = cc.himmelblau()
    >>> starts = np.stack(np.meshgrid([-4.0, 0.5, 4.0], [-4.0, 0.5, 4.0]), axis=-1).reshape(-1, 2)
    >>> walks = cc.gradient_descent(land, starts, learning_rate=0.01, backtracking=True, tol=1e-3)
    >>> print(cc.basins(walks, land).counts)
    [2 4 1 2]
    """
    hollows, heights = _lowest_first(land)
    ends, status = np.atleast_2d(walk.last), np.atleast_1d(np.asarray(walk.status))
    if ends.shape[-1] != land.d:
        raise ShapeError(f"walk and land must have the same coordinates, got {ends.shape[-1]} and {land.d}")
    near = 0.01 * float(np.ptp(land.bounds, axis=-1).max()) if reach is None else float(reach)
    nearest, distance = _nearest(ends, hollows)
    labels = np.where((status == "converged") & (distance <= near), nearest, NOWHERE)
    return Basins(np.where(status == "left", LOST, labels), hollows, heights, _units(land))


@recorded
def watersheds(land: Landscape, shape: tuple[int, int] = (200, 200)) -> Watersheds:
    """For every node of a grid over the map, the hollow that its water runs to.

    Water runs from each node to the steepest of its 16 nearest neighbours in different directions
    (after O'Callaghan and Mark, 1984, who took 8), and over the border where the ground falls outwards.
    Measured on the course's terrain, 98 nodes in 100 agree with the exact flow lines; the others lie
    along the divides. A hollow narrower than about four cells may be missed.

    Himmelblau's four hollows share the map fairly:

    >>> parted = cc.watersheds(cc.himmelblau(), shape=(60, 60))
    >>> print(parted.n_hollows, parted.shares.round(2))
    4 [0.25 0.26 0.24 0.25]
    """
    grid = sample_grid(land, shape=shape)
    cell = np.array([grid.x[1] - grid.x[0], grid.y[1] - grid.y[0]])
    nodes = grid.xy
    below = _steepest_neighbour(grid.f, cell)
    outward = _falls_outward(land.grad(nodes))
    below[outward] = np.flatnonzero(outward)
    springs = _follow(below.ravel())
    sinks, which = np.unique(springs, return_inverse=True)
    hollows, heights = _lowest_first(land)
    nearest, distance = _nearest(nodes.reshape(-1, 2)[sinks], hollows)
    names = np.where(distance <= 3 * np.hypot(*cell), nearest, NOWHERE)
    names = np.where(outward.ravel()[sinks], LOST, names)
    return Watersheds(names[which].reshape(shape), hollows, heights, _units(land), grid.x, grid.y)


def _steepest_neighbour(f: Float[ndarray, "ny nx"], cell: Float[ndarray, " 2"]) -> Int[ndarray, "ny nx"]:
    """The number of the node to which each node's water runs; its own, if all around it is higher."""
    ny, nx = f.shape
    number = np.arange(ny * nx).reshape(ny, nx)
    padded = np.pad(f, 2, constant_values=np.inf)
    steepest, to = np.zeros((ny, nx)), number.copy()
    directions = [(j, i) for j in range(-2, 3) for i in range(-2, 3) if gcd(j, i) == 1]
    for j, i in directions:
        fall = (f - padded[2 + j : 2 + j + ny, 2 + i : 2 + i + nx]) / np.hypot(i * cell[0], j * cell[1])
        steeper = fall > steepest
        steepest[steeper], to[steeper] = fall[steeper], (number + j * nx + i)[steeper]
    return to


def _falls_outward(slopes: Float[ndarray, "ny nx 2"]) -> Bool[ndarray, "ny nx"]:
    """The nodes on the border from which the ground falls off the map."""
    out = np.zeros(slopes.shape[:2], dtype=bool)
    out[0] |= slopes[0, :, 1] > 0
    out[-1] |= slopes[-1, :, 1] < 0
    out[:, 0] |= slopes[:, 0, 0] > 0
    out[:, -1] |= slopes[:, -1, 0] < 0
    return out


def _follow(below: Int[ndarray, " n"]) -> Int[ndarray, " n"]:
    """Where each node's water ends: the way is doubled in every round, so some ten rounds suffice."""
    while True:
        further = below[below]
        if (further == below).all():
            return below
        below = further


def _lowest_first(land: Landscape) -> tuple[Float[ndarray, "n d"], Float[ndarray, " n"]]:
    heights = land.f(land.minima)
    order = np.argsort(heights)
    return land.minima[order], heights[order]


def _nearest(
    x: Float[ndarray, "m d"], hollows: Float[ndarray, "n d"]
) -> tuple[Int[ndarray, " m"], Float[ndarray, " m"]]:
    if not len(hollows):
        return np.full(len(x), NOWHERE), np.full(len(x), np.inf)
    distance, nearest = cKDTree(hollows).query(x)
    return nearest, distance


def _units(land: Landscape) -> dict[str, str]:
    return {"hollows": land.units["x"], "heights": land.units["f"], "lowest_height": land.units["f"]}
