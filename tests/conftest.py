"""What all tests share: shapes are checked while they run, and Hypothesis repeats itself in CI."""

import os
from collections.abc import Iterator
from pathlib import Path
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


def _check_shapes_of(*functions: Any, **how: Any) -> Any:
    """As jaxtyping does, but where nothing is checked, functions made on the way stay as they are: to compile
    checks for each took most of the time of tests of lectures.
    """
    if jaxtyping.config.jaxtyping_disable and not functions:
        return lambda function: function
    return CHECK_SHAPES(*functions, **how)


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
