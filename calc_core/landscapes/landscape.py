"""A landscape: a height over every point, with its slopes, its curvatures and where its map ends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from jaxtyping import Bool, Float
from numpy import ndarray

from calc_core.errors import DomainError, ShapeError
from calc_core.points import ArrayLike, PointFunction, as_bounds, as_points, inside
from calc_core.results import Result, recorded


def _no_points() -> ndarray:
    return np.empty((0, 2))


@dataclass(frozen=True, eq=False)
class Landscape(Result):
    """f: (..., d) -> (...), with grad f: (..., d) -> (..., d) and hess f: (..., d) -> (..., d, d).

    The same f serves one point, a grid and 400 hikers: coordinates are the last axis. `bounds` is the
    piece that a map shows, one row (low, high) per coordinate; where the formula itself ends there,
    as measured ground does, `edge` is true. `units` names the units of "x", "y" and height "f".
    """

    name: str
    f: PointFunction
    grad: PointFunction
    hess: PointFunction
    bounds: Float[ndarray, "d 2"]
    minima: Float[ndarray, "n_minima d"] = field(default_factory=_no_points)
    saddles: Float[ndarray, "n_saddles d"] = field(default_factory=_no_points)
    units: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    edge: bool = False

    def __post_init__(self) -> None:
        unknown = set(self.units) - {"x", "y", "f"}
        if unknown:
            raise ShapeError(f"units of a landscape name x, y and f, got {sorted(unknown)}")
        object.__setattr__(self, "units", MappingProxyType({"x": "", "y": "", "f": "", **self.units}))
        super().__post_init__()

    @property
    def d(self) -> int:
        """Number of coordinates."""
        return len(self.bounds)

    @property
    def n_minima(self) -> int:
        """Number of known hollows inside `bounds`."""
        return len(self.minima)

    @property
    def n_saddles(self) -> int:
        """Number of known passes inside `bounds`."""
        return len(self.saddles)

    def contains(self, x: ArrayLike) -> Bool[ndarray, "*batch"]:
        """Whether each point lies on the map, its border included."""
        return inside(as_points(x, self.d), self.bounds)

    @recorded
    def reading(self, x: ArrayLike) -> Reading:
        """Read compass and altimeter at one point (d,) or along a path (..., d).

        Raises DomainError where f or its gradient is not finite.
        """
        points = as_points(x, self.d)
        height, gradient = self.f(points), self.grad(points)
        if not (np.isfinite(height).all() and np.isfinite(gradient).all()):
            raise DomainError(f"{self.name} has no finite height and slope at every x asked for")
        return Reading(points, height, gradient, units=reading_units(self.units))


@dataclass(frozen=True, eq=False)
class Reading(Result):
    """What a hiker knows in the dark: height and gradient, at the points `x` alone."""

    x: Float[ndarray, "*batch d"]
    f: Float[ndarray, "*batch"]
    gradient: Float[ndarray, "*batch d"]
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def slope(self) -> Float[ndarray, "*batch"]:
        """|grad f|: how much height a short step straight uphill gains, per length."""
        return np.asarray(np.linalg.norm(self.gradient, axis=-1))

    @property
    def heading(self) -> Float[ndarray, "*batch"]:
        """The angle of steepest ascent, atan2(f_y, f_x): radians from the x axis, counter-clockwise.

        On level ground there is no steepest direction, and the needle rests at 0. Two coordinates only.
        """
        if self.gradient.shape[-1] != 2:
            raise ShapeError(f"a heading needs two coordinates, got {self.gradient.shape[-1]}")
        return np.asarray(np.arctan2(self.gradient[..., 1], self.gradient[..., 0]))

    @property
    def heading_degrees(self) -> Float[ndarray, "*batch"]:
        """`heading` in degrees, from -180 to 180."""
        return np.asarray(np.degrees(self.heading))


def reading_units(units: Mapping[str, str]) -> Mapping[str, str]:
    """The units of everything that a compass reading shows, from those of its landscape."""
    across, height = units.get("x", ""), units.get("f", "")
    slope = f"{height or '1'}/{across}" if across else height
    return MappingProxyType(
        {
            "x": across,
            "f": height,
            "gradient": slope,
            "slope": slope,
            "heading": "rad",
            "heading_degrees": "°",
        }
    )


@recorded
def from_formulas(
    f: Callable[[ndarray], ndarray],
    grad: Callable[[ndarray], ndarray],
    hess: Callable[[ndarray], ndarray],
    *,
    bounds: ArrayLike,
    name: str = "f",
    minima: ArrayLike = (),
    saddles: ArrayLike = (),
    units: Mapping[str, str] | None = None,
    note: str = "",
    edge: bool = False,
) -> Landscape:
    """The landscape of height f with the formulas of its gradient and its Hessian.

    All three take points of shape (..., d) with coordinates last. Who lacks a formula measures it by
    nudges: `make_landscape` does. Raises ShapeError where bounds, minima or saddles do not fit together.

    >>> pass_ = cc.from_formulas(
    ...     lambda x: x[..., 0] * x[..., 1],
    ...     lambda x: x[..., ::-1],
    ...     lambda x: np.broadcast_to([[0.0, 1.0], [1.0, 0.0]], (*x.shape, 2)),
    ...     bounds=[(-2, 2), (-2, 2)],
    ... )
    >>> print(pass_.f([2.0, 3.0]), pass_.grad([2.0, 3.0]), np.linalg.det(pass_.hess([2.0, 3.0])))
    6.0 [3. 2.] -1.0
    """
    box = as_bounds(bounds)
    hollows, passes = (_listed(points, len(box)) for points in (minima, saddles))
    d, domain = len(box), box if edge else None
    return Landscape(
        name,
        PointFunction(name, f, d, (), domain),
        PointFunction(f"grad of {name}", grad, d, (d,), domain),
        PointFunction(f"hess of {name}", hess, d, (d, d), domain),
        box,
        hollows,
        passes,
        units or {},
        note,
        edge,
    )


def _listed(points: ArrayLike, d: int) -> Float[ndarray, "n d"]:
    listed = np.asarray(points, dtype=float)
    return as_points(listed, d, "minima and saddles").reshape(-1, d) if listed.size else np.empty((0, d))
