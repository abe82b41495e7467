"""CPU seconds of this process by kind of work."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

# building: computing a lecture's data, making its pictures, passing its plays; moving: bringing the pictures
# to the moment of a frame; drawing: pixels; converting: to the encoder's colours
KINDS = ("building", "moving", "drawing", "converting", "encoding")


@dataclass
class Timing:
    """Counts CPU time for each kind of work; nested work counts for the inner kind only."""

    kind: str = "building"  # the present work
    seconds: dict[str, float] = field(default_factory=lambda: dict.fromkeys(KINDS, 0.0))
    _since: float = field(default_factory=time.process_time)

    @contextmanager
    def doing(self, kind: str) -> Iterator[None]:
        """Count the time of this block as `kind`."""
        before = self._switch(kind)
        try:
            yield
        finally:
            self._switch(before)

    def stop(self) -> dict[str, float]:
        """The seconds of each kind until now."""
        self._switch(self.kind)
        return dict(self.seconds)

    def begin(self, kind: str) -> None:
        """Count from zero, in a fork."""
        self.kind, self.seconds, self._since = kind, dict.fromkeys(KINDS, 0.0), time.process_time()

    def _switch(self, kind: str) -> str:
        now, before = time.process_time(), self.kind
        self.seconds[before] += now - self._since
        self.kind, self._since = kind, now
        return before
