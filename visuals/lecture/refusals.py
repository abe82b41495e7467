"""Refuses a lecture that uses an idiom which a lecture does without, when it is loaded or when it is used."""

from __future__ import annotations

import dis
import random
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from traceback import walk_tb
from types import CodeType, FunctionType, ModuleType
from typing import Any, NoReturn

import numpy as np
from manim import Animation, Mobject, Uncreate, Unwrite

from visuals.lecture.author_lines import line_of
from visuals.lecture.beats import LectureError, place_of
from visuals.lecture.idioms import IDIOMS, Idiom


class RefusesIdioms:
    """Part of Lecture: refuses, when a lecture is loaded, what cannot be played, each with its line."""

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if cls.__module__ == "visuals.lecture.lecture":
            return
        _refuse_scenes(cls)
        _refuse_construct(cls)
        _refuse_poster(cls)
        for function in _functions(vars(cls)):
            _refuse_code(function.__code__, function.__globals__)

    def __init__(self, *args: Any, **options: Any) -> None:
        kind = type(self)
        module = sys.modules.get(kind.__module__)
        if getattr(module, kind.__name__, None) is kind:  # what is written below the class was not there yet
            for function in _functions(vars(module)):
                if function.__module__ == kind.__module__:
                    _refuse_code(function.__code__, function.__globals__)
        super().__init__(*args, **options)

    def __setattr__(self, name: str, value: Any) -> None:
        """Refuse a value where the lecture has a method, a beat or an answer of that name, which it would
        hide.
        """
        own = getattr(type(self), name, None)
        answers = isinstance(own, property) and own.fset is None
        if answers or (callable(own) and not callable(value)):
            raise LectureError(
                f"self.{name} = {type(value).__name__}(...): {name} is "
                f"{'an answer' if answers else 'a method'} of this lecture, which would be hidden; give the "
                "attribute another name"
            )
        super().__setattr__(name, value)

    def refuse(self, name: str) -> NoReturn:
        """Raise LectureError with what to write instead of `name`."""
        raise LectureError(_said(name))

    def next_section(self, *_: Any, **__: Any) -> NoReturn:
        self.refuse("next_section")

    def wait_until(self, *_: Any, **__: Any) -> NoReturn:
        self.refuse("wait_until")

    def add_sound(self, *_: Any, **__: Any) -> NoReturn:
        self.refuse("add_sound")

    def add_subcaption(self, *_: Any, **__: Any) -> NoReturn:
        self.refuse("add_subcaption")


@contextmanager
def telling_what_enters() -> Iterator[None]:
    """Where Manim's Create, Write and the like refuse a picture, say which, where, and what to write."""
    try:
        yield
    except TypeError as error:
        frames = list(walk_tb(error.__traceback__))
        last = frames[-1][0].f_locals if frames else {}
        animation, picture = last.get("self"), last.get("mobject", last.get("vmobject"))
        if not isinstance(animation, Animation) or not isinstance(picture, Mobject):
            raise
        # Manim's classes call one another: the animation was made by the last line that is none of theirs
        frame, line = next(
            (each, line)
            for each, line in reversed(frames)
            if not str(each.f_globals.get("__name__", "")).startswith("manim.")
        )
        name, kind = type(animation).__name__, type(picture).__name__
        way = "leave" if isinstance(animation, Uncreate | Unwrite) else "enter"
        raise LectureError(
            f"{Path(frame.f_code.co_filename).name}:{line}: {name} draws one outline, and a {kind} is a "
            f"whole picture; write self.{way}(picture), which knows how it comes and goes, or use fades"
        ) from error


def instead_of(name: str) -> Idiom | None:
    """What the table says of a name of Manim's, if anything."""
    return next((each for each in IDIOMS if name in each.names), None)


def _said(name: str) -> str:
    idiom = instead_of(name)
    assert idiom is not None
    what = {
        "updater": "an updater that takes dt counts the time: its frames depend on how they are reached",
        "random": "random numbers without a generator of their own are others every time",
    }.get(idiom.kind, f"{name} does not work in a lecture")
    return f"{what}; write instead: {idiom.instead}"


def _refuse_scenes(cls: type) -> None:
    for base in cls.__mro__:
        idiom = instead_of(base.__name__)
        if idiom is not None and idiom.kind == "scene":
            raise LectureError(f"{_place(cls)}: {_said(base.__name__)}", at=line_of(cls))


def _refuse_construct(cls: type) -> None:
    construct = vars(cls).get("construct")
    if construct is not None:
        raise LectureError(
            f"{place_of(construct)}: a lecture writes no construct: its beats are played in written order; "
            "what stands there belongs into set_stage and into methods marked @beat",
            at=(construct.__code__.co_filename, construct.__code__.co_firstlineno),
        )


