"""The element compass-clip, on pages of other origins, in a real browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.studio.embed.conftest import Build, Clip, beat
from tests.studio.embed.hosts import host

VIDEO = "document.querySelector('{}').video"


def state(page: Page, which: str, what: str) -> Any:
    return page.evaluate(f"{VIDEO.format(which)}.{what}")


def wait(page: Page, which: str, condition: str) -> None:
    page.wait_for_function(f"() => {{ const video = {VIDEO.format(which)}; return video && ({condition}); }}")


def watch(page: Page, which: str) -> None:
    """Note in `visited` the time of every frame that comes on screen."""
    page.evaluate(
        f"""() => {{
          const video = {VIDEO.format(which)};
          window.visited = [];
          video.requestVideoFrameCallback(function note(_now, {{mediaTime}}) {{
            window.visited.push(mediaTime);
            video.requestVideoFrameCallback(note);
          }});
        }}"""
    )


def assert_within(times: list[float], shown: dict[str, Any], frame: float) -> None:
    """No frame came from outside the beat, but for one or two where the machine was too busy to stop it."""
    times = [time for time in times if time > 0]  # at 0 the poster still covers what has not been sought yet
    assert min(times) >= shown["start"] - frame / 2
    assert max(times) < shown["end"] + 1.5 * frame
    assert len([time for time in times if time > shown["end"] - frame / 2]) <= 2


def write(folder: Path, body: str, address: str) -> None:
    """A page around some elements."""
    script = f'<script src="{address}clips/compass-clip.js"></script>'
    head = f"<!doctype html><html lang=en><meta charset=utf-8><title>A page</title>{script}"
    (folder / "index.html").write_text(f"{head}<main><h1>A page</h1>{body}</main>", encoding="utf-8")


def test_a_beat_plays_on_a_page_of_another_origin_and_stops_on_its_last_frame(
    page: Page, example: Build, foreign: str, clip: Clip
) -> None:
    example("html")
    page.goto(f"{foreign}html/")
    shown, frame = beat(clip, "see_the_right_angle"), 1 / clip["frame_rate"]
    page.locator("#beat .begin").wait_for()
    watch(page, "#beat")
    page.locator("#beat .begin").click()
    wait(page, "#beat", "!video.paused && video.currentTime > 0")
    wait(page, "#beat", "video.paused && !video.seeking")
    assert_within(page.evaluate("window.visited"), shown, frame)
    at = state(page, "#beat", "currentTime")
    assert shown["end"] - frame <= at < shown["end"]
    page.locator("#beat .bar button").first.click()  # and plays it again
    wait(page, "#beat", f"!video.paused && video.currentTime < {at - 0.5}")


def test_it_shows_the_words(page: Page, example: Build, foreign: str, clip: Clip) -> None:
    example("html")
    page.goto(f"{foreign}html/")
    page.locator("#beat .begin").click()
    wait(page, "#beat", "video.textTracks[0].activeCues.length")
    assert state(page, "#beat", "textTracks[0].mode") == "showing"
    cue = "textTracks[0].activeCues[0]"
    assert state(page, "#beat", f"{cue}.getCueAsHTML().textContent") == 'A "right" angle & more.'
    page.locator("#beat").get_by_role("button", name="CC").click()
    assert state(page, "#beat", "textTracks[0].mode") == "hidden"


def test_a_cue_cannot_hide_words_in_markup(page: Page, foreign: str, tmp_path: Path, address: str) -> None:
    write(tmp_path, f'<compass-clip src="{address}clips/gradient-compass/"></compass-clip>', address)
    page.goto(foreign)
    page.locator(".begin").wait_for()
    cue = "textTracks[0].cues[0].getCueAsHTML().textContent"
    assert state(page, "compass-clip", cue) == "Pick a direction <here>."


def test_a_loop_moves_in_view_alone_without_sound_and_never_leaves_its_beat(
    page: Page, example: Build, foreign: str, clip: Clip
) -> None:
    example("html")
    page.set_viewport_size({"width": 700, "height": 400})
    page.goto(f"{foreign}html/")
    page.locator("#loop").evaluate("element => element.scrollIntoView({block: 'center'})")
    shown, frame = beat(clip, "find_the_longest"), 1 / clip["frame_rate"]
    wait(page, "#loop", "!video.paused && video.currentTime > 0")
    assert state(page, "#loop", "muted")
    watch(page, "#loop")
    page.wait_for_function("() => window.visited.some((time, i) => time < window.visited[i - 1])")
    assert_within(page.evaluate("window.visited"), shown, frame)
    page.evaluate("scrollTo(0, 0)")
    page.locator("#whole").evaluate("element => element.scrollIntoView()")
    wait(page, "#loop", "video.paused")


def test_who_asked_for_less_motion_is_asked_first(browser: Browser, example: Build, foreign: str) -> None:
    example("html")
    with browser.new_context(reduced_motion="reduce") as context:
        page = context.new_page()
        page.goto(f"{foreign}html/")
        page.locator("#loop").evaluate("element => element.scrollIntoView({block: 'center'})")
        page.locator("#loop .begin").wait_for()
        page.wait_for_timeout(400)
        assert state(page, "#loop", "paused")
        page.locator("#loop .begin").click()
        wait(page, "#loop", "video.currentTime > 0 && !video.paused")
        wait(page, "#loop", "video.paused")  # once is enough
        page.emulate_media(reduced_motion="no-preference")
        wait(page, "#loop", "!video.paused || !video.muted")


def test_nothing_is_loaded_before_it_is_near_and_no_film_before_it_is_asked_for(
    page: Page, foreign: str, tmp_path: Path, address: str
) -> None:
    element = f'<compass-clip src="{address}clips/gradient-compass/"></compass-clip>'
    write(tmp_path, f'<div style="height: 6000px"></div>{element}{element}', address)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(address)))
    page.goto(foreign)
    page.wait_for_timeout(300)
    assert [url for url in asked if not url.startswith(foreign)] == ["clips/compass-clip.js"]
    page.locator("compass-clip").first.scroll_into_view_if_needed()
    page.locator("compass-clip").nth(1).locator(".begin").wait_for()
    assert asked.count("clips/gradient-compass/clip.json") == 1
    assert not any(url.endswith(".mp4") for url in asked)
    page.locator(".begin").first.click()
    wait(page, "compass-clip", "video.currentTime > 0")
    assert any(url.endswith(".mp4") for url in asked)


def test_without_the_header_what_the_author_put_inside_stays(
    page: Page, foreign: str, tmp_path: Path, site: Path
) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    with host(site) as silent:
        source = f"{silent}clips/gradient-compass/"
        write(
            tmp_path, f'<compass-clip src="{source}"><a href="{silent}">The film</a></compass-clip>', silent
        )
        page.goto(foreign)
        page.wait_for_event("console", lambda message: "compass-clip" in message.text)
        assert page.get_by_text("The film").is_visible()
    assert any("Access-Control-Allow-Origin" in each for each in said if "compass-clip" in each)


@pytest.mark.parametrize(
    ("attributes", "sentence"),
    [
        ('beat="see_the_right_angel"', "Did you mean see_the_right_angle?"),
        ('start="4" end="0:02"', "nothing lies between 4 s and 2 s"),
        ('start="soon"', 'start="soon" is no time'),
    ],
)
def test_an_authors_mistake_is_told_in_the_films_place(
    page: Page, foreign: str, tmp_path: Path, address: str, attributes: str, sentence: str
) -> None:
    source = f"{address}clips/gradient-compass/"
    write(tmp_path, f'<compass-clip src="{source}" {attributes}><p>Instead</p></compass-clip>', address)
    page.goto(foreign)
    notice = page.get_by_role("alert")
    notice.wait_for()
    assert sentence in notice.inner_text()


def test_a_name_may_be_mended_while_the_page_is_open(
    page: Page, foreign: str, tmp_path: Path, address: str, clip: Clip
) -> None:
    source = f"{address}clips/gradient-compass/#nothing-of-the-kind"
    write(tmp_path, f'<compass-clip src="{source}"></compass-clip>', address)
    page.goto(foreign)
    page.get_by_role("alert").wait_for()
    page.locator("compass-clip").evaluate("element => element.setAttribute('beat', 'find-the-longest')")
    page.locator(".begin").wait_for()
    assert state(page, "compass-clip", "currentTime") == beat(clip, "find_the_longest")["start"]


def test_chapters_lead_into_the_film(page: Page, example: Build, foreign: str, clip: Clip) -> None:
    example("html")
    page.goto(f"{foreign}html/")
    page.locator("#whole").evaluate("element => element.scrollIntoView()")
    chapter = page.locator("#whole .chapters button", has_text="The rose")
    chapter.click()
    start = clip["chapters"][1]["start"]
    wait(page, "#whole", f"!video.paused && video.currentTime >= {start}")
    expect(chapter).to_have_attribute("aria-current", "true")
    expect(page.locator('#whole .chapters [aria-current="true"]')).to_have_count(1)


def test_the_keyboard_does_it_all(page: Page, example: Build, foreign: str, clip: Clip) -> None:
    example("html")
    page.goto(f"{foreign}html/")
    page.locator("#beat .begin").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    start = beat(clip, "see_the_right_angle")["start"]
    wait(page, "#beat", f"!video.paused && video.currentTime > {start} + 0.2")
    held = "document.activeElement.shadowRoot.activeElement.getAttribute('aria-label')"
    assert page.evaluate(held) == "Pause"
    page.keyboard.press("Space")
    wait(page, "#beat", "video.paused")
    before = state(page, "#beat", "currentTime")
    page.keyboard.press("Tab")
    page.keyboard.press("Home")
    wait(page, "#beat", f"video.currentTime < {before} && video.currentTime < {start} + 0.1")


def test_no_way_leads_out_of_a_beat(page: Page, example: Build, foreign: str, clip: Clip) -> None:
    example("html")
    page.goto(f"{foreign}html/")
    page.locator("#beat .begin").click()
    wait(page, "#beat", "video.readyState > 2")
    page.evaluate(f"{VIDEO.format('#beat')}.pause()")
    shown = beat(clip, "see_the_right_angle")
    for wanted in (0, clip["seconds"], shown["end"]):
        page.evaluate(f"{VIDEO.format('#beat')}.currentTime = {wanted}")
        inside = f"video.currentTime >= {shown['start']} && video.currentTime < {shown['end']}"
        wait(page, "#beat", f"!video.seeking && {inside}")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Browser, example: Build, foreign: str, scheme: Any) -> None:
    example("html")
    with browser.new_context(color_scheme=scheme, viewport={"width": 390, "height": 844}) as context:
        page = context.new_page()
        page.goto(f"{foreign}html/")
        for name in ("#beat", "#loop", "#whole"):
            page.locator(name).evaluate("element => element.scrollIntoView({block: 'center'})")
            page.locator(f"{name} figcaption").wait_for()
        found = Axe().run(page).response["violations"]
        assert not [(each["id"], [node["html"] for node in each["nodes"]]) for each in found]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
