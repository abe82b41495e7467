"""How this command was called, so that what the studio says to type next can be typed."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

CALLED = (
    "COMPASS_CALLED"  # the environment's name for it: the wrapper says it, and worker processes inherit it
)
WRAPPER = "./compass"  # in the checkout, which starts `python -m studio`


def called() -> str:
    """`./compass` in a checkout, `compass` where the project is installed, or as the wrapper was called."""
    told = os.environ.get(CALLED)
    if told:
        return shlex.quote(told)
    program = Path(sys.argv[0])
    return program.stem if program.suffix in ("", ".exe") and program.stem == "compass" else WRAPPER


def typed(words: str) -> str:
    """A command as one types it here: `./compass list` for `list`."""
    return f"{called()} {words}"
