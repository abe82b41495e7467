"""Every public function of calc_core has an example in its docstring, and it says what the code says."""

from __future__ import annotations

import doctest
import inspect
import types
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

import calc_core
from calc_core import fitting, networks

GIVEN = {
    "np": np,
    "cc": calc_core,
    "fitting": fitting,
    "networks": networks,
}  # as the reference tells its readers
ROOMS = {"cc": calc_core, "fitting": fitting, "networks": networks}


def functions() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Every function that calc_core offers, by the name that its examples use."""
    for room, module in ROOMS.items():
        for name in module.__all__:
            offered = getattr(module, name)
            if callable(offered) and not inspect.isclass(offered):
                yield f"{room}.{name}", offered


FUNCTIONS = dict(functions())


def read(docstring: str, name: str) -> doctest.DocTest:
    return doctest.DocTestParser().get_doctest(docstring, dict(GIVEN), name, None, 0)


def failures(test: doctest.DocTest) -> tuple[int, str]:
    told: list[str] = []
    outcome = doctest.DocTestRunner(verbose=False).run(test, out=told.append)
    return outcome.failed, "".join(told)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_the_example_of_a_function_shows_what_it_really_gives(name: str) -> None:
    example = read(inspect.getdoc(FUNCTIONS[name]) or "", name)
    code = "".join(each.source for each in example.examples)
    assert name in code or not code, f"the example of {name} never calls it"
    assert any(each.want for each in example.examples), f"{name} has no example that shows anything"
    failed, told = failures(example)
    assert not failed, told


def test_an_example_that_lies_is_noticed() -> None:
    failed, told = failures(read(">>> print(cc.bowl(2).f(np.array([1.0, 1.0])))\n2.5\n", "a lie"))
    assert failed == 1
    assert "1.5" in told


def test_every_room_that_is_offered_is_looked_through() -> None:
    """A third room like fitting and networks would have functions that nobody asks for examples."""
    offered = {name for name in calc_core.__all__ if isinstance(getattr(calc_core, name), types.ModuleType)}
    assert offered == {"fitting", "networks"}
