"""The preview's page while a lecture is written: saved, broken, mended, and the server lost and found."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from studio.preview.serving import Preview
from tests.studio.preview.looking import PHONE, WALKING, WIDE, Looking, looking, walking_course

RIGHT, LEFT = "shift(3 * RIGHT)", "shift(3 * LEFT)"


@pytest.fixture(scope="module")
def lecture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return walking_course(tmp_path_factory.mktemp("course"))


@pytest.fixture(scope="module")
def preview(lecture: Path) -> Iterator[Preview]:
    with Preview(lecture.parents[2]) as running:
        yield running


@pytest.fixture
def seen(browser: Browser, preview: Preview, lecture: Path) -> Iterator[Looking]:
    with looking(browser, preview, lecture) as opened:
        yield opened
    lecture.write_text(WALKING.lstrip())


def test_a_saved_beat_is_shown_at_its_last_frame(seen: Looking) -> None:
    page = seen.page
    assert seen.middle() == pytest.approx(0.5, abs=0.01)
    for old, new, side in ((RIGHT, LEFT, -1), (LEFT, RIGHT, 1)):
        page.keyboard.press("Home")
        seen.save(old, new)
        expect(page.locator("#state-text")).to_contain_text("Saved: move")
        seen.shows("move", -1)
        assert seen.middle() == pytest.approx(0.5 + side * 3 / (128 / 9), abs=0.01)
        assert seen.frame() == seen.timeline()["beats"][1]["first"] + seen.timeline()["beats"][1]["count"] - 1


def test_a_longer_beat_moves_what_follows(seen: Looking) -> None:
    before = seen.timeline()
    seen.save("run_time=0.8", "run_time=5.0")
    expect(seen.page.locator("#state-text")).to_contain_text("Saved: move")
    seen.settled()
    after = seen.timeline()
    longer = after["frame_count"] - before["frame_count"]
    assert longer > 0
    expect(seen.page.locator("#film")).to_have_attribute("aria-valuemax", str(after["frame_count"] - 1))
    seen.page.get_by_role("button", name="Its slope is three.").click()
    assert seen.frame() == before["beats"][2]["first"] + longer
    seen.shows("measure", 0)


@pytest.mark.parametrize(
    ("broken", "title", "message"),
    [
        ('raise ValueError("too steep")', "ValueError", "too steep"),
        ("shift(3 * ", "SyntaxError", ""),
    ],
)
def test_an_error_stands_over_the_last_good_picture_until_it_is_mended(
    seen: Looking, broken: str, title: str, message: str
) -> None:
    page = seen.page
    alert = page.get_by_role("alert")
    good = seen.shown()
    line = f"self.play(self.dot.animate.{RIGHT}, run_time=0.8)"
    seen.save(line, broken)
    expect(alert).to_contain_text(title)
    expect(alert).to_contain_text(message)
    number = seen.lecture.read_text().split(broken)[0].count("\n") + 1
    expect(alert.locator(".here")).to_contain_text(broken.strip())
    expect(alert.get_by_role("link").first).to_have_text(
        f"scenes/step1_first_steps/l01_walking_dot.py:{number}"
    )
    expect(page.locator("#frame")).to_have_attribute("data-dimmed", "")
    assert seen.shown() == good
    assert seen.middle() == pytest.approx(0.5, abs=0.01)
    assert not Axe().run(page).response["violations"]
    seen.save(broken, line.replace(RIGHT, LEFT))
    expect(alert).to_be_empty()
    expect(page.locator("#frame")).not_to_have_attribute("data-dimmed", "")
    seen.shows("move", -1)
    assert seen.middle() < 0.4


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(
    browser: Browser, preview: Preview, lecture: Path, size: dict[str, int], scheme: str
) -> None:
    with looking(browser, preview, lecture, beat="measure", viewport=size, color_scheme=scheme) as seen:
        assert not Axe().run(seen.page).response["violations"]
        seen.page.keyboard.press("?")
        assert not Axe().run(seen.page).response["violations"]


def test_a_lost_connection_is_shown_and_healed(browser: Browser, lecture: Path) -> None:
    first = Preview(lecture.parents[2])
    port = first.server.port
    with first:
        shown = looking(browser, first, lecture)
        seen = shown.__enter__()
        good = seen.shown()
    state = seen.page.locator("#state")
    expect(state).to_have_attribute("data-mood", "lost")
    expect(state).to_contain_text("Connection lost")
    assert seen.shown() == good
    seen.save(RIGHT, LEFT)
    with Preview(lecture.parents[2], port=port):
        expect(state).not_to_have_attribute("data-mood", "lost")
        seen.settled()
        seen.page.get_by_role("button", name="It goes aside.").click()
        seen.page.keyboard.press("Shift+End")
        seen.shows("move", -1)
        assert seen.middle() < 0.4
        shown.__exit__(None, None, None)
    lecture.write_text(WALKING.lstrip())
