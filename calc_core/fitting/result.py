"""What a fit answers: the best knobs with their errors, what is left over, and the walk that found them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from jaxtyping import Bool, Float
from numpy import ndarray

from calc_core.descent.path import DescentPath, Trials
from calc_core.errors import ShapeError
from calc_core.fitting.models import Model, ratio
from calc_core.results import Result, recorded

Status = Literal["converged", "max_iter", "diverged", "stalled"]


@dataclass(frozen=True, eq=False)
class Trial(Result):
    """One step that was tried: from stop `after`, with grip `mu`, to `x` of height `f`.

    `rho` is the fall that came over the fall that the linear picture promised; `accepted` steps are stops.
    """

    after: int
    x: Float[ndarray, " p"]
    f: float
    mu: float
    rho: float
    accepted: bool


@dataclass(frozen=True, eq=False, kw_only=True)
class FitTrials(Trials):
    """All steps tried, with grip `mu`; `rho` of the promised fall came, and `accepted` steps are stops."""

    mu: Float[ndarray, " n"]
    rho: Float[ndarray, " n"]
    accepted: Bool[ndarray, " n"]

    def __iter__(self) -> Iterator[Trial]:
        """One after the other."""
        columns = (self.k, self.x, self.f, self.mu, self.rho, self.accepted)
        for k, x, f, mu, rho, accepted in zip(*columns, strict=True):
            yield Trial(int(k), x, float(f), float(mu), float(rho), bool(accepted))


@dataclass(frozen=True, eq=False, kw_only=True)
class FitPath(DescentPath):
    """A walk over the knobs: `x[0]` is the start, `x[k]` where k kept steps led, `f` the sum of squares.

    `grad` is 2 J^T r, the slope of f. `stride` steps lie between two stored stops (1 unless the walk says
    it thinned itself).
    """

    trials: FitTrials
    n_data: int

    @property
    def njev(self) -> int:
        """Jacobians asked for: each is a gradient."""
        return self.ngev

    @property
    def rms(self) -> Float[ndarray, " stops"]:
        """Root mean square residual at each stop, in the unit of y."""
        return np.asarray(np.sqrt(self.f / max(self.n_data, 1)))

    @property
    def steps_made(self) -> Float[ndarray, " stops"]:
        """Steps made at each stored stop: 0, stride, 2 stride, ..., and at the last one all."""
        return np.asarray(np.minimum(self.stride * np.arange(len(self.x), dtype=float), float(self.n_steps)))

    @property
    def first_rms(self) -> float:
        """Root mean square residual at the start."""
        return float(self.rms[0])

    @property
    def last_rms(self) -> float:
        """Root mean square residual at the end."""
        return float(self.rms[-1])

    @property
    def mu(self) -> Float[ndarray, " steps"]:
        """The grip with which each kept step was made (Levenberg-Marquardt only)."""
        return np.asarray(self.trials.mu[self.trials.accepted])

    @property
    def rho(self) -> Float[ndarray, " steps"]:
        """Fall that came over fall that was promised, for each kept step (Levenberg-Marquardt only)."""
        return np.asarray(self.trials.rho[self.trials.accepted])

    @property
    def rejected(self) -> tuple[Trial, ...]:
        """The steps that were tried and not kept: the hollow boot prints."""
        return tuple(trial for trial in self.trials if not trial.accepted)

    @property
    def n_rejected(self) -> int:
        """Number of steps that were tried and not kept."""
        return int(np.sum(~self.trials.accepted))

    @property
    def settled_after(self) -> int:
        """Steps after which the rms differs from the last one by less than one part in a thousand."""
        far = np.flatnonzero(np.abs(self.rms - self.rms[-1]) > 1e-3 * self.rms[-1])
        return int(far[-1] + 1) * self.stride if len(far) else 0


@dataclass(frozen=True, eq=False)
class Parameter(Result):
    """One knob of a fit: value +- stderr, in `unit`."""

    name: str
    value: float
    stderr: float
    units: Mapping[str, str]

    @property
    def unit(self) -> str:
        """The unit of value and error."""
        return self.units["value"]

    @property
    def relative(self) -> float:
        """stderr as a share of the value."""
        return self.stderr / abs(self.value) if self.value else np.inf


@dataclass(frozen=True, eq=False)
class FitResult(Result):
    """theta minimises sum r_i(theta)^2; `cov` says how well the data pin it, were their errors independent.

    With given sigmas cov = (J^T J)^-1; without, the scatter is measured from the residuals and
    cov = (J^T J)^-1 rss / dof (inf without a degree of freedom). `cond` is the condition number of J.
    """

    theta: Float[ndarray, " p"]
    cov: Float[ndarray, "p p"]
    residual: Float[ndarray, " n"]  # r at theta, divided by sigma where that was given
    cond: float
    status: Status
    reason: str
    method: str
    nfev: int
    njev: int
    param_names: tuple[str, ...]
    param_units: tuple[str, ...]
    history: FitPath | None = None
    model: Model | None = None
    sigma_given: bool = False
    data_x: Float[ndarray, " n"] | None = None  # where the data of a model lie
    data_sigma: Float[ndarray, " n"] | None = None  # and their errors, where those were given

    @property
    def units(self) -> Mapping[str, str]:
        """The units of everything that is a number of the fit itself (see `parameter` for the knobs)."""
        y = self.model.y_unit if self.model is not None and not self.sigma_given else ""
        return {"residual": y, "rms": y, "scatter": y, "rss": f"{y}²" if y else ""}

    @property
    def stderr(self) -> Float[ndarray, " p"]:
        """Standard error of each parameter: the root of the diagonal of cov."""
        return np.asarray(np.sqrt(np.diag(self.cov)))

    @property
    def correlation(self) -> Float[ndarray, "p p"]:
        """cov_ij / (stderr_i stderr_j); 0 beside a parameter whose error is 0 or unknown."""
        size = np.outer(self.stderr, self.stderr)
        known = np.isfinite(size) & (size > 0)
        shares: ndarray = np.divide(self.cov, size, out=np.zeros_like(self.cov), where=known)
        np.fill_diagonal(shares, 1.0)
        return shares

    @property
    def n(self) -> int:
        """Number of data."""
        return len(self.residual)

    @property
    def p(self) -> int:
        """Number of parameters."""
        return len(self.theta)

    @property
    def dof(self) -> int:
        """Degrees of freedom: data minus parameters."""
        return self.n - self.p

    @property
    def rss(self) -> float:
        """Residual sum of squares (chi-squared, where sigmas were given)."""
        return float(self.residual @ self.residual)

    @property
    def rms(self) -> float:
        """Root mean square residual, sqrt(rss / n)."""
        return float(np.sqrt(self.rss / self.n)) if self.n else 0.0

    @property
    def scatter(self) -> float:
        """Residual standard deviation, sqrt(rss / dof)."""
        return float(np.sqrt(self.rss / self.dof)) if self.dof > 0 else np.inf

    @property
    def cond_squared(self) -> float:
        """Condition number of the valley itself, J^T J: how much longer than wide it is, squared."""
        return self.cond**2

    @property
    def walk(self) -> FitPath:
        """Every stop, where the fit was found step by step; raises ShapeError for one found at once."""
        if self.history is None:
            raise ShapeError(f"a fit by {self.method} has no steps to look at")
        return self.history

    @property
    def n_steps(self) -> int:
        """Steps that were kept."""
        return int(self.history.n_steps) if self.history is not None else 0

    @recorded
    def parameter(self, name: str) -> Parameter:
        """The knob called `name`, with its standard error and unit."""
        if name not in self.param_names:
            raise ShapeError(f"no parameter {name!r} in this fit; it has {', '.join(self.param_names)}")
        k = self.param_names.index(name)
        unit = self.param_units[k]
        units = {"value": unit, "stderr": unit, "relative": ""}
        return Parameter(name, float(self.theta[k]), float(self.stderr[k]), units)


def path_units(model: Model | None) -> Mapping[str, str]:
    """Units of what a FitPath shows."""
    y = model.y_unit if model is not None else ""
    return {"rms": y, "first_rms": y, "last_rms": y, "f": ratio(f"{y}²" if y else "", "")}
