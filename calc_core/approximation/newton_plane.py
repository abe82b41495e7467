"""Newton's walk from every point of the complex plane, told so finely that colours can flow: whole jumps and
the share of the last one.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf

import numpy as np
from jaxtyping import Complex, Float, Int
from numpy import ndarray

from calc_core.approximation.newton_raphson import newton_basins
from calc_core.errors import DomainError, ShapeError
from calc_core.points import ArrayLike, Real, as_numbers
from calc_core.results import Result, recorded

LEAST = 0.05  # a jump from farther away than the roots' size counts as if from exp(-LEAST) times it

ROUND = 6  # jumps after which a walk that stands where it stood goes round for ever: cycles of 2, 3 or 6
SAME = 1e-12  # of the length of a last jump, squared: standing where it stood


@dataclass(frozen=True, eq=False)
class NewtonEnds(Result):
    """Where walks from z end: `label` counts the roots from 0, -1 stands for none.

    `steps` is how many jumps it takes until the next one is no longer than `near`, and in which share of the
    last jump that length was passed: continuous in z inside a basin, inf where it never happens.
    """

    z: Complex[ndarray, "*grid"]
    label: Int[ndarray, "*grid"]
    steps: Float[ndarray, "*grid"]

    @property
    def lost(self) -> float:
        """The share of the starts that reach no root."""
        return float((self.label < 0).mean())


@dataclass(frozen=True, eq=False)
class PlaneHops(Result):
    """One walk: x[k] = (real, imaginary part) after k jumps; `label` of the root it reaches, -1 for none."""

    x: Float[ndarray, "stops 2"]
    label: int

    @property
    def n(self) -> int:
        """The number of jumps."""
        return len(self.x) - 1


@dataclass(frozen=True, eq=False)
class NewtonPlane(Result):
    """z <- z - p(z) / p'(z) for one real polynomial, ready to be asked from where each start goes.

    `poly` comes highest power first; `roots` by their angle, as `newton_basins` counts them. A walk has
    arrived when its next jump is no longer than `near`; a root then lies within deg(p) times that.
    """

    poly: Float[ndarray, " n"]
    roots: Complex[ndarray, " n_roots"]
    near: Float[ndarray, ""]
    max_iter: int

    @property
    def size(self) -> float:
        """The distance of the farthest root from 0."""
        return float(np.abs(self.roots).max())

    def ends(self, z: ArrayLike) -> NewtonEnds:
        """Where the walks from z (any shape, complex) end, and after how many jumps."""
        starts = np.array(as_numbers(z, "z"), dtype=complex)
        label, steps = np.empty(starts.size, dtype=np.int64), np.empty(starts.size)
        here, walking = starts.ravel().copy(), np.arange(starts.size)
        before, slope = np.full(starts.size, inf), np.polyder(self.poly)
        label[:], steps[:] = -1, inf
        for k in range(self.max_iter + 1):
            with np.errstate(all="ignore"):
                jump = np.polyval(self.poly, here) / np.polyval(slope, here)
            jump[np.polyval(self.poly, here) == 0] = 0
            length = np.abs(jump)
            home = length <= self.near
            there = here[home] - jump[home]
            label[walking[home]] = np.abs(there[:, None] - self.roots).argmin(axis=1)
            steps[walking[home]] = k - self._spare(before[home], length[home]) if k else 0.0
            on = ~home & np.isfinite(length)
            here, walking, before = here[on] - jump[on], walking[on], length[on]
        return NewtonEnds(starts, label.reshape(starts.shape), steps.reshape(starts.shape))

    def hops(self, z: complex | float | int, n: int) -> PlaneHops:
        """The first `n` jumps of the walk from z."""
        stops, slope = [complex(z)], np.polyder(self.poly)
        for _ in range(n):
            with np.errstate(all="ignore"):
                jump = np.polyval(self.poly, stops[-1]) / np.polyval(slope, stops[-1])
            stops.append(complex(stops[-1] - jump))
        if not np.isfinite(stops).all():
            raise DomainError(f"the walk from {z} stands on level ground, and has no {n} jumps")
        path = np.stack([np.real(stops), np.imag(stops)], axis=-1)
        return PlaneHops(path, int(self.ends(complex(z)).label))

    def _spare(self, before: ndarray, last: ndarray) -> Float[ndarray, " n"]:
        """The share of the last jump that was not needed; each jump squares the length of the one before, so
        logarithms double, and their logarithms grow evenly.
        """
        lengths = np.maximum([before, last], 1e-300) / self.size
        far, close = np.maximum(-np.log(lengths), LEAST)
        return np.asarray(np.log(close / -np.log(self.near / self.size)) / np.log(close / far))


def follow(
    x: ndarray,
    y: ndarray,
    before: ndarray,
    last: ndarray,
    jumps: ndarray,
    seen: ndarray,
    poly: tuple[float, ...],
    near: float,
    max_iter: int,
) -> None:
    """The walks of `NewtonPlane.ends` from x + iy, in place, in numbers alone, so that it can be compiled.

    x and y become where a walk stands after the jump that was no longer than `near`; `jumps` counts its
    jumps, `last` and `before` are the squared lengths of the last of them and of the one before it (inf:
    none). Where `last` is above near^2 a walk has not arrived; -1 tells that it goes round for ever. All
    arrays have one shape (n,), `seen` (2, n) is scratch. Side by side a processor does several walks at once,
    which is why those that have arrived are taken along.
    """
    near2 = near * near
    for i in range(x.size):
        before[i] = last[i] = inf
        jumps[i] = 0.0
        seen[0, i] = seen[1, i] = inf
    for k in range(max_iter + 1):
        walking = 0
        for i in range(x.size):
            u, v = x[i], y[i]
            # p = a + ib and p' = c + id by Horner's rule, its first two rounds without what is 0 in them
            a, b, c, d = poly[0] * u + poly[1], poly[0] * v, poly[0], 0.0
            for coefficient in poly[2:]:
                c, d = c * u - d * v + a, d * u + c * v + b
                a, b = a * u - b * v + coefficient, b * u + a * v
            share = 1.0 / (c * c + d * d)
            right, up = (a * c + b * d) * share, (b * c - a * d) * share
            on = last[i] > near2
            before[i] = last[i] if on else before[i]
            last[i] = right * right + up * up if on else last[i]
            x[i] = u - right if on else u
            y[i] = v - up if on else v
            jumps[i] += 1.0 if on else 0.0
            walking += 1 if on else 0
        if walking == 0:
            break
        if k % ROUND == 0:
            for i in range(x.size):
                again = (x[i] - seen[0, i]) ** 2 + (y[i] - seen[1, i]) ** 2 < SAME * near2
                last[i] = -1.0 if again and last[i] > near2 else last[i]
                seen[0, i], seen[1, i] = x[i], y[i]


@recorded
def newton_plane(poly: ArrayLike, *, max_iter: int = 64, tol: Real = 1e-3) -> NewtonPlane:
    """Newton's walk for the polynomial with the real coefficients `poly`, highest power first.

    `tol` is the length of a last jump, in units of the largest root. Raises ShapeError for a polynomial
    without roots, with roots that coincide, or with complex coefficients.

    The three cube roots of 1, and to which of them three starts go:

    >>> plane = cc.newton_plane([1, 0, 0, -1])
    >>> ends = plane.ends([2.0, -1 + 1j, -1 - 1j])
    >>> print(plane.roots[ends.label].round(3) + 0.0)
    [ 1. +0.j    -0.5+0.866j -0.5-0.866j]
    """
    p = np.trim_zeros(np.atleast_1d(as_numbers(poly, "poly")), "f")
    if np.iscomplexobj(p) or p.ndim != 1 or p.size < 3:
        raise ShapeError("poly must be real coefficients, highest power first, of degree 2 or more")
    roots = newton_basins(p, np.zeros(0)).roots
    if len(roots) < len(p) - 1:
        raise ShapeError(f"newton_plane needs simple roots, got {len(roots)} for degree {len(p) - 1}")
    if max_iter < 1 or not 0 < tol < np.exp(-LEAST) ** 2:
        raise ShapeError(
            f"newton_plane needs max_iter >= 1 and tol between 0 and 0.9, got {max_iter} and {tol}"
        )
    near = float(tol) * float(np.abs(roots).max())
    return NewtonPlane(p.astype(float), roots, np.asarray(near), max_iter)


@recorded
def ends_in_square(plane: NewtonPlane, half: Real, *, cells: int = 400) -> NewtonEnds:
    """Where the walks from the middles of `cells` x `cells` equal cells of |x|, |y| <= `half` end.

    Which of the four roots of z^4 = 1 each cell goes to; -1 where a walk finds none:

    >>> ends = cc.ends_in_square(cc.newton_plane([1, 0, 0, 0, -1]), 2.0, cells=50)
    >>> print(ends.label.shape, np.unique(ends.label))
    (50, 50) [-1  0  1  2  3]
    """
    if not half > 0 or cells < 1:
        raise ShapeError(f"ends_in_square needs half above 0 and a cell, got {half} and {cells}")
    middles = (np.arange(cells) + 0.5) * (2 * half / cells) - half
    return plane.ends(middles + 1j * middles[:, None])
