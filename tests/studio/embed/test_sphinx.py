"""The Sphinx directive: what readers see in HTML, EPUB and PDF, and the builds that it fails."""

from __future__ import annotations

import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from sphinx.cmd.build import build_main

from studio.sphinx import ClipError, Shelf
from tests.studio.courses import environment
from tests.studio.embed.conftest import Build as Example
from tests.studio.embed.hosts import host

Build = Callable[..., tuple[int, str]]


def command(folder: Path, builder: str, *options: str) -> list[str]:
    """What follows `sphinx-build` to build a folder into `folder/built/BUILDER`."""
    built = folder / "built"
    trees = str(built / f"{builder}-trees")
    return ["-q", "-b", builder, "-d", trees, *options, str(folder), str(built / builder)]


@pytest.fixture
def build(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Build:
    """Builds as `sphinx-build` does, but here, as Sphinx takes long to load; its code and what it said."""
    monkeypatch.setattr(sys, "path", [*sys.path])

    def built(folder: Path, builder: str, *options: str) -> tuple[int, str]:
        monkeypatch.delitem(sys.modules, "compass_sphinx", raising=False)
        code = build_main(command(folder, builder, *options))
        return code, capsys.readouterr().err

    return built


@pytest.fixture
def project(example: Example, site: Path) -> Path:
    """The example, with the extension that the site offers."""
    folder = example("sphinx")
    extension = site / "clips" / "compass_sphinx.py"
    (folder / extension.name).write_bytes(extension.read_bytes())
    return folder


@pytest.fixture
def served(project: Path) -> Iterator[str]:
    """Where the built pages will be, on another origin than the course's."""
    (project / "built" / "html").mkdir(parents=True)
    with host(project / "built" / "html") as url:
        yield url


def plays(page: Page) -> None:
    element = page.locator("compass-clip").first
    element.locator(".begin").click()
    page.wait_for_function("document.querySelector('compass-clip').video.currentTime > 0")


def test_the_example_shows_the_film(page: Page, project: Path, served: str, address: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", *command(project, "html", "-W")],
        capture_output=True, text=True, env=environment(), check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    page.goto(served)
    clips = page.locator("compass-clip")
    told = [
        [clip.get_attribute(name) for name in ("src", "beat", "loop", "style", "caption")]
        for clip in clips.all()
    ]
    source = f"{address}clips/gradient-compass/"
    assert told == [
        [source, "see_the_right_angle", None, "max-width: 40rem", None],
        [source, "find_the_longest", "", None, "The longest spoke is the gradient."],
    ]
    plays(page)
    assert clips.first.bounding_box()["width"] <= 640  # type: ignore[index]
    found = Axe().run(
        page, options={"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa"]}}, context="main, .body"
    )
    assert not [each["id"] for each in found.response["violations"]]


@pytest.mark.parametrize("builder", ["epub", "latex"])
def test_a_book_shows_the_picture_with_a_link(
    build: Build, project: Path, builder: str, address: str, bundle: Path
) -> None:
    folder = ["-D", f"compass_clips={bundle.parent}", "-D", f"compass_url={address}"]
    code, said = build(project, builder, *(folder if builder == "latex" else []))
    assert code == 0, said
    built = project / "built" / builder
    page = f"{address}lectures/gradient-compass/index.html#see_the_right_angle"
    still = (bundle / "stills" / "see_the_right_angle.jpg").read_bytes()
    if builder == "epub":
        with zipfile.ZipFile(next(built.glob("*.epub"))) as book:
            text = book.read("index.xhtml").decode()
            pictures = [book.read(name) for name in book.namelist() if name.endswith(".jpg")]
        assert f'href="{page}"' in text
        assert "compass-clip" not in text
        assert "<script" not in text
    else:
        text = next(built.glob("*.tex")).read_text(encoding="utf-8")
        pictures = [path.read_bytes() for path in built.glob("*.jpg")]
        link = page.replace("#", "\\#").replace("_", "\\_")
        assert f"\\sphinxhref{{{link}}}{{\\sphinxincludegraphics" in text
        assert "The longest spoke is the gradient." in text
    assert still in pictures


def test_clips_from_a_folder_come_along(
    build: Build, page: Page, project: Path, served: str, site: Path
) -> None:
    code, told = build(project, "html", "-W", "-D", f"compass_clips={site / 'clips'}")
    assert code == 0, told
    page.goto(served)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    plays(page)
    assert all(url.startswith(served) for url in asked)
    page.get_by_role("link", name="Transcript").first.click()
    page.get_by_text('A "right" angle & more.').wait_for()
    assert page.evaluate(
        "[...document.images].every(image => image.naturalWidth || image.loading === 'lazy')"
    )
    copied = json.loads(
        (project / "built/html/_clips/gradient-compass/clip.json").read_text(encoding="utf-8")
    )
    assert copied["page"] is None
    assert (project / "built/html/_clips/compass-sound.js").is_file()
    assert (project / "built/html/_clips/compass-sound.js").is_file()


def test_every_name_that_is_not_there_fails_the_build_with_the_nearest(build: Build, project: Path) -> None:
    (project / "index.md").write_text(
        "# Wrong\n\n```{clip} gradient-compas\n```\n\n"
        "```{clip} gradient-compass\n:beat: find_longest\n```\n\n"
        "```{clip} gradient-compass\n:start: 0:05\n:end: 500\n```\n",
        encoding="utf-8",
    )
    for _ in range(2):  # a second build does not forgive
        code, told = build(project, "html")
        assert code != 0
        for line, sentence in (
            (3, "Did you mean gradient-compass?"),
            (6, "Did you mean find_the_longest?"),
            (10, "nothing is between 5 s and 500 s"),
        ):
            said = [each for each in told.splitlines() if f"index.md:{line}: ERROR" in each]
            assert sentence in said[0]


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ("", "Where are the clips"),
        ("http://127.0.0.1:9/clips", "did not answer"),
        ("nowhere", "no clip called 'gradient-compass' at .*nowhere"),
    ],
)
def test_clips_that_cannot_be_found_are_said_to_be_missing(tmp_path: Path, place: str, sentence: str) -> None:
    with pytest.raises(ClipError, match=sentence):
        Shelf(place, tmp_path).find("gradient-compass")


def test_names_are_found_near_on_the_web_too(address: str, tmp_path: Path) -> None:
    with pytest.raises(ClipError, match=r"Did you mean gradient-compass\?"):
        Shelf(f"{address}clips", tmp_path).find("gradient-campass")
    with pytest.raises(ClipError, match=r"no clip called '../clips/gradient-compass'"):
        Shelf(f"{address}clips", tmp_path).find("../clips/gradient-compass")
