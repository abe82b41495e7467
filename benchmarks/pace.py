"""Writes down how long the films of the course take: `python -m benchmarks.pace`, after `./compass render`.

The guess of who renders them for the first time begins with it (studio.render.forecast); the machine should
have had nothing else to do.
"""

from __future__ import annotations

import json

from studio.course.catalog import read_catalog
from studio.places import CHECKOUT
from studio.render.calibration import work_seconds
from studio.render.forecast import USUAL_FILE, Pace, Usual


def main() -> None:
    """Write the file, and say which lectures it lacks."""
    measured = Pace(CHECKOUT).measured
    slugs = [each.slug for each in read_catalog()]
    seconds = {slug: measured[f"1080p60 {slug}"] for slug in slugs if f"1080p60 {slug}" in measured}
    usual = Usual(work=round(work_seconds(), 4), seconds=seconds)
    (CHECKOUT / USUAL_FILE).write_text(json.dumps(usual, indent=1) + "\n", encoding="utf-8")
    missing = [slug for slug in slugs if slug not in seconds]
    print(f"{USUAL_FILE}: {len(seconds)} lectures, {usual['work']} s of work")
    if missing:
        print(f"not rendered at 1080p60 here: {', '.join(missing)}")


if __name__ == "__main__":
    main()
