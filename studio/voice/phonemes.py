"""Converts words to phonemes of American English by espeak-ng, called as a program."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Sequence

from studio.errors import Unprepared
from studio.voice.script import Said

PROGRAM = "espeak-ng"
# Kokoro's alphabet is that of misaki (Apache-2.0), where a diphthong is one letter; from espeak's.
LETTERS = {
    "ʔˌn\u0329": "tn", "ʔn\u0329": "tn", "a^ɪ": "I", "a^ʊ": "W", "d^ʒ": "ʤ", "e^ɪ": "A", "t^ʃ": "ʧ",
    "ɔ^ɪ": "Y", "ə^l": "ᵊl", "o^ʊ": "O", "ɜːɹ": "ɜɹ", "ɜː": "ɜɹ", "ɪə": "iə", "ʲo": "jo", "ʲə": "jə", "ʲ": "",
    "e": "A", "ɚ": "əɹ", "r": "ɹ", "x": "k", "ç": "k", "ɐ": "ə", "ɬ": "l", "\u0303": "", "ː": "", "o": "ɔ",
    "ɾ": "T", "ʔ": "t",
}  # fmt: skip
IN_ONE = re.compile("|".join(map(re.escape, sorted(LETTERS, key=lambda each: -len(each)))))
WEAK = {"a": "ə"}  # words that espeak-ng reads as letters when they are alone
STRESSES = "ˈˌ"
STRESS = str.maketrans("", "", STRESSES)
SYLLABIC = re.compile("(\\S)\u0329")


def need_espeak() -> str:
    """The version of espeak-ng, for the credits. Raises Unprepared where there is none."""
    if shutil.which(PROGRAM) is None:
        raise Unprepared(
            f"Speaking needs the program {PROGRAM}, which is not here.",
            hint=f"Install it: sudo apt-get install {PROGRAM} (macOS: brew install {PROGRAM}).",
        )
    told = re.search(r"\d+(?:\.\d+)+", _run(["--version"]))
    return f"{PROGRAM} {told[0]}" if told else PROGRAM


def sounds(clause: Sequence[Said]) -> list[str]:
    """The phonemes of each word of a clause, in Kokoro's alphabet; the clause is pronounced as a whole.

    espeak-ng runs some words together ("of the"): they are parted where the same words parted by itself say.
    """
    plain = [each.text for each in clause]
    given = {k: text.strip("/") for k, text in enumerate(plain) if text.startswith("/")}
    asked = [text for text in plain if not text.startswith("/")]
    heard = iter(_pronounced(asked))
    return [given[k] if k in given else next(heard) for k in range(len(plain))]


def _pronounced(words: Sequence[str]) -> list[str]:
    if not words:
        return []
    together = _phonemes(" ".join(words)).split()
    if len(together) == len(words) > 1:
        return together
    alone = [WEAK.get(each.casefold()) or "".join(_phonemes(each).split()) for each in words]
    return parted("".join(together), alone) if len(words) > 1 else alone


def parted(together: str, alone: Sequence[str]) -> list[str]:
    """Phonemes of joined words, split where those of each word alone fit best (least edits).

    A word that would differ by more than a letter gets its phonemes alone, and none begins with the sound
    that links it to the word before.
    """
    theirs = [(letter, k) for k, each in enumerate(alone) for letter in each]
    # cost[i][j]: the fewest edits that turn the first j letters of theirs into the first i of together
    cost = [[i + j for j in range(len(theirs) + 1)] for i in range(len(together) + 1)]
    for i, mine in enumerate(together, 1):
        for j, (letter, _) in enumerate(theirs, 1):
            cost[i][j] = min(cost[i - 1][j - 1] + (mine != letter), cost[i - 1][j] + 1, cost[i][j - 1] + 1)
    parts = ["" for _ in alone]
    i, j = len(together), len(theirs)
    while i:
        if j and cost[i][j] == cost[i - 1][j - 1] + (together[i - 1] != theirs[j - 1][0]):
            i, j = i - 1, j - 1
        elif j and cost[i][j] == cost[i][j - 1] + 1:
            j -= 1
            continue
        else:
            i -= 1
        owner = theirs[min(j, len(theirs) - 1)][1]
        parts[owner] = together[i] + parts[owner]
    for k in range(1, len(parts)):  # "it is": the link belongs to the word that ends with it
        link = parts[k][:1]
        if link in ("T", "ɹ") and link.lower() != alone[k].translate(STRESS)[:1]:
            parts[k] = parts[k][1:]
            if alone[k - 1].endswith(link.lower()) and parts[k - 1][-1:].lower() != link.lower():
                parts[k - 1] += link
    return [_settled(part, own) for part, own in zip(parts, alone, strict=True)]


def _settled(part: str, own: str) -> str:
    bare = own.translate(STRESS)
    part = part.replace("ɹɹ", "ɹ")
    heard = part.translate(STRESS)
    edits = abs(len(heard) - len(bare)) + sum(a != b for a, b in zip(heard, bare, strict=False))
    return part if edits <= 1 and part[-1:] not in STRESSES else own


def _phonemes(text: str) -> str:
    told = _run(["-q", "--ipa", "--tie=^", "-v", "en-us", "--stdin"], text)
    letters = IN_ONE.sub(lambda match: LETTERS[match[0]], " ".join(told.split()))
    return SYLLABIC.sub("ᵊ\\1", letters).replace("\u0329", "").replace("^", "").replace("ɹɹ", "ɹ")


def _run(arguments: list[str], text: str = "") -> str:
    try:
        done = subprocess.run([PROGRAM, *arguments], input=text, text=True, capture_output=True, check=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise Unprepared(f"{PROGRAM} could not tell how {text!r} sounds: {error}.") from None
    return done.stdout
