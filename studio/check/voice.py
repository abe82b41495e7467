"""Voice: every beat is heard, at an easy pace and loudness, and nothing new comes long after its words."""

from __future__ import annotations

from collections.abc import Iterator

from studio.called import typed
from studio.check.changed_piece import changed_piece
from studio.check.look import BeatSeen, Cut
from studio.check.rule import Fault, beside, rule
from studio.check.time import places
from studio.course.lecture import CREDITS
from studio.voice.levelling import LOUDNESS, SILENT, loudness
from studio.voice.limits import HIGHEST, LOUDNESS_OFF, PACE
from visuals.voice.samples import RATE, fault, samples
from visuals.voice.words import heard

FEW = 5  # words: a pace is computed from this many on
METERED = 0.4  # seconds that the meter needs
SPEAK = typed("voice speak")
LATE = 2.0  # seconds after the last word in which something may still come


@rule(
    "stale-recording",
    "warning",
    looks_at="beat",
    mend=f"Let it be spoken again: {SPEAK}, or the preview's recording desk.",
    happens=True,
)
def stale_recording(beat: BeatSeen) -> Iterator[Fault]:
    """A beat says other words than were recorded, and is silent."""
    if _recorded(beat) == "stale":
        yield Fault("it says other words than were recorded; it is silent", time=beat.start)


@rule(
    "silent-beat",
    "warning",
    looks_at="beat",
    mend=f"Let it be spoken: {SPEAK}, or the preview's recording desk.",
    happens=True,
)
def silent_beat(beat: BeatSeen) -> Iterator[Fault]:
    """A beat has no recording, in a lecture that is spoken."""
    if _recorded(beat) == "silent":
        yield Fault("it has no recording, and others of the lecture have one", time=beat.start)


@rule(
    "broken-recording",
    "warning",
    looks_at="beat",
    mend=f"Bring the file back from where it is kept, or record the beat again: {SPEAK}.",
)
def broken_recording(beat: BeatSeen) -> Iterator[Fault]:
    """A recording is missing, broken or of another make, or voice.json cannot be read: the beat is silent."""
    if beat.recordings is not None and beat.recordings.problem is not None:
        yield Fault(beat.recordings.problem, time=beat.start, subject="voice.json")
    if beat.recordings is not None and _recorded(beat) == "broken":
        wrong = fault(beat.recordings, beat.name, beat.words)
        yield Fault(f"it {wrong}; it is silent", time=beat.start, subject=beat.name)


def _recorded(beat: BeatSeen) -> str:
    """The state of a beat's recording: `heard`, `stale`, `broken` or `silent`; empty where none is expected.

    Credits without a recording are usual.
    """
    if beat.recordings is None or not beat.recordings.beats or not heard(beat.words):
        return ""
    recording = beat.recordings.beats.get(beat.name)
    if recording is None:
        return "" if beat.name == CREDITS else "silent"
    if not recording.speaks(beat.words):
        return "stale"
    return "broken" if beat.recording is None else "heard"


@rule(
    "speech-too-fast",
    "error",
    looks_at="beat",
    mend=f"Say it at another pace, or in other words: {SPEAK}, or the preview's recording desk.",
    happens=True,
)
def speech_too_fast(beat: BeatSeen) -> Iterator[Fault]:
    """A beat is spoken too fast to be followed, or too slowly."""
    if beat.recording is None or len(beat.recording.times) < FEW:
        return
    pace = beat.recording.pace
    if PACE[0] <= pace <= PACE[1]:
        return
    how, limit = ("too slow", PACE[0]) if pace < PACE[0] else ("too fast", PACE[1])
    what = (
        f"its speech is {how}: {beside(pace, limit)} words a minute; {PACE[0]} to {PACE[1]} can be followed"
    )
    yield Fault(
        what, degree=max(pace / PACE[1], PACE[0] / pace), time=beat.start + beat.recording.times[0][0]
    )


@rule(
    "loudness",
    "error",
    looks_at="beat",
    mend=f"Record it again: {SPEAK}, voice add and the recording desk set its loudness.",
    happens=True,
)
def too_loud_or_soft(beat: BeatSeen) -> Iterator[Fault]:
    """A recording is louder or softer than those of all films, or so high that a player may clip it."""
    if beat.recordings is None or beat.recording is None:
        return
    sound = samples(beat.recordings, beat.name)
    measured = loudness(sound)
    off = abs(measured.integrated - LOUDNESS)
    if len(sound) >= METERED * RATE and off > LOUDNESS_OFF:
        level = (
            "nothing is heard in it"
            if measured.integrated <= SILENT
            else f"it has {_lufs(measured.integrated)}"
        )
        what = f"{level}; {LOUDNESS:.0f} LUFS are asked for, give or take {LOUDNESS_OFF} LU"
        yield Fault(what, degree=off, time=beat.start, subject="level")
    if measured.peak > HIGHEST:
        what = f"its true peak is {beside(measured.peak, HIGHEST, 1)} dBTP; {HIGHEST:.0f} is the limit"
        yield Fault(what, degree=measured.peak - HIGHEST, time=beat.start, subject="peak")


def _lufs(level: float) -> str:
    edge = LOUDNESS + (LOUDNESS_OFF if level > LOUDNESS else -LOUDNESS_OFF)
    return f"{beside(level, edge, 1)} LUFS"


@rule(
    "motion-after-speech",
    "warning",
    looks_at="beat",
    mend="Let it come while the beat speaks (until=), say what it is, or leave it to the beat that does.",
    happens=True,
)
def motion_after_speech(beat: BeatSeen) -> Iterator[Fault]:
    """Something new appears long after the last word, and nothing is said of it."""
    if beat.late is None or beat.last is None:
        return
    cut = Cut(beat.late, beat.last)
    for box, area in places(cut):
        what, verb = changed_piece(cut, box)
        if verb == "appears":
            yield Fault(
                f"{what} appears more than {LATE:g} s after the last word, and nothing is said of it",
                (box,),
                area,
                what,
                time=beat.late.time,
            )
