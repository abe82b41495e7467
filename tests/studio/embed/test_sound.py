"""A clip that speaks, on anybody's page: heard when it is asked for, alone, and never again and again."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from studio.course.catalog import read_catalog
from studio.embed.address import Wish
from studio.embed.films import Stretch, as_film, find_stretch
from studio.notebook import clip as shown_in_notebook
from tests.studio.courses import Course
from tests.studio.embed.conftest import Clip, beat
from tests.studio.embed.hosts import host
from tests.studio.embed.test_deck import deck
from tests.studio.embed.test_element import state, wait, write
from tests.studio.publish.sites import Press
from tests.studio.publish.sounds import LOUD, PITCHES, RATE, VOICE, heard, pitch

LATE = 0.025  # seconds: what nobody sees or hears
PART = 'beat="see_the_right_angle"'
OFF, ON = "Sound is off: turn on", "Sound is on: turn off"


@pytest.fixture(scope="session")
def speaking(course: Course, tmp_path_factory: pytest.TempPathFactory) -> Press:
    """The course of this room, whose film speaks, and its site: not to be changed."""
    press = Press(tmp_path_factory.mktemp("speaking"))
    shutil.copytree(course.folder, press.course.folder, ignore=shutil.ignore_patterns("site"))
    press.speak("gradient-compass")
    press.run(scorm=True)
    return press


@pytest.fixture(scope="session")
def spoken(speaking: Press) -> Clip:
    """What its clip.json says."""
    told: Clip = json.loads((speaking.site / "clips/gradient-compass/clip.json").read_text())
    return told


@pytest.fixture(scope="session")
def voiced(speaking: Press) -> Iterator[str]:
    """Where that site is served, with the header for other origins."""
    with host(speaking.site, cross_origin=True) as url:
        yield url


def stretch_of(press: Press, wish: Wish, **times: float) -> Stretch:
    course = press.course.folder
    found = find_stretch(course, read_catalog(course).find("9"), wish, 854)
    return Stretch(found.film, **({"start": found.start, "end": found.end} | times), told=found.told)


def element(voiced: str, attributes: str) -> str:
    return f'<compass-clip src="{voiced}clips/gradient-compass/" {attributes}></compass-clip>'


# -- cut from its film ------------------------------------------------------------------------------------


def test_a_beat_that_was_cut_out_is_heard_from_its_first_frame_and_no_other_beat_is(speaking: Press) -> None:
    stretch = stretch_of(speaking, Wish("gradient-compass", "see_the_right_angle"))
    cut = as_film(stretch, 160)
    said = heard(io.BytesIO(cut))
    with av.open(io.BytesIO(cut)) as film:
        assert film.streams.video[0].start_time == film.streams.audio[0].start_time == 0
        frames = sum(1 for _ in film.decode(video=0))
    assert frames / 15 == pytest.approx(stretch.seconds)
    assert abs(len(said) / RATE - stretch.seconds) < LATE
    assert np.abs(said[: round(LATE * RATE)]).max() > 0.9 * LOUD, "it begins with its first frame"
    assert pitch(said[: round(0.4 * RATE)]) == pytest.approx(PITCHES[2], abs=4)
    assert as_film(stretch, 160) == cut, "the same bytes every time"


def test_a_cut_through_a_tone_makes_no_click(speaking: Press) -> None:
    """Within a tone no two samples are farther apart than the tone's own steepest step."""
    whole = stretch_of(speaking, Wish("gradient-compass", "see_the_right_angle"))
    middle = whole.start + 0.2037
    said = heard(
        io.BytesIO(
            as_film(stretch_of(speaking, Wish("gradient-compass"), start=middle, end=middle + 0.5), 160)
        )
    )
    steepest = LOUD * 2 * np.pi * PITCHES[2] / RATE
    around = np.concatenate([[0.0], said, [0.0]])
    assert np.abs(np.diff(around)).max() < 1.2 * steepest
    assert np.abs(said[round(0.01 * RATE) : round(0.48 * RATE)]).max() > 0.9 * LOUD


