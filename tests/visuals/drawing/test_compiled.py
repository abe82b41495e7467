"""A compiled function that was kept counts only while all that was compiled into it is the same."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from visuals.drawing.compiled import FAST, KEPT

INNER = """
import numpy as np
from numba import njit
from visuals.drawing.compiled import FAST

SHARE = np.float32(0.5)

@njit(**FAST)
def inner(x):
    return 3.0 * x
"""
MIDDLE = """
from numba import njit
from visuals.drawing.compiled import FAST
from kept_inner import inner

@njit(**FAST)
def middle(x):
    return inner(x) + 1.0
"""
OUTER = """
from numba import njit
import kept_inner
from visuals.drawing.compiled import FAST
from kept_middle import middle

@njit(**FAST)
def outer(x):
    return middle(x) * kept_inner.SHARE
"""


@pytest.fixture
def outer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[float, int]]:
    """Writes and imports three files anew; what the outermost function makes of 2, and how much was kept."""
    monkeypatch.syspath_prepend(str(tmp_path))

    def run(inner: str = INNER, middle: str = MIDDLE) -> tuple[float, int]:
        for name, text in (("kept_inner", inner), ("kept_middle", middle), ("kept_outer", OUTER)):
            (tmp_path / f"{name}.py").write_text(text)
            spec = importlib.util.spec_from_file_location(name, tmp_path / f"{name}.py")
            assert spec is not None
            assert spec.loader is not None
            module = importlib.util.module_from_spec(spec)
            monkeypatch.setitem(sys.modules, name, module)
            exec(compile(text, spec.origin or "", "exec"), module.__dict__)
        found = sys.modules["kept_outer"].outer
        return float(found(2.0)), sum(found.stats.cache_hits.values())

    return run


def test_what_is_as_it_was_is_not_compiled_again(outer: Callable[..., tuple[float, int]]) -> None:
    assert outer() == (3.5, 0)
    assert outer() == (3.5, 1)


def test_an_edit_far_below_reaches_what_was_kept(outer: Callable[..., tuple[float, int]]) -> None:
    outer()
    assert outer(inner=INNER.replace("3.0", "5.0")) == (5.5, 0)
    assert outer(middle=MIDDLE.replace("+ 1.0", "- 1.0")) == (2.5, 0)


def test_so_does_a_constant_of_another_file(outer: Callable[..., tuple[float, int]]) -> None:
    outer()
    assert outer(inner=INNER.replace("0.5", "0.25")) == (1.75, 0)


def test_everything_compiled_here_is_kept_so() -> None:
    """Whoever compiles takes its options from there, or numba alone would decide."""
    root = Path(__file__).parents[3]
    sources = [
        path for room in ("visuals", "studio", "scenes", "calc_core") for path in (root / room).rglob("*.py")
    ]
    compiling = [path for path in sources if "njit(" in path.read_text(encoding="utf-8")]
    assert len(compiling) > 30
    assert not [
        path for path in compiling if "visuals.drawing.compiled" not in path.read_text(encoding="utf-8")
    ]
    assert not [path for path in compiling if "njit(cache" in path.read_text(encoding="utf-8")]
    assert not [path for path in compiling if "fastmath" in path.read_text(encoding="utf-8")]
    assert not any("fastmath" in options for options in (KEPT, FAST))  # the bits would depend on inlining
