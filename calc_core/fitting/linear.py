"""Linear least squares: the best line is a shadow, and Householder's QR drops the perpendicular."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np
import scipy.linalg
from jaxtyping import Float
from numpy import ndarray
from scipy.linalg import lapack

from calc_core.errors import DomainError, ShapeError, SingularError
from calc_core.fitting.models import Model
from calc_core.fitting.result import FitResult
from calc_core.points import ArrayLike, as_numbers
from calc_core.results import Result, recorded


@recorded
def linear(
    A: ArrayLike,
    y: ArrayLike,
    sigma: ArrayLike | None = None,
    *,
    param_names: Sequence[str] = (),
    allow_rank_deficient: bool = False,
) -> FitResult:
    """argmin over theta of |(y - A theta) / sigma|^2, from R theta = Q^T y with A = Q R (Householder, 1958).

    A has shape (n, p), y (n,), sigma (n,) or one number. QR works on A itself: the normal equations
    A^T A theta = A^T y say the same but square the condition number. Raises SingularError when the columns
    of A are linearly dependent, unless `allow_rank_deficient`: then theta is the shortest of all the answers.

    >>> A = np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]])
    >>> print(fitting.linear(A, [1.0, 2.0, 2.0]).theta.round(4))
    [1.1667 0.5   ]
    """
    design, data = _system(A, y)
    if sigma is not None:
        errors = as_numbers(sigma, "sigma") * np.ones_like(data)
        if errors.shape != data.shape or not (errors > 0).all():
            raise DomainError(f"sigma must be positive, one number or one for each of the {len(data)} data")
        design, data = design / errors[:, None], data / errors
    p = design.shape[1]
    names = tuple(param_names) or tuple(f"theta{k}" for k in range(p))
    if len(names) != p:
        raise ShapeError(f"param_names must name {p} parameters, got {len(names)}")
    return solved(design, data, names, ("",) * p, sigma is not None, allow_rank_deficient)


def fit_linear(
    model: Model, x: ndarray, y: ndarray, sigma: ndarray | None, allow_rank_deficient: bool = False
) -> FitResult:
    """Fit a model that is linear in its knobs: its Jacobian is the matrix A of `linear`."""
    residuals = model.residuals(x, y, sigma)
    zero = np.zeros(model.p)
    design, data = -residuals.jacobian(zero), residuals(zero)
    given = sigma is not None
    found = solved(design, data, model.param_names, model.param_units, given, allow_rank_deficient, model)
    return replace(found, data_x=residuals.x, data_sigma=residuals.sigma)


def solved(
    design: ndarray,
    data: ndarray,
    names: tuple[str, ...],
    units: tuple[str, ...],
    sigma_given: bool,
    allow_rank_deficient: bool,
    model: Model | None = None,
) -> FitResult:
    """Solve by pivoted QR of the columns scaled to length 1, so that units do not matter."""
    n, p = design.shape
    if n < p:
        raise SingularError(f"{n} data cannot tell {p} parameters apart: {', '.join(names)}")
    lengths = np.linalg.norm(design, axis=0)
    lengths[lengths == 0] = 1.0
    Q, R, order = scipy.linalg.qr(design / lengths, mode="economic", pivoting=True)
    sizes = np.abs(np.diag(R))
    rank = int(np.sum(sizes > max(n, p) * np.finfo(float).eps * sizes[:1].sum()))
    if rank == p:
        theta, inverse = np.empty(p), np.empty((p, p))
        theta[order] = scipy.linalg.solve_triangular(R, Q.T @ data)
        inverse[order] = scipy.linalg.solve_triangular(R, np.eye(p))
        theta, inverse = theta / lengths, inverse / lengths[:, None]
        cov = inverse @ inverse.T
    elif allow_rank_deficient:
        pseudo = np.linalg.pinv(design, rcond=max(n, p) * np.finfo(float).eps)
        theta, cov = pseudo @ data, pseudo @ pseudo.T
    else:
        names_found = ", ".join(names[k] for k in sorted(order[rank:]))
        raise SingularError(
            f"the columns are dependent (rank {rank} of {p}): nothing tells {names_found} apart"
        )
    residual = data - design @ theta
    cov = cov if sigma_given else scaled(cov, residual)
    cond = condition_number(design)
    reason = "solved in one go by QR"
    return FitResult(
        theta, cov, residual, cond, "converged", reason, "qr", 1, 1, names, units, None, model, sigma_given
    )


def scaled(inverse: Float[ndarray, "p p"], residual: Float[ndarray, " n"]) -> Float[ndarray, "p p"]:
    """(J^T J)^-1 rss / dof: the covariance, with the size of one datum's error measured from the residuals.

    Without a degree of freedom nothing measures it, and every entry is inf; so it is where the data cannot
    tell the knobs apart, however well they are met.
    """
    dof = len(residual) - len(inverse)
    if dof <= 0 or not np.isfinite(inverse).all():
        return np.full_like(inverse, np.inf)
    return np.asarray(inverse * (residual @ residual / dof))


def measuring(lengths: Float[ndarray, " p"]) -> Float[ndarray, " p"]:
    """|J_k|, how much one unit of knob k moves the residuals; 1 for a knob that moves nothing."""
    return lengths if lengths.all() else np.where(lengths > 0, lengths, 1.0)


def triangle(A: Float[ndarray, "n q"]) -> Float[ndarray, "k q"]:
    """R of A = Q R, by LAPACK without detours: numpy's own way costs a small fit several times the work."""
    R = lapack.dgeqrf(A)[0][: A.shape[1]]
    return np.asarray(R * _upper(R.shape))


