"""Every lecture is played dry twice in a session, and all tests look at those two showings.

The showings run in processes of their own, side by side: there the numerics run as in a film, without the
checks of every shape that tests/conftest.py switches on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context
from typing import Any

import pytest

from tests.scenes.dry import LECTURES, MOMENTS, Showing, show

Showings = tuple[Future[Showing], Future[Showing]]


@pytest.fixture(scope="session")
def played(tmp_path_factory) -> Iterator[Callable[[str], Showings]]:
    """Both showings of a lecture, begun together when the first is asked for."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as stage:

        @cache
        def begin(slug: str) -> Showings:
            visited: Any = stage.submit(show, slug, tmp_path_factory.mktemp("visited"), moments=MOMENTS)
            skipped: Any = stage.submit(show, slug, tmp_path_factory.mktemp("skipped"))
            return visited, skipped

        yield begin


@pytest.fixture(scope="session", params=sorted(LECTURES))
def slug(request) -> str:
    return request.param


@pytest.fixture(scope="session")
def visited(slug, played) -> Showing:
    """The lecture with every play visited on its way, as a film does."""
    return played(slug)[0].result()


@pytest.fixture(scope="session")
def skipped(slug, played) -> Showing:
    """The lecture with every play sent straight to its end, as a start in the middle does."""
    return played(slug)[1].result()
