"""Rules of letters: inside the frame, large enough, not too many, and none over others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from studio.check.letters import Run
from studio.check.look import Look
from studio.check.rule import Fault, beside, rule
from visuals.theme import STAGE

MARGIN = 0.15  # scene units between letters and the frame's edge
CAPITALS, INDICES = 28.0, 18.0  # pixels at 1080p
HALF = 0.5  # of opacity: from here on letters are meant to be read
WORDS = 12


@rule(
    "outside",
    "error",
    looks_at="look",
    mend="Place it by relation to STAGE: to_edge, next_to, or make it smaller.",
)
def outside(look: Look) -> Iterator[Fault]:
    """Letters leave the frame or come too close to its edge."""
    margin = MARGIN if look.rests else 0.0
    for run in look.runs:
        left, bottom, right, top = run.box
        over = max(max(-left, right) - STAGE.width / 2, max(-bottom, top) - STAGE.height / 2) + margin
        if over > 1e-6 and run.strength > HALF:
            where = "leaves the frame" if over > margin else "stands within the frame's margin"
            yield Fault(f"{run.name} {where}", (look.box_of(run),), over, run.text)


@rule(
    "small-letters",
    "error",
    looks_at="look",
    mend="Use a SIZE of visuals.theme, and do not scale letters down.",
)
def small_letters(look: Look) -> Iterator[Fault]:
    """Capitals stand below 28 pixels at 1080p, or those of an index below 18."""
    for run in look.runs:
        if run.strength < HALF:
            continue
        if run.cap < CAPITALS - 0.01:
            tall = beside(run.cap, CAPITALS)
            what = f"capitals of {run.name} stand {tall} pixels tall at 1080p, {CAPITALS:.0f} are needed"
            yield Fault(what, (look.box_of(run),), CAPITALS - run.cap, run.text)
        elif run.least < INDICES - 0.01:
            tall = beside(run.least, INDICES)
            what = f"an index of {run.name} stands {tall} pixels tall at 1080p, not {INDICES:.0f}"
            yield Fault(what, (look.box_of(run),), INDICES - run.least, run.text)


@rule(
    "words-over-words",
    "error",
    looks_at="look",
    mend="Move one of the two, or let the first leave before the second enters.",
)
def words_over_words(look: Look) -> Iterator[Fault]:
    """Letters lie over letters."""
    shown = [run for run in look.runs if run.strength > HALF]
    for one, other in _meeting(shown):
        share = _overlap(one, other)
        if share > 0:
            boxes = (look.box_of(one), look.box_of(other))
            yield Fault(
                f"{one.name} and {other.name} lie over each other", boxes, share, one.text + other.text
            )


def _meeting(runs: Sequence[Run]) -> Iterator[tuple[Run, Run]]:
    """The pairs of runs whose boxes intersect, found for all pairs at once."""
    if not runs:
        return
    left, bottom, right, top = np.array([run.box for run in runs]).T
    apart = (right[:, None] < left) | (top[:, None] < bottom)
    for i, k in np.argwhere(np.triu(~(apart | apart.T), 1)).tolist():
        yield runs[i], runs[k]


def _overlap(one: Run, other: Run) -> float:
    """The greatest overlap of glyphs of two runs, in scene units."""
    hair = 2 * STAGE.pixel
    a, b = one.boxes[:, None], other.boxes[None]
    across = np.minimum(a[..., 2], b[..., 2]) - np.maximum(a[..., 0], b[..., 0])
    upright = np.minimum(a[..., 3], b[..., 3]) - np.maximum(a[..., 1], b[..., 1])
    depth = np.minimum(across, upright)
    return float(depth.max()) if depth.max() > hair else 0.0


@rule(
    "many-words",
    "error",
    looks_at="look",
    mend="Let words leave when they were read; the voice says the rest.",
)
def many_words(look: Look) -> Iterator[Fault]:
    """More words stand on screen than a viewer reads beside the picture."""
    shown = [run for run in look.runs if run.strength > HALF and run.words]
    count = sum(run.words for run in shown)
    if count > WORDS:
        boxes, cause = tuple(look.box_of(run) for run in shown), " ".join(run.text for run in shown)
        yield Fault(f"{count} words are on screen, {WORDS} are the limit", boxes, count, "words", cause)
