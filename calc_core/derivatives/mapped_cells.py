"""What a map makes of a grid of the plane: its lines, its cells, and by how much their areas grow."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.derivatives.jacobians import jacobian
from calc_core.errors import DomainError, ShapeError
from calc_core.points import ArrayLike, Real
from calc_core.results import Result, recorded
from calc_core.values import Function, finite_values, real, real_points

R = TypeVar("R", bound=Result)


@dataclass(frozen=True, eq=False)
class MappedGrid(Result):
    """The lines y = const and x = const of a grid, and where a map of the plane sends them.

    Every side of a cell is cut into `pieces`, whose ends lie on the true image. `level` are the images of the
    lines y = const, from the first x to the last, `upright` those of the lines x = const.
    """

    x: Float[ndarray, " nx"]
    y: Float[ndarray, " ny"]
    level: Float[ndarray, "ny px 2"]
    upright: Float[ndarray, "nx py 2"]
    flat_level: Float[ndarray, "ny px 2"]
    flat_upright: Float[ndarray, "nx py 2"]

    def at(self, share: Real) -> MappedGrid:
        """The grid on its way: every point has gone `share` (0 to 1) of its straight way."""
        there = {
            name: flat + share * (getattr(self, name) - flat)
            for name, flat in (("level", self.flat_level), ("upright", self.flat_upright))
        }
        return _as_made(replace(self, **there), self)


@recorded
def mapped_grid(F: Function, x: ArrayLike, y: ArrayLike, *, pieces: int = 8) -> MappedGrid:
    """The image of the grid with lines at x (nx,) and y (ny,) under F: (..., 2) -> (..., 2).

    Raises ShapeError for lines that do not rise, DomainError where F is not finite.

    A shear leaves the line y = 0 where it is and moves y = 1 to the right:

    >>> shear = lambda p: np.stack([p[..., 0] + p[..., 1], p[..., 1]], axis=-1)
    >>> grid = cc.mapped_grid(shear, [0, 1], [0, 1], pieces=1)
    >>> print(grid.level[0], grid.level[1])
    [[0. 0.]
     [1. 0.]] [[1. 1.]
     [2. 1.]]
    """
    across, up = _rising(x, "x"), _rising(y, "y")
    if pieces < 1:
        raise ShapeError(f"pieces must be at least 1, got {pieces}")
    fine_x, fine_y = _cut(across, pieces), _cut(up, pieces)
    level = np.stack(np.broadcast_arrays(fine_x, up[:, None]), axis=-1)
    upright = np.stack(np.broadcast_arrays(across[:, None], fine_y), axis=-1)
    there = [finite_values(F, each, coordinates=1, answers=(2,)) for each in (level, upright)]
    return MappedGrid(across, up, there[0], there[1], level, upright)


@dataclass(frozen=True, eq=False)
class MappedCells(Result):
    """Rectangles of the plane, and what a map makes of them.

    `outline` are the images of points around each rectangle, anticlockwise from its lower left corner, its
    sides cut into pieces; `flat` are those points. `J` is the Jacobian in each middle.
    """

    middle: Float[ndarray, "*cells 2"]
    size: Float[ndarray, "*cells 2"]
    flat: Float[ndarray, "*cells corners 2"]
    outline: Float[ndarray, "*cells corners 2"]
    J: Float[ndarray, "*cells 2 2"]

    @property
    def x(self) -> Float[ndarray, "*cells"]:
        """The first coordinate of each middle."""
        return np.asarray(self.middle[..., 0])

    @property
    def area(self) -> Float[ndarray, "*cells"]:
        """Signed area within the outline by the shoelace formula, negative where a cell is turned over."""
        return shoelace(self.outline)

    @property
    def ratio(self) -> Float[ndarray, "*cells"]:
        """The area over that of the rectangle: what the map makes of a unit of area."""
        return np.asarray(self.area / self.size.prod(axis=-1))

    @property
    def determinant(self) -> Float[ndarray, "*cells"]:
        """det J in the middle: what the ratio comes to as the cell shrinks."""
        return np.asarray(np.linalg.det(self.J))

    @property
    def largest_gap(self) -> float:
        """By how much a measured ratio misses the determinant, at most."""
        return float(np.abs(self.ratio - self.determinant).max())

    @property
    def smallest(self) -> float:
        """The smallest determinant: not below zero where no cell is turned over."""
        return float(self.determinant.min())

    def at(self, share: Real) -> MappedCells:
        """The cells on their way: every point has gone `share` (0 to 1) of its straight way."""
        J = np.eye(2) + share * (self.J - np.eye(2))
        return _as_made(replace(self, outline=self.flat + share * (self.outline - self.flat), J=J), self)


@recorded
def mapped_cells(
    F: Function, middle: ArrayLike, size: ArrayLike, *, pieces: int = 8, figure: ArrayLike | None = None
) -> MappedCells:
    """dA -> |det J| dA: rectangles about `middle` (..., 2), and their images under F: (..., 2) -> (..., 2).

    `size` (2,) or (..., 2) is how wide and how high they are. Their sides are cut into `pieces`: the area of
    an image with curved sides comes out right to the square of a piece. `figure` (corners, 2), a closed curve
    in the square from -1/2 to 1/2, is carried along in the place of the rectangle's own outline.
    Raises DomainError for a size that is not positive, or where F is not finite.

    A square that doubles both ways has four times the area, and the determinant says so:

    >>> cells = cc.mapped_cells(lambda p: 2 * p, (0.5, 0.5), (1.0, 1.0))
    >>> print(round(float(cells.ratio), 6), round(float(cells.determinant), 6))
    4.0 4.0
    """
    points = real_points(middle, 2, "middle")
    sizes = np.broadcast_to(real_points(size, 2, "size"), points.shape)
    if not (sizes > 0).all():
        raise DomainError(f"size must be positive, got {sizes.min():g}")
    if pieces < 1:
        raise ShapeError(f"pieces must be at least 1, got {pieces}")
    shape = _square(pieces) if figure is None else real_points(figure, 2, "figure")
    flat = points[..., None, :] + sizes[..., None, :] * shape
    outline = finite_values(F, flat, coordinates=1, answers=(2,))
    return MappedCells(points, sizes, flat, outline, jacobian(F, points).value)


def shoelace(outline: ArrayLike) -> Float[ndarray, "*shapes"]:
    """1/2 sum (x_k y_{k+1} - x_{k+1} y_k): the area in closed outlines (..., corners, 2).

    Positive where they run anticlockwise. (A. L. F. Meister, 1769.)

    >>> print(cc.shoelace([(0, 0), (2, 0), (2, 1), (0, 1)]))
    2.0
    """
    corners = real_points(outline, 2, "outline")
    if corners.ndim < 2 or corners.shape[-2] < 3:
        raise ShapeError(f"an outline must have shape (..., corners, 2) with 3 corners, got {corners.shape}")
    here = corners - corners[..., :1, :]  # far from the origin the products would lose digits
    after = np.roll(here, -1, axis=-2)
    return np.asarray((here[..., 0] * after[..., 1] - after[..., 0] * here[..., 1]).sum(axis=-1) / 2)


def _square(pieces: int) -> Float[ndarray, "corners 2"]:
    """Points around the unit square about the origin, anticlockwise from its lower left corner."""
    along = np.arange(pieces) / pieces - 0.5
    edge = np.full(pieces, 0.5)
    sides = ((along, -edge), (edge, along), (-along, edge), (-edge, -along))
    return np.concatenate([np.stack(side, axis=-1) for side in sides])


def _cut(lines: Float[ndarray, " n"], pieces: int) -> Float[ndarray, " m"]:
    """The same places, and those that cut every step between them into equal pieces."""
    steps = np.arange((len(lines) - 1) * pieces + 1) / pieces
    return np.asarray(np.interp(steps, np.arange(len(lines)), lines))


def _rising(lines: ArrayLike, name: str) -> Float[ndarray, " n"]:
    places = real(lines, name)
    if places.ndim != 1 or len(places) < 2 or not (np.diff(places) > 0).all():
        raise ShapeError(f"{name} must be two lines or more that rise, got shape {places.shape}")
    return places


def _as_made(result: R, like: Result) -> R:
    object.__setattr__(result, "made_by", like.made_by)
    return result
