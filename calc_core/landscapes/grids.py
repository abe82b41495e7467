"""A landscape laid out on a grid: its heights, and the needle of the compass at every node."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import numpy as np
from jaxtyping import Float
from numpy import ndarray
from scipy.interpolate import RectBivariateSpline

from calc_core.errors import DomainError, ShapeError
from calc_core.landscapes.landscape import Landscape, reading_units
from calc_core.points import ArrayLike, PointFunction, as_bounds
from calc_core.results import Result, recorded

DEGREE = 5  # of the spline between nodes


@dataclass(frozen=True, eq=False)
class Grid(Result):
    """Heights at the nodes of a grid: f[j, i] at (x[i], y[j]), so rows go with y."""

    x: Float[ndarray, " nx"]
    y: Float[ndarray, " ny"]
    f: Float[ndarray, "ny nx"]
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def xy(self) -> Float[ndarray, "ny nx 2"]:
        """The nodes themselves: xy[j, i] = (x[i], y[j])."""
        return np.stack(np.meshgrid(self.x, self.y), axis=-1)

    @property
    def lowest(self) -> float:
        """The smallest height on the grid."""
        return float(self.f.min())

    @property
    def highest(self) -> float:
        """The greatest height on the grid."""
        return float(self.f.max())

    @property
    def relief(self) -> float:
        """Highest minus lowest."""
        return self.highest - self.lowest

    def capped(self, height: float) -> Grid:
        """The same grid with all that is higher than `height` cut off level: a plateau with valleys in it."""
        cut = Grid(self.x, self.y, np.minimum(self.f, height), self.units)
        object.__setattr__(cut, "made_by", self.made_by)
        return cut

    def refined(self, times: int) -> Grid:
        """The same nodes with `times` - 1 between each two of them, on a spline of degree 5 through all.

        Exact where f is a polynomial of degree 5 or less in x and in y; elsewhere the error falls as the
        sixth power of the nodes' distance. Raises ShapeError for fewer than 6 x 6 nodes or `times` below 1.
        """
        if min(self.f.shape) <= DEGREE or times < 1:
            raise ShapeError(
                f"a finer grid needs {DEGREE + 1} x {DEGREE + 1} nodes and times of 1 or more, "
                f"got {self.f.shape} and {times}"
            )
        spline = RectBivariateSpline(self.y, self.x, self.f, kx=DEGREE, ky=DEGREE)
        x, y = (np.linspace(each[0], each[-1], times * (len(each) - 1) + 1) for each in (self.x, self.y))
        fine = Grid(x, y, spline(y, x), self.units)
        object.__setattr__(fine, "made_by", self.made_by)
        return fine


@dataclass(frozen=True, eq=False)
class Field(Result):
    """The gradient at every node of a grid, shape (ny, nx, 2): a map full of compass needles."""

    xy: Float[ndarray, "ny nx 2"]
    vec: Float[ndarray, "ny nx 2"]
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def norm(self) -> Float[ndarray, "ny nx"]:
        """|grad f|: the slope."""
        return np.asarray(np.linalg.norm(self.vec, axis=-1))

    @property
    def heading(self) -> Float[ndarray, "ny nx"]:
        """atan2(f_y, f_x): the angle of steepest ascent in radians, 0 on level ground."""
        return np.asarray(np.arctan2(self.vec[..., 1], self.vec[..., 0]))

    @property
    def n(self) -> int:
        """How many needles there are."""
        return self.norm.size

    @property
    def steepest(self) -> float:
        """The greatest slope on the grid."""
        return float(self.norm.max())


@recorded
def sample_grid(
    f: Landscape | Callable[[ndarray], ndarray],
    bounds: ArrayLike | None = None,
    shape: tuple[int, int] = (121, 121),
) -> Grid:
    """f at the nodes of a grid over `bounds`, `shape` = (rows, columns) = (ny, nx).

    A landscape knows its bounds; a plain f: (..., 2) -> (...) needs them. Raises DomainError where f
    is not finite.

    >>> grid = cc.sample_grid(cc.bowl(), [(-1, 1), (-1, 1)], (3, 3))
    >>> print(grid.f)
    [[1.  0.5 1. ]
     [0.5 0.  0.5]
     [1.  0.5 1. ]]
    """
    if isinstance(f, Landscape):
        height, units, box = f.f, reading_units(f.units), f.bounds if bounds is None else as_bounds(bounds, 2)
    elif bounds is None:
        raise ShapeError("a plain function f needs bounds: one row (low, high) for x and one for y")
    else:
        height, units, box = PointFunction("f", f, 2, ()), {}, as_bounds(bounds, 2)
    x, y = axes(box, shape)
    values = height(np.stack(np.meshgrid(x, y), axis=-1))
    if not np.isfinite(values).all():
        j, i = np.argwhere(~np.isfinite(values))[0]
        raise DomainError(
            f"{height.name} must be finite on the whole grid, got {values[j, i]} at ({x[i]}, {y[j]})"
        )
    return Grid(x, y, values, {**units, "relief": units.get("f", "")})


@recorded
def gradient_field(
    land: Landscape, bounds: ArrayLike | None = None, shape: tuple[int, int] = (15, 25)
) -> Field:
    """grad f at the nodes of a grid over `bounds`, `shape` = (rows, columns).

    Raises DomainError where the gradient is not finite.

    >>> field = cc.gradient_field(cc.bowl(), [(-1, 1), (-1, 1)], (3, 3))
    >>> print(field.vec[0])
    [[-1. -1.]
     [ 0. -1.]
     [ 1. -1.]]
    """
    box = land.bounds if bounds is None else as_bounds(bounds, 2)
    xy = np.stack(np.meshgrid(*axes(box, shape)), axis=-1)
    vec = land.grad(xy)
    if not np.isfinite(vec).all():
        raise DomainError(f"grad of {land.name} must be finite on the whole grid")
    return Field(xy, vec, reading_units(land.units))


def axes(
    box: Float[ndarray, "2 2"], shape: tuple[int, int]
) -> tuple[Float[ndarray, " nx"], Float[ndarray, " ny"]]:
    """The columns x and the rows y of a grid with `shape` = (ny, nx) nodes, both borders included."""
    if min(shape) < 2:
        raise ShapeError(f"shape must be at least 2 rows by 2 columns, got {shape}")
    (ny, nx), (across, up) = shape, box
    return np.linspace(across[0], across[1], nx), np.linspace(up[0], up[1], ny)