def _refuse_poster(cls: Any) -> None:
    poster, names = cls.poster, [each.name for each in cls.beats()]
    if poster is not None and poster not in names:
        raise LectureError(
            f"{_place(cls)}: poster = {poster!r} names no beat; they are {', '.join(names)}",
            at=line_of(cls, "poster"),
        )


def _place(cls: type) -> str:
    """Where a class is, as exactly as its methods tell."""
    first = min(_functions(vars(cls)), key=lambda each: each.__code__.co_firstlineno, default=None)
    return cls.__name__ if first is None else f"{place_of(first)} ({cls.__name__})"


def _functions(names: Mapping[str, Any]) -> Iterator[FunctionType]:
    for value in list(names.values()):
        function = getattr(value, "__func__", getattr(value, "fget", value))
        if isinstance(function, FunctionType):
            yield function


def _refuse_code(code: CodeType, names: Mapping[str, Any]) -> None:
    """Raise LectureError for the first refused idiom in a function or in one written inside it."""
    before: list[dis.Instruction] = []
    for each in dis.get_instructions(code):
        if each.opname in ("CACHE", "PRECALL", "PUSH_NULL", "RESUME", "EXTENDED_ARG"):
            continue
        if each.opname == "KW_NAMES":  # of a call's arguments; dis tells only where they are kept
            each = each._replace(argval=code.co_consts[each.arg or 0])
        for check in (_thing, _method, _argument, _random):
            found = check(each, before, names)
            if found is not None:
                line = _line(each) or _line(before[-1] if before else each) or code.co_firstlineno
                place = f"{Path(code.co_filename).name}:{line}"
                raise LectureError(f"{place}: {_said(found)}", at=(code.co_filename, line))
        before = [*before[-3:], each]
    for inner in code.co_consts:
        if isinstance(inner, CodeType):
            if "add_updater" in code.co_names and "dt" in inner.co_varnames[1 : inner.co_argcount]:
                at = (inner.co_filename, inner.co_firstlineno)
                raise LectureError(f"{Path(at[0]).name}:{at[1]}: {_said('dt')}", at=at)
            _refuse_code(inner, names)


def _line(instruction: dis.Instruction) -> int | None:
    return instruction.positions.lineno if instruction.positions is not None else None


Before = list[dis.Instruction]


def _thing(each: dis.Instruction, before: Before, names: Mapping[str, Any]) -> str | None:
    """A class or function of Manim, by whatever name it was imported."""
    if each.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
        thing = names.get(each.argval)
    elif each.opname in ("LOAD_ATTR", "LOAD_METHOD") and before:
        room = names.get(before[-1].argval) if isinstance(before[-1].argval, str) else None
        thing = getattr(room, each.argval, None) if isinstance(room, ModuleType) else None
    else:
        return None
    if not str(getattr(thing, "__module__", "")).startswith("manim."):
        return None
    name = getattr(thing, "__name__", "")
    idiom = instead_of(name)
    return name if idiom is not None and idiom.kind == "thing" else None


def _method(each: dis.Instruction, before: Before, names: Mapping[str, Any]) -> str | None:
    if each.opname not in ("LOAD_ATTR", "LOAD_METHOD"):
        return None
    idiom = instead_of(each.argval)
    if idiom is None or idiom.kind != "method":
        return None
    return each.argval if idiom.spawns_latex or _is_self(before) or idiom.sample else None


def _is_self(before: Before) -> bool:
    return bool(before) and before[-1].opname.startswith("LOAD_FAST") and before[-1].argval == "self"


def _argument(each: dis.Instruction, before: Before, names: Mapping[str, Any]) -> str | None:
    """Names of arguments stand in the call as a tuple of strings, those in a dict as strings."""
    said = each.argval if isinstance(each.argval, tuple) else (each.argval,)
    known = {name for idiom in IDIOMS if idiom.kind == "argument" for name in idiom.names}
    return next((name for name in said if isinstance(name, str) and name in known), None)


def _random(each: dis.Instruction, before: Before, names: Mapping[str, Any]) -> str | None:
    if each.opname in ("LOAD_GLOBAL", "LOAD_NAME") and names.get(each.argval) is random:
        return "random"
    if each.opname in ("LOAD_ATTR", "LOAD_METHOD") and _is_numpys_random(before, names):
        made: tuple[str, ...] = ("default_rng", "Generator", "SeedSequence", "PCG64")
        return None if each.argval in made else "random"
    if each.opname in ("CALL", "CALL_FUNCTION") and each.argval == 0 and before:
        return "random" if before[-1].argval == "default_rng" else None
    return None


def _is_numpys_random(before: Before, names: Mapping[str, Any]) -> bool:
    chain = [each.argval for each in before[-2:]]
    return len(chain) == 2 and chain[1] == "random" and names.get(chain[0]) is np
