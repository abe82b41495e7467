"""Publishing again and again: nothing is written twice, nothing is lost, nobody sees half a site."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest

from studio.embed.names import is_hashed
from studio.errors import AlreadyThere, StudioError
from studio.publish import bundle, ingredients, site, staging
from studio.publish.inspection import inspect_site
from studio.publish.ledger import read_ledger
from studio.publish.staging import former_of
from tests.studio.courses import CHECKOUT, Course, compass, environment
from tests.studio.publish.sites import Press


def leftovers(press: Press) -> list[str]:
    return sorted(each.name for each in press.site.parent.iterdir() if each.name.startswith("."))


def test_a_site_holds_what_the_issue_of_a_course_needs(press: Press) -> None:
    paths = set(press.snapshot())
    assert {"index.html", "lectures/quiet-dot/index.html", "lectures/other-dot/index.html"} <= paths
    stable = ("clip.json", "film.mp4", "poster.jpg", "captions.vtt", "chapters.vtt", "transcript.html")
    assert {f"clips/{slug}/{name}" for slug in ("quiet-dot", "other-dot") for name in stable} <= paths
    assert {
        "clips/quiet-dot/data.csv",
        "clips/clip.schema.json",
        "code/calc_core.derivatives.gradients.html",
    } <= paths
    assert "clips/other-dot/data.csv" not in paths
    assert not leftovers(press)


def test_a_second_publish_with_no_change_writes_nothing(press: Press) -> None:
    before = press.snapshot()
    folder = press.site.stat().st_ino
    done = press.run()
    assert (done.written, done.removed) == ((), ())
    assert press.snapshot() == before
    assert press.site.stat().st_ino == folder


def test_nothing_slow_is_loaded_to_find_that_nothing_is_to_be_done(press: Press) -> None:
    script = f"""
import sys
sys.argv = ["compass", "--course", {str(press.course.folder)!r}, "publish", "-q", "l"]
sys.argv += ["--out", {str(press.site)!r}]
import studio.publish.command as command
command._render = lambda *_, **__: None  # the numbers were exchanged after rendering
from studio.cli import main
try:
    main()
finally:
    slow = sorted({{"av", "manim", "numpy", "PIL", "pygments", "rich", "starlette"}} & set(sys.modules))
    assert not slow, slow