def test_a_silent_film_gives_a_silent_cut(course: Course) -> None:
    stretch = find_stretch(
        course.folder, read_catalog(course.folder).find("9"), Wish("", "see_the_right_angle"), 854
    )
    with av.open(io.BytesIO(as_film(stretch, 160))) as film:
        assert not film.streams.audio


def test_a_notebook_carries_the_sound_and_a_loop_in_it_is_not_heard(speaking: Press) -> None:
    for loop in (False, True):
        html = shown_in_notebook(
            "9", "see-the-right-angle", loop=loop, width=160, course=speaking.course.folder
        )
        tag = re.search(r"<video[^>]*>", html._repr_html_())
        source = re.search(r'src="data:video/mp4;base64,([^"]+)"', html._repr_html_())
        assert tag is not None
        assert source is not None
        assert ("muted" in tag[0]) == loop
        assert np.abs(heard(io.BytesIO(b64decode(source[1])))).max() > 0.9 * LOUD


# -- the element ------------------------------------------------------------------------------------------


def test_a_clip_that_is_asked_for_is_heard_and_keys_know_its_sound(
    page: Page, foreign: str, tmp_path: Path, voiced: str
) -> None:
    deck(tmp_path, voiced, f"{voiced}clips/gradient-compass/", 1)
    page.goto(foreign)
    page.locator("#part .begin").click()
    wait(page, "#part", "!video.paused && !video.muted && video.webkitAudioDecodedByteCount > 0")
    button = page.locator("#part").get_by_role("button", name="Sound is")
    expect(button).to_have_accessible_name(ON)
    for key, muted, volume in (("ArrowDown", False, 0.9), ("m", True, 0.9), ("ArrowUp", False, 0.1)):
        page.keyboard.press(key)
        assert state(page, "#part", "muted") == muted, key
        assert state(page, "#part", "volume") == pytest.approx(volume), key
    assert page.evaluate("shown()") == 1, "the deck heard none of it"
    page.evaluate("turn(0)")
    wait(page, "#part", "video.paused")
    page.evaluate("turn(1)")
    page.wait_for_timeout(600)
    assert state(page, "#part", "paused"), "no sound comes back by itself"


def test_a_loop_is_silent_and_who_asks_for_its_sound_hears_it_once(
    page: Page, foreign: str, tmp_path: Path, voiced: str, spoken: Clip
) -> None:
    write(tmp_path, element(voiced, f"{PART} loop"), voiced)
    page.goto(foreign)
    shown = beat(spoken, "see_the_right_angle")
    wait(page, "compass-clip", f"!video.paused && video.muted && video.currentTime > {shown['start']} + 0.3")
    button = page.get_by_role("button", name="Sound is")
    expect(button).to_contain_text(OFF)
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="Play", exact=True).click()
    wait(page, "compass-clip", "!video.paused && video.muted")
    button.click()
    wait(page, "compass-clip", f"!video.paused && !video.muted && video.currentTime < {shown['start']} + 0.5")
    wait(page, "compass-clip", f"video.paused && !video.seeking && video.currentTime > {shown['end']} - 0.1")
    page.wait_for_timeout(400)
    assert state(page, "compass-clip", "paused")


def test_one_film_is_heard_at_a_time_here_and_in_frames(
    page: Page, foreign: str, tmp_path: Path, voiced: str
) -> None:
    source = f"{voiced}clips/gradient-compass/embed.html"
    frame = f'<iframe title="Framed" width="600" height="400" src="{source}"></iframe>'
    pair = element(voiced, "id=one") + element(voiced, "id=two") + element(voiced, f"id=loop loop {PART}")
    write(
        tmp_path,
        f'<div style="display: grid; grid-template-columns: repeat(3, 300px)">{pair}</div>{frame}',
        voiced,
    )
    page.goto(foreign)
    wait(page, "#loop", "!video.paused")
    page.locator("#one .begin").click()
    wait(page, "#one", "!video.paused && video.currentTime > 0")
    page.locator("#two .begin").click()
    wait(page, "#one", "video.paused")
    wait(page, "#two", "!video.paused")
    framed = page.frame_locator("iframe")
    framed.locator(".begin").click()
    wait(page, "#two", "video.paused")
    assert not state(page, "#loop", "paused"), "what is not heard disturbs nobody"
    page.locator("#one").get_by_role("button", name="Play", exact=True).click()
    expect(framed.get_by_role("button", name="Play", exact=True)).to_be_visible()
    wait(page, "#one", "!video.paused && !video.muted")


