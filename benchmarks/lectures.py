"""How long the numerics of each lecture and its watcher take, in seconds of processor time.

    python -m benchmarks.lectures [SLUG ...]

The numerics of a lecture should stay below 3 s of one core; its watcher and its own tests together below 8 s
of two.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.scenes.dry import LECTURES, watch


def main() -> None:
    """Print a table."""
    print(f"{'lecture':20} {'film':>8} {'numerics':>9} {'watcher':>9}")
    with tempfile.TemporaryDirectory() as folder:
        for slug in sys.argv[1:] or sorted(LECTURES):
            seen = watch(slug, Path(folder))
            film = f"{seen.report['seconds']:.0f} s"
            print(f"{slug:20} {film:>8} {seen.stage_seconds:9.2f} {seen.seconds:9.2f}")


if __name__ == "__main__":
    main()