"""
    done = subprocess.run(
        [sys.executable, "-P", "-c", script], capture_output=True, text=True, env=environment(), check=False
    )
    assert done.returncode == 0, done.stderr
    assert "nothing was written" in done.stdout


def test_the_same_films_give_the_same_bytes(press: Press) -> None:
    first = {path: held for path, (_, _, held) in press.snapshot().items()}
    shutil.rmtree(press.site)
    press.run()
    assert {path: held for path, (_, _, held) in press.snapshot().items()} == first


def test_a_changed_lecture_changes_its_own_files_only(press: Press) -> None:
    before = press.snapshot()
    beats = read_beats(press, "quiet-dot")
    beats[0]["words"] = "A quiet dot."
    press.retell("quiet-dot", beats=beats)
    done = press.run()
    after = press.snapshot()
    other = {path for path in before if before[path] != after.get(path)} - {"site.json"}
    assert other == set(done.written)
    own = ("clips/quiet-dot/", "lectures/quiet-dot/")
    assert other
    assert all(path.startswith(own) for path in other)
    assert not any(path.endswith((".mp4", ".jpg", ".css")) for path in other)


def read_beats(press: Press, slug: str) -> list[dict]:
    return json.loads((press.films / f"{slug}.json").read_text())["beats"]


def test_a_new_title_reaches_every_page_that_shows_it_and_no_other(press: Press) -> None:
    press.retell("quiet-dot", title="The quietest dot")
    written = press.run().written
    assert {"index.html", "lectures/other-dot/index.html", "clips/quiet-dot/clip.json"} <= set(written)
    assert not [path for path in written if path.startswith(("clips/other-dot/", "assets/", "code/"))]


def test_a_bundle_whose_film_is_made_anew_keeps_no_old_media(press: Press) -> None:
    old = {path for path in press.snapshot() if path.startswith("clips/quiet-dot/media/")}
    (press.films / "quiet-dot.data.csv").unlink()
    for suffix in (".mp4", ".poster.png", ".json", ".vtt", ".srt", ".numbers.json"):
        copy = (press.films / f"other-dot{suffix}").read_bytes()
        (press.films / f"quiet-dot{suffix}").write_bytes(copy)
    done = press.run()
    new = {path for path in press.snapshot() if path.startswith("clips/quiet-dot/media/")}
    media = {path for path in done.removed if path.startswith("clips/quiet-dot/media/")}
    assert media == old - new
    assert old - new
    assert not inspect_site(press.site)


def test_what_is_cached_for_ever_never_changes_what_it_holds(press: Press) -> None:
    before = press.snapshot()
    press.retell("quiet-dot", title="Another", chapters=[{"name": "All", "start": 0.0, "end": 9.0}])
    press.run()
    after = press.snapshot()
    hashed = {path for path in before if is_hashed(path)}
    assert hashed
    assert all(before[path][2] == after[path][2] for path in hashed & set(after))
    stable = {
        path for path in before if "/media/" not in path and path.endswith(("film.mp4", "chapters.vtt"))
    }
    assert any(before[path][2] != after[path][2] for path in stable)


def test_the_files_of_a_lecture_that_is_gone_are_removed(press: Press) -> None:
    (path,) = (press.course.folder / "scenes").rglob("l02_other_dot.py")
    path.unlink()
    done = press.run(drop=True)
    assert done.lectures == 1
    assert done.ended["other-dot"][0] == "other-dot"
    assert not [path for path in press.snapshot() if "other-dot" in path]
    assert not (press.site / "clips" / "other-dot").exists()
    assert any("clips/other-dot/" in path for path in done.removed)
    assert not inspect_site(press.site)


def test_a_lecture_that_is_not_named_stays_as_it_is(press: Press) -> None:
    before = press.snapshot()
    press.retell("quiet-dot", title="Changed")
    press.retell("other-dot", title="Changed as well")
    press.run("quiet-dot")
    after = press.snapshot()
    other = [path for path in before if path.startswith("clips/other-dot/")]
    assert all(before[path] == after[path] for path in other)
    assert b"Changed" in after["clips/quiet-dot/clip.json"][2]


def test_a_lost_file_comes_back(press: Press) -> None:
    before = press.snapshot()
    lost = "clips/quiet-dot/stills/show.jpg"
    (press.site / lost).unlink()
    done = press.run()
    assert {path: held for path, (_, _, held) in press.snapshot().items()} == {
        path: held for path, (_, _, held) in before.items()
    }
    assert all(path.startswith("clips/quiet-dot/") for path in done.written)


def test_a_bundle_that_lost_a_file_and_was_not_asked_for_is_named(press: Press) -> None:
    (press.site / "clips" / "other-dot" / "captions.vtt").unlink()
    with pytest.raises(StudioError, match="clips/other-dot is not as it was published"):
        press.run("quiet-dot")


def test_a_new_style_leaves_films_and_stills_as_they_are(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_stills(*_: object) -> None:
        raise AssertionError("no film is to be decoded again")

    known = ingredients._studio()
    newer = known | {"publish/assets/style.css": "new", "publish/site.py": "new"}
    monkeypatch.setattr(ingredients, "_studio", lambda: newer)
    monkeypatch.setattr(bundle, "write_bundle", no_stills)
    assert not press.run().written, "the style is as it was, after all"
    monkeypatch.setattr(ingredients, "_studio", lambda: known | {"stills.py": "new"})
    with pytest.raises(AssertionError):
        press.run()


@pytest.mark.parametrize("where", ["pages", "exchange"])
def test_an_interrupted_publish_leaves_the_old_site_whole(
    press: Press, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    before = press.snapshot()
    press.retell("quiet-dot", title="Never seen")

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        if where == "pages":
            patch.setattr(site, "write_pages", interrupt)
        else:
            patch.setattr(staging.Staging, "take_the_place", interrupt)
        with pytest.raises(KeyboardInterrupt):
            press.run()
    assert press.snapshot() == before
    assert not leftovers(press)


def test_a_killed_publish_leaves_the_old_site_whole_and_the_next_one_tidies_up(press: Press) -> None:
    before = press.snapshot()
    press.retell("quiet-dot", title="At last")
    script = f"""
