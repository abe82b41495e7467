"""The arc of all steps that one spot offers, from the careful to the reckless."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.errors import DomainError, ShapeError
from calc_core.fitting.damped_step import Tangent
from calc_core.fitting.iteration import VectorFunction, Walk, squares
from calc_core.points import ArrayLike, as_numbers
from calc_core.results import Result, recorded


@dataclass(frozen=True, eq=False)
class Arc(Result):
    """Where each grip mu would lead from `theta`, how high it is there, and how high the tangent believed."""

    theta: Float[ndarray, " p"]
    f: float  # sum of squares where we stand
    mu: Float[ndarray, " m"]
    x: Float[ndarray, "m p"]
    height: Float[ndarray, " m"]  # the sum of squares at x; inf where the model is not finite
    believed: Float[ndarray, " m"]
    D: Float[ndarray, " p"]  # how much one unit of each knob counts
    normal: Float[ndarray, "p p"]  # J^T J, how the believed bowl bends: |r + J d|^2 = f + g.d + d.(J^T J) d
    gradient: Float[ndarray, " p"]  # g = 2 J^T r
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def step(self) -> Float[ndarray, "m p"]:
        """From theta to x."""
        return np.asarray(self.x - self.theta)

    @property
    def length(self) -> Float[ndarray, " m"]:
        """|D d| of each step: how far from theta one believes the tangent, with this grip."""
        return np.asarray(np.linalg.norm(self.D * self.step, axis=-1))

    @property
    def down(self) -> Float[ndarray, " p"]:
        """-D^-2 J^T r: the way that the compass points, every knob measured by what it does."""
        return np.asarray(-self.gradient / (2 * self.D**2))

    @property
    def jump(self) -> Float[ndarray, " p"]:
        """Where Gauss-Newton leads, to the floor of the believed bowl; nan where that has none."""
        try:
            return np.asarray(self.theta - np.linalg.solve(self.normal, self.gradient / 2))
        except np.linalg.LinAlgError:
            return np.full_like(self.theta, np.nan)

    @property
    def best(self) -> int:
        """Index of the grip that leads lowest."""
        return int(np.argmin(self.height))


@recorded
@np.errstate(all="ignore")  # reckless steps may leave the map
def lm_arc(
    residuals: VectorFunction, theta: ArrayLike, mus: ArrayLike, *, jac: VectorFunction | None = None
) -> Arc:
    """The steps d(mu) with (J^T J + mu D^2) d = -J^T r, for grips mus (m,) > 0; D_k = |J_k|.

    As mu grows the arc begins along -D^-2 J^T r, the steepest way down when every knob is measured by what it
    does; as mu falls to 0 it bends round to the Gauss-Newton jump (Marquardt, 1963).

    With a growing grip the step shrinks from the jump to a cautious pace downhill:

    >>> valley = lambda p: np.array([10 * (p[1] - p[0] ** 2), 1 - p[0]])
    >>> print(fitting.lm_arc(valley, (-1.2, 1.0), [1e-6, 1.0, 100.0]).length.round(3))
    [7.1578e+01 2.0960e+00 6.2000e-02]
    """
    grips = np.atleast_1d(as_numbers(mus, "mus"))
    if grips.ndim != 1:
        raise ShapeError(f"mus must have shape (m,), got {grips.shape}")
    if not (grips > 0).all():
        raise DomainError(f"mus must be positive, got {grips.min():g}")
    walk = Walk(residuals, theta, jac)
    tangent = Tangent(walk.J, walk.r, walk.lengths)
    steps = np.array([tangent.step(mu).d for mu in grips]).reshape(len(grips), len(walk.theta))
    x = walk.theta + steps
    height = np.array([squares(walk.ask(each)) for each in x])
    believed = np.sum((walk.r + steps @ walk.J.T) ** 2, axis=-1)
    bowl = walk.J.T @ walk.J
    return Arc(walk.theta, walk.f, grips, x, height, believed, tangent.D, bowl, walk.gradient)
