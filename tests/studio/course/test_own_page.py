"""What docs/own_course.md shows is so: its description is read, and its recipe for data works."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.studio.courses import CHECKOUT, environment
from visuals.course import read_course

PAGE = (CHECKOUT / "docs" / "own_course.md").read_text(encoding="utf-8")


def block(kind: str) -> str:
    """The only block of that kind."""
    (found,) = re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)
    return str(found)


def test_the_description_that_the_page_shows_is_a_whole_one(tmp_path: Path) -> None:
    (tmp_path / "assets").mkdir()
    for name in ("icon", "sheared", "ruler"):
        (tmp_path / "assets" / f"{name}.svg").write_text('<svg viewBox="0 0 1 1"></svg>')
    (tmp_path / "compass.toml").write_text(block("toml"))
    said = read_course(tmp_path)
    assert (said.title, said.whom, said.lengths) == ("Straight lines stay", "Ada Lovelace", (40, 120))
    unsaid = [name for name, value in vars(said).items() if value in (None, "", (), {})]
    assert not unsaid, "every key there is stands on the page"


@pytest.fixture
def beans(tmp_path: Path) -> Path:
    """A course with the recipe's table and its loader."""
    course = tmp_path / "garden"
    for folder in ("assets/data", "scenes/step1_beans"):
        (course / folder).mkdir(parents=True)
    (course / "compass.toml").write_text('title = "Beans"')
    (course / "assets" / "data" / "beans.csv").write_text(block("text"))
    (course / "scenes" / "step1_beans" / "beans.py").write_text(block("python"))
    return course


def load(course: Path) -> subprocess.CompletedProcess[str]:
    """Read the table as a lecture would, in the course's folder."""
    script = """
import sys
sys.path.insert(0, "scenes/step1_beans")
from beans import load_beans
data = load_beans()
from visuals import read
print(data.n, read(data, "columns.height", index=4, decimals=1).text_with_unit, data.credit)
"""
    return subprocess.run(
        [sys.executable, "-c", script],
        cwd=course,
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_table_of_ones_own_is_read_with_units_and_whom_to_credit(beans: Path) -> None:
    done = load(beans)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "5 14.9\u00a0cm Class 7b, heights of a bean plant, 2026\n"


def test_a_changed_table_is_named_by_its_path_in_that_course(beans: Path) -> None:
    table = beans / "assets" / "data" / "beans.csv"
    table.write_text(table.read_text().replace("14.9", "41.9"))
    assert "beans.csv is not the file we know" in load(beans).stderr
    assert load(beans).stderr.rstrip().endswith("bring it back: assets/data/beans.csv as it came")
    subprocess.run(["git", "init", "-q"], cwd=beans, check=True)
    assert load(beans).stderr.rstrip().endswith("bring it back: git checkout -- assets/data/beans.csv")
