"""How long the numerics of each lecture and its two watchers take, in seconds of processor time.

    python -m benchmarks.lectures [SLUG ...]

The numerics of a lecture should stay below 3 s of one core, both watchers together below 8 s of two.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.scenes.dry import LECTURES, WATCHERS, watch


def main() -> None:
    """Print a table."""
    print(f"{'lecture':20} {'film':>8} {'numerics':>9} {'watchers':>9}")
    with tempfile.TemporaryDirectory() as folder:
        for slug in sys.argv[1:] or sorted(LECTURES):
            seen = [watch(slug, Path(folder), number) for number in range(WATCHERS)]
            film = f"{seen[0].report['seconds']:.0f} s"
            numerics = min(each.stage_seconds for each in seen)
            print(f"{slug:20} {film:>8} {numerics:9.2f} {sum(each.seconds for each in seen):9.2f}")


if __name__ == "__main__":
    main()
