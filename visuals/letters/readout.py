"""The one door through which every number and every plotted series comes on screen.

A reading takes a calc_core result and the name of a field. From the result it knows which function
computed it and with which arguments; nothing of that is typed in. The lecture collects the readings
of everything it shows into `<lecture>.numbers.json`, the series into `data.csv`, and the data sets
behind both into the credits.
"""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as part
from typing import Any

import numpy as np

from calc_core.results import Call, Result, describe

MINUS = "\u2212"
SPACE = "\u00a0"  # a number and its unit are never parted
TIGHT_UNITS = ("°", "′", "″")
SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


OWN_NUMBER = """\
    from dataclasses import dataclass
    from calc_core.results import Result, recorded

    @dataclass(frozen=True, eq=False)
    class Share(Result):
        value: float

    @recorded
    def share_of(part: float, whole: float) -> Share:
        return Share(part / whole)

    read(share_of(3, 4), "value", percent=True)
"""


class ReadingError(ValueError):
    """What was handed to the door is not a calc_core result, or has no such number."""


@dataclass(frozen=True)
class Source:
    """Where data that was shown comes from, for the credits."""

    name: str
    credit: str
    licence: str


@dataclass(frozen=True)
class Reading:
    """One number as the viewer reads it, with the computation it came from."""

    name: str
    value: float | int | str | bool
    text: str
    unit: str
    field: str
    call: Call = part(repr=False)

    @property
    def text_with_unit(self) -> str:
        """The number and its unit, never parted by a line break."""
        if not self.unit:
            return self.text
        return self.text + ("" if self.unit in TIGHT_UNITS else SPACE) + self.unit


@dataclass(frozen=True)
class Series:
    """Columns of numbers that a picture plots, with the computation they came from."""

    name: str
    columns: Mapping[str, np.ndarray]
    units: Mapping[str, str]
    call: Call = part(repr=False)

    def pair(self, x: str | None = None, y: str | None = None) -> tuple[np.ndarray, np.ndarray]:
        """Two columns (n,), the one to be drawn over the other: by name, or the first two.

        Raises ReadingError for a column that is not there, and for a series of a single one.
        """
        names = list(self.columns)
        for wanted in (x, y):
            if wanted is not None and wanted not in names:
                raise ReadingError(
                    f"series {self.name!r} has no column {wanted!r}; it has {', '.join(names)}:"
                    f" name two of them (x={names[0]!r}, y={names[-1]!r})"
                )
        if len(names) < 2 and (x is None or y is None):
            raise ReadingError(
                f"series {self.name!r} has too few columns ({', '.join(names) or 'none'}) to draw one over"
                f' another: series({self.name!r}, result, x="...", y="..."), or'
                f' over_steps({self.name!r}, result, height="f") for a history over its steps'
            )
        return self.columns[x or names[0]], self.columns[y or names[1]]


def read(
    result: Result,
    name_of_field: str,
    *,
    index: int | tuple[int, ...] | None = None,
    at: float | None = None,
    decimals: int | None = None,
    digits: int | None = None,
    scientific: bool = False,
    percent: bool = False,
    signed: bool = False,
    grouped: bool = True,
    unit: str | None = None,
    name: str | None = None,
    given: Sequence[Any] | Mapping[str, Any] | None = None,
) -> Reading:
    """Let one number of `result` through the door.

    `name_of_field` may go deeper with dots ("best.error"). `index` picks an entry; `at` reads a history
    between its entries, piecewise linear along the first axis (at a whole number: the entry itself).
    `decimals` counts places after the point, `digits` significant ones; without either an integer is
    shown whole and a float to four digits. `percent` shows a share as a percentage. `unit` names the unit
    shown (default: what the result says of this field). `grouped=False` writes a year without comma.
    A method of the result is asked with the arguments `given`: `read(walk, "digits", given=[target], at=3)`.
    Raises ReadingError for anything that calc_core did not compute.
    """
    call = origin(result)
    found = _follow(result, name_of_field)
    if callable(found) or given is not None:
        found = _asked(result, found, name_of_field, given)
        name, name_of_field = name or name_of_field.replace("_", " "), f"{name_of_field}{_written(given)}"
    value = _entry(found, index, at, name_of_field)
    shown = 100 * value if percent and not isinstance(value, str) else value
    text = _write(shown, decimals, digits, scientific, signed, grouped)
    where = name_of_field if index is None else f"{name_of_field}[{_spell(index)}]"
    if unit is None:
        unit = "%" if percent else _unit(result, name_of_field)
    return Reading(name or name_of_field.replace("_", " "), value, text, unit, where, call)