import os, signal
from pathlib import Path
from studio.course.catalog import read_catalog
from studio.render.jobs import QUALITIES, Options
from studio.render.plan import plan_films
from studio.publish import ingredients, staging
from studio.publish.publishing import publish
staging.Staging.take_the_place = lambda self: os.kill(os.getpid(), signal.SIGKILL)
catalog = read_catalog(Path({str(press.course.folder)!r}))
films = plan_films(catalog, (), Options(QUALITIES["l"]), Path({str(press.films)!r}))
publish(catalog, films, Path({str(press.site)!r}), ingredients.Options())
"""
    killed = subprocess.run(
        [sys.executable, "-P", "-c", script], env=environment(), cwd=CHECKOUT, check=False
    )
    assert killed.returncode == -9
    assert press.snapshot() == before
    assert leftovers(press)
    press.run()
    assert not leftovers(press)
    assert b"At last" in press.snapshot()["index.html"][2]


def test_a_disk_that_cannot_exchange_folders_publishes_too(
    press: Press, monkeypatch: pytest.MonkeyPatch
) -> None:
    press.retell("quiet-dot", title="By two renames")
    monkeypatch.setattr(staging, "_exchange", lambda one, other: False)
    press.run()
    assert b"By two renames" in (press.site / "index.html").read_bytes()
    assert not inspect_site(press.site)
    assert not leftovers(press)


def test_a_site_that_was_set_aside_when_the_machine_died_is_put_back(press: Press) -> None:
    before = press.snapshot()
    press.site.rename(former_of(press.site))
    assert press.run().written == ()
    assert press.snapshot() == before


def test_what_a_host_wants_beside_the_site_is_left_there(press: Press) -> None:
    (press.site / "CNAME").write_text("course.example")
    (press.site / ".well-known").mkdir()
    (press.site / ".well-known" / "key").write_text("secret")
    press.retell("quiet-dot", title="Changed")
    press.run()
    assert (press.site / "CNAME").read_text() == "course.example"
    assert (press.site / ".well-known" / "key").read_text() == "secret"


def test_a_folder_with_other_files_is_not_written_to(press: Press) -> None:
    shutil.rmtree(press.site)
    press.site.mkdir()
    (press.site / "thesis.txt").write_text("years of work")
    with pytest.raises(AlreadyThere, match="did not put there"):
        press.run()
    assert [each.name for each in press.site.iterdir()] == ["thesis.txt"]


def test_a_record_of_another_version_is_not_guessed_at(press: Press) -> None:
    text = (press.site / "site.json").read_text()
    (press.site / "site.json").write_text(text.replace('"format": 1', '"format": 2'))
    with pytest.raises(StudioError, match="another version"):
        read_ledger(press.site)


def test_an_address_makes_links_whole(press: Press) -> None:
    press.run(url="https://example.org/course/")
    page = (press.site / "lectures" / "quiet-dot" / "index.html").read_text()
    assert 'href="https://example.org/course/lectures/quiet-dot/"' in page
    assert 'content="https://example.org/course/clips/quiet-dot/poster.jpg"' in page
    assert not inspect_site(press.site)


# -- the command line ---------------------------------------------------------------------------------------


def test_publish_renders_what_is_missing_and_checks_what_it_wrote(course: Course) -> None:
    course.add(3, "lone_dot")
    done = compass(course, "publish", "-q", "l")
    assert done.returncode == 0, done.stderr
    assert (course.folder / "site" / "index.html").exists()
    again = compass(course, "publish", "-q", "l")
    assert "nothing was written" in again.stdout
    checked = compass(course, "publish", "--check")
    assert checked.returncode == 0, checked.stdout
    assert "every link, checksum, track and time is right" in checked.stdout
    (course.folder / "site" / "clips" / "lone-dot" / "captions.vtt").write_text("WEBVTT\n")
    assert compass(course, "publish", "--check").returncode == 1


def test_a_lecture_that_fails_publishes_nothing(course: Course) -> None:
    course.add(3, "broken_dot", first="def")
    done = compass(course, "publish", "-q", "l")
    assert done.returncode == 1
    assert "l03_broken_dot.py" in done.stderr
    assert "Nothing was published" in done.stderr
    assert not (course.folder / "site").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["publish", "quiet-dott"], "quiet-dot"),
        (["publish", "--check"], "There is no site"),
        (["publish", "--url", "example.org"], "--url https://"),
        (["serve"], "publish writes one"),
    ],
)
def test_what_cannot_be_done_ends_with_2_and_a_sentence(
    course: Course, arguments: list[str], words: str
) -> None:
    course.add(3, "quiet_dot")
    done = compass(course, *arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert "Traceback" not in done.stderr
    assert not (course.folder / "site").exists()


def test_a_publish_into_a_file_is_refused(press: Press) -> None:
    shutil.rmtree(press.site)
    press.site.write_text("a file")
    with pytest.raises(AlreadyThere, match="is a file"):
        press.run()
    assert press.site.read_text() == "a file"
