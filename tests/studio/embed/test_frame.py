"""embed.html: in an iframe of another origin, from disk, without JavaScript; and what oEmbed tells of it."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from jsonschema import validate
from playwright.sync_api import Browser, Frame, Page

from studio.embed.site_files import bundle_files, discovery, site_files
from tests.studio.courses import CHECKOUT
from tests.studio.embed.conftest import ADDRESS, Build, Clip, beat
from visuals.course import read_course

OURS = read_course(CHECKOUT)
OEMBED = {  # https://oembed.com, 2.3.4.2: what a response of type video must have, and may
    "type": "object",
    "required": ["type", "version", "html", "width", "height"],
    "properties": {
        "type": {"const": "video"},
        "version": {"const": "1.0"},
        "html": {"type": "string"},
        "width": {"type": "integer"},
        "height": {"type": "integer"},
        "title": {"type": "string"},
        "provider_name": {"type": "string"},
        "provider_url": {"type": "string"},
        "thumbnail_url": {"type": "string"},
        "thumbnail_width": {"type": "integer"},
        "thumbnail_height": {"type": "integer"},
    },
    "dependentRequired": {"thumbnail_url": ["thumbnail_width", "thumbnail_height"]},
    "additionalProperties": False,
}


class Tags(HTMLParser):
    """Every tag of a page with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attributes)))

    def of(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.found if name == tag]


def plays_to_the_end_of(place: Page | Frame, shown: dict[str, Any]) -> None:
    """Begin what is shown there, and see it stop where the beat ends."""
    place.locator(".begin").click()
    video = "document.querySelector('compass-clip').video"
    place.wait_for_function(f"() => !{video}.paused && {video}.textTracks[0].activeCues.length")
    place.wait_for_function(f"() => {video}.paused && !{video}.seeking")
    at = place.evaluate(f"{video}.currentTime")
    assert shown["end"] - 0.1 < at < shown["end"]


def test_an_iframe_of_another_origin_shows_the_film(
    page: Page, example: Build, foreign: str, clip: Clip
) -> None:
    example("iframe")
    page.goto(f"{foreign}iframe/")
    page.frame_locator("iframe").locator(".begin").wait_for()
    assert not Axe().run(page).response["violations"]
    plays_to_the_end_of(page.frames[1], beat(clip, "see_the_right_angle"))


def test_it_plays_from_disk(page: Page, bundle: Path, clip: Clip) -> None:
    page.goto((bundle / "embed.html").as_uri() + "#find_the_longest")
    plays_to_the_end_of(page, beat(clip, "find_the_longest"))


def test_its_address_says_what_is_played(page: Page, address: str, clip: Clip) -> None:
    place = f"{address}clips/gradient-compass/embed.html"
    video = "document.querySelector('compass-clip').video"
    page.goto(f"{place}?start=0:01&loop=1#find-the-longest")
    page.wait_for_function(f"() => {video}?.muted && {video}.currentTime > 0")
    page.goto(f"{place}#see_the_right_angle")
    start = beat(clip, "see_the_right_angle")["start"]
    page.wait_for_function(f"() => {video}?.currentTime === {start}")
    page.evaluate("location.hash = ''")
    page.locator(".chapters").wait_for()


def test_it_fills_its_frame_and_hides_nothing(page: Page, address: str) -> None:
    for width, height in ((640, 432), (320, 216), (1280, 720), (400, 700)):
        page.set_viewport_size({"width": width, "height": height})
        page.goto(f"{address}clips/gradient-compass/embed.html#see_the_right_angle")
        caption = page.locator("figcaption")
        caption.wait_for()
        box = caption.bounding_box()
        assert box is not None
        assert box["y"] + box["height"] <= height
        assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")
        stage = page.locator(".stage").bounding_box()
        assert stage is not None
        assert stage["height"] > height / 2


