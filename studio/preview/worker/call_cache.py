"""Caches the calls of calc_core, so that setting a stage again computes only what has changed.

The key of a call is its function and its arguments: numbers and arrays by their values, results of calc_core
by identity, functions by their code and all that it refers to. A call with an argument that has no key (a
random generator, an object that may change) is computed every time.
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

import numpy as np

ROOM = "calc_core.results"  # whose `memory` is asked for the result of every call
ENOUGH = 4000  # calls that are cached; a lecture makes some hundred
Key = tuple[Callable[..., object], object, object]  # a function, its arguments, and those by name
PLAIN = (bool, int, float, complex, str, bytes, type(None), Enum, np.dtype)


class NoKey(Exception):
    """A value has no key."""


@dataclass
class CallCache:
    """The cached calls, and counts since the last `begin`."""

    # The arguments are kept alive, because keys hold the identity of some.
    calls: dict[Key, tuple[object, object]] = field(default_factory=dict)  # the result, and the arguments
    computed: int = 0  # calls
    cached: int = 0  # calls that were answered from the cache
    seconds: float = 0.0  # that the computed calls took
    _inside: bool = False

    def begin(self) -> None:
        """Answer the calls of calc_core from now on, if it is loaded."""
        self.computed, self.cached, self.seconds = 0, 0, 0.0
        room = sys.modules.get(ROOM)
        if room is not None:
            self._frozen: type = room.Result
            room.memory = self.answer  # type: ignore[attr-defined]  # calc_core's

    def end(self) -> None:
        """Answer no calls any more: everything is computed."""
        if room := sys.modules.get(ROOM):
            room.memory = None  # type: ignore[attr-defined]  # calc_core's

    def forget(self, modules: Iterable[str]) -> None:
        """Drop the calls of functions in modules that were unloaded."""
        gone = set(modules)
        if ROOM in gone:
            self.calls.clear()
        self.calls = {key: call for key, call in self.calls.items() if key[0].__module__ not in gone}

    def answer(
        self, function: Callable[..., object], args: tuple[object, ...], kwargs: Mapping[str, object]
    ) -> object:
        """What `function` returns for these arguments, from the cache or computed now."""
        if self._inside:  # a call within a call belongs to the outer one
            return function(*args, **kwargs)
        try:
            key: Key | None = (function, self._key(args, ()), self._key(dict(kwargs), ()))
        except NoKey:
            key = None
        if key is not None and key in self.calls:
            self.cached += 1
            self.calls[key] = self.calls.pop(key)  # the least recently used comes first
            return self.calls[key][0]
        self._inside, began = True, time.perf_counter()
        try:
            result = function(*args, **kwargs)
        finally:
            self._inside = False
        self.computed += 1
        self.seconds += time.perf_counter() - began
        if key is not None:
            self.calls[key] = (result, (args, kwargs))
            if len(self.calls) > ENOUGH:
                del self.calls[next(iter(self.calls))]
        return result

    def _key(self, value: object, within: tuple[object, ...]) -> object:
        """A hashable key, equal for equal values. `within`: the functions whose keys contain this one."""
        if isinstance(value, PLAIN):
            return (type(value), repr(value) if isinstance(value, float | complex) else value)
        if isinstance(value, self._frozen):
            return ("this", id(value))  # the cached call keeps it alive
        if isinstance(value, np.ndarray) and value.dtype != object:
            digest = hashlib.blake2b(np.ascontiguousarray(value).tobytes(), digest_size=16).digest()
            return ("array", value.shape, value.dtype.str, digest)
        if isinstance(value, np.generic):
            return (type(value), value.tobytes())
        if isinstance(value, list | tuple):
            return (type(value), tuple(self._key(each, within) for each in value))
        if isinstance(value, Mapping):
            items = ((self._key(k, within), self._key(v, within)) for k, v in value.items())
            return ("mapping", tuple(items))
        if isinstance(value, set | frozenset):
            return ("set", frozenset(self._key(each, within) for each in value))
        return self._key_of_code(value, within)

    def _key_of_code(self, value: object, within: tuple[object, ...]) -> object:
        if isinstance(value, type | types.ModuleType | types.BuiltinFunctionType | np.ufunc):
            return ("this", id(value))
        if isinstance(value, partial):
            return (
                "partial",
                *(self._key(each, within) for each in (value.func, value.args, value.keywords)),
            )
        if isinstance(value, types.MethodType):
            return ("method", self._key(value.__self__, within), self._key(value.__func__, within))
        if isinstance(value, types.FunctionType):
            return self._key_of_function(value, within)
        if is_dataclass(value) and type(value).__dataclass_params__.frozen:  # type: ignore[union-attr]  # every dataclass has them
            parts = (self._key(getattr(value, each.name), within) for each in fields(value))
            return (type(value), tuple(parts))
        raise NoKey(type(value))

    def _key_of_function(self, function: types.FunctionType, within: tuple[object, ...]) -> object:
        if function in within:
            return ("again", within.index(function))
        if not function.__module__.startswith("lecture_") and "<locals>" not in function.__qualname__:
            return ("this", id(function))  # a changed module is loaded again, with new functions
        within = (*within, function)
        cells = [cell.cell_contents for cell in function.__closure__ or ()]
        names = _names(function.__code__)
        around = {name: function.__globals__[name] for name in names if name in function.__globals__}
        parts = (function.__defaults__, function.__kwdefaults__, cells, around)
        return ("function", _code(function.__code__), *(self._key(each, within) for each in parts))


def _code(code: types.CodeType) -> object:
    constants = tuple(
        _code(each) if isinstance(each, types.CodeType) else repr(each) for each in code.co_consts
    )
    return (code.co_code, constants, code.co_names, code.co_varnames, code.co_freevars)


def _names(code: types.CodeType) -> list[str]:
    """Every name that a function, or one defined inside it, may look up."""
    inner = [name for each in code.co_consts if isinstance(each, types.CodeType) for name in _names(each)]
    return sorted({*code.co_names, *inner})