@cache
def _upper(shape: tuple[int, int]) -> ndarray:
    return np.triu(np.ones(shape))


def inverse_normal(J: Float[ndarray, "n p"]) -> Float[ndarray, "p p"]:
    """(J^T J)^-1 from J = Q R, every knob measured by its column; all inf where J has no full rank."""
    return inverse_from(triangle(J), measuring(np.sqrt(np.add.reduce(J * J, axis=0))), len(J))


def inverse_from(R: Float[ndarray, "k p"], lengths: Float[ndarray, " p"], n: int) -> Float[ndarray, "p p"]:
    """(R^T R)^-1, for R of n rows whose columns have `lengths`."""
    p = R.shape[1]
    R = R / lengths
    sizes = np.abs(R.diagonal())
    if len(sizes) < p or not (sizes > max(n, p) * np.finfo(float).eps).all():
        return np.full((p, p), np.inf)
    half = lapack.dtrtri(R)[0] / lengths[:, None]
    return np.asarray(half @ half.T)


def condition_number(design: ndarray) -> float:
    """Largest over smallest singular value: how much longer than wide the valley is (1 is round)."""
    values = np.linalg.svd(design, compute_uv=False)
    return float(values[0] / values[-1]) if len(values) and values[-1] > 0 else np.inf


@dataclass(frozen=True, eq=False)
class Projection(Result):
    """y = y_hat + r: the shadow of y on the plane of A's columns, and the perpendicular that was dropped."""

    y_hat: Float[ndarray, " n"]
    r: Float[ndarray, " n"]
    theta: Float[ndarray, " p"]
    against: Float[ndarray, " p"]  # A^T r: 0 up to rounding, for r stands at right angles to every column
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def length(self) -> float:
        """|r|, the shortest distance from y to the plane."""
        return float(np.linalg.norm(self.r))


@recorded
def projection(A: ArrayLike, y: ArrayLike) -> Projection:
    """y_hat = Q Q^T y with A = Q R: the point of A's column space nearest to y (n,).

    Raises SingularError when the columns of A (n, p) are linearly dependent.

    What is left is square to the columns:

    >>> A = np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]])
    >>> shadow = fitting.projection(A, [1.0, 2.0, 2.0])
    >>> print(shadow.y_hat.round(4), (A.T @ shadow.r).round(6) + 0.0)
    [1.1667 1.6667 2.1667] [0. 0.]
    """
    design, data = _system(A, y)
    fitted = linear(design, data)
    return Projection(data - fitted.residual, fitted.residual, fitted.theta, design.T @ fitted.residual)


def _system(A: ArrayLike, y: ArrayLike) -> tuple[ndarray, ndarray]:
    design, data = as_numbers(A, "A"), as_numbers(y, "y")
    if design.ndim != 2 or design.shape[1] == 0 or data.shape != design.shape[:1]:
        raise ShapeError(f"A must be (n, p) with p >= 1 and y (n,), got {design.shape} and {data.shape}")
    if np.iscomplexobj(design) or np.iscomplexobj(data):
        raise ShapeError("A and y must be real numbers, got complex ones")
    return design, data
