"""Sight: what is on the screen can be seen and read."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

import numpy as np

from studio.check.letters import Run
from studio.check.look import Look
from studio.check.rule import Fault, rule
from visuals.theme import STAGE

MARGIN = 0.15  # scene units between letters and the frame's edge
CAPITALS, INDICES = 28.0, 18.0  # pixels at 1080p
HALF = 0.5  # of opacity: from here on letters are there to be read
WORDS = 12
CONTRAST = 4.5
RESTLESS = 9.0  # of lightness, 0 to 100, behind letters
HIDDEN = 0.12  # of a run's letters


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
            what = (
                f"capitals of {run.name} stand {run.cap:.0f} pixels tall at 1080p, {CAPITALS:.0f} are needed"
            )
            yield Fault(what, (look.box_of(run),), CAPITALS - run.cap, run.text)
        elif run.least < INDICES - 0.01:
            what = f"an index of {run.name} stands {run.least:.0f} pixels tall at 1080p, not {INDICES:.0f}"
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
    for one, other in combinations(shown, 2):
        share = _overlap(one, other)
        if share > 0:
            boxes = (look.box_of(one), look.box_of(other))
            yield Fault(
                f"{one.name} and {other.name} lie over each other", boxes, share, one.text + other.text
            )


def _overlap(one: Run, other: Run) -> float:
    """By how many scene units glyphs of two runs lie over each other, at most."""
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
        boxes = tuple(look.box_of(run) for run in shown)
        yield Fault(f"{count} words are on screen, {WORDS} are the limit", boxes, count, "words")


@rule(
    "low-contrast",
    "error",
    looks_at="look",
    mend="Give the letters a casing or a plate, a lighter ink, or darker ground.",
)
def low_contrast(look: Look) -> Iterator[Fault]:
    """Letters stand out by less than 4.5 to 1 from what is drawn behind them."""
    for each in look.backdrops:
        if each.contrast < CONTRAST - 0.05 and each.ready:
            what = f"{each.run.name} stands out by {each.contrast:.1f} to 1 from what is behind it"
            yield Fault(what, (look.box_of(each.run),), CONTRAST / each.contrast, each.run.text)


@rule(
    "restless-ground",
    "error",
    looks_at="look",
    mend="Lay a plate or a casing under the letters, or move them to quiet ground.",
)
def restless_ground(look: Look) -> Iterator[Fault]:
    """Letters stand on busy ground, where lines or light and dark run through them."""
    for each in look.backdrops:
        if each.restless > RESTLESS and each.ready:
            what = f"the lightness behind {each.run.name} varies by {each.restless:.0f} of 100"
            yield Fault(what, (look.box_of(each.run),), each.restless, each.run.text)


@rule(
    "hidden-letters",
    "error",
    looks_at="look",
    mend="Draw the letters later (add them again), or keep the two apart.",
)
def hidden_letters(look: Look) -> Iterator[Fault]:
    """Something is drawn over letters."""
    for each in look.backdrops:
        if each.hidden > HIDDEN and each.ready:
            what = f"something lies over {each.hidden:.0%} of {each.run.name}"
            yield Fault(what, (look.box_of(each.run),), each.hidden, each.run.text)
