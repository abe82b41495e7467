"""One day's hike, seen from the side: the landscape of a single knob."""

from __future__ import annotations

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.landscapes.landscape import Landscape, from_formulas
from calc_core.points import ArrayLike
from calc_core.results import recorded

LEVEL, CLIMB = 800.0, 25.0  # metres at the start, and metres an hour that the whole valley rises
TOPS = ((800.0, 3.5, 1.5), (420.0, 6.0, 0.75))  # metres above that, hour of the top, hours to its flank


def hike_height(x: ArrayLike) -> Float[ndarray, ...]:
    """Metres over hours on the way: a valley, a summit, a pass, a second top and down again.

    Setting out in the valley, three hours on, and home again:

    >>> print(cc.hike_height([0.0, 3.0, 7.0]).round())
    [ 803. 1591. 1049.]
    """
    x = np.asarray(x)
    tops = [height * np.exp(-(((x - hour) / wide) ** 2)) for height, hour, wide in TOPS]
    return np.asarray(LEVEL + CLIMB * x + tops[0] + tops[1])


@recorded
def hike() -> Landscape:
    """`hike_height` over its one knob, the hours, from setting out to coming home (0 to 7).

    >>> print(cc.hike().d, cc.hike().bounds)
    1 [[0. 7.]]
    """

    def rest(p: ndarray) -> list[tuple[ndarray, ndarray, float]]:
        """Height above the valley, way from the top in flanks, and the flank's hours, of both tops."""
        ways = [(np.asarray((p[..., 0] - hour) / wide), height, wide) for height, hour, wide in TOPS]
        return [(np.asarray(height * np.exp(-(u**2))), u, wide) for u, height, wide in ways]

    return from_formulas(
        lambda p: hike_height(p[..., 0]),
        lambda p: (CLIMB - sum(2 * u / wide * tall for tall, u, wide in rest(p)))[..., None],
        lambda p: sum((4 * u**2 - 2) / wide**2 * tall for tall, u, wide in rest(p))[..., None, None],
        bounds=[(0.0, 7.0)],
        units={"x": "h", "f": "m"},
        name="hike",
    )
