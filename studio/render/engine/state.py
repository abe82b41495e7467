"""One checksum of a lecture's stage: of all that the plays which follow can depend on.

Two stages with one checksum hold equal things: the same mobjects and dials, with the same points to nine
digits, the same numbers, functions with the same code and the same surroundings. Addresses in memory have no
part in it, nor caches (a drawing of a terrain, say, which is pickled empty), nor what a follower sets when it
comes on stage, so that another process comes to the same checksum. The visible part of all that goes into the
keys of plays (`reuse`). An object that cannot be described leaves the whole stage without a checksum.
"""

from __future__ import annotations

import copyreg
import hashlib
import inspect
import os
import pickle
import sys
import types
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np
from manim import Mobject

from visuals.drawing.follower import Follower
from visuals.lecture import Lecture
from visuals.lecture.layers import Layers
from visuals.lecture.subtitle import Subtitle
from visuals.letters.number import Number

LEFT_OUT = frozenset(  # attributes of a lecture: its player, its time, and leftovers of the last play
    ("renderer", "manager", "player", "camera_class", "session_spec", "output_plan", "file_writer_settings")
    + ("queue", "random_seed", "skip_animations", "plays", "duration", "last_t", "time_progression")
    + ("animations", "moving_mobjects", "static_mobjects", "stop_condition", "recorder")
    + ("_log_file_path", "_clock", "_answers", "_subtitle", "_beat", "_speech", "_beat_start", "_in_film")
)
ORDER = "_order"  # the attribute that holds the order of drawing
TOLD_APART = frozenset({"mobjects", ORDER})
ADDRESSES = frozenset({"original_id"})  # attributes of Manim's that hold addresses
POINTS = frozenset({"points", "_points"})
LOOKS = POINTS | {  # attributes of a mobject that a follower may set
    *("color", "fill_color", "stroke_color", "background_stroke_color"),
    *("fill_rgbas", "stroke_rgbas", "background_stroke_rgbas"),
    *("fill_opacity", "stroke_opacity", "background_stroke_opacity"),
    *("stroke_width", "background_stroke_width"),
}
DIGITS = 9  # of scene units: a ten-millionth of a pixel
DEEP = 10_000  # nested calls, as objects hold objects


def is_nothing(mobject: Mobject) -> bool:
    """Whether this is the empty mobject that Manim leaves on stage after a wait."""
    return type(mobject) is Mobject and not (len(mobject.points) or mobject.submobjects or mobject.updaters)


def state_of(lecture: Lecture) -> str | None:
    """The checksum of a lecture's stage; None where it holds an object that cannot be described."""
    kind = type(lecture)
    own = [base for base in kind.__mro__ if not issubclass(Lecture, base)]
    told = (
        [each for each in lecture.mobjects if not is_nothing(each)],
        {name: value for name, value in vars(lecture).items() if name not in LEFT_OUT | TOLD_APART},
        [each for base in own for each in _constants(vars(base))],
        [each for module in _beside(kind) for each in _constants(vars(module))],
        str(lecture.camera.background_color),
        vars(lecture)[ORDER],  # last: see `reducer_override`
    )
    found = _Sum()
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, DEEP))
    try:
        _Teller(found, lecture).dump(told)
    except Exception:  # an author's __reduce__ may raise anything
        return None
    finally:
        sys.setrecursionlimit(before)
    return found.hexdigest()


def _constants(names: dict[str, Any] | types.MappingProxyType[str, Any]) -> Iterator[tuple[str, Any]]:
    """The values in a class or a module that are not code: a beat may change them."""
    for name, value in names.items():
        is_code = isinstance(value, types.FunctionType) and value.__name__ == name
        if not (is_code or name.startswith("__") or isinstance(value, (types.ModuleType, type))):
            yield name, value


