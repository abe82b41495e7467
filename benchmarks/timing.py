"""CPU time of frames."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np


def milliseconds(draw: Callable[[int], None], frames: int) -> np.ndarray:
    """CPU time of each of `frames` frames (frames,), after one to warm up."""
    draw(0)
    times = []
    for k in range(1, frames + 1):
        start = time.process_time()
        draw(k)
        times.append(time.process_time() - start)
    return np.array(times) * 1e3
