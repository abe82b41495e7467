"""A published address leads to its beat for good, or ends where somebody says so."""

from __future__ import annotations

import json
import socket

import jsonschema
import pytest
from playwright.sync_api import Browser

from studio.course.lecture import Beat
from studio.embed.address import Wish as Clip
from studio.embed.clip import former_names, read_clip
from studio.embed.offer import checked
from studio.errors import StudioError
from studio.publish import ingredients
from studio.publish.command import Wish, foresee, outcome, publish_course
from studio.publish.inspection import inspect_site
from studio.render.jobs import QUALITIES
from studio.render.record import checksum
from tests.studio.courses import Course, begin, compass
from tests.studio.publish.conftest import serving
from tests.studio.publish.sites import Press

WHEN_NAMED = '@beat(was="move")\n    def glide'


def rename(press: Press, mark: str) -> None:
    """Let the beat `move` be called `glide` from now on, in the lecture's text and in its film."""
    (path,) = press.course.folder.rglob("l01_quiet_dot.py")
    path.write_text(path.read_text().replace("@beat\n    def move", mark))
    beats = json.loads((press.films / "quiet-dot.json").read_text())["beats"]
    press.retell(
        "quiet-dot", beats=[each | {"name": each["name"].replace("move", "glide")} for each in beats]
    )


@pytest.fixture
def settled(press: Press) -> Press:
    """A press whose films are up to date where they lie: made from their lectures' files alone."""
    checksum.cache_clear()
    for lecture in press.catalog:
        told = json.loads((press.films / f"{lecture.slug}.json").read_text())
        files = {str(lecture.path.relative_to(press.course.folder)): checksum(str(lecture.path))}
        press.retell(lecture.slug, made_from=told["made_from"] | {"files": files})
    checksum.cache_clear()
    return press


def wish(press: Press, **how: bool) -> Wish:
    return Wish(press.site, QUALITIES["l"], ingredients.Options(), **how)


def published(press: Press, *names: str, **how: bool) -> tuple[list[str], str]:
    """Publish as the command does; what was told on the way, and the outcome."""
    told: list[str] = []
    done = publish_course(press.catalog, names, wish(press, **how), cores=1, tell=told.append)
    return told, outcome(done, press.course.folder)


# -- renamed beats ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", [WHEN_NAMED, WHEN_NAMED.replace('"move"', '("first_move", "move")')])
def test_a_renamed_beat_keeps_its_addresses(press: Press, mark: str) -> None:
    old = (press.site / "clips" / "quiet-dot" / "stills" / "move.jpg").read_bytes()
    rename(press, mark)
    done = press.run()
    assert not done.kept_back
    clip = read_clip(press.site / "clips" / "quiet-dot")
    assert clip is not None
    assert clip["beats"][1]["name"] == "glide"
    assert "move" in clip["beats"][1]["was"]
    assert (press.site / "clips" / "quiet-dot" / "stills" / "move.jpg").read_bytes() == old
    assert (press.site / "clips" / "quiet-dot" / "stills" / "glide.jpg").read_bytes() == old
    for page in ("lectures/quiet-dot/index.html", "clips/quiet-dot/transcript.html"):
        text = (press.site / page).read_text()
        assert text.count('id="move"') == text.count('id="glide"') == 1
    schema = json.loads((press.site / "clips" / "clip.schema.json").read_text())
    jsonschema.validate(clip, schema, cls=jsonschema.Draft202012Validator)
    assert not inspect_site(press.site)
    lecture, meant = checked(press.course.folder, "quiet-dot#move", Clip(""))
    assert (lecture.slug, meant.beat) == ("quiet-dot", "glide")


def test_an_old_address_goes_to_its_beat_on_every_page(press: Press, browser: Browser) -> None:
    rename(press, WHEN_NAMED)
    press.run()
    start = json.loads((press.films / "quiet-dot.json").read_text())["beats"][1]["start"]
    with serving(press.site) as address:
        page = browser.new_page()
        page.goto(f"{address}lectures/quiet-dot/index.html#move")
        page.wait_for_function(f"() => document.querySelector('video').currentTime >= {start}")
        page.close()
        page = browser.new_page()
        page.goto(f"{address}clips/quiet-dot/embed.html#move")
        page.locator("compass-clip .begin").wait_for()
        assert "There is no beat" not in page.locator("body").inner_text()
        page.close()


def test_a_name_leads_to_one_beat(press: Press) -> None:
    beats = [
        Beat("a", "w", None, 1, ("x", "b", "x")),
        Beat("b", "w", None, 2, ("x", "y")),
        Beat("unseen", "w", None, 3, ("z",)),
    ]
    assert former_names(beats, ["a", "b"]) == {"a": ["x"], "b": ["y"]}


# -- addresses that would end -------------------------------------------------------------------------------


def test_a_lecture_one_of_whose_addresses_would_end_is_kept_as_it_is_published(press: Press) -> None:
    before = press.snapshot()
    rename(press, "@beat\n    def glide")
    press.retell("other-dot", title="Published all the same")
    _, said = published(press, no_render=True)
    after = press.snapshot()
    assert "quiet-dot: would end: quiet-dot#move" in said
    assert '@beat(was="move")' in said
    clips = {path for path in before if path.startswith("clips/quiet-dot/")}
    assert all(before[path] == after[path] for path in clips)
    assert b"Published all the same" in after["index.html"][2]
    assert not inspect_site(press.site)
    _, again = published(press, no_render=True)
    assert "quiet-dot#move" in again
    assert "nothing was written" in again


