"""How much memory this process has held."""

from __future__ import annotations

import re
import resource
import sys
from pathlib import Path

STATUS = Path("/proc/self/status")  # on Linux
PEAK = re.compile(r"^VmHWM:\s+(\d+) kB$", re.MULTILINE)
KIBIBYTE = 1024
UNIT = KIBIBYTE if sys.platform == "linux" else 1  # of maxrss: KiB on Linux, bytes on macOS


def peak_memory() -> int:
    """The most bytes of memory that this program has held at once.

    Where the system keeps that by program, it is asked so: `getrusage` on Linux also counts what the process
    held that started this one.
    """
    try:
        found = PEAK.search(STATUS.read_text(encoding="ascii", errors="replace"))
    except OSError:
        found = None
    if found is not None:
        return int(found[1]) * KIBIBYTE
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * UNIT
