"""The course site in a real browser: the film plays, words follow, everybody can read it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.studio.publish.sites import LECTURE, PAGES_OF_A_KIND

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

BUDGET = 60_000  # bytes of script and style before any media
WITHIN = 0.2  # seconds
SOME = 400  # pieces of coloured code that axe looks at: every colour there is, and not for half a minute
Open = Callable[..., "Page"]


@pytest.fixture
def opened(browser: Browser) -> Iterator[Open]:
    """Opens a page in a context of its own; whatever goes wrong on it fails the test."""
    contexts = []
    problems: list[str] = []

    def open_page(address: str, *, width: int = 1280, height: int = 800, **options: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.on("console", lambda said: problems.append(said.text) if is_wrong(said) else None)
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not problems


def is_wrong(said: Any) -> bool:
    """Whether it is our fault: every host is asked for an icon, and no file on a disk may load a track."""
    asked_for_icon = said.location.get("url", "").endswith("/favicon.ico")
    return said.type == "error" and not asked_for_icon and "Unsafe attempt to load URL file:" not in said.text


def film(page: Page, what: str) -> Any:
    return page.evaluate(f"document.querySelector('video').{what}")


def wait_for(page: Page, condition: str) -> None:
    page.wait_for_function(f"() => {{ const film = document.querySelector('video'); return {condition}; }}")


def slow_down(page: Page) -> None:
    """Let the film pass a sixteenth as fast, so that a busy machine sees the moment that was asked for."""
    page.evaluate(
        "document.querySelectorAll('video').forEach(v => v.defaultPlaybackRate = v.playbackRate = 1 / 16)"
    )


def lines_on_screen(page: Page) -> str:
    """What the captions that show now say."""
    return page.evaluate(
        "[...document.querySelector('video').textTracks].filter(t => t.mode === 'showing')"
        ".flatMap(t => [...t.activeCues]).map(c => c.text).join(' ')"
    )


def test_the_film_plays_and_seeks(opened: Open, served: str) -> None:
    page = opened(served + LECTURE)
    page.evaluate("document.querySelector('video').play()")
    wait_for(page, "film.currentTime > 0.2 && !film.paused && film.videoWidth === 854")
    page.evaluate("document.querySelector('video').currentTime = 5")
    wait_for(page, "film.currentTime >= 5 && !film.seeking && film.readyState >= 2")


def test_nothing_of_the_film_is_loaded_before_somebody_wants_it(
    opened: Open, browser: Browser, served: str
) -> None:
    asked: list[str] = []
    page = opened("about:blank")
    page.on("request", lambda request: asked.append(request.url))
    page.goto(served + LECTURE)
    page.wait_for_load_state("networkidle")
    assert any(url.endswith(".js") for url in asked)
    assert not [url for url in asked if url.endswith(".mp4")]
    page.evaluate("document.querySelector('video').play()")
    wait_for(page, "film.readyState >= 2")
    assert [url for url in asked if url.endswith(".mp4")]


@pytest.mark.parametrize("path", PAGES_OF_A_KIND)
def test_script_and_style_are_light(opened: Open, served: str, path: str) -> None:
    page = opened("about:blank")
    sizes: dict[str, int] = {}

    def weigh(response: Any) -> None:
        if response.request.resource_type in ("script", "stylesheet", "font", "fetch", "xhr"):
            sizes[response.url] = len(response.body())

    page.on("response", weigh)
    page.goto(served + path)
    page.wait_for_load_state("networkidle")
    inline = page.evaluate(
        "[...document.querySelectorAll('script:not([src]):not([type$=json]), style')]"
        ".reduce((sum, each) => sum + each.textContent.length, 0)"
    )
    script_and_style = sum(size for url, size in sizes.items() if not url.endswith(".woff2"))
    assert script_and_style + inline < BUDGET / 2
    assert sum(sizes.values()) + inline < 1.2 * BUDGET  # letters, too


def test_captions_show(opened: Open, served: str) -> None:
    page = opened(served + LECTURE)
    slow_down(page)
    page.evaluate("document.querySelector('video').currentTime = 0.1")
    page.evaluate("document.querySelector('video').play()")
    wait_for(page, "film.textTracks[0].mode === 'showing' && film.textTracks[0].activeCues?.length")
    assert lines_on_screen(page) == "A dot."


def test_chapters_words_and_pictures_lead_to_their_moments(opened: Open, served: str, site: Path) -> None:
    beats = {b["name"]: b for b in json.loads((site / "clips/quiet-dot/clip.json").read_text())["beats"]}
    page = opened(served + LECTURE)
    slow_down(page)
    for click, beat in (
        (lambda: page.get_by_role("link", name="Credits").first.click(), "credits"),
        (lambda: page.locator("#show .still").click(), "show"),
        (lambda: page.locator("#move .cue").first.click(), "move"),
        (lambda: page.locator(".pictures a").first.click(), "move"),
        (lambda: page.locator(".numbers td .clock").first.click(), "show"),
    ):
        click()
        wait_for(page, "!film.paused && !film.seeking")
        moment = film(page, "currentTime")
        assert beats[beat]["start"] <= moment < beats[beat]["end"], (beat, moment)
        expect(page.locator(".beat.now")).to_have_attribute("id", beat)
    assert page.url.endswith("#show")


def test_words_follow_the_film(opened: Open, served: str, site: Path) -> None:
    beats = json.loads((site / "clips/quiet-dot/clip.json").read_text())["beats"]
    page = opened(served + LECTURE, width=1000, height=500, reduced_motion="reduce")  # scrolls at once
    slow_down(page)
    script = page.locator(".script")
    script.evaluate("node => { node.style.maxHeight = '6rem'; node.style.overflow = 'auto' }")
    page.evaluate("document.querySelector('video').play()")
    wait_for(page, "film.readyState >= 2")
    page.evaluate(f"document.querySelector('video').currentTime = {beats[-1]['start'] + 0.1}")
    page.locator("#credits.now").wait_for()
    assert page.locator(".cue.now").inner_text().startswith("Every number")
    assert page.locator(".chapters [aria-current]").inner_text().endswith("Credits")
    page.wait_for_function("document.querySelector('.script').scrollTop > 20")
    page.get_by_label("follow the film").uncheck()
    before = script.evaluate("node => node.scrollTop")
    page.evaluate("document.querySelector('video').currentTime = 0.05")
    page.locator("#show.now").wait_for()
    assert script.evaluate("node => node.scrollTop") == before


@pytest.mark.parametrize("name", ["move", "credits"])
def test_an_address_with_a_beat_goes_there(opened: Open, served: str, site: Path, name: str) -> None:
    beats = {b["name"]: b for b in json.loads((site / "clips/quiet-dot/clip.json").read_text())["beats"]}
    page = opened(f"{served}{LECTURE}#{name}")
    assert beats[name]["start"] <= film(page, "currentTime") < beats[name]["start"] + WITHIN
    expect(page.locator(".beat.now")).to_have_attribute("id", name)
    assert film(page, "paused")
    page.wait_for_load_state("load")
    page.wait_for_function("document.querySelector('video').getBoundingClientRect().top >= 0")
    box = page.locator("video").bounding_box()
    assert box is not None
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 800


def test_from_disk_the_film_its_words_and_its_captions_work(opened: Open, site: Path) -> None:
    page = opened((site / LECTURE).as_uri())
    slow_down(page)
    page.evaluate("document.querySelector('video').play()")
    wait_for(page, "film.currentTime > 0.01 && film.videoWidth === 854")
    wait_for(page, "film.textTracks[0].activeCues?.length")
    assert lines_on_screen(page) == "A dot."
    page.get_by_role("link", name="Credits").first.click()
    page.locator("#credits.now").wait_for()
    wait_for(page, "!film.seeking && film.textTracks[0].activeCues?.length")
    assert lines_on_screen(page).startswith("Every number in this film")
    page.get_by_role("link", name=re.compile("Next: lecture 2")).click()
    page.wait_for_url("**/lectures/other-dot/index.html")
    page.get_by_role("link", name="Untitled course").first.click()
    page.get_by_role("link", name=re.compile("01")).click()
    page.wait_for_url("**/" + LECTURE)


def test_without_javascript_film_captions_words_and_links_are_there(opened: Open, served: str) -> None:
    page = opened(served + LECTURE, java_script_enabled=False)
    video = page.locator("video")
    assert video.get_attribute("controls") is not None
    assert page.locator("video track[kind=captions][default]").count() == 1
    assert page.get_by_text("It moves.").first.is_visible()
    page.get_by_role("link", name="Credits").first.click()
    assert page.url.endswith("#credits")
    assert not page.get_by_label("follow the film").is_visible()
    sources = [page.locator("video source").get_attribute("src")]
    sources += [each.get_attribute("src") for each in page.locator("video track").all()]
    for source in sources:
        assert page.request.get(f"{served}lectures/quiet-dot/{source}").ok


@pytest.mark.parametrize("path", PAGES_OF_A_KIND[:-1])
def test_a_phone_scrolls_no_page_sideways(opened: Open, served: str, path: str) -> None:
    page = opened(served + path, width=320, height=640)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


@pytest.mark.parametrize("width", [390, 1280, 1920])
def test_the_film_is_on_the_first_screen(opened: Open, served: str, width: int) -> None:
    height = {390: 844, 1280: 800, 1920: 1080}[width]
    page = opened(served + LECTURE, width=width, height=height)
    box = page.locator("video").bounding_box()
    assert box is not None
    assert box["y"] + box["height"] <= height
    assert box["width"] > 0.6 * width


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES_OF_A_KIND[:-1])
def test_axe_finds_nothing(opened: Open, served: str, path: str, scheme: str) -> None:
    page = opened(served + path, color_scheme=scheme)
    page.evaluate(
        f"""for (const each of document.querySelectorAll('details')) each.open = true;
        for (const each of document.querySelectorAll('pre code'))
            while (each.childNodes.length > {SOME}) each.lastChild.remove();"""
    )
    found = Axe().run(
        page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}
    )
    assert not [(each["id"], each["nodes"][0]["html"]) for each in found.response["violations"]]


def test_axe_finds_nothing_while_the_film_is_on_a_phone(opened: Open, served: str) -> None:
    page = opened(f"{served}{LECTURE}#move", width=390, height=844, color_scheme="dark")
    page.locator("#move.now").wait_for()
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
    assert not [(each["id"], each["nodes"][0]["html"]) for each in found.response["violations"]]


def test_light_and_dark_are_two_grounds(opened: Open, served: str) -> None:
    grounds = [
        opened(served + LECTURE, color_scheme=scheme).evaluate(
            "getComputedStyle(document.body).backgroundColor"
        )
        for scheme in ("light", "dark")
    ]
    light, dark = (sum(map(int, re.findall(r"\d+", each))) for each in grounds)
    assert light > 600
    assert dark < 100


def test_everything_can_be_reached_and_seen_with_the_keyboard(opened: Open, served: str) -> None:
    page = opened(served + LECTURE)
    seen = []
    for _ in range(14):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.className || document.activeElement.tagName"))
    assert seen[0] == "skip"
    assert {"brand", "VIDEO", "script"} <= set(seen)
    page.locator("#move .still").focus()
    page.keyboard.press("Enter")
    page.locator("#move.now").wait_for()


def test_the_handout_has_every_picture_with_its_words(opened: Open, served: str) -> None:
    page = opened(served + LECTURE, width=760, height=1000)
    page.emulate_media(media="print")
    for name in ("show", "move", "credits"):
        beat = page.locator(f"#{name}")
        beat.scroll_into_view_if_needed()
        picture = beat.locator("img")
        picture.evaluate("image => image.decode()")
        box = picture.bounding_box()
        assert box is not None
        assert box["width"] > 200
        assert beat.locator("p").is_visible()
    for hidden in ("video", ".pictures", ".neighbours", "details", ".bar"):
        assert not page.locator(hidden).first.is_visible()


def test_a_printed_page_carries_all_stills_though_they_were_never_scrolled_to(
    opened: Open, served: str
) -> None:
    page = opened(served + LECTURE, width=400, height=300)
    for _ in range(5):  # on a busy machine the stills that printing asks for may come a moment late
        printed = page.pdf(format="A4", print_background=True)
        if len(re.findall(rb"/Subtype\s*/Image", printed)) >= 3:
            return
        page.wait_for_load_state("networkidle")
    raise AssertionError("stills are missing on paper")


def test_motion_is_spared_to_those_who_ask(opened: Open, served: str) -> None:
    page = opened(served + "index.html", reduced_motion="reduce")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
