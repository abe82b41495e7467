"""The three lines of every descent: look where the ground falls, step against it, go there."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from textwrap import dedent
from typing import Any, Protocol, TypeAlias, runtime_checkable

import numpy as np
from jaxtyping import Bool, Float
from numpy import ndarray

from calc_core.descent.ground import Ground, ground
from calc_core.descent.path import DescentPath
from calc_core.errors import DomainError, ShapeError
from calc_core.landscapes.landscape import reading_units
from calc_core.points import Real

__all__ = [
    "Crowd",
    "Ground",
    "Move",
    "Rule",
    "Walk",
    "Walker",
    "descend",
    "downhill",
    "ground",
    "march",
    "three_lines",
]


@dataclass(slots=True)
class Move:
    """What a rule wants to do next: how far `by` for each walker, with which learning rate `step`.

    A search has already looked: it hands on the height `f` it found, and who is `stuck`.
    """

    by: Float[ndarray, ...]
    step: Float[ndarray, " n"] | float
    f: Float[ndarray, " n"] | None = None
    stuck: Bool[ndarray, " n"] | None = None


# (rows, x, f, gradient): which walkers stand where, how high, and how the ground falls there; one walker
# alone has no rows (...), and nobody needs to know its height
Stand: TypeAlias = tuple[Any, ndarray, Any, ndarray]
# iteration k: the walkers `rows` stand at x, with heights f and gradients g; what now? None: it is over
Rule: TypeAlias = Callable[[int, Any, ndarray, Any, ndarray], Move | None]


@runtime_checkable
class Walk(Protocol):
    """A walk under way: over a landscape (`Crowd`), the knobs of a fit, or the weights of a network."""

    def look(self) -> Stand | None:
        """Where we stand, and how the ground falls there; None where there is a reason to stop."""

    def go(self, move: Move) -> None:
        """Take a step, and put it on record."""


class Walker:
    """A walk under way as `downhill` sees it: the slopes that it meets, and a way to go on.

    It ends after so many `steps`, or where the walk has a reason to. `rate` goes on record with every step.
    """

    def __init__(self, walk: Walk, rate: float, steps: int) -> None:
        self.walk, self.rate, self.steps = walk, rate, steps

    def slopes(self) -> Iterator[ndarray]:
        """The slope where the walk stands, asked for anew after every step."""
        for _ in range(self.steps):
            stand = self.walk.look()
            if stand is None:
                return
            yield stand[-1]
        self.walk.look()  # once more after its last step, so that it knows whether it has arrived

    def go(self, step: Float[ndarray, ...]) -> None:
        """Take the step, and put it on record."""
        self.walk.go(Move(step, self.rate))


def downhill(
    slopes: Iterable[ndarray], go: Callable[[Float[ndarray, ...]], None], learning_rate: float
) -> None:
    """x <- x - learning_rate * slope(x), again and again (Cauchy, 1847): every plain descent of the course.

    One knob or thousands, one walker or hundreds, on ground, on the misfit of a fit or on the loss of a
    network: `slopes` tells the slope wherever the walk stands by then, and `go` takes a step. Lecture 26
    shows this very text.
    """
    for slope in slopes:
        step = -learning_rate * slope
        go(step)


def three_lines() -> str:
    """The text of what `downhill` does.

    >>> print(cc.three_lines())
    for slope in slopes:
        step = -learning_rate * slope
        go(step)
    """
    text = inspect.getsource(downhill)
    (function,) = ast.parse(text).body
    assert isinstance(function, ast.FunctionDef)
    first = function.body[1].lineno  # what stands before it is the docstring
    return dedent("\n".join(text.splitlines()[first - 1 :]))


def descend(walk: Walk, rule: Rule | float, max_iter: int) -> None:
    """x <- x + rule(slope at x): all descents of the course, until the walk or the rule ends it.

    A number for a rule is a learning rate, see `downhill`. The walk looks around once more after its last
    step, so that it knows whether it has arrived.
    """
    if not callable(rule):
        walker = Walker(walk, rule, max_iter)
        return downhill(walker.slopes(), walker.go, rule)
    for k in range(max_iter + 1):
        stand = walk.look()
        move = None if stand is None or k == max_iter else rule(k, *stand)
        if move is None:
            return None
        walk.go(move)
    return None


class Crowd:
    """Walkers on a landscape, each until |grad f| <= tol, the border, or no finite way on."""

    def __init__(self, hill: Ground, starts: Float[ndarray, "*walkers d"], tol: Real) -> None:
        self.hill, self.tol, self.single = hill, tol, starts.ndim == 1
        self.x = np.array(starts.reshape(-1, starts.shape[-1]))
        self.f, self.g = hill.f(self.x), hill.grad(self.x)
        if not (np.isfinite(self.f).all() and np.isfinite(self.g).all()):
            raise DomainError(f"{hill.land.name} has no finite height and slope at x0")
        self.stops = [(self.x, self.f, self.g)]
        self.rates: list[ndarray] = []
        self.status = np.full(len(self.x), "max_iter", dtype="<U9")
        self.n_steps = np.zeros(len(self.x), dtype=int)
        self.rows = np.arange(len(self.x))

    def look(self) -> Stand | None:
        """Who stands on level ground has arrived; where the others stand."""
        level = np.linalg.norm(self.g[self.rows], axis=-1) <= self.tol
        self.status[self.rows[level]] = "converged"
        self.rows = self.rows[~level]
        if not self.rows.size:
            return None
        return self.rows, self.x[self.rows], self.f[self.rows], self.g[self.rows]

    def go(self, move: Move) -> None:
        """Take the step as far as the border; who finds no finite ground or does not move ends here."""
        hill, rows, here = self.hill, self.rows, self.x[self.rows]
        target, over = hill.stop_at_border(here, move.by)
        finite = np.isfinite(target).all(axis=-1)
        height = move.f if move.f is not None else hill.f(np.where(finite[:, None], target, here))
        finite &= np.isfinite(height)
        slope = hill.grad(np.where(finite[:, None], target, here))  # never asked where there is no ground
        finite &= np.isfinite(slope).all(axis=-1)
        stuck = move.stuck if move.stuck is not None else (target == here).all(axis=-1)
        for ending, mine in (("left", over), ("stalled", stuck & ~over), ("diverged", ~finite)):
            self.status[rows[mine]] = ending
        going = finite & (target != here).any(axis=-1) & ~(stuck & ~over)
        if going.any():
            self._record(rows[going], target[going], height[going], slope[going], move.step, going)
        self.rows = rows[going & ~over]

    def _record(
        self, taken: ndarray, x: ndarray, f: ndarray, g: ndarray, step: ndarray | float, going: ndarray
    ) -> None:
        """One entry more for everybody: those who did not move repeat theirs."""
        self.x, self.f, self.g, rate = self.x.copy(), self.f.copy(), self.g.copy(), np.zeros(len(self.x))
        self.x[taken], self.f[taken], self.g[taken] = x, f, g
        rate[taken] = np.broadcast_to(step, going.shape)[going]
        self.stops.append((self.x, self.f, self.g))
        self.rates.append(rate)
        self.n_steps[taken] += 1

    def path(self, name: str, params: Mapping[str, Any]) -> DescentPath:
        """The history so far."""
        x, f, g = (np.stack(each) for each in zip(*self.stops, strict=True))
        step = np.array(self.rates, dtype=float).reshape(len(self.rates), len(self.status))
        if self.single:
            x, f, g, step = x[:, 0], f[:, 0], g[:, 0], step[:, 0]
        return DescentPath(
            x=x,
            f=f,
            grad=g,
            step=step,
            status=str(self.status[0]) if self.single else self.status,
            n_steps=int(self.n_steps[0]) if self.single else self.n_steps,
            method=name,
            nfev=self.hill.nfev,
            ngev=self.hill.ngev,
            params=params,
            trials=self.hill.trials,
            units={**reading_units(self.hill.land.units), "length": self.hill.land.units["x"]},
        )


@np.errstate(over="ignore", invalid="ignore")  # a diverging walk overflows on purpose
def march(
    hill: Ground,
    starts: Float[ndarray, "*walkers d"],
    rule: Rule | float,
    name: str,
    params: Mapping[str, Any],
    max_iter: int,
    tol: Real,
) -> DescentPath:
    """Let `rule` move every walker until |grad f| <= tol, the border, `max_iter`, or no finite way on."""
    if max_iter < 0 or not tol >= 0:
        raise ShapeError(f"max_iter and tol must not be negative, got {max_iter} and {tol}")
    crowd = Crowd(hill, starts, tol)
    descend(crowd, rule, max_iter)
    return crowd.path(name, {**params, "max_iter": max_iter, "tol": tol})
