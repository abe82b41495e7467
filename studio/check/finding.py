"""Rules, findings and a watcher's result: plain data that is sent as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, Self

Severity = Literal["error", "warning"]
ASIDE = ".bmp"  # type of pictures of beats' ends: the few that are shown are converted to PNG
Box = tuple[float, float, float, float]  # left, top, right, bottom, as shares of the frame


@dataclass(frozen=True)
class Rule:
    """A rule of the check: its name, its group, its severity, and how to mend what breaks it."""

    name: str
    group: str  # sight, time, truth, voice or soundness
    severity: Severity
    asks: str  # one line that says what is wrong
    mend: str
    happens: bool = False  # whether an event breaks it, so that each is a finding, not a state that lasts


@dataclass(frozen=True)
class Finding:
    """A place where a lecture breaks a rule; a fault that lasts is one finding, where it is worst."""

    beat: str
    time: float  # seconds since the film's first frame
    until: float  # the last moment at which it was seen
    rule: str
    group: str
    severity: Severity
    what: str
    mend: str
    degree: float = 0.0  # severity, comparable within one rule
    boxes: tuple[Box, ...] = ()
    frame: str | None = None  # the picture's name in the folder that the worker wrote to
    excuse: str | None = None  # the author's written reason, if there is one
    cause: str = ""  # equal for findings of one rule that are mended at one place; empty: alone
    beats: tuple[str, ...] = ()  # beats with it, in the order of the film; none: its own alone

    @property
    def counts(self) -> bool:
        """Whether it makes the check fail."""
        return self.severity == "error" and self.excuse is None


@dataclass
class Watched:
    """The result of one watcher; several share a lecture, each checks some beats closely."""

    findings: list[Finding] = field(default_factory=list)
    beats: dict[str, float] = field(default_factory=dict)  # when each wanted beat begins
    excuses: dict[str, dict[str, str]] = field(default_factory=dict)  # beat, rule, reason
    rules: dict[str, Rule] = field(default_factory=dict)
    stills: dict[str, str] = field(default_factory=dict)  # checksum of each beat's last frame
    pictures: dict[str, str] = field(default_factory=dict)  # the name of its picture, of type ASIDE
    moments: dict[str, str] = field(default_factory=dict)  # checksum of frames within plays, by play and time
    moment_beats: dict[str, str] = field(default_factory=dict)
    report: dict[str, Any] = field(default_factory=dict)
    whole: bool = True  # not only one beat
    stage_seconds: float = 0.0  # processor time in calc_core while the stage is set
    seconds: float = 0.0  # processor time of the whole check

    def to_dict(self) -> dict[str, Any]:
        """The result as data for JSON."""
        return asdict(self)

    @classmethod
    def from_dict(cls, known: Mapping[str, Any]) -> Self:
        """Read what `to_dict` made."""
        seen = cls(**known)
        seen.findings = [_finding(each) for each in known["findings"]]
        seen.rules = {name: Rule(**each) for name, each in known["rules"].items()}
        return seen


def _finding(known: Mapping[str, Any]) -> Finding:
    left_to_right = [tuple(box) for box in known["boxes"]]
    return Finding(**{**known, "boxes": tuple(left_to_right), "beats": tuple(known["beats"])})
