"""The Quarto shortcode, run by pandoc as Quarto runs it: Quarto itself comes in no package."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pypandoc
import pytest
from playwright.sync_api import Page

from tests.studio.embed.conftest import Build
from tests.studio.embed.hosts import host

SHIM = Path(__file__).with_name("quarto.lua")


@pytest.fixture(scope="module")
def pandoc() -> str:
    """The pandoc that the test requirements bring: as new as Quarto's, whatever the machine has beside it."""
    return str(Path(pypandoc.__file__).with_name("files") / "pandoc")


@pytest.fixture
def project(example: Build, site: Path) -> Path:
    """The example, with the extension that the site offers."""
    folder = example("quarto")
    with zipfile.ZipFile(site / "clips" / "compass-quarto.zip") as extension:
        extension.extractall(folder)
    return folder


def render(
    pandoc: str, project: Path, kind: str, page: str = "index.qmd", *, as_if: str = "", **told: str
) -> subprocess.CompletedProcess[str]:
    """Render a page to `project/page.KIND`; what _quarto.yml tells comes as metadata, as from Quarto.

    `as_if`: the version that pandoc shall seem to have, without the reader of JSON that came with 3.1.1.
    """
    extension = project / "_extensions" / "compass" / "clip.lua"
    variables = {"PROJECT": project, "INPUT": project / page, "FILE": extension, "PANDOC": as_if}
    given = dict(
        line.split(": ", 1)
        for line in (project / "_quarto.yml").read_text().splitlines()
        if line[:7] == "compass"
    )
    options = [f"--metadata={name}={value}" for name, value in (given | told).items()]
    source = project / page
    return subprocess.run(
        [pandoc, source.name, "-f", "markdown-smart", "-t", kind, "-s", "-L", str(SHIM), *options,
         "-o", str(source.with_suffix(f".{kind}"))],
        cwd=source.parent, capture_output=True, text=True, check=False,
        env=os.environ | {f"SHORTCODE_{name}": str(value) for name, value in variables.items()},
    )  # fmt: skip


@pytest.fixture
def served(project: Path) -> Iterator[str]:
    with host(project) as url:
        yield url


def test_the_example_shows_the_film(
    pandoc: str, page: Page, project: Path, served: str, address: str
) -> None:
    done = render(pandoc, project, "html")
    assert (done.returncode, done.stderr) == (0, "")
    page.goto(f"{served}index.html")
    first, second = page.locator("compass-clip").all()
    assert first.get_attribute("src") == f"{address}clips/gradient-compass/"
    assert first.get_attribute("beat") == "see_the_right_angle"
    assert first.get_attribute("style") == "max-width: 40rem"
    assert first.get_attribute("loop") is None
    assert second.get_attribute("loop") == ""
    assert second.get_attribute("caption") == "The longest spoke is the gradient."
    assert page.locator(f'script[src="{address}clips/compass-clip.js"]').count() == 1
    first.locator(".begin").click()
    page.wait_for_function("document.querySelector('compass-clip').video.currentTime > 0")


def test_a_book_shows_the_picture_with_a_link(pandoc: str, project: Path, address: str, bundle: Path) -> None:
    done = render(pandoc, project, "epub")
    assert done.returncode == 0, done.stderr
    with zipfile.ZipFile(project / "index.epub") as book:
        text = "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xhtml"))
        pictures = [book.read(name) for name in book.namelist() if name.endswith(".jpg")]
    assert f'href="{address}lectures/gradient-compass/index.html#see_the_right_angle"' in text
    assert "compass-clip.js" not in text
    assert (bundle / "stills" / "see_the_right_angle.jpg").read_bytes() in pictures
    assert render(pandoc, project, "latex").returncode == 0
    tex = (project / "index.latex").read_text(encoding="utf-8")
    assert "\\href{" in tex
    assert "\\includegraphics[width=6.66667in" in tex  # 40rem of 16 pixels, 96 to the inch


def test_clips_of_the_project_are_seen_from_the_page(
    pandoc: str, page: Page, project: Path, served: str, site: Path
) -> None:
    shutil.copytree(site / "clips", project / "clips")
    (project / "posts").mkdir()
    (project / "index.qmd").rename(project / "posts" / "one.qmd")
    done = render(pandoc, project, "html", "posts/one.qmd", **{"compass-clips": "clips"})
    assert (done.returncode, done.stderr) == (0, "")
    page.goto(f"{served}posts/one.html")
    page.locator("compass-clip .begin").first.click()
    page.wait_for_function("document.querySelector('compass-clip').video.currentTime > 0")
    done = render(pandoc, project, "latex", "posts/one.qmd", **{"compass-clips": "clips"})
    assert "leads nowhere" in done.stderr
    assert "\\href" not in (project / "posts" / "one.latex").read_text(encoding="utf-8").split("document}")[1]


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("gradient-compas", "Did you mean gradient-compass?"),
        ("gradient-compass beat=find_longest", "Did you mean find_the_longest?"),
        ("gradient-compass#find_longest", "Did you mean find_the_longest?"),
        ("gradient-compass start=0:05 end=500", "nothing lies between 5 s and 500 s"),
        ("gradient-compass start=soon", "soon is no time"),
        ("gradient-compass width=wide", "wide is no width"),
    ],
)
def test_a_name_that_is_not_there_fails_the_render_with_the_nearest(
    pandoc: str, project: Path, code: str, sentence: str
) -> None:
    (project / "index.qmd").write_text(f"{{{{< clip {code} >}}}}\n", encoding="utf-8")
    done = render(pandoc, project, "html")
    assert done.returncode != 0
    assert sentence in done.stderr


@pytest.mark.parametrize("version", ["2.17.1.1", "3.0"])
def test_a_pandoc_that_is_too_old_is_told_so_in_a_sentence(pandoc: str, project: Path, version: str) -> None:
    done = render(pandoc, project, "html", as_if=version)
    assert done.returncode != 0
    assert (
        f"needs pandoc 3.1.1 or later, as Quarto 1.3 and later bring it; this is pandoc {version}."
        in done.stderr
    )
    assert "attempt to index" not in done.stderr


def test_what_the_extension_asks_of_quarto_brings_that_pandoc(project: Path) -> None:
    """Quarto 1.3 was the first with a pandoc that reads JSON for filters (3.1.1)."""
    told = (project / "_extensions" / "compass" / "_extension.yml").read_text(encoding="utf-8")
    (least,) = re.findall(r'quarto-required: ">=(\d+)\.(\d+)\.\d+"', told)
    assert tuple(map(int, least)) >= (1, 3)
