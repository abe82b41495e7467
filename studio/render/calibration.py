"""How fast this machine is: the CPU time of a small piece of work that is the same everywhere."""

from __future__ import annotations

import time
import zlib

TRIES = 10  # short ones; the least time counts, for other processes can only add to it
NUMBERS = 100_000


def work_seconds() -> float:
    """CPU seconds of the work, of which half is Python's and half is compiled, as in drawing a film."""
    return min(_timed() for _ in range(TRIES))


def _timed() -> float:
    began = time.process_time()
    told, content = 1, bytearray()
    for _ in range(NUMBERS):
        told = (told * 1103515245 + 12345) % 2147483648  # pseudo-random numbers, the same every time
        content += told.to_bytes(4, "little")
    zlib.compress(bytes(content), 6)
    return time.process_time() - began
