"""Postpones signals that end this process."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextlib.contextmanager
def held() -> Iterator[None]:
    """Postpone signals that end this process until the block is done; then the first of them is raised."""
    if threading.current_thread() is not threading.main_thread():  # signals are for the main thread alone
        yield
        return
    came: list[int] = []
    former = {each: signal.getsignal(each) for each in ENDING}
    heeded = {each: handler for each, handler in former.items() if handler not in (None, signal.SIG_IGN)}
    try:
        for each in heeded:
            signal.signal(each, lambda number, _: came.append(number))
        yield
    finally:
        for each, handler in heeded.items():
            signal.signal(each, handler)
        if came:
            signal.raise_signal(came[0])
