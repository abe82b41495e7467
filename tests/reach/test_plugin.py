"""What runs with --changed, in a small project of its own: after a run that was listened to, and before."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.studio.courses import CHECKOUT

PROJECT = {
    ".gitignore": "__pycache__/\n.pytest_cache/\n/media/\n",
    "pytest.ini": "[pytest]\naddopts = -q --strict-markers\n",
    "near.csv": "",
    "far.csv": "",
    "shared.csv": "",
    "tests/__init__.py": "",
    "tests/conftest.py": """
import pathlib, pytest
from tests.reach.plugin import pytest_addoption, pytest_configure

@pytest.fixture(scope="session")
def shared():
    return pathlib.Path("shared.csv").read_text()
""",
    "tests/test_near.py": """
import pathlib
def test_near(shared): pathlib.Path("near.csv").read_text()
""",
    "tests/test_far.py": """
import subprocess, sys
def test_far(shared): subprocess.run([sys.executable, "-c", "open('far.csv')"], check=True)
""",
    "tests/scenes/__init__.py": "",
    "tests/scenes/test_every_lecture.py": """
import importlib, pytest
from studio.course.catalog import read_catalog
from pathlib import Path
LECTURES = {each.slug: each for each in read_catalog(Path.cwd())}

@pytest.mark.parametrize("slug", sorted(LECTURES))
def test_it_plays(slug): importlib.import_module("scenes.step1_first." + LECTURES[slug].path.stem)
""",
    "scenes/step1_first/l01_dots.py": "",
    "scenes/step1_first/l02_lines.py": "",
}
EVERY = "tests/scenes/test_every_lecture.py::test_it_plays"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    for name, text in PROJECT.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    reach = CHECKOUT / "tests" / "reach"
    shutil.copytree(
        reach, tmp_path / "tests" / "reach", ignore=shutil.ignore_patterns("test_*", "__pycache__")
    )
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-qm", "all"]):
        who = ["-c", "user.name=A", "-c", "user.email=a@example.org"]
        subprocess.run(["git", *who, *arguments], cwd=tmp_path, check=True)
    return tmp_path


def ran(project: Path, *arguments: str) -> list[str]:
    """Which tests pytest runs."""
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith("COMPASS_TESTS")}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-rA", *arguments],
        cwd=project, env=surroundings | {"PYTHONPATH": str(CHECKOUT)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode in (0, 5), done.stdout + done.stderr
    assert done.returncode == 0 or "--changed" in "".join(arguments), done.stdout + done.stderr
    return sorted(line.split()[1] for line in done.stdout.splitlines() if line.startswith("PASSED "))


@pytest.mark.parametrize("processes", [(), ("-n", "2", "--dist", "loadscope")])
def test_after_a_whole_run_only_what_reads_a_change_runs(project: Path, processes: tuple[str, ...]) -> None:
    assert len(ran(project, *processes)) == 4
    assert ran(project, *processes, "--changed") == []
    (project / "near.csv").write_text("1")
    assert ran(project, *processes, "--changed") == ["tests/test_near.py::test_near"]
    (project / "far.csv").write_text("1")
    assert ran(project, *processes, "--changed=HEAD", "tests/test_far.py") == ["tests/test_far.py::test_far"]
    subprocess.run(["git", "checkout", "-q", "."], cwd=project, check=True)
    (project / "shared.csv").write_text("1")
    both = ["tests/test_far.py::test_far", "tests/test_near.py::test_near"]
    assert ran(project, *processes, "--changed") == both
    subprocess.run(["git", "checkout", "-q", "."], cwd=project, check=True)
    (project / "scenes" / "step1_first" / "l02_lines.py").write_text("# other\n")
    assert ran(project, *processes, "--changed") == [f"{EVERY}[lines]"]


def test_before_any_run_a_lecture_is_known_by_its_file(project: Path) -> None:
    (project / "scenes" / "step1_first" / "l01_dots.py").write_text("# other\n")
    assert ran(project, "--changed=HEAD") == [f"{EVERY}[dots]"]


def test_a_run_of_some_tests_alone_is_not_taken_for_the_whole(project: Path) -> None:
    ran(project)
    ran(project, "-k", "far")
    (project / "near.csv").write_text("1")
    assert ran(project, "--changed") == ["tests/test_near.py::test_near"]


def test_a_revision_that_is_not_there_is_said(project: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "--changed=nowhere"],
        cwd=project, env=os.environ | {"PYTHONPATH": str(CHECKOUT)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 4
    assert "git cannot tell what has changed" in done.stderr
