"""How far to go in one direction: Armijo's rule and the rules of Wolfe."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.descent.ground import Ground, ground
from calc_core.descent.iteration import Move
from calc_core.descent.rules import Rate, rate_of
from calc_core.errors import ShapeError
from calc_core.landscapes.landscape import Landscape
from calc_core.points import ArrayLike, Real, as_points
from calc_core.results import Result, recorded

FAIR_SHARE = 1e-4  # of the fall that the slope promises, which a step must keep
HALVINGS = 60  # beyond this a step is lost in rounding


@dataclass(frozen=True, eq=False)
class LineSearch(Result):
    """Every step length tried along p from x, in order; the last one is taken if `ok`."""

    alphas: Float[ndarray, " tries"]
    values: Float[ndarray, " tries"]  # f(x + alpha p)
    value_here: float
    slope_here: float  # grad f(x) . p, negative
    c1: float
    ok: bool

    @property
    def accepted(self) -> float:
        """The step length taken; 0 if none was good enough."""
        return float(self.alphas[-1]) if self.ok else 0.0

    @property
    def bound(self) -> Float[ndarray, " tries"]:
        """Armijo's line f(x) + c1 alpha grad f . p at every try: a step must end on it or below."""
        return np.asarray(self.value_here + self.c1 * self.alphas * self.slope_here)

    @property
    def n_rejected(self) -> int:
        """How many tries were not good enough."""
        return len(self.alphas) - self.ok


@recorded
def armijo(
    f: Landscape | Callable[..., Any],
    x: ArrayLike,
    p: ArrayLike,
    *,
    grad: Callable[..., Any] | None = None,
    first: Real = 1.0,
    c1: Real = FAIR_SHARE,
    shrink: Real = 0.5,
) -> LineSearch:
    """Shrink alpha from `first` until f(x + alpha p) <= f(x) + c1 alpha grad f(x) . p (Armijo, 1966).

    Raises ShapeError unless p points downhill.

    A first stride across the ravine would climb; it is halved until it falls enough:

    >>> search = cc.armijo(cc.bowl(25), (-3.0, 1.0), (3.0, -25.0))
    >>> print(search.accepted, search.n_rejected)
    0.0625 4
    """
    hill, here, way = _one_direction(f, x, p, grad)
    height, slope = hill.f(here), _slope(hill.grad(here), way)
    move = backtrack(hill, 0, np.zeros(1, dtype=int), here, height, way, slope, first, c1, shrink)
    found = height if move.f is None else move.f
    tries, ok = hill.trials, move.stuck is not None and not move.stuck[0]
    alphas, values = np.append(tries.step, np.atleast_1d(move.step)[:ok]), np.append(tries.f, found[:ok])
    return LineSearch(alphas, values, float(height[0]), float(slope[0]), float(c1), ok)


@recorded
def wolfe(
    f: Landscape | Callable[..., Any],
    x: ArrayLike,
    p: ArrayLike,
    *,
    grad: Callable[..., Any] | None = None,
    first: Real = 1.0,
    c1: Real = FAIR_SHARE,
    c2: Real = 0.9,
) -> LineSearch:
    """Find alpha with Armijo's fall and |grad f(x + alpha p) . p| <= c2 |grad f(x) . p| (Wolfe, 1969).

    The second rule forbids steps that stop while the ground still falls steeply: alpha is doubled until
    such a place lies behind, then the interval is halved (after Nocedal and Wright, Numerical
    Optimization, algorithms 3.5 and 3.6). Raises ShapeError unless p points downhill and 0 < c1 < c2 < 1.

    A timid first stride is doubled until the ground no longer falls steeply:

    >>> search = cc.wolfe(cc.bowl(25), (-3.0, 1.0), (3.0, -25.0), first=0.001)
    >>> print(search.alphas)
    [0.001 0.002 0.004 0.008]
    """
    if not 0 < c1 < c2 < 1:
        raise ShapeError(f"Wolfe's rules need 0 < c1 < c2 < 1, got {c1} and {c2}")
    hill, here, way = _one_direction(f, x, p, grad)
    return bracket(hill, here, way, float(first), float(c1), float(c2))


