"""One preview and one page for all tests of the page: to open them takes seconds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser

from studio.preview.serving import Preview
from tests.studio.courses import PATIENCE, wait_until
from tests.studio.preview.looking import Looking, as_written, open_page, walking_course
from tests.studio.preview.writing import Author, listening


@pytest.fixture(scope="session")
def lecture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of the only lecture of a course: whoever changes it changes it back."""
    return walking_course(tmp_path_factory.mktemp("previewed"))


@pytest.fixture(scope="session")
def preview(lecture: Path) -> Iterator[Preview]:
    """The real server of that course."""
    with Preview(lecture.parents[2], patience=PATIENCE) as running:  # a busy machine is no endless loop
        yield running


@pytest.fixture(scope="session")
def opened(browser: Browser, preview: Preview, lecture: Path) -> Iterator[Looking]:
    """The page, open."""
    seen = open_page(browser, preview, lecture)
    yield seen
    seen.page.context.close()


@pytest.fixture
def seen(opened: Looking) -> Iterator[Looking]:
    """The page at the last frame of the first beat; whatever its scripts complain of fails the test."""
    opened.begin()
    yield opened
    complaints, opened.complaints = opened.complaints, []
    assert not complaints


@pytest.fixture
def author(preview: Preview, lecture: Path) -> Iterator[Author]:
    """Somebody at work on that lecture, who looks at its first beat; what is changed is changed back."""
    wait_until(lambda: preview.server.uvicorn.started)
    as_written(lecture)
    with httpx.Client(base_url=preview.url, timeout=PATIENCE) as client, httpx.Client(timeout=None) as ear:
        somebody = Author(preview, lecture, client)
        with listening(ear, preview.url, somebody.events):
            somebody.hear("hello")
            somebody.look("show")
            somebody.wait_for_the_end()
            somebody.forget()
            yield somebody
            somebody.mend()
            somebody.wait_for_the_end()
