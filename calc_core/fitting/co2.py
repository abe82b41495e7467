"""The breath of a planet: a rising trend, and a season that swings around it and grows."""

from __future__ import annotations

from calendar import month_name, monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.errors import ShapeError
from calc_core.fitting.fit import fit
from calc_core.fitting.models import Model, exponential, polynomial, ratio
from calc_core.fitting.result import FitResult
from calc_core.points import ArrayLike, Real
from calc_core.results import Result, recorded

EPOCH = 1990.0  # the parameters describe this year, in the middle of the data


def co2(K: int = 2, trend: Literal["exp", "poly"] = "exp", gain: bool = True, *, degree: int = 2) -> Model:
    """y = trend(u) + (1 + g u) * sum_{k<=K} (a_k cos 2 pi k x + b_k sin 2 pi k x), u = x - 1990 years.

    trend "exp" is c0 + A exp(u / T); "poly" is c0 + c1 u + ... of the given `degree`. K is the number of
    harmonics of the year, and g (only with `gain`) the season's growth per year, as a share of its size in
    1990. Everything but T and g enters linearly. x in years, y in ppm.

    >>> print(fitting.co2(K=1).param_names)
    ('c0', 'A', 'T', 'g', 'a1', 'b1')
    """
    if K < 0 or (gain and K < 1) or degree < 0 or trend not in ("exp", "poly"):
        raise ShapeError(
            f"co2 needs K >= {int(gain)}, degree >= 0, trend exp or poly; got {K}, {degree}, {trend}"
        )
    base = exponential(x_unit="yr", y_unit="ppm")
    if trend == "poly":
        base = polynomial(degree, x_unit="yr", y_unit="ppm")
    at, waves = base.p + gain, Waves(K)

    def curve(theta: ndarray, x: ndarray) -> ndarray:
        season: ndarray = theta[..., at:] @ waves(x)
        if gain:
            season = season * (1 + theta[..., base.p, None] * (x - EPOCH))
        return np.asarray(base.curve(theta[..., : base.p], x - EPOCH) + season)

    def slopes(theta: ndarray, x: ndarray) -> ndarray:
        columns = np.empty((*theta.shape[:-1], len(x), at + 2 * K), dtype=np.result_type(theta, x))
        columns[..., : base.p] = base.slopes(theta[..., : base.p], x - EPOCH)
        columns[..., at:] = waves(x).T
        if gain:
            growth = 1 + theta[..., base.p, None] * (x - EPOCH)
            columns[..., at:] *= growth[..., None]
            columns[..., base.p] = (x - EPOCH) * (theta[..., at:] @ waves(x))
        return columns

    def guess(x: ndarray, y: ndarray) -> ndarray:
        start = np.zeros(at + 2 * K)
        if trend == "exp":
            start[: base.p] = base.guess(x - EPOCH, y)
        return start

    def slope(x: ndarray, y: ndarray) -> Callable[[ndarray], ndarray]:
        return exponential_with_growing_season(x - EPOCH, waves(x), y)

    names = ("c0", *base.param_names[1:], *("g",) * gain, *(f"{w}{k + 1}" for k in range(K) for w in "ab"))
    units = (*base.param_units, *(ratio("", "yr"),) * gain, *("ppm",) * (2 * K))
    straight = trend == "poly" and not gain
    name = f"co2({K}, {trend if trend == 'exp' else f'poly {degree}'}{', gain' if gain else ''})"
    quick = slope if trend == "exp" and gain else None
    return Model(name, names, units, curve, slopes, guess, straight, "yr", "ppm", quick)


def exponential_with_growing_season(
    u: Float[ndarray, " n"], waves: Float[ndarray, "waves n"], y: Float[ndarray, " n"]
) -> Callable[[ndarray], ndarray]:
    """grad |r|^2 for f = c0 + A exp(u/T) + (1 + g u) (a . waves), as a function of theta = (c0, A, T, g, a).

    A short cut past the Jacobian, for walks of a hundred thousand steps. The curve is linear in the rows of
    X = (1, waves, u waves, exp(u/T), u exp(u/T)): f = c X with c = (c0, a, g a, A, 0). So
    grad = 2 (dc/dtheta)^T X (f - y), and only two rows of X change on the way.
    """
    k = len(waves)
    X = np.concatenate([np.ones((1, len(u))), waves, u * waves, np.empty((2, len(u)))])
    rise, leaning = X[-2], X[-1]
    c, r, against = np.zeros(len(X)), np.empty(len(u)), np.empty(len(X))
    dc = np.zeros((len(X), 4 + k))
    dc[0, 0] = dc[-2, 1] = 1.0
    dc[1 : k + 1, 4:] = np.eye(k)
    growing = dc[k + 1 : 2 * k + 1]
    diagonal = np.einsum("ii->i", growing[:, 4:])  # a view: writing here writes into dc

    def slope(theta: Float[ndarray, " p"]) -> Float[ndarray, " p"]:
        c0, size, time, g, a = theta[0], theta[1], theta[2], theta[3], theta[4:]
        np.multiply(u, 1 / time, rise)
        np.exp(rise, rise)
        np.multiply(u, rise, leaning)
        c[0], c[1 : k + 1], c[k + 1 : 2 * k + 1], c[-2] = c0, a, g * a, size
        growing[:, 3], diagonal[:], dc[-1, 2] = a, g, -size / time**2
        np.dot(c, X, r)
        np.subtract(r, y, r)
        np.dot(X, r, against)
        np.multiply(against, 2, against)
        return np.asarray(np.dot(against, dc))

    return slope


