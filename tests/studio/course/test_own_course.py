"""Any folder with a compass.toml is a course: begun, found, described, and told apart from others."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from studio import called
from studio.course import finding
from studio.course.catalog import read_catalog
from studio.course.finding import find_course
from studio.errors import Unprepared
from studio.render import record
from studio.render.jobs import Options, Quality
from studio.render.record import Record, checksum_of, named
from tests.studio.courses import CHECKOUT, Course, compass, environment

LOW = Options(Quality(854, 480, 15))


def run(folder: Path, *arguments: object, **more: str) -> subprocess.CompletedProcess[str]:
    """The command line as called in a folder, without --course."""
    return subprocess.run(
        [sys.executable, "-P", "-m", "studio", *map(str, arguments)],
        cwd=folder, env=environment() | more, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture
def lines(tmp_path: Path) -> Path:
    """A course that was just begun."""
    begun = run(tmp_path, "new-course", "straight lines", COMPASS_CALLED="compass")
    assert begun.returncode == 0, begun.stderr
    assert "cd 'straight lines' && compass render first-walk -q l --open" in begun.stdout
    return tmp_path / "straight lines"


def test_a_course_that_was_begun_is_found_from_any_folder_below(lines: Path) -> None:
    (lecture,) = read_catalog(lines)
    assert (lecture.number, lecture.slug, lecture.step.name) == (1, "first-walk", "First steps")
    assert read_catalog(lines).said.title == "Straight lines"
    for folder in (lines, lines / "scenes", lecture.path.parent):
        assert "first-walk" in run(folder, "list").stdout
    assert "second-walk" in run(lecture.path.parent, "new", "second walk").stdout
    assert [each.number for each in read_catalog(lines)] == [1, 2]


def test_another_course_can_be_named_and_elsewhere_the_checkouts_is_meant(lines: Path) -> None:
    assert "gradient-compass" in run(lines, "--course", CHECKOUT, "list").stdout
    assert "first-walk" in run(lines.parent, "--course", lines, "list").stdout
    assert "gradient-compass" in run(lines.parent, "list").stdout


def test_nothing_is_written_over(lines: Path) -> None:
    before = {path: path.read_bytes() for path in lines.rglob("*") if path.is_file()}
    again = run(lines.parent, "new-course", lines)
    assert again.returncode == 2
    assert "compass.toml, manim.cfg, .gitignore, scenes already" in again.stderr
    assert {path: path.read_bytes() for path in lines.rglob("*") if path.is_file()} == before
    (lines.parent / "other").mkdir()
    (lines.parent / "other" / "manim.cfg").write_text("mine")
    assert run(lines.parent, "new-course", "other").returncode == 2
    assert [each.name for each in (lines.parent / "other").iterdir()] == ["manim.cfg"]


def test_without_a_checkout_and_a_course_a_sentence_says_what_to_type(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "CHECKOUT", tmp_path / "site-packages")
    monkeypatch.setenv(called.CALLED, "compass")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Unprepared, match=r"no compass\.toml in .* or above") as refused:
        find_course()
    assert refused.value.hint == "compass new-course DIR begins one; compass --course DIR names one."


def test_a_broken_description_is_told_of_before_any_work_and_the_doctor_still_comes(lines: Path) -> None:
    text = (lines / "compass.toml").read_text().replace("motto", "moto")
    (lines / "compass.toml").write_text(text)
    for command in (["list"], ["render"], ["check"], ["publish", "--dry-run"], ["new", "x"], ["voice"]):
        refused = run(lines, *command)
        assert refused.returncode == 2
        assert refused.stderr.startswith(f"compass: {lines / 'compass.toml'}: moto is no key; the nearest is")
        assert len(refused.stderr.splitlines()) == 1
    doctor = run(lines, "doctor")
    assert doctor.returncode == 1
    assert "moto is no key" in doctor.stdout
    assert run(lines, "--help").returncode == 0


@pytest.mark.parametrize(
    ("told", "program", "name"),
    [
        ("", "/home/ada/.venv/bin/compass", "compass"),
        ("", "/home/ada/compass/studio/__main__.py", "./compass"),
        ("../compass", "/home/ada/compass/studio/__main__.py", "../compass"),
        ("/home/ada lovelace/compass", "x", "'/home/ada lovelace/compass'"),
    ],
)
def test_the_studio_says_its_own_name_as_it_was_called(
    told: str, program: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(called.CALLED, told)
    monkeypatch.setattr(sys, "argv", [program])
    assert called.typed("list") == f"{name} list"


def test_what_is_said_to_type_next_can_be_typed(lines: Path) -> None:
    refused = run(lines, "render", "frist-walk", COMPASS_CALLED="compass")
    assert refused.stderr.splitlines()[-1] == "compass list shows them all."
    assert "  compass render third -q l --open" in run(lines, "new", "third", COMPASS_CALLED="compass").stdout
    there = run(lines.parent, "--course", "straight lines", "new", "fourth", COMPASS_CALLED="compass").stdout
    assert "compass --course 'straight lines' render fourth" in there


def test_a_record_has_the_same_names_wherever_course_and_checkout_lie(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    for checkout, course in (("a", "b"), ("deep/in/a", "b"), ("b/scenes/a", "b"), ("a", "a"), ("a", "a/x/b")):
        monkeypatch.setattr(record, "CHECKOUT", tmp_path / checkout)
        ours, theirs = tmp_path / checkout / "visuals" / "x.py", tmp_path / course / "scenes" / "s" / "y.py"
        for path in (ours, theirs):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(path.name)
        names = [named(str(path), tmp_path / course) for path in (ours, theirs)]
        assert len({checksum_of(name, tmp_path / course) for name in names}) == 2
        assert not [name for name in names if checksum_of(name, tmp_path / course).startswith("cannot")]
        found.append(names)
    assert found == [["visuals/x.py", "scenes/s/y.py"]] * 5


def test_a_room_of_the_course_is_not_taken_for_the_projects(tmp_path: Path) -> None:
    (tmp_path / "visuals").mkdir()
    (tmp_path / "visuals" / "theme.py").write_text("other")
    theirs, ours = tmp_path / "visuals" / "theme.py", CHECKOUT / "visuals" / "theme.py"
    names = [named(str(path), tmp_path) for path in (theirs, ours)]
    assert names == ["./visuals/theme.py", "visuals/theme.py"]
    assert checksum_of(names[0], tmp_path) != checksum_of(names[1], tmp_path)


def test_what_the_course_says_is_compared_key_by_key(tmp_path: Path) -> None:
    def recorded(*keys: str) -> Record:
        files = {f"compass.toml#{key}": checksum_of(f"compass.toml#{key}", tmp_path) for key in keys}
        return Record(files, record.tool_versions(), record.asdict(LOW))

    text = tmp_path / "compass.toml"
    text.write_text('title = "Lines"')
    whole, part = recorded("author", "licence", "theme"), recorded("theme")
    assert whole.change_of_frames(tmp_path, LOW) is None
    record._said.cache_clear()
    text.write_text('title = "Lines"\nauthor = "Ada"')
    assert whole.change_of_frames(tmp_path, LOW) == "author in compass.toml changed"
    assert whole.change_of_frames(tmp_path, LOW, own="scenes/x.py") is None, "frames may serve again"
    assert part.change_of_frames(tmp_path, LOW) is None
    record._said.cache_clear()
    text.write_text('title = "Lines"\n[theme]\ntext = "#FFFFFF"')
    assert part.change_of_frames(tmp_path, LOW, own="scenes/x.py") == "theme in compass.toml changed"


def test_another_author_costs_the_credits_card_alone_and_gives_the_bytes_of_a_render_from_nothing(
    course: Course,
) -> None:
    course.add(1, "quiet_dot", seconds=2.0)
    text = course.folder / "compass.toml"
    text.write_text('title = "Dots"\nauthor = "Ada"')
    films = course.folder / "media" / "lectures" / "480p15"

    def told() -> dict[str, list[str]]:
        known = json.loads((films / "quiet-dot.json").read_text())
        return {
            "plays": [each["key"] for each in known["plays"]],
            "beats": [each["name"] for each in known["beats"]],
        }

    assert compass(course, "render", "-q", "l").returncode == 0
    before = told()
    text.write_text('title = "Other dots"\nauthor = "Ada"\nmotto = "Look."')
    assert "up to date" in compass(course, "render", "-q", "l").stdout
    text.write_text('title = "Other dots"\nauthor = "Grace"')
    dry = compass(course, "render", "-q", "l", "--dry-run").stdout
    assert "author in compass.toml changed" in dry
    assert compass(course, "render", "-q", "l").returncode == 0
    after = told()
    same = [one == other for one, other in zip(before["plays"], after["plays"], strict=True)]
    assert same[0]
    assert not same[-1]
    first = same.index(False)
    assert same == [True] * first + [False] * (len(same) - first), (
        "the credits come last, and only they differ"
    )
    reused = (films / "quiet-dot.mp4").read_bytes()
    assert compass(course, "render", "-q", "l", "--force").returncode == 0
    assert (films / "quiet-dot.mp4").read_bytes() == reused


def test_another_colour_is_another_film(course: Course) -> None:
    shutil.copytree(CHECKOUT / "examples" / "linear-algebra", course.folder, dirs_exist_ok=True,
                    ignore=shutil.ignore_patterns("media", "site", "__pycache__"))  # fmt: skip
    done = compass(course, "render", "1", "-q", "l", "--beat", "take_two_steps")
    assert done.returncode == 0, done.stderr
    description = course.folder / "media" / "lectures" / "480p15" / "what-a-matrix-does.take_two_steps.json"
    files = json.loads(description.read_text())["made_from"]["files"]
    assert "scenes/step1_matrices/matrices.py" in files
    assert {"compass.toml#theme", "compass.toml#films"} <= set(files)
    assert "compass.toml#author" not in files, "no credits card is in this stretch"
    text = course.folder / "compass.toml"
    text.write_text(text.read_text().replace('author = "The authors of Compass"', 'author = "Ada"'))
    again = ("render", "1", "-q", "l", "--beat", "take_two_steps", "--dry-run")
    assert "up to date" in compass(course, *again).stdout
    text.write_text(text.read_text().replace("#FFC857", "#FFC858"))
    assert "theme in compass.toml changed" in compass(course, *again).stdout
