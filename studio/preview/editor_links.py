"""Links that open a line of a file in the author's editor."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote

CHOICE = "COMPASS_EDITOR"  # a link with {file} and {line}, where the guess is wrong
KNOWN = {  # by the name of the program in VISUAL or EDITOR
    "codium": "vscodium://file{file}:{line}",
    "cursor": "cursor://file{file}:{line}",
    "zed": "zed://file{file}:{line}",
    "subl": "subl://open?url=file://{file}&line={line}",
    "mate": "txmt://open?url=file://{file}&line={line}",
    "idea": "idea://open?file={file}&line={line}",
    "pycharm": "pycharm://open?file={file}&line={line}",
    "emacs": "emacs://open?url=file://{file}&line={line}",
}
USUAL = "vscode://file{file}:{line}"


def link(file: Path | str, line: int = 1) -> str:
    """The link to a line of a file."""
    return _pattern().format(file=quote(os.fsencode(file)), line=line)


def _pattern() -> str:
    if CHOICE in os.environ:
        return os.environ[CHOICE]
    words = (os.environ.get("VISUAL") or os.environ.get("EDITOR") or "").split()
    program = Path(words[0]).name if words else ""
    return next((pattern for name, pattern in KNOWN.items() if program.startswith(name)), USUAL)
