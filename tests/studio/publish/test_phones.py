"""The lecture's player and the pages around it where there is little room, in a real browser."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from playwright.sync_api import expect

from tests.studio.publish.films import unplayable

if TYPE_CHECKING:
    from playwright.sync_api import Page

LECTURE = "lectures/quiet-dot/index.html"
LYING = (844, 390)
UPRIGHT = (390, 844)
Open = Callable[..., "Page"]
TALLEST = """Math.max(...Array.from(
    document.querySelectorAll('img, video, .roadmap, .rucksack, .film, .table, pre, .chapters'),
    each => each.getBoundingClientRect().height))"""
ON_THE_TRAIL = """() => {
    const way = document.querySelector('.roadmap path[stroke-dasharray]'), to = way.getScreenCTM();
    const lamps = [...document.querySelectorAll('.roadmap > circle')]
        .map(each => each.getBoundingClientRect())
        .map(box => [box.x + box.width / 2, box.y + box.height / 2]);
    for (let at = 0; at < way.getTotalLength(); at += 4) {
        const place = way.getPointAtLength(at).matrixTransform(to);
        lamps.push([place.x, place.y]);
    }
    const lines = [];
    const words = document.createTreeWalker(document.querySelector('.welcome'), NodeFilter.SHOW_TEXT);
    while (words.nextNode()) {
        const range = document.createRange();
        range.selectNodeContents(words.currentNode);
        if (words.currentNode.textContent.trim()) lines.push(...range.getClientRects());
    }
    const hit = ([x, y]) => lines.some(box =>
        x > box.left - 6 && x < box.right + 6 && y > box.top - 6 && y < box.bottom + 6);
    return lines.length ? lamps.filter(hit) : 'no words';
}"""


def box(page: Page, selector: str) -> dict[str, float]:
    found = page.locator(selector).first.bounding_box()
    assert found is not None, selector
    return dict(found)


def beats(site: Path) -> dict[str, Any]:
    clip = json.loads((site / "clips/quiet-dot/clip.json").read_text())
    return {each["name"]: each for each in clip["beats"]}


@pytest.mark.parametrize("size", [UPRIGHT, LYING, (320, 568)])
def test_words_stand_below_a_small_picture_and_can_be_read(
    opened: Open, served: str, size: tuple[int, int]
) -> None:
    page = opened(served + LECTURE, size)
    page.evaluate("const film = document.querySelector('video'); film.playbackRate = 1 / 16; film.play()")
    said = page.locator(".said")
    expect(said).to_have_text("A dot.")
    assert float(said.evaluate("node => parseFloat(getComputedStyle(node).fontSize)")) >= 16
    assert box(page, ".said")["y"] >= box(page, "video")["y"] + box(page, "video")["height"] - 1
    assert page.evaluate("document.querySelector('video').textTracks[0].mode") == "hidden", "not twice"
    page.get_by_role("button", name="CC").click()
    expect(said).to_be_hidden()


def test_words_stand_in_a_large_picture(opened: Open, served: str) -> None:
    page = opened(served + LECTURE, (1280, 800))
    assert page.evaluate("document.querySelector('video').textTracks[0].mode") == "showing"
    expect(page.locator(".said")).to_be_hidden()
    page.get_by_role("button", name="CC").click()
    assert page.evaluate("document.querySelector('video').textTracks[0].mode") == "hidden"


def test_nothing_moves_when_words_come_and_go(opened: Open, served: str) -> None:
    page = opened(served + LECTURE, (320, 700))
    place = box(page, ".controls")["y"]
    for words in ("", "A dot.", "Every number in this film was computed for it. Sources and licence."):
        page.evaluate("words => { document.querySelector('.said').textContent = words }", words)
        assert box(page, ".controls")["y"] == pytest.approx(place, abs=0.5)


@pytest.mark.parametrize("size", [UPRIGHT, LYING])
def test_the_film_stays_in_sight_beside_the_words(opened: Open, served: str, size: tuple[int, int]) -> None:
    page = opened(served + LECTURE, size)
    page.evaluate("document.querySelector('.script').style.paddingBottom = '1500px'")  # as a long lecture has
    last = page.locator("#credits")
    last.evaluate("node => scrollTo(0, scrollY + node.getBoundingClientRect().top - innerHeight * 0.6)")
    film, words = box(page, "video"), box(page, "#credits")
    assert film["y"] >= 0
    assert box(page, ".controls")["y"] + box(page, ".controls")["height"] <= size[1]
    beside = film["x"] + film["width"] <= words["x"]
    assert beside or box(page, ".controls")["y"] + box(page, ".controls")["height"] <= words["y"]
    assert beside == (size == LYING)
    assert (
        page.evaluate(
            "document.elementFromPoint(innerWidth / 4, document.querySelector('video')"
            ".getBoundingClientRect().bottom - 9).id"
        )
        == "film"
    ), "nothing passes over it"


@pytest.mark.parametrize("path", ["index.html", LECTURE, "clips/quiet-dot/transcript.html",
                                  "code/calc_core.derivatives.gradients.html", "404.html"])  # fmt: skip
@pytest.mark.parametrize("size", [LYING, (568, 320)])
def test_nothing_is_taller_than_a_screen_that_lies(
    opened: Open, served: str, path: str, size: tuple[int, int]
) -> None:
    page = opened(served + path, size)
    if page.locator("img, video, .roadmap, pre").count():
        page.evaluate("for (const each of document.querySelectorAll('details')) each.open = true")
        assert page.evaluate(TALLEST) <= size[1]
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]


@pytest.mark.parametrize("size", [UPRIGHT, LYING, (1280, 800), (1440, 500)])
def test_the_bar_lies_below_the_picture_and_plays(opened: Open, served: str, size: tuple[int, int]) -> None:
    page = opened(served + LECTURE, size)
    assert page.locator("video").get_attribute("controls") is None
    film, bar = box(page, "video"), box(page, ".controls")
    assert bar["y"] >= film["y"] + film["height"] - 1
    for button in page.locator(".controls button").all():
        place = button.bounding_box()
        assert place is not None
        assert min(place["width"], place["height"]) >= 24  # WCAG 2.5.8
        assert place["x"] + place["width"] <= size[0]
    page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_function("!document.querySelector('video').paused")
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("slider").fill("3")
    page.wait_for_function("Math.abs(document.querySelector('video').currentTime - 3) < 0.05")
    expect(page.locator(".controls output")).to_have_text("0:03 / 0:07")
    page.get_by_role("button", name="1×").click()
    page.wait_for_function("document.querySelector('video').playbackRate === 1.25")


@pytest.mark.parametrize("size", [UPRIGHT, (1280, 800)])
def test_an_address_with_a_beat_shows_its_still_and_time_before_anything_plays(
    opened: Open, served: str, site: Path, size: tuple[int, int]
) -> None:
    still = beats(site)["credits"]["still"]
    films: list[str] = []
    page = opened("about:blank", size)
    page.on("request", lambda request: films.append(request.url) if ".mp4" in request.url else None)
    page.goto(f"{served}{LECTURE}#credits")
    files = [still["file"], *(each["file"] for each in still["sizes"])]
    shown = page.evaluate("document.querySelector('video').poster")
    assert shown.removeprefix(f"{served}clips/quiet-dot/") in files
    expect(page.locator(".controls output")).to_have_text("0:02 / 0:07")
    assert not films
    page.evaluate("location.hash = '#move'")
    page.wait_for_function("document.querySelector('video').poster.includes('/move.')")


def test_a_film_that_cannot_be_played_says_so_with_its_still_and_a_link(opened: Open, served: str) -> None:
    page = opened("about:blank", (1280, 800))
    page.route("**/*.mp4", lambda route: route.fulfill(body=unplayable(), content_type="video/mp4"))
    page.goto(served + LECTURE)
    expect(page.get_by_role("alert")).to_be_hidden()
    page.get_by_role("button", name="Play", exact=True).click()
    alert = page.get_by_role("alert")
    expect(alert).to_be_visible()
    assert "H.264" in alert.inner_text()
    link = alert.get_by_role("link").get_attribute("href")
    assert link is not None
    assert page.request.get(f"{served}lectures/quiet-dot/{link}").ok


@pytest.mark.parametrize("size", [(1024, 768), (700, 900), (844, 390), (740, 360), (992, 700), (1280, 720),
                                  (1440, 900), (1920, 1080), (2560, 1300)])  # fmt: skip
def test_the_homes_words_keep_off_the_trail(opened: Open, served: str, size: tuple[int, int]) -> None:
    page = opened(served + "index.html", size)
    page.evaluate("document.querySelector('.start span').textContent = "
                  "'27 films, 108 minutes, with captions and transcripts'")  # fmt: skip
    page.evaluate("document.querySelector('.button').textContent = 'Begin: The compass for the landscape'")
    assert page.evaluate(ON_THE_TRAIL) == []
