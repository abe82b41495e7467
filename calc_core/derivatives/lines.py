"""Straight lines through points, along which any function of many variables is one of a single variable."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Bool, Float, Inexact
from numpy import ndarray

from calc_core.derivatives.stencils import Stencil
from calc_core.values import Function, finite_values, values

SHORTEST = 1e-150  # nudges along directions shorter than this would overflow


@dataclass(frozen=True)
class Slopes:
    """A derivative along each of n lines, its error, the largest step behind it; did it settle?"""

    value: Float[ndarray, " n"]
    error: Float[ndarray, " n"]
    h: Float[ndarray, " n"]
    ok: Bool[ndarray, " n"]


@dataclass
class Lines:
    """f along straight lines, one from each of n points: s -> f(point + s * direction).

    `points` are (n,) numbers, or (n, d) points with (n, d) directions; `f0` (n,) is f there. `base` (n,) is
    the coordinate that s is added to, so that a nudge can be rounded to one that the machine really makes,
    and `size` (n,) tells how large the coordinates are that move. The caller wants n answers in `shape`.

    Where f gives several `answers` per point, each has its own line, and so each point and direction
    stands so many times in a row; as long as all answers ask for the same nudge, f is asked once.
    """

    f: Function
    points: Float[ndarray, "n ..."]
    f0: Float[ndarray, " n"]
    base: Float[ndarray, " n"]
    size: Float[ndarray, " n"]
    shape: tuple[int, ...]
    directions: Float[ndarray, "n d"] | None = None
    answers: int | None = None
    nfev: int = 0

    def at(self, s: Inexact[ndarray, "*steps n"]) -> Inexact[ndarray, "*steps n"]:
        """f at offsets s, whatever it may be."""
        if self.answers is None:
            return self._asked(s)
        fan = s.reshape(*s.shape[:-1], -1, self.answers)
        if (fan == fan[..., :1]).all():
            return self._asked(fan[..., 0]).reshape(s.shape)
        each = [self._asked(fan[..., k])[..., k] for k in range(self.answers)]
        return np.stack(each, axis=-1).reshape(s.shape)

    def _asked(self, s: Inexact[ndarray, "*steps points"]) -> Inexact[ndarray, "*steps points *answers"]:
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
            yield here, self._of(here)

    def only(self, wanted: Bool[ndarray, " n"]) -> tuple[Bool[ndarray, " n"], Lines]:
        """The lines that are wanted, all answers of a point together: which ones they are, and they."""
        wanted = wanted.copy()
        if self.answers is not None:
            wanted = np.repeat(wanted.reshape(-1, self.answers).any(axis=1), self.answers)
        return wanted, self._of(wanted)

    def _of(self, some: slice | Bool[ndarray, " n"]) -> Lines:
        part = {name: getattr(self, name)[some] for name in ("points", "f0", "base", "size")}
        directions = None if self.directions is None else self.directions[some]
        return replace(self, **part, shape=part["base"].shape, directions=directions, nfev=0)


def on_the_number_line(f: Function, x: Float[ndarray, "*shape"], *, vector: bool = False) -> Lines:
    """A line through every number in x; with `vector`, f gives a row of numbers for each."""
    f0 = finite_values(f, x, answers=None if vector else ())
    m = f0.shape[-1] if vector else None
    flat = np.repeat(x.ravel(), 1 if m is None else m)
    return Lines(f, flat, f0.ravel(), flat, np.abs(flat), f0.shape, answers=m, nfev=x.size)


def from_each_point(
    f: Function,
    points: Float[ndarray, "*points d"],
    directions: Float[ndarray, "*directions k d"],
    base: Float[ndarray, "*points k"] | None = None,
    *,
    vector: bool = False,
) -> Lines:
    """k lines along `directions` from each of `points`, whose leading axes broadcast; answers (..., k).

    `base` is the coordinate that alone moves along each direction; none, where several do. With `vector`,
    f gives a row of m numbers for each point, and the answers have shape (..., k, m).
    """
    f0 = finite_values(f, points, coordinates=1, answers=None if vector else ())
    m = f0.shape[-1] if vector else None
    fan, (k, d) = 1 if m is None else m, directions.shape[-2:]
    batch = np.broadcast_shapes(points.shape[:-1], directions.shape[:-2])
    ways = np.broadcast_to(directions, (*batch, k, d))
    start = np.broadcast_to(points[..., None, :], ways.shape)
    moving = np.abs(start * (ways != 0)).max(axis=-1, initial=0.0)
    size = np.minimum(moving / np.maximum(np.abs(ways).max(axis=-1, initial=0.0), SHORTEST), 1 / SHORTEST)
    shape = (*batch, k) if m is None else (*batch, k, m)
    return Lines(
        f,
        np.repeat(start.reshape(-1, d), fan, axis=0),
        np.broadcast_to(f0[..., None] if m is None else f0[..., None, :], shape).ravel(),
        base=np.repeat(np.zeros(size.size) if base is None else base.ravel(), fan),
        size=np.repeat(size.ravel(), fan),
        shape=shape,
        directions=np.repeat(ways.reshape(-1, d), fan, axis=0),
        answers=m,
        nfev=points.size // max(d, 1),
    )


def rises(
    lines: Lines, steps: Float[ndarray, "*steps n"], rule: Stencil
) -> tuple[Inexact[ndarray, "*steps n"], Float[ndarray, "*steps n"], Float[ndarray, "*steps n"]]:
    """sum_i weights[i] f(x + offsets[i] h) for every step, the largest |f| in it, and the h really made.

    The nudge really made is the difference of two floating-point numbers, and so exact.
    """
    with np.errstate(all="ignore"):
        h = (lines.base + steps) - lines.base
        parts, magnitude = [], np.broadcast_to(np.abs(lines.f0), h.shape)
        for offset, weight in zip(rule.offsets, rule.weights, strict=True):
            seen = lines.at(offset * h) if offset else lines.f0
            parts.append(weight * seen)
            magnitude = np.maximum(magnitude, np.abs(seen))
        return np.asarray(sum(parts[1:], parts[0])), magnitude, h


def finite_rises(
    lines: Lines, steps: Float[ndarray, "*steps n"], rule: Stencil
) -> tuple[Float[ndarray, "*steps n"], Float[ndarray, "*steps n"], Float[ndarray, "*steps n"]]:
    """`rises`, but where f is not finite 0 of infinite magnitude: an answer that is never chosen."""
    rise, magnitude, h = rises(lines, steps, rule)
    lost = ~np.isfinite(rise)
    if lost.any():
        rise, magnitude = np.where(lost, 0, rise), np.where(lost, np.inf, magnitude)
    return rise, magnitude, h
