"""On what kind of level place many walks end: in hollows, on passes, on peaks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int
from numpy import ndarray

from calc_core.derivatives.hessians import classify
from calc_core.descent.path import DescentPath
from calc_core.landscapes.landscape import Landscape
from calc_core.points import Real
from calc_core.results import Result, recorded

KINDS = ("minimum", "saddle", "maximum")


@dataclass(frozen=True, eq=False)
class LevelEnds(Result):
    """The last stop of every walker, and its kind: 0 hollow, 1 pass, 2 peak, -1 neither or not level."""

    x: Float[ndarray, "walkers d"]
    kind: Int[ndarray, " walkers"]

    @property
    def n_walkers(self) -> int:
        """How many walkers there are."""
        return len(self.kind)

    @property
    def n_minima(self) -> int:
        """How many ended in a hollow."""
        return int((self.kind == 0).sum())

    @property
    def n_saddles(self) -> int:
        """How many ended on a pass."""
        return int((self.kind == 1).sum())

    @property
    def n_maxima(self) -> int:
        """How many ended on a peak."""
        return int((self.kind == 2).sum())


@recorded
def level_ends(path: DescentPath, land: Landscape, *, tol: Real = 1e-3) -> LevelEnds:
    """The kind of level place on which each walk of a path ends, by the signs of the curvatures there.

    A walk whose last slope is above `tol`, or whose curvatures do not decide, is of no kind.

    Newton's leaps end in a hollow, on a pass and on a peak:

    >>> land = cc.himmelblau()
    >>> walks = cc.newton_descent(land, [(3.2, 2.1), (0.1, 2.9), (-0.3, -0.9)])
    >>> ends = cc.level_ends(walks, land)
    >>> print(ends.n_minima, ends.n_saddles, ends.n_maxima)
    1 1 1
    """
    last = np.atleast_2d(path.last)
    kinds = np.array([KINDS.index(each) if each in KINDS else -1 for each in classify(land.hess(last)).kinds])
    level = np.linalg.norm(land.grad(last), axis=-1) <= tol
    return LevelEnds(last, np.where(level, kinds, -1))
