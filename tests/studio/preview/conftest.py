"""One preview for all tests of its page: to start one takes seconds."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.preview.serving import Preview
from tests.studio.preview.looking import walking_course


@pytest.fixture(scope="session")
def lecture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of the only lecture of a course: whoever changes it changes it back."""
    return walking_course(tmp_path_factory.mktemp("previewed"))


@pytest.fixture(scope="session")
def preview(lecture: Path) -> Iterator[Preview]:
    """The real server of that course."""
    with Preview(lecture.parents[2]) as running:
        yield running
