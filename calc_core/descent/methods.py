"""Ways downhill: plain gradient descent, with inertia, with a stride for each axis, and Newton's leaps.

All take one start (d,) or a batch (walkers, d) on a landscape, or on a plain f with `grad=`, and stop
when |grad f| <= `tol`, after `max_iter` steps, at `bounds`, or when the next step is not finite; the
`DescentPath` that comes back holds every stop and says how each walk ended.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, TypeAlias

import numpy as np
from numpy import ndarray

from calc_core.descent.iteration import Ground, Move, ground, march
from calc_core.descent.line_search import backtrack, bracket
from calc_core.descent.path import DescentPath
from calc_core.descent.step_limits import Stride
from calc_core.errors import ShapeError
from calc_core.landscapes.landscape import Landscape
from calc_core.points import ArrayLike, Real
from calc_core.results import recorded

Function: TypeAlias = Landscape | Callable[..., Any]
Rate: TypeAlias = Real | Stride | Callable[[int], Real]  # a number, or a schedule: the rate of iteration k


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

    If no curvature exceeds L, every step falls when learning_rate < 2/L; beyond that a walk may
    diverge, and ends at its last finite stop. With `backtracking` each step starts at `learning_rate`
    and is halved until Armijo's rule holds: f(x - a g) <= f(x) - 1e-4 a |g|^2. A walk that meets
    `bounds` ends there as "left"; measured ground (`Landscape.edge`) always ends at its own border.
    Raises ShapeError for a rate that does not walk downhill, DomainError for a start off the map.
    """
    hill, starts = ground(f, x0, grad=grad, bounds=bounds)

    def step_down(k: int, rows: ndarray, x: ndarray, height: ndarray, g: ndarray) -> Move:
        rate = _rate(learning_rate, k)
        if backtracking:
            return backtrack(hill, k, rows, x, height, -g, -(g**2).sum(axis=-1), rate)
        return Move(-rate * g, np.full(len(x), rate))

    params = {"learning_rate": learning_rate, "backtracking": backtracking}
    return march(hill, starts, step_down, "gradient descent", params, max_iter, tol)


@recorded
def momentum(
    f: Function,
    x0: ArrayLike,
    *,
    learning_rate: Rate,
    beta: Real = 0.9,
    grad: Callable[..., Any] | None = None,
    max_iter: int = 1000,
    tol: Real = 1e-6,
    bounds: ArrayLike | None = None,
) -> DescentPath:
    """v <- beta v - learning_rate * grad f(x), x <- x + v, from rest: the heavy ball (Polyak, 1964).

    On a bowl with curvatures from m to L the best constants are learning_rate = 4 / (sqrt L + sqrt m)^2
    and beta = ((sqrt L - sqrt m) / (sqrt L + sqrt m))^2. Raises ShapeError unless 0 <= beta < 1.
    """
    hill, starts = ground(f, x0, grad=grad, bounds=bounds)
    velocity = np.zeros_like(starts.reshape(-1, starts.shape[-1]))
    _check_share("beta", beta)

    def roll(k: int, rows: ndarray, x: ndarray, height: ndarray, g: ndarray) -> Move:
        rate = _rate(learning_rate, k)
        velocity[rows] = beta * velocity[rows] - rate * g
        return Move(velocity[rows], np.full(len(x), rate))

    params = {"learning_rate": learning_rate, "beta": beta}
    return march(hill, starts, roll, "heavy ball", params, max_iter, tol)


@recorded
def nesterov(
    f: Function,
    x0: ArrayLike,
    *,
    learning_rate: Rate,
    beta: Real = 0.9,
    grad: Callable[..., Any] | None = None,
    max_iter: int = 1000,
    tol: Real = 1e-6,
    bounds: ArrayLike | None = None,
) -> DescentPath:
    """v <- beta v - learning_rate * grad f(x + beta v), x <- x + v, from rest (Nesterov, 1983).

    A heavy ball that reads its compass where its momentum is about to take it. On a bowl with curvatures
    from m to L: learning_rate = 1 / L, beta = (sqrt L - sqrt m) / (sqrt L + sqrt m). Raises ShapeError
    unless 0 <= beta < 1.
    """
    hill, starts = ground(f, x0, grad=grad, bounds=bounds)
    velocity = np.zeros_like(starts.reshape(-1, starts.shape[-1]))
    _check_share("beta", beta)

    def look_ahead(k: int, rows: ndarray, x: ndarray, height: ndarray, g: ndarray) -> Move:
        rate, carried = _rate(learning_rate, k), beta * velocity[rows]
        velocity[rows] = carried - rate * hill.grad(x + carried)
        return Move(velocity[rows], np.full(len(x), rate))

    params = {"learning_rate": learning_rate, "beta": beta}
    return march(hill, starts, look_ahead, "nesterov", params, max_iter, tol)


