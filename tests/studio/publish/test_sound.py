"""A film that speaks, on its page: whole, off and on as the reader wishes, with its voices named."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import av
import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from studio.embed.clip import read_clip, voice_credit
from studio.publish.inspection import inspect_bundle
from tests.studio.publish.sites import Press
from tests.studio.publish.sounds import BREATH, PITCHES, RATE, VOICE, heard, pitch, spoken

if TYPE_CHECKING:
    from playwright.sync_api import Page

SPOKEN, SILENT = "lectures/other-dot/index.html", "lectures/quiet-dot/index.html"
CREDIT = "Voice: A. Tone & Co. (CC0)"
OFF, ON = "Sound is off: turn on", "Sound is on: turn off"
LATE = 0.025  # seconds: what nobody sees or hears
FINGER = 44  # pixels
Open = Callable[..., "Page"]


@pytest.fixture(scope="session")
def bundle(site: Path) -> Path:
    return site / "clips" / "other-dot"


@pytest.fixture(scope="session")
def clip(bundle: Path) -> dict[str, Any]:
    told = read_clip(bundle)
    assert told is not None
    return told


def film(page: Page, what: str) -> Any:
    return page.evaluate(f"document.querySelector('video').{what}")


def wait_for(page: Page, condition: str) -> None:
    page.wait_for_function(f"() => {{ const film = document.querySelector('video'); return {condition}; }}")


# -- without a browser ------------------------------------------------------------------------------------


def test_publishing_changes_no_packet_of_picture_or_sound(published: Press, bundle: Path) -> None:
    def packets(path: Path) -> list[tuple[str, int | None, bytes]]:
        with av.open(str(path)) as container:
            streams = [*container.streams.video, *container.streams.audio]
            return [
                (each.stream.type, each.pts, bytes(each)) for each in container.demux(streams) if each.size
            ]

    rendered = published.films / "other-dot.mp4"
    assert sorted(packets(rendered)) == sorted(packets(bundle / "film.mp4"))
    assert np.array_equal(heard(str(rendered)), heard(str(bundle / "film.mp4")))


def test_every_beat_is_heard_from_its_first_frame(bundle: Path, clip: dict[str, Any]) -> None:
    said = heard(str(bundle / "film.mp4"))
    expected = spoken(clip["beats"], clip["seconds"])
    assert abs(len(said) - len(expected)) < LATE * RATE
    for beat, wanted in zip(clip["beats"], PITCHES, strict=False):
        begin, end = round(beat["start"] * RATE), round((beat["end"] - BREATH) * RATE)
        assert pitch(said[begin:end]) == pytest.approx(wanted, abs=4)
        before = np.abs(said[max(begin - round(LATE * RATE), 0) : begin])
        assert np.abs(said[begin : begin + round(LATE * RATE)]).max() > 0.2 > before.max(initial=0)


def test_clip_and_pages_name_the_voice_where_there_is_one_and_nothing_where_not(
    site: Path, bundle: Path, clip: dict[str, Any]
) -> None:
    assert clip["sound"]["codec"] == "mp4a.40.2"
    assert voice_credit(clip) == CREDIT
    page = (site / SPOKEN).read_text()
    assert CREDIT.replace("&", "&amp;") in re.search(r'<p class="credit">.*', page)[0]  # type: ignore[index]
    assert "with sound" in re.search(r"<video[^>]*>", page)[0]  # type: ignore[index]
    assert CREDIT in (bundle / "transcript.txt").read_text()
    assert CREDIT.replace("&", "&amp;") in (bundle / "transcript.html").read_text()
    quiet = site / "clips" / "quiet-dot"
    assert "sound" not in json.loads((quiet / "clip.json").read_text())
    for text in (site / SILENT, quiet / "transcript.txt", quiet / "transcript.html"):
        assert not re.search(r"voice|sound", text.read_text(), re.IGNORECASE)


def test_an_inspection_hears_a_film_that_lost_its_sound(press: Press) -> None:
    folder = press.site / "clips" / "other-dot"
    told = json.loads((folder / "clip.json").read_text())
    del told["sound"]
    (folder / "clip.json").write_text(json.dumps(told))
    assert list(inspect_bundle(folder)) == [
        "the film has sound (mp4a.40.2), and clip.json tells of no sound."
    ]


def test_another_voice_makes_another_bundle(press: Press) -> None:
    other = VOICE | {"speaker": "B. Flat", "kind": "person", "licence": "CC BY 4.0"}
    press.hear("other-dot", other, VOICE)
    press.run()
    assert "Voice: B. Flat (CC BY 4.0); A. Tone &amp; Co. (CC0)." in (press.site / SPOKEN).read_text()


# -- in a browser -----------------------------------------------------------------------------------------


def test_play_is_heard_and_what_the_reader_chose_is_remembered(opened: Open, served: str) -> None:
    page = opened(served + SPOKEN)
    button = page.get_by_role("button", name="Sound is")
    expect(button).to_have_accessible_name(ON)
    page.get_by_role("button", name="Play", exact=True).click()
    wait_for(page, "film.webkitAudioDecodedByteCount > 0 && !film.paused && !film.muted")
    button.click()
    expect(button).to_have_accessible_name(OFF)
    expect(button).to_contain_text("Sound is off: turn on")
    assert film(page, "muted")
    page.reload()
    expect(button).to_contain_text("Sound is off: turn on")
    page.get_by_role("button", name="Play", exact=True).click()
    wait_for(page, "!film.paused")
    assert film(page, "muted")
    button.click()
    page.get_by_role("slider", name="Volume").fill("0.4")
    page.reload()
    expect(button).to_have_accessible_name(ON)
    assert film(page, "volume") == pytest.approx(0.4)
    assert page.get_by_role("slider", name="Volume").get_attribute("aria-valuetext") == "40 %"


def test_keys_turn_the_sound_on_off_up_and_down(opened: Open, served: str) -> None:
    page = opened(served + SPOKEN)
    page.locator("video").focus()
    for key, state in (("m", (True, 1)), ("m", (False, 1)), ("ArrowDown", (False, 0.9)),
                       ("ArrowDown", (False, 0.8)), ("ArrowUp", (False, 0.9))):  # fmt: skip
        page.keyboard.press(key)
        assert (film(page, "muted"), film(page, "volume")) == pytest.approx(state), key
    for _ in range(9):
        page.keyboard.press("ArrowDown")
    assert film(page, "muted"), "nothing is softer than silence"
    page.keyboard.press("ArrowUp")
    assert (film(page, "muted"), film(page, "volume")) == pytest.approx((False, 0.1))
    page.get_by_role("slider", name="Place in the film").focus()
    page.keyboard.press("ArrowUp")
    assert film(page, "volume") == pytest.approx(0.1), "there the arrows move in the film"
    page.keyboard.press("m")
    assert film(page, "muted")


@pytest.mark.parametrize(
    ("size", "scheme"), [((320, 568), "dark"), ((390, 844), "light"), ((1280, 800), "dark")]
)
def test_the_button_can_be_touched_read_and_says_so(
    opened: Open, served: str, size: tuple[int, int], scheme: str
) -> None:
    page = opened(served + SPOKEN, size, color_scheme=scheme)
    button = page.locator(".controls .sound")
    height = page.locator(".controls").bounding_box()
    for words in ("", "off" if size[0] < 640 else OFF):
        # The button's words follow the film's event, so the places are read once they stand.
        expect(button).to_have_text(words, use_inner_text=True)
        others = [each.bounding_box() for each in page.locator(".controls button:not(.sound)").all()]
        place = button.bounding_box()
        assert place is not None
        assert min(place["width"], place["height"]) >= FINGER
        assert place["x"] >= 0
        assert place["x"] + place["width"] <= size[0]
        for other in others:
            assert other is not None
            assert (
                other["x"] >= place["x"] + place["width"] - 0.5
                or other["x"] + other["width"] <= place["x"] + 0.5
            )
        assert contrast(page) >= 7
        page.locator("video").focus()
        page.keyboard.press("m")
    assert page.locator(".controls").bounding_box() == height, "nothing moves below it"
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]})
    assert not [(each["id"], each["nodes"][0]["html"]) for each in found.response["violations"]]


def contrast(page: Page) -> float:
    """Of the sound button's sign against the page behind it (WCAG 2, 1.4.6)."""
    told = page.evaluate(
        "[getComputedStyle(document.querySelector('.sound svg')).fill,"
        " getComputedStyle(document.querySelector('.film')).backgroundColor]"
    )
    lights = []
    for colour in told:
        parts = np.array([int(each) for each in re.findall(r"\d+", colour)[:3]]) / 255
        linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
        lights.append(float(linear @ [0.2126, 0.7152, 0.0722]) + 0.05)
    return max(lights) / min(lights)


