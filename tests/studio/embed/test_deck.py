"""A clip where there is little room or much company: in slide decks, on phones, in browsers without H.264."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.studio.embed.conftest import Clip, beat
from tests.studio.embed.test_element import VIDEO, state, wait, write
from tests.studio.publish.films import unplayable

DECK = """<!doctype html><html lang=en><meta charset=utf-8><title>Slides</title>
<script src="{address}clips/compass-clip.js"></script>
<style>
  body {{ margin: 0 }}
  section {{ position: absolute; inset: 0; padding: 0 20px; visibility: hidden; opacity: 0 }}
  section.present {{ visibility: visible; opacity: 1 }}
  nav {{ position: fixed; right: 12px; bottom: 12px; width: 110px; height: 110px; z-index: 11; background: red }}
</style>
<div class=reveal>
  <section><p>One</p></section>
  <section><h2>Two</h2><compass-clip id=part src="{folder}" beat=see_the_right_angle {more}></compass-clip></section>
  <section><compass-clip id=whole src="{folder}"></compass-clip></section>
  <nav><button>next</button></nav>
</div>
<script>
  // as reveal.js does: slides lie over one another, all keys are heard at the document
  const slides = [...document.querySelectorAll('section')];
  let at = {first};
  window.turn = to => {{ at = to; slides.forEach((each, i) => each.classList.toggle('present', i === at)); }};
  turn(at);
  window.shown = () => at;
  document.addEventListener('keydown', event => {{
    if (['ArrowRight', ' ', 'PageDown', 'End', 'ArrowDown'].includes(event.key)) turn(Math.min(at + 1, 2));
    if (['ArrowLeft', 'PageUp', 'Home', 'ArrowUp'].includes(event.key)) turn(Math.max(at - 1, 0));
  }});
</script>"""  # noqa: E501


@pytest.fixture
def folder(address: str) -> str:
    return f"{address}clips/gradient-compass/"


@pytest.fixture
def one_beat(foreign: str, tmp_path: Path, address: str, folder: str) -> str:
    """The page of another origin, with the clip of one beat on it."""
    write(tmp_path, f'<compass-clip src="{folder}" beat="see_the_right_angle"></compass-clip>', address)
    return foreign


def deck(place: Path, address: str, folder: str, first: int, more: str = "") -> None:
    """A deck of three slides beside the page of another origin, turned to slide `first`."""
    text = DECK.format(address=address, folder=folder, first=first, more=more)
    (place / "index.html").write_text(text, encoding="utf-8")


def test_keys_turn_no_slide_while_the_player_has_them(
    page: Page, foreign: str, tmp_path: Path, address: str, folder: str, clip: Clip
) -> None:
    deck(tmp_path, address, folder, 1)
    page.goto(foreign)
    page.locator("#part .begin").click()
    wait(page, "#part", "video.currentTime > 0 && video.readyState > 2")
    page.keyboard.press("Space")  # the button that is focused now pauses
    wait(page, "#part", "video.paused")
    shown = beat(clip, "see_the_right_angle")
    for key in ("ArrowRight", "ArrowLeft", "ArrowDown", "End", "Home"):
        page.keyboard.press(key)
        assert page.evaluate("shown()") == 1, key
    wait(page, "#part", f"Math.abs(video.currentTime - {shown['start']}) < 0.1")  # Home went there
    page.locator("#part").get_by_role("slider").focus()
    page.keyboard.press("ArrowRight")
    assert page.evaluate("shown()") == 1
    wait(page, "#part", f"video.currentTime > {shown['start']} + 0.05")
    page.keyboard.press("PageDown")  # what a remote control sends is the deck's
    assert page.evaluate("shown()") == 2
    page.evaluate("turn(1); document.activeElement.blur()")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("shown()") == 2


def test_hidden_slides_fetch_nothing_and_pause(
    page: Page, foreign: str, tmp_path: Path, address: str, folder: str
) -> None:
    deck(tmp_path, address, folder, 0)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.removeprefix(address)))
    page.goto(foreign)
    page.wait_for_timeout(900)
    assert [url for url in asked if not url.startswith(foreign)] == ["clips/compass-clip.js"]
    page.evaluate("turn(1)")
    page.locator("#part .begin").click()
    wait(page, "#part", "!video.paused && video.currentTime > 0")
    assert page.evaluate(f"{VIDEO.format('#whole')}") is None
    page.evaluate("turn(2)")
    wait(page, "#part", "video.paused")
    page.locator("#whole .begin").wait_for()


def test_a_loop_goes_on_when_its_slide_comes_back(
    page: Page, foreign: str, tmp_path: Path, address: str, folder: str
) -> None:
    deck(tmp_path, address, folder, 1, "loop")
    page.goto(foreign)
    for _ in range(2):
        wait(page, "#part", "!video.paused && video.currentTime > 0")
        page.evaluate("turn(0)")
        wait(page, "#part", "video.paused")
        page.evaluate("turn(1)")


@pytest.mark.parametrize("size", [(960, 700), (960, 620), (700, 560)])
def test_the_decks_arrows_cover_no_button(
    page: Page, foreign: str, tmp_path: Path, address: str, folder: str, size: tuple[int, int]
) -> None:
    for first, name in ((1, "#part"), (2, "#whole")):
        deck(tmp_path, address, folder, first)
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.goto(foreign)
        page.locator(f"{name} figcaption").wait_for()
        page.wait_for_timeout(700)
        covered = page.evaluate(
            """name => {
              const clip = document.querySelector(name), root = clip.shadowRoot;
              const all = '.bar button, .bar input, .chapters button, a';
              return [...root.querySelectorAll(all)].filter(each => {
                const box = each.getBoundingClientRect();
                if (box.bottom > innerHeight) return false;
                const at = share => [box.left + share * box.width, box.top + box.height / 2];
                return [0.1, 0.5, 0.9].some(share => document.elementFromPoint(...at(share)) !== clip);
              }).map(each => each.outerHTML.slice(0, 90));
            }""",
            name,
        )
        assert covered == [], name


def test_a_browser_without_h264_is_told_so_with_the_still_and_a_link(
    browser: Browser, one_beat: str, folder: str, clip: Clip
) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.add_init_script(
            "HTMLMediaElement.prototype.canPlayType = kind => /avc1|mp4/.test(kind) ? '' : 'maybe'"
        )
        page.goto(one_beat)
        told_with_its_still(page, folder, clip)
        assert page.locator(".begin").is_hidden()
        assert not Axe().run(page).response["violations"]


def test_a_film_that_turns_out_not_to_play_is_told_too(
    page: Page, one_beat: str, folder: str, clip: Clip
) -> None:
    page.route("**/*.mp4", lambda route: route.fulfill(body=unplayable(), content_type="video/mp4"))
    page.goto(one_beat)
    page.locator(".begin").click()
    told_with_its_still(page, folder, clip)


def told_with_its_still(page: Page, folder: str, clip: Clip) -> None:
    """A sentence, the beat's still and a link to the film are there."""
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("H.264")
    assert alert.get_by_role("link").get_attribute("href") == folder + clip["film"]["file"]
    still = beat(clip, "see_the_right_angle")["still"]
    files = [still["file"], *(each["file"] for each in still["sizes"])]
    assert state(page, "compass-clip", "poster").removeprefix(folder) in files


