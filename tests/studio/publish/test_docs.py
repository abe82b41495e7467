"""Documentation in the site: taken along as it is, verified, and never written twice."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from studio.docs.building import bring
from studio.errors import StudioError
from studio.publish.docs import MADE, made_folder
from studio.publish.inspection import inspect_site
from tests.studio.publish.sites import Press

PAGES = {"index.html": '<a href="gallery.html#one">gallery</a>', "gallery.html": '<p id="one">A picture.</p>'}


def build(press: Press, tmp_path: Path, **pages: str) -> Path:
    """What ./compass docs leaves, of these pages."""
    built = tmp_path / "built"
    built.mkdir(exist_ok=True)
    for name, text in (PAGES | {f"{name}.html": text for name, text in pages.items()}).items():
        (built / name).write_text(text)
    return bring(built, made_folder(press.course.folder))


def test_a_course_without_documentation_has_none_in_its_site(press: Press) -> None:
    assert not (press.site / "docs").exists()
    assert "docs/index.html" not in (press.site / "index.html").read_text()


def test_documentation_is_taken_along_linked_and_verified(press: Press, tmp_path: Path) -> None:
    build(press, tmp_path)
    written = press.run().written
    assert {"docs/index.html", "docs/gallery.html", f"docs/{MADE}"} <= set(written)
    assert 'href="docs/index.html"' in (press.site / "index.html").read_text()
    assert 'href="../../docs/index.html"' in (press.site / "lectures/quiet-dot/index.html").read_text()
    assert inspect_site(press.site) == []
    (press.site / "docs" / "gallery.html").write_text("<p>Somebody was here.</p>")
    assert any("docs/gallery.html" in each for each in inspect_site(press.site))


def test_documentation_that_has_not_changed_is_not_written_again(press: Press, tmp_path: Path) -> None:
    build(press, tmp_path)
    press.run()
    before = press.snapshot()
    build(press, tmp_path)
    assert press.run().written == ()
    assert press.snapshot() == before
    build(press, tmp_path, gallery='<p id="one">Another picture.</p>')
    assert set(press.run().written) == {"docs/gallery.html", f"docs/{MADE}"}


def test_a_page_that_leads_nowhere_is_found(press: Press, tmp_path: Path) -> None:
    build(press, tmp_path, gallery="<p>No such place here.</p>")
    press.run()
    (found,) = inspect_site(press.site)
    assert "gallery.html#one" in found


def test_documentation_stays_in_the_site_where_it_is_not_built(press: Press, tmp_path: Path) -> None:
    folder = build(press, tmp_path)
    press.run()
    for each in folder.iterdir():
        each.unlink()
    press.retell("quiet-dot", title="Another title")
    assert not [path for path in press.run().removed if path.startswith("docs/")]
    assert (press.site / "docs" / "index.html").read_text() == PAGES["index.html"]
    assert inspect_site(press.site) == []


def test_half_built_documentation_is_not_published(press: Press, tmp_path: Path) -> None:
    folder = build(press, tmp_path)
    (folder / "gallery.html").write_text("half")
    with pytest.raises(StudioError, match=r"gallery\.html is not as it was built"):
        press.run()
    assert not (press.site / "docs").exists()


def test_a_later_build_does_not_reach_into_the_site(press: Press, tmp_path: Path) -> None:
    folder = build(press, tmp_path)
    press.run()
    with (folder / "index.html").open("w") as file:
        file.write("written in place")
    assert (press.site / "docs" / "index.html").read_text() == PAGES["index.html"]


def test_bringing_pages_touches_only_what_changed_and_lets_go_of_what_is_gone(tmp_path: Path) -> None:
    built, target = tmp_path / "built", tmp_path / "target"
    (built / "deep").mkdir(parents=True)
    for name in ("a.html", "deep/b.html", ".buildinfo"):
        (built / name).write_text(name)
    bring(built, target)
    assert json.loads((target / MADE).read_text())["files"].keys() == {"a.html", "deep/b.html"}
    before = {path: path.stat().st_mtime_ns for path in target.rglob("*.html")}
    (built / "a.html").write_text("changed")
    bring(built, target)
    after = {path: path.stat().st_mtime_ns for path in target.rglob("*.html")}
    assert [path.name for path in after if after[path] != before[path]] == ["a.html"]
    (built / "a.html").unlink()
    bring(built, target)
    assert sorted(path.name for path in target.rglob("*.*")) == ["b.html", MADE]
