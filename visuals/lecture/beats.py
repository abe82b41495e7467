"""Beats: the spoken thoughts of which a lecture is a list, and what makes a list of them impossible."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, overload

from visuals.voice.recordings import Recording

Method = TypeVar("Method", bound=Callable[..., None])


class LectureError(ValueError):
    """A lecture that cannot be played as it is written. `at`: the file and line to mend, where they are known
    better than by the trace.
    """

    def __init__(self, message: str, *, at: tuple[str, int] | None = None) -> None:
        super().__init__(message)
        self.at = at


@dataclass(frozen=True)
class Beat:
    """One spoken thought: its method's name, the words said with it, the chapter it opens (if any)."""

    name: str
    words: str
    chapter: str | None
    line: int
    excuses: Mapping[str, str] = field(default_factory=dict)  # rules of the critic, and why not here
    was: tuple[str, ...] = ()  # names that it had before: its addresses go on leading to it


@dataclass(frozen=True)
class BeatTime:
    """When a beat that was drawn begins and ends, in ticks of the film."""

    beat: Beat
    start: int
    end: int
    recording: Recording | None = None  # what is heard from its first frame on


@overload
def beat(method: Method) -> Method: ...
@overload
def beat(
    *,
    chapter: str | None = None,
    excuse: Mapping[str, str] | None = None,
    was: str | tuple[str, ...] = (),
) -> Callable[[Method], Method]: ...
def beat(
    method: Any = None,
    *,
    chapter: str | None = None,
    excuse: Mapping[str, str] | None = None,
    was: str | tuple[str, ...] = (),
) -> Any:
    """Mark a method as a beat; its docstring is what is said. `chapter` opens a chapter with it.

    `excuse` frees the beat from rules of `./compass check`, each for a reason that the report repeats:
    `@beat(excuse={"unequal-units": "Here the right angle breaks on purpose."})`.
    `was` names what the beat was called before, so that its published addresses go on leading to it.
    Raises LectureError for a beat without words, and for a second beat of one name.
    """

    def mark(method: Method) -> Method:
        words = " ".join((inspect.getdoc(method) or "").split())
        if not words:
            raise LectureError(
                f"{place_of(method)}: beat {method.__name__} says nothing: write its words as its docstring"
            )
        _refuse_namesake(method, sys._getframe(1).f_locals)
        line = method.__code__.co_firstlineno
        before = (was,) if isinstance(was, str) else tuple(was)
        method.__dict__["beat"] = Beat(method.__name__, words, chapter, line, dict(excuse or {}), before)
        return method

    if method is None:
        return mark
    _refuse_namesake(method, sys._getframe(1).f_locals)  # mark itself is called from here
    return mark(method)


def beat_methods(cls: type) -> list[Any]:
    """The methods of a class body that are beats, in written order."""
    return [member for member in vars(cls).values() if isinstance(getattr(member, "beat", None), Beat)]


def place_of(function: Any) -> str:
    """File and line of a function."""
    return f"{Path(function.__code__.co_filename).name}:{function.__code__.co_firstlineno}"


def _refuse_namesake(method: Any, body: Mapping[str, Any]) -> None:
    """A class body keeps the last of two methods of one name, in silence: here is the first still known."""
    first: Any = body.get(method.__name__)
    if isinstance(getattr(first, "beat", None), Beat):
        raise LectureError(
            f"{place_of(method)}: a second beat is called {method.__name__}, like the one in line "
            f"{first.beat.line}: the first would never be played; give one of them another name"
        )
