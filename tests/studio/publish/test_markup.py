"""What the pages are made of: valid HTML, pictures that fit their place, colours and names for everybody."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from studio.embed.scripts import lean, script
from studio.publish import pages
from studio.publish.pages import BRIGHT, fitting, key_beats
from studio.publish.stills import light
from tests.studio.publish.sites import LECTURE, PAGES_OF_A_KIND, Press

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAGES = (*PAGES_OF_A_KIND, "404.html")
DURATION = re.compile(r"PT(\d+M)?\d+(\.\d{1,3})?S")  # of HTML's valid duration strings, those that we write
OBSOLETE = {"align", "bgcolor", "border", "frameborder", "name"}  # on elements other than form's and meta
SHIFTS = """() => { window.shifted = 0;
    new PerformanceObserver(list => { for (const each of list.getEntries()) window.shifted += each.value; })
        .observe({type: 'layout-shift', buffered: true}); }"""
Open = Callable[..., "Page"]


class Faults(HTMLParser):
    """The classes of faults that the Nu Html Checker found in pages of ours, and their neighbours."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.ids: list[str] = []
        self.open: list[str] = []
        self.feed(text)
        self.found += [f"two are called {each}" for each in set(self.ids) if self.ids.count(each) > 1]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.ids += [told["id"] or ""] if "id" in told else []
        if len(told) < len(attrs):
            self.found.append(f"<{tag}> says something twice: {attrs}")
        if tag not in ("meta", "input", "iframe") and OBSOLETE & told.keys():
            self.found.append(f"<{tag}> has {OBSOLETE & told.keys()}")
        if tag == "a" and "href" not in told:
            self.found.append(f"<a> leads nowhere: {attrs}")
        if tag == "img" and told.get("alt") is None:
            self.found.append(f"<img> has no words: {attrs}")
        if tag == "time" and not DURATION.fullmatch(told.get("datetime") or ""):
            self.found.append(f"<time> is no duration: {attrs}")
        if tag == "source" and "srcset" in told and "sizes" not in told:
            self.found.append(f"<source> does not say its place: {attrs}")
        if tag in ("a", "button") and {"a", "button"} & set(self.open):
            self.found.append(f"<{tag}> stands in {self.open[-3:]}")
        if tag in ("a", "button", "p"):
            self.open.append(tag)
        elif tag in ("div", "ul", "ol", "p", "table", "section") and "p" in self.open:
            self.found.append(f"<{tag}> ends a paragraph")

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            self.open.reverse()
            self.open.remove(tag)
            self.open.reverse()


@pytest.fixture
def opened(browser: Browser) -> Iterator[Open]:
    """Opens a page in a context of its own; `before` is run in it first."""
    contexts = []

    def open_page(
        address: str, width: int = 1280, height: int = 800, before: str = "", **options: Any
    ) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **options)
        contexts.append(context)
        page = context.new_page()
        if before:
            page.add_init_script(f"({before})()")
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()


def test_every_page_is_valid_as_far_as_we_know_how_to_err(site: Path) -> None:
    written = sorted(site.rglob("*.html"))
    assert len(written) >= len(PAGES)
    for page in written:
        assert Faults(page.read_text(encoding="utf-8")).found == [], page


@pytest.mark.parametrize("wrong", [
    '<a id="L-1" name="L-1" href="#x"></a>', '<a id="L-1"></a>', '<time datetime="PT53.6667S"></time>',
    '<time datetime="53 s"></time>', '<img src="x">', '<a href="#"><a href="#"></a></a>',
    '<p id="a"><b id="a">', "<p><div></div></p>",
])  # fmt: skip
def test_such_faults_are_found(wrong: str) -> None:
    assert Faults(wrong).found


@pytest.mark.parametrize("size", [(390, 844), (1280, 800), (844, 390)])
@pytest.mark.parametrize("path", [*PAGES, f"{LECTURE}#credits"])
def test_nothing_jumps_while_a_page_comes_and_is_read(
    opened: Open, served: str, path: str, size: tuple[int, int]
) -> None:
    page = opened("about:blank", *size, before=SHIFTS)

    def late(route: Any) -> None:
        page.wait_for_timeout(150)  # scripts and letters come after the first picture of the page
        route.continue_()

    page.route(re.compile(r"\.(js|woff2)$"), late)
    page.goto(served + path)
    page.wait_for_load_state("networkidle")
    for part in range(1, 6):
        page.evaluate(f"scrollTo({{top: document.body.scrollHeight * {part} / 5, behavior: 'instant'}})")
        page.wait_for_timeout(60)
    assert page.evaluate("window.shifted") < 0.05