@recorded
def adam(
    f: Function,
    x0: ArrayLike,
    *,
    learning_rate: Rate = 1e-3,
    beta1: Real = 0.9,
    beta2: Real = 0.999,
    eps: Real = 1e-8,
    grad: Callable[..., Any] | None = None,
    max_iter: int = 1000,
    tol: Real = 1e-6,
    bounds: ArrayLike | None = None,
) -> DescentPath:
    """x <- x - learning_rate * m / (sqrt v + eps), a stride for each axis (Kingma and Ba, 2015).

    m and v are running means of g and g^2 with memories `beta1` and `beta2`, each divided by
    1 - beta^(k+1) because they start from zero. The steps do not shrink with the slope, so with a
    constant rate it circles the floor instead of settling. Raises ShapeError for a beta outside [0, 1).
    """
    hill, starts = ground(f, x0, grad=grad, bounds=bounds)
    mean, square = np.zeros((2, *starts.reshape(-1, starts.shape[-1]).shape))
    _check_share("beta1", beta1)
    _check_share("beta2", beta2)

    def step_per_axis(k: int, rows: ndarray, x: ndarray, height: ndarray, g: ndarray) -> Move:
        rate = _rate(learning_rate, k)
        mean[rows] = beta1 * mean[rows] + (1 - beta1) * g
        square[rows] = beta2 * square[rows] + (1 - beta2) * g**2
        m, v = mean[rows] / (1 - beta1 ** (k + 1)), square[rows] / (1 - beta2 ** (k + 1))
        return Move(-rate * m / (np.sqrt(v) + eps), np.full(len(x), rate))

    params = {"learning_rate": learning_rate, "beta1": beta1, "beta2": beta2, "eps": eps}
    return march(hill, starts, step_per_axis, "Adam", params, max_iter, tol)


@recorded
def newton_descent(
    f: Function,
    x0: ArrayLike,
    *,
    grad: Callable[..., Any] | None = None,
    hess: Callable[..., Any] | None = None,
    damping: Real = 0.0,
    max_iter: int = 100,
    tol: Real = 1e-6,
    bounds: ArrayLike | None = None,
) -> DescentPath:
    """x <- x - (H + damping I)^-1 grad f(x): jump to the bottom of the paraboloid that fits here.

    On a bowl one jump arrives. Elsewhere it finds the nearest level place, which may be a pass or a peak;
    `damping` (Levenberg, 1944) bends the jump downhill, the more the larger it is. Where H + damping I is
    singular the walk ends as "stalled".
    """
    hill, starts = ground(f, x0, grad=grad, hess=hess, bounds=bounds)
    identity = np.eye(starts.shape[-1])

    def jump(k: int, rows: ndarray, x: ndarray, height: ndarray, g: ndarray) -> Move:
        h = hill.land.hess(x) + damping * identity
        sizes = np.abs(np.linalg.eigvalsh(h))
        singular = sizes.min(axis=-1) <= 1e-15 * sizes.max(axis=-1)
        h[singular] = identity  # any matrix that can be solved; these walkers stay
        by = -np.linalg.solve(h, g[..., None])[..., 0]
        return Move(np.where(singular[:, None], 0, by), np.ones(len(x)), stuck=singular)

    return march(hill, starts, jump, "newton", {"damping": damping}, max_iter, tol)


@recorded
def line_search(
    f: Function,
    x0: ArrayLike,
    *,
    rule: Literal["armijo", "wolfe"] = "armijo",
    first: Real = 1.0,
    grad: Callable[..., Any] | None = None,
    max_iter: int = 1000,
    tol: Real = 1e-6,
    bounds: ArrayLike | None = None,
) -> DescentPath:
    """x <- x - alpha grad f(x), with alpha searched anew in every step, from `first` on.

    "armijo" halves alpha until the fall is fair (so does `gradient_descent` with `backtracking`);
    "wolfe" also doubles it while the ground still falls steeply, see `wolfe`. Rejected
    steps are kept in `trials`. A walker that finds no step ends as "stalled".
    """
    hill, starts = ground(f, x0, grad=grad, bounds=bounds)
    if not 0 < first < np.inf or rule not in ("armijo", "wolfe"):
        raise ShapeError(f"first must be positive and rule 'armijo' or 'wolfe', got {first} and {rule!r}")

    def search(k: int, rows: ndarray, x: ndarray, height: ndarray, g: ndarray) -> Move:
        if rule == "armijo":
            return backtrack(hill, k, rows, x, height, -g, -(g**2).sum(axis=-1), first)
        return _wolfe_each(hill, k, rows, x, g, float(first))

    return march(hill, starts, search, "line search", {"rule": rule, "first": first}, max_iter, tol)


def _wolfe_each(hill: Ground, k: int, rows: ndarray, x: ndarray, g: ndarray, first: float) -> Move:
    """Wolfe's search for one walker after the other."""
    step, stuck = np.full(len(x), first), np.zeros(len(x), dtype=bool)
    longest = hill.room(x, -g)
    for i in np.flatnonzero(longest > 0):  # one who stands on the border and looks out may leave
        here, down = x[i : i + 1], -g[i : i + 1]
        found = bracket(hill, here, down, first, c1=1e-4, c2=0.9, longest=float(longest[i]))
        step[i], stuck[i] = found.accepted, not found.ok
        tried = found.alphas[: found.n_rejected]
        if tried.size:
            again = np.full(len(tried), rows[i])
            hill.reject(k, again, tried, here + tried[:, None] * down, found.values[: found.n_rejected])
    beyond = np.where(step >= longest, 2.0, 1.0)  # a step to the border is meant to cross it
    return Move(-(beyond * step)[:, None] * g, step, stuck=stuck)


def _rate(learning_rate: Rate, k: int) -> float:
    rate = float(learning_rate(k) if callable(learning_rate) else learning_rate)
    if not 0 < rate < np.inf:
        raise ShapeError(f"learning_rate must be positive to walk downhill, got {rate} in iteration {k}")
    return rate


def _check_share(name: str, value: Real) -> None:
    if not 0 <= value < 1:
        raise ShapeError(f"{name} must be at least 0 and below 1, got {value}")
