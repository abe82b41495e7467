"""Updaters, run as Manim runs them, without asking each one for its signature in every frame."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from types import FunctionType, MethodType
from typing import Any

from manim import Mobject


def update(mobject: Mobject, dt: float) -> None:
    """Let a mobject's updaters and those of its family run, as `Mobject.update` does."""
    if type(mobject).update is not Mobject.update:
        mobject.update(dt)
        return
    if mobject.updating_suspended:
        return
    updaters: list[Any] = mobject.updaters
    for updater in updaters:
        if wants_time(updater):
            updater(mobject, dt)
        else:
            updater(mobject)
    for each in mobject.submobjects:
        update(each, dt)


def wants_time(updater: Callable[..., Any]) -> bool:
    """Whether an updater asks for the time since the last frame: by a parameter called dt, as in Manim."""
    function = updater.__func__ if isinstance(updater, MethodType) else updater
    if isinstance(function, FunctionType) and not hasattr(function, "__wrapped__"):
        code = function.__code__
        return "dt" in code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    return "dt" in inspect.signature(updater).parameters
