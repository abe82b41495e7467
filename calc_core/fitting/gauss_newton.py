"""Gauss-Newton: replace the model by its tangent, jump to where that fits best, look again."""

from __future__ import annotations

import numpy as np

from calc_core.fitting.result import FitResult
from calc_core.fitting.walk import VectorFunction, Walk, column_lengths
from calc_core.points import ArrayLike, Real
from calc_core.results import recorded


@recorded
def gauss_newton(
    residuals: VectorFunction,
    theta0: ArrayLike,
    *,
    jac: VectorFunction | None = None,
    max_iter: int = 100,
    xtol: Real = 1e-10,
    gtol: Real = 1e-12,
) -> FitResult:
    """theta <- theta + d, where d minimises |r + J d|: the linear fit of the residuals (Gauss, 1809).

    Near a good fit every jump multiplies the correct digits; far away nothing holds it, and it may leave
    the map: `status` is then "diverged" and the history ends at the last finite stop. Where J has no full
    rank, d is the shortest of the best jumps. `residuals` takes theta (p,) to (n,), `jac` to (n, p).
    """
    walk, method = Walk(residuals, theta0, jac), "gauss-newton"
    for _ in range(max_iter):
        if walk.alignment() <= gtol:
            return walk.end(method, "converged", "the residuals stand at a right angle to every column of J")
        lengths = column_lengths(walk.J)
        jump = np.linalg.lstsq(walk.J / lengths, -walk.r, rcond=None)[0] / lengths
        short = np.linalg.norm(lengths * jump) <= xtol * np.linalg.norm(lengths * walk.theta)
        r = walk.ask(walk.theta + jump)
        if not np.isfinite(r @ r) or not walk.move(walk.theta + jump, r):
            return walk.end(method, "diverged", "the next jump leaves the region where the model is finite")
        if short:
            return walk.end(method, "converged", "the jumps became too short to matter")
    return walk.end(method, "max_iter", f"{max_iter} jumps were not enough")
