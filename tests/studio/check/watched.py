"""Short lectures for the critic to watch in this process: a beat's body in, the names of broken rules out."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from studio.check.finding import Finding, Watched
from studio.check.verdict import verdict
from studio.check.watching import Watcher
from visuals.lecture.lecture import Lecture, beat

Body = Callable[[Any], None]
WORDS = "Look at this."


def lecture(
    body: Body, *, words: str = WORDS, excuse: Mapping[str, str] | None = None, stage: Body | None = None
) -> type[Lecture]:
    """A lecture of one beat called `show`, which plays `body` and says `words`."""

    def show(self: Lecture) -> None:
        body(self)

    show.__doc__ = words
    parts: dict[str, Any] = {
        "title": "Trial",
        "__module__": body.__module__,
        "show": beat(chapter="Trial", excuse=excuse)(show),
    }
    if stage is not None:
        parts["set_stage"] = stage
    return type("Trial", (Lecture,), parts)


def watch(
    kind: type[Lecture], *, beat: str | None = "show", number: int = 0, watchers: int = 1
) -> tuple[Watched, Path]:
    """What one watcher sees, and the folder with its pictures."""
    folder = Path(tempfile.mkdtemp(prefix="critic-"))
    return Watcher(Path(__file__), folder, beat=beat, number=number, watchers=watchers).watch(kind), folder


def findings(kind: type[Lecture], *, watchers: int = 1, beat: str | None = "show") -> list[Finding]:
    """What the critic says of a lecture."""
    return verdict([watch(kind, beat=beat, number=n, watchers=watchers)[0] for n in range(watchers)])


def broken(body: Body, *, watchers: int = 1, beat: str | None = "show", **more: Any) -> set[str]:
    """The names of the rules that a beat breaks."""
    return {each.rule for each in findings(lecture(body, **more), watchers=watchers, beat=beat)}
