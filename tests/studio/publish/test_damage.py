"""A damaged file is never published, nor preferred to a good one; what others put into a site stays."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from studio.embed.clip import read_clip
from studio.errors import AlreadyThere, StudioError
from studio.publish import ledger, pages
from studio.publish.inspection import inspect_site, verdict
from studio.publish.ledger import LOST, Ledger, read_ledger
from studio.publish.staging import files_below
from tests.studio.courses import Course, compass, damaged, environment
from tests.studio.mutations import NO_JSON, mutations
from tests.studio.publish.sites import Press

KINDS = {
    "film": "clips/quiet-dot/film.mp4",
    "film by its checksum": "clips/quiet-dot/media/quiet-dot.*.mp4",
    "still": "clips/quiet-dot/stills/show.jpg",
    "captions": "clips/quiet-dot/captions.vtt",
    "clip": "clips/quiet-dot/clip.json",
    "numbers": "clips/quiet-dot/numbers.json",
    "transcript": "clips/quiet-dot/transcript.html",
    "page": "lectures/quiet-dot/index.html",
    "home": "index.html",
    "style": "assets/style.*.css",
    "element": "clips/compass-clip.js",
    "headers": "_headers",
}


def held(press: Press) -> dict[str, bytes]:
    return {path: content for path, (_, _, content) in press.snapshot().items()}


def one(site: Path, pattern: str) -> Path:
    (found,) = site.glob(pattern)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_a_damaged_file_of_the_old_site_gives_way_to_the_good_one(press: Press, kind: str) -> None:
    before = held(press)
    damaged(one(press.site, KINDS[kind]), at=20)
    assert held(press) != before
    done = press.run()
    assert done.written
    assert held(press) == before
    assert not inspect_site(press.site)
    assert press.run().written == ()


def test_damage_that_a_new_edition_could_inherit_is_not_inherited(press: Press) -> None:
    for pattern in KINDS.values():
        damaged(one(press.site, pattern), at=20)
    press.retell("quiet-dot", title="Another")
    press.run()
    assert not inspect_site(press.site)
    made_over_damage = held(press)
    shutil.rmtree(press.site)
    press.run()
    assert held(press) == made_over_damage


def test_a_damaged_bundle_that_was_not_asked_for_is_named(press: Press) -> None:
    damaged(press.site / "clips" / "other-dot" / "captions.vtt")
    with pytest.raises(StudioError, match="clips/other-dot is not as it was published"):
        press.run("quiet-dot")


@pytest.mark.parametrize("suffix", [".mp4", ".vtt", ".numbers.json", ".data.csv", ".poster.png"])
def test_a_film_that_was_damaged_at_equal_size_is_not_published(press: Press, suffix: str) -> None:
    before = press.snapshot()
    films = press.planned()
    press.retell("quiet-dot", title="Another")
    damaged(press.films / f"quiet-dot{suffix}")
    with pytest.raises(StudioError, match=f"quiet-dot{suffix} is not as it was left"):
        press.publish(films)
    assert press.snapshot() == before


def test_a_check_finds_damage_of_equal_size_and_says_how_to_mend_it(press: Press) -> None:
    command = ["--course", press.course.folder, "publish", "--check", "--out", press.site]
    damaged(press.site / "clips" / "quiet-dot" / "film.mp4")
    checked = subprocess.run(
        [sys.executable, "-P", "-m", "studio", *map(str, command)],
        capture_output=True, text=True, env=environment(), cwd=press.course.folder, check=False,
    )  # fmt: skip
    assert checked.returncode == 1
    assert "clips/quiet-dot/film.mp4 is not as it was published" in checked.stdout
    assert "Mend it with: ./compass --course . publish -q l --out ../site\n" in checked.stdout


def test_what_a_check_says_mends_names_the_address_and_the_packages(press: Press) -> None:
    press.run(url="https://example.org/a course/", scorm=True)
    damaged(press.site / "index.html")
    said = verdict(press.site, inspect_site(press.site), press.course.folder)
    assert "publish -q l --url 'https://example.org/a course/' --scorm --out" in said


# -- records of another shape -------------------------------------------------------------------------------


@pytest.mark.parametrize("content", NO_JSON)
def test_a_site_whose_record_is_broken_is_published_anew(press: Press, content: str) -> None:
    before = held(press)
    (press.site / "CNAME").write_text("course.example")
    (press.site / "site.json").write_bytes(NO_JSON[content])
    assert read_ledger(press.site) is LOST
    assert inspect_site(press.site)
    press.run()
    assert held(press) == before | {"CNAME": b"course.example"}
    assert not inspect_site(press.site)


def test_a_broken_record_does_not_let_a_lecture_vanish(press: Press) -> None:
    (press.site / "site.json").write_text("[]")
    with pytest.raises(StudioError, match="it is not known what else is in it"):
        press.run("quiet-dot")


def test_a_site_json_of_somebody_else_is_left_alone(press: Press) -> None:
    shutil.rmtree(press.site)
    press.site.mkdir()
    (press.site / "site.json").write_text('{"name": "years of work"}')
    with pytest.raises(AlreadyThere):
        press.run()
    assert [each.name for each in press.site.iterdir()] == ["site.json"]


def test_a_record_is_believed_whole_or_not_at_all(press: Press) -> None:
    file = press.site / "site.json"
    told = json.loads(file.read_text())
    told["files"] = dict([*told["files"].items()][:3])
    for _, changed in mutations(told):
        file.write_text(json.dumps(changed))
        with contextlib.suppress(StudioError):
            assert isinstance(read_ledger(press.site), Ledger)
    file.write_text(json.dumps(told | {"files": {"../../elsewhere": {"bytes": 1, "sha256": ""}}}))
    assert read_ledger(press.site) is ledger.LOST


@pytest.mark.parametrize("content", NO_JSON)
def test_a_clip_json_that_is_none_is_written_anew(press: Press, content: str) -> None:
    before = held(press)
    (press.site / "clips" / "quiet-dot" / "clip.json").write_bytes(NO_JSON[content])
    assert read_clip(press.site / "clips" / "quiet-dot") is None
    assert inspect_site(press.site)
    press.run()
    assert held(press) == before


def test_what_is_read_of_a_clip_can_be_shown(press: Press) -> None:
    folder = press.site / "clips" / "quiet-dot"
    told = json.loads((folder / "clip.json").read_text())
    around = pages.Surroundings("https://example.org/")
    refused = 0
    for _, changed in [*mutations(told)][::3]:
        (folder / "clip.json").write_text(json.dumps(changed))
        clip = read_clip(folder)
        refused += clip is None
        if clip is not None:
            pages.lecture_page(clip, (), (clip, clip), {"discovery": "", "scorm": None}, around).encode()
    assert refused > 100


# -- what others put there ----------------------------------------------------------------------------------


def test_a_site_behind_a_link_stays_behind_it(press: Press, tmp_path: Path) -> None:
    real = tmp_path / "disk" / "www"
    real.parent.mkdir()
    press.site.rename(real)
    press.site.symlink_to(Path("disk") / "www")
    press.retell("quiet-dot", title="Behind a link")
    press.run()
    assert press.site.is_symlink()
    assert os.readlink(press.site) == "disk/www"
    assert b"Behind a link" in (real / "index.html").read_bytes()
    assert not [each for each in real.parent.iterdir() if each != real]


def test_a_link_to_a_folder_that_is_not_there_yet_is_followed(press: Press, tmp_path: Path) -> None:
    shutil.rmtree(press.site)
    press.site.symlink_to(tmp_path / "later" / "www")
    press.run()
    assert press.site.is_symlink()
    assert not inspect_site(tmp_path / "later" / "www")


def test_a_link_that_leads_to_itself_is_refused(press: Press) -> None:
    shutil.rmtree(press.site)
    press.site.symlink_to(press.site)
    with pytest.raises((StudioError, OSError)):
        press.run()
    assert press.site.is_symlink()


def test_links_and_empty_folders_of_others_stay(press: Press, tmp_path: Path) -> None:
    site = press.site
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "big.iso").write_text("large")
    (site / "downloads").symlink_to(tmp_path / "elsewhere")
    (site / "latest").symlink_to("lectures/quiet-dot")
    (site / "robots.txt").symlink_to("CNAME")
    (site / "gone").symlink_to("nowhere")
    (site / "uploads" / "2026").mkdir(parents=True)
    (site / "uploads" / "2026").chmod(0o700)
    (site / "clips" / "others").mkdir()
    press.retell("quiet-dot", title="Changed")
    assert press.run().written
    links = {name: os.readlink(site / name) for name in ("downloads", "latest", "robots.txt", "gone")}
    assert links == {
        "downloads": str(tmp_path / "elsewhere"),
        "latest": "lectures/quiet-dot",
        "robots.txt": "CNAME",
        "gone": "nowhere",
    }
    assert (site / "uploads" / "2026").stat().st_mode & 0o777 == 0o700
    assert (site / "clips" / "others").is_dir()
    assert (tmp_path / "elsewhere" / "big.iso").read_text() == "large"
    assert not inspect_site(site)
    assert "downloads/big.iso" not in set(files_below(site))


def test_the_command_keeps_a_link_and_takes_damaged_films_for_ones_to_render(
    course: Course, tmp_path: Path
) -> None:
    course.add(3, "lone_dot")
    (tmp_path / "www").mkdir()
    (course.folder / "site").symlink_to(tmp_path / "www")
    done = compass(course, "publish", "-q", "l")
    assert done.returncode == 0, done.stderr
    assert (course.folder / "site").is_symlink()
    assert (tmp_path / "www" / "index.html").exists()
    film = course.folder / "media" / "lectures" / "480p15" / "lone-dot.mp4"
    before = film.read_bytes()
    damaged(film)
    again = compass(course, "publish", "-q", "l")
    assert "lone-dot.mp4 is not as it was left" in again.stderr
    assert film.read_bytes() == before
    assert "nothing was written" in again.stdout
