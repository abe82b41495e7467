"""One checksum of how this machine computes: machines that round otherwise draw other bytes.

    python -m studio.cluster.arithmetic

A library of linear algebra has other code for other processors, so the last bits of its sums may differ.
"""

from __future__ import annotations

import hashlib
import platform
import subprocess
import sys
from functools import cache

from studio.errors import WorkerDied
from studio.places import CHECKOUT
from studio.render.pool import environment
from studio.system.cores import ONE_THREAD

SIZE = 96


@cache
def arithmetic() -> str:
    """The checksum, found by a process with one thread of linear algebra, as workers have. Raises WorkerDied
    where that fails.
    """
    done = subprocess.run(
        [sys.executable, "-P", "-m", __name__],
        capture_output=True, text=True, check=False, cwd=CHECKOUT, env=environment() | ONE_THREAD,
    )  # fmt: skip
    if done.returncode:
        how = (done.stderr.strip() or f"it ended with {done.returncode}").splitlines()[-1]
        raise WorkerDied(
            f"How this machine computes could not be found out: {how}.", hint="Try it once more."
        )
    return f"{platform.machine()} {done.stdout.strip()}"


def main() -> None:
    """Compute a little of everything, and print the checksum of all results."""
    import numpy as np
    from scipy import fft, linalg, special

    rng = np.random.default_rng(1)
    square, row = rng.normal(size=(SIZE, SIZE)), rng.normal(size=1000)
    results = (
        *(square @ square, linalg.solve(square, square.T), linalg.svd(square)[1]),
        *(linalg.eigh(square + square.T)[0], np.dot(row, row), np.dot(np.float32(row), np.float32(row))),
        *(np.exp(row), np.sin(1e3 * row), np.arctan2(row, row[::-1]), np.hypot(row, 1.0), row.sum()),
        *(special.erf(row), fft.rfft(row), np.power(np.abs(row), 0.3)),
    )
    found = hashlib.sha256()
    for each in results:
        found.update(np.ascontiguousarray(each).tobytes())
    print(found.hexdigest())


if __name__ == "__main__":
    main()
