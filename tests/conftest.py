"""What all tests share: shapes are checked while they run, and Hypothesis repeats itself in CI."""

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

os.environ["OPENBLAS_NUM_THREADS"] = "1"  # before numpy comes in: as in a film, see studio.pool

import pytest
from hypothesis import settings
from jaxtyping import install_import_hook

from tests.browser import QUIETLY, chromium
from tests.sharing import pytest_xdist_make_scheduler  # noqa: F401 (for pytest)

if TYPE_CHECKING:
    from playwright.sync_api import Browser

install_import_hook("calc_core", "beartype.beartype")  # before anything imports calc_core

settings.register_profile("everyday", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "everyday")


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
