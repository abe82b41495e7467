"""Translates a beat's written words into spoken ones, and keeps which written word each belongs to.

`assets/voice/<language>/say.json` has the words that are spoken in another way than they are written: names,
symbols, letters. Captions show the written ones.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from studio.errors import Unprepared
from studio.voice.numerals import NUMERAL, numeral
from visuals.voice.words import WORD

PAUSES = ",.;:?!…—"  # marks at which a speaker pauses
MARKS = str.maketrans({"–": "—", "(": ",", ")": ","})
SAID = re.compile(r"/[^/]+/|[^\W_]+(?:['’.][^\W_]+)*")
PART = re.compile(rf"({NUMERAL.pattern})|([^\W\d_²³]+(?:['’][^\W\d_²³]+)*)|(.)")
Moments = tuple[tuple[float, float], ...]


@dataclass(frozen=True)
class Said:
    """A spoken word. `text` is plain letters, or /phonemes/ between slashes."""

    text: str
    first: int  # the written words that it stands for, as `heard` counts them: first and last
    last: int
    pause: str = ""  # the marks that follow it, of PAUSES


@dataclass(frozen=True)
class Script:
    """The spoken words of one beat."""

    written: str
    said: tuple[Said, ...]

    @property
    def count(self) -> int:
        """The number of written words."""
        return len(WORD.findall(self.written))

    @property
    def text(self) -> str:
        """The spoken words in one line."""
        return " ".join(each.text + each.pause for each in self.said)

    @property
    def clauses(self) -> tuple[tuple[Said, ...], ...]:
        """The spoken words from pause to pause."""
        clauses: list[tuple[Said, ...]] = []
        begun: list[Said] = []
        for each in self.said:
            begun.append(each)
            if each.pause:
                clauses.append(tuple(begun))
                begun = []
        return (*clauses, tuple(begun)) if begun else tuple(clauses)

    def written_times(self, times: Sequence[tuple[float, float]]) -> Moments:
        """The times of the written words from those of the spoken ones.

        Where several written words belong to one spoken word, they share its time by their letters.
        """
        words = WORD.findall(self.written)
        spans: dict[tuple[int, int], tuple[float, float]] = {}
        for each, (begin, end) in zip(self.said, times, strict=True):
            key = each.first, each.last
            spans[key] = (spans.get(key, (begin, end))[0], end)
        moments: list[tuple[float, float]] = []
        for (first, last), (begin, end) in sorted(spans.items()):
            moments += shares(words[first : last + 1], begin, end)
        return tuple(moments)


def shares(words: Sequence[str], begin: float, end: float) -> Moments:
    """Divide a stretch of time among words by their letters."""
    letters = [len(each) for each in words]
    ends = [begin + (end - begin) * sum(letters[: k + 1]) / sum(letters) for k in range(len(words))]
    return tuple(zip([begin, *ends[:-1]], ends, strict=True))


def read_say(path: Path) -> Mapping[str, str]:
    """The content of `say.json`, from written to spoken words; empty where there is no such file.

    Raises Unprepared where it is anything else.
    """
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise Unprepared(f"{path} cannot be read: {error}") from None
    if not isinstance(told, dict) or not all(
        isinstance(each, str) and each.strip() for each in told.values()
    ):
        raise Unprepared(
            f'{path} is to be of the form {{"as written": "as said"}}, with words on both sides.'
        )
    silent = [key for key, value in told.items() if not key.strip() or not SAID.search(value)]
    if silent:
        raise Unprepared(f"{path}: nothing is said for {silent[0]!r}.")
    return told


def script(words: str, say: Mapping[str, str]) -> Script:
    """The script of a beat's words.

    The longest entry of `say` that stands there counts; one that is written with a capital is met by a
    capital only. Numbers are read out, hyphens part words, and a sign that is said without being a word
    ("=", "%") belongs to the written word that it touches, or to the next.
    """
    written = " ".join(words.split())
    spots = [match.span() for match in WORD.finditer(written)]
    entries = _entries(say)
    said: list[Said] = []
    waiting: list[str] = []  # spoken signs that belong to the next word
    aside = False  # whether a bracket that parts its words from the others is open
    at = 0
    while at < len(written):
        match = entries.match(written, at) if entries is not None and _begins(written, at) else None
        if match is not None:
            spoken = SAID.findall(say[_key(match[0], say)])
            covered = [k for k, (begin, end) in enumerate(spots) if begin < match.end() and end > at]
            at = match.end()
            if not covered:
                touches = said and match.start() > 0 and not written[match.start() - 1].isspace()
                if touches:
                    said += [Said(each, said[-1].first, said[-1].last) for each in spoken]
                else:
                    waiting += spoken
                continue
        elif (k := _starting(spots, at)) is not None:
            covered, at = [k], spots[k][1]
            spoken = _plain(written[slice(*spots[k])], say)
        else:
            mark = written[at].translate(MARKS)
            if written[at] == "(":  # f(x) is spoken without a pause
                aside = at > 0 and written[at - 1].isspace()
            if written[at] in "()" and not aside:
                mark = " "
            if said and mark in PAUSES and mark not in said[-1].pause and not waiting:
                said[-1] = Said(said[-1].text, said[-1].first, said[-1].last, (said[-1].pause + mark)[-1])
            at += 1
            continue
        said += _placed([*waiting, *spoken], covered)
        waiting = []
    if waiting and said:
        said += [Said(each, said[-1].first, said[-1].last) for each in waiting]
    return Script(written, tuple(said))


def _placed(spoken: list[str], covered: list[int]) -> list[Said]:
    """Said words with the written ones that they stand for: one each where there are as many of both."""
    if len(spoken) == len(covered):
        return [Said(each, k, k) for each, k in zip(spoken, covered, strict=True)]
    return [Said(each, covered[0], covered[-1]) for each in spoken]


def _plain(word: str, say: Mapping[str, str]) -> list[str]:
    """The spoken words of one written word that is not in `say`, but for a part of it (x²)."""
    parts: list[str] = []
    for numbers, letters, sign in PART.findall(word):
        parts += numeral(numbers) if numbers else [letters] if letters else SAID.findall(say.get(sign, ""))
    return parts or [word]


def _entries(say: Mapping[str, str]) -> re.Pattern[str] | None:
    """Finds entries in a text, the longest first, at whole words only."""
    if not say:
        return None
    ways = []
    for key in sorted(say, key=lambda key: (-len(key), key)):
        case = "" if key != key.casefold() else "i"
        end = r"(?!['’]?[^\W_])" if key[-1].isalnum() else ""
        ways.append(f"(?{case}:{re.escape(key)}){end}" if case else f"{re.escape(key)}{end}")
    return re.compile("|".join(ways))


def _key(found: str, say: Mapping[str, str]) -> str:
    return found if found in say else found.casefold()


def _begins(written: str, at: int) -> bool:
    """Whether a word may begin there: never in the middle of one."""
    return at == 0 or not (written[at].isalnum() and written[at - 1].isalnum())


def _starting(spots: Sequence[tuple[int, int]], at: int) -> int | None:
    return next((k for k, (begin, _) in enumerate(spots) if begin == at), None)
