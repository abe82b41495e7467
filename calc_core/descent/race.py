"""A race downhill: several methods, the same ground, the same start and the same finish."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.descent.methods import adam, gradient_descent, momentum, nesterov, newton_descent
from calc_core.descent.path import DescentPath
from calc_core.errors import ShapeError
from calc_core.landscapes.landscape import Landscape
from calc_core.points import ArrayLike, Real, as_points
from calc_core.results import Result, recorded

METHODS: Mapping[str, Callable[..., DescentPath]] = MappingProxyType(
    {
        "gradient descent": gradient_descent,
        "heavy ball": momentum,
        "Nesterov": nesterov,
        "Adam": adam,
        "Newton": newton_descent,
    }
)


@dataclass(frozen=True, eq=False)
class Race(Result):
    """Walks by several methods from `x0`, each until |grad f| <= `tol`."""

    x0: Float[ndarray, " 2"]
    tol: float
    floor: float
    paths: Mapping[str, DescentPath]

    @property
    def names(self) -> tuple[str, ...]:
        """Who runs, in the order given."""
        return tuple(self.paths)

    @property
    def n_steps(self) -> dict[str, int]:
        """How many steps each one took."""
        return {name: path.n for name, path in self.paths.items()}

    @property
    def longest(self) -> int:
        """The steps of the slowest."""
        return max(self.n_steps.values())

    @property
    def slopes(self) -> dict[str, Float[ndarray, " stops"]]:
        """|grad f| at every stop of each, but never less than `floor`: paper of powers of ten has no zero."""
        return {name: np.maximum(path.slope, self.floor) for name, path in self.paths.items()}

    def done(self, name: str, time: Real) -> int:
        """The whole steps that a runner has done when each one may have done `time` of them."""
        return int(np.clip(np.floor(float(time) + 1e-9), 0, self.paths[name].n))


@recorded
def race(
    land: Landscape,
    x0: ArrayLike,
    rivals: Mapping[str, Mapping[str, Any]],
    *,
    tol: Real = 1e-8,
    floor: Real = 1e-16,
    max_iter: int = 100_000,
) -> Race:
    """Let methods walk from `x0` down `land` until |grad f| <= `tol`: `rivals` gives each its constants.

    Names are those of METHODS, constants the keywords of their functions. A step is a step, whatever it
    costs: Newton's asks for second derivatives, all the others for one gradient. Raises ShapeError for a name
    that is none of them; a walk that does not arrive says so in its `status`.

    >>> best = cc.best_momentum(np.diag([1.0, 100.0]))
    >>> ball = {"learning_rate": best.learning_rate, "beta": best.beta}
    >>> race = cc.race(cc.bowl(100), (10.0, 1.0), {"heavy ball": ball, "Newton": {}})
    >>> print(race.names, race.n_steps)
    ('heavy ball', 'Newton') {'heavy ball': 143, 'Newton': 1}
    """
    start = as_points(x0, 2, "x0")
    if start.shape != (2,) or not rivals or not set(rivals) <= set(METHODS):
        raise ShapeError(
            f"a race needs one start (2,) and some of {', '.join(METHODS)}, got {start.shape} and "
            f"{', '.join(rivals) or 'nobody'}"
        )
    paths = {
        name: METHODS[name](land, start, tol=tol, max_iter=max_iter, **constants)
        for name, constants in rivals.items()
    }
    return Race(np.asarray(start, dtype=float), float(tol), float(floor), paths)