def test_without_javascript_it_is_a_plain_video_with_its_tracks(
    browser: Browser, address: str, clip: Clip
) -> None:
    with browser.new_context(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto(f"{address}clips/gradient-compass/embed.html")
        video = page.locator("video")
        assert video.is_visible()
        assert video.get_attribute("controls") is not None
        kinds = [track.get_attribute("kind") for track in video.locator("track").all()]
        assert kinds == ["captions", "chapters"]
        assert video.locator("source").get_attribute("src") == clip["film"]["file"]


@pytest.mark.parametrize("missing", ["", "script-src", "connect-src", "img-src", "media-src"])
def test_a_page_with_a_policy_needs_the_four_directives_that_the_readme_names(
    page: Page, foreign: str, tmp_path: Path, address: str, missing: str
) -> None:
    origin = address.rstrip("/")
    told = [name for name in ("script-src", "connect-src", "img-src", "media-src") if name != missing]
    policy = "; ".join(["default-src 'none'", *(f"{name} {origin}" for name in told)])
    assert all(name in (CHECKOUT / "README.md").read_text(encoding="utf-8") for name in told)
    (tmp_path / "index.html").write_text(
        f'<!doctype html><meta http-equiv="Content-Security-Policy" content="{policy}">'
        f'<script src="{address}clips/compass-clip.js"></script>'
        f'<compass-clip src="{address}clips/gradient-compass/" beat="find_the_longest"></compass-clip>',
        encoding="utf-8",
    )
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if "Content Security" in said.text else None)
    page.goto(foreign)
    if missing not in ("script-src", "connect-src"):
        page.locator(".begin").wait_for(state="attached")
        page.evaluate("document.querySelector('compass-clip').play().catch(() => {})")
        plays = "document.querySelector('compass-clip').video.currentTime > 0"
        page.wait_for_function(
            f"() => {plays} || document.querySelector('compass-clip').shadowRoot.querySelector('[data-dead]')"
        )
    page.wait_for_timeout(300)
    assert bool(refused) == bool(missing), refused


@pytest.mark.parametrize("place", ["", "#see_the_right_angle"])
def test_axe_finds_nothing(page: Page, address: str, place: str) -> None:
    page.goto(f"{address}clips/gradient-compass/embed.html{place}")
    page.locator("figcaption").wait_for()
    assert not Axe().run(page).response["violations"]


def test_a_page_leads_to_what_oembed_tells_and_that_to_the_page(bundle: Path, clip: Clip) -> None:
    page = Tags((bundle / "embed.html").read_text(encoding="utf-8"))
    links = [each for each in page.of("link") if each.get("type") == "application/json+oembed"]
    assert [each["rel"] for each in links] == ["alternate"]
    assert links[0]["href"] == f"{ADDRESS}clips/gradient-compass/oembed.json"
    told = json.loads((bundle / "oembed.json").read_text(encoding="utf-8"))
    validate(told, OEMBED)
    frame = Tags(told["html"]).of("iframe")[0]
    assert frame["src"] == f"{ADDRESS}clips/gradient-compass/embed.html"
    assert (bundle / told["thumbnail_url"].rpartition("/")[2]).exists()
    assert told["title"] == clip["title"] == frame["title"]


def test_where_the_address_is_not_known_nothing_promises_one(clip: Clip) -> None:
    assert list(bundle_files(clip, None, OURS)) == ["embed.html"]
    assert discovery(clip, None) == ""
    assert b"oembed" not in bundle_files(clip, None, OURS)["embed.html"]


def test_the_same_clip_gives_the_same_bytes(clip: Clip) -> None:
    assert bundle_files(clip, ADDRESS, OURS) == bundle_files(clip, ADDRESS, OURS)
    assert site_files() == site_files()


def test_no_words_of_a_lecture_can_end_the_script_that_carries_them(clip: Clip) -> None:
    wicked = "</script><b id=loose>\u2028&amp;"
    sly = clip | {"title": wicked, "goal": wicked}
    page = Tags(bundle_files(sly, ADDRESS, OURS)["embed.html"].decode())
    assert not page.of("b")
    assert page.of("script")[0]["type"] == "application/json"


def test_no_host_is_asked_for_an_icon(bundle: Path) -> None:
    page = Tags((bundle / "embed.html").read_text(encoding="utf-8"))
    assert {"rel": "icon", "href": "data:,"} in page.of("link")
