"""Writes down how long the films of the course take: `python -m benchmarks.pace [SLUG ...]`.

The guess of who renders them for the first time begins with it (studio.render.forecast). Each lecture is
rendered whole at 1080p60; what counts is the CPU time that its painters tell, of all of them together. Named
lectures are measured anew, the others stay as they are in the file, in units of this machine's speed.
"""

from __future__ import annotations

import argparse
import json

from benchmarks.painters import SHARED, rendered
from studio.course.catalog import read_catalog
from studio.places import CHECKOUT
from studio.render.calibration import work_seconds
from studio.render.forecast import USUAL_FILE, Usual
from studio.render.jobs import QUALITIES
from studio.system.cores import cores
from studio.system.reading import read_as

FINE = QUALITIES["h"]


def main() -> None:
    """Render, print and write down what a frame takes, and print what is taken besides."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("slugs", nargs="*", metavar="SLUG")
    arguments = parser.parse_args()
    slugs = [each.slug for each in read_catalog()]
    former = (arguments.slugs and read_as(CHECKOUT / USUAL_FILE, Usual)) or Usual(work=1.0, seconds={})
    work, measured = work_seconds(), dict[str, float]()
    for slug in arguments.slugs or slugs:
        outcome, cpu, wall = rendered(slug, (None, None), FINE, cores())
        shared = sum(outcome.spent[kind] for kind in SHARED)
        measured[slug] = shared / outcome.frames
        print(
            f"{slug}: {outcome.frames} frames of {1e3 * measured[slug]:.1f} ms,"
            f" {cpu - shared:.1f} s besides, {wall:.0f} s in all",
            flush=True,
        )
        work = min(work, work_seconds())  # the machine may have had something else to do before
        kept = {each: seconds * work / former["work"] for each, seconds in former["seconds"].items()}
        seconds = {each: round((kept | measured)[each], 6) for each in slugs if each in kept | measured}
        told = Usual(work=round(work, 4), seconds=seconds)
        (CHECKOUT / USUAL_FILE).write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
