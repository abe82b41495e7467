"""How long a play lasts: until the words are said, unless somebody says otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypedDict

from manim import AnimationGroup, Wait
from manim.animation.animation import DEFAULT_ANIMATION_RUN_TIME

from visuals.lecture.beats import LectureError

WAYS = ("run_time", "pace", "share", "until")


class Length(TypedDict, total=False):
    """What may be said of a play's length, one of the first four (see Lecture.play), and how it goes."""

    pace: float | None  # seconds, a PACE
    share: float | None  # so much of what is left of the beat's words
    until: str | None  # the word (or words) of the beat at which it ends
    run_time: float | None  # seconds
    least: float | None  # seconds that it lasts at any rate, with share= or until=
    rate_func: Callable[[float], float]
    lag_ratio: float


def said_ways(**ways: Any) -> list[str]:
    """The ways in which a play's length is said; raises LectureError for more than one."""
    said = [name for name in WAYS if ways.get(name) is not None]
    if len(said) > 1:
        raise LectureError(f"a play has one length: say {' or '.join(f'{each}=' for each in said)}, not both")
    if ways.get("least") is not None and said and said[0] in ("run_time", "pace"):
        raise LectureError(f"{said[0]}= is a length already: least= goes with share= or until=")
    return said


def any_says_its_time(animations: Iterable[Any]) -> bool:
    """Whether one of the animations brings its own run time, as Manim's user gave it or its class has it.

    `Create(x, run_time=1)` does, `Create(x)` does not: the default is told from an equal number by being the
    very object that Manim's signature holds.
    """
    return any(_says_its_time(each) for each in animations)


def _says_its_time(animation: Any) -> bool:
    builder = getattr(animation, "anim_args", None)
    if builder is not None:  # `.animate(run_time=1)`
        return "run_time" in builder
    if isinstance(animation, Wait):
        return True
    if isinstance(animation, AnimationGroup):
        own = animation.run_time is not getattr(animation, "max_end_time", None)
        return own or any_says_its_time(animation.animations)
    return getattr(animation, "run_time", None) is not DEFAULT_ANIMATION_RUN_TIME
