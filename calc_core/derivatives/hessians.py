"""The Hessian: how slopes change, and whether the ground is a bowl, a dome or a pass."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from jaxtyping import Float, Int, Shaped
from numpy import ndarray

from calc_core.curvatures import kinds, principal
from calc_core.derivatives.along_lines import along
from calc_core.derivatives.gradients import gradient
from calc_core.derivatives.jacobians import jacobian
from calc_core.derivatives.lines import from_each_point
from calc_core.derivatives.stencils import Method
from calc_core.errors import ShapeError
from calc_core.points import ArrayLike, Real
from calc_core.results import Estimate, Result, recorded
from calc_core.values import Function, real_points


@dataclass(frozen=True, eq=False)
class Hessian(Estimate):
    """A symmetric `value`; `asymmetry` is how far its two halves were apart before they were averaged."""

    asymmetry: Float[ndarray, "*batch"]


@recorded
def hessian(
    f: Function, x: ArrayLike, *, grad: Function | None = None, method: Method = "richardson"
) -> Hessian:
    """H_ij = d^2 f / dx_i dx_j, shape (..., d, d) for points x of shape (..., d).

    With `grad`, H is its Jacobian; from f alone, curvatures are measured along axes and diagonals a, b:
    D^2_{a+b} = D^2_a + 2 H_ab + D^2_b and D^2_{a-b} = D^2_a - 2 H_ab + D^2_b give H_ab twice. Both
    times the two readings are averaged. Methods and errors are those of `derivative`.

    >>> bend = cc.hessian(cc.bowl(4).f, (1.0, 1.0))
    >>> print(bend.value.round(6))
    [[1. 0.]
     [0. 4.]]
    """
    points = real_points(x)
    if grad is not None:
        measured = jacobian(grad, points, method=method)
        return _symmetric(measured.value, measured.error, measured.h, measured)
    d = points.shape[-1]
    i, j = np.triu_indices(d, 1)
    axes = _curvatures(f, points, np.eye(d), points, method)
    slopes = gradient(f, points, method=method)
    reach = _reach(axes, slopes, points)
    steps = reach[..., None] * np.eye(d)
    ways = np.concatenate([steps[..., i, :] + steps[..., j, :], steps[..., i, :] - steps[..., j, :]], axis=-2)
    diagonals = _curvatures(f, points, ways, None, method, h=1.0 if method == "richardson" else None)
    nfev = slopes.nfev + axes.nfev + diagonals.nfev
    if (diagonals.error > 1e-6 * np.abs(diagonals.value).max(axis=-1, keepdims=True, initial=0.0)).any():
        diagonals = _curvatures(f, points, ways, None, method)  # steps along axes were a bad start: probe
        nfev += diagonals.nfev
    return replace(_assembled(axes, diagonals, reach, i, j), nfev=nfev)


def _reach(
    axes: Estimate, slopes: Estimate, points: Float[ndarray, "*batch d"]
) -> Float[ndarray, "*batch d"]:
    """How far to go along each axis for f to change alike. An even or odd f hides from one of the two."""
    far = np.minimum(np.where(axes.value != 0, axes.h, np.inf), np.where(slopes.value != 0, slopes.h, np.inf))
    return np.where(np.isfinite(far), far, np.maximum(np.abs(points), 1.0) / 8)


def _curvatures(
    f: Function,
    points: Float[ndarray, "*batch d"],
    ways: Float[ndarray, "*ways k d"],
    base: Float[ndarray, "*batch k"] | None,
    method: Method,
    h: float | None = None,
) -> Estimate:
    """d^2/ds^2 f(x + s way) for each way (..., k, d), shape (..., k)."""
    return along(from_each_point(f, points, ways, base), method, 2, "both", h, None, x=points)


def _assembled(
    axes: Estimate,
    diagonals: Estimate,
    h: Float[ndarray, "*batch d"],
    i: Int[ndarray, " pairs"],
    j: Int[ndarray, " pairs"],
) -> Hessian:
    """Both readings of every mixed entry, one above the diagonal and one below."""
    n = len(i)
    plus, minus = diagonals.value[..., :n], diagonals.value[..., n:]
    own = h**2 * axes.value
    cell = 2 * h[..., i] * h[..., j]
    value, error, step = (np.zeros((*h.shape, h.shape[-1])) for _ in range(3))
    k = np.arange(h.shape[-1])
    value[..., k, k], error[..., k, k], step[..., k, k] = axes.value, axes.error, axes.h
    value[..., i, j] = (plus - own[..., i] - own[..., j]) / cell
    value[..., j, i] = (own[..., i] + own[..., j] - minus) / cell
    error[..., i, j] = error[..., j, i] = (diagonals.error[..., :n] + diagonals.error[..., n:]) / (2 * cell)
    step[..., i, j] = step[..., j, i] = np.sqrt(cell / 2)
    both = diagonals.ok[..., :n] & diagonals.ok[..., n:]
    ok = np.ones(value.shape, dtype=bool)
    ok[..., k, k], ok[..., i, j], ok[..., j, i] = axes.ok, both, both
    found = Estimate(value, error, step, axes.nfev, axes.method, ok, x=axes.x)
    return _symmetric(value, error, step, found)


def _symmetric(
    value: Float[ndarray, "*batch d d"],
    error: Float[ndarray, "*batch d d"],
    step: Float[ndarray, "*batch d d"],
    found: Estimate,
) -> Hessian:
    turned, twin = np.swapaxes(value, -1, -2), np.swapaxes(error, -1, -2)
    asymmetry = np.abs(value - turned).max(axis=(-1, -2), initial=0.0)
    ok = found.ok & np.swapaxes(found.ok, -1, -2)
    return Hessian(
        (value + turned) / 2,
        np.maximum(error, twin),
        step,
        found.nfev,
        found.method,
        ok,
        np.asarray(asymmetry),
        x=found.x,
    )


@dataclass(frozen=True, eq=False)
class Classification(Result):
    """The lie of the ground where it is level: `kind` for each Hessian, its curvatures and their directions.

    A kind is "minimum", "maximum", "saddle", or "degenerate" where curvatures alone cannot tell.
    """

    kinds: Shaped[ndarray, "*batch"]  # of words
    eigenvalues: Float[ndarray, "*batch d"]  # ascending
    eigenvectors: Float[ndarray, "*batch d d"]  # column i belongs to eigenvalue i
    determinant: Float[ndarray, "*batch"]
    trace: Float[ndarray, "*batch"]

    @property
    def kind(self) -> str:
        """The word for a single Hessian."""
        if self.kinds.shape:
            raise ShapeError(f"there are {self.kinds.size} Hessians here: ask for kinds")
        return str(self.kinds)


@recorded
def classify(H: ArrayLike, tol: Real = 1e-9) -> Classification:
    """Tell hollow, peak and pass apart by the signs of the eigenvalues of H, shape (..., d, d).

    All positive: minimum; all negative: maximum; both signs: saddle. An eigenvalue of at most `tol` times the
    largest |eigenvalue| counts as 0, and unless the others differ in sign the test says nothing: degenerate.
    Raises ShapeError for a matrix that is not symmetric.

    >>> print(cc.classify([[2.0, 0.0], [0.0, 1.0]]).kind, cc.classify([[2.0, 0.0], [0.0, -1.0]]).kind)
    minimum saddle

    Where a curvature is 0 the test is silent:

    >>> print(cc.classify([[2.0, 0.0], [0.0, 0.0]]).kind)
    degenerate
    """
    values, vectors = principal(H)
    determinant, trace = np.asarray(np.prod(values, axis=-1)), np.asarray(values.sum(axis=-1))
    return Classification(kinds(values, tol), values, vectors, determinant, trace)