def bracket(
    hill: Ground,
    x: Float[ndarray, "1 d"],
    p: Float[ndarray, "1 d"],
    first: float,
    c1: float,
    c2: float,
    longest: float = np.inf,
) -> LineSearch:
    """Wolfe's search on ground that is already read; low is the best step so far, high the one too far.

    Ground that still falls at the `longest` step allowed, the one to the border, makes that one good.
    """
    height, slope = float(hill.f(x)[0]), float(_slope(hill.grad(x), p)[0])
    alphas: list[float] = []
    values: list[float] = []
    low, low_value, high, alpha, ok = 0.0, height, np.inf, min(first, longest), False
    for _ in range(HALVINGS):
        value = float(hill.f(x + alpha * p)[0])
        alphas.append(alpha)
        values.append(value)
        if not value <= height + c1 * alpha * slope or value >= low_value:
            high = alpha  # too far, or off the finite numbers
        else:
            slope_there = float(_slope(hill.grad(x + alpha * p), p)[0])
            if abs(slope_there) <= -c2 * slope or (alpha == longest and slope_there < 0):
                ok = True
                break
            if slope_there * (high - low) >= 0:
                high = low
            low, low_value = alpha, value
        alpha = min(2 * low, longest) if np.isinf(high) else (low + high) / 2
    return LineSearch(np.array(alphas), np.array(values), height, slope, c1, ok)


def backtrack(
    hill: Ground,
    k: int,
    rows: ndarray,
    x: Float[ndarray, "n d"],
    height: Float[ndarray, " n"],
    p: Float[ndarray, "n d"],
    slope: Float[ndarray, " n"],
    first: Real,
    c1: Real = FAIR_SHARE,
    shrink: Real = 0.5,
) -> Move:
    """Armijo's rule for many walkers at once, each shrinking its own step; it counts up to the border."""
    step, found, size = np.full(len(x), float(first)), height.copy(), np.linalg.norm(p, axis=-1)
    trying = np.arange(len(x))
    for _ in range(HALVINGS):
        target, over = hill.stop_at_border(x[trying], step[trying, None] * p[trying])
        found[trying] = hill.f(target)
        gone = np.linalg.norm(target - x[trying], axis=-1) / size[trying]
        enough = found[trying] <= height[trying] + c1 * gone * slope[trying]
        enough &= (gone > 0) | over  # one who stands on the border and looks out may leave
        failed = trying[~enough]
        if not failed.size:
            break
        hill.reject(k, rows[failed], step[failed], target[~enough], found[failed])
        step[failed] *= shrink
        trying = failed
    else:
        failed = trying
    stuck = np.isin(np.arange(len(x)), failed)
    return Move(step[:, None] * p, step, found, stuck)


class Halved:
    """The rule of a walk straight downhill: each step starts at `first` and is halved until Armijo agrees."""

    def __init__(self, hill: Ground, first: Rate, c1: Real = FAIR_SHARE) -> None:
        self.hill, self.first, self.c1 = hill, first, c1

    def __call__(self, k: int, rows: ndarray, x: ndarray, height: ndarray, g: ndarray) -> Move:
        slope, first = -(g**2).sum(axis=-1), rate_of(self.first, k)
        return backtrack(self.hill, k, rows, x, height, -g, slope, first, self.c1)


def wolfe_each(
    hill: Ground, k: int, rows: ndarray, x: Float[ndarray, "n d"], p: Float[ndarray, "n d"], first: float
) -> Move:
    """Wolfe's search for one walker after the other, each along its own p; it counts up to the border."""
    step, stuck = np.full(len(x), first), np.zeros(len(x), dtype=bool)
    longest = hill.room(x, p)
    for i in np.flatnonzero(longest > 0):  # one who stands on the border and looks out may leave
        here, down = x[i : i + 1], p[i : i + 1]
        found = bracket(hill, here, down, first, c1=FAIR_SHARE, c2=0.9, longest=float(longest[i]))
        step[i], stuck[i] = found.accepted, not found.ok
        tried = found.alphas[: found.n_rejected]
        if tried.size:
            again = np.full(len(tried), rows[i])
            hill.reject(k, again, tried, here + tried[:, None] * down, found.values[: found.n_rejected])
    beyond = np.where(step >= longest, 2.0, 1.0)  # a step to the border is meant to cross it
    return Move((beyond * step)[:, None] * p, step, stuck=stuck)


def _one_direction(
    f: Landscape | Callable[..., Any], x: ArrayLike, p: ArrayLike, grad: Callable[..., Any] | None
) -> tuple[Ground, Float[ndarray, "1 d"], Float[ndarray, "1 d"]]:
    hill, here = ground(f, x, grad=grad)
    way = as_points(p, here.shape[-1], "p")
    if here.ndim != 1 or way.ndim != 1:
        raise ShapeError(f"x and p must be one point and one direction, got {here.shape} and {way.shape}")
    if not hill.land.grad(here) @ way < 0:
        raise ShapeError("p must point downhill: its product with the gradient must be negative")
    return hill, here[None], way[None]


def _slope(g: Float[ndarray, "n d"], p: Float[ndarray, "n d"]) -> Float[ndarray, " n"]:
    return np.asarray((g * p).sum(axis=-1))
