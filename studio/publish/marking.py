"""Puts chapter marks into a film, without encoding its pictures or its sound again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

MILLISECONDS = Fraction(1, 1000)


def mark_chapters(film: Path, chapters: Iterable[Mapping[str, Any]], target: Path) -> None:
    """Copy `film` to `target`, index first, with a mark at each chapter (name, start, end in seconds)."""
    marks: Any = [
        {
            "id": number,
            "start": round(chapter["start"] * 1000),
            "end": round(chapter["end"] * 1000),
            "time_base": MILLISECONDS,
            "metadata": {"title": chapter["name"]},
        }
        for number, chapter in enumerate(chapters)
    ]
    with av.open(str(film)) as source:
        sound = source.streams.audio[:1]
        theirs = [source.streams.video[0], *sound]
        # where there is sound, the copy's edit list counts samples, as the film's own does
        exact = {"movie_timescale": str(sound[0].rate)} if sound else {}
        options = {"movflags": "+faststart"} | exact
        with av.open(str(target), "w", format="mp4", options=options) as copy:
            ours = {each.index: copy.add_stream_from_template(each) for each in theirs}
            copy.set_chapters(marks)
            for packet in source.demux(theirs):
                if packet.dts is not None:  # the last packet only marks the end
                    packet.stream = ours[packet.stream.index]
                    copy.mux(packet)
