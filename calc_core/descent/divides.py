"""Two walks that start side by side across a divide, and never meet again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from jaxtyping import Float, Int
from numpy import ndarray

from calc_core.descent.basins import Watersheds, basins
from calc_core.descent.methods import gradient_descent
from calc_core.errors import DomainError, ShapeError
from calc_core.landscapes.landscape import Landscape
from calc_core.points import Real
from calc_core.results import Result, recorded


@dataclass(frozen=True, eq=False)
class PartedWalks(Result):
    """Two walks from neighbouring starts into two different hollows: entry [k, i] is walk i after k steps."""

    x: Float[ndarray, "stops 2 2"]
    f: Float[ndarray, "stops 2"]
    labels: Int[ndarray, " 2"]  # the hollow in which each one ends, 0 the lowest
    length: Float[ndarray, " 2"]  # how far each one walked
    n_tried: int  # pairs across a divide that walked
    n_parted: int  # pairs that ended in two hollows
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def apart(self) -> float:
        """The distance between the two starts."""
        return self._between(0)

    @property
    def ends_apart(self) -> float:
        """The distance between the two ends."""
        return self._between(-1)

    def _between(self, stop: int) -> float:
        return float(np.linalg.norm(self.x[stop, 1] - self.x[stop, 0]))


@recorded
def parted_at_divide(
    land: Landscape,
    ground: Watersheds,
    *,
    learning_rate: Real,
    cells: int = 3,
    axis: int = 0,
    pairs: int = 120,
    max_iter: int = 600,
    tol: Real = 1.0,
) -> PartedWalks:
    """Of all pairs of starts across a divide the one that walks furthest, ending in two different hollows.

    A pair stands `cells` cells of `ground` apart along coordinate `axis`, in two watersheds. Of all such
    places some `pairs`, evenly chosen (at most twice as many), walk by `gradient_descent` with backtracking:
    `learning_rate` is the first rate that each step tries, and a walk ends after `max_iter` steps or where
    the slope is `tol`. A pair counts by the shorter of its two walks. Raises DomainError where none parts.

    Two starts three cells apart that end in different hollows:

    >>> land = cc.himmelblau()
    >>> ground = cc.watersheds(land, shape=(60, 60))
    >>> pair = cc.parted_at_divide(land, ground, learning_rate=0.01, pairs=12, tol=1e-3)
    >>> print(pair.labels, pair.ends_apart > pair.apart)
    [2 0] True
    """
    if axis not in (0, 1) or cells < 1 or pairs < 1:
        raise ShapeError(f"axis must be 0 or 1, cells and pairs at least 1, got {axis}, {cells}, {pairs}")
    starts = _across(ground, cells, axis)
    starts = starts[:: max(len(starts) // pairs, 1)]
    if not len(starts):
        raise DomainError(f"{land.name} has no divide with starts {cells} cells apart on either side of it")
    walk = gradient_descent(
        land,
        starts.reshape(-1, 2),
        learning_rate=learning_rate,
        backtracking=True,
        max_iter=max_iter,
        tol=tol,
    )
    labels = basins(walk, land).labels.reshape(-1, 2)
    lengths = walk.length.reshape(-1, 2)
    parted = (labels.min(axis=1) >= 0) & (labels[:, 0] != labels[:, 1])
    if not parted.any():
        raise DomainError(
            f"none of {len(starts)} pairs of starts on {land.name} ended in two hollows; "
            "more steps, or starts further apart, may help"
        )
    best = int(np.argmax(np.where(parted, lengths.min(axis=1), 0.0)))
    both = slice(2 * best, 2 * best + 2)
    across, height = land.units["x"], land.units["f"]
    units = {"x": across, "f": height, **dict.fromkeys(("length", "apart", "ends_apart"), across)}
    walks = walk.x[:, both], walk.f[:, both], labels[best], lengths[best]
    return PartedWalks(*walks, len(starts), int(parted.sum()), units)


def _across(ground: Watersheds, cells: int, axis: int) -> Float[ndarray, "n 2 2"]:
    """Every pair of nodes, `cells` apart along an axis, that drains to two hollows: [pair, side, xy]."""
    ahead = (0, cells) if axis == 0 else (cells, 0)  # rows and columns to the other node
    rows, columns = (n - step for n, step in zip(ground.labels.shape, ahead, strict=True))
    here, there = ground.labels[: max(rows, 0), : max(columns, 0)], ground.labels[ahead[0] :, ahead[1] :]
    j, i = np.nonzero((here != there) & (np.minimum(here, there) >= 0))
    sides = [np.stack([ground.x[i + k * ahead[1]], ground.y[j + k * ahead[0]]], axis=-1) for k in (0, 1)]
    return np.stack(sides, axis=1)
