"""A cluster beside one machine: what its workers spend for a second of useful work, and how it would scale.

    python benchmarks/cluster.py [-q l] [--workers 1 2 4] [LECTURE ...]

The lectures (all of them unless some are named) are rendered here, one at once, and on `local:N`, each with a
store of its own. Printed is the CPU time of both, all processes counted, and their ratio: the efficiency. Two
cores cannot show the wall time of four workers; so that of 4, 16 and 64 machines is computed from how long
each order took to draw, handed out in the films' order to whoever is free.
"""

from __future__ import annotations

import argparse
import heapq
import json
import os
import resource
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Sequence
from pathlib import Path

from studio.cluster.likeness import likeness
from studio.cluster.order import orders_of
from studio.cluster.store import Store
from studio.course.catalog import read_catalog
from studio.places import CHECKOUT
from studio.render.forecast import START_SECONDS, beat_frames
from studio.render.jobs import QUALITIES, Options, films_folder
from studio.render.plan import plan_films
from studio.render.pool import environment
from studio.system.checksums import Checksums

MACHINES = (4, 16, 64)


def main() -> None:
    """Render, and print both tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("lectures", nargs="*", metavar="LECTURE")
    parser.add_argument("-q", "--quality", choices=sorted(QUALITIES), default="l")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2, 4])
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        here = _spent(arguments.lectures, arguments.quality, Path(folder) / "here", "-j", "1")
        print(f"{QUALITIES[arguments.quality].name}, {os.cpu_count()} cores; here: {here:.1f} s of CPU")
        print("| workers | CPU | efficiency |\n|---|---|---|")
        for count in arguments.workers:
            out = Path(folder) / f"local-{count}"
            options = ("--on", f"local:{count}", "--store", str(out / "store"))
            there = _spent(arguments.lectures, arguments.quality, out, *options)
            print(f"| {count} | {there:.1f} s | {here / there:.0%} |", flush=True)
        films = _lengths(arguments.lectures, arguments.quality, out / "store")
    _simulate(films, here)


def _spent(lectures: Sequence[str], quality: str, out: Path, *options: str) -> float:
    """CPU seconds of a render, with all processes that it started."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [
        sys.executable,
        "-P",
        "-m",
        "studio",
        "render",
        *lectures,
        "-q",
        quality,
        "--out",
        str(out),
        *options,
    ]
    subprocess.run(command, check=True, cwd=CHECKOUT, capture_output=True, env=environment())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _lengths(lectures: Sequence[str], quality: str, store: Path) -> list[list[float]]:
    """Of each film, the CPU seconds that each of its orders took, as the store tells."""
    catalog, place = read_catalog(), Store(str(store))
    options = Options(QUALITIES[quality])
    films, checksums = [], Checksums()
    for film in plan_films(catalog, lectures, options, films_folder(CHECKOUT, options.quality), force=True):
        alike = likeness(film.job, checksums)
        found = [place.find(order.key) for order in orders_of(film.job, beat_frames(film), alike, str(store))]
        films.append([START_SECONDS + _told(Path(each.path)) for each in found if each is not None])
    return films


def _told(path: Path) -> float:
    """The seconds that an object tells of."""
    with tarfile.open(path) as packed:
        (name,) = (each for each in packed.getnames() if each.endswith(".told"))
        member = packed.extractfile(name)
        assert member is not None
        return float(sum(json.load(member)["spent"].values()))


def _simulate(films: Sequence[Sequence[float]], useful: float) -> None:
    """Print how long so many machines of one core would take, and how much of their time is of use: as much
    as the films cost here.
    """
    orders = [seconds for film in films for seconds in film]
    print(f"\n{len(films)} films, {len(orders)} orders of {min(orders):.0f} to {max(orders):.0f} s of CPU")
    print("| machines | wall | efficiency |\n|---|---|---|")
    for machines in MACHINES:
        free = [0.0] * machines
        for seconds in orders:
            heapq.heapreplace(free, free[0] + seconds)
        wall = max(free) + START_SECONDS  # the last film is joined
        print(f"| {machines} | {wall:.0f} s | {useful / wall / machines:.0%} |")


if __name__ == "__main__":
    main()
