"""The preview's page while a lecture is written: saved, broken, mended, and the server lost and found."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, expect

from studio.preview.serving import Preview
from tests.studio.courses import PATIENCE, wait_until
from tests.studio.preview.looking import WALKING, Looking, open_page
from visuals.theme import INK

WAY = 3 / (128 / 9)  # how far the dot goes, as a share of the picture's width
HERE, RIGHT, LEFT = 0.5, 0.5 + WAY, 0.5 - WAY
TO_THE_RIGHT, TO_THE_LEFT = "shift(3 * RIGHT)", "shift(3 * LEFT)"
COUNT_ON = '''
    @beat
    def count_on(self) -> None:
        """And this is a new thought."""
        self.play(self.dot.animate.shift(LEFT), run_time=0.4)
'''
COLOUR = """(share) => {
    const canvas = document.getElementById("picture");
    const { data } = canvas.getContext("2d").getImageData(share * canvas.width, canvas.height / 2, 1, 1);
    const digits = (each) => each.toString(16).padStart(2, "0").toUpperCase();
    return "#" + [...data].slice(0, 3).map(digits).join("");
}"""
MOODS = """() => {
    const state = document.getElementById("state"), error = document.getElementById("error");
    const note = () => window.moods.push([state.dataset.mood, error.childElementCount > 0]);
    window.moods = [];
    new MutationObserver(note).observe(state, { attributeFilter: ["data-mood"] });
    new MutationObserver(note).observe(error, { childList: true });
}"""
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


def test_a_save_of_what_all_beats_stand_on_shows_its_picture_at_once(seen: Looking) -> None:
    """The page stands on a beat's last frame and asks for it as soon as it hears of the save."""
    paint = seen.paint.read_text()
    for beat, words, ink, place in (
        ("show", "Here is a dot.", "output", HERE),
        ("move", "It goes aside.", "data", RIGHT),
    ):
        seen.page.get_by_role("button", name=words).click()
        seen.page.keyboard.press("Shift+End")
        seen.shows(beat, -1)
        before = seen.shown()
        seen.paint.write_text(paint.replace("INK.input", f"INK.{ink}"))
        wait_until(lambda: seen.shown() != before, PATIENCE / 2)  # noqa: B023 (called at once)
        seen.shows(beat, -1)
        expect(seen.page.locator("#state-text")).to_contain_text("Saved")
        assert seen.page.evaluate(COLOUR, place) == getattr(INK, ink)


def test_with_an_error_on_screen_the_state_line_is_never_green(seen: Looking) -> None:
    page = seen.page
    seen.save("measure(self) -> None:", "measure(self, more) -> None:")
    expect(page.get_by_role("alert")).to_contain_text("TypeError")
    page.evaluate(MOODS)
    seen.save("run_time=0.6", "run_time=0.7")
    expect(page.locator("#state-text")).to_contain_text("Saved: show")
    expect(page.locator("#state-text")).to_contain_text("TypeError")
    page.keyboard.press("s")
    expect(page.locator("#state-text")).to_contain_text("Still copied")
    moods = page.evaluate("window.moods")
    assert all(mood not in ("saved", "ready") for mood, has_error in moods if has_error)
    expect(page.locator("#state")).to_have_attribute("data-mood", "error")


def test_a_new_beat_is_shown_when_it_is_saved(seen: Looking) -> None:
    page = seen.page
    new = page.get_by_role("button", name="And this is a new thought.")
    seen.lecture.write_text(WALKING.lstrip() + COUNT_ON)
    new.wait_for()
    seen.shows("count_on", -1)
    expect(page.locator("#beat-title")).to_have_text("count on")
    seen.lecture.write_text(WALKING.lstrip())
    new.wait_for(state="detached")
    page.keyboard.press("Home")
    seen.lecture.write_text(WALKING.lstrip().replace("radius=0.5", "radius=0.4") + COUNT_ON)
    new.wait_for()
    seen.shows("count_on", -1)  # though with this save every beat is another


def test_a_deleted_lecture_says_so(seen: Looking) -> None:
    alert = seen.page.get_by_role("alert")
    text = seen.lecture.read_text()
    seen.lecture.unlink()
    expect(alert).to_contain_text("Deleted")
    expect(alert).to_contain_text("scenes/step1_first_steps/l01_walking_dot.py is no longer there")
    expect(seen.page.locator("#state")).to_have_attribute("data-mood", "error")
    expect(seen.page.get_by_role("navigation", name="Lectures").get_by_role("link")).to_have_count(0)
    seen.lecture.write_text(text)
    expect(alert).to_be_empty()
    expect(seen.page.get_by_role("navigation", name="Lectures").get_by_role("link")).to_have_count(1)


def test_two_windows_stay_each_at_its_beat(seen: Looking, browser: Browser, preview: Preview) -> None:
    other = open_page(browser, preview, seen.lecture, beat="measure", pinned=True)
    try:
        other.shows("measure", -1)
        before = other.shown()
        seen.save(TO_THE_RIGHT, TO_THE_LEFT)
        seen.shows("move", -1)
        wait_until(lambda: other.shown() != before)  # it stands on what has moved
        other.shows("measure", -1)
        seen.page.keyboard.press("p")
        expect(seen.page.locator("#pin")).to_have_attribute("aria-pressed", "true")
        assert "beat=move&pin=1" in seen.page.url
        before = seen.shown(), other.shown()
        seen.save('"slope <s>"', '"its slope <s>"')
        wait_until(lambda: other.shown() != before[1])
        other.shows("measure", -1)
        assert seen.shown() == before[0]
        other.page.keyboard.press("p")
        seen.page.keyboard.press("p")
        before = seen.shown(), other.shown()
        seen.paint.write_text(seen.paint.read_text().replace("INK.input", "INK.output"))
        wait_until(lambda: seen.shown() != before[0] and other.shown() != before[1])
        seen.shows("move", -1)  # where all beats are others, nobody is led elsewhere, pinned or not
        other.shows("measure", -1)
    finally:
        other.page.context.close()
    assert not other.complaints
