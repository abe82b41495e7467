"""The nudges that difference quotients are made of: where to look, and how to combine what is seen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

import numpy as np
from numpy import ndarray

from calc_core.errors import ShapeError

EPS = float(np.finfo(float).eps)

Method: TypeAlias = Literal["forward", "backward", "central", "complex", "richardson"]
Side: TypeAlias = Literal["left", "right", "both"]


@dataclass(frozen=True)
class Stencil:
    """sum_i weights[i] f(x + offsets[i] h) / h^order = f^(order)(x) + C h^power + C' h^(2 power) + ...

    C is `leading` times the derivative of f of degree order + power.
    """

    offsets: tuple[int, ...]
    weights: tuple[float, ...]
    order: int
    power: int
    leading: float

    @property
    def weight(self) -> float:
        """By how much rounding errors of f may add up: the sum of |weights|."""
        return sum(abs(w) for w in self.weights)


CENTRAL = {
    1: Stencil((1, -1), (0.5, -0.5), 1, 2, 1 / 6),
    2: Stencil((1, 0, -1), (1.0, -2.0, 1.0), 2, 2, 1 / 12),
}
FORWARD = {
    1: Stencil((1, 0), (1.0, -1.0), 1, 1, 1 / 2),
    2: Stencil((2, 1, 0), (1.0, -2.0, 1.0), 2, 1, 1.0),
}
BACKWARD = {
    1: Stencil((0, -1), (1.0, -1.0), 1, 1, -1 / 2),
    2: Stencil((0, -1, -2), (1.0, -2.0, 1.0), 2, 1, -1.0),
}
SIDES = {"both": CENTRAL, "right": FORWARD, "left": BACKWARD}


def stencil(method: Method, side: Side, order: int) -> Stencil:
    """The stencil for a first or second derivative, looking to both sides or to one."""
    if order not in (1, 2):
        raise ShapeError(f"order must be 1 or 2, got {order}")
    if side not in SIDES:
        raise ShapeError(f"side must be one of {sorted(SIDES)}, got {side!r}")
    own = {"forward": "right", "backward": "left"}.get(method, side)
    if side not in ("both", own):
        raise ShapeError(f"{method} differences look to the {own}, so side={side!r} contradicts them")
    return SIDES[own][order]


@dataclass
class Line:
    """f along straight lines, one through each point: s -> f(point + s * direction).

    `at(s)` takes offsets of shape (..., *shape) and gives as many values; `base` is the coordinate
    that s is added to, so that a nudge can be rounded to one that the machine really makes. A single
    point is treated as a row of one; `shape` is what the caller will get. `size` says how large the
    coordinates are that move, |base| unless given.
    """

    at: Callable[[ndarray], ndarray]
    base: ndarray
    size: ndarray = None  # type: ignore[assignment]  # None until __post_init__
    nfev: int = 0

    def __post_init__(self) -> None:
        self.shape = self.base.shape
        self.base = np.atleast_1d(self.base)
        self.size = np.atleast_1d(np.abs(self.base) if self.size is None else self.size)

    def values(self, s: ndarray) -> ndarray:
        """f at offset s, nan where f has no finite value."""
        self.nfev += s.size
        seen = self.at(s)
        return np.where(np.isfinite(seen), seen, np.nan)

    @cached_property
    def home(self) -> ndarray:
        """f at the points themselves."""
        return self.values(np.zeros(self.base.shape))

    def nudge(self, h: ndarray) -> ndarray:
        """The step nearest to h that takes the base coordinate to another floating-point number exactly."""
        with np.errstate(all="ignore"):
            return np.asarray((self.base + h) - self.base)


def quotients(line: Line, steps: ndarray, rule: Stencil) -> tuple[ndarray, ndarray, ndarray]:
    """The difference quotient for every step, the largest |f| in it, and the steps really made."""
    h = line.nudge(steps)
    away = [o for o in rule.offsets if o]
    with np.errstate(all="ignore"):
        seen = dict(zip(away, line.values(np.stack([o * h for o in away])), strict=True))
        seen[0] = np.broadcast_to(line.home, h.shape)
        total = sum(w * seen[o] for o, w in zip(rule.offsets, rule.weights, strict=True))
        largest = np.max(np.abs([seen[o] for o in rule.offsets]), axis=0)
        return np.asarray(total / h**rule.order), largest, h