class Waves:
    """cos 2 pi k x and sin 2 pi k x for k = 1 ... K, shape (2K, n); kept while x stays the same."""

    def __init__(self, harmonics: int) -> None:
        self.k = np.arange(1, harmonics + 1)[:, None]
        self.x, self.waves = np.empty(0), np.empty((0, 0))

    def __call__(self, x: ndarray) -> Float[ndarray, "waves n"]:
        if x is not self.x or x.flags.writeable:
            turns = 2 * np.pi * self.k * np.mod(x, 1)
            waves = np.stack([np.cos(turns), np.sin(turns)], axis=1).reshape(2 * len(self.k), len(x))
            self.x, self.waves = x, waves
        return self.waves


@dataclass(frozen=True, eq=False)
class Layers(Result):
    """One record explained in ever finer layers: the residual of `fits[k]` is what layer k leaves over."""

    names: tuple[str, ...]
    fits: tuple[FitResult, ...]
    rms: Float[ndarray, " layers"]
    units: Mapping[str, str] = field(default_factory=lambda: {"rms": "ppm"})


@recorded
def co2_layers(x: ArrayLike, y: ArrayLike) -> Layers:
    """Fit a line, a parabola, then add one breath a year, a second harmonic, and exponential growth.

    Each layer of the model leaves less of the record unexplained:

    >>> air = cc.load_co2_recent()
    >>> layers = fitting.co2_layers(air.year, air.co2)
    >>> print(layers.rms.round(2), "ppm")
    [4.36 2.23 0.95 0.75 0.73] ppm
    """
    layers = {
        "line": co2(0, "poly", False, degree=1),
        "curve": co2(0, "poly", False),
        "yearly breath": co2(1, "poly", False),
        "second harmonic": co2(2, "poly", False),
        "exponential trend, growing breath": co2(2, "exp", True),
    }
    fits = tuple(fit(model, x, y) for model in layers.values())
    return Layers(tuple(layers), fits, np.array([each.rms for each in fits]))


@dataclass(frozen=True, eq=False)
class Season(Result):
    """One year's swing around the trend, as it was in `year`."""

    phase: Float[ndarray, " n"]  # 0 on 1 January, 1 at the year's end
    swing: Float[ndarray, " n"]  # ppm above the trend
    year: float
    growth: float  # per year, as a share of the swing in 1990
    units: Mapping[str, str] = field(
        default_factory=lambda: {
            "phase": "yr",
            "swing": "ppm",
            "year": "yr",
            "growth": "1/yr",
            "growth_percent": "%/yr",
            "peak_to_peak": "ppm",
            "high_phase": "yr",
            "low_phase": "yr",
        }
    )

    @property
    def growth_percent(self) -> float:
        """The swing's growth, in per cent of its size in 1990 per year."""
        return 100 * self.growth

    @property
    def peak_to_peak(self) -> float:
        """From the low to the high of the year, in ppm."""
        return float(np.ptp(self.swing))

    @property
    def high_phase(self) -> float:
        """When the air holds most, as a share of the year."""
        return float(self.phase[np.argmax(self.swing)])

    @property
    def low_phase(self) -> float:
        """When the air holds least, as a share of the year."""
        return float(self.phase[np.argmin(self.swing)])

    @property
    def high_date(self) -> str:
        """Day and month of the high, as in "20 May"."""
        return _day(self.high_phase)

    @property
    def low_date(self) -> str:
        """Day and month of the low."""
        return _day(self.low_phase)


@recorded
def season(fitted: FitResult, year: Real = EPOCH, *, n: int = 3651) -> Season:
    """(1 + g (year - 1990)) * sum_k (a_k cos 2 pi k p + b_k sin 2 pi k p) over the phases p of one year.

    `fitted` is a fit of a `co2` model with at least one harmonic; n phases, ten a day unless told otherwise.

    >>> air = cc.load_co2_recent()
    >>> swing = fitting.season(fitting.fit(fitting.co2(), air.year, air.co2), 2020.0)
    >>> print(round(float(swing.peak_to_peak), 1), "ppm, highest on", swing.high_date)
    7.0 ppm, highest on 19 May
    """
    parameters = dict(zip(fitted.param_names, fitted.theta, strict=True))
    harmonics = sum(name.startswith("a") and name[1:].isdecimal() for name in parameters)
    if not harmonics:
        raise ShapeError(f"a season needs a co2 model with harmonics, got {', '.join(fitted.param_names)}")
    phase = np.linspace(0, 1, n)
    growth = float(parameters.get("g", 0.0))
    swing = fitted.theta[-2 * harmonics :] @ Waves(harmonics)(phase)
    return Season(phase, swing * (1 + growth * (year - EPOCH)), float(year), growth)


def _day(phase: float) -> str:
    """The day at a share of the year in which every month is a twelfth, as the data count their months."""
    month, share = divmod(12 * (phase % 1), 1)
    days = monthrange(2001, int(month) + 1)[1]  # of an ordinary year
    return f"{int(share * days) + 1} {month_name[int(month) + 1]}"
