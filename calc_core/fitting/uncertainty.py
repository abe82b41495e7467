"""How sure a fit is: covariance, chi-squared, residuals with a memory, and the band of a forecast."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import scipy.special
from jaxtyping import Float
from numpy import ndarray

from calc_core.errors import DomainError, ShapeError
from calc_core.fitting.result import FitResult
from calc_core.points import ArrayLike, Real, as_numbers
from calc_core.results import Result, recorded


@dataclass(frozen=True, eq=False)
class Covariance(Result):
    """How the errors of a fit's parameters hang together."""

    cov: Float[ndarray, "p p"]
    stderr: Float[ndarray, " p"]
    correlation: Float[ndarray, "p p"]
    param_names: tuple[str, ...]
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def strongest(self) -> float:
        """The correlation of largest size between two different parameters."""
        apart = self.correlation - np.eye(len(self.correlation))
        return float(apart.flat[np.argmax(np.abs(apart))])

    @property
    def strongest_pair(self) -> str:
        """The two parameters that hang together most, as in "c0, A"."""
        apart = np.abs(self.correlation - np.eye(len(self.correlation)))
        i, j = np.unravel_index(np.argmax(apart), apart.shape)
        return f"{self.param_names[i]}, {self.param_names[j]}"


@recorded
def covariance(fitted: FitResult) -> Covariance:
    """cov = (J^T J)^-1 s^2, stderr_i = sqrt(cov_ii), correlation_ij = cov_ij / (stderr_i stderr_j).

    s^2 is rss / dof, or 1 where the fit was given the sigmas. True when the data err independently and the
    model is nearly straight over a standard error; see `autocorrelation` for when they do not.

    >>> line = fitting.fit(fitting.polynomial(1), [0.0, 1.0, 2.0, 3.0], [0.1, 0.9, 2.1, 2.9])
    >>> known = fitting.covariance(line)
    >>> print(known.stderr.round(3), known.correlation[0, 1].round(3))
    [0.106 0.057] -0.802
    """
    return Covariance(fitted.cov, fitted.stderr, fitted.correlation, fitted.param_names)


@dataclass(frozen=True, eq=False)
class Chi2(Result):
    """chi-squared: the sum of squared residuals, each in units of its own error."""

    value: float
    dof: int
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def reduced(self) -> float:
        """value / dof: about 1 where model and errors are right; inf without a degree of freedom."""
        return self.value / self.dof if self.dof > 0 else np.inf

    @property
    def p(self) -> float:
        """Probability that chance alone makes chi-squared at least this large."""
        return float(scipy.special.gammaincc(self.dof / 2, self.value / 2)) if self.dof > 0 else 1.0


@recorded
def chi2(r: ArrayLike, sigma: ArrayLike = 1.0, *, n_params: int) -> Chi2:
    """sum (r_i / sigma_i)^2 on n - n_params degrees of freedom (Pearson, 1900).

    r has shape (n,), sigma (n,) or one number, of r's unit. sigma = sqrt(count) fails for empty bins: use
    sqrt(max(count, 1)) there, and say so. Raises DomainError for a sigma that is not positive.

    >>> judged = fitting.chi2([1.0, -1.0, 1.0, -1.0], n_params=1)
    >>> print(judged.value, judged.dof, round(float(judged.reduced), 3))
    4.0 3 1.333
    """
    residual, errors = as_numbers(r, "r"), as_numbers(sigma, "sigma")
    if residual.ndim != 1 or errors.shape not in ((), residual.shape):
        raise ShapeError(
            f"r must be (n,) and sigma (n,) or one number, got {residual.shape} and {errors.shape}"
        )
    if not (errors > 0).all():
        raise DomainError(f"sigma must be positive, got {errors.min():g}; give empty bins max(count, 1)")
    if not 0 <= n_params <= len(residual):
        raise ShapeError(f"n_params must lie between 0 and the {len(residual)} data, got {n_params}")
    return Chi2(float(np.sum((residual / errors) ** 2)), len(residual) - n_params)


@dataclass(frozen=True, eq=False)
class Autocorrelation(Result):
    """How much each residual remembers of the one before it."""

    lag1: float
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def factor(self) -> float:
        """sqrt((1 + lag1) / (1 - lag1)): how many times wider honest standard errors are."""
        return float(np.sqrt((1 + self.lag1) / (1 - self.lag1))) if self.lag1 < 1 else np.inf


