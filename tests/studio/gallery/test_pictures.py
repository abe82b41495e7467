"""./compass pictures draws what was asked for, once, and writes a folder that works anywhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from studio.gallery import pictures
from studio.gallery.entries import choose, read_entries
from studio.gallery.pictures import LEDGER, draw_gallery
from studio.places import CHECKOUT
from tests.studio.courses import Course, compass

NAMED = ("polyline", "Follower")  # quick to draw, of one room


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """A course of its own, in which two pictures are drawn as one would type it."""
    made = Course(tmp_path_factory.mktemp("gallery"))
    (made.folder / "scenes").mkdir()
    done = compass(made, "pictures", *NAMED)
    assert done.returncode == 0, done.stderr
    assert "2 drawn, 0 up to date." in done.stdout
    assert "index.html" in done.stdout
    return made


@pytest.fixture(scope="module")
def folder(course: Course) -> Path:
    return course.folder / "media" / "pictures"


def test_stills_are_drawn_small_and_large_and_all_on_one_sheet(folder: Path) -> None:
    for name in NAMED:
        for size, width in (("stills", 1280), ("small", 480)):
            with Image.open(folder / size / f"{name}.png") as still:
                assert still.size == (width, width * 9 // 16)
                assert len(still.convert("RGB").getcolors(still.width * still.height)) > 1
    with Image.open(folder / "sheet.png") as sheet:
        assert sheet.width > 2 * 480


def test_what_has_not_changed_is_not_drawn_again(course: Course, folder: Path) -> None:
    still = folder / "stills" / "polyline.png"
    before = still.stat().st_mtime_ns
    done = compass(course, "pictures", "poly-line")
    assert done.returncode == 0, done.stderr
    assert "0 drawn, 1 up to date." in done.stdout
    assert still.stat().st_mtime_ns == before


def test_a_picture_is_due_when_its_lines_or_a_file_that_it_read_changed(folder: Path) -> None:
    (entry,) = choose(read_entries(), ["polyline"])
    ledger = json.loads((folder / LEDGER).read_text())
    files = ledger["polyline"]["record"]["files"]
    assert pictures._is_fresh(entry, ledger, folder)
    assert not pictures._is_fresh(replace(entry, lines=entry.lines + "\n# more"), ledger, folder)
    assert not pictures._is_fresh(replace(entry, name="Follower"), ledger, folder)  # its lines are another's
    assert "visuals/drawing/polyline.py" in {(CHECKOUT / name).resolve().relative_to(CHECKOUT).as_posix()
                                             for name in files}  # fmt: skip
    assert not any("visuals/gallery/" in name for name in files)  # of others' lines it knows nothing
    name = next(each for each in files if each.endswith("polyline.py"))
    files[name] = "another"
    assert not pictures._is_fresh(entry, ledger, folder)


def test_an_unknown_name_is_answered_with_the_nearest(course: Course) -> None:
    done = compass(course, "pictures", "SlopRose")
    assert done.returncode == 2
    assert "There is no picture called 'SlopRose'. Did you mean SlopeRose?" in done.stderr


def test_pictures_are_listed_at_once(course: Course) -> None:
    done = compass(course, "pictures", "--list", "map")
    assert done.returncode == 0
    assert [line.split()[0] for line in done.stdout.splitlines()] == [
        each.name for each in read_entries() if each.room == "map"
    ]


def test_lines_that_fail_are_told_and_what_was_there_stays(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = (folder / "stills" / "polyline.png").read_bytes()
    (entry,) = choose(read_entries(), ["polyline"])
    broken = replace(entry, function="draw_nothing_of_the_kind", lines="self.add(nothing)")
    monkeypatch.setattr(pictures, "read_entries", lambda: (broken,))
    ledger, page = (folder / LEDGER).read_text(), (folder / "index.html").read_text()
    gallery = draw_gallery(folder, [], folder, cores=1, tell=lambda words: None)
    (failure,) = gallery.failures
    assert failure.exit_code == 1
    assert "draw_nothing_of_the_kind" in str(failure)
    assert gallery.drawn == ()
    assert (folder / "stills" / "polyline.png").read_bytes() == before
    assert (folder / LEDGER).read_text() == ledger
    (folder / "index.html").write_text(page)


def test_the_folder_needs_nothing_beside_itself(folder: Path) -> None:
    page, style = ((folder / name).read_text() for name in ("index.html", "style.css"))
    links = re.findall(r'(?:src|href)="([^"#][^"]*)"', page)
    links += [each.split()[0] for found in re.findall(r'srcset="([^"]*)"', page) for each in found.split(",")]
    links += re.findall(r"url\(([^)]+)\)", style)
    local = {each for each in links if not each.startswith("https://creativecommons.org/")}
    assert {"style.css", "sheet.png", "stills/polyline.png", "small/Follower.png"} <= local
    assert not [each for each in local if not (folder / each).is_file()]


@pytest.fixture
def page(browser: Browser, folder: Path) -> Iterator[Page]:
    """The page from disk, on a phone."""
    opened = browser.new_page(viewport={"width": 390, "height": 844})
    opened.goto((folder / "index.html").as_uri())
    yield opened
    opened.close()


def test_the_page_is_searched_by_name_and_by_mathematics_and_fits_a_phone(page: Page) -> None:
    assert page.locator(".picture").count() == len(read_entries())
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    for words, found, missed in (("sloperose", "SlopeRose", "Rope"), ("Dot Product", "Shadow", "SlopeRose")):
        page.fill("#words", words)
        assert page.locator(f"#{found}").is_visible()
        assert not page.locator(f"#{missed}").is_visible()
    page.fill("#words", "no such thing")
    assert page.locator("#found").inner_text() == "0 pictures"
    page.fill("#words", "")
    assert page.locator("#polyline pre").first.is_visible()
    assert page.locator("#SlopeRose .none").inner_text().endswith("./compass pictures SlopeRose")
