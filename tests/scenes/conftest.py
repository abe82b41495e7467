"""Every lecture is watched once in a session, by two watchers side by side, and all tests ask those two.

They run in processes of their own: there the numerics run as in a film, without the checks of every shape
that tests/conftest.py switches on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from typing import Any

import pytest

from studio.check.finding import Finding, Watched
from studio.check.verdict import verdict
from tests.scenes.dry import LECTURES, WATCHERS, watch
from visuals.lecture import Lecture


@pytest.fixture(scope="session")
def begun(tmp_path_factory) -> Iterator[Callable[[str], list[Future[Watched]]]]:
    """What the watchers of a lecture will have seen; they begin when it is first asked for."""
    with ProcessPoolExecutor(WATCHERS, mp_context=get_context("spawn")) as stage:

        @cache
        def begin(slug: str) -> list[Any]:
            folders = [tmp_path_factory.mktemp(f"{slug}-{number}") for number in range(WATCHERS)]
            return [stage.submit(watch, slug, folder, number) for number, folder in enumerate(folders)]

        yield begin


@pytest.fixture(scope="session", params=sorted(LECTURES))
def slug(request) -> str:
    return request.param


@pytest.fixture(scope="session")
def watched(slug, begun) -> list[Watched]:
    """What each of a lecture's watchers saw."""
    return [each.result() for each in begun(slug)]


@pytest.fixture(scope="session")
def report(watched) -> dict[str, Any]:
    """What the lecture tells of itself."""
    return watched[0].report


@pytest.fixture(scope="session")
def findings(watched) -> list[Finding]:
    """What the critic says of the lecture."""
    return verdict(watched)


@pytest.fixture
def lecture(film) -> Lecture:
    """The lecture that a test file's own `film` played."""
    return film[0]


@pytest.fixture
def drawn(film) -> dict[str, Any]:
    """What that file looked at, by the beat that left it."""
    return film[1]
