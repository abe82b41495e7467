"""What a quantity gains when its knobs are turned: one at a time, all at once, and by its slopes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Num
from numpy import ndarray

from calc_core.derivatives.gradients import gradient
from calc_core.derivatives.stencils import Method
from calc_core.errors import ShapeError
from calc_core.points import ArrayLike
from calc_core.results import Result, recorded
from calc_core.values import Function, finite_values, real_points


@dataclass(frozen=True, eq=False)
class KnobGains(Result):
    """Actual differences of f at knobs x for nudges dx, beside what its slopes forecast.

    f: value at x; after: value at x + dx; alone[..., i]: gained when knob i alone is nudged and the others
    are held; together: gained when all are; slopes[i] = df/dx_i; forecast = slopes * dx, knob by knob;
    missed = together - sum of the forecasts, of second order in the nudges.
    """

    function: Function
    x: Float[ndarray, " d"]
    dx: Float[ndarray, "*shape d"]
    f: Float[ndarray, ""]
    slopes: Float[ndarray, " d"]
    alone: Float[ndarray, "*shape d"]
    together: Float[ndarray, "*shape"]

    @property
    def forecast(self) -> Float[ndarray, "*shape d"]:
        """Slope times nudge, knob by knob."""
        return np.asarray(self.slopes * self.dx)

    @property
    def forecast_sum(self) -> Float[ndarray, "*shape"]:
        """What the slopes say of all nudges together."""
        return np.asarray(self.forecast.sum(axis=-1))

    @property
    def missed(self) -> Float[ndarray, "*shape"]:
        """What all nudges together gain beyond what the slopes say."""
        return np.asarray(self.together - self.forecast_sum)

    @property
    def setting(self) -> Float[ndarray, "*shape d"]:
        """Where the knobs stand when all nudges are made."""
        return np.asarray(self.x + self.dx)

    @property
    def rates(self) -> Float[ndarray, "*shape d"]:
        """Gain per nudge, knob by knob, on its way to the slope, which stands for a nudge of 0."""
        turned = self.dx != 0
        return np.asarray(np.where(turned, self.alone / np.where(turned, self.dx, 1.0), self.slopes))

    @property
    def after(self) -> Float[ndarray, "*shape"]:
        """The value when all nudges are made."""
        return np.asarray(self.f + self.together)

    @property
    def order(self) -> Float[ndarray, ""]:
        """With which power of the nudges `missed` goes, fitted on log-log axes over the nudges dx (n, d)."""
        if self.dx.ndim != 2 or len(self.dx) < 2:
            raise ShapeError(f"an order is fitted through several nudges (n, d), got shape {self.dx.shape}")
        size = np.log(np.linalg.norm(self.dx, axis=-1))
        return np.asarray(np.polyfit(size, np.log(np.abs(self.missed)), 1)[0])

    def at(self, dx: ArrayLike) -> KnobGains:
        """The gains of the same knobs by other nudges (..., d)."""
        found = _gains(self.function, self.x, real_points(dx, len(self.x), "dx"), self.f, self.slopes)
        object.__setattr__(found, "made_by", self.made_by)  # looked up, not asked anew
        return found


@recorded
def knob_gains(f: Function, x: ArrayLike, dx: ArrayLike, *, method: Method = "central") -> KnobGains:
    """f(x + dx_i e_i) - f(x) knob by knob, f(x + dx) - f(x), and the slopes df/dx_i.

    x (d,) are the knobs, dx (..., d) how far each is turned; f takes points (..., d). The slopes are those of
    `gradient` by `method`. Raises ShapeError unless x is one point and dx has as many entries.

    Of a rectangle of 3 by 4, grown by 0.1 and 0.2, the two strips miss the corner of 0.02:

    >>> gains = cc.knob_gains(lambda x: x[..., 0] * x[..., 1], (3.0, 4.0), (0.1, 0.2))
    >>> print(gains.forecast.round(6), gains.together.round(6), gains.missed.round(6))
    [0.4 0.6] 1.02 0.02
    """
    knobs = real_points(x)
    if knobs.ndim != 1:
        raise ShapeError(f"knob_gains starts from one setting of the knobs (d,), got shape {knobs.shape}")
    nudges = real_points(dx, len(knobs), "dx")
    here = finite_values(f, knobs, coordinates=1)
    return _gains(f, knobs, nudges, here, gradient(f, knobs, method=method).value)


def _gains(
    f: Function,
    x: Float[ndarray, " d"],
    dx: Float[ndarray, "*shape d"],
    here: Float[ndarray, ""],
    slopes: Float[ndarray, " d"],
) -> KnobGains:
    one_by_one = x + dx[..., None, :] * np.eye(len(x))
    alone = finite_values(f, one_by_one, coordinates=1) - here
    together = finite_values(f, x + dx, coordinates=1) - here
    return KnobGains(f, x, dx, np.asarray(here), np.asarray(slopes), np.asarray(alone), np.asarray(together))


def can_mass(knobs: Num[ndarray, "*shape 4"]) -> Num[ndarray, "*shape"]:
    """m = 2 pi r^2 t rho + 2 pi r h t rho: a tin can's two lids and its wall, for (r, h, t, rho) (..., 4).

    r is the radius to the middle of the wall, h the height between the lids, t the thickness, all in cm;
    rho in g/cm^3 and the mass in g. The wall's volume is exact for any thickness (Pappus, 4th century).

    >>> print(round(float(cc.can_mass(np.array([3.0, 11.0, 0.03, 7.8]))), 1), "g")
    61.8 g
    """
    r, h, t, rho = np.moveaxis(np.asarray(knobs), -1, 0)
    return np.asarray(2 * np.pi * r * (r + h) * t * rho)
