"""Counts flashes by WCAG 2.2: pairs of opposing changes of brightness in one place of the frame."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

import numpy as np

from studio.check.look import Look
from studio.check.picture import COLUMNS, ROWS

STEP, DARK = 0.1, 0.8  # of relative luminance: a change that counts, if the darker of the two is below DARK
SECOND = 1.0


@dataclass(frozen=True)
class Flashes:
    """The most flashes within one second in one place (row, column); the second begins at `time`."""

    count: int
    place: tuple[int, int]
    time: float


@dataclass
class Flicker:
    """Follows the brightness of each place of the frame, from moments in their order."""

    look: Look | None = None  # the last one
    worst: Flashes = Flashes(0, (0, 0), 0.0)
    grid: tuple[int, int] = (ROWS, COLUMNS)
    _low: np.ndarray | None = None  # (rows, columns): least since the last turn; _high: greatest
    _high: np.ndarray = field(default_factory=lambda: np.zeros((ROWS, COLUMNS)))
    _way: np.ndarray = field(default_factory=lambda: np.zeros((ROWS, COLUMNS), dtype=int))  # -1, 0 or 1
    _turns: deque[tuple[float, np.ndarray]] = field(default_factory=deque)  # when and where it turned

    def add(self, time: float, bright: np.ndarray, *, unseen: bool = False) -> None:
        """Take in how bright each place was at a moment; after time `unseen` no change of it counts."""
        if self._low is None:
            self._low = self._high = bright
        low, high = np.minimum(self._low, bright), np.maximum(self._high, bright)
        down = (self._way >= 0) & (high - bright >= STEP) & (bright < DARK)
        up = (self._way <= 0) & (bright - low >= STEP) & (low < DARK) & ~down
        turned = down | up
        self._low, self._high = np.where(turned, bright, low), np.where(turned, bright, high)
        if not turned.any():
            return
        self._way = np.where(down, -1, np.where(up, 1, self._way))
        if unseen:
            return
        self._turns.append((time, turned))
        counts = self._counts(time)
        if counts.max() > self.worst.count:
            row, column = (int(each) for each in np.unravel_index(np.argmax(counts), counts.shape))
            begin = next(moment for moment, turns in self._turns if turns[row, column])
            self.worst = Flashes(int(counts.max()), (row, column), begin)

    def is_restless(self, time: float) -> bool:
        """Whether brightness went up or down somewhere in the second before a moment."""
        return bool(self._turns) and self._turns[-1][0] >= time - SECOND

    def flashes(self, time: float) -> bool:
        """Whether some place flashed in the second before a moment."""
        return self.is_restless(time) and bool(self._counts(time).any())

    def _counts(self, time: float) -> np.ndarray:
        """The number of flashes of each place in the second before a moment: two opposing changes are one."""
        while self._turns[0][0] < time - SECOND:
            self._turns.popleft()
        return np.asarray(sum(turns.astype(int) for _, turns in self._turns) // 2)

    def begin_anew(self) -> None:
        """Forget the worst second, but not the turns that count towards the next one."""
        self.worst = Flashes(0, (0, 0), 0.0)


def goes_back(bright: np.ndarray) -> bool:
    """Whether some place's brightness (moments, rows, columns) goes by a step one way and by one back."""
    up = np.maximum.accumulate(bright) - bright
    down = bright - np.minimum.accumulate(bright)
    return bool((np.minimum(up.max(axis=0), down.max(axis=0)) >= STEP).any())