def _beside(kind: type[Lecture]) -> Iterator[types.ModuleType]:
    """The lecture's module, and those of its folder that were imported."""
    own, folder = sys.modules[kind.__module__], _folder_of(kind)
    for name, module in sorted(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if module is own or (file is not None and os.path.dirname(file) == folder and "." not in name):
            yield module


def _folder_of(kind: type[Lecture]) -> str:
    return os.path.dirname(str(sys.modules[kind.__module__].__file__))


class _Sum:
    """A file that keeps only the checksum of what is written to it."""

    def __init__(self) -> None:
        self._sum = hashlib.sha256()

    def write(self, content: Any) -> int:
        """Add a piece."""
        self._sum.update(content)
        return memoryview(content).nbytes

    def hexdigest(self) -> str:
        """The checksum of all pieces so far."""
        return self._sum.hexdigest()


def _told(*what: Any) -> None:
    """Stands in a pickle for an object that is described by its name or its code; never unpickled."""


class _Teller(pickle.Pickler):
    """Pickles objects by their content."""

    def __init__(self, file: _Sum, lecture: Lecture) -> None:
        super().__init__(file, protocol=5)
        self.lecture, self.folder = lecture, _folder_of(type(lecture))
        self._set_by_others: set[int] = set()  # addresses of mobjects whose looks followers set

    def persistent_id(self, thing: Any) -> Any:
        """A number for a constant: it depends on the compiler whether two equal constants are one object."""
        return number_of(thing) if type(thing) in (str, bytes, tuple) and _is_constant(thing) else None

    def reducer_override(self, thing: Any) -> Any:
        """The description of an object that pickle cannot describe."""
        if thing is _told:
            return NotImplemented
        if thing is self.lecture or isinstance(thing, Subtitle):  # its captions belong to the play
            return _told, (type(thing).__name__,)
        if isinstance(thing, Layers):
            known = self.memo.copy()  # what all else holds: to nothing that is gone can a height matter
            held = [each for each in thing.heights if any(id(part) in known for part in each[0].get_family())]
            return _told, ("layers", held)
        if isinstance(thing, types.FunctionType):
            # its surroundings come after it, for they may lead back to it
            what, around = _function(thing, self.folder)
            return _told, what, around
        if isinstance(thing, types.MethodType):
            return _told, ("method", thing.__func__, thing.__self__)
        if isinstance(thing, type):
            inside = sorted(vars(thing).items()) if "<locals>" in thing.__qualname__ else None
            return _told, ("class", thing.__module__, thing.__qualname__), inside
        if isinstance(thing, types.CodeType):
            return _told, ("code", code_of(thing))
        if isinstance(thing, types.ModuleType):
            return _told, ("module", thing.__name__)
        if isinstance(thing, types.BuiltinFunctionType):
            return _told, ("built in", thing.__name__), thing.__self__
        if isinstance(thing, types.MappingProxyType):
            return _told, ("mapping", dict(thing))
        if hasattr(thing, "py_func") or hasattr(thing, "cache_info"):  # compiled, or remembering its answers
            return _told, ("wrapped", thing.__module__, thing.__qualname__)
        if isinstance(thing, (property, staticmethod, classmethod)):
            inside = getattr(thing, "fget", None) or getattr(thing, "__func__", None)
            return _told, (type(thing).__name__, inside)
        return self._instance(thing)

    def _instance(self, thing: Any) -> Any:
        """As pickle describes it, without addresses, and with the points of mobjects to visible precision.

        Where a picture is moved again and again, its points depend by a rounding error on how many of its
        frames were drawn; a painter that passes its plays gets others. What a follower sets is left out: it
        is set when the follower comes on stage, and all that is visible goes into the keys of plays.
        """
        if type(thing) in copyreg.dispatch_table:  # registered with a way to pickle them
            return NotImplemented
        reduced = thing.__reduce_ex__(5)
        if not isinstance(reduced, tuple) or len(reduced) < 3 or not isinstance(reduced[2], dict):
            return reduced
        state = {name: value for name, value in reduced[2].items() if name not in ADDRESSES}
        if isinstance(thing, Mobject):
            if isinstance(thing, Number):
                self._set_by_others.update(map(id, thing.slots))
                if thing.follow is not None and thing.updaters:
                    del state["reading"]
            elif isinstance(thing, Follower) and thing.updaters:
                self._set_by_others.update(map(id, thing.get_family()[1:]))
            if id(thing) in self._set_by_others:
                return (
                    *reduced[:2],
                    {name: state[name] for name in state if name not in LOOKS},
                    *reduced[3:],
                )
            state |= {name: np.round(state[name], DIGITS) + 0.0 for name in POINTS & state.keys()}
        return (*reduced[:2], state, *reduced[3:])


PLAIN = frozenset({str, bytes, int, float, complex, bool, type(None), type(...)})


def _is_constant(thing: Any) -> bool:
    return type(thing) in PLAIN or (type(thing) is tuple and all(map(_is_constant, thing)))


@lru_cache(maxsize=1 << 16, typed=True)
def _number_of_text(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16])


def number_of(thing: Any) -> int:
    """The number that stands for a constant."""
    return _number_of_text(thing if type(thing) is str else f"\0{thing!r}")


def _function(thing: types.FunctionType, folder: str) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """The description of a function. Its name is enough where that leads to it and its code lies outside the
    lecture's folder, in a file that has not changed; others (made by a beat, say) are described by their code
    and what it holds.
    """
    name = thing.__module__, thing.__qualname__
    is_elsewhere = "<locals>" not in thing.__qualname__ and not thing.__code__.co_filename.startswith(folder)
    if is_elsewhere or _found(*name) is thing:
        plain = inspect.unwrap(thing)
        return ("function", *name), (plain.__defaults__, plain.__kwdefaults__)
    cells = tuple(_content(cell) for cell in thing.__closure__ or ())
    return ("function", *name, code_of(thing.__code__)), (thing.__defaults__, thing.__kwdefaults__, cells)


def _found(module: str, qualified: str) -> Any:
    found: Any = sys.modules.get(module)
    for name in qualified.split("."):
        found = getattr(found, name, None)
    return found


def _content(cell: types.CellType) -> Any:
    try:
        return cell.cell_contents
    except ValueError:
        return "empty"


def code_of(code: types.CodeType) -> tuple[Any, ...]:
    """The content of code without lines and file."""
    constants = tuple(
        code_of(each)
        if isinstance(each, types.CodeType)
        else repr(sorted(map(repr, each)) if isinstance(each, frozenset) else each)
        for each in code.co_consts
    )
    names = code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars
    counts = code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount, code.co_flags
    return code.co_code, constants, names, counts, code.co_exceptiontable
