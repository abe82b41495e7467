"""Time: what is said can be followed, what moves can be seen, and nothing comes or goes by itself."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf
from typing import Any

import numpy as np
from numba import njit
from scipy import ndimage

from studio.check.changed_piece import changed_piece
from studio.check.finding import Box
from studio.check.letters import Run
from studio.check.look import BeatSeen, Cut, Film, Look
from studio.check.rule import Fault, beside, rule
from visuals.course import played_course
from visuals.drawing.compiled import KEPT
from visuals.lecture.captions import CHARACTERS_PER_SECOND, WORDS_PER_SECOND
from visuals.letters.number import Number

WORDS = 25  # of one beat
SPOKEN = 20  # characters a second that can be followed where they are spoken as well
ROUNDING = 0.05  # seconds that a caption may be short of
STILL = 4.0  # seconds that the picture may stand while words are new
HOLD = 3.0  # seconds that it may stand when they are said
STEP = 0.1  # of brightness: a change that is noticed at once
JUMP = 0.2  # of the frame
NEAR, ENOUGH = 3, 40  # pixels between parts of one thing; changed pixels that are noticed
BLUR = 3  # pixels across
NEARLY = 0.99  # of a threshold, so that rounding hides nothing
REACH = 7  # pixels by which a thing may move from one frame to the next and count as the same


def changed(before: Look, after: Look) -> float:
    """The share of the frame whose brightness differs by a step or more."""
    if before.picture is after.picture:
        return 0.0
    return float(_differing(before.grey, after.grey, np.float32(STEP)) / before.grey.size)


@njit(**KEPT)  # type: ignore[untyped-decorator]
def _differing(one: np.ndarray, other: np.ndarray, step: float) -> int:
    """The number of pixels that differ by more than a step."""
    count = 0
    for i in range(one.shape[0]):
        for k in range(one.shape[1]):
            count += abs(one[i, k] - other[i, k]) > step
    return count


@rule(
    "fast-captions",
    "error",
    looks_at="beat",
    mend="Say it in fewer words, or cut the beat in two.",
    happens=True,
)
def fast_captions(beat: BeatSeen) -> Iterator[Fault]:
    """Captions go by faster than they can be read; spoken words have the pace of the voice."""
    limits = (CHARACTERS_PER_SECOND, WORDS_PER_SECOND) if beat.recording is None else (SPOKEN, inf)
    for cue in beat.cues:
        seconds, letters, words = cue.end - cue.start, len(cue.text), len(cue.text.split())
        fast = max(letters / limits[0], words / limits[1]) / seconds
        if fast > 1 + ROUNDING / seconds:
            shown = " ".join(cue.text.split())[:40]
            pace = f"{letters / seconds:.0f} characters a second, {60 * words / seconds:.0f} words a minute"
            yield Fault(f"“{shown}...” passes at {pace}", degree=fast, time=cue.start)


@rule("long-beat", "error", looks_at="beat", mend="A beat is one thought: cut it in two.", happens=True)
def long_beat(beat: BeatSeen) -> Iterator[Fault]:
    """A beat says more than one thought holds."""
    count = len(beat.words.split())
    if count > WORDS:
        yield Fault(f"it has {count} words; {WORDS} are the limit", degree=count)


@rule(
    "nothing-moves",
    "error",
    looks_at="beat",
    mend="Show what is said: let the motion last for self.rest(), or say less.",
    happens=True,
)
def nothing_moves(beat: BeatSeen) -> Iterator[Fault]:
    """The picture stands still while words are new."""
    if not beat.moved:
        yield Fault("nothing moves in the whole beat", degree=beat.end - beat.start, subject="still")
    for begin, pause in _pauses(beat, beat.start, _said(beat), STILL):
        still = beside(pause, STILL, 1)
        what = f"nothing moves for {still} s while something is said; {STILL:g} s are the limit"
        yield Fault(what, degree=pause, time=begin, subject="still")


@rule(
    "dead-hold",
    "error",
    looks_at="beat",
    mend="End the beat sooner, or move while there is nothing to hear: a wait need not outlast its words.",
    happens=True,
)
def dead_hold(beat: BeatSeen) -> Iterator[Fault]:
    """Nothing moves and nothing is said for longer than a viewer waits."""
    for begin, pause in _pauses(beat, _said(beat), beat.end, HOLD + ROUNDING):
        what = f"nothing moves for {beside(pause, HOLD, 1)} s after the words; {HOLD:g} s are the limit"
        yield Fault(what, degree=pause, time=begin, subject="hold")


def _said(beat: BeatSeen) -> float:
    """The time at which a beat's last word ends."""
    return max((cue.end for cue in beat.cues), default=beat.start)


def _pauses(beat: BeatSeen, start: float, end: float, longest: float) -> Iterator[tuple[float, float]]:
    """The times between two moments at which the picture stands still for more than `longest` seconds, each
    with its length.
    """
    edge = start
    for begin, until in [*sorted(beat.moved), (end, end)]:
        pause = min(begin, end) - edge
        if pause > longest:
            yield edge, pause
        edge = max(edge, until)


