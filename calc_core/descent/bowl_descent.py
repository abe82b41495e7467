"""Plain descent in a bowl, any number of steps at once: its stops have a formula."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Int
from numpy import ndarray

from calc_core.errors import DomainError, ShapeError
from calc_core.points import ArrayLike, Real, as_points
from calc_core.results import Result, recorded
from calc_core.values import real


@dataclass(frozen=True, eq=False)
class BowlDescent(Result):
    """The stops of a walk in a bowl after `steps` steps: x[i] after steps[i]."""

    steps: Int[ndarray, " stops"]
    x: Float[ndarray, "stops d"]
    done: Float[ndarray, " stops"]  # the share of the way from the start to the lowest place that is behind
    half_way: float  # steps until the slowest direction has half of its way behind it

    @property
    def last(self) -> Float[ndarray, " d"]:
        """The last stop on record."""
        return np.asarray(self.x[-1])


@recorded
def bowl_descent(
    hess: ArrayLike, lowest: ArrayLike, x0: ArrayLike, *, learning_rate: Real, steps: ArrayLike
) -> BowlDescent:
    """x_k = x* + (1 - learning_rate hess)^k (x0 - x*): `gradient_descent` in a bowl, told at `steps` alone.

    hess (d, d) is symmetric with positive curvatures, x* = `lowest` (d,). In the eigenvector of curvature L
    what is left of the way is (1 - learning_rate L)^k of it. Raises DomainError for a rate with which some
    direction does not arrive (2 / L or more), and for a hess that is no bowl's.

    >>> hess, home = np.diag([1.0, 4.0]), (0.0, 0.0)
    >>> print(cc.bowl_descent(hess, home, (1.0, 1.0), learning_rate=0.25, steps=[0, 1, 2]).x)
    [[1.     1.    ]
     [0.75   0.    ]
     [0.5625 0.    ]]
    """
    bend = real(hess, "hess")
    home = as_points(real(lowest, "lowest"), None, "lowest")
    start = as_points(real(x0, "x0"), None, "x0")
    if bend.shape != (*home.shape, *home.shape) or start.shape != home.shape:
        raise ShapeError(
            f"hess must be (d, d), lowest and x0 (d,), got {bend.shape}, {home.shape}, {start.shape}"
        )
    count = np.asarray(steps)
    if count.ndim != 1 or not np.issubdtype(count.dtype, np.integer) or (count < 0).any():
        raise ShapeError(f"steps must be whole numbers (n,), none below 0, got {steps!r:.40}")
    curvatures, ways = np.linalg.eigh(bend)
    keeps = 1.0 - float(learning_rate) * curvatures
    if not (curvatures > 0).all() or not (np.abs(keeps) < 1).all():
        raise DomainError(
            f"a walk arrives in a bowl with a rate below {2 / curvatures.max():g}, got {learning_rate}"
        )
    left = keeps ** count[:, None] * ((start - home) @ ways)
    x = home + left @ ways.T
    far = np.linalg.norm(start - home)
    done = 1.0 - np.linalg.norm(x - home, axis=-1) / far if far > 0 else np.ones(len(count))
    slowest = float(np.abs(keeps).max())
    half = float(np.log(2.0) / -np.log(slowest)) if slowest > 0 else 1.0
    return BowlDescent(count.astype(int), x, np.asarray(done), half)
