"""One ruler after the other: on a stretched map the old compass loses its right angle, a new one has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.errors import DomainError, ShapeError
from calc_core.landscapes.landscape import Landscape
from calc_core.landscapes.stretched import stretched
from calc_core.maps.contours import Contours, contours
from calc_core.maps.crossings import Crossings, crossings
from calc_core.maps.flow_lines import FlowLine, flow_line
from calc_core.points import ArrayLike, Real, as_points
from calc_core.results import Result, recorded


@dataclass(frozen=True, eq=False)
class RulerSweep(Result):
    """The way of steepest ascent and the contour through one point, on maps with x drawn longer and longer.

    `angle` is the angle between the two as each map draws them. `new_angle` belongs to the last map alone:
    there the ground is measured with the ruler of that map, and its own compass, `new_gradient`, stands
    square again.
    """

    x: Float[ndarray, " 2"]
    stretch: Float[ndarray, " n"]  # of coordinate 0, from 1 on
    angle: Float[ndarray, " n"]  # degrees
    gradient: Float[ndarray, " 2"]
    new_angle: float  # degrees
    new_gradient: Float[ndarray, " 2"]  # on the last map, in its own units
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def n(self) -> int:
        """How many rulers measured."""
        return len(self.stretch)

    @property
    def last_angle(self) -> float:
        """The angle of the old compass on the last map, in degrees."""
        return float(self.angle[-1])

    @property
    def new_gradient_on_old_map(self) -> Float[ndarray, " 2"]:
        """`new_gradient` as an arrow on the unstretched map: stretching that map lays it out truly."""
        return np.asarray(self.new_gradient / [self.stretch[-1], 1.0])

    def nearest(self, stretch: Real) -> int:
        """The entry whose stretch is nearest to this one."""
        return int(np.argmin(np.abs(self.stretch - stretch)))


@recorded
def ruler_sweep(
    land: Landscape, x: ArrayLike, stretch: Real = 2.0, *, n: int = 61, reach: Real = 0.3
) -> RulerSweep:
    """Angles of compass and contour at x, on `n` maps with coordinate 0 drawn 1 to `stretch` times as long.

    Both lines are measured as drawn, within `reach` of x (in the landscape's own units), by `crossings`: no
    gradient is asked. Only where all lengths count alike is the angle a right one: steepest means height per
    length, and length is what the ruler says. Raises ShapeError unless x is one point and `stretch` positive,
    DomainError where the ground at x is level.

    As x is drawn up to twice as long, the old compass no longer stands square on the contour:

    >>> sweep = cc.ruler_sweep(cc.bowl(), (1.0, 1.0), 2.0, n=3)
    >>> print(sweep.angle.round(1))
    [90.  67.4 53.1]
    """
    place = as_points(x, 2)
    if place.shape != (2,) or n < 2 or not 0 < stretch < np.inf:
        raise ShapeError(
            f"x must be one point, n at least 2 and stretch positive, got {place.shape}, {n}, {stretch}"
        )
    rulers = np.linspace(1, float(stretch), n)
    through, here = _both_lines(land, place, float(reach))
    angle = np.array([_at(crossings(through, here, stretch=(each, 1.0)), place) for each in rulers])
    scale = np.array([float(stretch), 1.0])
    ground = stretched(land, scale)
    new_angle = _at(crossings(*_both_lines(ground, place * scale, float(reach))), place * scale)
    slopes = land.grad(place), ground.grad(place * scale)
    units = {"x": land.units["x"], **dict.fromkeys(("angle", "last_angle", "new_angle"), "°")}
    return RulerSweep(place, rulers, angle, slopes[0], new_angle, slopes[1], units)


def _both_lines(land: Landscape, x: Float[ndarray, " 2"], reach: float) -> tuple[FlowLine, Contours]:
    """The flow line through x, from `reach` below it to as much above, and the contour around it."""
    below = flow_line(land, x, ascent=False, length=reach)
    through = flow_line(land, below.points[-1], length=2 * reach, n=400)
    low, high = np.maximum(x - reach, land.bounds[:, 0]), np.minimum(x + reach, land.bounds[:, 1])
    level = [float(land.f(x))]
    return through, contours(land, level, np.stack([low, high], axis=-1), max_chord=reach / 75)


def _at(met: Crossings, x: Float[ndarray, " 2"]) -> float:
    """The angle of the crossing at x, which is the nearest one."""
    if not met.n:
        raise DomainError(f"no contour crosses the way up at {x.tolist()}: the ground is level there")
    return float(met.angle[np.argmin(np.linalg.norm(met.points - x, axis=-1))])
