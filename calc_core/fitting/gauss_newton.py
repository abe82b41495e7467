"""Gauss-Newton: replace the model by its tangent, jump to where that fits best, look again."""

from __future__ import annotations

import numpy as np

from calc_core.fitting.iteration import VectorFunction, Walk, measuring, squares
from calc_core.fitting.result import FitResult
from calc_core.points import ArrayLike, Real
from calc_core.results import recorded

METHOD = "gauss-newton"
OFF_THE_MAP = 1e30  # times as far as the start, every knob measured by what it does there


@recorded
@np.errstate(over="ignore", invalid="ignore")  # a walk that is flung off the map overflows on purpose
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
    the map: `status` is then "diverged", and the history ends at a finite stop, far away. Where J has no full
    rank, d is the shortest of the best jumps. `residuals` takes theta (p,) to (n,), `jac` to (n, p).
    """
    walk = Walk(residuals, theta0, jac)
    start = walk.lengths
    map_edge = OFF_THE_MAP * (np.linalg.norm(start * walk.theta) + np.linalg.norm(walk.r))
    for _ in range(max_iter):
        if walk.alignment <= gtol:
            return walk.end(METHOD, "converged", "the residuals stand at a right angle to every column of J")
        lengths = measuring(walk.lengths)
        jump = np.linalg.lstsq(walk.J / lengths, -walk.r, rcond=None)[0] / lengths
        short = np.linalg.norm(lengths * jump) <= xtol * np.linalg.norm(lengths * walk.theta)
        r = walk.ask(walk.theta + jump)
        if not np.isfinite(squares(r)) or not walk.move(walk.theta + jump, r):
            return walk.end(METHOD, "diverged", "the next jump leaves the region where the model is finite")
        if not np.linalg.norm(start * walk.theta) <= map_edge:
            return walk.end(METHOD, "diverged", "the jumps lead off the map")
        if short:
            return walk.end(METHOD, "converged", "the jumps became too short to matter")
    return walk.end(METHOD, "max_iter", f"{max_iter} jumps were not enough")
