"""How far a walk is from the floor of a bowl, along each of the bowl's own axes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.descent.path import DescentPath
from calc_core.errors import DomainError, ShapeError
from calc_core.points import ArrayLike, Real, as_numbers
from calc_core.results import Result, recorded


@dataclass(frozen=True, eq=False)
class Offsets(Result):
    """The way from the floor to every stop of one walk, axis by axis, the axis that bends least first."""

    along: Float[ndarray, "stops d"]  # with sign, in the landscape's own units
    curvatures: Float[ndarray, " d"]
    stride: int  # steps from one stop on record to the next

    @property
    def step(self) -> Float[ndarray, " stops"]:
        """How many steps were done at every stop."""
        return np.arange(len(self.along)) * float(self.stride)

    @property
    def gentle(self) -> Float[ndarray, " stops"]:
        """Distance from the floor along the axis that bends least."""
        return np.asarray(np.abs(self.along[:, 0]))

    @property
    def steep(self) -> Float[ndarray, " stops"]:
        """Distance from the floor along the axis that bends most."""
        return np.asarray(np.abs(self.along[:, -1]))

    @property
    def distance(self) -> Float[ndarray, " stops"]:
        """Distance from the floor."""
        return np.asarray(np.linalg.norm(self.along, axis=-1))

    def steps_home(self, within: Real) -> int:
        """After how many steps the walk has come within a distance of the floor, never to leave it again.

        Raises DomainError for a walk that had not come so near when it ended.
        """
        far = np.flatnonzero(self.distance > within)
        if far.size and far[-1] == len(self.along) - 1:
            raise DomainError(f"the walk ended {self.distance[-1]:.3g} from the floor, not within {within}")
        return (int(far[-1]) + 1) * self.stride if far.size else 0


@recorded
def offsets(path: DescentPath, hess: ArrayLike, floor: ArrayLike | None = None) -> Offsets:
    """e_i . (x_k - floor) for every stop of a walk and every eigenvector e_i of the bowl's Hessian.

    On a bowl each of them is multiplied by 1 - learning_rate * lambda_i in every step of gradient descent
    (see `contraction_factors`). `floor` is the origin unless told. Raises ShapeError for many walkers at
    once (take path.walker(0)) and for a matrix that does not fit the walk.

    Along each axis of the bowl the way home shrinks by a factor of its own at every step:

    >>> walk = cc.gradient_descent(cc.bowl(4), (1.0, 1.0), learning_rate=0.4, max_iter=3)
    >>> print(cc.offsets(walk, np.diag([1.0, 4.0])).along.round(3))
    [[ 1.     1.   ]
     [ 0.6   -0.6  ]
     [ 0.36   0.36 ]
     [ 0.216 -0.216]]
    """
    if path.x.ndim != 2:
        raise ShapeError(f"offsets are those of one walk, got {path.n_walkers} walkers: take path.walker(0)")
    matrix, d = as_numbers(hess, "hess"), path.x.shape[-1]
    if matrix.shape != (d, d) or not np.allclose(matrix, matrix.T, rtol=1e-9, atol=0):
        raise ShapeError(f"hess must be a symmetric matrix ({d}, {d}), got shape {matrix.shape}")
    lowest = np.zeros(d) if floor is None else as_numbers(floor, "floor")
    if lowest.shape != (d,):
        raise ShapeError(f"floor must be a point of {d} coordinates, got shape {lowest.shape}")
    curvatures, axes = np.linalg.eigh(matrix)
    return Offsets((path.x - lowest) @ axes, curvatures, path.stride)
