"""Has a synthetic speaker record the beats without a recording of their words."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from studio.course.catalog import Catalog
from studio.course.lecture import Lecture
from studio.system.private_folders import sweep
from studio.voice.keeping import PRIVATE, drop, voices
from studio.voice.script import read_say
from studio.voice.speaker import Speaker
from studio.voice.takes import SAY, left_over, takes, unlike_written
from visuals.voice.recordings import read_recordings


def speak(
    catalog: Catalog,
    lectures: Iterable[Lecture],
    beat: str | None,
    speaker: Speaker,
    tell: Callable[[str], None],
) -> int:
    """Have the speaker record what is due, beat by beat; the number of those beats.

    Recordings that a synthetic speaker made for beats that no longer exist are removed, and what a killed
    process has left beside them.
    """
    say = read_say(voices(catalog.course) / SAY)
    said = 0
    for lecture in lectures:
        folder = voices(catalog.course) / lecture.slug
        sweep(folder, PRIVATE)
        if beat is None:
            told = read_recordings(folder)
            gone = tuple(x for x in left_over(lecture, told) if told.beats[x].kind == "synthetic")
            if gone:
                drop(folder, gone)
                tell(f"{lecture.label}: dropped {', '.join(gone)}, which it says no more")
        for take in takes(lecture, catalog.course, say):
            if (beat is None or take.beat == beat) and take.is_due(speaker.name):
                from studio.voice.recording import Origin, record  # only now, when it is needed

                heard = speaker.speak(take.script)
                given = unlike_written(take.script)
                by = Origin(speaker.name, "synthetic", speaker.made, speaker.licence, given)
                made = record(folder, take, heard, by)
                tell(f"{lecture.label} {take.beat}: {made.seconds:.1f} s, {made.pace:.0f} words a minute")
                said += 1
    return said
