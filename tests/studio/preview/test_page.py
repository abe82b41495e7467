"""The preview's page in a real browser, against the real server: looking, stepping, playing."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.studio.preview.looking import PHONE, RECORD, WIDE, Looking


def test_it_opens_at_a_beats_last_frame_with_all_that_belongs_to_it(seen: Looking) -> None:
    page, film = seen.page, seen.timeline()
    beat = film["beats"][0]
    assert seen.frame() == beat["first"] + beat["count"] - 1
    expect(page.get_by_role("heading", name="A walking dot")).to_be_visible()
    expect(page.get_by_role("navigation", name="Lectures").get_by_role("link")).to_have_attribute(
        "aria-current", "page"
    )
    expect(page.locator("#caption")).to_have_text("Here is a dot. Where will it go?", use_inner_text=True)
    current = page.get_by_role("region", name="Script").locator("[aria-current]")
    expect(current).to_contain_text("Here is a dot.")
    expect(page.locator("#source")).to_contain_text("self.enter(self.dot, run_time=0.6)")
    expect(page.locator("#beat-link")).to_have_attribute("href", beat["link"])


def test_numbers_stand_with_the_call_they_came_from(seen: Looking) -> None:
    seen.page.get_by_role("button", name="Its slope is three.").click()
    call = seen.page.locator(".call")
    expect(call).to_have_count(1)
    expect(call.locator("code")).to_contain_text("calc_core.derivatives.one_variable.derivative(")
    expect(call.locator(".value")).to_have_text("3.00")
    call.get_by_role("button").click()
    measured = next(each for each in seen.timeline()["beats"] if each["name"] == "measure")
    at = round(measured["numbers"][0]["time"] * 15)
    seen.shows("measure", at - measured["first"])


def test_keys_step_a_frame_a_beat_and_to_the_ends(seen: Looking) -> None:
    page, film = seen.page, seen.timeline()
    starts = [each["first"] for each in film["beats"]]
    last = film["frame_count"] - 1
    for key, frame in [
        ("Home", 0),
        ("ArrowLeft", 0),
        ("ArrowRight", 1),
        ("ArrowDown", starts[1]),
        ("ArrowRight", starts[1] + 1),
        ("ArrowLeft", starts[1]),
        ("ArrowDown", starts[2]),
        ("ArrowRight", starts[2] + 1),
        ("ArrowUp", starts[2]),
        ("ArrowUp", starts[1]),
        ("End", last),
        ("ArrowRight", last),
    ]:
        page.keyboard.press(key)
        assert seen.frame() == frame, key
    seen.shows("credits", -1)
    page.keyboard.press("Home")
    seen.shows("show", 0)


def test_the_timelines_can_be_dragged_to_every_frame(seen: Looking) -> None:
    page, film = seen.page, seen.timeline()
    beat = film["beats"][1]
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    for track, first, count in (("#lens", beat["first"], beat["count"]), ("#film", 0, film["frame_count"])):
        box = page.locator(track).bounding_box()
        assert box is not None
        middle = box["y"] + box["height"] / 2
        page.mouse.move(box["x"] + 1, middle)
        page.mouse.down()
        assert seen.frame() == first
        for n in (0, 1, 2, count // 2, count - 1):
            page.mouse.move(box["x"] + (n + 0.5) / count * box["width"], middle)
            assert seen.frame() == first + n
        page.mouse.move(box["x"] + box["width"] + 300, middle)
        assert seen.frame() == first + count - 1
        page.mouse.up()
    seen.shows("credits", -1)


def test_sliders_say_where_one_is(seen: Looking) -> None:
    film = seen.page.get_by_role("slider", name="Place in the film")
    beat = seen.page.get_by_role("slider", name="Place in the beat")
    film.focus()
    seen.page.keyboard.press("Home")
    expect(film).to_have_attribute("aria-valuetext", "0:00.00, show, The question")
    beat.focus()
    count = seen.timeline()["beats"][0]["count"]
    seen.page.keyboard.press("End")  # of this one: the end of the beat
    expect(beat).to_have_attribute("aria-valuetext", f"frame {count} of {count}, show")
    expect(film).to_have_attribute("aria-valuenow", str(count - 1))


def test_space_plays_in_order_and_repeats_a_beat(seen: Looking) -> None:
    page = seen.page
    count = seen.timeline()["beats"][1]["count"]
    frames = seen.address("move", 0).removesuffix("0.png")
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    seen.shows("move", 0)
    page.evaluate(RECORD)
    page.keyboard.press("l")
    page.keyboard.press("Space")
    expect(page.locator("#play")).to_have_attribute("aria-label", "Pause")
    page.wait_for_function("(first) => window.told.lastIndexOf(first) > 0", arg=frames + "0.png")
    page.keyboard.press("Space")
    expect(page.locator("#play")).to_have_attribute("aria-label", "Play")
    told = page.evaluate("window.told")
    assert all(each.startswith(frames) for each in told)
    numbers = [int(each.removeprefix(frames).removesuffix(".png")) for each in told]
    round_once = numbers[: numbers.index(0)]
    assert round_once == sorted(set(round_once))
    assert len(round_once) > count / 3  # it moves, whatever was dropped


def test_it_plays_to_the_end_and_stops_there(seen: Looking) -> None:
    seen.page.keyboard.press("End")
    seen.page.keyboard.press("Shift+ArrowLeft")
    seen.page.keyboard.press("Space")
    seen.shows("credits", -1)
    expect(seen.page.locator("#play")).to_have_attribute("aria-label", "Play")
    assert seen.frame() == seen.timeline()["frame_count"] - 1


def test_at_rest_the_picture_is_as_sharp_as_the_window(seen: Looking) -> None:
    page = seen.page
    for size in (WIDE, {"width": 2400, "height": 1400}):
        page.set_viewport_size(size)
        seen.is_sharp()
        assert (seen.middle() or 0.0) == pytest.approx(0.5, abs=0.002)
    assert seen.shown() == seen.address("show", -1)
    page.evaluate("window.widths = []")
    page.evaluate(
        """new MutationObserver(() => window.widths.push(document.getElementById("picture").width))
            .observe(document.getElementById("picture"), { attributeFilter: ["data-shown"] })"""
    )
    page.keyboard.press("r")
    page.wait_for_function("() => window.widths.length > 5")
    page.keyboard.press("Space")
    assert set(page.evaluate("window.widths")) == {854}
    seen.is_sharp()
    page.set_viewport_size(PHONE)  # smaller than what playing shows
    seen.is_sharp()


def test_s_copies_the_still_as_png(seen: Looking) -> None:
    seen.is_sharp()
    seen.page.keyboard.press("s")
    expect(seen.page.locator("#state-text")).to_have_text("Still copied")
    same = seen.page.evaluate(
        """async (address) => {
            const pixels = async (blob) => {
                const picture = await createImageBitmap(blob);
                const canvas = new OffscreenCanvas(picture.width, picture.height);
                canvas.getContext("2d").drawImage(picture, 0, 0);
                return canvas.getContext("2d").getImageData(0, 0, picture.width, picture.height).data;
            };
            const [item] = await navigator.clipboard.read();
            const copied = await pixels(await item.getType("image/png"));
            const drawn = await pixels(await (await fetch(address)).blob());
            return copied.length === drawn.length && copied.every((value, i) => value === drawn[i]);
        }""",
        f"{seen.shown()}?width={seen.page.locator('#picture').get_attribute('data-sharp')}",
    )
    assert same


def test_a_question_mark_lists_the_keys_and_letters_can_be_let_alone(seen: Looking) -> None:
    page = seen.page
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")
    for key in ("space", "←", "↓", "Home", "End", "s", "?"):
        expect(dialog.locator("kbd", has_text=key).first).to_be_visible()
    dialog.get_by_label("Single letters work as keys").uncheck()
    page.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()
    page.keyboard.press("l")
    expect(page.locator("#loop")).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("ArrowLeft")
    assert seen.frame() == seen.timeline()["beats"][0]["count"] - 2


def test_what_has_the_focus_keeps_its_own_keys(seen: Looking) -> None:
    page = seen.page
    page.locator("#loop").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Space")  # by keyboard on a button: its own
    expect(page.locator("#loop")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#play")).to_have_attribute("aria-label", "Play")
    page.locator("#loop").click()
    page.keyboard.press("Space")  # a hand at the mouse means the film
    expect(page.locator("#loop")).to_have_attribute("aria-pressed", "false")
    expect(page.locator("#play")).to_have_attribute("aria-label", "Pause")


def test_a_phone_has_no_sideways_scroll(seen: Looking) -> None:
    page = seen.page
    lectures = page.get_by_role("navigation", name="Lectures")
    expect(lectures).to_be_visible()
    page.set_viewport_size(PHONE)
    expect(lectures).not_to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.get_by_role("button", name="Lectures").click()
    expect(lectures.get_by_role("link")).to_be_focused()
    page.keyboard.press("Escape")
    expect(lectures).not_to_be_visible()


def test_axe_finds_nothing_wide_or_narrow_by_day_or_by_night(seen: Looking) -> None:
    page = seen.page
    page.get_by_role("button", name="Its slope is three.").click()
    for size, scheme, keys in ((WIDE, "light", "Escape"), (WIDE, "dark", "?"), (PHONE, "dark", "Escape")):
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(size)
        page.keyboard.press(keys)
        assert not Axe().run(page).response["violations"], (size, scheme)
        page.keyboard.press("Escape")
