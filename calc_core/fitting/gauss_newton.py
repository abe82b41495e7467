"""Gauss-Newton: replace the model by its tangent, jump to where that fits best, look again."""

from __future__ import annotations

from typing import Any

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.descent.iteration import Move, descend
from calc_core.errors import DomainError
from calc_core.fitting.iteration import VectorFunction, Walk
from calc_core.fitting.linear import measuring
from calc_core.fitting.result import FitResult
from calc_core.points import ArrayLike, Real
from calc_core.results import recorded

OFF_THE_MAP = 1e30  # times as far as the start, every knob measured by what it does there


@recorded
@np.errstate(all="ignore")  # a walk that is flung off the map overflows on purpose
def gauss_newton(
    residuals: VectorFunction,
    theta0: ArrayLike,
    *,
    jac: VectorFunction | None = None,
    max_iter: int = 100,
    xtol: Real = 1e-10,
    gtol: Real = 1e-12,
    map_edge: Real = OFF_THE_MAP,
) -> FitResult:
    """theta <- theta + d, where d minimises |r + J d|: the linear fit of the residuals (Gauss, 1809).

    Near a good fit every jump multiplies the correct digits; far away nothing holds it, and it may leave
    the map: `status` is then "diverged", and the history ends at a finite stop, `map_edge` times as far as
    the start or farther. Where J has no full rank, d is the shortest of the best jumps. `residuals` takes
    theta (p,) to (n,), `jac` to (n, p).

    >>> valley = lambda p: np.array([10 * (p[1] - p[0] ** 2), 1 - p[0]])
    >>> fitted = fitting.gauss_newton(valley, (-1.2, 1.0))
    >>> print(fitted.status, fitted.theta.round(6), fitted.n_steps)
    converged [1. 1.] 3
    """
    if not map_edge > 0:
        raise DomainError(f"map_edge must be positive, got {map_edge}")
    walk = Walk(residuals, theta0, jac, gtol)
    descend(walk, Jump(walk, xtol, map_edge), max_iter)
    return walk.end("gauss-newton", out_of=f"{max_iter} jumps")


class Jump:
    """d = -J^+ r, until it is too short to matter or leads off the map."""

    def __init__(self, walk: Walk, xtol: Real, map_edge: Real) -> None:
        self.walk, self.xtol, self.start = walk, xtol, walk.lengths
        self.map_edge = map_edge * (np.linalg.norm(walk.lengths * walk.theta) + np.linalg.norm(walk.r))
        self.short = False

    def __call__(self, k: int, rows: Any, theta: ndarray, f: Any, g: ndarray) -> Move | None:
        walk = self.walk
        if not np.linalg.norm(self.start * theta) <= self.map_edge:
            walk.stop("diverged", "the jumps lead off the map")
        if self.short:
            walk.arrive("the jumps became too short to matter")
        if walk.status is not None:
            return None
        lengths = measuring(walk.lengths)
        jump = best_jump(walk.J, walk.r, walk.lengths)
        self.short = bool(np.linalg.norm(lengths * jump) <= self.xtol * np.linalg.norm(lengths * theta))
        return Move(jump, 1.0)


def best_jump(J: Float[ndarray, "n p"], r: Float[ndarray, " n"], lengths: Float[ndarray, " p"]) -> ndarray:
    """d = -J^+ r, with every knob measured by the length of its column of J."""
    sizes = measuring(lengths)
    return np.asarray(np.linalg.lstsq(J / sizes, -r, rcond=None)[0] / sizes)
