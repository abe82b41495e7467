"""Examines the machine and the checkout: what is installed, what is missing, what to type."""

from __future__ import annotations

import importlib.util
import os
import platform
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

from studio.called import called, typed
from studio.course.catalog import read_catalog
from studio.course.finding import find_course
from studio.errors import StudioError
from studio.places import CHECKOUT, PROJECT, in_checkout
from studio.system.columns import columns, counted
from studio.system.conditions import clock_problem

ROOM_FOR_FILMS = 2e9  # bytes: the whole course at 1080p60, and what is beside it while it is made
AFRESH = "rm -rf .venv && ./compass doctor"  # in the checkout
TRY = "import cairo, manim; print(cairo.cairo_version_string())"


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: what it is, what was found, and what to type if it is not well."""

    what: str
    found: str
    is_well: bool = True
    to_type: str = ""


def examine(chosen: Path | None = None) -> list[Finding]:
    """Look at everything once; nothing is changed. Looking at Manim takes a few seconds.

    `chosen` is the course's folder; None: the one that is meant here, if there is one.
    """
    looks: tuple[Callable[[], list[Finding]], ...] = (
        _python, _packages, _drawing, _test_tools, lambda: _course(chosen), _clock, _machine,
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
            f"COMPASS_PYTHON=python3.11 {typed('doctor')}",
        )
    ]


def _packages() -> list[Finding]:
    """Every package for this machine: in the pinned version in the checkout's own environment, and in an
    environment of somebody's own in any version that Compass works with.
    """
    from packaging.requirements import Requirement

    lines = _pinned() if _is_ours() else _declared()
    needed = [each for each in map(Requirement, lines) if each.marker is None or each.marker.evaluate()]
    differing = [
        (each, found) for each in needed if not each.specifier.contains(found := _version(each.name))
    ]
    if differing:
        words = ", ".join(
            f"{each.name} is {found or 'missing'}, {'pinned' if _is_ours() else 'wanted'} {each.specifier}"
            for each, found in differing
        )
        return [Finding("packages", words, False, _to_install([str(each) for each, _ in differing]))]
    if _is_ours():
        return [Finding("packages", f"all {len(needed)} as pinned")]
    own = f"; {called()} has an environment of its own, pinned" if in_checkout() else ""
    return [Finding("packages", f"all {len(needed)} as wanted{own}")]


def _is_ours() -> bool:
    """Whether the Python that runs is that of .venv, which ./compass sets up."""
    return Path(sys.prefix).resolve() == (CHECKOUT / ".venv").resolve()


def _pinned() -> list[str]:
    """What the lock file names."""
    lines = (CHECKOUT / "requirements" / "runtime.lock").read_text().splitlines()
    return [line.rstrip(" \\") for line in lines if line[:1].isalpha()]


def _to_install(requirements: list[str]) -> str:
    """What brings packages: all of them anew, or, installed from a wheel, these."""
    if _is_ours():
        return AFRESH
    return "pip install -e ." if in_checkout() else f"pip install {shlex.join(requirements)}"


def _declared() -> list[str]:
    """What the project asks for: as pyproject.toml says, or as it was installed."""
    import tomllib

    if not in_checkout():
        return [each for each in metadata.requires(PROJECT) or () if "extra ==" not in each]
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
    return [Finding("Manim", reason, False, _to_install(["manim"]))]


def _test_tools() -> list[Finding]:
    from studio.checks import NEEDED

    if not in_checkout():  # where the tests are not either
        return []
    missing = [tool for tool in NEEDED if importlib.util.find_spec(tool) is None]
    found = (
        f"not installed yet ({', '.join(missing)}); {typed('test')} brings them" if missing else "installed"
    )
    return [Finding("test tools", found)]


def _course(chosen: Path | None) -> list[Finding]:
    """The course that is meant, its lectures, and whether there is room for its films."""
    try:
        course = find_course(chosen)
    except StudioError as error:
        return [Finding("course", f"{error.message} {error.hint}"), *_room(Path.cwd())]
    try:
        return [*_lectures(course), *_room(course)]
    except StudioError as error:
        return [Finding("lectures", error.message, False, error.hint or "mend that line"), *_room(course)]


def _lectures(course: Path) -> list[Finding]:
    catalog = read_catalog(course)
    broken = [each for each in catalog if each.problem is not None]
    findings = [Finding("lectures", f"{len(catalog.lectures)} in {course / 'scenes'}")]
    return findings + [Finding(each.label, str(each.problem), False, "mend that line") for each in broken]


def _room(course: Path) -> list[Finding]:
    media = course / "media"
    place = media if media.exists() else course
    free = shutil.disk_usage(place).free
    writable = os.access(place, os.W_OK)
    found = f"{free / 1e9:.1f} GB free" + ("" if writable else ", but nothing may be written there")
    return [
        Finding(
            "room for films",
            found,
            free > ROOM_FOR_FILMS and writable,
            f"{typed('render --out DIR')}, elsewhere",
        )
    ]


def _clock() -> list[Finding]:
    problem = clock_problem()
    return [] if problem is None else [Finding("clock", problem, False, "set it: timedatectl, or date -s")]


def _machine() -> list[Finding]:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    memory = Path("/proc/meminfo")
    words = [f"{platform.system()} {platform.machine()}", counted(cores or 1, "core")]
    if memory.exists():
        kilobytes = int(memory.read_text().split("MemAvailable:")[1].split()[0])
        words.append(f"{kilobytes / 1e6:.1f} GB of memory free")
    return [Finding("machine", ", ".join(words))]
