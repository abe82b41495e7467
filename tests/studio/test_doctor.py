"""The doctor finds what is wrong, and says what to type."""

from __future__ import annotations

import sys

import pytest

from studio import doctor
from studio.doctor import Finding, examine, findings_text


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


def test_what_is_not_well_comes_with_what_to_type() -> None:
    text = findings_text([Finding("this", "fine"), Finding("that", "broken", False, "mend it")])
    assert text.splitlines()[-1] == "  that: mend it"
    assert "All is well" in findings_text([Finding("this", "fine")])