def test_a_picture_is_no_larger_than_its_place(opened: Open, served: str) -> None:
    for ratio in (1, 2):
        page = opened(served + LECTURE, 390, 844, device_scale_factor=ratio)
        for picture in page.locator("main img").all():
            picture.scroll_into_view_if_needed()
            picture.evaluate("image => image.decode()")
            found = picture.evaluate("image => [image.currentSrc, image.clientWidth]")
            width = int(re.findall(r"\.(\d+)\.\w{12}\.webp$", found[0])[0])
            assert width <= max(480, 480 * -(-found[1] * ratio // 480)), found
        page.goto("about:blank")


def test_the_size_that_fits_is_chosen() -> None:
    picture = {"file": "whole.jpg", "sizes": [{"file": f"{w}.webp", "width": w} for w in (480, 960)]}
    assert [fitting(picture, width) for width in (100, 480, 481, 2000)] == [
        "480.webp", "480.webp", "960.webp", "whole.jpg",
    ]  # fmt: skip
    assert fitting({"file": "old.jpg"}, 100) == "old.jpg", "a bundle of an earlier edition"


def test_bundles_of_an_earlier_edition_still_get_their_pages(press: Press) -> None:
    """`publish 2` leaves bundle 1 as it is: without sizes, and without what is known of its light."""
    path = press.site / "clips" / "quiet-dot" / "clip.json"
    clip = json.loads(path.read_text())
    for each in [clip["poster"], *(beat["still"] for beat in clip["beats"])]:
        del each["sizes"], each["light"]
    extras = {"discovery": "", "scorm": None}
    text = pages.lecture_page(clip, (), (clip, clip), extras, pages.Surroundings(None))
    assert "image/webp" not in text
    assert Faults(text).found == []


def test_a_lost_address_leads_back_however_deep_it_is(opened: Open, served: str) -> None:
    page = opened("about:blank")
    answer = page.goto(f"{served}lectures/nothing/of/the/kind")
    assert answer is not None
    assert answer.status == 404
    assert page.evaluate("getComputedStyle(document.querySelector('.button')).borderRadius") != "0px", (
        "styled"
    )
    page.get_by_role("link", name="QuietDot").click()
    page.wait_for_url("**/" + LECTURE)
    page.go_back()
    page.get_by_role("link", name="Back to the trail").click()
    page.wait_for_url(f"{served}index.html")


def test_colours_of_the_readers_own_still_tell_where_the_film_is(opened: Open, served: str) -> None:
    page = opened(f"{served}{LECTURE}#move", forced_colors="active")
    page.locator("#move.now").wait_for()

    def style(selector: str, what: str) -> str:
        return str(page.locator(selector).first.evaluate(f"node => getComputedStyle(node).{what}"))

    assert style("#move", "outlineStyle") == "solid"
    assert style("#show", "outlineStyle") == "none"
    assert style(".chapters [aria-current]", "outlineStyle") == "solid"
    assert style(".stretch i", "backgroundColor") != style(".stretch", "backgroundColor")
    page.goto(served + "index.html")
    assert style(".button", "borderStyle") == "solid"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", [*PAGES[:4], "404.html"])
def test_letters_have_seven_to_one_and_names_say_what_is_seen(
    opened: Open, served: str, path: str, scheme: str
) -> None:
    page = opened(served + path, color_scheme=scheme)
    page.evaluate(
        """for (const each of document.querySelectorAll('details')) each.open = true;
        for (const each of document.querySelectorAll('pre code'))
            while (each.childNodes.length > 300) each.lastChild.remove();"""
    )
    rules = {"runOnly": ["color-contrast-enhanced", "label-content-name-mismatch"]}
    found = Axe().run(page, options=rules)
    assert not [(each["id"], each["nodes"][0]["html"]) for each in found.response["violations"]]


@pytest.mark.parametrize("path", [LECTURE, "clips/quiet-dot/embed.html#move"])
def test_a_buttons_name_begins_with_what_is_written_on_it(opened: Open, served: str, path: str) -> None:
    page = opened(served + path)
    page.get_by_role("button", name="CC").wait_for()
    for button in page.get_by_role("button").all():
        seen, name = button.inner_text().strip(), button.get_attribute("aria-label")
        assert name is None or name.lower().startswith(seen.lower()), (seen, name)


def test_a_key_passes_the_stills_of_the_words(opened: Open, served: str) -> None:
    page = opened(served + LECTURE)
    page.get_by_label("follow the film").focus()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip the words"
    shown = page.locator(".pass").bounding_box()
    assert shown is not None
    assert shown["height"] > 20
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("!!document.activeElement.closest('.pictures')")


# -- without a browser ------------------------------------------------------------------------------------


def beat(name: str, bright: float) -> dict[str, Any]:
    return {"name": name, "still": {"light": bright}}


def test_key_pictures_are_bright_enough_to_be_seen() -> None:
    clip = {
        "beats": [beat("dusk", 0.2), beat("night", 0.0), beat("lamp", 0.1), beat("rest", 0.15),
                  beat("a", 0.001), beat("b", 0.004), beat("c", 0.002), beat("credits", 0.9)],
        "chapters": [{"beats": ["dusk", "night"]}, {"beats": ["lamp", "rest"]}, {"beats": ["a", "b", "c"]},
                     {"beats": ["credits"]}],
    }  # fmt: skip
    assert [each["name"] for each in key_beats(clip)] == ["dusk", "rest", "b"]


def test_light_is_the_share_that_is_brighter_than_night() -> None:
    from PIL import Image

    night = Image.new("RGB", (320, 180), "#0E1116")
    assert light(night) == 0
    night.paste("#58C4DD", (0, 0, 160, 180))
    assert light(night) == pytest.approx(0.5, abs=0.02)
    assert light(night) > BRIGHT


def test_a_published_script_keeps_its_words_and_loses_its_remarks(tmp_path: Path) -> None:
    source = tmp_path / "x.js"
    source.write_text(
        "// What it is.\n(() => {\n  // why\n//= make.js\n  /** One.\n      Two. */\n"
        '  const a = "https://x.y//z"; // because\n\n  f(a);\n})();\n'
    )
    told = script(source).decode()
    assert told.startswith("// What it is.\n(() => {const ")
    assert "function make(tag" in told
    assert told.endswith('const a = "https://x.y//z";\nf(a);})();')
    assert "why" not in told
    assert "Two." not in told
    assert lean("a {\n  b: c;\n}\n") == "a {\nb: c;\n}\n"