def test_a_silent_film_has_nothing_to_turn_on(opened: Open, served: str) -> None:
    page = opened(served + SILENT)
    page.get_by_role("button", name="Play", exact=True).wait_for()
    assert page.locator(".sound, .volume").count() == 0
    page.locator("video").focus()
    page.keyboard.press("m")
    page.keyboard.press("ArrowDown")
    assert (film(page, "muted"), film(page, "volume")) == (False, 1)


def test_a_browser_is_asked_whether_it_plays_the_sound_too(opened: Open, served: str) -> None:
    for path, kind in ((SPOKEN, "avc1.640028, mp4a.40.2"), (SILENT, "avc1.640028")):
        page = opened("about:blank")
        page.add_init_script(
            "const can = HTMLMediaElement.prototype.canPlayType; window.asked = [];"
            "HTMLMediaElement.prototype.canPlayType = function (kind) {"
            " window.asked.push(kind); return can.call(this, kind); }"
        )
        page.goto(served + path)
        assert page.evaluate("window.asked") == [f'video/mp4; codecs="{kind}"']


def test_the_page_of_a_silent_film_loads_no_script_for_sound(site: Path) -> None:
    def scripts(page: str) -> list[str]:
        return re.findall(r'<script src="([^"]+)"', (site / page).read_text())

    assert scripts(SPOKEN) == ["../../clips/compass-sound.js", *scripts(SILENT)]
    assert len(scripts(SILENT)) == 1
    assert "compass-sound" not in (site / "clips/quiet-dot/embed.html").read_text()
    assert "compass-sound" in (site / "clips/other-dot/embed.html").read_text()
