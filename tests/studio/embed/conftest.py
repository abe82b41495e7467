"""A published course of one short lecture, called as the one that the examples show."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.studio.courses import CHECKOUT, Course, compass
from tests.studio.embed.hosts import host

ADDRESS = "https://course.example/"  # where the examples believe the course to be
LECTURE = '''
"""What the examples show, in a few seconds."""

from manim import RIGHT, UP, Dot

from visuals.lecture.lecture import Lecture, beat
from visuals.theme import INK


class GradientCompass(Lecture):
    title = "The gradient is a compass"
    goal = "See & hear which way is up"
    poster = "see_the_right_angle"

    def set_stage(self) -> None:
        self.dot = Dot([-3, 0, 0], radius=0.5, color=INK.gradient)

    @beat(chapter="The question")
    def look_one_way(self) -> None:
        """Pick a direction <here>."""
        self.enter(self.dot, run_time=0.2)

    @beat(chapter="The rose")
    def find_the_longest(self) -> None:
        """The longest spoke."""
        self.play(self.dot.animate.shift(4 * RIGHT), run_time=self.rest())

    @beat
    def see_the_right_angle(self) -> None:
        """A "right" angle & more."""
        self.play(self.dot.animate.shift(2 * UP), run_time=self.rest())
'''
Build = Callable[[str], Path]
Clip = dict[str, Any]


def beat(clip: Clip, name: str) -> dict[str, Any]:
    """What clip.json says of a beat."""
    found: dict[str, Any] = next(each for each in clip["beats"] if each["name"] == name)
    return found


@pytest.fixture(scope="session")
def course(tmp_path_factory: pytest.TempPathFactory) -> Course:
    """The course, rendered and published into its folder `site`: not to be changed."""
    made = Course(tmp_path_factory.mktemp("embedded"))
    made.write(9, "gradient_compass", LECTURE)
    done = compass(made, "publish", "-q", "l", "--url", ADDRESS, "--scorm", "--out", made.folder / "site")
    assert done.returncode == 0, done.stderr
    return made


@pytest.fixture(scope="session")
def site(course: Course) -> Path:
    """The published site."""
    return course.folder / "site"


@pytest.fixture(scope="session")
def bundle(site: Path) -> Path:
    """The lecture's clip bundle."""
    return site / "clips" / "gradient-compass"


@pytest.fixture(scope="session")
def clip(bundle: Path) -> dict[str, Any]:
    """What its clip.json says."""
    known: dict[str, Any] = json.loads((bundle / "clip.json").read_text(encoding="utf-8"))
    return known


@pytest.fixture(scope="session")
def address(site: Path) -> Iterator[str]:
    """Where the site is served, with the header for other origins."""
    with host(site, cross_origin=True) as url:
        yield url


@pytest.fixture
def example(tmp_path: Path, address: str) -> Build:
    """Copies an example and tells it where the course is."""

    def copied(name: str) -> Path:
        folder = tmp_path / name
        shutil.copytree(CHECKOUT / "examples" / name, folder)
        for file in folder.rglob("*.*"):
            text = file.read_text(encoding="utf-8")
            file.write_text(text.replace(ADDRESS, address), encoding="utf-8")
        return folder

    return copied


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of its own, which fails the test for any mistake in a script."""
    with browser.new_context(viewport={"width": 1000, "height": 900}) as context:
        opened = context.new_page()
        mistakes: list[str] = []
        opened.on("pageerror", lambda error: mistakes.append(str(error)))
        yield opened
        assert not mistakes


@pytest.fixture
def foreign(tmp_path: Path) -> Iterator[str]:
    """A host of another origin than the course's, which sends no header; its pages lie in tmp_path."""
    with host(tmp_path) as url:
        yield url
