"""Scripts as they are published: one file each, with the parts in it that the players share."""

from __future__ import annotations

import re
from pathlib import Path

PARTS = Path(__file__).parent / "embed" / "player"
PART = re.compile(r"^ *//= (\w+\.js)\n", re.MULTILINE)


def script(path: Path) -> bytes:
    """The script at `path` with every line `//= NAME` replaced by that part of the player."""
    text = path.read_text(encoding="utf-8")
    return PART.sub(lambda found: (PARTS / found[1]).read_text(encoding="utf-8"), text).encode()
