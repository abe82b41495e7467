"""A short course, the real server, and the page in a real browser: what tests of the page share."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect

from studio.preview.serving import Preview
from tests.studio.courses import PATIENCE, Course, wait_until

WALKING = '''
"""A dot that walks, and a slope that is measured."""

from manim import LEFT, RIGHT, Dot

from calc_core.derivatives.one_variable import derivative
from visuals.letters.formula import Words
from visuals.lecture import Lecture, beat
from visuals.letters.readout import read
from walking_paint import PAINT


def square(x):
    return x * x


class WalkingDot(Lecture):
    title = "A walking dot"
    goal = "See a dot walk."

    def set_stage(self) -> None:
        self.slope = derivative(square, 1.5)
        self.dot = Dot([0, 0, 0], radius=0.5, color=PAINT)

    @beat(chapter="The question")
    def show(self) -> None:
        """Here is a dot. Where will it go?"""
        self.enter(self.dot, run_time=0.6)

    @beat(chapter="The walk")
    def move(self) -> None:
        """It goes aside."""
        self.play(self.dot.animate.shift(3 * RIGHT), run_time=0.8)

    @beat
    def measure(self) -> None:
        """Its slope is three."""
        self.enter(Words("slope <s>", s=read(self.slope, "value", decimals=2)))
'''
PAINT = """
\"\"\"What only this lecture uses lives beside it.\"\"\"

from visuals.theme import INK

PAINT = INK.input
"""
WIDE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
RECORD = """() => {
    const told = [], picture = document.getElementById("picture");
    const seen = new MutationObserver(() => told.push(picture.dataset.shown));
    seen.observe(picture, { attributeFilter: ["data-shown"] });
    window.told = told;
}"""
ON_SCREEN = "String(Math.round(document.getElementById('frame').clientWidth * devicePixelRatio))"
MIDDLE = """() => {
    const canvas = document.getElementById("picture");
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    let sum = 0, count = 0;
    for (let i = 0; i < data.length; i += 4) {
        if (data[i + 1] > 150) { sum += (i / 4) % canvas.width; count += 1; }
    }
    return count ? sum / count / canvas.width : null;
}"""

expect.set_options(timeout=1000 * PATIENCE)


class Looking:
    """The page of a lecture, as somebody sees it who looks at it."""

    def __init__(self, page: Page, lecture: Path) -> None:
        self.page = page
        self.lecture, self.paint = lecture, lecture.with_name("walking_paint.py")
        self.complaints: list[str] = []  # of the page's scripts

    def begin(self) -> None:
        """As if newly opened, for the next test: the last frame of the first beat, nothing going on."""
        page = self.page
        page.context.set_offline(False)
        page.emulate_media(color_scheme="dark")
        page.set_viewport_size(WIDE)
        page.keyboard.press("Escape")
        if not page.locator("#letters").is_checked():  # the browser remembers it, from one test to the next
            page.locator("#help-button").click()
            page.locator("#letters").check()
            page.keyboard.press("Escape")
        if page.locator("#loop").get_attribute("aria-pressed") == "true":
            page.locator("#loop").click()
        as_written(self.lecture)
        expect(page.get_by_role("alert")).to_be_empty()
        self.settled()
        page.get_by_role("button", name="Here is a dot.").click()
        page.keyboard.press("Shift+End")
        self.shows("show", -1)

    def shown(self) -> str:
        """The address of the picture on screen."""
        return self.page.locator("#picture").get_attribute("data-shown") or ""

    def timeline(self) -> dict[str, Any]:
        """What the server tells of the film now."""
        found: dict[str, Any] = self.page.evaluate(
            "fetch('/api/lectures/walking-dot').then((answer) => answer.json())"
        )
        return found

    def address(self, beat: str, n: int) -> str:
        """Where the picture of a frame of a beat is; -1 is its last."""
        found = next(each for each in self.timeline()["beats"] if each["name"] == beat)
        return f"{found['frames']}{n % found['count']}.png"

    def shows(self, beat: str, n: int) -> None:
        """Wait until a frame of a beat is on screen, as the server knows it by then."""
        wait_until(lambda: self.shown() == self.address(beat, n))

    def stands(self, share: float) -> None:
        """Wait until the dot is seen at a share of the picture's width."""
        wait_until(lambda: (found := self.middle()) is not None and abs(found - share) < 0.01)

    def frame(self) -> int:
        """The frame of the film at which the timeline stands."""
        return int(self.page.locator("#film").get_attribute("aria-valuenow") or -1)

    def is_sharp(self) -> None:
        """Wait until the picture is drawn with all the pixels that it has on screen."""
        picture = self.page.locator("#picture")
        expect(picture).to_have_attribute("data-sharp", self.page.evaluate(ON_SCREEN))
        assert picture.evaluate("(canvas) => String(canvas.width)") == picture.get_attribute("data-sharp")

    def settled(self) -> None:
        """Wait until every beat has been played, so that the page knows every length."""
        length = self.page.locator("#length")
        expect(length).to_have_text(re.compile(r"of \d"), timeout=2000 * PATIENCE)  # Manim is being loaded

    def middle(self) -> float | None:
        """Where on screen the bright things are, as a share of its width; None where there are none."""
        found: float | None = self.page.evaluate(MIDDLE)
        return found

    def save(self, old: str, new: str) -> None:
        """Change the lecture as an editor does that writes beside the file and renames."""
        text = self.lecture.read_text()
        assert old in text
        beside = self.lecture.with_suffix(".tmp")
        beside.write_text(text.replace(old, new))
        os.replace(beside, self.lecture)


def as_written(lecture: Path) -> None:
    """The lecture, and what lies beside it, as they were first: a test that failed may have left others."""
    for file, text in ((lecture.with_name("walking_paint.py"), PAINT.lstrip()), (lecture, WALKING.lstrip())):
        if not file.exists() or file.read_text() != text:
            file.write_text(text)


def walking_course(folder: Path) -> Path:
    """Write the course; where its lecture is."""
    (folder / "scenes").mkdir()
    lecture = Course(folder).write(1, "walking_dot", WALKING)
    lecture.with_name("walking_paint.py").write_text(PAINT.lstrip())
    return lecture


def open_page(
    browser: Browser,
    preview: Preview,
    lecture: Path,
    *,
    beat: str = "show",
    pinned: bool = False,
    script: str = "",
) -> Looking:
    """Open the page at a beat, in a browser of its own that may use its clipboard; `script` runs first."""
    context = browser.new_context(viewport=WIDE, permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.set_default_timeout(1000 * PATIENCE)
    page.add_init_script(script or "/* nothing */")
    seen = Looking(page, lecture)
    page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    page.goto(f"{preview.url}?lecture=walking-dot&beat={beat}{'&pin=1' if pinned else ''}")
    seen.settled()
    return seen
