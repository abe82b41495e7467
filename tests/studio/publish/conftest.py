"""A press to publish with, and a site that is published once, served to browsers; not to be changed."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import uvicorn

from studio.publish.serving import application
from tests.studio.courses import Course
from tests.studio.publish.sites import Press

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="session")
def published(rendered: Course, tmp_path_factory: pytest.TempPathFactory) -> Press:
    """A site of two lectures, published once."""
    press = Press.of(rendered, tmp_path_factory.mktemp("published"))
    press.run()
    return press


@pytest.fixture
def press(published: Press, tmp_path: Path) -> Press:
    """A copy of it, to be changed and published again."""
    return published.copy(tmp_path)


@pytest.fixture(scope="session")
def site(published: Press) -> Path:
    """Where that site is."""
    return published.site


@pytest.fixture(scope="session")
def served(site: Path) -> Iterator[str]:
    """The address of that site, as `./compass serve` shows it."""
    with serving(site) as address:
        yield address


@pytest.fixture
def opened(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a page in a window of some size; mistakes of its scripts fail the test."""
    contexts = []
    mistakes: list[str] = []

    def open_page(address: str, size: tuple[int, int] = (1280, 800), **options: Any) -> Page:
        context = browser.new_context(viewport={"width": size[0], "height": size[1]}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: mistakes.append(str(error)))
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not mistakes


@contextlib.contextmanager
def serving(site: Path) -> Iterator[str]:
    """A site under an address of its own, until the context ends."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(application(site), log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/"
        server.should_exit = True
        thread.join(10)
