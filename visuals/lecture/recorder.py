"""What a film has shown and said: numbers, series, sources, captions and beats, as its report tells them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from manim import Mobject, config

from visuals.lecture.beats import Beat, BeatTime
from visuals.lecture.captions import TICKS, Cue
from visuals.letters.readout import Reading, Series, Source, sources
from visuals.voice.recordings import Recording


class Recorder:
    """Takes down, play by play, what the viewer can read and what was computed for it."""

    def __init__(self) -> None:
        self.cues: list[Cue] = []
        self.beat_times: list[BeatTime] = []
        self.numbers: list[dict[str, Any]] = []  # what the viewer could read, in the order of time
        self._recordings: list[Recording] = []
        self._shown: dict[int, str] = {}  # what each number on stage said when it was last recorded
        self._series: dict[str, Series] = {}
        self._sources: dict[str, Source] = {}

    @property
    def sources(self) -> tuple[Source, ...]:
        """The data sets behind everything shown so far."""
        return tuple(self._sources.values())

    @property
    def speakers(self) -> tuple[str, ...]:
        """Who has been heard so far, in the order of speaking; beats before the film count."""
        return tuple(dict.fromkeys(each.speaker for each in self._recordings))

    def hear(self, recording: Recording | None) -> None:
        """A beat begins, and this is heard."""
        if recording is not None:
            self._recordings.append(recording)

    def note(
        self, stage: Iterable[Mobject], beat: Beat | None, seconds: float, *, drawn: bool, ending: bool
    ) -> None:
        """Record what can be read now: a new number at once, a changing one at its beat's end."""
        seen: set[int] = set()
        for mobject in (member for each in stage for member in each.get_family()):
            if id(mobject) in seen:
                continue
            seen.add(id(mobject))
            for reading in getattr(mobject, "readings", ()):
                self._note(mobject, reading, beat, seconds, drawn=drawn, ending=ending)
            for plotted in getattr(mobject, "series", ()):
                self._series.setdefault(plotted.name, plotted)
                self._sources |= {each.name: each for each in sources(plotted.call)}

    def _note(
        self,
        mobject: Mobject,
        reading: Reading,
        beat: Beat | None,
        seconds: float,
        *,
        drawn: bool,
        ending: bool,
    ) -> None:
        key = hash((id(mobject), reading.name, reading.field))
        self._sources |= {each.name: each for each in sources(reading.call)}
        before = self._shown.get(key)
        if before == reading.text or (before is not None and not ending):
            return
        self._shown[key] = reading.text
        if drawn:
            self.numbers.append(
                {
                    "time": round(seconds, 4),
                    "beat": beat.name if beat else "",
                    "name": reading.name,
                    "value": reading.value,
                    "text": reading.text,
                    "unit": reading.unit,
                    "field": reading.field,
                    "function": reading.call.function,
                    "arguments": reading.call.arguments,
                }
            )

    def report(self, title: str, goal: str, beats: tuple[Beat, ...], ticks: int) -> dict[str, Any]:
        """Everything a player, a page or a test wants to know of a film of so many ticks, ready for JSON."""
        chapters = chapters_of(title, beats)
        return {
            "title": title,
            "goal": goal,
            "frame_rate": int(config.frame_rate),
            "frame_count": ticks * int(config.frame_rate) // TICKS,
            "seconds": ticks / TICKS,
            "beats": [self._describe(each, chapters) for each in self.beat_times],
            "chapters": self._chapters(chapters),
            "numbers": self.numbers,
            "series": [_plain_series(each) for each in self._series.values()],
            "sources": [asdict(each) for each in self._sources.values()],
        }

    def _describe(self, time: BeatTime, chapters: dict[str, str]) -> dict[str, Any]:
        start, end = time.start / TICKS, time.end / TICKS
        own = [asdict(cue) for cue in self.cues if round(start, 3) <= cue.start < round(end, 3)]
        return {
            "name": time.beat.name,
            "chapter": chapters[time.beat.name],
            "words": time.beat.words,
            "voice": None if time.recording is None else _plain_voice(time.recording),
            "line": time.beat.line,
            "start": round(start, 4),
            "end": round(end, 4),
            "cues": own,
        }

    def _chapters(self, names: dict[str, str]) -> list[dict[str, Any]]:
        chapters: list[dict[str, Any]] = []
        for time in self.beat_times:
            name = names[time.beat.name]
            if not chapters or chapters[-1]["name"] != name:
                chapters.append({"name": name, "start": round(time.start / TICKS, 4)})
            chapters[-1]["end"] = round(time.end / TICKS, 4)
        return chapters


def chapters_of(title: str, beats: tuple[Beat, ...]) -> dict[str, str]:
    """The chapter of each beat, by its name; a film begins in one that is called like itself."""
    chapters, chapter = {}, title
    for each in beats:
        chapter = each.chapter or chapter
        chapters[each.name] = chapter
    return chapters


def _plain_voice(recording: Recording) -> dict[str, Any]:
    names = ("speaker", "kind", "made", "licence", "seconds")
    return {name: getattr(recording, name) for name in names}


def _plain_series(plotted: Series) -> dict[str, Any]:
    return {
        "name": plotted.name,
        "units": dict(plotted.units),
        "columns": {name: values.tolist() for name, values in plotted.columns.items()},
        "function": plotted.call.function,
    }
