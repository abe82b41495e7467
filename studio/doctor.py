"""Examines the machine and the checkout: what is installed, what is missing, what to type."""

from __future__ import annotations

import importlib.util
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from studio.course.catalog import read_catalog
from studio.errors import StudioError
from studio.places import CHECKOUT
from studio.system.columns import columns
from studio.system.conditions import clock_problem

ROOM_FOR_FILMS = 2e9  # bytes: the whole course at 1080p60, and what is beside it while it is made
AFRESH = "rm -rf .venv && ./compass doctor"
TRY = "import cairo, manim; print(cairo.cairo_version_string())"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: what it is, what was found, and what to type if it is not well."""

    what: str
    found: str
    is_well: bool = True
    to_type: str = ""


def examine() -> list[Finding]:
    """Look at everything once; nothing is changed. Looking at Manim takes a few seconds."""
    looks: tuple[Callable[[], list[Finding]], ...] = (
        _python, _packages, _drawing, _test_tools, _lectures, _room, _clock, _machine,
    )  # fmt: skip
    return [finding for look in looks for finding in look()]


def findings_text(findings: list[Finding]) -> str:
    """One line for each finding, and below what to type for those that are not well."""
    rows = [("  ok" if each.is_well else "  --", each.what, each.found) for each in findings]
    to_type = [f"{each.what}: {each.to_type}" for each in findings if not each.is_well]
    verdict = "\nWhat to type:\n  " + "\n  ".join(to_type) if to_type else "\nAll is well."
    return columns(rows) + "\n" + verdict


def _python() -> list[Finding]:
    is_well = sys.version_info >= (3, 11)
    return [
        Finding(
            "Python",
            f"{platform.python_version()}, {sys.executable}",
            is_well,
            "COMPASS_PYTHON=python3.11 ./compass doctor",
        )
    ]


def _packages() -> list[Finding]:
    """Every package for this machine: in the pinned version in the checkout's own environment, and in an
    environment of somebody's own in any version that Compass works with.
    """
    from packaging.requirements import Requirement

    lines, to_type = (_pinned(), AFRESH) if _is_ours() else (_declared(), "pip install -e .")
    needed = [each for each in map(Requirement, lines) if each.marker is None or each.marker.evaluate()]
    differing = [
        (each, found) for each in needed if not each.specifier.contains(found := _version(each.name))
    ]
    if differing:
        words = ", ".join(
            f"{each.name} is {found or 'missing'}, {'pinned' if _is_ours() else 'wanted'} {each.specifier}"
            for each, found in differing
        )
        return [Finding("packages", words, False, to_type)]
    if _is_ours():
        return [Finding("packages", f"all {len(needed)} as pinned")]
    return [
        Finding("packages", f"all {len(needed)} as wanted; ./compass has an environment of its own, pinned")
    ]


def _is_ours() -> bool:
    """Whether the Python that runs is that of .venv, which ./compass sets up."""
    return Path(sys.prefix).resolve() == (CHECKOUT / ".venv").resolve()


def _pinned() -> list[str]:
    """What the lock file names."""
    lines = (CHECKOUT / "requirements" / "runtime.lock").read_text().splitlines()
    return [line.rstrip(" \\") for line in lines if line[:1].isalpha()]


def _declared() -> list[str]:
    """What pyproject.toml asks for."""
    import tomllib

    known = tomllib.loads((CHECKOUT / "pyproject.toml").read_text(encoding="utf-8"))
    return [str(each) for each in known["project"]["dependencies"]]


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return ""


def _drawing() -> list[Finding]:
    """Whether Manim starts, in a process of its own, as it is slow and may fail in many ways."""
    environment = os.environ | {"PYTHONPATH": str(CHECKOUT)}
    tried = subprocess.run(
        [sys.executable, "-P", "-c", TRY],
        capture_output=True,
        text=True,
        env=environment,
        cwd=CHECKOUT,
        check=False,
    )
    if tried.returncode == 0:
        return [Finding("Manim", f"{_version('manim')} starts, Cairo {tried.stdout.strip()}")]
    reason = (tried.stderr.strip().splitlines() or ["no reason given"])[-1]
    return [Finding("Manim", reason, False, AFRESH if _is_ours() else "pip install -e .")]


def _test_tools() -> list[Finding]:
    from studio.checks import NEEDED

    missing = [tool for tool in NEEDED if importlib.util.find_spec(tool) is None]
    found = (
        f"not installed yet ({', '.join(missing)}); ./compass test brings them" if missing else "installed"
    )
    return [Finding("test tools", found)]


def _lectures() -> list[Finding]:
    try:
        catalog = read_catalog(CHECKOUT)
    except StudioError as error:
        return [Finding("lectures", error.message, False, error.hint)]
    broken = [each for each in catalog if each.problem is not None]
    findings = [Finding("lectures", f"{len(catalog.lectures)} in scenes/")]
    return findings + [Finding(each.label, str(each.problem), False, "mend that line") for each in broken]


def _room() -> list[Finding]:
    media = CHECKOUT / "media"
    place = media if media.exists() else CHECKOUT
    free = shutil.disk_usage(place).free
    writable = os.access(place, os.W_OK)
    found = f"{free / 1e9:.1f} GB free" + ("" if writable else ", but nothing may be written there")
    return [
        Finding(
            "room for films",
            found,
            free > ROOM_FOR_FILMS and writable,
            "./compass render --out DIR, elsewhere",
        )
    ]


def _clock() -> list[Finding]:
    problem = clock_problem()
    return [] if problem is None else [Finding("clock", problem, False, "set it: timedatectl, or date -s")]


def _machine() -> list[Finding]:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = Path("/proc/meminfo")
    words = [f"{platform.system()} {platform.machine()}", f"{cores} cores"]
    if memory.exists():
        kilobytes = int(memory.read_text().split("MemAvailable:")[1].split()[0])
        words.append(f"{kilobytes / 1e6:.1f} GB of memory free")
    return [Finding("machine", ", ".join(words))]
