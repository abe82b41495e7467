"""Makes functions rules: a rule is given a look, cut, play, beat or film, and yields faults."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from studio.check.finding import Box, Rule, Severity

RULES: dict[str, Rule] = {}
_CHECKS: dict[str, list[tuple[Rule, Callable[[Any], Iterator[Fault]]]]] = {}


@dataclass(frozen=True)
class Fault:
    """What a rule yields: a sentence, places in the frame, a degree, and the subject.

    Faults about the same subject in one beat are one finding. `time` is when, if not the moment looked at.
    `cause` is what makes faults of several beats one finding; the subject, unless it is said.
    """

    what: str
    boxes: tuple[Box, ...] = ()
    degree: float = 0.0
    subject: str = ""
    cause: str = ""
    time: float | None = None
    beat: str | None = None
    mend: str | None = None


Check = Callable[[Any], Iterator[Fault]]


def rule(
    name: str, severity: Severity, *, looks_at: str, mend: str, happens: bool = False
) -> Callable[[Check], Check]:
    """Make a function a rule. Its docstring says what is wrong; the room or file of
    studio.check that it stands in is its group.

    `looks_at` is what it is given: a "look" (one moment), a "cut" (two neighbouring frames), a "play", a
    "beat" or the whole "film", as studio.check.look has them. What breaks a rule that `happens` is mended
    where it happens; of others, what stays on stage for several beats is one finding.
    """

    def register(check: Check) -> Check:
        group = check.__module__.split(".")[2]  # of studio.check
        asks = (check.__doc__ or "").strip().splitlines()[0]
        made = Rule(name, group, severity, asks, mend, happens)
        RULES[name] = made
        _CHECKS.setdefault(looks_at, []).append((made, check))
        return check

    return register


def beside(value: float, limit: float, places: int = 0) -> str:
    """A value that breaks a limit, rounded to `places`, or to more where it would equal the limit."""
    while float(f"{value:.{places}f}") == limit != value:
        places += 1
    return f"{value:.{places}f}"


def faults(looks_at: str, seen: Any) -> Iterator[tuple[Rule, Fault]]:
    """The faults that the rules for this kind of thing find in it."""
    for made, check in _CHECKS.get(looks_at, ()):
        for fault in check(seen):
            yield made, fault
