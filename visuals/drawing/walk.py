"""A walk: where somebody, or something, is in a computed history, as a function of one dial."""

from __future__ import annotations

from typing import Any

import numpy as np

from visuals.drawing.dial import Dial, SharesDials


class Walk:
    """A history and a dial `at` that counts its steps: between two stops the way is straight.

    `path` holds the stops, (stops, 2) of one walker, (stops, walkers, 2) of many, (2,) of one who stays, or
    is a result that holds them: `Walk(gradient_descent(...))`, `Walk(flow_line(...))`. Before the first stop
    and after the last it rests. Several pictures may share one walk; the dial belongs to none of them.
    """

    def __init__(self, path: Any, at: Dial | None = None) -> None:
        stops = stops_of(path)
        self.path = stops[None] if stops.ndim == 1 else stops
        self.at = at if at is not None else Dial(0.0)

    def __deepcopy__(self, memo: dict[int, Any]) -> Walk:
        return self

    @property
    def now(self) -> float:
        """Steps done, between 0 and the last."""
        return min(max(self.at.get_value(), 0.0), len(self.path) - 1.0)

    @property
    def last(self) -> int:
        """The number of steps of the whole walk."""
        return len(self.path) - 1

    def look_up(self, history: np.ndarray) -> np.ndarray:
        """The entry of a history (stops, ...) that belongs to now, straight between two stops.

        A history of a single entry holds for the whole walk.
        """
        return entry(history, self.now)

    @property
    def place(self) -> np.ndarray:
        """Where the walk is now: (2,), or (walkers, 2)."""
        return self.look_up(self.path)


def entry(history: np.ndarray, steps: float) -> np.ndarray:
    """Entry `steps` of a history (stops, ...), straight between its entries; it rests beyond its ends."""
    steps = min(max(steps, 0.0), len(history) - 1.0)
    below = min(int(steps), max(len(history) - 2, 0))
    share = steps - below
    here: np.ndarray = history[below]
    return here if share == 0.0 else here + share * (history[below + 1] - here)


def stops_of(path: Any) -> np.ndarray:
    """The stops of a path: of an array, or of a result that holds some (a descent's x, a line's points)."""
    for field in ("x", "points", "path"):
        if isinstance(getattr(path, field, None), np.ndarray):
            return np.asarray(getattr(path, field), dtype=float)
    try:
        stops = np.asarray(path, dtype=float)
    except (TypeError, ValueError):
        stops = np.empty(())
    if stops.ndim == 0 or stops.shape[-1] != 2:
        got = f"shape {stops.shape}" if stops.ndim else type(path).__name__
        raise TypeError(
            f"a walk needs a place (2,), stops (stops, 2) or a result that holds them, got"
            f" {got}: in the landscape's x and y, write (x, y), Walk(gradient_descent(...)),"
            " Walk(flow_line(...)) or Walk(array)"
        )
    return stops


def walk_of(path: Any) -> Walk:
    """The walk itself, or the walk that a path or a place makes."""
    return path if isinstance(path, Walk) else Walk(path)


def share_walk(picture: SharesDials, path: Any, at: Dial | None, start: float | None = 0.0) -> Walk:
    """The walk that a picture follows, its dial shared; or one of its own, at `start` (None: at its end)."""
    if isinstance(path, Walk):
        if at is not None and at is not path.at:
            raise TypeError("a walk brings its dial along: leave out at=, or give the path instead")
        picture.dial(path.at, path.now)
        return path
    walk = Walk(path)
    walk.at = picture.dial(at, walk.last if start is None else start)
    return walk