def test_words_stand_below_a_small_picture_in_letters_that_can_be_read(page: Page, one_beat: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(one_beat)
    page.locator(".begin").click()
    said = page.locator(".said")
    expect(said).to_have_text('A "right" angle & more.')
    assert float(said.evaluate("node => parseFloat(getComputedStyle(node).fontSize)")) >= 16
    assert state(page, "compass-clip", "textTracks[0].mode") == "hidden"
    below, picture = said.bounding_box(), page.locator("video").bounding_box()
    assert below is not None
    assert picture is not None
    assert below["y"] >= picture["y"] + picture["height"] - 1
    page.set_viewport_size({"width": 1000, "height": 844})
    page.wait_for_function(f"() => {VIDEO.format('compass-clip')}.textTracks[0].mode === 'showing'")
    expect(said).to_be_hidden()
    page.get_by_role("button", name="CC").click()
    assert state(page, "compass-clip", "textTracks[0].mode") == "hidden"


@pytest.mark.parametrize("size", [(320, 216), (390, 500), (640, 300)])
def test_words_can_be_read_in_a_small_frame(page: Page, address: str, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(f"{address}clips/gradient-compass/embed.html#see_the_right_angle")
    page.locator(".begin").click()
    said = page.locator(".said")
    expect(said).to_be_visible()
    assert float(said.evaluate("node => parseFloat(getComputedStyle(node).fontSize)")) >= 16
    assert page.evaluate("document.documentElement.scrollHeight <= innerHeight")


def test_nothing_is_taller_than_a_phone_that_lies(
    page: Page, foreign: str, tmp_path: Path, address: str, folder: str
) -> None:
    write(tmp_path, f'<compass-clip src="{folder}"></compass-clip>', address)
    page.set_viewport_size({"width": 844, "height": 390})
    page.goto(foreign)
    page.locator(".bar").wait_for()
    stage, bar = page.locator(".stage").bounding_box(), page.locator(".bar").bounding_box()
    assert stage is not None
    assert bar is not None
    assert bar["y"] + bar["height"] - stage["y"] <= 390


def test_the_still_is_no_larger_than_its_place(page: Page, one_beat: str) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(one_beat)
    page.locator(".begin").wait_for()
    assert ".480." in state(page, "compass-clip", "poster")


def test_a_frame_in_a_deck_pauses_with_its_slide(page: Page, address: str) -> None:
    page.goto(f"{address}clips/gradient-compass/embed.html#see_the_right_angle")
    page.locator(".begin").click()
    wait(page, "compass-clip", "!video.paused && video.currentTime > 0")
    page.evaluate("postMessage('slide:stop', '*')")  # as reveal.js says it to frames
    wait(page, "compass-clip", "video.paused")
