"""Walking along a fence: a step by the part of the compass along it, then back onto it."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.constraints.fence import normal, onto_fence, tangential
from calc_core.descent.ground import Ground, ground
from calc_core.descent.iteration import Move, march
from calc_core.descent.path import DescentPath
from calc_core.errors import DomainError, ShapeError
from calc_core.landscapes.landscape import Landscape
from calc_core.points import ArrayLike, Real
from calc_core.results import recorded


@dataclass(frozen=True, eq=False, kw_only=True)
class FencePath(DescentPath):
    """A walk on the fence: `grad` is the part of the compass along it, `across` what the fence takes up."""

    across: Float[ndarray, " stops *walkers d"]
    lam: Float[ndarray, " stops *walkers"]  # across = lam grad g
    miss: Float[ndarray, " stops *walkers"]  # |g - level|

    @property
    def compass(self) -> Float[ndarray, " stops *walkers d"]:
        """The whole gradient of f at every stop."""
        return np.asarray(self.grad + self.across)


class _Fence(Ground):
    """Ground on which only the part of the gradient along the fence counts."""

    def __init__(self, hill: Ground, g: Landscape) -> None:
        super().__init__(hill.land, hill.bounds)
        self.g = g

    def grad(self, x: Float[ndarray, "n d"]) -> Float[ndarray, "n d"]:
        return tangential(super().grad(x), self.g.grad.inner(x)) if len(x) else x


@recorded
def walk_on_constraint(
    f: Landscape,
    g: Landscape,
    x0: ArrayLike,
    *,
    learning_rate: Real,
    level: Real = 0,
    ascent: bool = False,
    max_iter: int = 1000,
    tol: Real = 1e-6,
    bounds: ArrayLike | None = None,
) -> FencePath:
    """Step along the fence by -learning_rate * tangential(grad f, grad g), then return to g(x) = `level`.

    The projected gradient method (Rosen, 1961), uphill with `ascent`, until the part of the compass along
    the fence is `tol` or less. Starts that do not stand on the fence are brought there first, along grad
    g. Raises DomainError where that fails, SingularError where the fence has a corner.

    The highest place of x^2 y on the unit circle has height 2 / sqrt 27:

    >>> walk = cc.walk_on_constraint(
    ...     cc.x_squared_y(), cc.round_fence(), (1.0, 0.1), level=1, learning_rate=0.2, ascent=True
    ... )
    >>> print(walk.status, walk.last.round(3), round(float(walk.f_last), 4))
    converged [0.816 0.577] 0.3849
    """
    if not 0 < learning_rate < np.inf:
        raise ShapeError(f"learning_rate must be positive, got {learning_rate}; use ascent=True to climb")
    hill, starts = ground(f, x0, bounds=bounds)
    if f.d != g.d:
        raise ShapeError(f"f and g must have as many coordinates, got {f.d} and {g.d}")
    fence, stride = float(level), float(learning_rate) if ascent else -float(learning_rate)
    stood, arrived = onto_fence(g, starts.reshape(-1, f.d), fence)
    if not arrived.all():
        raise DomainError(
            f"x0 must stand on the fence {g.name} = {level}, or near enough to be brought there"
        )

    def step_along(k: int, rows: ndarray, x: ndarray, height: ndarray, along: ndarray) -> Move:
        back, _ = onto_fence(g, x + stride * along, fence)
        return Move(back - x, np.full(len(x), abs(stride)))

    params = {"learning_rate": learning_rate, "level": level, "ascent": ascent}
    walk = march(
        _Fence(hill, g), stood.reshape(starts.shape), step_along, "fence walk", params, max_iter, tol
    )
    across = normal(f.grad(walk.x), g.grad(walk.x))
    gg = g.grad(walk.x)
    told = {each.name: getattr(walk, each.name) for each in fields(walk) if each.init}
    lam = (across * gg).sum(axis=-1) / (gg * gg).sum(axis=-1)
    return FencePath(**told, across=across, lam=lam, miss=np.abs(g.f(walk.x) - fence))
