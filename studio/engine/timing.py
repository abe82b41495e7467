"""Where the time of a render goes: seconds of this process, by what it was doing."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

KINDS = ("building", "drawing", "converting", "encoding", "waiting")


@dataclass
class Timing:
    """A stopwatch with one hand for each kind of work; work within work counts for the inner kind."""

    seconds: dict[str, float] = field(default_factory=lambda: dict.fromkeys(KINDS, 0.0))
    _doing: str = "building"
    _since: float = field(default_factory=time.perf_counter)

    @contextmanager
    def doing(self, kind: str) -> Iterator[None]:
        """Count the time of this block as `kind`."""
        before = self._switch(kind)
        try:
            yield
        finally:
            self._switch(before)

    def stop(self) -> dict[str, float]:
        """The seconds until now."""
        self._switch(self._doing)
        return dict(self.seconds)

    def _switch(self, kind: str) -> str:
        now, before = time.perf_counter(), self._doing
        self.seconds[before] += now - self._since
        self._doing, self._since = kind, now
        return before