@recorded
def autocorrelation_factor(r: ArrayLike) -> Autocorrelation:
    """lag1 = sum r_i r_{i+1} / sum r_i^2, and the factor sqrt((1 + lag1) / (1 - lag1)) for standard errors.

    Residuals (n,) in the order of time, evenly spaced. n values that remember a share lag1 of the one before
    (a first-order autoregression) tell as much about a mean as n (1 - lag1) / (1 + lag1) independent ones.

    Residuals that remember their neighbours make errors larger:

    >>> slow = np.sin(np.arange(50) / 5)
    >>> print(round(float(fitting.autocorrelation_factor(slow).factor), 1))
    9.0
    """
    residual = as_numbers(r, "r")
    if residual.ndim != 1 or len(residual) < 2:
        raise ShapeError(f"r must hold at least 2 residuals in one row, got shape {residual.shape}")
    square = float(residual @ residual)
    return Autocorrelation(float(residual[1:] @ residual[:-1]) / square if square > 0 else 0.0)


@dataclass(frozen=True, eq=False)
class Band(Result):
    """A curve between rails: y +- stderr is where the curve may lie, y +- spread where the next datum may."""

    x: Float[ndarray, " n"]
    y: Float[ndarray, " n"]
    stderr: Float[ndarray, " n"]
    spread: Float[ndarray, " n"]
    units: Mapping[str, str]

    @property
    def lower(self) -> Float[ndarray, " n"]:
        """y - stderr."""
        return np.asarray(self.y - self.stderr)

    @property
    def upper(self) -> Float[ndarray, " n"]:
        """y + stderr."""
        return np.asarray(self.y + self.stderr)


@recorded
def prediction_band(
    fitted: FitResult, x: ArrayLike, *, widen: Real = 1.0, sigma: ArrayLike | None = None
) -> Band:
    """y(x) +- sqrt(j cov j^T) with j = df(x)/dtheta: the error of the curve, carried along by its tangent.

    `spread` adds the scatter of one new datum: `sigma` in y's unit, one number or one for each x (n,). Unless
    told it is the sigma that the fit was given, read between the data's x by straight lines and constant
    beyond them; or the scatter measured from the residuals. `widen` multiplies the parameters' errors, for
    residuals that remember each other (`autocorrelation_factor`). It knows nothing of a wrong model: outside
    the data that is the larger error by far. Needs a fit made from a `Model`.

    The band of a line opens away from its data:

    >>> line = fitting.fit(fitting.polynomial(1), [0.0, 1.0, 2.0, 3.0], [0.1, 0.9, 2.1, 2.9])
    >>> print(fitting.prediction_band(line, [1.5, 6.0, 12.0]).stderr.round(3))
    [0.063 0.262 0.597]
    """
    model = fitted.model
    if model is None:
        raise ShapeError("prediction_band needs a fit of a Model, got one of bare residuals")
    if not widen > 0:
        raise ShapeError(f"widen must be positive, got {widen}")
    where = as_numbers(x)
    slopes = model.jacobian(fitted.theta, where)
    if np.isfinite(fitted.cov).all():
        variance = np.maximum(np.einsum("ni,ij,nj->n", slopes, fitted.cov, slopes), 0)
    else:  # nothing is known of some knob, so nothing of the curve
        variance = np.full(where.shape, np.inf)
    stderr = widen * np.sqrt(variance)
    scatter = _scatter(fitted, where, sigma)
    units = {"x": model.x_unit} | dict.fromkeys(("y", "stderr", "spread", "lower", "upper"), model.y_unit)
    return Band(where, model(fitted.theta, where), stderr, np.hypot(stderr, scatter), units)


def _scatter(fitted: FitResult, x: ndarray, sigma: ArrayLike | None) -> ndarray:
    """By how much a new datum at each x may miss the curve, in y's unit."""
    if sigma is not None:
        errors = as_numbers(sigma, "sigma")
        if errors.shape not in ((), x.shape) or not (errors > 0).all():
            raise DomainError(f"sigma must be positive, one number or one for each of the {x.size} x")
        return np.asarray(np.broadcast_to(errors, x.shape))
    if fitted.data_x is None or fitted.data_sigma is None:
        return np.full(x.shape, fitted.scatter)
    order = np.argsort(fitted.data_x, kind="stable")
    return np.asarray(np.interp(x, fitted.data_x[order], fitted.data_sigma[order]))
