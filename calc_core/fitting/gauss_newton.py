"""Gauss-Newton: replace the model by its tangent, jump to where that fits best, look again."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy import ndarray

from calc_core.descent.iteration import Move, descend
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
) -> FitResult:
    """theta <- theta + d, where d minimises |r + J d|: the linear fit of the residuals (Gauss, 1809).

    Near a good fit every jump multiplies the correct digits; far away nothing holds it, and it may leave
    the map: `status` is then "diverged", and the history ends at a finite stop, far away. Where J has no full
    rank, d is the shortest of the best jumps. `residuals` takes theta (p,) to (n,), `jac` to (n, p).
    """
    walk = Walk(residuals, theta0, jac, gtol)
    descend(walk, Jump(walk, xtol), max_iter)
    return walk.end("gauss-newton", out_of=f"{max_iter} jumps")


class Jump:
    """d = -J^+ r, until it is too short to matter or leads off the map."""

    def __init__(self, walk: Walk, xtol: Real) -> None:
        self.walk, self.xtol, self.start = walk, xtol, walk.lengths
        self.map_edge = OFF_THE_MAP * (np.linalg.norm(walk.lengths * walk.theta) + np.linalg.norm(walk.r))
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
        jump = np.linalg.lstsq(walk.J / lengths, -walk.r, rcond=None)[0] / lengths
        self.short = bool(np.linalg.norm(lengths * jump) <= self.xtol * np.linalg.norm(lengths * theta))
        return Move(jump, 1.0)
