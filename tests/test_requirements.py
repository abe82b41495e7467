"""What is depended on is pinned, hashed, and asked for before it is missed."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

from studio.checks import NEEDED

HOUSE = Path(__file__).resolve().parent.parent


def test_the_test_command_looks_for_everything_that_the_tests_need() -> None:
    """Each requirement of the extra `test` has its module in the list that is asked for before a run."""
    extras = tomllib.loads((HOUSE / "pyproject.toml").read_text())["project"]["optional-dependencies"]["test"]
    wanted = {re.split(r"[<>=]", each)[0] for each in extras}
    brought = {name for module in NEEDED for name in metadata.packages_distributions()[module]}
    assert wanted <= {name.lower().replace("_", "-") for name in brought}


def test_the_version_is_the_same_wherever_it_stands() -> None:
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text())["project"]["version"]
    citation = re.findall(r"^version: (.+)$", (HOUSE / "CITATION.cff").read_text(), re.MULTILINE)
    released = re.findall(r"^## (\d\S*)", (HOUSE / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert citation == [project]
    assert released[0] == project


@pytest.mark.parametrize("lock", ["build", "runtime", "test", "docs"])
def test_every_requirement_is_pinned_and_hashed_and_names_no_index(lock: str) -> None:
    text = (HOUSE / "requirements" / f"{lock}.lock").read_text()
    entries = [line for line in text.replace("\\\n", " ").splitlines() if line[:1].isalnum()]
    assert entries
    assert all("==" in entry and "--hash=sha256:" in entry for entry in entries)
    assert "://" not in text
    assert "--index" not in text


def test_the_test_requirements_are_the_runtimes_and_some_more() -> None:
    runtime, test = (
        {
            line.split()[0]
            for line in (HOUSE / "requirements" / f"{lock}.lock").read_text().splitlines()
            if "==" in line
        }
        for lock in ("runtime", "test")
    )
    assert runtime < test
