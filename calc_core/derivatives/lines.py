"""Straight lines through points, along which any function of many variables is one of a single variable."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy import ndarray

from calc_core.derivatives.stencils import Stencil
from calc_core.values import Function, at_home, values

FAINT = 1e-150  # nudges along directions shorter than this would overflow


@dataclass
class Lines:
    """f along straight lines, one from each of n points: s -> f(point + s * direction).

    `points` are (n,) numbers, or (n, d) points with (n, d) directions; `home` (n,) is f there. `base` (n,) is
    the coordinate that s is added to, so that a nudge can be rounded to one that the machine really makes,
    and `size` (n,) tells how large the coordinates are that move. The caller wants n answers in `shape`.

    Where f gives several `answers` per point, each has its own line, and so each point and direction
    stands so many times in a row; as long as all answers ask for the same nudge, f is asked once.
    """

    f: Function
    points: ndarray
    home: ndarray
    base: ndarray
    size: ndarray
    shape: tuple[int, ...]
    directions: ndarray | None = None
    answers: int | None = None
    nfev: int = 0

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

    def blocks(self, numbers: int = 1 << 12) -> Iterator[tuple[slice, Lines]]:
        """The same lines in blocks of about `numbers` coordinates, small enough to stay in fast memory."""
        n, d = len(self.base), 1 if self.directions is None else self.points.shape[1]
        fan = self.answers or 1
        size = max(numbers // (d * fan), 1) * fan
        for here in (slice(k, k + size) for k in range(0, max(n, 1), size)):
            part = {name: getattr(self, name)[here] for name in ("points", "home", "base", "size")}
            ways = None if self.directions is None else self.directions[here]
            yield here, replace(self, **part, shape=part["base"].shape, directions=ways, nfev=0)


def on_the_number_line(f: Function, x: ndarray, *, vector: bool = False) -> Lines:
    """A line through every number in x, of any shape; with `vector`, f gives a row of numbers for each."""
    home = at_home(f, x, answers=None if vector else ())
    m = home.shape[-1] if vector else None
    flat = np.repeat(x.ravel(), 1 if m is None else m)
    return Lines(f, flat, home.ravel(), flat, np.abs(flat), home.shape, answers=m, nfev=x.size)


def from_each_point(
    f: Function, points: ndarray, ways: ndarray, base: ndarray | None = None, *, vector: bool = False
) -> Lines:
    """k lines along `ways` (..., k, d) from each of `points` (..., d), answers in shape (..., k).

    `base` (..., k) is the coordinate that alone moves along each way; none, where several do. With `vector`,
    f gives a row of m numbers for each point, and the answers have shape (..., k, m).
    """
    home = at_home(f, points, coordinates=1, answers=None if vector else ())
    m = home.shape[-1] if vector else None
    fan, (k, d) = 1 if m is None else m, ways.shape[-2:]
    batch = np.broadcast_shapes(points.shape[:-1], ways.shape[:-2])
    ways = np.broadcast_to(ways, (*batch, k, d))
    start = np.broadcast_to(points[..., None, :], ways.shape)
    moving = np.abs(start * (ways != 0)).max(axis=-1, initial=0.0)
    size = np.minimum(moving / np.maximum(np.abs(ways).max(axis=-1, initial=0.0), FAINT), 1 / FAINT)
    shape = (*batch, k) if m is None else (*batch, k, m)
    return Lines(
        f,
        np.repeat(start.reshape(-1, d), fan, axis=0),
        np.broadcast_to(home[..., None] if m is None else home[..., None, :], shape).ravel(),
        base=np.repeat(np.zeros(size.size) if base is None else base.ravel(), fan),
        size=np.repeat(size.ravel(), fan),
        shape=shape,
        directions=np.repeat(ways.reshape(-1, d), fan, axis=0),
        answers=m,
        nfev=points.size // max(d, 1),
    )


def rises(lines: Lines, steps: ndarray, rule: Stencil) -> tuple[ndarray, ndarray, ndarray]:
    """sum_i weights[i] f(x + offsets[i] h) for every step, the largest |f| in it, and the h really made.

    The nudge really made is the difference of two floating-point numbers, and so exact.
    """
    with np.errstate(all="ignore"):
        h = (lines.base + steps) - lines.base
        parts, loud = [], np.abs(lines.home)
        for offset, weight in zip(rule.offsets, rule.weights, strict=True):
            seen = lines.at(offset * h) if offset else lines.home
            parts.append(weight * seen)
            loud = np.maximum(loud, np.abs(seen))
        return np.asarray(sum(parts[1:], parts[0])), loud, h
