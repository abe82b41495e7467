"""Conditions for playing a lecture: docstrings are kept, and the clock is one that Typst accepts."""

from __future__ import annotations

import sys
import time

from studio.called import called
from studio.errors import Unprepared


def need_docstrings() -> None:
    """Raise Unprepared where Python leaves docstrings out: they are the lectures' words."""
    if sys.flags.optimize > 1:
        raise Unprepared(
            "Python leaves docstrings out here (PYTHONOPTIMIZE=2, or -OO): the lectures' words.",
            hint="Call it without: PYTHONOPTIMIZE= and then the command.",
        )


def need_clock() -> None:
    """Raise Unprepared where the clock stands before 1970: nothing can be typeset then, nor be up to date."""
    if (problem := clock_problem()) is not None:
        raise Unprepared(problem, hint=f"Set the clock, then call {called()} again.")


def clock_problem() -> str | None:
    """What is wrong with this machine's clock, in a sentence; None if nothing is."""
    if time.time() >= 0:
        return None
    year = time.gmtime(time.time()).tm_year
    return f"This machine's clock says {year}; Typst, which sets the letters, knows no time before 1970."
