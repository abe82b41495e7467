"""Reads JSON that may be damaged: a value that does not have the shape of its type counts as absent."""

from __future__ import annotations

import json
import math
import types
from functools import cache
from pathlib import Path
from typing import (
    Any,
    Literal,
    NoReturn,
    TypeVar,
    Union,
    cast,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

Told = TypeVar("Told")


def read_as(path: Path, kind: type[Told]) -> Told | None:
    """The content of a file of JSON, if it has the shape of `kind`; None for any other, or for no file."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"), parse_constant=_refuse)
    except (OSError, ValueError, RecursionError):
        return None
    return cast(Told, told) if has_shape(told, kind) else None


def has_shape(value: Any, kind: Any) -> bool:
    """Whether a value that came from JSON is one of `kind`: plain types, lists, dicts, unions, typed dicts.

    Whole numbers are floats, too; a float is finite, and text can be written as UTF-8. A typed dict may hold
    more than its type names.
    """
    if kind is Any:
        return True
    if is_typeddict(kind):
        return isinstance(value, dict) and all(
            has_shape(value[name], inner) if name in value else name not in kind.__required_keys__
            for name, inner in _fields(kind).items()
        )
    origin, inside = get_origin(kind), get_args(kind)
    if origin in (types.UnionType, Union):
        return any(has_shape(value, each) for each in inside)
    if origin is Literal:
        return any(type(value) is type(each) and value == each for each in inside)
    if origin is list:
        return isinstance(value, list) and all(has_shape(each, inside[0]) for each in value)
    if origin is dict:
        return isinstance(value, dict) and all(
            has_shape(name, inside[0]) and has_shape(each, inside[1]) for name, each in value.items()
        )
    return _is_plain(value, kind)


def _is_plain(value: Any, kind: Any) -> bool:
    if kind is float:
        return type(value) in (int, float) and _is_finite(value)
    if kind is str:
        return isinstance(value, str) and _can_be_written(value)
    return value is None if kind is types.NoneType else type(value) is kind


@cache
def _fields(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _is_finite(number: float) -> bool:
    try:
        return math.isfinite(number)
    except OverflowError:  # a whole number beyond all floats
        return False


def _can_be_written(text: str) -> bool:
    """Whether a text can be encoded: JSON may contain a lone surrogate, which no file can."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no JSON")
