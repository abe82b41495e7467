"""Steepest descent on a sum of squares: the careful hiker, for comparison."""

from __future__ import annotations

import numpy as np

from calc_core.errors import ShapeError
from calc_core.fitting.iteration import VectorFunction, Walk, squares
from calc_core.fitting.models import Residuals
from calc_core.fitting.result import FitPath, Status, path_units
from calc_core.points import ArrayLike, Real
from calc_core.results import recorded


@recorded
def steepest_descent(
    residuals: VectorFunction,
    theta0: ArrayLike,
    *,
    learning_rate: Real,
    steps: int,
    jac: VectorFunction | None = None,
    keep_every: int = 1,
) -> FitPath:
    """theta <- theta - learning_rate * grad f with f = |r|^2, for `steps` steps (Cauchy, 1847).

    Every step is made, but only each `keep_every`-th stop is stored, and the last (`stride` says so). It
    falls while learning_rate < 2 / lambda_max of the Hessian of f, see `stable_rate`. Where f stops being
    finite the walk has "diverged", and ends at its last finite stored stop.
    """
    if not learning_rate > 0 or steps < 0 or keep_every < 1:
        raise ShapeError(
            f"learning_rate and keep_every must be positive and steps not negative, "
            f"got {learning_rate}, {keep_every} and {steps}"
        )
    walk = Walk(residuals, theta0, jac)
    slope, theta = _slope_of(walk), walk.theta
    status: Status = "max_iter"
    with np.errstate(all="ignore"):  # a walk that is flung off the map overflows on purpose
        for done in range(1, steps + 1):
            theta = theta - learning_rate * slope(theta)
            if done % keep_every == 0 or done == steps:
                r = walk.ask(theta)
                if not np.isfinite(squares(r)) or not walk.move(theta, r):
                    status = "diverged"
                    break
    reason = "the steps ran out" if status == "max_iter" else "the next step leaves the finite numbers"
    return FitPath(
        np.array(walk.stops),
        np.array(walk.heights),
        np.array(walk.slopes),
        len(walk.r),
        "steepest descent",
        status,
        reason,
        nfev=steps + 1,
        njev=steps + 1,
        stride=keep_every,
        n_steps=steps if status == "max_iter" else (len(walk.stops) - 1) * keep_every,
        units=path_units(walk.model),
    )


def stable_rate(residuals: VectorFunction, theta: ArrayLike, *, jac: VectorFunction | None = None) -> float:
    """2 / lambda_max(2 J^T J): the learning rate beyond which no walk can settle in a floor at theta."""
    J = Walk(residuals, theta, jac).J
    return float(1 / np.linalg.norm(J, 2) ** 2)


def _slope_of(walk: Walk) -> VectorFunction:
    """grad f = 2 J^T r, by the model's own short cut where it has one."""
    problem = walk.residuals
    if isinstance(problem, Residuals) and problem.sigma is None and problem.model.slope is not None:
        return problem.model.slope(problem.x, problem.y)
    return lambda theta: 2 * (problem(theta) @ walk.jacobian(theta))
