"""Flashes: pairs of opposing changes of brightness, as WCAG 2.2 counts them, place by place."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from studio.check.look import Look
from studio.check.picture import COLUMNS, ROWS

STEP, DARK = 0.1, 0.8  # of relative luminance: a change that counts, if the darker of the two is below DARK


@dataclass
class Flicker:
    """How bright each place of the frame was, moment by moment."""

    times: list[float] = field(default_factory=list)
    bright: list[np.ndarray] = field(default_factory=list)
    grid: tuple[int, int] = (ROWS, COLUMNS)
    look: Look | None = None  # the latest

    def add(self, look: Look) -> None:
        """Take a moment in; they come in order."""
        self.times.append(look.time)
        self.bright.append(look.picture.places)
        self.look = look

    def worst(self) -> tuple[int, tuple[int, int], float]:
        """The most flashes within one second in one place, that place (row, column), and when they begin."""
        worst = (0, (0, 0), self.times[0] if self.times else 0.0)
        series = np.array(self.bright)
        for row in range(ROWS):
            for column in range(COLUMNS):
                turns = opposing_changes(np.array(self.times), series[:, row, column])
                for i, begin in enumerate(turns):
                    # two opposing changes are one flash
                    count = int(np.sum((turns[i:] - begin) <= 1.0)) // 2
                    if count > worst[0]:
                        worst = (count, (row, column), float(begin))
        return worst


def opposing_changes(times: np.ndarray, bright: np.ndarray) -> np.ndarray:
    """When brightness had gone up or down by a step against the way it went before."""
    found: list[float] = []
    low = high = bright[0] if len(bright) else 0.0
    way = 0
    for moment, value in zip(times, bright, strict=True):
        low, high = min(low, value), max(high, value)
        if way >= 0 and high - value >= STEP and value < DARK:
            found.append(float(moment))
            way, low, high = -1, value, value
        elif way <= 0 and value - low >= STEP and low < DARK:
            found.append(float(moment))
            way, low, high = 1, value, value
    return np.array(found)


def goes_back(bright: np.ndarray) -> bool:
    """Whether some place's brightness (moments, rows, columns) goes by a step one way and by one back."""
    up = np.maximum.accumulate(bright) - bright
    down = bright - np.minimum.accumulate(bright)
    return bool((np.minimum(up.max(axis=0), down.max(axis=0)) >= STEP).any())
