"""The residual of any theta as an arrow: from a point of the plane that A's columns span to the data y."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.errors import ShapeError, SingularError
from calc_core.fitting.linear import _system
from calc_core.points import ArrayLike, as_numbers
from calc_core.results import Result, recorded


@dataclass(frozen=True, eq=False)
class ResidualArrow(Result):
    """r = y - A theta, how it leans on the plane of A's columns, and the area of all squares on its entries.

    `along` is the part of r that lies in the plane: 0 where r stands square on it.
    """

    theta: Float[ndarray, " p"]
    y_hat: Float[ndarray, " n"]
    r: Float[ndarray, " n"]
    along: Float[ndarray, " n"]
    against: Float[ndarray, " p"]  # A^T r
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def squares(self) -> Float[ndarray, " n"]:
        """The area of the square on each residual."""
        return np.asarray(self.r**2)

    @property
    def area(self) -> float:
        """|r|^2: all the squares together, and by Pythagoras the square on the arrow."""
        return float(self.r @ self.r)

    @property
    def mean_area(self) -> float:
        """|r|^2 / n: the average square."""
        return self.area / len(self.r)

    @property
    def side(self) -> float:
        """The side of the average square: the size of a usual miss, in the unit of y."""
        return float(np.sqrt(self.mean_area))

    @property
    def slopes(self) -> Float[ndarray, " p"]:
        """The gradient of `mean_area` over theta: -2 A^T r / n."""
        return np.asarray(-2.0 * self.against / len(self.r))

    @property
    def steepness(self) -> float:
        """The length of that gradient."""
        return float(np.linalg.norm(self.slopes))

    @property
    def angle(self) -> float:
        """Between the arrow and the plane, in degrees: 90 where it stands square; 90 too for no arrow."""
        upright = np.linalg.norm(self.r - self.along)
        return float(np.degrees(np.arctan2(upright, np.linalg.norm(self.along)))) if self.area > 0 else 90.0


@recorded
def residual_arrow(A: ArrayLike, y: ArrayLike, theta: ArrayLike) -> ResidualArrow:
    """r = y - A theta for knobs theta (p,) that need not be the best ones; A is (n, p), y (n,).

    What lies in the plane is Q Q^T r, where A = Q R. Raises ShapeError for a theta of
    another length, SingularError when the columns of A are linearly dependent.

    >>> A = np.array([[1.0, 0.0], [1.0, 1.0], [1.0, 2.0]])
    >>> arrow = fitting.residual_arrow(A, [1.0, 2.0, 2.0], (1.0, 1.0))
    >>> print(arrow.r, arrow.area)
    [ 0.  0. -1.] 1.0
    """
    design, data = _system(A, y)
    knobs = as_numbers(theta, "theta")
    if knobs.shape != design.shape[1:] or np.iscomplexobj(knobs):
        raise ShapeError(f"theta must hold {design.shape[1]} real numbers, got shape {knobs.shape}")
    said = design @ knobs
    r = data - said
    flat, triangular = np.linalg.qr(design)
    sizes = np.abs(np.diag(triangular)) / np.linalg.norm(design, axis=0)
    if not (sizes > max(design.shape) * np.finfo(float).eps).all():
        raise SingularError(
            "the columns of A are dependent: they span no plane of their number of dimensions"
        )
    along = flat @ (flat.T @ r)
    return ResidualArrow(np.asarray(knobs, dtype=float), said, r, along, design.T @ r, {"angle": "°"})
