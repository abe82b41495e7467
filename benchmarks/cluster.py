"""A cluster beside one machine: what its workers spend for a second of useful work, and how it would scale.

    python benchmarks/cluster.py [-q l] [--workers 1 2 4] [LECTURE ...]

The lectures (all of them unless some are named) are rendered here, one at once, and on `local:N`, each with a
store of its own. Printed is the CPU time of both, all processes counted, and their ratio: the efficiency. Two
cores cannot show the wall time of four workers. So that of 4, 16 and 64 machines of one core is computed for
the whole course at every quality, from what its films take (see benchmarks/pace.py): orders are handed out to
whoever is free, those of the film that takes longest first, and the one who asks joins them.
"""

from __future__ import annotations

import argparse
import heapq
import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from studio.cluster.order import runs_of
from studio.course.catalog import read_catalog
from studio.places import CHECKOUT
from studio.render.forecast import Pace, beat_frames, ending_seconds
from studio.render.jobs import QUALITIES, Options, Quality
from studio.render.plan import Film, plan_films
from studio.render.pool import environment

MACHINES = (4, 16, 64)


def main() -> None:
    """Render, and print both tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("lectures", nargs="*", metavar="LECTURE")
    parser.add_argument("-q", "--quality", choices=sorted(QUALITIES), default="l")
    parser.add_argument("--workers", type=int, nargs="*", default=[1, 2, 4])
    arguments = parser.parse_args()
    print("| the whole course | orders | machines | wall | efficiency |\n|---|---|---|---|---|")
    for quality in QUALITIES.values():
        _simulate(quality)
    if arguments.workers:
        _measure(arguments.lectures, arguments.quality, arguments.workers)


def _measure(lectures: Sequence[str], quality: str, workers: Sequence[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        here = _spent(lectures, quality, Path(folder) / "here", "-j", "1")
        print(f"\n{QUALITIES[quality].name}, {os.cpu_count()} cores; here: {here:.1f} s of CPU")
        print("| workers | CPU | efficiency |\n|---|---|---|")
        for count in workers:
            out = Path(folder) / f"local-{count}"
            there = _spent(lectures, quality, out, "--on", f"local:{count}", "--store", str(out / "store"))
            print(f"| {count} | {there:.1f} s | {here / there:.0%} |", flush=True)


def _spent(lectures: Sequence[str], quality: str, out: Path, *options: str) -> float:
    """CPU seconds of a render, with all processes that it started."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    asked = ["render", *lectures, "-q", quality, "--out", str(out), *options]
    command = [sys.executable, "-P", "-m", "studio", *asked]
    subprocess.run(command, check=True, cwd=CHECKOUT, capture_output=True, env=environment())
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _simulate(quality: Quality) -> None:
    """Print how long so many machines of one core would take, and how much of their time is of use: as much
    as the films would cost one core alone.
    """
    pace = Pace(CHECKOUT)
    with tempfile.TemporaryDirectory() as folder:
        films = plan_films(read_catalog(CHECKOUT), (), Options(quality), Path(folder), force=True)
    useful = sum(pace.alone(film) + pace.seconds(film) for film in films)
    stretches = (each for film in sorted(films, key=pace.seconds, reverse=True) for each in _orders(film))
    orders = [pace.alone(each) - ending_seconds(each) + pace.seconds(each) for each in stretches]
    for machines in MACHINES:
        free = [0.0] * machines
        for seconds in orders:
            heapq.heapreplace(free, free[0] + seconds)
        wall = max(free) + max(map(ending_seconds, films))  # the others are joined while machines still draw
        efficiency = useful / wall / machines
        print(f"| {quality.name} | {len(orders)} | {machines} | {wall:.0f} s | {efficiency:.0%} |")


def _orders(film: Film) -> Iterator[Film]:
    """The stretches in which workers draw a film."""
    options = film.job.options
    for names, _ in runs_of(beat_frames(film), options.quality):
        yield replace(film, job=replace(film.job, options=replace(options, begin=names[0], end=names[-1])))


if __name__ == "__main__":
    main()
