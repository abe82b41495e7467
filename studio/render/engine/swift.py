"""Faster versions of Manim's most called functions, with the same results.

Playing a lecture without drawing means to make, colour and copy mobjects and to list their families, some ten
thousand times. Each function here returns exactly what Manim's own returns, and calls that for rare cases: a
gradient, a sheen, a list of colours.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterable
from copy import deepcopy
from functools import lru_cache
from typing import Any

import numpy as np
from manim import ManimColor, Mobject, VMobject
from manim.animation import composition
from manim.mobject import mobject as mobjects
from manim.utils import family as families

_fill_array = VMobject.generate_rgbas_array
_update_array = VMobject.update_rgbas_array

ONE = float | int | None  # one opacity for the whole mobject
SHARED = frozenset(
    {int, float, str, bytes, bool, type(None), type, types.FunctionType}
)  # types whose copies are the objects themselves


def hasten() -> None:
    """Have Manim use these functions from now on."""
    Mobject.get_family = get_family
    Mobject.__deepcopy__ = copy_mobject
    VMobject.generate_rgbas_array = generate_rgbas_array
    VMobject.update_rgbas_array = update_rgbas_array
    for module in (mobjects, families, composition):
        module.remove_list_redundancies = without_repetition


# -- families ------------------------------------------------------------------------------------------------


def get_family(self: Mobject, recurse: bool = True) -> list[Mobject]:
    """The mobject and all its descendants; one in two places counts at the last."""
    found = [self]
    if self.submobjects:
        _descend(self, found, {id(self)})
    return found if len(set(found)) == len(found) else without_repetition(found)


def _descend(mobject: Mobject, found: list[Mobject], path: set[int]) -> None:
    """`path`: the ancestors, so that a mobject which contains itself ends the descent."""
    for each in mobject.submobjects:
        if not each.submobjects:
            found.append(each)
        elif id(each) not in path:
            found.append(each)
            path.add(id(each))
            _descend(each, found, path)
            path.discard(id(each))


def without_repetition(things: Iterable[Any]) -> list[Any]:
    """Each mobject once, at its last place."""
    return list(dict.fromkeys(reversed(list(things))))[::-1]


# -- colours -------------------------------------------------------------------------------------------------


def generate_rgbas_array(self: VMobject, color: Any, opacity: Any) -> np.ndarray:
    """One row of red, green, blue and opacity for one colour."""
    if not isinstance(opacity, ONE) or not _is_one_colour(color) or self.get_sheen_factor() != 0:
        theirs: np.ndarray = _fill_array(self, color, opacity)
        return theirs
    rgbas = np.empty((1, 4))
    rgbas[0, :3] = _rgb(color)
    rgbas[0, 3] = opacity or 0.0
    return rgbas


def update_rgbas_array(self: VMobject, array_name: str, color: Any = None, opacity: Any = None) -> VMobject:
    """Put one colour, one opacity or both into all rows of an array."""
    rows = vars(self).get(array_name)
    if not isinstance(opacity, ONE) or not _is_one_colour(color) or self.get_sheen_factor() != 0:
        return _update_array(self, array_name, color, opacity)
    if rows is None and not hasattr(type(self), array_name):
        vars(self)[array_name] = self.generate_rgbas_array(color, opacity)
        return self
    if rows is None or len(rows) == 0:
        return _update_array(self, array_name, color, opacity)
    if color is not None:
        rows[:, :3] = _rgb(color)
    if opacity is not None:
        rows[:, 3] = opacity
    return self


def _is_one_colour(color: Any) -> bool:
    return type(color) is str or color is None or isinstance(color, ManimColor)


def _rgb(color: Any) -> Any:
    return color._internal_value[:3] if isinstance(color, ManimColor) else _named(color)


@lru_cache(maxsize=4096)
def _named(color: str | None) -> np.ndarray:
    rgb: np.ndarray = ManimColor(color)._internal_value[:3]
    return rgb


# -- copies --------------------------------------------------------------------------------------------------


def copy_mobject(self: Mobject, memo: dict[int, Any]) -> Mobject:
    """A copy of a mobject with all that it holds; what is shared in it is shared in the copy."""
    result: Mobject = object.__new__(type(self))
    memo[id(self)] = result
    into = vars(result)
    for name, value in vars(self).items():
        into[name] = _copy(value, memo)
    into["original_id"] = str(id(self))
    return result


def _copy(value: Any, memo: dict[int, Any]) -> Any:
    kind = type(value)
    if kind in SHARED:
        return value
    known = memo.get(id(value), memo)
    if known is not memo:
        return known
    copy = KINDS.get(kind)
    if copy is not None:
        return copy(value, memo)
    return value.__deepcopy__(memo) if isinstance(value, Mobject) else deepcopy(value, memo)


def _copy_list(value: list[Any], memo: dict[int, Any]) -> list[Any]:
    made: list[Any] = []
    memo[id(value)] = made
    made.extend(_copy(each, memo) for each in value)
    return made


def _copy_array(value: np.ndarray, memo: dict[int, Any]) -> np.ndarray:
    made: np.ndarray = value.__deepcopy__(memo)
    memo[id(value)] = made
    return made


def _copy_colour(value: ManimColor, memo: dict[int, Any]) -> ManimColor:
    made = ManimColor.__new__(ManimColor)
    memo[id(value)] = made
    vars(made).update({name: _copy(each, memo) for name, each in vars(value).items()})
    return made


KINDS: dict[type, Callable[[Any, dict[int, Any]], Any]] = {
    list: _copy_list,
    np.ndarray: _copy_array,
    ManimColor: _copy_colour,
}
