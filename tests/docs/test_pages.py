"""The pages are built without a warning, and hold all that they promise."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import calc_core
from calc_core import fitting, networks
from studio.check import watching  # noqa: F401 (the rules stand in what it loads)
from studio.check.rule import RULES
from studio.cli import compass
from studio.docs.building import build_docs, run_sphinx
from studio.docs.faults import faults
from studio.docs.plain import as_markup, fields_of
from studio.docs.turns import TURNS, turn_of
from studio.errors import RenderFailed, Unprepared
from studio.gallery.entries import read_entries
from studio.publish.links import broken_links, read_page
from tests.studio.courses import CHECKOUT

if TYPE_CHECKING:
    from playwright.sync_api import Browser

DOCS = CHECKOUT / "docs"
SEEN = {"sight", "time", "truth"}  # groups whose rules have a scene each
TOLD_ALONE = {"fast-captions", "lecture-length", "spoken-number"}  # of these, no frame shows what is wrong


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages, built as ./compass docs builds them, but for pictures. A warning fails all tests here."""
    folder = tmp_path_factory.mktemp("docs")
    run_sphinx(DOCS, folder, None)
    return folder / "html"


def read(pages: Path, name: str) -> str:
    return (pages / name).read_text(encoding="utf-8")


def test_every_public_name_of_calc_core_is_in_the_reference(pages: Path) -> None:
    told = "".join(read(pages, f"reference/{path.stem}.html") for path in (DOCS / "reference").glob("*.md"))
    names = [f"calc_core.{name}" for name in calc_core.__all__ if name not in ("fitting", "networks")]
    names += [f"calc_core.fitting.{name}" for name in fitting.__all__]
    names += [f"calc_core.networks.{name}" for name in networks.__all__ if name != "tiny"]
    assert not [name for name in names if f'id="{name}"' not in told]


def test_every_command_and_every_option_is_in_the_reference(pages: Path) -> None:
    told = read(pages, "reference/commands.html")
    for name, command in compass.commands.items():
        assert f'id="compass-{name}"' in told
        for parameter in command.params:
            assert all(f"{option}" in told for option in parameter.opts if option.startswith("--"))


@pytest.mark.parametrize("width", [375, 900, 1400])
def test_the_gallerys_search_stays_on_top_and_covers_no_picture_that_is_gone_to(
    pages: Path, browser: Browser, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 700}, reduced_motion="reduce")
    page.goto((pages / "gallery.html").as_uri())
    page.add_style_tag(content="html { scroll-behavior: auto !important; }")
    page.evaluate("location.hash = '#SlopeRose'")
    search, heading = page.locator(".search"), page.locator("#SlopeRose h3")
    page.wait_for_function("scrollY > 1000")
    box, below = search.bounding_box(), heading.bounding_box()
    assert box is not None
    assert below is not None
    assert 0 <= box["y"] < 60  # beneath the narrow page's header, which is 48 high
    assert box["y"] + box["height"] <= below["y"] < 250
    assert page.evaluate("document.documentElement.scrollWidth") == width  # and nothing is cut off
    page.close()


def test_every_picture_is_in_the_gallery_with_its_lines_and_words_to_find_it_by(pages: Path) -> None:
    told = read(pages, "gallery.html")
    for entry in read_entries():
        article = re.search(rf'<article class="picture" id="{entry.name}" data-words="([^"]*)"', told)
        assert article, entry.name
        assert entry.name.lower() in article[1]
    assert told.count('<article class="picture"') == len(read_entries())


def test_every_rule_of_the_critics_is_told(pages: Path) -> None:
    told = read(pages, "how_it_works/critic.html")
    assert not [name for name in RULES if f'id="{name}"' not in told]


def test_no_link_leads_nowhere(pages: Path) -> None:
    files = {path.relative_to(pages).as_posix() for path in pages.rglob("*") if path.is_file()}
    styles = {name: read(pages, name) for name in files if name.endswith(".css")}
    html = {name: read_page(read(pages, name)) for name in files if name.endswith(".html")}
    assert not list(broken_links(html, styles, files))


def test_a_warning_of_sphinx_is_an_error_that_names_the_line(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "conf.py").write_text('extensions = ["myst_parser"]\n')
    (source / "index.md").write_text("# Title\n\n[nowhere](no_such_page.md)\n")
    with pytest.raises(RenderFailed, match=r"index\.md:3.*no_such_page"):
        run_sphinx(source, tmp_path / "out", None)


def test_another_course_has_no_documentation(tmp_path: Path) -> None:
    with pytest.raises(Unprepared, match="has no documentation"):
        build_docs(tmp_path, cores=1, tell=print)
    assert not list(tmp_path.iterdir())


def test_every_scene_breaks_the_rule_that_it_is_named_for_and_every_rule_of_the_eye_has_one(
    tmp_path: Path,
) -> None:
    (path,) = (DOCS / "critic" / "scenes").rglob("l*_*.py")
    tree = ast.parse(path.read_text(encoding="utf-8"))
    beats = {node.name.replace("_", "-") for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}
    broken = {each.rule for each in faults(tmp_path, cores=2) if each.rule == each.beat.replace("_", "-")}
    assert broken == beats
    assert {rule.name for rule in RULES.values() if rule.group in SEEN} - TOLD_ALONE <= beats


def test_a_turn_is_of_a_picture_that_there_is() -> None:
    assert TURNS.keys() <= {each.name for each in read_entries()}


def test_every_picture_with_a_dial_moves_or_is_known_to_stand() -> None:
    standing = [each.name for each in read_entries() if each.dials and turn_of(each.name, each.dials) is None]
    assert standing == STANDING


# whose dials say where it is, and not how it comes: a still shows them
STANDING = ["FamilyTrail", "Poles", "Lamps"]


def test_docstrings_are_shown_as_they_are() -> None:
    told = as_markup(
        ["x_k - a |g| * 2 of `f(x)`s, see", "", "a     b  c", "d     e  f", "", ">>> 1 + 1", "2"]
    )
    assert told[0] == r"x\_k - a \|g\| \* 2 of ``f(x)``\ s, see"
    assert told[2:6] == ["::", "", "    a     b  c", "    d     e  f"]
    assert told[-3:] == [">>> 1 + 1", "2", ""]


def test_the_fields_of_a_result_are_told_with_their_comments() -> None:
    fields = {name: (kind, comment) for name, kind, comment in fields_of(calc_core.Contour)}
    assert "points" in fields
    assert all(
        "Float" in kind for name, (kind, _) in fields.items() if name in ("points", "tangent", "normal")
    )
