"""Remembers what calc_core computed, so that setting a stage again computes only what has changed.

A call is known again by its function and by what its arguments are worth: numbers and arrays by their
values, frozen results by which they are, functions by their code and all that it refers to. An argument that
cannot be judged so (a random generator, an object that may change) means that the call is made.
"""

from __future__ import annotations

import hashlib
import sys
import time
import types
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from enum import Enum
from functools import partial
from typing import Any

import numpy as np

ROOM = "calc_core.results"  # where calls can be listened in on
ENOUGH = 4000  # calls that are kept; a lecture makes some hundred
PLAIN = (bool, int, float, complex, str, bytes, type(None), Enum, np.dtype)


class Unknowable(Exception):
    """What a thing is worth cannot be told."""


@dataclass
class Recollection:
    """The calls so far, by what they were; and what was made of them since the last `begin`."""

    calls: dict[Any, tuple[Any, Any]] = field(default_factory=dict)  # key: (result, arguments, kept alive)
    made: int = 0
    remembered: int = 0
    seconds: float = 0.0  # that the calls took which were made
    _inside: bool = False

    def begin(self) -> None:
        """Answer calls of calc_core from now on, if a lecture has loaded it."""
        self.made, self.remembered, self.seconds = 0, 0, 0.0
        room = sys.modules.get(ROOM)
        if room is not None:
            self._frozen: type = room.Result
            room.memory = self.answer  # type: ignore[attr-defined]

    def end(self) -> None:
        """Let everything be computed again."""
        if room := sys.modules.get(ROOM):
            room.memory = None  # type: ignore[attr-defined]

    def forget(self, modules: Iterable[str]) -> None:
        """Forget the calls of functions in modules that are no longer loaded."""
        gone = set(modules)
        if ROOM in gone:
            self.calls.clear()
        self.calls = {key: call for key, call in self.calls.items() if key[0].__module__ not in gone}

    def answer(self, function: Callable[..., Any], args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Any:
        """What `function` returns for these arguments, computed now or before."""
        if self._inside:  # what a function asks of others is part of its own answer
            return function(*args, **kwargs)
        try:
            key = (function, self._worth(args, ()), self._worth(dict(kwargs), ()))
        except Unknowable:
            key = None
        if key in self.calls:
            self.remembered += 1
            self.calls[key] = self.calls.pop(key)  # the longest unused comes first
            return self.calls[key][0]
        self._inside, began = True, time.perf_counter()
        try:
            result = function(*args, **kwargs)
        finally:
            self._inside = False
        self.made += 1
        self.seconds += time.perf_counter() - began
        if key is not None:
            self.calls[key] = (result, (args, kwargs))
            if len(self.calls) > ENOUGH:
                del self.calls[next(iter(self.calls))]
        return result

    def _worth(self, value: Any, within: tuple[Any, ...]) -> Any:
        """Something hashable that is equal for equal values. `within`: the functions that lead here."""
        if isinstance(value, PLAIN):
            return (type(value), repr(value) if isinstance(value, float | complex) else value)
        if isinstance(value, self._frozen):
            return ("this", id(value))  # it is kept alive by the call
        if isinstance(value, np.ndarray) and value.dtype != object:
            digest = hashlib.blake2b(np.ascontiguousarray(value).tobytes(), digest_size=16).digest()
            return ("array", value.shape, value.dtype.str, digest)
        if isinstance(value, np.generic):
            return (type(value), value.tobytes())
        if isinstance(value, list | tuple):
            return (type(value), tuple(self._worth(each, within) for each in value))
        if isinstance(value, Mapping):
            items = ((self._worth(k, within), self._worth(v, within)) for k, v in value.items())
            return ("mapping", tuple(items))
        if isinstance(value, set | frozenset):
            return ("set", frozenset(self._worth(each, within) for each in value))
        return self._worth_of_code(value, within)

    def _worth_of_code(self, value: Any, within: tuple[Any, ...]) -> Any:
        if isinstance(value, type | types.ModuleType | types.BuiltinFunctionType | np.ufunc):
            return ("this", id(value))
        if isinstance(value, partial):
            return (
                "partial",
                *(self._worth(each, within) for each in (value.func, value.args, value.keywords)),
            )
        if isinstance(value, types.MethodType):
            return ("method", self._worth(value.__self__, within), self._worth(value.__func__, within))
        if isinstance(value, types.FunctionType):
            return self._worth_of_function(value, within)
        if is_dataclass(value) and type(value).__dataclass_params__.frozen:  # type: ignore[union-attr]
            parts = (self._worth(getattr(value, each.name), within) for each in fields(value))
            return (type(value), tuple(parts))
        raise Unknowable(type(value))

    def _worth_of_function(self, function: types.FunctionType, within: tuple[Any, ...]) -> Any:
        if function in within:
            return ("again", within.index(function))
        if not function.__module__.startswith("lecture_") and "<locals>" not in function.__qualname__:
            return ("this", id(function))  # a module that changes is loaded anew, with all its functions
        within = (*within, function)
        cells = [cell.cell_contents for cell in function.__closure__ or ()]
        names = _names(function.__code__)
        around = {name: function.__globals__[name] for name in names if name in function.__globals__}
        parts = (function.__defaults__, function.__kwdefaults__, cells, around)
        return ("function", _code(function.__code__), *(self._worth(each, within) for each in parts))


def _code(code: types.CodeType) -> Any:
    constants = tuple(
        _code(each) if isinstance(each, types.CodeType) else repr(each) for each in code.co_consts
    )
    return (code.co_code, constants, code.co_names, code.co_varnames, code.co_freevars)


def _names(code: types.CodeType) -> list[str]:
    """Every name that a function, or one inside it, may look up."""
    inner = [name for each in code.co_consts if isinstance(each, types.CodeType) for name in _names(each)]
    return sorted({*code.co_names, *inner})
