"""Which process runs which tests, where several run them: what shares something dear stays together.

xdist 3.8 has marks for this, but with pytest 9.2 they do nothing, without a word: hence a test of it,
tests/test_sharing.py.
"""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from xdist.scheduler import LoadScopeScheduling

# Where tests share something dear, those that take longest first: the last to begin shall not be long.
TOGETHER = (
    ("tests/scenes/test_every_lecture.py",),  # every lecture, watched once
    ("tests/studio/preview/",),  # a preview and its page
    (  # films
        "tests/studio/publish/",
        "tests/studio/render/test_films.py",
        "tests/studio/render/test_interruptions.py",
    ),
    ("tests/studio/embed/",),  # a published course
)

FAULTS = "tests/faults/test_faults.py"
LAST = "tests/scenes/test_showings.py"  # asks what the showings of all others told


def room(test: str) -> str:
    """What a test shares with others, named by the first place of it; else its own file."""
    for places in TOGETHER:
        if test.startswith(places):
            return places[0]
    if test.startswith(FAULTS):  # each is on its own: two processes share them
        return f"{FAULTS} {int(test.rpartition('[')[2].rstrip(']') or 0) % 2}"
    return test.split("::")[0]


def longest(rooms: Iterable[str]) -> str:
    """The room to begin with, or to go on with."""
    order = [places[0] for places in TOGETHER]
    return min(rooms, key=lambda each: order.index(each) if each in order else len(order) + (each == LAST))


class RoomScheduling(LoadScopeScheduling):
    """Gives every room to one process, the longest ones first."""

    def _split_scope(self, nodeid: str) -> str:
        return room(nodeid)

    def _assign_work_unit(self, node: object) -> None:
        self.workqueue.move_to_end(longest(self.workqueue), last=False)
        super()._assign_work_unit(node)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> RoomScheduling | None:
    """Deal tests out by rooms where `--dist loadscope` asks for something of the kind."""
    return RoomScheduling(config, log) if config.getvalue("dist") == "loadscope" else None
