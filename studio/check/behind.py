"""What lies behind letters in the drawn frame: how far they stand out from it, how restless it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import ndimage

from studio.check.drawing import Drawn
from studio.check.letters import Run
from studio.check.picture import LINEAR, LUMA

AROUND = 1  # pixels about a letter that belong to what it is seen against: 3 at 1080p
COVERED, SEEN = 0.35, 0.5  # how much of a pixel is letter; how much of its ink must come through
GONE = 0.9  # of a run's letters: what is hidden so far is not there to be read


@dataclass(frozen=True)
class Backdrop:
    """A run of letters, and what it stands before."""

    run: Run
    contrast: float  # WCAG's ratio, of the tenth of the letters for which it is worst
    restless: float  # standard deviation of the backdrop's lightness (CIE L*, 0 to 100)
    hidden: float  # share of the letters that something else lies over


def backdrop(drawn: Drawn, where: Any, run: Run) -> Backdrop | None:
    """What a run stands before in the rows and columns `where`; None if none of it is seen.

    It is not looked at again while neither the run nor anything near it changes.
    """
    near = drawn.touching(where)
    if run.stood.get("near") != near:
        run.stood.update(near=near, backdrop=_backdrop(drawn, where, run))
    known: Backdrop | None = run.stood["backdrop"]
    return known


def _backdrop(drawn: Drawn, where: Any, run: Run) -> Backdrop | None:
    ground, letters = (each.astype(float) for each in drawn.apart(where))
    opacity = letters[..., 3] / 255
    core = opacity > COVERED * run.strength
    if run.strength <= 0 or not core.any():
        return None
    ground = ground[..., :3]
    frame = drawn.frame[where][..., :3].astype(float)
    wanted = ground + letters[..., :3] - ground * opacity[..., None]
    could, does = furthest(wanted, ground), furthest(frame, ground)
    seen = core & (does > SEEN * could)
    hidden = 1 - float(seen.sum() / core.sum())
    if hidden > GONE:
        return None
    own = letters[seen][:, :3] / opacity[seen][:, None]  # the letters' ink, at full cover
    behind = ground[seen]
    here, there = luminance(own * run.strength + behind * (1 - run.strength)), luminance(behind)
    ratio = (np.maximum(here, there) + 0.05) / (np.minimum(here, there) + 0.05)
    near = ndimage.maximum_filter(opacity * seen, 2 * AROUND + 1) > 0.05
    return Backdrop(
        run,
        float(np.percentile(ratio, 10)),
        float(np.std(lightness(luminance(ground[near])))),
        hidden,
    )


def furthest(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """By how much the colours (..., 3) differ in that channel in which they differ most."""
    red, green, blue = (np.abs(one[..., i] - other[..., i]) for i in range(3))
    return np.asarray(np.maximum(np.maximum(red, green), blue))


def luminance(pixels: np.ndarray) -> np.ndarray:
    """Relative luminance of WCAG 2.2 of colours (..., 3), 0 to 255."""
    return np.asarray(LINEAR[np.clip(np.rint(pixels), 0, 255).astype(int)] @ LUMA)


def lightness(bright: np.ndarray) -> np.ndarray:
    """CIE L*, 0 to 100, of relative luminance."""
    return np.where(bright > 0.008856, 116 * np.cbrt(bright) - 16, 903.3 * bright)