def series(name: str, result: Result, /, **fields: str) -> Series:
    """Let columns (n,) of `result` through the door: `series("CO2", data, year="columns.year")`.

    Raises ReadingError for a field that is no column, and for columns of unequal length.
    """
    call = origin(result)
    columns = {column: _column(name, result, column, path) for column, path in fields.items()}
    if len({len(each) for each in columns.values()}) > 1:
        told = ", ".join(f"{column} {len(each)}" for column, each in columns.items())
        raise ReadingError(
            f"series {name!r} has columns of unequal length ({told}): each needs an entry for every point"
        )
    return Series(name, columns, {c: _unit(result, path) for c, path in fields.items()}, call)


def over_steps(name: str, result: Result, /, **fields: str) -> Series:
    """Columns of a history over its steps: `Curve(over_steps("descent", path, height="f"), on=axes)`.

    The first column, `step`, counts 0, 1, 2, ..., by the `stride` of a walk that kept only some stops.
    `Curve(..., span=lambda: (0, walk.now))` is drawn as far as a Walk has come, which counts stops.
    Raises ReadingError as `series` does.
    """
    if not fields:
        raise ReadingError(f'say what is drawn over the steps: over_steps({name!r}, result, height="f")')
    told = series(name, result, **fields)
    count = len(next(iter(told.columns.values())))
    steps = np.arange(count) * float(getattr(result, "stride", 1))
    return Series(name, {"step": steps, **told.columns}, {"step": "", **told.units}, told.call)


def origin(result: Result) -> Call:
    """The call that made a result; a bare number has none and does not pass."""
    call = getattr(result, "made_by", None)
    if not isinstance(call, Call):
        raise ReadingError(
            f"only results of calc_core pass the door, got {type(result).__name__}: "
            "hand over the result and the name of its field, not the number itself. A number of your own is "
            f"computed by a recorded function, in the lecture's file or beside it:\n\n{OWN_NUMBER}"
        )
    return call


def _column(name: str, result: Any, column: str, path: str) -> np.ndarray:
    """A field of a result as one column (n,) of numbers."""
    values, kind = _follow(result, path), type(result).__name__
    said = f"series {name!r}: {column}={path!r}"
    try:
        values = np.asarray(values, dtype=float)
    except (TypeError, ValueError):
        raise ReadingError(f"{said} of a {kind} holds no numbers") from None
    if values.ndim == 0:
        raise ReadingError(
            f"{said} is one number of a {kind}, not a column; a history over its steps is"
            f' over_steps({name!r}, result, height="f")'
        )
    if values.ndim > 1:
        raise ReadingError(
            f"{said} of a {kind} has shape {values.shape}, and a column has one number for each point:"
            " take the result of one of them (of many walkers: path.walker(0))"
        )
    return values


def _asked(result: Any, method: Any, name: str, given: Sequence[Any] | Mapping[str, Any] | None) -> Any:
    """What a method of a result answers to the arguments `given`."""
    if not callable(method):
        raise ReadingError(f"{name!r} of a {type(result).__name__} takes no arguments: leave out given=")
    wanted = inspect.signature(method)
    try:
        bound = wanted.bind(**given) if isinstance(given, Mapping) else wanted.bind(*(given or ()))
    except TypeError as error:
        raise ReadingError(
            f"{name!r} is a method of {type(result).__name__} that takes {wanted}: {error}; "
            f"hand over given=[...], or given={{name: ...}}"
        ) from None
    return method(*bound.args, **bound.kwargs)


