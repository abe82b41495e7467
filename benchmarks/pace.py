"""Writes down what the films of the course take: `python -m benchmarks.pace [SLUG ...]`.

The guess of who renders them for the first time begins with it (studio.render.forecast). Each lecture is
rendered whole at 480p15 and at 720p30; the CPU seconds of both tell what a frame takes, and what each of its
pixels. Named lectures are measured anew, the others stay as they are in the file. At last the medians are
printed, which the forecast takes for a lecture that is not there.
"""

from __future__ import annotations

import argparse
import json
import statistics
from dataclasses import dataclass

from benchmarks.painters import SHARED, rendered
from studio.course.catalog import read_catalog
from studio.places import CHECKOUT
from studio.render.calibration import work_seconds
from studio.render.forecast import USUAL_FILE, Cost, Usual
from studio.render.jobs import QUALITIES, Quality
from studio.system.cores import cores
from studio.system.reading import read_as

COARSE, FINE = QUALITIES["l"], QUALITIES["m"]
ENDING = ("sounding", "joining")
LEAST = 1e-12  # seconds: noise can make one of the parts look like less than nothing


def main() -> None:
    """Render, write the file, and print what is in it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("slugs", nargs="*", metavar="SLUG")
    arguments = parser.parse_args()
    slugs = [each.slug for each in read_catalog()]
    former = read_as(CHECKOUT / USUAL_FILE, Usual) if arguments.slugs else None
    usual = Usual(work=round(work_seconds(), 4), lectures=dict(former["lectures"]) if former else {})
    for slug in arguments.slugs or slugs:
        cost = usual["lectures"][slug] = _cost(slug)
        print(slug, _told(cost), flush=True)
        _write(usual, slugs)
    costs = usual["lectures"].values()
    middle = Cost(
        building=statistics.median(each["building"] for each in costs),
        ending=statistics.median(each["ending"] for each in costs),
        frame=statistics.median(each["frame"] for each in costs),
        pixel=statistics.median(each["pixel"] for each in costs),
    )
    print(f"{len(costs)} lectures, {usual['work']} s of work; medians: {_told(middle)}")


def _cost(slug: str) -> Cost:
    """What a lecture's film takes: a line through its frames of two sizes."""
    coarse, fine = _measured(slug, COARSE), _measured(slug, FINE)
    more = (fine.frame - coarse.frame) / (_pixels(FINE) - _pixels(COARSE))
    pixel = max(more, LEAST)
    return Cost(
        building=_rounded((coarse.building + fine.building) / 2),
        ending=_rounded((coarse.ending + fine.ending) / 2),
        frame=_rounded(max(fine.frame - pixel * _pixels(FINE), LEAST)),
        pixel=_rounded(pixel),
    )


@dataclass(frozen=True)
class Measured:
    """CPU seconds of a film."""

    building: float
    ending: float  # for a second of film
    frame: float


def _measured(slug: str, quality: Quality) -> Measured:
    outcome, cpu, _ = rendered(slug, (None, None), quality, cores())
    shared = sum(outcome.spent[kind] for kind in SHARED)
    ending = sum(outcome.spent[kind] for kind in ENDING)
    assert outcome.length is not None
    return Measured(cpu - shared - ending, ending / outcome.length, shared / outcome.frames)


def _rounded(seconds: float) -> float:
    return float(f"{seconds:.4g}")


def _pixels(quality: Quality) -> int:
    return quality.width * quality.height


def _told(cost: Cost) -> str:
    frame, pixel = 1e3 * cost["frame"], 1e9 * cost["pixel"]
    alone = f"building {cost['building']:.1f} s, ending {1e3 * cost['ending']:.0f} ms a second of film"
    return f"{alone}, frame {frame:.2f} ms, pixel {pixel:.2f} ns"


def _write(usual: Usual, order: list[str]) -> None:
    lectures = {slug: usual["lectures"][slug] for slug in order if slug in usual["lectures"]}
    told = Usual(work=usual["work"], lectures=lectures)
    (CHECKOUT / USUAL_FILE).write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
