"""The landscape over a line's two knobs: a ravine, or a bowl, as the origin and the unit of x want it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.errors import DomainError, ShapeError, SingularError
from calc_core.fitting.linear import condition_number, triangle
from calc_core.landscapes.landscape import Landscape, from_formulas
from calc_core.points import ArrayLike, Real
from calc_core.results import Result, recorded
from calc_core.values import real


@dataclass(frozen=True, eq=False)
class LineGround(Result):
    """f(m, c) = mean (y - c - m (x - origin) / unit)^2, which is a bowl:

    lowest + (theta - best)^T hess (theta - best) / 2, with theta = (m, c).
    """

    origin: float
    unit: float
    design: Float[ndarray, "n 2"]  # the columns (x - origin) / unit and 1
    best: Float[ndarray, " 2"]  # m, c
    hess: Float[ndarray, "2 2"]
    lowest: float
    kappa: float
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def land(self) -> Landscape:
        """The same as a landscape, for whoever walks on it."""
        half = self.hess / 2

        def f(p: ndarray) -> ndarray:
            away = p - self.best
            return np.asarray(self.lowest + ((away @ half) * away).sum(axis=-1))

        return from_formulas(
            f,
            lambda p: (p - self.best) @ self.hess,
            lambda p: np.broadcast_to(self.hess, (*p.shape, 2)).copy(),
            bounds=np.stack([self.best - 100, self.best + 100], axis=-1),
            name="mean square of a line's misses",
            minima=[self.best],
        )

    def knobs(self, slope: Real, height: Real, at: Real) -> Float[ndarray, " 2"]:
        """m and c of the line that climbs `slope` in y per x and has `height` at x = `at`."""
        return np.array([float(slope) * self.unit, float(height) + float(slope) * (self.origin - float(at))])

    def line(self, knobs: ArrayLike, at: Real) -> Float[ndarray, "*batch 2"]:
        """Slope in y per x, and the height at x = `at`, of lines with knobs (..., 2): `knobs` backwards."""
        m, c = np.moveaxis(real(knobs, "knobs"), -1, 0)
        return np.stack([m / self.unit, c + m * (float(at) - self.origin) / self.unit], axis=-1)


@recorded
def line_ground(x: ArrayLike, y: ArrayLike, *, origin: Real = 0.0, unit: Real = 1.0) -> LineGround:
    """The ground on which the line y = c + m (x - origin) / unit is fitted to data x, y (n,).

    m = unit cov(x, y) / var(x), and the best line runs through the mean of the data, wherever the origin is.

    kappa is the condition number of hess, the square of that of the design: with data far from their origin
    some (1 + mean^2 + var)^2 / var, centred the larger of var and 1 / var (x in `unit`), and 1 where x is
    counted in its standard deviation from its mean. Raises DomainError for a unit that is not positive,
    SingularError for data that all have one x.

    Far from their origin the data make a ravine of the ground, counted from their mean a bowl:

    >>> x, y = [170.0, 175.0, 180.0], [1.0, 2.0, 2.5]
    >>> far, near = fitting.line_ground(x, y), fitting.line_ground(x, y, origin=175.0, unit=4.0)
    >>> print(f"{far.kappa:.1e} {near.kappa:.2f}")
    5.6e+07 1.04
    """
    across, up = real(x, "x"), real(y, "y")
    if across.ndim != 1 or across.shape != up.shape:
        raise ShapeError(f"x and y must be (n,) both, got {across.shape} and {up.shape}")
    if not float(unit) > 0:
        raise DomainError(f"a unit is a length, more than 0, got {unit}")
    if len(across) < 2 or np.ptp(across) == 0:
        raise SingularError("data that all have one x do not tell a line's slope")
    design = np.column_stack([(across - float(origin)) / float(unit), np.ones_like(across)])
    middle, level = across.mean(), up.mean()
    beside = across - middle
    slope = float(beside @ (up - level) / (beside @ beside))
    best = np.array([slope * float(unit), level + slope * (float(origin) - middle)])
    missed = up - level - slope * beside
    hess = 2.0 * design.T @ design / len(up)
    kappa = condition_number(triangle(design)) ** 2
    return LineGround(float(origin), float(unit), design, best, hess, float(np.mean(missed**2)), kappa)
