"""What every answer of calc_core has in common: it is frozen, and it knows how it was made."""

from __future__ import annotations

import functools
import hashlib
import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass
from types import MappingProxyType
from typing import Any, ParamSpec, TypeAlias, TypeVar

import numpy as np
from jaxtyping import Bool, Float
from numpy import ndarray

P = ParamSpec("P")
R = TypeVar("R", bound="Result")

Memory: TypeAlias = Callable[[Callable[..., Any], tuple[Any, ...], dict[str, Any]], Any]

# Who keeps a session warm (a preview of a lecture) may answer calls from memory: it is given a function, its
# arguments and keywords, and returns what the function would. None: everything is computed.
memory: Memory | None = None
SMALL = 16  # arrays up to this many entries are spelled out in a description, larger ones are summarised


@dataclass(frozen=True)
class Call:
    """One call of a calc_core function: which function, and with which arguments."""

    function: str
    given: Mapping[str, Any] = field(repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "given", frozen(self.given))

    @property
    def arguments(self) -> dict[str, Any]:
        """The arguments in a form that JSON can hold; long arrays by shape and checksum."""
        return {name: describe(value) for name, value in self.given.items()}

    def __deepcopy__(self, memo: dict[int, Any]) -> Call:
        """What was done cannot change: a copy would be the same."""
        return self


@dataclass(frozen=True, eq=False)
class Result:
    """A frozen answer. Its arrays are read-only copies, and `made_by` tells which call produced it."""

    made_by: Call | None = field(default=None, init=False, repr=False)

    def __post_init__(self) -> None:
        for each in fields(self):
            value = getattr(self, each.name)
            kept = frozen(value)
            if kept is not value:
                object.__setattr__(self, each.name, kept)

    def __deepcopy__(self, memo: dict[int, Any]) -> Result:
        """Frozen for good, so copies of a picture share the result that they draw."""
        return self


@dataclass(frozen=True, eq=False)
class Estimate(Result):
    """value +- error: an approximation beside its own estimate of how far off it may be.

    `x` is where f was asked, `h` the step that it was read from, and `nfev` counts the values of f asked for,
    over all points. Where `ok` is False the answer did not settle, and its value means nothing.
    """

    value: Float[ndarray, "*shape"]
    error: Float[ndarray, "*shape"]
    h: Float[ndarray, "*shape"]
    nfev: int
    method: str
    ok: Bool[ndarray, "*shape"]
    x: Float[ndarray, ...] | None = field(default=None, kw_only=True)


def frozen(value: Any) -> Any:
    """An array that nobody can write to, or such arrays in tuples and mappings; the same object if it is one.

    Only what could still be written to is copied: an array that is read-only down to where its numbers lie
    is shared. Lists and whatever else stay as they are.
    """
    if isinstance(value, np.ndarray):
        if value.dtype == object or _settled(value):
            return value
        kept = value.copy(order="K")
        kept.flags.writeable = False
        return kept.view()
    if type(value) is tuple:
        parts = tuple(frozen(each) for each in value)
        return parts if any(a is not b for a, b in zip(parts, value, strict=True)) else value
    if isinstance(value, dict | MappingProxyType):
        items = {key: frozen(each) for key, each in value.items()}
        return MappingProxyType(items) if any(items[key] is not value[key] for key in items) else value
    return value


def _settled(array: np.ndarray) -> bool:
    """Whether an array is a read-only view, and so is all that it is a view of.

    The owner of the numbers is asked first: numpy warns of the flags of arrays that it has broadcast.
    """
    if array.base is None:  # an owner may be made writeable again
        return False
    chain: list[np.ndarray] = []
    link: Any = array
    while isinstance(link, np.ndarray):
        chain.append(link)
        link = link.base
    return (link is None or isinstance(link, bytes)) and not any(each.flags.writeable for each in chain[::-1])


def recorded(function: Callable[P, R]) -> Callable[P, R]:
    """Let the results of `function` remember the call that made them (see `Result.made_by`)."""
    signature = inspect.signature(function)
    name = f"{function.__module__}.{function.__qualname__}"

    @functools.wraps(function)
    def compute(*args: P.args, **kwargs: P.kwargs) -> R:
        result = function(*args, **kwargs)
        bound = signature.bind(*args, **kwargs)
        bound.apply_defaults()
        object.__setattr__(result, "made_by", Call(name, dict(bound.arguments)))
        return result

    @functools.wraps(function)
    def answer(*args: P.args, **kwargs: P.kwargs) -> R:
        remembered: R = compute(*args, **kwargs) if memory is None else memory(compute, args, kwargs)
        return remembered

    return answer


def describe(value: Any) -> Any:
    """Say what an argument was, in JSON's own types; the same argument always gives the same words."""
    if value is None or isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, np.generic):
        return value.item()
    if isinstance(value, np.ndarray):
        return value.tolist() if value.size <= SMALL else _summary(value)
    if isinstance(value, Result) and value.made_by is not None:
        return {"result_of": value.made_by.function}
    name = getattr(value, "name", None)
    if isinstance(name, str):  # a landscape, a data set, a model: known by its name
        return name
    if isinstance(value, Mapping):
        return {str(key): describe(each) for key, each in value.items()}
    if isinstance(value, Sequence | set | frozenset):
        return [describe(each) for each in value] if len(value) <= SMALL else f"{len(value)} values"
    if callable(value):
        return getattr(value, "__qualname__", type(value).__qualname__)
    return type(value).__qualname__ if is_dataclass(value) else str(value)


def _summary(array: np.ndarray) -> dict[str, Any]:
    digest = hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()
    return {"shape": list(array.shape), "sha256": digest[:12]}