def test_a_page_that_begins_by_itself_is_not_heard(
    page: Page, foreign: str, tmp_path: Path, voiced: str
) -> None:
    begins = "<script>onload = () => document.querySelector('compass-clip').play()</script>"
    write(tmp_path, element(voiced, "") + begins, voiced)
    page.goto(foreign)
    wait(page, "compass-clip", "!video.paused && video.currentTime > 0")
    assert state(page, "compass-clip", "muted")
    button = page.get_by_role("button", name="Sound is")
    expect(button).to_contain_text(OFF)
    button.click()
    wait(page, "compass-clip", "!video.paused && !video.muted")


def test_who_saves_data_is_asked_before_a_loop_begins(
    browser: Browser, foreign: str, tmp_path: Path, voiced: str
) -> None:
    write(tmp_path, element(voiced, f"{PART} loop"), voiced)
    with browser.new_context() as context:
        page = context.new_page()
        page.add_init_script("Object.defineProperty(navigator, 'connection', {value: {saveData: true}})")
        page.goto(foreign)
        page.locator(".begin").wait_for()
        page.wait_for_timeout(500)
        assert state(page, "compass-clip", "paused")
        assert state(page, "compass-clip", "networkState") in (0, 1), "nothing of the film was fetched"


def test_without_the_script_for_sound_the_film_is_shown_all_the_same(
    page: Page, foreign: str, tmp_path: Path, voiced: str
) -> None:
    page.route("**/compass-sound.js", lambda route: route.abort())
    write(tmp_path, element(voiced, PART), voiced)
    page.goto(foreign)
    page.locator(".begin").click()
    wait(page, "compass-clip", "!video.paused && video.currentTime > 0")
    assert page.get_by_role("button", name="Sound is").count() == 0


@pytest.mark.parametrize("width", [320, 640])
def test_the_button_fits_a_frame_and_axe_finds_nothing(page: Page, voiced: str, width: int) -> None:
    page.add_init_script("""localStorage.setItem('compass-sound', '{"on":false,"volume":1}')""")
    page.set_viewport_size({"width": width, "height": width * 27 // 40})
    page.goto(f"{voiced}clips/gradient-compass/embed.html")
    button = page.get_by_role("button", name=OFF)
    place = button.bounding_box()
    assert place is not None
    assert min(place["width"], place["height"]) >= 44
    assert button.inner_text() == ("off" if width < 464 else OFF)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert not Axe().run(page).response["violations"]


# -- a learning platform ----------------------------------------------------------------------------------


def test_a_package_carries_the_sound_and_says_where_it_is_off(
    page: Page, speaking: Press, spoken: Clip, tmp_path: Path
) -> None:
    with zipfile.ZipFile(next((speaking.site / "clips/gradient-compass").glob("*scorm12.zip"))) as package:
        package.extractall(tmp_path)
        assert 'href="compass-sound.js"' in package.read("imsmanifest.xml").decode()
    with host(tmp_path) as url:
        page.goto(f"{url}index.html")
        expect(page.locator("footer")).to_contain_text(f"Voice: {VOICE['speaker']}")
        off = page.get_by_role("button", name=OFF)
        expect(off).to_be_hidden()
        page.evaluate("document.querySelector('video').muted = true")  # as the browser's own button does
        expect(off).to_be_visible()
        assert not Axe().run(page).response["violations"]
        page.reload()
        off.click()
        expect(off).to_be_hidden()
        page.get_by_role("button", name="right").click()
        page.wait_for_function(
            "(film => film.webkitAudioDecodedByteCount > 0 && !film.muted)(document.querySelector('video'))"
        )
        page.wait_for_function("document.querySelector('#seen').textContent === '1 of 3 thoughts seen.'")
