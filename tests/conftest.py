"""What all tests share: shapes are checked while they run, and Hypothesis repeats itself in CI."""

import os
from collections.abc import Iterator
from dataclasses import is_dataclass
from functools import wraps
from pathlib import Path
from types import FunctionType
from typing import TYPE_CHECKING, Any

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before numpy comes in: as in a film, see studio.render.pool

import jaxtyping
import pytest
from hypothesis import settings
from jaxtyping import install_import_hook

from tests.browser import QUIETLY, chromium
from tests.reach.plugin import pytest_addoption, pytest_configure  # noqa: F401 (for pytest)
from tests.sharing import pytest_xdist_make_scheduler  # noqa: F401 (for pytest)

if TYPE_CHECKING:
    from playwright.sync_api import Browser

CHECK_SHAPES = jaxtyping.jaxtyped


def _check_shapes_of(*kinds: Any, **how: Any) -> Any:
    """As jaxtyping does, but a function's checks are made when it is first called while shapes are checked:
    to make those of all the numerics takes seconds of every process that imports them. Where nothing is
    checked, functions made on the way stay as they are.
    """
    if not kinds:
        off = jaxtyping.config.jaxtyping_disable
        return (lambda kind: kind) if off else (lambda kind: _check_shapes_of(kind, **how))
    (kind,) = kinds
    if isinstance(kind, FunctionType):
        return _checked_when_called(kind, how)
    if is_dataclass(kind) and isinstance(kind, type) and isinstance(kind.__init__, FunctionType):
        kind.__init__ = _checked_when_called(kind.__init__, how)
        return kind
    return CHECK_SHAPES(kind, **how)


def _checked_when_called(function: FunctionType, how: dict[str, Any]) -> Any:
    checked: Any = None

    @wraps(function)
    def called(*arguments: Any, **options: Any) -> Any:
        nonlocal checked
        if jaxtyping.config.jaxtyping_disable:
            return function(*arguments, **options)
        if checked is None:
            checked = CHECK_SHAPES(function, **how)
        return checked(*arguments, **options)

    return called


jaxtyping.jaxtyped = _check_shapes_of
install_import_hook("calc_core", "beartype.beartype")  # before anything imports calc_core

settings.register_profile("everyday", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "everyday")


@pytest.fixture(scope="module", autouse=True)
def _shapes_are_checked_in_its_own_tests(request: pytest.FixtureRequest) -> Iterator[None]:
    """Check shapes while tests of calc_core run. For all others the numerics run as in a film, in which the
    stage of a lecture takes a fifth of the time.
    """
    is_its_own = "calc_core" in Path(request.module.__file__).parts
    jaxtyping.config.update("jaxtyping_disable", not is_its_own)
    yield
    jaxtyping.config.update("jaxtyping_disable", False)


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:
    """Chromium without a window, for all tests that look at pages; open a `browser.new_context()` each.

    While it is open an event loop runs in this thread: `asyncio.run` belongs into another one.
    """
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium(), args=QUIETLY)
        yield opened
        opened.close()
