"""Scripts and styles as they are published: in one file each, and without what only their authors read."""

from __future__ import annotations

import re
from pathlib import Path

PARTS = Path(__file__).parent / "player"
PART = re.compile(r"^ *//= (\w+\.js)\n", re.MULTILINE)
REMARK = re.compile(r"^\s*(?://.*|/\*(?:[^*]|\*(?!/))*\*/)\n|(?<=[;,{}]) +// .*$", re.MULTILINE)
INDENT = re.compile(r"^[ \t]+|\n(?=\n)", re.MULTILINE)
BREAK = re.compile(r"^(?!.*//)(.*[{;,])\n", re.MULTILINE)  # at the end of a line, where none is needed
ROOM = re.compile(r"\s*([{};,])\s*|(?<=[a-z]:)\s+|;(?=\s*\})")  # what a style sheet does without


def script(path: Path) -> bytes:
    """The script at `path`, with that part of the player for each line `//= NAME`; its first remark stays."""
    text = path.read_text(encoding="utf-8")
    head = re.match(r"(?://.*\n)+|/\*.*\*/\n", text)
    kept = head[0] if head else ""
    whole = PART.sub(lambda found: (PARTS / found[1]).read_text(encoding="utf-8"), text[len(kept) :])
    return (kept + BREAK.sub(r"\1", lean(whole))).encode()


def style(path: Path) -> bytes:
    """The style sheet at `path` without remarks and spaces."""
    return ROOM.sub(r"\1", lean(path.read_text(encoding="utf-8"))).encode()


def lean(text: str) -> str:
    """A script or style without remarks, indents and empty lines."""
    return INDENT.sub("", REMARK.sub("", text))
