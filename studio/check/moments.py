"""Which moments of a play are looked at, and where more are sought: at jumps, and where light flickers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import numpy as np

from studio.check import time as pace
from studio.check.flicker import STEP, Flicker, goes_back
from studio.check.look import Cut, Look

FRAME = 1 / 60  # seconds from one frame of a film to the next
LOOKS = (  # into a motion of so many seconds, besides its ends; another watcher looks at its middle, too
    (0.7, (0.5,)),
    (2.4, (0.23, 0.5, 0.81)),
    (np.inf, (0.13, 0.31, 0.5, 0.67, 0.88)),
)
SPELL = 1.5  # seconds that are looked through for flashes

Glance = Callable[[float], Look]  # shows a moment of the film within the play that is on


def moments(length: float, still: bool) -> list[float]:
    """When to look into a play: at its first and its last frame, in its middle, and unevenly between."""
    if still:
        return [0.0]
    shares = next(shares for longest, shares in LOOKS if length <= longest)
    return [0.0, *(round(share * length, 4) for share in shares), length - FRAME]


def middle(length: float) -> float:
    """The moment of a play that several watchers look at, one of them coming straight to it."""
    return round(0.5 * length, 4)


def sudden(looks: Sequence[Look], glance: Glance) -> Iterator[Cut]:
    """Neighbouring frames inside a play between which much changes, sought by halving."""
    for before, after in pairwise(looks):
        if pace.changed(before, after) < pace.JUMP:
            continue
        first, last = before, after
        while last.time - first.time > 1.5 * FRAME:
            between = glance((first.time + last.time) / 2)
            early, late = pace.changed(first, between), pace.changed(between, last)
            first, last = (first, between) if early >= late else (between, last)
            if max(early, late) < pace.JUMP:
                break
        else:
            yield Cut(first, last, within=True)


def flickering(looks: Sequence[Look], glance: Glance) -> Flicker | None:
    """The first spell of a play, looked at often, in which brightness does not go one way."""
    for before, after in pairwise(looks):
        one, other = before.picture.places, after.picture.places
        if after.time - before.time < 5 * FRAME or np.abs(other - one).max() < STEP:
            continue
        shares = (before.time + share * (after.time - before.time) for share in (0.31, 0.57, 0.83))
        if not goes_back(np.array([one, *(glance(moment).picture.places for moment in shares), other])):
            continue
        flicker, moment = Flicker(), before.time
        while moment < min(looks[-1].time, before.time + SPELL):
            flicker.add(glance(moment))
            moment += 2 * FRAME
        return flicker
    return None
