"""The state of the course's recordings: a line for each lecture."""

from __future__ import annotations

from studio.course.catalog import Catalog
from studio.system.columns import clock, columns
from studio.voice.keeping import voices
from studio.voice.script import read_say
from studio.voice.takes import SAY, left_over, takes
from visuals.voice.recordings import read_recordings


def listing(catalog: Catalog) -> str:
    """For each lecture the number of spoken, stale (their words have changed) and silent beats, and the time.

    Below, a line for each fault: files that differ from `voice.json`, and recordings of beats that no longer
    exist.
    """
    say = read_say(voices(catalog.course) / SAY)
    rows: list[tuple[str, ...]] = [("lecture", "spoken", "stale", "silent", "minutes", "by")]
    remarks = []
    for lecture in catalog:
        own = takes(lecture, catalog.course, say)
        told = read_recordings(voices(catalog.course) / lecture.slug)
        states = [each.state for each in own]
        spoken = [each.recorded for each in own if each.state == "spoken" and each.recorded is not None]
        rows.append(
            (
                lecture.label,
                *(str(states.count(state)) for state in ("spoken", "stale", "silent")),
                clock(sum(each.seconds for each in spoken)),
                "; ".join(sorted({each.speaker for each in spoken})),
            )
        )
        if told.problem:
            remarks.append(told.problem)
        for each in own:
            if each.recorded is not None and not each.is_whole:
                remarks.append(f"{told.path(each.beat)} is missing, or not the file that was recorded.")
            elif each.state == "stale":
                remarks.append(f"{lecture.label} {each.beat}: its words are others than were recorded.")
        if gone := left_over(lecture, told):
            remarks.append(f"{lecture.label}: recordings of beats that it has no more: {', '.join(gone)}.")
    return "\n".join([columns(rows), *remarks])
