"""How much memory a process has held: what it took itself, and nothing of whoever started it."""

from __future__ import annotations

import subprocess
import sys

TAKE = 300_000_000  # bytes
TELL = "from studio.system.memory import peak_memory; print(peak_memory())"
GROW = f"large = b'1' * {TAKE}; {TELL}"
START_ANOTHER = (
    f"import subprocess, sys; large = b'1' * {TAKE}; subprocess.run([sys.executable, '-c', {TELL!r}])"
)


def told(code: str) -> int:
    return int(
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    )


def test_what_was_taken_counts() -> None:
    assert told(GROW) - told(TELL) > 0.9 * TAKE


def test_what_the_one_who_starts_a_process_had_taken_does_not() -> None:
    assert told(START_ANOTHER) < 0.5 * TAKE