def _written(given: Sequence[Any] | Mapping[str, Any] | None) -> str:
    """Arguments as a record shows them."""
    if isinstance(given, Mapping):
        return f"({', '.join(f'{name}={describe(value)}' for name, value in given.items())})"
    return f"({', '.join(str(describe(value)) for value in given or ())})"


def sources(call: Call) -> tuple[Source, ...]:
    """The data sets that a computation used, directly or through the results it was given."""
    found: dict[str, Source] = {}
    _search(call, found, set())
    return tuple(found.values())


def _search(thing: Any, found: dict[str, Source], seen: set[int]) -> None:
    if id(thing) in seen:
        return
    seen.add(id(thing))
    if isinstance(thing, Call):
        for value in thing.given.values():
            _search(value, found, seen)
        return
    credit, licence = getattr(thing, "credit", None), getattr(thing, "licence", None)
    if isinstance(credit, str) and isinstance(licence, str):
        found[thing.name] = Source(thing.name, credit, licence)
    if isinstance(thing, Result) and thing.made_by is not None:
        _search(thing.made_by, found, seen)
    if isinstance(thing, Mapping):
        thing = list(thing.values())
    if isinstance(thing, list | tuple):
        for each in thing:
            _search(each, found, seen)


def _follow(result: Any, path: str) -> Any:
    value = result
    for step in path.split("."):
        if isinstance(value, Mapping) and step in value:
            value = value[step]
        elif hasattr(value, step):
            value = getattr(value, step)
        else:
            offered = sorted(k for k in dir(value) if not k.startswith("_"))
            raise ReadingError(f"{type(value).__name__} has no field {step!r}; it has {', '.join(offered)}")
    return value


def _entry(value: Any, index: int | tuple[int, ...] | None, at: float | None, path: str) -> Any:
    if at is not None:
        value = np.asarray(value)
        below = int(np.clip(np.floor(at), 0, len(value) - 1))
        above, share = min(below + 1, len(value) - 1), float(np.clip(at - below, 0.0, 1.0))
        value = value[below] if share == 0.0 else (1 - share) * value[below] + share * value[above]
    if index is not None:
        value = np.asarray(value)[index]
    if isinstance(value, np.ndarray):
        if value.size != 1:
            raise ReadingError(f"{path!r} holds {value.shape} numbers; say which one with index=")
        value = value.reshape(())[()]
    if isinstance(value, np.generic):
        value = value.item()
    if not isinstance(value, bool | int | float | str):
        raise ReadingError(f"{path!r} is no number but a {type(value).__name__}")
    if isinstance(value, float) and not np.isfinite(value):
        raise ReadingError(f"{path!r} is {value}, and the films show finite numbers only")
    return value


def _write(
    value: Any, decimals: int | None, digits: int | None, scientific: bool, signed: bool, grouped: bool
) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    sign = "+" if signed else ""
    comma = "," if grouped else ""
    if scientific:
        mantissa, exponent = f"{value:{sign}.{(digits or 2) - 1}e}".split("e")
        text = f"{mantissa}×10{str(int(exponent)).translate(SUPERSCRIPTS)}"
    elif decimals is not None:
        text = f"{value:{sign}{comma}.{decimals}f}"
    elif isinstance(value, int) and digits is None:
        text = f"{value:{sign}{comma}d}"
    else:
        places = (digits or 4) - 1 - (int(np.floor(np.log10(abs(value)))) if value else 0)
        text = f"{round(value, places):{sign}{comma}.{max(places, 0)}f}"
    if not scientific and float(text.replace(",", "")) == 0:
        text = text.lstrip("+-")  # nothing on screen is plus or minus zero
    return text.replace("-", MINUS)


def _unit(result: Any, path: str) -> str:
    units = getattr(result, "units", None)
    last = path.split(".")[-1]
    return str(units.get(last, "")) if isinstance(units, Mapping) else ""


def _spell(index: int | tuple[int, ...]) -> str:
    return ", ".join(map(str, index)) if isinstance(index, tuple) else str(index)
