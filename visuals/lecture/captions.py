"""What is said, cut into captions that can be read: pure text and time, no pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from visuals.voice.words import heard

LINE = 42  # characters of one caption line
LINES = 2
WORDS_PER_SECOND = 150 / 60  # a calm speaking pace
CHARACTERS_PER_SECOND = 17  # what a reader follows with ease
MOMENT = 0.5  # seconds for which a caption stays after its last word
BLINK = 0.3  # seconds without a caption that are too short to be anything but a flicker
TICKS = 15  # a film's time is counted in fifteenths of a second


@dataclass(frozen=True)
class Cue:
    """One caption: when it comes, when it goes (seconds), and its text of one or two lines."""

    start: float
    end: float
    text: str


def speaking_ticks(words: str) -> int:
    """How long `words` take to say and to read, caption by caption, in fifteenths of a second."""
    return ceil(sum(_needed(piece) for piece in _pieces(words)) * TICKS - 1e-9)


def cues(words: str, start: float) -> tuple[Cue, ...]:
    """Cut the words of a beat that begins at `start` (seconds) into captions, each as long as it needs."""
    pieces = _pieces(words)
    seconds = speaking_ticks(words) / TICKS
    needed = sum(_needed(piece) for piece in pieces)
    result, said = [], 0.0
    for piece in pieces:
        begin = start + seconds * said / needed
        said += _needed(piece)
        result.append(Cue(round(begin, 3), round(start + seconds * said / needed, 3), _in_lines(piece)))
    return tuple(result)


def cues_by_words(
    words: str, times: Sequence[tuple[float, float]], whole: float, start: float
) -> tuple[Cue, ...]:
    """Cut the words of a beat that begins at `start` into the same captions, shown as they are said.

    `times` are those of each of the words that `heard` counts: first and last moment, in seconds from
    `start`; the beat has been said and breathed out after `whole` seconds. A caption comes with its first
    word, and goes a moment after its last one, later if it could not be read by then, but when the next comes
    at the latest.
    """
    spans: list[tuple[str, float, float]] = []
    said = 0
    for piece in _pieces(words):
        own = times[said : said + len(heard(piece))]
        said += len(own)
        if own:
            spans.append((piece, own[0][0], own[-1][1]))
        elif spans:  # marks alone: they belong to what was said before them
            spans[-1] = (f"{spans[-1][0]} {piece}", *spans[-1][1:])
    borders = [*(begin for _, begin, _ in spans[1:]), whole]
    result = []
    for (piece, begin, last), border in zip(spans, borders, strict=True):
        end = max(last + MOMENT, begin + len(piece) / CHARACTERS_PER_SECOND)
        end = border if end > border - BLINK else end
        result.append(Cue(round(start + begin, 3), round(start + end, 3), _in_lines(piece)))
    return tuple(result)


def _needed(piece: str) -> float:
    """Seconds that a caption takes to say and to read, whichever is longer."""
    return max(len(piece.split()) / WORDS_PER_SECOND, len(piece) / CHARACTERS_PER_SECOND)


def _pieces(words: str) -> list[str]:
    """Split at the ends of sentences and clauses where a caption would grow too long, else between words."""
    total = len(words)
    if not words:
        return []
    count = ceil(total / (LINE * LINES))
    while True:
        pieces = _split_evenly(words.split(), count)
        if all(len(_in_lines(piece).splitlines()) <= LINES for piece in pieces):
            return pieces
        count += 1


def _split_evenly(words: list[str], count: int) -> list[str]:
    """`count` pieces of about equal length; a break after punctuation is worth some unevenness."""
    pieces: list[str] = []
    rest = words
    for left in range(count, 1, -1):
        aim = len(" ".join(rest)) / left
        best = min(range(1, len(rest)), key=lambda i: _cost(rest, i, aim), default=len(rest))
        pieces.append(" ".join(rest[:best]))
        rest = rest[best:]
    if rest:
        pieces.append(" ".join(rest))
    return pieces


def _cost(words: list[str], cut: int, aim: float) -> float:
    bonus = {".": 0.5, "?": 0.5, "!": 0.5, ":": 0.4, ";": 0.4, ",": 0.25}.get(words[cut - 1][-1], 0.0)
    return abs(len(" ".join(words[:cut])) - aim) / aim - bonus


def _in_lines(piece: str) -> str:
    """One line where it fits, else the break into two that makes them most equal."""
    if len(piece) <= LINE:
        return piece
    words = piece.split()
    breaks = [(" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words))]
    fitting = [pair for pair in breaks if max(map(len, pair)) <= LINE]
    if not fitting:
        return "\n".join(_wrapped(words))
    fairest: tuple[str, str] = min(fitting, key=lambda pair: abs(len(pair[0]) - len(pair[1])))
    return "\n".join(fairest)


def _wrapped(words: list[str]) -> list[str]:
    lines = [""]
    for word in words:
        if lines[-1] and len(lines[-1]) + 1 + len(word) > LINE:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
