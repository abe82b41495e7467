"""Steepest descent on a sum of squares: the careful hiker, for comparison."""

from __future__ import annotations

import numpy as np
from numpy import ndarray

from calc_core.descent.iteration import Move, Stand, descend
from calc_core.errors import ShapeError
from calc_core.fitting.iteration import VectorFunction, Walk, squares
from calc_core.fitting.models import Residuals
from calc_core.fitting.result import FitPath
from calc_core.points import ArrayLike, Real
from calc_core.results import recorded


@recorded
@np.errstate(all="ignore")  # a walk that is flung off the map overflows on purpose
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

    >>> walk = fitting.steepest_descent(lambda p: p - 1.0, (0.0, 0.0), learning_rate=0.25, steps=3)
    >>> print(walk.x[:, 0], walk.f)
    [0.    0.5   0.75  0.875] [2.      0.5     0.125   0.03125]
    """
    if not learning_rate > 0 or steps < 0 or keep_every < 1:
        raise ShapeError(
            f"learning_rate and keep_every must be positive and steps not negative, "
            f"got {learning_rate}, {keep_every} and {steps}"
        )
    walk = Thinned(residuals, theta0, jac, steps, keep_every)
    descend(walk, float(learning_rate), steps)
    kept = len(walk.stops) - 1
    return walk.path(
        "steepest descent",
        step=np.full(kept, float(learning_rate)),
        nfev=steps + 1,
        ngev=steps + 1,
        params={"learning_rate": learning_rate, "keep_every": keep_every},
        stride=keep_every,
        n_steps=steps if walk.status is None else kept * keep_every,
    )


class Thinned(Walk):
    """A walk that reads the slope at every step, but looks at heights only where it keeps a stop."""

    def __init__(
        self, residuals: VectorFunction, theta0: ArrayLike, jac: VectorFunction | None, steps: int, every: int
    ) -> None:
        super().__init__(residuals, theta0, jac)
        self.steps, self.every, self.done = steps, every, 0
        self.slope, self.now = _slope_of(self), self.theta

    def look(self) -> Stand | None:
        """Where we are by now, and the slope there."""
        return None if self.status is not None else (..., self.now, None, self.slope(self.now))

    def go(self, move: Move) -> None:
        """Take the step; at every so many, and the last, keep the stop."""
        self.now = self.now + move.by
        self.done += 1
        if self.done % self.every == 0 or self.done == self.steps:
            r = self.ask(self.now)
            f = squares(r)
            if np.isfinite(f) and self.survey(self.now, r, f):
                super().go(move)
            else:
                self.stop("diverged", "the next step leaves the finite numbers")


def stable_rate(residuals: VectorFunction, theta: ArrayLike, *, jac: VectorFunction | None = None) -> float:
    """2 / lambda_max(2 J^T J): the learning rate beyond which no walk can settle in a floor at theta.

    >>> print(round(fitting.stable_rate(lambda p: p - 1.0, (0.0, 0.0)), 6))
    1.0
    """
    with np.errstate(all="ignore"):
        J = Walk(residuals, theta, jac).J
    return float(1 / np.linalg.norm(J, 2) ** 2)


def _slope_of(walk: Walk) -> VectorFunction:
    """grad f = 2 J^T r, by the model's own short cut where it has one."""
    problem = walk.residuals
    if isinstance(problem, Residuals) and problem.sigma is None and problem.model.slope is not None:
        return problem.model.slope(problem.x, problem.y)

    def slope(theta: ndarray) -> ndarray:
        r = np.array(problem(theta.copy()))  # before the Jacobian's own residuals can write over it
        return np.asarray(2 * (r @ walk.jacobian(theta.copy())))

    return slope
