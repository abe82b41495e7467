"""The rules of a stride: from the slope at hand, and what a rule remembers, to the next step.

One set for all: landscapes with many walkers, fits over their knobs and networks over their weights. A rule
is asked as `rule(k, rows, x, f, g)`: in iteration k the walkers `rows` stand at x, with heights f and
gradients g (see `iteration`). `like` has the shape of all walkers together.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np
from numpy import ndarray

from calc_core.descent.iteration import Move
from calc_core.descent.step_limits import Stride
from calc_core.errors import ShapeError
from calc_core.points import Real

Rate: TypeAlias = Real | Stride | Callable[[int], Real]  # a number, or a schedule: the rate of iteration k


class Steepest:
    """x <- x - rate * g (Cauchy, 1847), with a rate that a schedule gives; `downhill` walks at one rate."""

    def __init__(self, rate: Callable[[int], Real]) -> None:
        self.rate = rate

    def __call__(self, k: int, rows: Any, x: ndarray, f: Any, g: ndarray) -> Move:
        rate = rate_of(self.rate, k)
        return Move(-rate * g, rate)


class HeavyBall:
    """v <- beta v - rate * g, x <- x + v, from rest (Polyak, 1964)."""

    def __init__(self, rate: Rate, beta: Real, like: ndarray) -> None:
        self.rate, self.beta, self.velocity = rate, share("beta", beta), np.zeros_like(like)

    def __call__(self, k: int, rows: Any, x: ndarray, f: Any, g: ndarray) -> Move:
        rate = rate_of(self.rate, k)
        self.velocity[rows] = self.beta * self.velocity[rows] - rate * g
        return Move(self.velocity[rows], rate)


class Nesterov:
    """v <- beta v - rate * grad f(x + beta v), x <- x + v: a ball that looks ahead (Nesterov, 1983)."""

    def __init__(self, rate: Rate, beta: Real, like: ndarray, slope: Callable[[ndarray], ndarray]) -> None:
        self.rate, self.beta, self.velocity = rate, share("beta", beta), np.zeros_like(like)
        self.slope = slope

    def __call__(self, k: int, rows: Any, x: ndarray, f: Any, g: ndarray) -> Move:
        rate, carried = rate_of(self.rate, k), self.beta * self.velocity[rows]
        self.velocity[rows] = carried - rate * self.slope(x + carried)
        return Move(self.velocity[rows], rate)


class Adam:
    """x <- x - rate * m / (sqrt v + eps), running means m of g and v of g^2 (Kingma and Ba, 2015)."""

    def __init__(self, rate: Rate, beta1: Real, beta2: Real, eps: Real, like: ndarray) -> None:
        self.rate, self.eps = rate, eps
        self.beta1, self.beta2 = share("beta1", beta1), share("beta2", beta2)
        self.mean, self.square = np.zeros_like(like), np.zeros_like(like)

    def __call__(self, k: int, rows: Any, x: ndarray, f: Any, g: ndarray) -> Move:
        rate, beta1, beta2 = rate_of(self.rate, k), self.beta1, self.beta2
        self.mean[rows] = beta1 * self.mean[rows] + (1 - beta1) * g
        self.square[rows] = beta2 * self.square[rows] + (1 - beta2) * g**2
        m, v = self.mean[rows] / (1 - beta1 ** (k + 1)), self.square[rows] / (1 - beta2 ** (k + 1))
        return Move(-rate * m / (np.sqrt(v) + self.eps), rate)


class Newton:
    """x <- x - (H + damping I)^-1 g: to the bottom of the paraboloid that fits here; nowhere if singular."""

    def __init__(self, hess: Callable[[ndarray], ndarray], damping: Real) -> None:
        self.hess, self.damping = hess, damping

    def __call__(self, k: int, rows: Any, x: ndarray, f: Any, g: ndarray) -> Move:
        identity = np.eye(x.shape[-1])
        h = self.hess(x) + self.damping * identity
        sizes = np.abs(np.linalg.eigvalsh(h))
        singular = sizes.min(axis=-1) <= 1e-15 * sizes.max(axis=-1)
        h[singular] = identity  # any matrix that can be solved; these walkers stay
        by = -np.linalg.solve(h, g[..., None])[..., 0]
        return Move(np.where(singular[:, None], 0, by), 1.0, stuck=singular)


def rate_of(learning_rate: Rate, k: int) -> float:
    """The learning rate of iteration k; raises ShapeError for one that does not walk downhill."""
    rate = float(learning_rate(k) if callable(learning_rate) else learning_rate)
    if not 0 < rate < np.inf:
        raise ShapeError(f"learning_rate must be positive to walk downhill, got {rate} in iteration {k}")
    return rate


def share(name: str, value: Real) -> Real:
    """A part of a memory that is kept, from 0 up to but not 1."""
    if not 0 <= value < 1:
        raise ShapeError(f"{name} must be at least 0 and below 1, got {value}")
    return value
