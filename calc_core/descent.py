"""Ways downhill: plain gradient descent, with inertia, with a stride for each axis, and Newton's leaps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from numpy import ndarray

from calc_core.errors import ShapeError
from calc_core.landscape import Landscape
from calc_core.march import Ground, Move, ground, march
from calc_core.paths import DescentPath
from calc_core.points import ArrayLike, Real
from calc_core.results import recorded

Function: TypeAlias = Landscape | Callable[..., Any]
Rate: TypeAlias = Real | Callable[[int], Real]  # one number, or a schedule: the rate of iteration k
HALVINGS = 60  # beyond this a step is lost in rounding


@recorded
def gradient_descent(
    f: Function,
    x0: ArrayLike,
    *,
    learning_rate: Rate,
    grad: Callable[..., Any] | None = None,
    backtracking: bool = False,
    max_iter: int = 1000,
    tol: Real = 1e-6,
    bounds: ArrayLike | None = None,
) -> DescentPath:
    """x <- x - learning_rate * grad f(x), until |grad f| <= `tol` (Cauchy, 1847).

    `x0` is one start (d,) or a batch (walkers, d). If no curvature exceeds L, every step falls when
    learning_rate < 2/L; beyond that a walk may diverge, and ends at its last finite stop. With
    `backtracking` each step starts at `learning_rate` and is halved until it falls by a fair share of
    what the slope promised (Armijo, 1966): f(x - a g) <= f(x) - 1e-4 a |g|^2. A walk that meets
    `bounds` ends there as "left"; measured ground (`Landscape.edge`) always ends at its own border.
    Raises ShapeError for a rate that does not walk downhill, DomainError for a start off the map.
    """
    hill, starts = ground(f, x0, grad=grad, bounds=bounds)

    def step_down(k: int, rows: ndarray, x: ndarray, height: ndarray, g: ndarray) -> Move:
        rate = rate_at(learning_rate, k)
        if backtracking:
            return _halve_until_it_falls(hill, k, rows, x, height, g, rate)
        return Move(-rate * g, np.full(len(x), rate))

    params = {"learning_rate": learning_rate, "backtracking": backtracking, "max_iter": max_iter, "tol": tol}
    return march(hill, starts, step_down, name="gradient descent", max_iter=max_iter, tol=tol, params=params)


def _halve_until_it_falls(
    hill: Ground, k: int, rows: ndarray, x: ndarray, height: ndarray, g: ndarray, first: float
) -> Move:
    """Armijo's rule for many walkers at once; each halves its own step, at the border or inside."""
    step, found = np.full(len(x), first), height.copy()
    promised = 1e-4 * (g**2).sum(axis=-1)
    trying = np.arange(len(x))
    for _ in range(HALVINGS):
        target, over = hill.stop_at_border(x[trying], -step[trying, None] * g[trying])
        found[trying] = hill.f(target)
        gone = np.linalg.norm(target - x[trying], axis=-1) / np.linalg.norm(g[trying], axis=-1)
        enough = found[trying] <= height[trying] - gone * promised[trying]
        enough &= (gone > 0) | over  # one who stands on the border and looks out may leave
        failed = trying[~enough]
        if not failed.size:
            break
        hill.reject(k, rows[failed], step[failed], target[~enough], found[failed])
        step[failed] /= 2
        trying = failed
    else:
        failed = trying
    stuck = np.isin(np.arange(len(x)), failed)
    return Move(-step[:, None] * g, step, found, stuck)


def rate_at(learning_rate: Rate, k: int) -> float:
    """The learning rate of iteration k, checked: it must be positive to walk downhill."""
    rate = float(learning_rate(k) if callable(learning_rate) else learning_rate)
    if not 0 < rate < np.inf:
        raise ShapeError(f"learning_rate must be positive to walk downhill, got {rate} in iteration {k}")
    return rate
