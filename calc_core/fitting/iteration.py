"""What every walk over the knobs shares: counted evaluations, a record of its stops, an answer at the end."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import numpy as np
import scipy.linalg
from jaxtyping import Float
from numpy import ndarray

from calc_core.errors import DomainError, ShapeError
from calc_core.fitting.linear import condition_number, scaled
from calc_core.fitting.models import Model, Residuals
from calc_core.fitting.result import FitPath, FitResult, Status, Trial, path_units
from calc_core.points import ArrayLike, as_points

SMALLEST = float(np.finfo(float).tiny)
VectorFunction = Callable[[ndarray], ndarray]
Scale = Literal["max", "current", "none"]


class Walk:
    """Where we are (theta, r, J), where we were, and how often the model was asked.

    `gradient` is 2 J^T r, the slope of f = |r|^2; `lengths` are those of J's columns. `alignment` is the
    largest |cos| of the angle between r and a column of J: 0 where a perpendicular has been dropped.
    """

    def __init__(self, residuals: VectorFunction, theta0: ArrayLike, jac: VectorFunction | None) -> None:
        self.residuals = residuals
        self.jacobian = jac if jac is not None else jacobian_of(residuals)
        self.nfev = self.njev = 0
        self.theta, self.alignment = _start(theta0, self.model), np.inf
        self.r, self.J, self.gradient = self.ask(self.theta), np.empty((0, 0)), np.empty(0)
        self.f, self.lengths = squares(self.r), np.empty(0)
        if self.r.ndim != 1 or not np.isfinite(self.r).all():
            raise DomainError(
                f"residuals must give finite numbers of shape (n,) at theta0, got shape {self.r.shape}"
                f" with {int(np.sum(~np.isfinite(self.r)))} that are not finite"
            )
        self.look()
        self.stops, self.heights, self.slopes = [self.theta], [self.f], [self.gradient]
        self.trials: list[Trial] = []

    @property
    def model(self) -> Model | None:
        """The model behind the residuals, where they come from one."""
        return self.residuals.model if isinstance(self.residuals, Residuals) else None

    def ask(self, theta: ndarray) -> Float[ndarray, " n"]:
        """Residuals at theta; infinities and nan are answers here (the step is then not kept)."""
        self.nfev += 1
        with np.errstate(all="ignore"):
            return np.asarray(self.residuals(theta), dtype=float)

    def look(self) -> bool:
        """Find J where we are; False where it is not finite."""
        self.njev += 1
        with np.errstate(all="ignore"):
            J = np.asarray(self.jacobian(self.theta), dtype=float)
        if J.shape != (len(self.r), len(self.theta)):
            raise ShapeError(f"jac must have shape ({len(self.r)}, {len(self.theta)}), got {J.shape}")
        if not np.isfinite(J).all():
            if self.njev == 1:
                raise DomainError("jac must be finite at theta0")
            return False
        self.J, self.lengths = J, np.linalg.norm(J, axis=0)
        self.gradient = 2 * (J.T @ self.r)
        size = max(float(np.linalg.norm(self.r)), SMALLEST)
        self.alignment = float(np.max(np.abs(self.gradient) / measuring(self.lengths))) / (2 * size)
        return True

    def move(self, theta: ndarray, r: ndarray) -> bool:
        """Stand at theta and look around; False (and stay) where the slopes there are not finite."""
        before = self.theta, self.r, self.f
        self.theta, self.r, self.f = theta, r, squares(r)
        if not self.look():
            self.theta, self.r, self.f = before
            return False
        self.stops.append(theta)
        self.heights.append(self.f)
        self.slopes.append(self.gradient)
        return True

    def end(self, method: str, status: Status, reason: str) -> FitResult:
        """The answer: the last stop, its errors, and the whole walk."""
        model = self.model
        sigma_given = isinstance(self.residuals, Residuals) and self.residuals.sigma is not None
        inverse = inverse_normal(self.J)
        path = FitPath(
            np.array(self.stops),
            np.array(self.heights),
            np.array(self.slopes),
            len(self.r),
            method,
            status,
            reason,
            self.nfev,
            self.njev,
            tuple(self.trials),
            units=path_units(model),
        )
        p = len(self.theta)
        return FitResult(
            self.theta,
            inverse if sigma_given else scaled(inverse, self.r),
            self.r,
            condition_number(self.J),
            status,
            reason,
            method,
            self.nfev,
            self.njev,
            model.param_names if model is not None else tuple(f"theta{k}" for k in range(p)),
            model.param_units if model is not None else ("",) * p,
            path,
            model,
            sigma_given,
        )


def squares(r: Float[ndarray, " n"]) -> float:
    """sum r_i^2; inf where a residual is not finite, or too large to be squared."""
    with np.errstate(over="ignore", invalid="ignore"):
        f = float(r @ r)
    return f if np.isfinite(f) else np.inf


def measuring(lengths: Float[ndarray, " p"]) -> Float[ndarray, " p"]:
    """|J_k|, how much one unit of knob k moves the residuals; 1 for a knob that moves nothing."""
    return np.where(lengths > 0, lengths, 1.0)


def inverse_normal(J: Float[ndarray, "n p"]) -> Float[ndarray, "p p"]:
    """(J^T J)^-1 by QR of J with its columns scaled to length 1; all inf where J has no full rank."""
    p = J.shape[1]
    lengths = measuring(np.linalg.norm(J, axis=0))
    R = np.linalg.qr(J / lengths, mode="r")
    sizes = np.abs(np.diag(R))
    if len(sizes) < p or not (sizes > max(J.shape) * np.finfo(float).eps).all():
        return np.full((p, p), np.inf)
    half = scipy.linalg.solve_triangular(R, np.eye(p)) / lengths[:, None]
    return np.asarray(half @ half.T)


def jacobian_of(residuals: VectorFunction) -> VectorFunction:
    """The model's own Jacobian where there is one, else central differences."""
    if isinstance(residuals, Residuals):
        return residuals.jacobian

    def nudged(theta: ndarray) -> ndarray:
        steps = np.cbrt(np.finfo(float).eps) * np.where(theta == 0, 1.0, np.abs(theta))
        columns = []
        for k, step in enumerate(steps):
            nudge = np.zeros_like(theta)
            nudge[k] = step
            width = (theta + nudge)[k] - (theta - nudge)[k]  # the nudge that was really made
            columns.append((residuals(theta + nudge) - residuals(theta - nudge)) / width)
        return np.stack(columns, axis=-1)

    return nudged


def _start(theta0: ArrayLike, model: Model | None) -> Float[ndarray, " p"]:
    theta = np.array(as_points(theta0, model.p if model is not None else None, "theta0"))
    if theta.ndim != 1 or len(theta) == 0 or np.iscomplexobj(theta):
        raise ShapeError(f"theta0 must be real numbers of shape (p,), got shape {theta.shape}")
    return theta
