"""`./compass clean` takes away what is of no use any more, and nothing else."""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from pathlib import Path

import pytest

from studio.clean import readable_size
from tests.studio.courses import Course, compass

STRETCH = f"{'a' * 64}.{'b' * 64}.tar"


def everything(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in (folder / "media").rglob("*") if path.is_file()}


@pytest.fixture
def lived_in(rendered: Course, tmp_path: Path) -> Course:
    """A course that was rendered, and lost one of its two lectures then."""
    shutil.copytree(rendered.folder, tmp_path, dirs_exist_ok=True)
    course = Course(tmp_path)
    (gone,) = tmp_path.rglob("l02_other_dot.py")
    gone.unlink()
    compass(course, "list")  # what it remembers is there before anything is counted
    return course


def test_what_a_lost_lecture_leaves_goes_and_the_other_film_stays(lived_in: Course) -> None:
    media = lived_in.folder / "media"
    before = everything(lived_in.folder)
    theirs = {name for name in before if "/other-dot." in name}
    assert any(name.endswith(".mp4") for name in theirs)
    (media / "sheets").mkdir()
    (media / "sheets" / "other-dot.png").write_bytes(b"a sheet")
    (media / "check" / "other-dot.show").mkdir(parents=True)
    (media / "check" / "other-dot.show" / "index.html").write_text("a page")
    said = compass(lived_in, "clean", "--dry-run")
    assert said.returncode == 0
    assert "nothing was removed" in said.stdout
    assert everything(lived_in.folder) >= before
    done = compass(lived_in, "clean")
    assert done.returncode == 0
    assert done.stdout.splitlines()[-1].startswith("Freed ")
    assert everything(lived_in.folder) == before - theirs
    assert not (media / "check" / "other-dot.show").exists()
    assert compass(lived_in, "clean").stdout == "Nothing to clean: what is there is in use.\n"
    assert "up to date" in compass(lived_in, "render", "-q", "l").stderr


def test_it_frees_what_it_says(lived_in: Course) -> None:
    films = lived_in.folder / "media" / "lectures" / "480p15"
    size = sum(path.stat().st_size for path in films.glob("other-dot.*"))
    assert f"That would free {readable_size(size)};" in compass(lived_in, "clean", "--dry-run").stdout
    before = sum(path.stat().st_size for path in films.iterdir())
    assert f"Freed {readable_size(size)}.\n" in compass(lived_in, "clean").stdout
    assert before - sum(path.stat().st_size for path in films.iterdir()) == size


def test_what_a_person_put_there_stays(lived_in: Course) -> None:
    media = lived_in.folder / "media"
    films = media / "lectures" / "480p15"
    mine = {
        films / "notes.json": b"{}",
        films / "holiday.mp4": b"a film of mine",
        films / "other-dot.mp4": b"cut by hand",  # no longer as it was written
        films / "other-dot.srt.txt": b"words",
        media / "sheets" / "my-poster.png": b"mine",
        media / "check" / "my-notes" / "index.html": b"mine",
        media / "check" / "other-dot" / "thoughts.txt": b"mine",
        media / "pictures" / "stills" / "Drawing.png": b"mine",
        media / ".stretches" / "aa" / "stretch.tar": b"mine",
        media / "kept" / ".rendered-once": b"mine",
        lived_in.folder / "notes.txt": b"mine",
    }
    (media / "check" / "other-dot").mkdir(parents=True)
    (media / "check" / "other-dot" / "index.html").write_text("the critic's")
    for path, content in mine.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    done = compass(lived_in, "clean")
    assert done.returncode == 0, done.stderr
    assert {path: path.read_bytes() for path in mine} == mine
    assert not (media / "check" / "other-dot" / "index.html").exists()
    assert not (films / "other-dot.json").exists()


def test_what_killed_processes_left_goes_and_what_is_at_work_stays(lived_in: Course) -> None:
    films = lived_in.folder / "media" / "lectures" / "480p15"
    left, used, of_a_site = (
        films / ".rendering-a",
        films / ".rendering-b",
        lived_in.folder / ".rendering-site-c",
    )
    for folder in (left, used, of_a_site):
        folder.mkdir()
        (folder / "half.mp4").write_bytes(b"x" * 5000)
    handle = os.open(used, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)
    try:
        assert (
            "what killed processes left: 2 folders, 10.0 kB" in compass(lived_in, "clean", "--dry-run").stdout
        )
        assert left.exists()
        compass(lived_in, "clean")
    finally:
        os.close(handle)
    assert not left.exists()
    assert not of_a_site.exists()
    assert (used / "half.mp4").exists()


def test_a_film_that_was_finished_and_not_yet_moved_is_put_in_its_place(lived_in: Course) -> None:
    films = lived_in.folder / "media" / "lectures" / "480p15"
    finished = films / ".finished-quiet-dot"
    finished.mkdir()
    names = [path.name for path in films.glob("quiet-dot.*")]
    for name in names:
        (films / name).rename(finished / name)
    compass(lived_in, "clean")
    assert not finished.exists()
    assert {path.name for path in films.glob("quiet-dot.*")} == set(names)


def test_stretches_go_when_nobody_can_be_waiting_for_them(lived_in: Course) -> None:
    store = lived_in.folder / "media" / ".stretches"
    old, new = store / "aa" / STRETCH, store / "bb" / STRETCH
    for path in (old, new):
        path.parent.mkdir(parents=True)
        path.write_bytes(b"x")
    then = time.time() - 7200
    os.utime(old, (then, then))
    compass(lived_in, "clean")
    assert not old.parent.exists()
    assert new.exists()


def test_a_still_of_a_picture_that_there_is_no_more_goes(lived_in: Course) -> None:
    pictures = lived_in.folder / "media" / "pictures"
    for size in ("stills", "small"):
        (pictures / size).mkdir(parents=True)
        for name in ("SlopeRose", "GoneRose", "Drawing"):
            (pictures / size / f"{name}.png").write_bytes(b"x")
    (pictures / "gallery.json").write_text('{"SlopeRose": {}, "GoneRose": {}}')
    compass(lived_in, "clean")
    assert {path.name for path in pictures.rglob("*.png")} == {"SlopeRose.png", "Drawing.png"}


def test_a_folder_without_lectures_is_not_cleaned(lived_in: Course) -> None:
    """A wrong --course would otherwise find every film to be of a lecture that is gone."""
    before = everything(lived_in.folder)
    shutil.rmtree(lived_in.folder / "scenes")
    done = compass(lived_in, "clean")
    assert done.returncode == 2
    assert "is no course" in done.stderr
    assert everything(lived_in.folder) == before


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, "0.0 kB"), (5000, "5.0 kB"), (999_499, "999 kB"), (999_500, "1.0 MB"), (2_345_678_901, "2.3 GB")],
)
def test_sizes_are_readable(count: int, words: str) -> None:
    assert readable_size(count) == words
