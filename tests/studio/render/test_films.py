"""Films made for real, small and short: what lies beside each, and that all of it agrees."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import av
import numpy as np
import pytest
from PIL import Image

from tests.studio.courses import Course, compass

SUFFIXES = [".json", ".mp4", ".numbers.json", ".poster.png", ".srt", ".vtt"]


def films(course: Course) -> Path:
    return course.folder / "media" / "lectures" / "480p15"


def copy(course: Course, to: Path) -> Course:
    """The same course elsewhere, films included; its data stay where they are."""
    shutil.copytree(course.folder, to, dirs_exist_ok=True)
    return Course(to)


def checksums(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(folder.glob("*.mp4"))}


def decoded(path: Path) -> list[np.ndarray]:
    with av.open(str(path)) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


def test_every_film_has_its_companions_and_nothing_else_is_left(rendered: Course) -> None:
    names = sorted(path.name for path in films(rendered).iterdir())
    assert names == sorted(slug + suffix for slug in ("quiet-dot", "other-dot") for suffix in SUFFIXES)


def test_beats_add_up_to_the_frames_that_are_in_the_film(rendered: Course) -> None:
    told = json.loads((films(rendered) / "quiet-dot.json").read_text())
    frames = decoded(films(rendered) / "quiet-dot.mp4")
    assert len(frames) == told["frame_count"]
    assert frames[0].shape == (told["height"], told["width"], 3)
    starts, ends = ([beat[key] for beat in told["beats"]] for key in ("start", "end"))
    assert starts == [0.0, *ends[:-1]]
    assert abs(ends[-1] - len(frames) / told["frame_rate"]) <= 1 / told["frame_rate"]
    assert [chapter["name"] for chapter in told["chapters"]] == ["The question", "Credits"]


def test_the_film_shows_what_the_lecture_does(rendered: Course) -> None:
    told = json.loads((films(rendered) / "quiet-dot.json").read_text())
    frames = decoded(films(rendered) / "quiet-dot.mp4")
    ends = {beat["name"]: round(beat["end"] * told["frame_rate"]) - 1 for beat in told["beats"]}
    before, after = (
        np.argwhere(frames[ends[name]].sum(axis=2) > 300).mean(axis=0) for name in ("show", "move")
    )
    unit = told["height"] / 8
    assert after - before == pytest.approx([0, unit], abs=1.5)


def test_the_poster_is_the_last_frame_of_its_beat(rendered: Course) -> None:
    told = json.loads((films(rendered) / "quiet-dot.json").read_text())
    frames = decoded(films(rendered) / "quiet-dot.mp4")
    ends = [round(beat["end"] * told["frame_rate"]) for beat in told["beats"]]
    with Image.open(films(rendered) / "quiet-dot.poster.png") as poster:
        pixels = np.asarray(poster, dtype=int)
    assert poster.size == (told["width"], told["height"])
    unlike = [int((np.abs(pixels - frames[end - 1]).sum(axis=2) > 100).sum()) for end in ends]
    assert unlike[0] < 20 < min(unlike[1:])


def test_captions_say_the_words(rendered: Course) -> None:
    for suffix in (".vtt", ".srt"):
        text = (films(rendered) / f"quiet-dot{suffix}").read_text()
        assert "A dot." in text
        assert "It moves." in text


def test_the_description_names_what_the_film_was_made_from(rendered: Course) -> None:
    quiet, other = (
        json.loads((films(rendered) / f"{slug}.json").read_text())["made_from"]
        for slug in ("quiet-dot", "other-dot")
    )
    assert "assets/data/five.txt" in quiet["files"]
    assert "assets/data/five.txt" not in other["files"]
    assert "scenes/step1_first_steps/l01_quiet_dot.py" in quiet["files"]
    ours = {Path(name).name for name in quiet["files"] if name.startswith("visuals/")}
    assert {"lecture.py", "theme.py", "formula.py"} <= ours
    studio = {name.split("studio/")[-1] for name in quiet["files"] if name.startswith("studio/")}
    assert {"render/playing.py", "render/film_files.py", "render/captions.py"} <= studio
    assert not studio & {"cli.py", "render/pool.py", "errors.py", "render/worker.py"}
    assert not any(part in name for name in quiet["files"] for part in (".venv", "__pycache__", ".rendering"))
    assert quiet["versions"]["manim"]


def test_a_second_render_does_nothing(rendered: Course) -> None:
    before = {path: path.stat().st_mtime_ns for path in films(rendered).iterdir()}
    again = compass(rendered, "render", "-q", "l")
    assert again.returncode == 0
    assert again.stdout.count("up to date") == 2
    assert {path: path.stat().st_mtime_ns for path in films(rendered).iterdir()} == before


def test_the_same_film_comes_out_whatever_runs_beside_it(rendered: Course, tmp_path: Path) -> None:
    done = compass(rendered, "render", "quiet", "-q", "l", "-j", 1, "--out", tmp_path)
    assert done.returncode == 0, done.stderr
    assert checksums(tmp_path).items() < checksums(films(rendered)).items()


def test_a_part_gets_a_name_of_its_own_and_the_frames_of_the_whole(rendered: Course, tmp_path: Path) -> None:
    done = compass(rendered, "render", 1, "-q", "l", "--beat", "move", "--out", tmp_path)
    assert done.returncode == 0, done.stderr
    whole, part = decoded(films(rendered) / "quiet-dot.mp4"), decoded(tmp_path / "quiet-dot.move.mp4")
    told = json.loads((films(rendered) / "quiet-dot.json").read_text())
    start = round(told["beats"][1]["start"] * told["frame_rate"])
    assert len(part) == round((told["beats"][1]["end"] - told["beats"][1]["start"]) * told["frame_rate"])
    for mine, theirs in zip(part, whole[start:], strict=False):
        assert np.abs(mine.astype(int) - theirs).mean() < 1.0  # two runs of the encoder
    description = json.loads((tmp_path / "quiet-dot.move.json").read_text())
    assert description["part"] == {"from": "move", "to": "move"}


def test_one_failure_does_not_stop_the_others_and_leads_with_the_authors_line(
    rendered: Course, tmp_path: Path
) -> None:
    course = copy(rendered, tmp_path)
    course.add(1, "quiet_dot", first="self.dot.no_such_thing()")
    course.add(2, "other_dot", start=3)
    course.write(3, "no_syntax", "class NoSyntax(Lecture:\n")
    before = checksums(films(course))
    done = compass(course, "render", "-q", "l", "-j", 2)
    assert done.returncode == 1
    told = done.stderr.splitlines()
    at = told.index("quiet-dot: failed")
    assert told[at + 1].startswith("scenes/step1_first_steps/l01_quiet_dot.py:")
    assert told[at + 2].strip() == "self.dot.no_such_thing()"
    assert told[at + 3].startswith("AttributeError: ")
    assert "Traceback" not in done.stderr
    assert "l03_no_syntax.py:1: " in done.stderr
    assert "Traceback" in (films(course) / "quiet-dot.log").read_text()
    after = checksums(films(course))
    assert after["quiet-dot.mp4"] == before["quiet-dot.mp4"]
    assert after["other-dot.mp4"] != before["other-dot.mp4"]
    assert not list(films(course).glob(".rendering-*"))


def test_a_sheet_shows_every_beat(rendered: Course, tmp_path: Path) -> None:
    picture = tmp_path / "sheet.png"
    done = compass(rendered, "sheet", "other-dot", "--out", picture)
    assert done.returncode == 0, done.stderr
    pixels = np.asarray(Image.open(picture).convert("RGB")).astype(int)
    stills = np.all(np.abs(pixels - [14, 17, 22]) <= 2, axis=2)  # the theme's ground, INK.ground
    columns = np.flatnonzero(stills.sum(axis=0) > 200)
    assert np.sum(np.diff(columns) > 1) == 2  # three stills side by side
    assert len(columns) == pytest.approx(3 * 640, abs=6)
