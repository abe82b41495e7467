"""Straight lines through points, along which any function of many variables is one of a single variable."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy import ndarray

from calc_core.stencils import Stencil
from calc_core.values import Function, values


@dataclass
class Lines:
    """f along straight lines, one from each of n points: s -> f(point + s * direction).

    `points` are (n,) numbers, or (n, d) points with (n, d) directions. `base` (n,) is the coordinate that s
    is added to, so that a nudge can be rounded to one that the machine really makes, and `size` (n,)
    says how large the moving coordinates are. `shape` is the shape in which the caller wants n answers.

    Where f gives several `answers` per point, each has its own line, and so each point and direction
    stands so many times in a row; as long as all answers ask for the same nudge, f is asked once.
    """

    f: Function
    points: ndarray
    base: ndarray
    shape: tuple[int, ...]
    directions: ndarray | None = None
    size: ndarray = None  # type: ignore[assignment]  # |base| unless given
    answers: int | None = None
    nfev: int = 0

    def __post_init__(self) -> None:
        if self.size is None:
            self.size = np.abs(self.base)

    def at(self, s: ndarray) -> ndarray:
        """f at offsets s of shape (..., n), whatever it may be."""
        if self.answers is None:
            return self._asked(s)
        fan = s.reshape(*s.shape[:-1], -1, self.answers)
        if (fan == fan[..., :1]).all():
            return self._asked(fan[..., 0]).reshape(s.shape)
        each = [self._asked(fan[..., k])[..., k] for k in range(self.answers)]
        return np.stack(each, axis=-1).reshape(s.shape)

    def _asked(self, s: ndarray) -> ndarray:
        self.nfev += s.size
        every, several = slice(None, None, self.answers), () if self.answers is None else (self.answers,)
        if self.directions is None:
            return values(self.f, self.points[every] + s, answers=several)
        there = self.points[every] + s[..., None] * self.directions[every]
        return values(self.f, there, coordinates=1, answers=several)

    @cached_property
    def home(self) -> ndarray:
        """f at the points themselves."""
        return self.at(np.zeros(self.base.shape))

    def blocks(self, numbers: int = 1 << 11) -> Iterator[tuple[slice, Lines]]:
        """The same lines in blocks of about `numbers` coordinates, small enough to stay in fast memory."""
        n, d = len(self.base), 1 if self.directions is None else self.points.shape[1]
        fan = self.answers or 1
        size = max(numbers // (d * fan), 1) * fan
        for here in (slice(k, k + size) for k in range(0, max(n, 1), size)):
            ways, some = None if self.directions is None else self.directions[here], self.base[here]
            yield (
                here,
                replace(
                    self,
                    points=self.points[here],
                    base=some,
                    shape=some.shape,
                    directions=ways,
                    size=self.size[here],
                ),
            )


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
