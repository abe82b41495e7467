"""A walk over the knobs of a fit: it knows residuals and Jacobian where it stands, and answers at its end."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Literal

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.descent.iteration import Move, Stand
from calc_core.errors import DomainError, ShapeError
from calc_core.fitting.linear import condition_number, inverse_from, measuring, scaled, triangle
from calc_core.fitting.models import Model, Residuals
from calc_core.fitting.result import FitPath, FitResult, FitTrials, Status, path_units
from calc_core.points import ArrayLike, Real, as_points

EPS = float(np.finfo(float).eps)
SMALLEST = float(np.finfo(float).tiny)
VectorFunction = Callable[[ndarray], ndarray]
Scale = Literal["max", "current", "none"]
RIGHT_ANGLE = "the residuals stand at a right angle to every column of J"
PLATEAU = "no knob moves the residuals here: the walk stands on a plateau"


class Walk:
    """Where we are (theta, r, J), where we were, and how often the model was asked.

    `gradient` is 2 J^T r, the slope of f = |r|^2; `lengths` are those of J's columns. `alignment` is the
    largest |cos| of the angle between r and a column of J: 0 where a perpendicular has been dropped, and
    the walk has arrived at `gtol`. As a walk of `descent.iteration` it looks, and goes where a rule says.
    """

    def __init__(
        self, residuals: VectorFunction, theta0: ArrayLike, jac: VectorFunction | None, gtol: Real = -1.0
    ) -> None:
        self.residuals, self.gtol = residuals, gtol
        self.jacobian = jac if jac is not None else jacobian_of(residuals)
        self.nfev = self.njev = 0
        self.status: Status | None = None
        self.why = ""
        self.theta, self.alignment = _start(theta0, self.model), np.inf
        self.r = np.empty(0)
        self.r = self.ask(self.theta)
        self.f, self.J, self.gradient = squares(self.r), np.empty((0, 0)), np.empty(0)
        self.lengths = np.empty(0)
        if not np.isfinite(self.r).all():
            raise DomainError(
                f"residuals must give finite numbers of shape (n,) at theta0, got shape {self.r.shape}"
                f" with {int(np.sum(~np.isfinite(self.r)))} that are not finite"
            )
        self.ahead: tuple[ndarray, ndarray, float, ndarray] | None = None
        if not self.survey(self.theta, self.r, self.f):
            raise DomainError("jac must be finite at theta0")
        self._stand_ahead()
        self.stops, self.heights, self.slopes = [self.theta], [self.f], [self.gradient]
        self.tried: list[tuple[int, ndarray, float, float, float, bool]] = []

    @property
    def model(self) -> Model | None:
        """The model behind the residuals, where they come from one."""
        return self.residuals.model if isinstance(self.residuals, Residuals) else None

    def ask(self, theta: ndarray) -> Float[ndarray, " n"]:
        """Residuals at theta; infinities and nan are answers here (the step is then not kept).

        Both ways by copies: a function that writes into theta, or answers in one buffer, spoils nothing.
        """
        r = _numbers(self.residuals(theta.copy()), "residuals", 1)
        if self.nfev and r.shape != self.r.shape:
            raise ShapeError(f"residuals must keep their number, got {len(r)} after {len(self.r)}")
        self.nfev += 1
        return r

    def survey(self, theta: ndarray, r: ndarray, f: float) -> bool:
        """Find J at theta, of residuals r and height f, to go there next; False where it is not finite."""
        self.njev += 1
        J = _numbers(self.jacobian(theta.copy()), "jac", None)
        if J.shape != (len(r), len(theta)):
            raise ShapeError(f"jac must have shape ({len(r)}, {len(theta)}), got {J.shape}")
        self.ahead = (theta, r, f, J) if np.isfinite(J).all() else None
        return self.ahead is not None

    def look(self) -> Stand | None:
        """Where we stand and how f falls there; None where the walk has ended or arrived."""
        if self.status is None and self.alignment <= self.gtol:
            self.arrive(RIGHT_ANGLE)
        return None if self.status is not None else (..., self.theta, self.f, self.gradient)

    def go(self, move: Move) -> None:
        """Step to where a rule has looked ahead already; elsewhere, diverge where nothing is finite."""
        if self.ahead is None:
            theta = self.theta + move.by
            r = self.ask(theta)
            f = squares(r)
            if not np.isfinite(f) or not self.survey(theta, r, f):
                return self.stop("diverged", "the next jump leaves the region where the model is finite")
        self._stand_ahead()
        self.stops.append(self.theta)
        self.heights.append(self.f)
        self.slopes.append(self.gradient)
        return None

    def stop(self, status: Status, why: str) -> None:
        """End here; the first reason counts."""
        if self.status is None:
            self.status, self.why = status, why

    def arrive(self, why: str) -> None:
        """End as converged; but on a plateau nothing has been found.

        There every knob is dead: turned by its own size it moves r less than rounding's rounding.
        """
        reach = self.lengths * np.where(self.theta == 0, 1.0, np.abs(self.theta))
        dead = self.f > 0 and not (reach > EPS * EPS * np.sqrt(self.f)).any()
        self.stop("stalled", PLATEAU) if dead else self.stop("converged", why)

    def path(self, method: str, **how: Any) -> FitPath:
        """The history so far."""
        status, reason = self.status or "max_iter", self.why or "the steps ran out"
        told = {
            "x": np.array(self.stops),
            "f": np.array(self.heights),
            "grad": np.array(self.slopes),
            "step": np.ones(len(self.stops) - 1),
            "status": status,
            "n_steps": len(self.stops) - 1,
            "method": method,
            "nfev": self.nfev,
            "ngev": self.njev,
            "params": {},
            "trials": self._trials(),
            "units": path_units(self.model),
            "why": reason,
            "n_data": len(self.r),
        }
        return FitPath(**told | how)

    def end(self, method: str, *, out_of: str = "") -> FitResult:
        """The answer: the last stop, its errors, and the whole walk; `out_of` says what may have run out."""
        self.stop("max_iter", f"{out_of} were not enough")
        assert self.status is not None
        data = self.residuals if isinstance(self.residuals, Residuals) else None
        R, p = triangle(self.J), len(self.theta)
        inverse = inverse_from(R, measuring(self.lengths), len(self.r))
        sigma = None if data is None else data.sigma
        return FitResult(
            self.theta,
            scaled(inverse, self.r) if sigma is None else inverse,
            self.r,
            condition_number(R),
            self.status,
            self.why,
            method,
            self.nfev,
            self.njev,
            tuple(f"theta{k}" for k in range(p)) if data is None else data.model.param_names,
            ("",) * p if data is None else data.model.param_units,
            self.path(method),
            self.model,
            sigma is not None,
            None if data is None else data.x,
            sigma,
        )

    def _stand_ahead(self) -> None:
        """Take the place that has been surveyed for ours."""
        assert self.ahead is not None
        self.theta, self.r, self.f, J = self.ahead
        self.ahead, self.J = None, J
        self.lengths = np.sqrt(np.add.reduce(J * J, axis=0))
        self.gradient = 2 * (J.T @ self.r)
        size = max(math.sqrt(self.f), SMALLEST)
        self.alignment = float((np.abs(self.gradient) / measuring(self.lengths)).max()) / (2 * size)

    def _trials(self) -> FitTrials:
        if not self.tried:
            none = np.empty(0)
            return FitTrials(
                np.empty(0, dtype=int), np.empty(0, dtype=int), none, np.empty((0, len(self.theta))), none,
                mu=none, rho=none, accepted=np.empty(0, dtype=bool),
            )  # fmt: skip
        after, x, f, mu, rho, accepted = (np.array(each) for each in zip(*self.tried, strict=True))
        return FitTrials(
            after, np.zeros_like(after), np.ones(len(f)), x, f, mu=mu, rho=rho, accepted=accepted
        )


def squares(r: Float[ndarray, " n"]) -> float:
    """sum r_i^2; inf where a residual is not finite, or too large to be squared."""
    f = float(r @ r)
    return f if math.isfinite(f) else math.inf


def jacobian_of(residuals: VectorFunction) -> VectorFunction:
    """The model's own Jacobian where there is one, else central differences."""
    if isinstance(residuals, Residuals):
        return residuals.jacobian

    def nudged(theta: ndarray) -> ndarray:
        steps = np.cbrt(np.finfo(float).eps) * np.where(theta == 0, 1.0, np.abs(theta))
        columns = []
        for k, step in enumerate(steps):
            above, below = theta.copy(), theta.copy()
            above[k] += step
            below[k] -= step
            width = above[k] - below[k]  # the nudge that was really made
            there = np.array(residuals(above))  # before the other answer can write over it
            columns.append((there - residuals(below)) / width)
        return np.stack(columns, axis=-1)

    return nudged


