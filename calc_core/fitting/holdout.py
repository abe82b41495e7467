"""The honest test: fit what lies before a cut, and see how far the rest lies from the forecast."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.errors import DomainError, ShapeError
from calc_core.fitting.fit import fit
from calc_core.fitting.levenberg_marquardt import levenberg_marquardt
from calc_core.fitting.models import Model, read_data
from calc_core.fitting.result import FitResult
from calc_core.points import ArrayLike, Real, as_numbers
from calc_core.results import Result, recorded


@dataclass(frozen=True, eq=False)
class Forecast(Result):
    """One model, one cut: how well it fits what it saw, and how far off it is at the last datum."""

    model: str
    cut: float
    inside: float  # rms of what was fitted
    outside: float  # rms of what was hidden
    miss: float  # last datum minus forecast
    units: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class ModelSweep(Result):
    """One model at every cut, entry [c] fitted to the data before `cuts[c]`: see `HoldoutSweep.of`."""

    name: str
    model: Model
    cuts: Float[ndarray, " cuts"]
    theta: Float[ndarray, "cuts p"]
    inside: Float[ndarray, " cuts"]
    outside: Float[ndarray, " cuts"]
    miss: Float[ndarray, " cuts"]
    units: Mapping[str, str]

    def curves(self, x: ArrayLike) -> Float[ndarray, "cuts n"]:
        """The forecast curve from every cut, at x (n,)."""
        return self.model(self.theta, x)


@dataclass(frozen=True, eq=False)
class HoldoutSweep(Result):
    """Many models, many cuts: entry [k, c] belongs to model k, fitted to the data before cut c."""

    names: tuple[str, ...]
    models: tuple[Model, ...]
    cuts: Float[ndarray, " cuts"]
    thetas: tuple[ndarray, ...]  # one (cuts, p) for each model
    inside: Float[ndarray, "models cuts"]  # rms of what was fitted
    outside: Float[ndarray, "models cuts"]  # rms of what was hidden
    miss: Float[ndarray, "models cuts"]  # last datum minus forecast
    target: float  # x of the last datum
    units: Mapping[str, str]

    @property
    def n_fits(self) -> int:
        """How many fits were made."""
        return self.inside.size

    @property
    def best_inside(self) -> float:
        """The smallest rms of what was fitted, over all models and cuts."""
        return float(self.inside.min())

    @property
    def worst_inside(self) -> float:
        """The largest rms of what was fitted, over all models and cuts."""
        return float(self.inside.max())

    @property
    def lowest_miss(self) -> float:
        """The most negative miss: the forecast that lay highest above the datum."""
        return float(self.miss.min())

    @property
    def highest_miss(self) -> float:
        """The largest miss: the forecast that lay lowest below the datum."""
        return float(self.miss.max())

    @property
    def lowest_cut(self) -> float:
        """The cut from which the forecast with `lowest_miss` was made."""
        return float(self.cuts[np.unravel_index(np.argmin(self.miss), self.miss.shape)[1]])

    @property
    def highest_cut(self) -> float:
        """The cut from which the forecast with `highest_miss` was made."""
        return float(self.cuts[np.unravel_index(np.argmax(self.miss), self.miss.shape)[1]])

    @recorded
    def of(self, model: str) -> ModelSweep:
        """All cuts of one model, by its name."""
        if model not in self.names:
            raise ShapeError(f"no model {model!r} in this sweep; it has {', '.join(self.names)}")
        k = self.names.index(model)
        numbers = self.thetas[k], self.inside[k], self.outside[k], self.miss[k]
        return ModelSweep(model, self.models[k], self.cuts, *numbers, self.units)

    @recorded
    def forecast(self, model: str, cut: Real) -> Forecast:
        """What `model` (by name) says from the cut nearest to `cut`."""
        one, c = self.of(model), int(np.argmin(np.abs(self.cuts - cut)))
        numbers = float(one.inside[c]), float(one.outside[c]), float(one.miss[c])
        return Forecast(model, float(one.cuts[c]), *numbers, self.units)


@recorded
def holdout_sweep(
    models: Mapping[str, Model] | Sequence[Model], x: ArrayLike, y: ArrayLike, cuts: ArrayLike
) -> HoldoutSweep:
    """For every cut: fit each model to the data with x < cut, and compare its forecast with what came later.

    x and y have shape (n,), cuts (m,), in x's unit. Each fit starts from the one at the next later cut, so
    that a sweep of neighbours is quick; the first starts from a fit to everything. Raises DomainError when a
    cut leaves fewer data than a model has parameters, or hides nothing.

    A level line, fitted to the first half of a slope, misses the second; a straight one does not:

    >>> x = np.arange(12.0)
    >>> sweep = fitting.holdout_sweep([fitting.polynomial(0), fitting.polynomial(1)], x, 2 * x, [6.0])
    >>> print(sweep.outside.round(6))
    [[12.476645]
     [ 0.      ]]
    """
    named = dict(models) if isinstance(models, Mapping) else {model.name: model for model in models}
    x, y, _ = read_data(x, y, None)
    cuts = np.atleast_1d(as_numbers(cuts, "cuts"))
    most = max((model.p for model in named.values()), default=0)
    if cuts.ndim != 1 or not named:
        raise ShapeError(f"cuts must have shape (m,) and models must not be empty, got shape {cuts.shape}")
    for cut in cuts:
        if not (np.sum(x < cut) > most and np.any(x >= cut)):
            raise DomainError(
                f"a cut must leave more than {most} data before it and some after, {cut:g} does not"
            )
    last = int(np.argmax(x)) if len(x) else 0
    swept = [_sweep(model, x, y, cuts, last) for model in named.values()]
    thetas, inside, outside, miss = zip(*swept, strict=True)
    first = next(iter(named.values()))
    units = {"cut": first.x_unit, "cuts": first.x_unit, "target": first.x_unit}
    units |= dict.fromkeys(("lowest_cut", "highest_cut"), first.x_unit)
    rms = ("inside", "outside", "miss", "best_inside", "worst_inside", "lowest_miss", "highest_miss")
    units |= dict.fromkeys(rms, first.y_unit)
    return HoldoutSweep(
        tuple(named),
        tuple(named.values()),
        cuts,
        thetas,
        np.array(inside),
        np.array(outside),
        np.array(miss),
        float(x[last]),
        units,
    )


def _sweep(
    model: Model, x: ndarray, y: ndarray, cuts: ndarray, last: int
) -> tuple[ndarray, ndarray, ndarray, ndarray]:
    """One model at every cut, from the latest back: theta (cuts, p), rms before and after, last miss."""
    thetas, inside = np.empty((len(cuts), model.p)), np.empty(len(cuts))
    fitted: FitResult | None = None
    for c in np.argsort(-cuts):
        before = x < cuts[c]
        start = (fit(model, x, y) if fitted is None else fitted).theta
        fitted = _from_near(model, x[before], y[before], start)
        thetas[c], inside[c] = fitted.theta, fitted.rms
    left_over = y - model(thetas, x)
    hidden = x >= cuts[:, None]
    outside = np.sqrt(np.sum(left_over**2 * hidden, axis=1) / hidden.sum(axis=1))
    return thetas, inside, outside, left_over[:, last]


def _from_near(model: Model, x: ndarray, y: ndarray, start: ndarray) -> FitResult:
    """Fit from a start that is nearly right: with a loose grip from the first step."""
    if model.linear:
        return fit(model, x, y)
    return levenberg_marquardt(model.residuals(x, y), start, tau=1e-8, ftol=1e-8)
