"""Time: what is said can be followed, what moves can be seen, and nothing comes or goes by itself."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from studio.check.look import BeatSeen, Cut, Film, Look
from studio.check.rule import Fault, rule
from visuals.captions import CHARACTERS_PER_SECOND, WORDS_PER_SECOND

WORDS = 25  # of one beat
STILL = 4.0  # seconds that the picture may stand while words are new
SHORT, LONG = 120.0, 360.0  # seconds of a lecture
STEP = 0.1  # of brightness: a change that is seen at once
JUMP = 0.2  # of the frame


def changed(before: Look, after: Look) -> float:
    """The share of the frame whose brightness differs by a step or more."""
    return float(np.mean(np.abs(before.grey - after.grey) > STEP))


@rule("fast-captions", "error", looks_at="beat", mend="Say it in fewer words, or cut the beat in two.")
def fast_captions(beat: BeatSeen) -> Iterator[Fault]:
    """Captions go by faster than they can be read."""
    for cue in beat.cues:
        seconds = cue.end - cue.start
        letters, words = len(cue.text), len(cue.text.split())
        if letters > CHARACTERS_PER_SECOND * seconds + 1 or words > WORDS_PER_SECOND * seconds + 1:
            pace = f"{letters / seconds:.0f} characters and {60 * words / seconds:.0f} words"
            yield Fault(f"“{cue.text[:30]}...” passes at {pace} a {'second and minute'}", time=cue.start)


@rule("long-beat", "error", looks_at="beat", mend="A beat is one thought: cut it in two.")
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
)
def nothing_moves(beat: BeatSeen) -> Iterator[Fault]:
    """The picture stands still while words are new."""
    spoken = max((cue.end for cue in beat.cues), default=beat.start)
    edge = beat.start
    for begin, end in [*sorted(beat.moved), (spoken, spoken)]:
        pause = min(begin, spoken) - edge
        if pause > STILL:
            what = f"nothing moves for {pause:.1f} s while something is said; {STILL:g} s are the limit"
            yield Fault(what, degree=pause, time=edge, subject="still")
        edge = max(edge, end)


@rule(
    "jump",
    "error",
    looks_at="cut",
    mend="Let it happen in a motion: a fade, a transform, a dial that is turned.",
)
def jump(cut: Cut) -> Iterator[Fault]:
    """Much of the frame changes from one frame to the next."""
    share = changed(cut.before, cut.after)
    if share > JUMP:
        yield Fault(
            f"{share:.0%} of the frame changes from one frame to the next", degree=share, subject="jump"
        )


@rule(
    "lecture-length",
    "error",
    looks_at="film",
    mend="Two minutes are too few for a thought, six too many for a viewer.",
)
def lecture_length(film: Film) -> Iterator[Fault]:
    """A lecture is shorter than two or longer than six minutes."""
    seconds = film.report["seconds"]
    if film.whole and not SHORT <= seconds <= LONG:
        what = f"it lasts {seconds / 60:.1f} minutes; {SHORT / 60:g} to {LONG / 60:g} are asked for"
        yield Fault(what, time=seconds, subject="length")
