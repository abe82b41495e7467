"""What the pages of a site say, read without a browser: numbers, the road, words."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from studio.course.catalog import read_catalog
from studio.publish import pages
from studio.publish.code import Places
from studio.publish.drawings import roadmap_of
from studio.publish.numbers import grouped
from studio.publish.roadmap import spread, stages, trail
from tests.studio.courses import CHECKOUT, Course
from tests.studio.publish.sites import LECTURE, NUMBERS
from visuals.course import Course as Untold
from visuals.course import read_course

# -- without a browser ------------------------------------------------------------------------------------


def test_numbers_lead_to_the_code_that_made_them(site: Path) -> None:
    page = (site / LECTURE).read_text()
    assert "+0.62" in page
    assert "360 × 2 numbers" in page
    module = r"code/calc_core\.derivatives\.gradients\.html"
    (line,) = re.findall(rf'{module}#L-(\d+)"><code>directional', page)
    source = (CHECKOUT / "calc_core" / "derivatives" / "gradients.py").read_text().splitlines()
    assert source[int(line) - 1].startswith("def directional(")
    assert f'id="L-{line}"' in (site / "code" / "calc_core.derivatives.gradients.html").read_text()
    assert "hills(…)" in page
    assert "<code>function</code>" in page, "a function that is no longer there is named without a link"


def test_groups_keep_the_order_of_the_film_and_leave_out_what_was_not_given() -> None:
    groups = grouped(Places(CHECKOUT), NUMBERS)
    assert [group.name for group in groups] == ["directional", "Landscape.reading", "function"]
    assert groups[0].code is not None
    assert "def directional(" in groups[0].code.source
    assert [argument.name for argument in groups[0].rows[0].arguments] == ["f", "x", "u"]
    assert groups[0].rows[0].arguments[1].text == "(−2.3, −0.9)"
    assert groups[2].code is None


def test_the_road_shows_what_is_there_and_quietly_what_is_to_come(course: Course) -> None:
    course.add(1, "tiny_nudges")
    (course.folder / "glass.svg").write_text('<svg viewBox="0 0 1 1"><circle r="1"/></svg>')
    (course.folder / "compass.toml").write_text(
        """
        title = "Two steps"
        [[steps]]
        tool = "the magnifying glass"
        picture = "glass.svg"
        lectures = ["01 The tiny nudge", "02 Rules?"]
        [[steps]]
        name = "far"
        tool = "the boots"
        picture = "glass.svg"
        lectures = ["07 Knobs"]
        """
    )
    catalog = read_catalog(course.folder)
    first, second = stages(catalog, {"tiny-nudges": {"slug": "tiny-nudges"}})
    assert [stop.title for stop in first.stops] == ["TinyNudges", "Rules?"]
    assert [stop.number for stop in first.films] == [1]
    assert [stop.number for stop in first.to_come + second.to_come] == [2, 7]
    assert (first.packed, second.packed) == ({1}, {1}), "the second tool is still to be found"
    assert first.carried == "In the rucksack: the magnifying glass."
    nowhere = stages(catalog, {})
    assert [stage.packed for stage in nowhere] == [set(), set()]


def test_the_road_of_this_course_has_four_tools_and_every_lecture_of_the_syllabus() -> None:
    road = stages(read_catalog(CHECKOUT), {})
    assert [stage.tool for stage in road if stage.tool] == [1, 2, 3, 4]
    numbers = [stop.number for stage in road for stop in stage.stops]
    assert numbers[:27] == list(range(27))


def test_the_road_begins_with_step_nought_which_brings_no_tool(course: Course) -> None:
    for number, name, step in ((1, "tiny_nudges", "step1_nudges"), (0, "welcome", "step0_welcome")):
        course.add(number, name)
        here = next((course.folder / "scenes").glob(f"step*/l{number:02d}_{name}.py"))
        there = course.folder / "scenes" / step
        there.mkdir(exist_ok=True)
        here.rename(there / here.name)
    catalog = read_catalog(course.folder)
    assert [catalog.find(name).slug for name in ("0", "00", "l00", "wel")] == ["welcome"] * 4
    begin, then = stages(catalog, {"welcome": {"slug": "welcome"}})
    assert (begin.number, begin.name, begin.tool) == (0, "Welcome", None)
    assert [stop.number for stop in begin.films] == [0]
    assert [stop.number for stop in then.to_come] == [1]
    assert begin.pockets == {}, "a course that names no tool has no rucksack"
    assert begin.stops[0].x < then.stops[0].x, "its lamp stands at the foot of the trail"


@pytest.mark.parametrize("course", [read_course(CHECKOUT), Untold(Path())], ids=["ours", "plain"])
def test_lamps_stand_equally_far_apart_on_the_trail(course: Untold) -> None:
    way = trail(roadmap_of(course).trail)
    places = spread(27, way)
    assert (places[0], places[-1]) == (way[0], way[-1])
    steps = [((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5 for a, b in pairwise(places)]
    assert max(steps) < 1.25 * min(steps)


def test_words_from_a_docstring_cannot_become_markup() -> None:
    assert pages.ticked("`a<b` & <i>") == "<code>a&lt;b</code> &amp; &lt;i&gt;"
