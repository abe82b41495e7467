"""Newton's way to a root: slide down the tangent to where it meets zero, and again."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import takewhile
from typing import Literal, TypeAlias

import numpy as np
from jaxtyping import Complex, Float, Inexact, Int
from numpy import ndarray

from calc_core.derivatives.one_variable import derivative
from calc_core.derivatives.stencils import EPS
from calc_core.errors import DomainError, ShapeError
from calc_core.points import ArrayLike, Real, as_numbers
from calc_core.results import Result, recorded
from calc_core.values import Function, finite_values, real, values

Status: TypeAlias = Literal["converged", "cycle", "diverged", "flat", "max_iter"]
CLOSE = 1e-9  # two stops of a cycle are the same when they are so close, relative to the size of the cycle
ROUNDS = 3  # a cycle has been seen when it has been walked so many times
NOISE = 1e-7  # steps that no longer shrink below this part of x are rounding
SHOWN = 16  # digits that a number of 64 bits tells
FAR = 1e12  # beyond so many times its start (or 1), a walk has left for infinity


@dataclass(frozen=True, eq=False)
class RootPath(Result):
    """Every stop of Newton's walk, the start first: x, the height f and the slope df there.

    `status` is "converged", "cycle" (of `cycle_length` stops, for ever), "flat" (a tangent that meets zero
    nowhere), "diverged" or "max_iter". The last stop is always finite.
    """

    x: Float[ndarray, " stops"]
    f: Float[ndarray, " stops"]
    df: Float[ndarray, " stops"]
    status: Status
    cycle_length: int
    measured: bool  # whether the slopes were measured, not given

    @property
    def n(self) -> int:
        """The number of steps."""
        return len(self.x) - 1

    def at(self, t: ArrayLike) -> Float[ndarray, "*shape"]:
        """Where the walk stands after t steps; between stops, on the straight line."""
        return np.asarray(np.interp(real(t, "t"), np.arange(len(self.x)), self.x))

    @property
    def root(self) -> float:
        """The root that was found; raises DomainError where none was."""
        if self.status != "converged":
            raise DomainError(f"Newton's walk found no root: {self.status} after {self.n} steps")
        return float(self.x[-1])

    def digits(self, root: Real) -> Float[ndarray, " stops"]:
        """How many digits of `root` each stop has right: they double at each step, near a simple root."""
        with np.errstate(divide="ignore"):
            wrong = np.abs(self.x - root) / max(abs(root), np.finfo(float).tiny ** 0.5)
            return np.asarray(np.clip(-np.log10(wrong), 0, -np.log10(np.finfo(float).eps)))

    def shared_digits(self, root: Real) -> Int[ndarray, " stops"]:
        """How many digits, from the first, each stop has in common with `root`, both written with SHOWN."""
        first = math.floor(math.log10(abs(root))) if root else 0
        places = max(SHOWN - 1 - first, 0)
        right = f"{float(root):+.{places}f}"
        told = []
        for written in (f"{x:+.{places}f}" for x in self.x):
            same = takewhile(lambda signs: signs[0] == signs[1], zip(written, right, strict=False))
            shared = "".join(sign for sign, _ in same) if len(written) == len(right) else ""
            told.append(sum(sign.isdigit() for sign in shared.lstrip("+-0.")))
        return np.array(told)


@recorded
def newton(
    f: Function, x0: Real, *, df: Function | None = None, tol: Real = 1e-14, max_iter: int = 50
) -> RootPath:
    """x <- x - f(x) / f'(x), until a step no longer changes x by more than `tol` times its size.

    Without `df`, each slope is measured by Richardson's extrapolation. Near a simple root the number of right
    digits doubles at each step; from elsewhere the walk may cycle, fly off or stand on level ground, which is
    an answer and not an error. Raises DomainError where f is not finite at x0. (Newton, 1669.)

    >>> root = cc.newton(lambda x: x**2 - 2, 1.0)
    >>> print(root.status, root.x[:5].round(8))
    converged [1.         1.5        1.41666667 1.41421569 1.41421356]

    A walk that goes round for ever says so:

    >>> print(cc.newton(lambda x: x**3 - 2 * x + 2, 0.0).status)
    cycle
    """
    start = real(x0, "x0")
    if start.ndim:
        raise ShapeError(f"x0 must be one number, got shape {start.shape}; newton_basins takes many")
    if max_iter < 0 or not tol > 0:
        raise ShapeError(f"newton needs max_iter >= 0 and tol > 0, got {max_iter} and {tol}")
    measured = df is None
    slope = (lambda x: derivative(f, x, method="richardson").value) if df is None else df
    x, height, steepness = [float(start)], [float(finite_values(f, start))], [float(slope(start))]
    status: Status = "converged" if height[0] == 0 else "max_iter"
    while status == "max_iter" and len(x) <= max_iter:
        there, status = _next(x, height[-1], steepness[-1], tol)
        fall = values(f, np.asarray(there))
        if status in ("flat", "diverged") or not np.isfinite(fall):
            status = "flat" if status == "flat" else "diverged"
            break
        x.append(there)
        height.append(float(fall))
        steepness.append(float(slope(np.asarray(there))))
        if height[-1] == 0:
            status = "converged"
        elif status == "max_iter" and cycle_length(x):
            status = "cycle"
    length = cycle_length(x) if status == "cycle" else 0
    return RootPath(np.array(x), np.array(height), np.array(steepness), status, length, measured)


def _next(x: list[float], height: float, slope: float, tol: float) -> tuple[float, Status]:
    """Where the tangent meets zero, and whether that ends the walk."""
    if slope == 0 or not np.isfinite(height / slope):
        return x[-1], "flat"
    there = x[-1] - height / slope
    step, before = abs(there - x[-1]), abs(x[-1] - x[-2]) if len(x) > 1 else np.inf
    if step <= tol * abs(there) or before <= step <= NOISE * abs(there):
        return there, "converged"
    return there, "diverged" if abs(there) > FAR * max(abs(x[0]), 1.0) else "max_iter"


def cycle_length(x: list[float]) -> int:
    """After how many stops a walk repeats itself, having done so `ROUNDS` times; 0 where it does not."""
    for length in range(2, len(x) // ROUNDS + 1):
        rounds = np.array(x[-length * ROUNDS :]).reshape(ROUNDS, length)
        if np.ptp(rounds, axis=0).max() <= CLOSE * np.ptp(rounds[-1]):
            return length
    return 0


@dataclass(frozen=True, eq=False)
class NewtonBasins(Result):
    """Where Newton's walk ends from every start z: `label` counts the `roots` from 0, -1 stands for none.

    `iterations` is how many steps it takes to come within `tol` of the root, max_iter where it never does.
    Around an m-fold root rounding hides everything within 16 eps^(1/m), which then counts as arrived.
    """

    z: Complex[ndarray, "*grid"]
    label: Int[ndarray, "*grid"]
    iterations: Int[ndarray, "*grid"]
    roots: Complex[ndarray, " n_roots"]


@recorded
def newton_basins(poly: ArrayLike, z: ArrayLike, *, max_iter: int = 50, tol: Real = 1e-6) -> NewtonBasins:
    """z <- z - p(z) / p'(z) from every point z of a grid, for the polynomial with coefficients `poly`.

    Coefficients come highest power first, [1, 0, 0, -1] for z^3 - 1, as numpy.roots takes them, which names
    the roots; those closer together than 1/1000 of the largest count as one. z may have any shape, real or
    complex. (Cayley asked for the borders in 1879; they are fractals.)

    >>> ends = cc.newton_basins([1, 0, -1], [-3.0, -0.1, 0.1, 3.0])
    >>> print(ends.roots[ends.label].real, ends.iterations)
    [-1. -1.  1.  1.] [5 7 7 5]
    """
    p = np.trim_zeros(np.atleast_1d(as_numbers(poly, "poly")), "f")
    if p.ndim != 1 or p.size < 2:
        raise ShapeError("poly must be coefficients, highest power first, of a polynomial that has a root")
    if max_iter < 0 or not tol > 0:
        raise ShapeError(f"newton_basins needs max_iter >= 0 and tol > 0, got {max_iter} and {tol}")
    grid = np.array(as_numbers(z, "z"), dtype=complex)
    roots, multiplicity = _distinct(np.roots(p))
    size = float(np.abs(roots).max()) or float(np.abs(grid).max(initial=0.0))
    near = np.maximum(tol, np.where(multiplicity > 1, 16 * EPS ** (1 / multiplicity), 0)) * size
    here, label, steps = grid.ravel(), np.full(grid.size, -1), np.full(grid.size, max_iter)
    walking, slope = np.arange(grid.size), np.polyder(p)
    for k in range(max_iter + 1):
        apart = np.abs(here[:, None] - roots)
        nearest = apart.argmin(axis=1)
        home = apart[np.arange(len(here)), nearest] <= near[nearest]
        label[walking[home]], steps[walking[home]] = nearest[home], k
        here, walking = here[~home], walking[~home]
        with np.errstate(all="ignore"):
            here = here - np.polyval(p, here) / np.polyval(slope, here)
        here, walking = here[np.isfinite(here)], walking[np.isfinite(here)]
    return NewtonBasins(grid, label.reshape(grid.shape), steps.reshape(grid.shape), roots)


def _distinct(roots: Inexact[ndarray, " n"]) -> tuple[Complex[ndarray, " m"], Int[ndarray, " m"]]:
    """Roots in the order of their angle, and how many each stands for: rounding splits multiple ones."""
    apart = 1e-3 * np.abs(roots).max()
    kept: list[complex] = []
    together: list[int] = []
    left = roots[np.lexsort((np.abs(roots), np.round(np.angle(roots), 9)))].astype(complex)
    while left.size:
        same = np.abs(left - left[0]) <= apart
        kept.append(left[same].mean())
        together.append(int(same.sum()))
        left = left[~same]
    return np.array(kept), np.array(together)
