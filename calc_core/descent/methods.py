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

from calc_core.descent.ground import ground
from calc_core.descent.iteration import Move, Rule, march
from calc_core.descent.line_search import FAIR_SHARE, Halved, wolfe_each
from calc_core.descent.path import DescentPath
from calc_core.descent.rules import Adam, HeavyBall, Nesterov, Newton, Rate, Steepest, rate_of
from calc_core.errors import ShapeError
from calc_core.landscapes.landscape import Landscape
from calc_core.points import ArrayLike, Real
from calc_core.results import recorded

Function: TypeAlias = Landscape | Callable[..., Any]


@recorded
def gradient_descent(
    f: Function,
    x0: ArrayLike,
    *,
    learning_rate: Rate,
    grad: Callable[..., Any] | None = None,
    backtracking: bool = False,
    c1: Real = FAIR_SHARE,
    max_iter: int = 1000,
    tol: Real = 1e-6,
    bounds: ArrayLike | None = None,
) -> DescentPath:
    """x <- x - learning_rate * grad f(x), until |grad f| <= `tol` (Cauchy, 1847).

    If no curvature exceeds L, every step falls when learning_rate < 2/L; beyond that a walk may
    diverge, and ends at its last finite stop. With `backtracking` each step starts at `learning_rate`
    and is halved until Armijo's rule holds: f(x - a g) <= f(x) - c1 a |g|^2. A walk that meets
    `bounds` ends there as "left"; measured ground (`Landscape.edge`) always ends at its own border.
    Raises ShapeError for a rate that does not walk downhill or a c1 that is no share, DomainError for a
    start off the map.

    >>> walk = cc.gradient_descent(cc.bowl(), (3.0, 4.0), learning_rate=0.5, max_iter=3)
    >>> print(walk.status, walk.x[:, 0], walk.f)
    max_iter [3.    1.5   0.75  0.375] [12.5        3.125      0.78125    0.1953125]

    Beyond 2 / L the walk is flung off:

    >>> print(cc.gradient_descent(cc.bowl(), (3.0, 4.0), learning_rate=2.5).status)
    diverged
    """
    if not 0 <= c1 < 1:
        raise ShapeError(f"c1 must be at least 0 and below 1, the share of the promised fall, got {c1}")
    hill, starts = ground(f, x0, grad=grad, bounds=bounds)
    rule: Rule | float
    if backtracking:
        rule = Halved(hill, learning_rate, c1)
    else:
        rule = Steepest(learning_rate) if callable(learning_rate) else rate_of(learning_rate, 0)
    params = {"learning_rate": learning_rate, "backtracking": backtracking}
    return march(hill, starts, rule, "gradient descent", params, max_iter, tol)


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

    >>> ball = cc.momentum(cc.bowl(25), (10.0, 1.0), learning_rate=1 / 9, beta=4 / 9, tol=1e-8)
    >>> plain = cc.gradient_descent(cc.bowl(25), (10.0, 1.0), learning_rate=2 / 26, tol=1e-8)
    >>> print(ball.n_steps, plain.n_steps)
    65 272
    """
    hill, starts = ground(f, x0, grad=grad, bounds=bounds)
    rule = HeavyBall(learning_rate, beta, _all(starts))
    params = {"learning_rate": learning_rate, "beta": beta}
    return march(hill, starts, rule, "heavy ball", params, max_iter, tol)


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

    >>> best = cc.best_momentum(np.diag([1.0, 25.0]), "nesterov")
    >>> walk = cc.nesterov(cc.bowl(25), (10.0, 1.0), learning_rate=best.learning_rate, beta=best.beta)
    >>> print(walk.status, walk.n_steps)
    converged 86
    """
    hill, starts = ground(f, x0, grad=grad, bounds=bounds)
    rule = Nesterov(learning_rate, beta, _all(starts), hill.grad)
    params = {"learning_rate": learning_rate, "beta": beta}
    return march(hill, starts, rule, "nesterov", params, max_iter, tol)


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

    The first stride is `learning_rate` along every axis, however steep the ground:

    >>> walk = cc.adam(cc.bowl(25), (10.0, 1.0), learning_rate=0.1, max_iter=2)
    >>> print(walk.x[:2].round(4))
    [[10.   1. ]
     [ 9.9  0.9]]
    """
    hill, starts = ground(f, x0, grad=grad, bounds=bounds)
    rule = Adam(learning_rate, beta1, beta2, eps, _all(starts))
    params = {"learning_rate": learning_rate, "beta1": beta1, "beta2": beta2, "eps": eps}
    return march(hill, starts, rule, "Adam", params, max_iter, tol)


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

    >>> print(cc.newton_descent(cc.bowl(25), (10.0, 1.0)).x + 0.0)
    [[10.  1.]
     [ 0.  0.]]

    Elsewhere it goes to the nearest level place, here a pass:

    >>> land = cc.himmelblau()
    >>> print(cc.level_ends(cc.newton_descent(land, (0.1, 2.9)), land).n_saddles)
    1
    """
    hill, starts = ground(f, x0, grad=grad, hess=hess, bounds=bounds)
    return march(hill, starts, Newton(hill.hess, damping), "newton", {"damping": damping}, max_iter, tol)


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

    >>> walk = cc.line_search(cc.himmelblau(), (0.4, -0.6), rule="wolfe")
    >>> print(walk.status, walk.last.round(4), (np.diff(walk.f) < 0).all())
    converged [3. 2.] True
    """
    hill, starts = ground(f, x0, grad=grad, bounds=bounds)
    if not 0 < first < np.inf or rule not in ("armijo", "wolfe"):
        raise ShapeError(f"first must be positive and rule 'armijo' or 'wolfe', got {first} and {rule!r}")

    def doubled(k: int, rows: ndarray, x: ndarray, height: ndarray, g: ndarray) -> Move:
        return wolfe_each(hill, k, rows, x, -g, float(first))

    search = Halved(hill, first) if rule == "armijo" else doubled
    return march(hill, starts, search, "line search", {"rule": rule, "first": first}, max_iter, tol)


def _all(starts: ndarray) -> ndarray:
    """All walkers, one row for each."""
    return starts.reshape(-1, starts.shape[-1])