def test_with_drop_the_address_ends_and_is_named(press: Press) -> None:
    rename(press, "@beat\n    def glide")
    _, said = published(press, no_render=True, drop=True)
    assert "quiet-dot: ended: quiet-dot#move" in said
    assert not (press.site / "clips" / "quiet-dot" / "stills" / "move.jpg").exists()
    assert (press.site / "clips" / "quiet-dot" / "stills" / "glide.jpg").exists()


def test_a_lecture_that_is_gone_is_kept_until_it_is_dropped(press: Press) -> None:
    (path,) = press.course.folder.rglob("l02_other_dot.py")
    path.unlink()
    _, said = published(press, no_render=True)
    assert "other-dot: would end: other-dot, other-dot#" in said
    assert (press.site / "lectures" / "other-dot" / "index.html").exists()
    assert (press.site / "clips" / "other-dot" / "film.mp4").exists()
    assert "other-dot" not in (press.site / "index.html").read_text()
    assert not inspect_site(press.site)
    _, said = published(press, no_render=True, drop=True)
    assert "other-dot: ended" in said
    assert not (press.site / "clips" / "other-dot").exists()


def test_a_kept_lecture_that_is_damaged_is_said_to_be_so(press: Press) -> None:
    rename(press, "@beat\n    def glide")
    (press.site / "clips" / "quiet-dot" / "film.mp4").unlink()
    with pytest.raises(StudioError, match="quiet-dot --drop"):
        published(press, no_render=True)


# -- what would be done -------------------------------------------------------------------------------------


def test_a_dry_run_says_what_would_be_done_and_does_nothing(settled: Press) -> None:
    press = settled
    before, films = press.snapshot(), sorted(press.films.iterdir())
    (path,) = press.course.folder.rglob("l02_other_dot.py")
    path.write_text(path.read_text().replace("START = 2", "START = 3").replace("def move", "def glide"))
    said = foresee(press.catalog, (), wish(press))
    assert "other-dot: would be rendered (scenes/step1_first_steps/l02_other_dot.py changed)" in said
    assert "quiet-dot: its film is there; its bundle would stay as it is" in said
    assert "other-dot: would end: other-dot#move" in said
    assert press.snapshot() == before
    assert sorted(press.films.iterdir()) == films
    (press.films / "quiet-dot.json").unlink()
    assert "quiet-dot: would be rendered (new)" in foresee(press.catalog, ("1",), wish(press))


def test_a_dry_run_of_what_is_up_to_date_says_so(settled: Press) -> None:
    press = settled
    assert "nothing would be written" in foresee(press.catalog, (), wish(press))


def test_films_are_published_as_they_are_without_rendering(press: Press) -> None:
    (path,) = press.course.folder.rglob("l01_quiet_dot.py")
    path.write_text(path.read_text() + "\n# changed since\n")
    (press.films / "other-dot.json").unlink()
    press.retell("quiet-dot", title="As it was rendered")
    told, said = published(press, no_render=True)
    assert any("quiet-dot: as it was rendered before" in each for each in told)
    assert any("other-dot: left out, as it is not rendered (./compass --course" in each for each in told)
    assert b"As it was rendered" in press.snapshot()["index.html"][2]
    assert "2 lectures" in said
    with pytest.raises(StudioError, match="other-dot is not rendered"):
        published(press, "other-dot", no_render=True)


def test_without_any_film_nothing_is_published_unrendered(course: Course) -> None:
    course.add(3, "lone_dot")
    done = compass(course, "publish", "-q", "l", "--no-render")
    assert done.returncode == 2
    assert "None of these lectures is rendered" in done.stderr
    assert not (course.folder / "site").exists()


# -- what to type -------------------------------------------------------------------------------------------


def test_what_is_printed_can_be_typed(press: Press) -> None:
    press.retell("quiet-dot", title="Elsewhere")
    done = compass(press.course, "publish", "-q", "l", "--no-render", "--out", "../site")
    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("Look at it with: ./compass --course . serve --out ../site\n")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        refused = compass(press.course, "serve", "--out", "../site", "--port", port)
    assert f"./compass --course . serve --out ../site --port {port + 1}" in refused.stderr
    missing = compass(press.course, "serve", "--out", "../other place")
    assert "./compass --course . publish --out '../other place' writes one" in missing.stderr
    with begin(press.course, "serve", "--out", "../site", "--port", 0) as serving_it:
        assert serving_it.stdout is not None
        assert "../site is at http://127.0.0.1:" in serving_it.stdout.readline()
        serving_it.terminate()


def test_a_kept_lecture_is_an_unfinished_publish(press: Press) -> None:
    rename(press, "@beat\n    def glide")
    done = compass(press.course, "publish", "-q", "l", "--no-render", "--out", press.site)
    assert done.returncode == 1
    assert "quiet-dot#move" in done.stdout
    assert compass(press.course, "publish", "-q", "l", "--dry-run", "--no-render").returncode == 0
    assert not (press.course.folder / "site").exists()
