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
import marshal
import os
import pickle
import sys
import types
from collections.abc import Iterator
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Any, TypeGuard, cast

import numpy as np
from manim import ManimColor, Mobject

from visuals.drawing.camera import StageCamera
from visuals.drawing.follower import Follower
from visuals.lecture import Lecture
from visuals.lecture.layers import Layers
from visuals.lecture.subtitle import Subtitle
from visuals.letters.number import Number

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

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
OWN_LISTS = frozenset({"submobjects", "updaters"})  # attributes of a mobject: lists that it has to itself
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
        str(cast(StageCamera, lecture.camera).background_color),
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


def _constants(
    names: dict[str, object] | types.MappingProxyType[str, object],
) -> Iterator[tuple[str, object]]:
    """The values in a class or a module that are not code: a beat may change them."""
    for name, value in names.items():
        is_code = isinstance(value, types.FunctionType) and value.__name__ == name
        if not (is_code or name.startswith("__") or isinstance(value, (types.ModuleType, type))):
            yield name, value


def _beside(kind: type[Lecture]) -> Iterator[types.ModuleType]:
    """The lecture's module, and those of its folder that were imported."""
    own, folder = sys.modules[kind.__module__], _folder_of(kind)
    for name in sorted(name for name, module in sys.modules.items() if "." not in name or module is own):
        module = sys.modules[name]
        file = getattr(module, "__file__", None)
        if module is own or (file is not None and os.path.dirname(file) == folder):
            yield module


def _folder_of(kind: type[Lecture]) -> str:
    return os.path.dirname(str(sys.modules[kind.__module__].__file__))


class _Sum:
    """A file that keeps only the checksum of what is written to it."""

    def __init__(self) -> None:
        self._sum = hashlib.sha256()

    def write(self, content: ReadableBuffer) -> int:
        """Add a piece."""
        self._sum.update(content)
        return memoryview(content).nbytes

    def hexdigest(self) -> str:
        """The checksum of all pieces so far."""
        return self._sum.hexdigest()


def _told(*what: object) -> None:
    """Stands in a pickle for an object that is described by its name or its code; never unpickled."""


class _Teller(pickle.Pickler):
    """Pickles objects by their content."""

    def __init__(self, file: _Sum, lecture: Lecture) -> None:
        super().__init__(file, protocol=5)
        self.lecture, self.folder = lecture, _folder_of(type(lecture))
        self._mobjects: set[int] = set()  # addresses of those that were met
        self._set_by_others: set[int] = set()  # and of those whose looks followers set
        self._arrays: dict[int, tuple[int, np.ndarray]] = {}  # by address: the number of each

    def persistent_id(self, thing: object) -> object:
        """A number for a constant: it depends on the compiler whether two equal constants are one object."""
        return number_of(thing) if type(thing) in CONSTANTS and _is_constant(thing) else None

    def reducer_override(self, thing: object) -> Any:  # whatever pickle knows
        """The description of an object that pickle cannot describe."""
        if thing is _told:
            return NotImplemented
        if isinstance(thing, Mobject):  # most are
            self._mobjects.add(id(thing))
            if not isinstance(thing, Subtitle):
                return self._instance(thing)
        if thing is self.lecture or isinstance(thing, Subtitle):  # its captions belong to the play
            return _told, (type(thing).__name__,)
        if _is_of_numbers(thing):
            told = hashlib.sha256(thing.tobytes()).hexdigest()
            return _told, ("array", self._number_of(thing), thing.shape, thing.dtype.str, told)
        if isinstance(thing, Layers):
            known = self._mobjects  # which all else holds: to nothing that is gone can a height matter
            held = [each for each in thing.heights if not known.isdisjoint(map(id, each[0].get_family()))]
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
            return _told, ("wrapped", thing.__module__, getattr(thing, "__qualname__"))  # noqa: B009
        if isinstance(thing, (property, staticmethod, classmethod)):
            inside = getattr(thing, "fget", None) or getattr(thing, "__func__", None)
            return _told, (type(thing).__name__, inside)
        return self._instance(thing)

    def _instance(self, thing: object) -> object:
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
                state = {name: state[name] for name in state if name not in LOOKS}
            state = self._in_short(state)
        return (*reduced[:2], state, *reduced[3:])

    def _in_short(self, state: dict[str, object]) -> dict[str, object]:
        """A mobject's attributes, constants and arrays as one checksum: a stage has tens of thousands,
        and pickle would ask for each.
        """
        found, constants, others = hashlib.sha256(), list[object](), dict[str, object]()
        for name, value in state.items():
            kind = type(value)
            if kind in PLAIN or (kind is tuple and _is_constant(value)):
                constants += name, value
            elif _is_of_numbers(value):
                seen = np.round(value, DIGITS) + 0.0 if name in POINTS else value
                found.update(seen.tobytes())
                constants += name, "array", self._number_of(value), value.shape, value.dtype.str
            elif isinstance(value, Enum):
                constants += name, "choice", str(value)
            elif isinstance(value, ManimColor):  # which does not change
                found.update(value.to_rgba().tobytes())
                constants += name, "colour", kind.__name__
            elif name in OWN_LISTS and not value:
                constants += name, "empty"
            else:
                others[name] = value
        found.update(_bytes_of(constants))
        return others | {"": int.from_bytes(found.digest())}

    def _number_of(self, array: np.ndarray) -> int:
        """Which array this is, counted as they are met: two mobjects may hold the same one."""
        return self._arrays.setdefault(id(array), (len(self._arrays), array))[0]


PLAIN = frozenset({str, bytes, int, float, complex, bool, type(None), type(...), np.float64})
WITHOUT_IDENTITY = 2  # the last version of marshal in which it does not matter what is one object
CONSTANTS = (str, bytes, tuple, np.float64)  # other plain ones cost pickle less than to be asked for


def _is_constant(thing: object) -> bool:
    return type(thing) in PLAIN or (type(thing) is tuple and all(map(_is_constant, thing)))


def _bytes_of(constants: list[object]) -> bytes:
    """Constants as bytes that tell their values alone, and nothing of which are one object."""
    try:
        return marshal.dumps(constants, WITHOUT_IDENTITY)
    except ValueError:  # it does not know numpy's numbers
        return repr(constants).encode("utf-8", "surrogatepass")


def _is_of_numbers(thing: object) -> TypeGuard[np.ndarray]:
    return type(thing) is np.ndarray and thing.dtype.kind in "biufc"


@lru_cache(maxsize=1 << 16, typed=True)
def _number_of_text(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16])


def number_of(thing: object) -> int:
    """The number that stands for a constant."""
    return _number_of_text(thing if type(thing) is str else f"\0{thing!r}")


def _function(thing: types.FunctionType, folder: str) -> tuple[tuple[object, ...], tuple[object, ...]]:
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


def _found(module: str, qualified: str) -> object:
    found: object = sys.modules.get(module)
    for name in qualified.split("."):
        found = getattr(found, name, None)
    return found


def _content(cell: types.CellType) -> object:
    try:
        return cell.cell_contents
    except ValueError:
        return "empty"


def code_of(code: types.CodeType) -> tuple[object, ...]:
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
