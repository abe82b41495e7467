"""The doctor finds what is wrong, and says what to type."""

from __future__ import annotations

import ast
import re
import sys
import time
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from studio import doctor
from studio.doctor import Finding, examine, findings_text
from tests.studio.courses import CHECKOUT


def test_a_machine_that_runs_these_tests_is_well() -> None:
    findings = {each.what: each for each in examine()}
    assert findings["Manim"].is_well, findings["Manim"].found
    assert findings["packages"].is_well, findings["packages"].found
    assert findings["Python"].found.endswith(sys.executable)
    assert findings["test tools"].found == "installed"


def test_a_package_of_another_version_is_named_with_both(monkeypatch: pytest.MonkeyPatch) -> None:
    true = doctor._version
    monkeypatch.setattr(doctor, "_version", lambda name: {"manim": "0.1", "scipy": ""}.get(name, true(name)))
    (finding,) = doctor._packages()
    assert not finding.is_well
    assert "manim is 0.1, pinned ==" in finding.found
    assert "scipy is missing" in finding.found


def test_an_environment_of_ones_own_is_held_to_what_works_not_to_what_is_pinned(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "prefix", str(tmp_path))
    true = doctor._version
    monkeypatch.setattr(doctor, "_version", lambda name: {"rich": "99.0"}.get(name, true(name)))
    (finding,) = doctor._packages()
    assert finding.is_well, finding.found
    monkeypatch.setattr(doctor, "_version", lambda name: {"pillow": "13.1"}.get(name, true(name)))
    (finding,) = doctor._packages()
    assert finding.found == "pillow is 13.1, wanted <13"
    assert finding.to_type == "pip install -e ."


def _reach(name: str, known: set[str]) -> None:
    """Add to `known` a distribution and all that it brings along on this machine."""
    name = re.sub(r"[-_.]+", "-", name).lower()
    if name in known:
        return
    known.add(name)
    try:
        brought = metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return
    for requirement in map(Requirement, brought):
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            _reach(requirement.name, known)


OURS_AND_PYTHONS = sys.stdlib_module_names | {"studio", "visuals", "_typeshed"}  # the last for mypy alone
ASIDE = (
    "sphinx.py",
    "notebook.py",
    "docs",
)  # which run in others' Sphinx and notebooks, or in our own Sphinx


def test_whatever_the_studio_imports_a_bare_installation_brings() -> None:
    """`pip install -e .` and then `compass doctor`, or anything else: no module may be missing."""
    declared = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    installed: set[str] = set()
    for each in declared["dependencies"]:
        requirement = Requirement(each)
        _reach(requirement.name, installed)
        for extra in requirement.extras:
            for more in map(Requirement, metadata.requires(requirement.name) or []):
                if more.marker is not None and more.marker.evaluate({"extra": extra}):
                    _reach(more.name, installed)
    brings = metadata.packages_distributions()
    missing = {
        f"{path.relative_to(CHECKOUT)} imports {top}"
        for path in (CHECKOUT / "studio").rglob("*.py")
        if not {*ASIDE} & {*path.relative_to(CHECKOUT / "studio").parts}
        for module in _imported(path)
        if (top := module.split(".")[0]) not in OURS_AND_PYTHONS
        and not {re.sub(r"[-_.]+", "-", each).lower() for each in brings.get(top, [])} & installed
    }
    assert not missing


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (each.name for each in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module or ""


def test_a_clock_before_1970_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    assert doctor._clock() == []
    monkeypatch.setattr(time, "time", lambda: -150_000_000.0)
    (finding,) = doctor._clock()
    assert not finding.is_well
    assert "1965" in finding.found


def test_what_is_not_well_comes_with_what_to_type() -> None:
    text = findings_text([Finding("this", "fine"), Finding("that", "broken", False, "mend it")])
    assert text.splitlines()[-1] == "  that: mend it"
    assert "All is well" in findings_text([Finding("this", "fine")])
