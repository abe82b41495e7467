"""A walk: where somebody is on a computed path, as a function of one dial."""

from __future__ import annotations

from typing import Any

import numpy as np

from visuals.drawing.dial import Dial


class Walk:
    """Where somebody is: a computed path (stops, 2) or a place (2,), and a dial `at` counting its steps.

    Between two stops the way is straight. Several pictures may share one walk; the dial belongs to none of
    them.
    """

    def __init__(self, path: np.ndarray, at: Dial | None = None) -> None:
        path = np.asarray(path, dtype=float)
        self.path = path[None] if path.ndim == 1 else path
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
        if len(history) == 1:
            return history[0]
        below = min(int(self.now), max(len(history) - 2, 0))
        share = self.now - below
        return (
            history[below] if share == 0.0 else history[below] + share * (history[below + 1] - history[below])
        )

    @property
    def place(self) -> np.ndarray:
        """The landscape point (2,) of now."""
        return self.look_up(self.path)
