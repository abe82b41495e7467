"""How long the numerics and the dry showings of each lecture take, in seconds of processor time.

    python benchmarks/lectures.py [SLUG ...]

The numerics of a lecture should stay below 3 s of one core, both showings together below 8 s of two.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.scenes.dry import LECTURES, MOMENTS, show


def main() -> None:
    """Print a table."""
    print(f"{'lecture':20} {'film':>8} {'numerics':>9} {'visited':>9} {'skipped':>9}")
    with tempfile.TemporaryDirectory() as folder:
        for slug in sys.argv[1:] or sorted(LECTURES):
            visited = show(slug, Path(folder), moments=MOMENTS)
            skipped = show(slug, Path(folder))
            film = f"{visited.report['seconds']:.0f} s"
            numerics = min(visited.stage_seconds, skipped.stage_seconds)
            print(f"{slug:20} {film:>8} {numerics:9.2f} {visited.seconds:9.2f} {skipped.seconds:9.2f}")


if __name__ == "__main__":
    main()
