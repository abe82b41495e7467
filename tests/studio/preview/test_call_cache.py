"""What calc_core computed is known again by what it was made from, and by nothing less."""

from __future__ import annotations

import sys
import types
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

import calc_core.results as room
from calc_core import contours, derivative, hills, sample_grid
from studio.preview.worker.call_cache import CallCache


@pytest.fixture
def memory() -> Iterator[CallCache]:
    made = CallCache()
    made.begin()
    yield made
    made.end()
    assert room.memory is None


def lecture_function(source: str, **globals_: Any) -> Callable[..., Any]:
    """A function as a lecture's module would define it."""
    module = types.ModuleType("lecture_of_a_test")
    module.__dict__.update(globals_)
    exec(source, module.__dict__)
    return module.f  # type: ignore[no-any-return]


def test_the_same_call_is_made_once(memory: CallCache) -> None:
    first = contours(hills(), [0.1, 0.2])
    again = contours(hills(), np.array([0.1, 0.2]).tolist())
    assert again is first
    assert (memory.computed, memory.cached) == (2, 2)


@pytest.mark.parametrize("shape", [(21, 31), (31, 21)])
def test_another_argument_is_another_call(memory: CallCache, shape: tuple[int, int]) -> None:
    grid = sample_grid(hills(), shape=(21, 21))
    assert sample_grid(hills(), shape=shape) is not grid


def test_an_array_counts_by_its_values(memory: CallCache) -> None:
    x = np.array([0.5, 1.0])
    first = derivative(np.sin, x)
    assert derivative(np.sin, x.copy()) is first
    x[0] = 0.6
    assert derivative(np.sin, x) is not first


def test_a_lectures_function_counts_by_its_code_and_by_what_it_refers_to(memory: CallCache) -> None:
    text = "def f(x):\n    return A * x**2"
    first = derivative(lecture_function(text, A=2.0), 1.0)
    assert derivative(lecture_function(text, A=2.0), 1.0) is first
    assert derivative(lecture_function(text, A=3.0), 1.0) is not first
    assert derivative(lecture_function(text.replace("**2", "**3"), A=2.0), 1.0) is not first


def test_what_may_change_unseen_is_computed_each_time(memory: CallCache) -> None:
    class Drift:
        def __call__(self, x: Any) -> Any:
            return x

    f = Drift()
    assert derivative(f, 1.0) is not derivative(f, 1.0)


def test_calls_of_a_module_that_is_gone_are_forgotten(memory: CallCache) -> None:
    first, other = derivative(np.sin, 1.0), hills()
    memory.forget({"calc_core.derivatives.one_variable"})
    assert derivative(np.sin, 1.0) is not first
    assert hills() is other


def test_answers_are_what_would_have_been_computed(memory: CallCache) -> None:
    remembered = [derivative(np.exp, 0.3) for _ in range(2)][1]
    memory.end()
    fresh = derivative(np.exp, 0.3)
    assert np.array_equal(remembered.value, fresh.value)
    assert remembered.made_by is not None
    assert fresh.made_by is not None
    assert remembered.made_by.arguments == fresh.made_by.arguments
    memory.begin()
    assert "calc_core.results" in sys.modules
