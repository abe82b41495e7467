"""The nudges that difference quotients are made of: where to look, and how to combine what is seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

import numpy as np
from numpy import ndarray

from calc_core.errors import ShapeError
from calc_core.values import Function, values

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
class Lines:
    """f along straight lines, one from each of n points: s -> f(point + s * direction).

    `points` are (n,) numbers, or (n, d) points with (n, d) directions. `base` (n,) is the coordinate that s
    is added to, so that a nudge can be rounded to one that the machine really makes, and `size` (n,)
    says how large the moving coordinates are. `shape` is the shape in which the caller wants n answers.
    """

    f: Function
    points: ndarray
    base: ndarray
    shape: tuple[int, ...]
    directions: ndarray | None = None
    size: ndarray = None  # type: ignore[assignment]  # |base| unless given
    nfev: int = 0

    def __post_init__(self) -> None:
        if self.size is None:
            self.size = np.abs(self.base)

    def at(self, s: ndarray) -> ndarray:
        """f at offsets s of shape (..., n), whatever it may be."""
        self.nfev += s.size
        if self.directions is None:
            return values(self.f, self.points + s)
        return values(self.f, self.points + s[..., None] * self.directions, coordinates=1)

    @cached_property
    def home(self) -> ndarray:
        """f at the points themselves."""
        return self.at(np.zeros(self.base.shape))

    def blocks(self, numbers: int = 1 << 11) -> Iterator[tuple[slice, Lines]]:
        """The same lines in blocks of about `numbers` coordinates, small enough to stay in fast memory."""
        n, d = len(self.base), 1 if self.directions is None else self.points.shape[1]
        size = max(numbers // d, 1)
        for here in (slice(k, k + size) for k in range(0, max(n, 1), size)):
            ways = None if self.directions is None else self.directions[here]
            some = self.base[here]
            yield here, Lines(self.f, self.points[here], some, some.shape, ways, self.size[here])


def rises(lines: Lines, steps: ndarray, rule: Stencil) -> tuple[ndarray, ndarray, ndarray]:
    """sum_i weights[i] f(x + offsets[i] h) for every step, the largest |f| in it, and the h really made.

    The nudge really made is the difference of two floating-point numbers, and so exact.
    """
    with np.errstate(all="ignore"):
        h = (lines.base + steps) - lines.base
        rise, loud = np.zeros(h.shape), np.broadcast_to(np.abs(lines.home), h.shape)
        for offset, weight in zip(rule.offsets, rule.weights, strict=True):
            seen = lines.at(offset * h) if offset else lines.home
            rise += weight * seen
            loud = np.maximum(loud, np.abs(seen))
        return rise, loud, h
