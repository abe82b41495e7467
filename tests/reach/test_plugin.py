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
    "kept.csv": "",
    "one.csv": "",
    "two.csv": "",
    "pair.csv": "",
    "tests/__init__.py": "",
    "tests/conftest.py": """
import pathlib, pytest
from tests.reach.plugin import pytest_addoption, pytest_configure

@pytest.fixture(scope="session")
def shared():
    return pathlib.Path("shared.csv").read_text()
""",
    "tests/test_near.py": """
import functools, pathlib, pytest

@functools.cache
def kept(): return pathlib.Path("kept.csv").read_text()

@pytest.fixture(scope="module", params=["one", "two"])
def number(request): return pathlib.Path(f"{request.param}.csv").read_text()

@pytest.fixture(scope="module")
def pair(number): return pathlib.Path("pair.csv").read_text()

def test_near(shared): pathlib.Path("near.csv").read_text()
def test_kept(): kept()
def test_kept_too(): kept()
def test_pair(pair): pass
def test_pair_too(pair): pass
def test_on_its_way(request): request.getfixturevalue("shared")
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


NEAR = "tests/test_near.py::test_"
REACHED = {  # by what is changed
    "near.csv": ["near"],
    "kept.csv": ["kept", "kept_too"],
    "one.csv": ["pair[one]", "pair_too[one]"],
    "pair.csv": ["pair[one]", "pair[two]", "pair_too[one]", "pair_too[two]"],
}


FAR = "tests/test_far.py::test_far"


def again(project: Path) -> None:
    """Take back what was changed."""
    subprocess.run(["git", "checkout", "-q", "."], cwd=project, check=True)


def test_after_a_run_only_what_reads_a_change_runs(project: Path) -> None:
    assert len(ran(project)) == 11
    assert ran(project, "--changed") == []
    for changed, reached in REACHED.items():
        (project / changed).write_text("1")
        assert ran(project, "--changed") == [f"{NEAR}{each}" for each in reached]
        again(project)
    (project / "far.csv").write_text("1")
    assert ran(project, "--changed=HEAD", "tests/test_far.py") == [FAR]
    again(project)
    (project / "scenes" / "step1_first" / "l02_lines.py").write_text("# other\n")
    assert ran(project, "--changed") == [f"{EVERY}[lines]"]


def test_processes_that_share_the_tests_choose_alike(project: Path) -> None:
    processes = ("-n", "2", "--dist", "loadscope")
    assert len(ran(project, *processes)) == 11
    (project / "shared.csv").write_text("1")
    assert ran(project, *processes, "--changed") == [FAR, f"{NEAR}near", f"{NEAR}on_its_way"]
    again(project)
    (project / "scenes" / "step1_first" / "l03_areas.py").write_text("")
    assert ran(project, *processes, "--changed") == [f"{EVERY}[areas]"]


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
