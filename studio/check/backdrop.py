"""Measures the pixels behind letters in a drawn frame: their contrast, their restlessness, what they hide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit

from studio.check.drawing import Drawn
from studio.check.letters import Run
from studio.check.picture import LINEAR, LUMA
from visuals.drawing.compiled import KEPT

AROUND = 1  # pixels around a letter that count as its backdrop: 3 at 1080p
COVERED, SEEN = 0.35, 0.5  # least cover of a pixel by a letter; least share of its ink that must be visible
GONE = 0.9  # of a run's letters: a run that is hidden so far is not meant to be read


@dataclass(frozen=True)
class Backdrop:
    """The backdrop of a run of letters."""

    run: Run
    contrast: float  # WCAG's ratio, for the tenth of the letters with the lowest
    restless: float  # standard deviation of the backdrop's lightness (CIE L*, 0 to 100)
    hidden: float  # share of the letters that is covered by something else


def backdrop(drawn: Drawn, where: Any, run: Run) -> Backdrop | None:
    """The backdrop of a run in the rows and columns `where`; None if none of the run is visible.

    It is measured again only when the run or anything near it has changed.
    """
    near = drawn.touching(where)
    if run.stood.get("near") != near:
        run.stood.update(near=near, backdrop=_backdrop(drawn, where, run))
    known: Backdrop | None = run.stood["backdrop"]
    return known


def _backdrop(drawn: Drawn, where: Any, run: Run) -> Backdrop | None:
    ground, letters = drawn.apart(where)
    ratios, light, hidden = _weigh(ground, letters, drawn.frame[where], run.strength, LINEAR, LUMA)
    if hidden > GONE:
        return None
    return Backdrop(run, float(np.percentile(ratios, 10)), float(np.std(light)), hidden)


@njit(**KEPT)  # type: ignore[untyped-decorator]
def _weigh(
    ground: np.ndarray,
    letters: np.ndarray,
    frame: np.ndarray,
    strength: float,
    linear: np.ndarray,
    luma: np.ndarray,
) -> tuple[np.ndarray, np.ndarray, float]:
    """Contrasts of the visible pixels of letters, lightness (CIE L*) of the pixels behind them, and hidden
    share (see Backdrop), for letters drawn over a ground, in a frame in which others may cover them. All are
    pixels (rows, columns, 4), those of letters premultiplied.
    """
    rows, columns = ground.shape[:2]
    near = np.zeros((rows, columns), dtype=np.bool_)
    ratios = np.empty(rows * columns)
    core = seen = 0
    for i in range(rows):
        for k in range(columns):
            opacity = letters[i, k, 3] / 255
            if strength <= 0 or opacity <= COVERED * strength:
                continue
            core += 1
            could = does = here = there = 0.0
            for c in range(3):
                behind = float(ground[i, k, c])
                could = max(could, abs(letters[i, k, c] - behind * opacity))
                does = max(does, abs(frame[i, k, c] - behind))
                own = letters[i, k, c] / opacity  # the letters' ink, at full cover
                shown = min(max(round(own * strength + behind * (1 - strength)), 0), 255)
                here += luma[c] * linear[int(shown)]
                there += luma[c] * linear[int(behind)]
            if does <= SEEN * could:
                continue
            ratios[seen] = (max(here, there) + 0.05) / (min(here, there) + 0.05)
            seen += 1
            near[max(i - AROUND, 0) : i + AROUND + 1, max(k - AROUND, 0) : k + AROUND + 1] = True
    if seen == 0:
        return ratios[:0], ratios[:0], 1.0
    light = np.empty(near.sum())
    count = 0
    for i in range(rows):
        for k in range(columns):
            if near[i, k]:
                bright = 0.0
                for c in range(3):
                    bright += luma[c] * linear[ground[i, k, c]]
                light[count] = 116 * np.cbrt(bright) - 16 if bright > 0.008856 else 903.3 * bright
                count += 1
    return ratios[:seen], light, 1 - seen / core
