"""What is said, cut into captions that can be read: pure text and time, no pictures."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

LINE = 42  # characters of one caption line
LINES = 2
WORDS_PER_SECOND = 150 / 60  # a calm speaking pace
CHARACTERS_PER_SECOND = 17  # what a reader follows with ease
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
    return "\n".join(min(fitting, key=lambda pair: abs(len(pair[0]) - len(pair[1]))))


def _wrapped(words: list[str]) -> list[str]:
    lines = [""]
    for word in words:
        if lines[-1] and len(lines[-1]) + 1 + len(word) > LINE:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    return lines