def _numbers(answer: Any, name: str, axes: int | None) -> ndarray:
    """What the user's function gave, as float64 of our own; raises ShapeError for no real numbers."""
    if type(answer) is ndarray and answer.dtype == np.float64 and answer.ndim == (axes or answer.ndim):
        return answer.copy()
    try:
        array = np.asarray(answer)
    except ValueError:  # rows of unequal length
        array = np.asarray(None)
    if array.dtype.kind not in "fiub" or array.ndim != (axes or array.ndim):
        number = isinstance(answer, int | float | np.generic) and array.dtype.kind in "fiub"
        kind = "complex numbers" if array.dtype.kind == "c" else f"{answer!r:.40}"
        got = "a single number" if number else f"shape {array.shape}" if array.dtype.kind in "fiub" else kind
        wanted = "real numbers of shape (n,), one for every datum" if axes else "real numbers of shape (n, p)"
        raise ShapeError(f"{name} must give {wanted}, got {got}")
    return array.astype(float)


def _start(theta0: ArrayLike, model: Model | None) -> Float[ndarray, " p"]:
    theta = np.array(as_points(theta0, model.p if model is not None else None, "theta0"))
    if theta.ndim != 1 or len(theta) == 0 or np.iscomplexobj(theta):
        raise ShapeError(f"theta0 must be real numbers of shape (p,), got shape {theta.shape}")
    return theta
