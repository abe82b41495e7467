"""Where a walk downhill went: every stop of every walker, and how each walk ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np
from jaxtyping import Float, Int, Shaped
from numpy import ndarray

from calc_core.points import ArrayLike, as_points
from calc_core.polylines import between, path_length, turning_angles
from calc_core.results import Result

__all__ = ["REASONS", "DescentPath", "Trials", "path_length", "turning_angles"]

REASONS = {
    "converged": "the slope fell to the tolerance",
    "max_iter": "the steps ran out first",
    "diverged": "the next step left the finite numbers",
    "stalled": "no step from here goes down",
    "left": "the walk crossed the border of the map",
}


@dataclass(frozen=True, eq=False)
class Trials(Result):
    """Steps tried and rejected: in iteration `k`, `walker` tried `step` and found height `f` at `x`."""

    k: Int[ndarray, " n"]
    walker: Int[ndarray, " n"]
    step: Float[ndarray, " n"]
    x: Float[ndarray, "n d"]
    f: Float[ndarray, " n"]

    @property
    def n(self) -> int:
        """How many steps were rejected, by all walkers together."""
        return len(self.k)

    def of(self, walker: int) -> Trials:
        """The rejected steps of one walker."""
        mine = self.walker == walker
        return Trials(*(getattr(self, each)[mine] for each in ("k", "walker", "step", "x", "f")))


@dataclass(frozen=True, eq=False)
class DescentPath(Result):
    """A walk: entry 0 is the start, entry k the place after k steps; of one walker or of many at once.

    Landscapes, fits (over their knobs) and networks (over their weights) all answer with it. With many
    walkers their axis comes second, `status` and `n_steps` hold one entry for each, and a walk that ended
    early repeats its last stop. The last stop is always finite. `step` is the learning rate, or the step
    length that a search accepted (1 for a whole jump), and 0 once a walk has ended; how far each step led
    is `moves`. A long walk may keep only every `stride`-th stop.
    """

    x: Float[ndarray, "stops *walkers d"]  # in the landscape's own units
    f: Float[ndarray, " stops *walkers"]
    grad: Float[ndarray, "stops *walkers d"]
    step: Float[ndarray, " steps *walkers"]
    status: str | Shaped[ndarray, " walkers"]  # a key of REASONS
    n_steps: int | Int[ndarray, " walkers"]
    method: str
    nfev: int  # heights asked for, over all walkers
    ngev: int  # gradients asked for, over all walkers
    params: Mapping[str, Any]
    trials: Trials
    units: Mapping[str, str] = field(default_factory=dict)
    stride: int = 1  # steps from one stop on record to the next
    why: str = ""  # how the walk ended, where that can be told better than by REASONS

    @property
    def n(self) -> int:
        """Number of steps of the longest walk on record; `x` has one entry more."""
        return len(self.x) - 1

    @property
    def moves(self) -> Float[ndarray, " steps *walkers d"]:
        """From each stop to the next."""
        return np.diff(self.x, axis=0)

    @property
    def n_walkers(self) -> int:
        """How many walked."""
        return 1 if self.x.ndim == 2 else self.x.shape[1]

    @property
    def n_knobs(self) -> int:
        """How many numbers a walker turns at every step."""
        return int(self.x.shape[-1])

    @property
    def last(self) -> Float[ndarray, "*walkers d"]:
        """Where each walk ended."""
        return np.asarray(self.x[-1])

    @property
    def f_last(self) -> Float[ndarray, "*walkers"]:
        """The height at which each walk ended."""
        return np.asarray(self.f[-1])

    @property
    def slope(self) -> Float[ndarray, " stops *walkers"]:
        """|grad f| at every stop."""
        return np.asarray(np.linalg.norm(self.grad, axis=-1))

    @property
    def reason(self) -> str | Shaped[ndarray, " walkers"]:
        """How each walk ended, in words."""
        if isinstance(self.status, str):
            return self.why or REASONS[self.status]
        return np.array([REASONS[each] for each in self.status], dtype=str)

    @property
    def n_converged(self) -> int:
        """Number of walkers that came to level ground."""
        return self._count("converged")

    @property
    def n_left(self) -> int:
        """Number of walkers that crossed the border of the map."""
        return self._count("left")

    @property
    def n_diverged(self) -> int:
        """Number of walkers flung off to infinity."""
        return self._count("diverged")

    @property
    def n_stalled(self) -> int:
        """Number of walkers that found no way down, though the ground is not level."""
        return self._count("stalled")

    @property
    def n_unfinished(self) -> int:
        """Number of walkers still under way when the steps ran out."""
        return self._count("max_iter")

    @property
    def length(self) -> Float[ndarray, "*walkers"]:
        """How far each walker went, see `path_length`."""
        return path_length(self.x)

    @property
    def turning_angles(self) -> Float[ndarray, " turns *walkers"]:
        """By how much each walker turned at each stop between first and last, see `turning_angles`."""
        return turning_angles(self.x)

    def at(self, t: ArrayLike) -> Float[ndarray, "*times_walkers d"]:
        """Where the walk is at time t, counted in steps: straight from stop to stop, x[k] at integers.

        Before 0 it stands at the start, after the last step at the end.
        """
        return between(self.x, t)

    def f_at(self, t: ArrayLike) -> Float[ndarray, "*times_walkers"]:
        """The height on record at time t: f[k] at integers, straight in between."""
        return between(self.f, t)

    def digits(self, x_star: ArrayLike) -> Float[ndarray, " stops *walkers"]:
        """-log10 |x_k - x*|: correct decimal places at every stop, 16 at most."""
        distance = np.linalg.norm(self.x - as_points(x_star, self.x.shape[-1], "x_star"), axis=-1)
        return np.asarray(-np.log10(np.maximum(distance, 1e-16)))

    def walker(self, i: int) -> DescentPath:
        """The walk of one walker alone, cut where it ended."""
        if isinstance(self.n_steps, int) or isinstance(self.status, str):
            return self
        stops = int(self.n_steps[i]) + 1
        alone = {each.name: getattr(self, each.name) for each in fields(self) if each.init}
        alone |= {each: alone[each][:stops, i] for each in ("x", "f", "grad")}
        alone |= {"step": self.step[: stops - 1, i], "status": str(self.status[i]), "n_steps": stops - 1}
        path = DescentPath(**alone | {"trials": self.trials.of(i)})
        object.__setattr__(path, "made_by", self.made_by)
        return path

    def _count(self, status: str) -> int:
        return int(np.sum(np.asarray(self.status) == status))
