"""The preview's page while a lecture is written: saved, broken, mended, and the server lost and found."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.studio.preview.looking import Looking

WAY = 3 / (128 / 9)  # how far the dot goes, as a share of the picture's width
HERE, RIGHT, LEFT = 0.5, 0.5 + WAY, 0.5 - WAY
TO_THE_RIGHT, TO_THE_LEFT = "shift(3 * RIGHT)", "shift(3 * LEFT)"
LINE = f"self.play(self.dot.animate.{TO_THE_RIGHT}, run_time=0.8)"


def test_a_saved_beat_is_shown_at_its_last_frame(seen: Looking) -> None:
    seen.stands(HERE)
    for old, new, side in ((TO_THE_RIGHT, TO_THE_LEFT, LEFT), (TO_THE_LEFT, TO_THE_RIGHT, RIGHT)):
        seen.page.keyboard.press("Home")
        seen.save(old, new)
        seen.stands(side)
        seen.shows("move", -1)
        expect(seen.page.locator("#state-text")).to_contain_text("Saved: move")
        expect(seen.page.locator("#beat-title")).to_have_text("move")
        expect(seen.page.locator("#source")).to_contain_text(new)


def test_a_longer_beat_moves_what_follows(seen: Looking) -> None:
    before = seen.timeline()
    last = seen.page.locator("#film")
    spoken = before["beats"][1]["count"]  # its words take longer than its motion
    for old, new, longer in (("0.8", "2.0", 30 - spoken), ("2.0", "0.8", 0)):
        seen.save(f"run_time={old}", f"run_time={new}")
        expect(last).to_have_attribute("aria-valuemax", str(before["frame_count"] - 1 + longer))
        seen.page.get_by_role("button", name="Its slope is three.").click()
        assert seen.frame() == before["beats"][2]["first"] + longer
        seen.shows("measure", 0)


@pytest.mark.parametrize(
    ("broken", "title", "message"),
    [('raise ValueError("too steep")', "ValueError", "too steep"), ("shift(3 * ", "SyntaxError", "")],
    ids=["exception", "syntax"],
)
def test_an_error_stands_over_the_last_good_picture_until_it_is_mended(
    seen: Looking, broken: str, title: str, message: str
) -> None:
    page = seen.page
    alert = page.get_by_role("alert")
    seen.stands(HERE)
    good = seen.shown()
    seen.save(LINE, broken)
    expect(alert).to_contain_text(title)
    expect(alert).to_contain_text(message)
    expect(alert.locator(".here")).to_contain_text(broken.strip())
    number = seen.lecture.read_text().split(broken)[0].count("\n") + 1
    expect(alert.get_by_role("link").first).to_have_text(
        f"scenes/step1_first_steps/l01_walking_dot.py:{number}"
    )
    expect(page.locator("#frame")).to_have_attribute("data-dimmed", "")
    expect(page.locator("#state")).to_have_attribute("data-mood", "error")
    assert seen.shown() == good
    assert not Axe().run(page).response["violations"]
    seen.save(broken, LINE.replace(TO_THE_RIGHT, TO_THE_LEFT))
    expect(alert).to_be_empty()
    expect(page.locator("#frame")).not_to_have_attribute("data-dimmed", "")
    seen.shows("move", -1)
    seen.stands(LEFT)
    seen.save(TO_THE_LEFT, TO_THE_RIGHT)
    seen.stands(RIGHT)


def test_a_lost_connection_is_shown_and_healed(seen: Looking) -> None:
    """The line is cut as a laptop's sleep cuts it: requests fail until it is back."""
    page, state = seen.page, seen.page.locator("#state")
    good = seen.shown()
    page.context.set_offline(True)
    page.keyboard.press("End")
    expect(state).to_contain_text("Connection lost")
    assert seen.shown() == good
    page.context.set_offline(False)
    expect(state).not_to_have_attribute("data-mood", "lost")
    seen.shows("credits", -1)
