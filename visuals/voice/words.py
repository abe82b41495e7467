"""The words of a text as they are said: which they are, and where among them something is said."""

from __future__ import annotations

import re

WORD = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")


def heard(text: str) -> list[str]:
    """The words of a text as they are compared: without case and without the marks around them."""
    return WORD.findall(text.casefold())


def places(said: str, words: str) -> list[int]:
    """The number, among the words of a text, of the last word of `said`, for each time that it is said."""
    wanted, spoken = heard(said), heard(words)
    ends = range(len(wanted) - 1, len(spoken))
    return [k for k in ends if wanted and spoken[k - len(wanted) + 1 : k + 1] == wanted]
