"""Lines to paste: what ./compass embed prints, and what it refuses."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from studio.course.catalog import read_catalog
from studio.embed.address import Wish
from studio.embed.offer import address, checked, length, moment, site_address, snippet
from studio.embed.snippets import frame_snippet, html_snippet, markdown_snippet
from studio.errors import NotThere, StudioError
from tests.studio.courses import CHECKOUT, Course, compass
from tests.studio.embed.conftest import ADDRESS
from tests.studio.embed.test_frame import Tags

WISH = Wish("gradient-compass", "see_the_right_angle")


@settings(max_examples=40)
@given(title=some.text(min_size=1), alt=some.text())
def test_words_of_any_kind_come_through_html(title: str, alt: str) -> None:
    tags = Tags(html_snippet(ADDRESS, WISH, title, alt))
    image, link = tags.of("img")[0], tags.of("a")[0]
    same = {"\r": "\n", "\0": ""}  # what parsers make of these letters

    def read(text: str | None) -> str:
        return "".join(same.get(letter, letter) for letter in text or "")

    assert read(image["alt"]) == read(alt)
    assert read(link["title"]) == read(title)
    assert [name for name, _ in tags.found] == ["script", "compass-clip", "a", "img"]


@settings(max_examples=40)
@given(title=some.text(min_size=1))
def test_an_iframe_has_its_title(title: str) -> None:
    frames = Tags(frame_snippet(ADDRESS, WISH, title)).found
    assert [name for name, _ in frames] == ["iframe"]
    assert (frames[0][1]["title"] or "").replace("\r", "\n") == title.replace("\r", "\n")


def test_markdown_keeps_brackets_and_quotes_in_their_place() -> None:
    from markdown_it import MarkdownIt

    line = markdown_snippet(ADDRESS, WISH, 'A "title" \\', "An [alt] *text*] \\")
    html = Tags(MarkdownIt().render(line))
    assert html.of("img")[0]["alt"] == "An [alt] text] \\"
    assert html.of("a")[0]["title"] == 'A "title" \\'
    assert html.of("a")[0]["href"] == f"{ADDRESS}lectures/gradient-compass/index.html#see_the_right_angle"


@pytest.mark.parametrize("form", ["html", "markdown", "iframe"])
def test_every_address_in_a_snippet_is_there_in_the_site(course: Course, site: Path, form: str) -> None:
    offer = snippet(course.folder, "9#see-the-right-angle", Wish(""), form, url=None)
    assert not offer.remark  # the published site knew its address
    links = [part.split("#")[0].split("?")[0] for part in _addresses(offer.text)]
    assert links
    assert [link for link in links if not (site / link).exists()] == []


def _addresses(text: str) -> list[str]:
    return [part.split('"')[0].split(")")[0].split(" ")[0] for part in text.split(ADDRESS)[1:]]


def test_the_examples_speak_of_beats_that_the_course_has() -> None:
    catalog = read_catalog(CHECKOUT)
    for beat in ("see_the_right_angle", "find_the_longest"):
        assert checked(CHECKOUT, "gradient-compass", Wish("", beat))[1].beat == beat
    assert catalog.find("gradient-compass").number == 9


def test_the_examples_lines_are_those_that_are_printed() -> None:
    frame = snippet(CHECKOUT, "9", Wish("", "see_the_right_angle"), "iframe", url=ADDRESS).text
    assert frame in (CHECKOUT / "examples/iframe/index.html").read_text(encoding="utf-8")


def test_options_become_attributes(course: Course) -> None:
    wish = Wish("", "see_the_right_angle", start=1.5, end=75, loop=True)
    text = snippet(course.folder, "9", wish, "html", url=ADDRESS, width="40rem", caption="<b>").text
    told = Tags(text).of("compass-clip")[0]
    assert told == {
        "src": f"{ADDRESS}clips/gradient-compass/",
        "beat": "see_the_right_angle",
        "start": "1.5",
        "end": "75",
        "loop": None,
        "caption": "<b>",
        "style": "max-width: 40rem",
    }


def test_a_name_that_is_not_there_is_answered_with_the_nearest(course: Course) -> None:
    with pytest.raises(NotThere, match="Did you mean see_the_right_angle"):
        checked(course.folder, "9", Wish("", "see_the_right_angel"))
    with pytest.raises(NotThere, match="Did you mean gradient-compass"):
        checked(course.folder, "gradeint-compass", Wish(""))


@pytest.mark.parametrize(
    ("text", "time"), [("75", 75), ("1:15", 75), ("12.5s", 12.5), ("0", 0), ("0:00.5", 0.5)]
)
def test_times(text: str, time: float) -> None:
    assert moment(text) == time


@pytest.mark.parametrize("call", [
    lambda: moment("soon"), lambda: moment("-1"), lambda: length("wide"), lambda: length("1px; color: red"),
    lambda: address("course.example"), lambda: address("https:///x"),
])  # fmt: skip
def test_what_cannot_be_read_is_refused_in_a_sentence(call: Any) -> None:
    with pytest.raises(StudioError) as refused:
        call()
    assert refused.value.hint


def test_a_site_that_is_not_published_has_no_address(tmp_path: Path) -> None:
    assert site_address(tmp_path, "gradient-compass") is None
    Course(tmp_path).write(9, "gradient_compass", 'class A(Lecture):\n    title = "A"\n')
    offer = snippet(tmp_path, "9", Wish(""), "html", url=None)
    assert "--url" in offer.remark
    assert snippet(tmp_path, "9", Wish(""), "html", url=ADDRESS).remark == ""


def test_the_command_prints_lines_alone(course: Course) -> None:
    done = compass(course, "embed", "gradient-compass", "--beat", "see-the-right-angle", "--iframe", "--loop")
    assert (done.returncode, done.stderr) == (0, "")
    frame = Tags(done.stdout).of("iframe")[0]
    assert frame["src"] == f"{ADDRESS}clips/gradient-compass/embed.html?loop=1#see_the_right_angle"
    failed = compass(course, "embed", "9", "--beat", "see_the_left_angle")
    assert failed.returncode == 2
    assert "Did you mean see_the_right_angle?" in failed.stderr
    assert failed.stdout == ""
