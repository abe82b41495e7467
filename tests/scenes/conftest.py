"""Every lecture is watched once in a session, and all tests ask that watcher.

Watchers run in processes of their own; while one lecture's is asked, the next one's is at work.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from types import ModuleType
from typing import Any

import pytest

from studio.check.finding import Finding, Watched
from studio.check.verdict import verdict
from tests.reach import listening
from tests.scenes.dry import KEPT, LECTURES, read_anew, watch
from visuals.lecture import Lecture

AT_ONCE = 2  # lectures that are watched side by side


@pytest.fixture(scope="session", autouse=True)
def _numbers_are_kept(tmp_path_factory) -> Iterator[None]:
    """Give all processes of this session one folder for what whole showings told."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "numbers"
    folder.mkdir(exist_ok=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(KEPT, str(folder))
        yield


@pytest.fixture(scope="session")
def begun(request, tmp_path_factory) -> Iterator[Callable[[str], Future[Watched]]]:
    """What the watcher of a lecture will have seen; it and the next begin when the lecture is first asked
    for.
    """
    calls = [getattr(each, "callspec", None) for each in request.session.items]
    asked = sorted({call.params["slug"] for call in calls if call is not None and "slug" in call.params})
    with ProcessPoolExecutor(AT_ONCE, mp_context=get_context("spawn")) as stage:

        @cache
        def begin(slug: str) -> Future[Watched]:
            former = listening.turn_to("")  # what a watcher reads belongs to its lecture, see `watch`
            try:
                return stage.submit(watch, slug, tmp_path_factory.mktemp(slug))
            finally:
                listening.turn_back(former)

        def begin_with_the_next(slug: str) -> Future[Watched]:
            mine = begin(slug)
            for each in asked[asked.index(slug) + 1 :][: AT_ONCE - 1] if slug in asked else ():
                begin(each)
            return mine

        yield begin_with_the_next


@pytest.fixture(scope="session", params=sorted(LECTURES))
def slug(request) -> str:
    return request.param


@pytest.fixture(scope="session")
def watched(slug, begun) -> Watched:
    """What the critic saw of a lecture."""
    return begun(slug).result()


@pytest.fixture(scope="session")
def report(watched) -> dict[str, Any]:
    """What the lecture tells of itself."""
    return watched.report


@pytest.fixture(scope="session")
def findings(watched) -> list[Finding]:
    """What the critic says of the lecture."""
    return verdict([watched])


@pytest.fixture(scope="module")
def module(request) -> ModuleType:
    """The module of a test file's lecture, SLUG, read anew."""
    return read_anew(request.module.SLUG)


@pytest.fixture(scope="module")
def film(request, module, tmp_path_factory) -> tuple[Lecture, dict[str, Any]]:
    """What a test file's own `play` makes of that module: the lecture, and what it looked at."""
    played: tuple[Lecture, dict[str, Any]] = request.module.play(module, tmp_path_factory.mktemp("film"))
    return played


@pytest.fixture(scope="module")
def lecture(film) -> Lecture:
    """The lecture that a test file's `film` played."""
    return film[0]


@pytest.fixture(scope="module")
def drawn(film) -> dict[str, Any]:
    """What that file looked at, by the beat that left it."""
    return film[1]
