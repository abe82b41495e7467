"""The numbers of a film as its page lists them: by the function that computed them, with its arguments."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from studio.embed.clip import with_unit
from studio.publish.code import Code, Places, find_code

MINUS = "\u2212"


@dataclass(frozen=True)
class Argument:
    """An argument in words; `made_by` is the function whose result it is, if it is one."""

    name: str
    text: str
    made_by: Code | None


@dataclass(frozen=True)
class Row:
    """A number: its time and beat, its name, and how the film writes it."""

    time: float
    beat: str
    name: str
    text: str
    field: str
    arguments: tuple[Argument, ...]


@dataclass(frozen=True)
class Group:
    """One function with all the numbers that came from it."""

    function: str
    code: Code | None
    rows: tuple[Row, ...]

    @property
    def name(self) -> str:
        """The function's name without its module."""
        return self.code.name if self.code else self.function.rpartition(".")[2]


def grouped(places: Places, numbers: Iterable[Mapping[str, Any]]) -> tuple[Group, ...]:
    """A film's numbers by function, in the order in which they first appear."""
    rows: dict[str, list[Row]] = {}
    for each in numbers:
        given = each["arguments"].items()
        arguments = tuple(_argument(places, name, value) for name, value in given if value is not None)
        rows.setdefault(each["function"], []).append(
            Row(each["time"], each["beat"], each["name"], with_unit(each), each["field"], arguments)
        )
    return tuple(Group(name, find_code(places, name), tuple(found)) for name, found in rows.items())


def modules(groups: Iterable[Group]) -> set[str]:
    """Every module that these numbers link to."""
    codes = [group.code for group in groups]
    codes += [argument.made_by for group in groups for row in group.rows for argument in row.arguments]
    return {code.module for code in codes if code is not None}


def _argument(places: Places, name: str, value: Any) -> Argument:
    if isinstance(value, Mapping) and "result_of" in value:
        code = find_code(places, value["result_of"])
        return Argument(name, f"{code.name if code else value['result_of']}(…)", code)
    return Argument(name, _spelled(value), None)


def _spelled(value: Any) -> str:
    """An argument as text, a long array by its shape."""
    if isinstance(value, Mapping) and "shape" in value:
        return " × ".join(map(str, value["shape"])) + " numbers"
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {_spelled(each)}" for name, each in value.items())
    if isinstance(value, list):
        return f"({', '.join(map(_spelled, value))})"
    if isinstance(value, float):
        return f"{value:.6g}".replace("-", MINUS)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value).replace("-", MINUS) if isinstance(value, int) else str(value)
