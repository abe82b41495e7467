"""Ghosts: the shapes that turning each knob adds to a curve, and the mix of them that cancels the misses."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.fitting.gauss_newton import best_jump
from calc_core.fitting.models import Model, read_data
from calc_core.points import ArrayLike, as_points
from calc_core.results import Result, recorded
from calc_core.values import real


@dataclass(frozen=True, eq=False)
class GhostMix(Result):
    """Row k of `ghosts` and `shapes` is df/dtheta_k, at the data and on a grid: a column of the Jacobian.

    Turned by d, the knobs add sum_k d_k ghosts_k to the curve, to first order; `turn` is the d that leaves
    least of the residual.
    """

    theta: Float[ndarray, " p"]
    turn: Float[ndarray, " p"]
    x: Float[ndarray, " n"]
    residual: Float[ndarray, " n"]
    ghosts: Float[ndarray, "p n"]
    grid: Float[ndarray, " m"]
    shapes: Float[ndarray, "p m"]
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def left(self) -> Float[ndarray, " n"]:
        """What the mix does not cancel: it stands at right angles to every ghost."""
        return np.asarray(self.residual - self.turn @ self.ghosts)

    @property
    def share_left(self) -> float:
        """|left| / |residual|: 0 where the mix cancels all, 1 where it can do nothing."""
        size = float(np.linalg.norm(self.residual))
        return float(np.linalg.norm(self.left)) / size if size > 0 else 0.0

    @property
    def alike(self) -> float:
        """How well the others can imitate one ghost, at best: the largest |cos| of the angle to their span.

        1 means that some ghost is a mix of the others, and no mix is the best one.
        """
        sizes = np.linalg.norm(self.ghosts, axis=1)
        if not (sizes > 0).all():
            return 1.0
        unit = self.ghosts / sizes[:, None]
        apart = np.linalg.svd(unit, compute_uv=False)[-1]
        if len(unit) > unit.shape[1] or apart < len(unit) * np.finfo(float).eps:
            return 1.0
        # 1 / (G^-1)_kk of the Gram matrix G is the squared distance of ghost k from the span of the others
        distance = 1 / np.diag(np.linalg.inv(unit @ unit.T))
        return float(np.sqrt(np.clip(1 - distance.min(), 0, 1)))


@recorded
def ghost_mix(model: Model, x: ArrayLike, y: ArrayLike, theta: ArrayLike, grid: ArrayLike) -> GhostMix:
    """The Jacobian's columns at theta (p,), and d = argmin |y - f(x; theta) - J d|: the Gauss-Newton step.

    x, y (n,) are the data, `grid` (m,) is where the ghosts are drawn. Exact where the model is linear in its
    knobs; elsewhere f(theta + d) differs from the mix by second-order terms in d.

    The mix of the three ghosts nearly is the way that is left, but for the curve of the bell:

    >>> x, bell = np.linspace(-3, 3, 31), fitting.gaussian()
    >>> mix = fitting.ghost_mix(bell, x, bell([2.0, 0.1, 1.0], x), [1.9, 0.0, 1.0], x)
    >>> print(bell.param_names, mix.turn.round(3) + 0.0)
    ('A', 'mu', 'sigma') [0.09  0.105 0.005]
    """
    x, y, _ = read_data(x, y, None)
    here, where = as_points(theta, model.p, "theta"), real(grid, "grid")
    residual, J = y - model(here, x), model.jacobian(here, x)
    turn = best_jump(-J, residual, np.linalg.norm(J, axis=0))
    units = {"residual": model.y_unit, "left": model.y_unit, "x": model.x_unit, "grid": model.x_unit}
    return GhostMix(here, turn, x, residual, J.T, where, model.jacobian(here, where).T, units)
