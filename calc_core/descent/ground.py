"""The ground of a walk: a landscape with its border, and a tally of how often it was asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from jaxtyping import Bool, Float
from numpy import ndarray

from calc_core.descent.path import Trials
from calc_core.errors import DomainError, ShapeError
from calc_core.landscapes.landscape import Landscape, from_formulas
from calc_core.points import ArrayLike, as_bounds, as_points, inside

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
        return np.array(ask(x.copy()))  # copies: who writes into x, or answers in one buffer, spoils nothing

    def grad(self, x: Float[ndarray, "n d"]) -> Float[ndarray, "n d"]:
        ask = self.land.grad.inner if self.ngev else self.land.grad
        self.ngev += len(x)
        return np.array(ask(x.copy()))

    def hess(self, x: Float[ndarray, "n d"]) -> Float[ndarray, "n d d"]:
        return np.array(self.land.hess(x.copy()))

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
        land = from_formulas(f, grad, hess or _unknown, bounds=[(-EVERYWHERE, EVERYWHERE)] * d)
    box = None if bounds is None else as_bounds(bounds, d)
    if box is not None and not inside(starts, box).all():
        raise DomainError(f"x0 must start within bounds {box.tolist()}")
    return Ground(land, box), starts


def _unknown(x: ndarray) -> ndarray:
    raise ShapeError("this method needs second derivatives: pass hess=, or a Landscape")
