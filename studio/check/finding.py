"""What the critic found: plain data that travels as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, Self

Severity = Literal["error", "warning"]
ASIDE = ".bmp"  # pictures of beats' ends: hardly one in a hundred is ever shown, and becomes a PNG then
Box = tuple[float, float, float, float]  # left, top, right, bottom, as shares of the frame


@dataclass(frozen=True)
class Rule:
    """One thing that the critic looks for: its name, its group, how grave it is, and how to mend it."""

    name: str
    group: str  # sight, time, truth, voice or soundness
    severity: Severity
    asks: str  # what is wrong where it is broken, in one line
    mend: str
    happens: bool = False  # whether it is broken by what happens, each time by itself, not by what stays


@dataclass(frozen=True)
class Finding:
    """One thing in a lecture that breaks a rule; a fault that lasts is found once, where it is worst."""

    beat: str
    time: float  # seconds since the film's first frame
    until: float  # the last moment at which it was seen
    rule: str
    group: str
    severity: Severity
    what: str
    mend: str
    degree: float = 0.0  # how bad; comparable within one rule
    boxes: tuple[Box, ...] = ()
    frame: str | None = None  # the picture's name in the folder that the worker wrote to
    excuse: str | None = None  # the author's written reason, if there is one
    cause: str = ""  # equal for findings of one rule that are mended at one place; empty: for no other
    beats: tuple[str, ...] = ()  # all in which it was found, in the order of the film; none: in its own alone

    @property
    def counts(self) -> bool:
        """Whether it makes the check fail."""
        return self.severity == "error" and self.excuse is None


@dataclass
class Watched:
    """What one watcher saw of a lecture; several share one, each looks closely at beats of its own."""

    findings: list[Finding] = field(default_factory=list)
    beats: dict[str, float] = field(default_factory=dict)  # when each that was asked for begins
    excuses: dict[str, dict[str, str]] = field(default_factory=dict)  # beat, rule, reason
    rules: dict[str, Rule] = field(default_factory=dict)
    stills: dict[str, str] = field(default_factory=dict)  # checksum of each beat's last frame
    pictures: dict[str, str] = field(default_factory=dict)  # and its picture's name, put ASIDE
    moments: dict[str, str] = field(default_factory=dict)  # checksum of frames within plays, by play and time
    moment_beats: dict[str, str] = field(default_factory=dict)
    report: dict[str, Any] = field(default_factory=dict)
    whole: bool = True  # not only one beat
    stage_seconds: float = 0.0  # of processor time in calc_core while the stage is set
    seconds: float = 0.0  # of processor time for all of it

    def to_dict(self) -> dict[str, Any]:
        """Ready for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, known: Mapping[str, Any]) -> Self:
        """What `to_dict` gave."""
        seen = cls(**known)
        seen.findings = [_finding(each) for each in known["findings"]]
        seen.rules = {name: Rule(**each) for name, each in known["rules"].items()}
        return seen


def _finding(known: Mapping[str, Any]) -> Finding:
    left_to_right = [tuple(box) for box in known["boxes"]]
    return Finding(**{**known, "boxes": tuple(left_to_right), "beats": tuple(known["beats"])})
