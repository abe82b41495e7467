"""Where the CPU time of a film goes, and how long it would take with more painters.

    python benchmarks/painters.py [--quality h] [--stretch] [--painters 1 2 4] [SLUG ...]

Each lecture is rendered with 1, 2 and 4 painters in turn. Printed are the CPU seconds by kind of work, as the
painters tell them, for the first; the CPU of all processes for each; and, from the measured parts, the wall
time that so many painters on as many cores would need: what only one process can do (start-up, building,
sound, joining), and the rest shared. `--stretch` takes half a minute of each lecture of benchmarks/render.py.
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
import time
from pathlib import Path

from benchmarks.render import STRETCHES
from studio.course.catalog import read_catalog
from studio.places import CHECKOUT
from studio.render.engine.timing import KINDS
from studio.render.films import Outcome, render
from studio.render.forecast import Pace
from studio.render.jobs import QUALITIES, Options, Quality
from studio.render.plan import plan_films
from studio.render.progress import Lines

SHARED = ("moving", "drawing", "converting", "encoding")
MANY = (1, 2, 4, 8, 16)


def main() -> None:
    """Render, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("slugs", nargs="*", metavar="SLUG")
    parser.add_argument("--quality", choices=sorted(QUALITIES), default="h")
    parser.add_argument("--stretch", action="store_true")
    parser.add_argument("--painters", type=int, nargs="+", default=[1, 2, 4])
    arguments = parser.parse_args()
    print(f"{QUALITIES[arguments.quality].name}, {os.cpu_count()} cores; seconds")
    counts = [f"CPU with {count}" for count in arguments.painters]
    head = ["lecture", *KINDS, "sound", "join", *counts, *(f"wall of {many}" for many in MANY)]
    print("| " + " | ".join(head) + " |\n|" + "---|" * len(head))
    for slug in arguments.slugs or STRETCHES:
        span = STRETCHES[slug] if arguments.stretch else (None, None)
        runs = [rendered(slug, span, QUALITIES[arguments.quality], count) for count in arguments.painters]
        (outcome, cpu, _), *_ = runs
        spent = outcome.spent
        alone = cpu - sum(spent[kind] for kind in SHARED)
        cells = [
            slug,
            *(f"{spent[kind]:.1f}" for kind in (*KINDS, "sounding", "joining")),
            *(f"{each:.1f}" for _, each, _ in runs),
            *(f"{alone + (cpu - alone) / many:.1f}" for many in MANY),
        ]
        print("| " + " | ".join(cells) + " |", flush=True)
        really = zip(runs, arguments.painters, strict=True)
        print(
            f"  really, here: {', '.join(f'{wall:.1f} s with {n}' for (*_, wall), n in really)}", flush=True
        )


def rendered(
    slug: str, span: tuple[str | None, str | None], quality: Quality, painters: int
) -> tuple[Outcome, float, float]:
    """A film with so many painters: what came of it, the CPU seconds of all its processes, the wall time."""
    options = Options(quality, *span)
    with tempfile.TemporaryDirectory() as folder:
        films = plan_films(read_catalog(), [slug], options, Path(folder), force=True)
        before, began = _children(), time.perf_counter()
        (outcome,) = render(
            films,
            workers=1,
            cores=painters,
            display=lambda films, countdowns: Lines(countdowns, say=lambda line: None),
            pace=Pace(CHECKOUT),
        )
        return outcome, _children() - before, time.perf_counter() - began


def _children() -> float:
    told = resource.getrusage(resource.RUSAGE_CHILDREN)
    return told.ru_utime + told.ru_stime


if __name__ == "__main__":
    main()
