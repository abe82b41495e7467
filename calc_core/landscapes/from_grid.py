"""Measured ground as a landscape: heights on a grid, smoothed over a length, joined by a spline."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
from jaxtyping import Float
from numpy import ndarray
from scipy.interpolate import RectBivariateSpline
from scipy.ndimage import gaussian_filter

from calc_core.errors import ShapeError
from calc_core.landscapes.critical_points import critical_points
from calc_core.landscapes.landscape import Landscape, from_formulas
from calc_core.points import ArrayLike, Real, as_numbers
from calc_core.results import recorded

DEGREE = 5  # of the spline: its curvatures are smooth, so Newton's method converges on measured ground too


@recorded
def from_grid(
    z: ArrayLike,
    dx: Real,
    dy: Real,
    *,
    smooth: Real = 0.0,
    units: Mapping[str, str] | None = None,
    name: str = "terrain",
    note: str = "",
) -> Landscape:
    """f = the spline of degree 5 through heights z[j, i] at (i dx, j dy), after smoothing over a length.

    `smooth` is the standard deviation of a Gaussian weight, in the unit of `dx` and `dy` (never in
    cells, which need not be square); near the border it averages over measured ground only. f, grad and
    hess come from one spline, so they agree to rounding. Beyond the border nothing is known: asking
    there raises DomainError. Raises ShapeError for fewer than 6 x 6 heights or cells of no size.

    Heights of a plane, and the slopes of the spline through them:

    >>> x, y = np.meshgrid(np.arange(8.0), np.arange(8.0))
    >>> land = cc.from_grid(2 * x + 3 * y, 1.0, 1.0)
    >>> print(land.grad(np.array([3.5, 3.5])).round(6))
    [2. 3.]
    """
    heights = as_numbers(z, "z")
    if heights.ndim != 2 or min(heights.shape) <= DEGREE:
        raise ShapeError(f"z must be at least {DEGREE + 1} x {DEGREE + 1} heights, got shape {heights.shape}")
    if not (0 < dx < np.inf and 0 < dy < np.inf and 0 <= smooth < np.inf):
        raise ShapeError(f"dx and dy must be positive lengths and smooth 0 or more, got {dx}, {dy}, {smooth}")
    ny, nx = heights.shape
    x, y = np.arange(nx) * dx, np.arange(ny) * dy
    spline = RectBivariateSpline(x, y, _smoothed(heights, smooth / dy, smooth / dx).T, kx=DEGREE, ky=DEGREE)
    slopes = spline.partial_derivative(1, 0), spline.partial_derivative(0, 1)
    curvatures = [spline.partial_derivative(i, 2 - i) for i in (2, 1, 0)]

    def grad(p: ndarray) -> ndarray:
        return np.stack([slope(p[..., 0], p[..., 1], grid=False) for slope in slopes], axis=-1)

    def hess(p: ndarray) -> ndarray:
        xx, xy, yy = (each(p[..., 0], p[..., 1], grid=False) for each in curvatures)
        return np.stack([np.stack([xx, xy], axis=-1), np.stack([xy, yy], axis=-1)], axis=-2)

    land = from_formulas(
        lambda p: np.asarray(spline(p[..., 0], p[..., 1], grid=False)),
        grad,
        hess,
        bounds=[(0, x[-1]), (0, y[-1])],
        name=name,
        units=units,
        note=note,
        edge=True,
    )
    found = critical_points(land, shape=(2 * ny, 2 * nx))
    return replace(land, minima=found.minima, saddles=found.saddles)


def _smoothed(z: Float[ndarray, "ny nx"], down: float, across: float) -> Float[ndarray, "ny nx"]:
    """Average with Gaussian weights, `down` and `across` in cells, dividing by the weight on the map."""
    weight = gaussian_filter(np.ones_like(z), (down, across), mode="constant")
    return np.asarray(gaussian_filter(z, (down, across), mode="constant") / weight)
