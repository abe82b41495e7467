"""What all walks downhill share: take a step, note where it led, stop when there is a reason to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
from jaxtyping import Bool, Float
from numpy import ndarray

from calc_core.descent.path import DescentPath, Trials
from calc_core.errors import DomainError, ShapeError
from calc_core.landscapes.landscape import Landscape, make_landscape, reading_units
from calc_core.points import ArrayLike, Real, as_bounds, as_points, inside

EVERYWHERE = 1e300  # a border that no finite walk meets


class Ground:
    """The ground of one walk: heights and slopes with a tally of how often each was asked, and the border."""

    def __init__(self, land: Landscape, bounds: Float[ndarray, "d 2"] | None) -> None:
        self.land, self.bounds = land, bounds
        self.nfev = self.ngev = 0
        self.rejected: list[tuple[Any, ...]] = []

    def f(self, x: Float[ndarray, "n d"]) -> Float[ndarray, " n"]:
        ask = self.land.f.inner if self.nfev else self.land.f  # only the first answer is checked
        self.nfev += len(x)
        return np.asarray(ask(x))

    def grad(self, x: Float[ndarray, "n d"]) -> Float[ndarray, "n d"]:
        ask = self.land.grad.inner if self.ngev else self.land.grad
        self.ngev += len(x)
        return np.asarray(ask(x))

    def room(self, x: Float[ndarray, "n d"], by: Float[ndarray, "n d"]) -> Float[ndarray, " n"]:
        """How many times `by` fits between each x and the border: below 1, the step x + by meets it."""
        if self.bounds is None:
            return np.full(len(x), np.inf)
        edge = np.where(by > 0, self.bounds[:, 1], self.bounds[:, 0])
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            return np.asarray(np.where(by == 0, np.inf, (edge - x) / by).min(axis=-1, initial=np.inf).clip(0))

    def stop_at_border(
        self, x: Float[ndarray, "n d"], by: Float[ndarray, "n d"]
    ) -> tuple[Float[ndarray, "n d"], Bool[ndarray, " n"]]:
        """x + by, or where that step meets the border; and which steps met it."""
        target, room = x + by, self.room(x, by)
        over = room < 1
        if self.bounds is None:
            return target, over
        target[over] = x[over] + room[over, None] * by[over]
        return np.clip(target, *self.bounds.T), over

    def reject(self, k: int, walkers: ndarray, step: ndarray, x: ndarray, f: ndarray) -> None:
        """Keep a step that was tried and not taken, for hollow boot prints."""
        self.rejected.append((np.full(len(x), k), walkers, step, x, f))

    @property
    def trials(self) -> Trials:
        if not self.rejected:
            none = np.empty(0, dtype=int)
            return Trials(none, none, np.empty(0), np.empty((0, self.land.d)), np.empty(0))
        return Trials(*(np.concatenate(each) for each in zip(*self.rejected, strict=True)))


@dataclass
class Move:
    """What a method wants to do next: how far `by` for each walker, with which learning rate `step`.

    A line search has already looked: it hands on the height `f` it found, and who is `stuck`.
    """

    by: Float[ndarray, "n d"]
    step: Float[ndarray, " n"]
    f: Float[ndarray, " n"] = field(default_factory=lambda: np.empty(0))
    stuck: Bool[ndarray, " n"] = field(default_factory=lambda: np.empty(0, dtype=bool))


# iteration k: the walkers `rows` stand at x, with heights f and gradients g; what now?
Method: TypeAlias = Callable[[int, ndarray, ndarray, ndarray, ndarray], Move]


def ground(
    f: Landscape | Callable[..., Any],
    x0: ArrayLike,
    *,
    grad: Callable[..., Any] | None = None,
    hess: Callable[..., Any] | None = None,
    bounds: ArrayLike | None = None,
) -> tuple[Ground, Float[ndarray, "*walkers d"]]:
    """Read what every method is given: a landscape, or a plain f with its derivatives, and the starts."""
    starts = as_points(x0, f.d if isinstance(f, Landscape) else None, "x0")
    d = starts.shape[-1]
    if starts.ndim > 2 or np.iscomplexobj(starts):
        raise ShapeError(f"x0 must be a real start (d,) or a batch (walkers, d), got shape {starts.shape}")
    if isinstance(f, Landscape):
        if grad is not None or hess is not None:
            raise ShapeError(f"grad and hess belong to a plain function; {f.name} brings its own")
        land, bounds = f, f.bounds if bounds is None and f.edge else bounds
    elif grad is None:
        raise ShapeError("a plain function f needs its gradient too: pass grad=, or a Landscape")
    else:
        land = make_landscape(f, grad, hess or _unknown, bounds=[(-EVERYWHERE, EVERYWHERE)] * d)
    box = None if bounds is None else as_bounds(bounds, d)
    if box is not None and not inside(starts, box).all():
        raise DomainError(f"x0 must start within bounds {box.tolist()}")
    return Ground(land, box), starts


def _unknown(x: ndarray) -> ndarray:
    raise ShapeError("this method needs second derivatives: pass hess=, or a Landscape")


@np.errstate(over="ignore", invalid="ignore")  # a diverging walk overflows on purpose
def march(
    hill: Ground,
    starts: Float[ndarray, "*walkers d"],
    method: Method,
    name: str,
    params: Mapping[str, Any],
    max_iter: int,
    tol: Real,
) -> DescentPath:
    """Let `method` move every walker until |grad f| <= tol, the border, `max_iter`, or no finite way on."""
    if max_iter < 0 or not tol >= 0:
        raise ShapeError(f"max_iter and tol must not be negative, got {max_iter} and {tol}")
    x = starts.reshape(-1, starts.shape[-1])
    f, g = hill.f(x), hill.grad(x)
    if not (np.isfinite(f).all() and np.isfinite(g).all()):
        raise DomainError(f"{hill.land.name} has no finite height and slope at x0")
    stops, rates = [(x, f, g)], []
    status = np.full(len(x), "max_iter", dtype="<U9")
    n_steps = np.zeros(len(x), dtype=int)
    rows = np.arange(len(x))
    for k in range(max_iter + 1):
        level = np.linalg.norm(g[rows], axis=-1) <= tol
        status[rows[level]] = "converged"
        rows = rows[~level]
        if k == max_iter or not rows.size:
            break
        here = x[rows]
        move = method(k, rows, here, f[rows], g[rows])
        target, over = hill.stop_at_border(here, move.by)
        finite = np.isfinite(target).all(axis=-1)
        height = move.f if move.f.size else hill.f(np.where(finite[:, None], target, here))
        finite &= np.isfinite(height)
        slope = hill.grad(np.where(finite[:, None], target, here))  # never asked where there is no ground
        finite &= np.isfinite(slope).all(axis=-1)
        stuck = move.stuck if move.stuck.size else (target == here).all(axis=-1)
        for ending, mine in (("left", over), ("stalled", stuck & ~over), ("diverged", ~finite)):
            status[rows[mine]] = ending
        going = finite & (target != here).any(axis=-1) & ~(stuck & ~over)
        x, f, g, rate = x.copy(), f.copy(), g.copy(), np.zeros(len(x))
        taken = rows[going]
        x[taken], f[taken] = target[going], height[going]
        g[taken], rate[taken] = slope[going], move.step[going]
        if taken.size:
            stops.append((x, f, g))
            rates.append(rate)
            n_steps[taken] += 1
        rows = rows[going & ~over]
    params = {**params, "max_iter": max_iter, "tol": tol}
    return _path(hill, starts.ndim == 1, stops, rates, status, n_steps, name, params)


def _path(
    hill: Ground,
    single: bool,
    stops: list[tuple[ndarray, ndarray, ndarray]],
    rates: list[ndarray],
    status: ndarray,
    n_steps: ndarray,
    name: str,
    params: Mapping[str, Any],
) -> DescentPath:
    x, f, g = (np.stack(each) for each in zip(*stops, strict=True))
    step = np.array(rates, dtype=float).reshape(len(rates), len(status))
    if single:
        x, f, g, step = x[:, 0], f[:, 0], g[:, 0], step[:, 0]
    return DescentPath(
        x=x,
        f=f,
        grad=g,
        step=step,
        status=str(status[0]) if single else status,
        n_steps=int(n_steps[0]) if single else n_steps,
        method=name,
        nfev=hill.nfev,
        ngev=hill.ngev,
        params=params,
        trials=hill.trials,
        units={**reading_units(hill.land.units), "length": hill.land.units["x"]},
    )