@rule(
    "jump",
    "error",
    looks_at="cut",
    mend="Let it happen in a motion: a fade, a transform, a dial that is turned.",
    happens=True,
)
def jump(cut: Cut) -> Iterator[Fault]:
    """Much of the frame changes from one frame to the next."""
    share = changed(cut.before, cut.after)
    if share > JUMP:
        yield Fault(
            f"{share:.0%} of the frame changes from one frame to the next", degree=share, subject="jump"
        )


@rule(
    "comes-or-goes",
    "error",
    looks_at="cut",
    mend="Let it enter or leave (self.enter, self.leave), not appear or vanish (self.add, self.remove).",
    happens=True,
)
def comes_or_goes(cut: Cut) -> Iterator[Fault]:
    """Something arrives or leaves without a motion, from one frame to the next."""
    if changed(cut.before, cut.after) > JUMP:
        return
    for box, area in places(cut):
        what, verb = changed_piece(cut, box)
        yield Fault(f"{what} {verb} from one frame to the next", (box,), area, f"{verb} {what}")


def places(cut: Cut) -> Iterator[tuple[Box, int]]:
    """The boxes in the frame where something is in one of two looks only, with the number of its pixels."""
    differs = appeared_or_vanished(cut.before.grey, cut.after.grey)
    for run in counting(cut):
        differs[cut.after.pixels(*run.box)] = False
    if differs.sum() < ENOUGH:
        return
    parts, _ = ndimage.label(ndimage.binary_dilation(differs, iterations=NEAR))
    for number, (rows, columns) in enumerate(ndimage.find_objects(parts), start=1):
        area = int((differs[rows, columns] & (parts[rows, columns] == number)).sum())
        if area < ENOUGH:
            continue
        height, width = differs.shape
        yield (columns.start / width, rows.start / height, columns.stop / width, rows.stop / height), area


def counting(cut: Cut) -> Iterator[Run]:
    """Numbers in both frames that follow a value: their digits may change at once."""
    for one, other in ((cut.before, cut.after), (cut.after, cut.before)):
        there = {id(run.mobject) for run in other.runs}
        for run in one.runs:
            if isinstance(run.mobject, Number) and run.mobject.follow and id(run.mobject) in there:
                yield run


def appeared_or_vanished(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """The pixels of what is in one of two frames and not in the other, nor near there."""
    found, changes = np.zeros(before.shape, dtype=bool), before != after
    if not changes.any():
        return found
    around = _span(changes, BLUR + REACH)
    # elsewhere nothing changes; blurred, as a thin line that moves by half a pixel is drawn paler
    one, other = (ndimage.uniform_filter(each[around], BLUR) for each in (before, after))
    found[around] = strangers(one, other) | strangers(other, one)
    return found


def strangers(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    """The pixels at which a frame is brighter or darker than all pixels nearby in the other: they are new."""
    found = np.zeros(before.shape, dtype=bool)
    differs = np.abs(after - before) > NEARLY * STEP  # others cannot be new
    if not differs.any():
        return found
    around = _span(differs, REACH // 2)
    highest = ndimage.maximum_filter(before[around], REACH)
    lowest = ndimage.minimum_filter(before[around], REACH)
    found[around] = (after[around] > highest + STEP) | (after[around] < lowest - STEP)
    return found


def _span(where: np.ndarray, margin: int) -> tuple[slice, ...]:
    """The rows and columns with a true value, and so many around them."""
    ends = (np.flatnonzero(where.any(axis=1)), np.flatnonzero(where.any(axis=0)))
    return tuple(slice(max(int(each[0]) - margin, 0), int(each[-1]) + margin + 1) for each in ends)


@rule(
    "lecture-length",
    "warning",
    looks_at="film",
    mend="Cut it, cut it in two, or say what this one is meant to last: `lengths = (90, 200)`, in seconds.",
)
def lecture_length(film: Film) -> Iterator[Fault]:
    """A lecture is shorter or longer than its `lengths` say, or those of the course if it says none."""
    if not film.whole:
        return
    seconds = film.report["seconds"]
    asked = played_course().lengths if film.lengths is None else film.lengths
    if not are_lengths(asked):
        what = f"`lengths` is {asked!r}; a least and a greatest number of seconds are asked for, as (90, 200)"
        yield Fault(what, time=seconds, subject="lengths")
    elif not asked[0] <= seconds <= asked[1]:
        bound = asked[0] if seconds < asked[0] else asked[1]
        what = f"it lasts {beside(seconds, bound)} s; {asked[0]:g} to {asked[1]:g} are asked for"
        yield Fault(what, time=seconds, subject="length")


def are_lengths(asked: Any) -> bool:
    """Whether this is a least and a greatest number of seconds."""
    if not (isinstance(asked, tuple | list) and len(asked) == 2):
        return False
    if not all(isinstance(each, int | float) for each in asked):
        return False
    return bool(0 <= asked[0] <= asked[1])
