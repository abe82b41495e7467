"""The nudges that difference quotients are made of: where to look, and how to combine what is seen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

import numpy as np

from calc_core.errors import ShapeError

EPS = float(np.finfo(float).eps)

Method: TypeAlias = Literal["forward", "backward", "central", "complex", "richardson"]
METHODS = get_args(Method)
Side: TypeAlias = Literal["left", "right", "both"]


@dataclass(frozen=True)
class Stencil:
    """sum_i weights[i] f(x + offsets[i] h) / h^order = f^(order)(x) + C h^power + C' h^(2 power) + ...

    C is `leading` times the derivative of f of degree order + power.
    """

    offsets: tuple[int, ...]
    weights: tuple[float, ...]
    order: int
    power: int
    leading: float

    @property
    def weight(self) -> float:
        """By how much rounding errors of f may add up: the sum of |weights|."""
        return sum(abs(w) for w in self.weights)


CENTRAL = {
    1: Stencil((1, -1), (0.5, -0.5), 1, 2, 1 / 6),
    2: Stencil((1, 0, -1), (1.0, -2.0, 1.0), 2, 2, 1 / 12),
    3: Stencil((2, 1, -1, -2), (0.5, -1.0, 1.0, -0.5), 3, 2, 1 / 4),
    4: Stencil((2, 1, 0, -1, -2), (1.0, -4.0, 6.0, -4.0, 1.0), 4, 2, 1 / 6),
}
FORWARD = {
    1: Stencil((1, 0), (1.0, -1.0), 1, 1, 1 / 2),
    2: Stencil((2, 1, 0), (1.0, -2.0, 1.0), 2, 1, 1.0),
}
BACKWARD = {
    1: Stencil((0, -1), (1.0, -1.0), 1, 1, -1 / 2),
    2: Stencil((0, -1, -2), (1.0, -2.0, 1.0), 2, 1, -1.0),
}
SIDES = {"both": CENTRAL, "right": FORWARD, "left": BACKWARD}


def stencil(method: Method, side: Side, order: int) -> Stencil:
    """The stencil for a derivative of some order, looking to both sides or to one."""
    if method not in METHODS:
        raise ShapeError(f"method must be one of {METHODS}, got {method!r}")
    if side not in SIDES:
        raise ShapeError(f"side must be one of {sorted(SIDES)}, got {side!r}")
    own = {"forward": "right", "backward": "left"}.get(method, side)
    if side not in ("both", own):
        raise ShapeError(f"{method} differences look to the {own}, so side={side!r} contradicts them")
    if order not in SIDES[own]:
        raise ShapeError(f"order must be one of {list(SIDES[own])} here, got {order}")
    return SIDES[own][order]
