"""Progress fits its window, and tells the same to a file."""

from __future__ import annotations

import io
import re

import pytest
from rich.console import Console

from studio.course.catalog import read_catalog
from studio.render.forecast import Countdown
from studio.render.jobs import QUALITIES, Options
from studio.render.plan import plan_films
from studio.render.progress import Bars, Lines
from tests.studio.courses import Course

LEFT = ("waits", "28 min left", "done in 1 h 07 min")


def shown(course: Course, columns: int) -> list[str]:
    """The bars as they stand on a terminal at last: one that waits, one halfway, one that is done."""
    for number, name in ((1, "tiny_nudges"), (12, "mountains_in_the_dark"), (25, "finale")):
        course.add(number, name)
    films = plan_films(read_catalog(course.folder), (), Options(QUALITIES["h"]), course.folder)
    counts = {film.job.stem: Countdown([("all", 16992)]) for film in films}
    screen = io.StringIO()
    console = Console(file=screen, width=columns, force_terminal=True, color_system=None)
    _, second, third = films
    with Bars(films, counts, console) as bars:
        for film in (second, third):
            bars.started(film)
            counts[film.job.stem].frames(0, 0.0)
            counts[film.job.stem].frames(8496, 1680.0)
            bars.advanced(film)
        counts[third.job.stem].finish()
        bars.done(third, 4020.0)
    last = screen.getvalue().rstrip("\n").split("\r")[-1]
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", last).splitlines()[-3:]


@pytest.mark.parametrize("columns", [40, 55, 72, 120])
def test_every_film_has_one_line_with_a_bar_and_its_time_uncut(course: Course, columns: int) -> None:
    lines = shown(course, columns)
    assert [line.split()[0] for line in lines] == ["l01", "l12", "l25"]
    assert all(len(line) <= columns for line in lines)
    assert all(line.rstrip().endswith(left) for line, left in zip(lines, LEFT, strict=True))
    assert "…" not in "".join(lines)
    assert "━" in lines[1]
    assert ("50 %" if columns < 72 else "8496/16992") in lines[1]


def test_a_file_gets_a_line_at_each_quarter(course: Course) -> None:
    course.add(1, "tiny_nudges")
    (film,) = plan_films(read_catalog(course.folder), (), Options(QUALITIES["h"]), course.folder)
    count, said = Countdown([("all", 100)]), []
    lines = Lines({film.job.stem: count}, said.append)
    lines.started(film)
    for done in range(0, 101, 5):
        count.frames(done, float(done))
        lines.advanced(film)
    assert [line.split()[1] for line in said[1:]] == ["25%,", "50%,", "75%,"]
