"""All checks in one command, the same at home and in continuous integration."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys
from collections.abc import Sequence

import click

from studio.called import CALLED, typed
from studio.errors import Unprepared
from studio.places import CHECKOUT, in_checkout

NEEDED = (  # all that the extra `test` brings, as Python calls it
    *(
        "axe_playwright_python",
        "beartype",
        "furo",
        "httpx",
        "hypothesis",
        "jsonschema",
        "mypy",
        "myst_parser",
    ),
    *("playwright", "pypandoc", "pytest", "ruff", "sphinx", "xdist"),
)
CHECKS = (
    ("format", ("ruff", "format", "--check", ".")),
    ("lint", ("ruff", "check", ".")),
    ("types", ("mypy",)),
    ("tests", ("pytest", "-n", "logical", "--maxprocesses", "4", "--dist", "loadscope")),
)
NOTHING_COLLECTED = 5  # pytest's exit code where it found no tests


def check_everything() -> int:
    """Run every check, the tests last; say which failed. 0 if all passed, else 1."""
    _need_tools()
    failed = []
    for name, command in CHECKS:
        click.echo(f"--- {name}: {' '.join(command)}")
        if _run(command):
            failed.append(name)
    if failed:
        click.echo(f"compass: failed: {', '.join(failed)}.", err=True)
    return 1 if failed else 0


def run_pytest(arguments: Sequence[str]) -> int:
    """Run only the tests that pytest is told to; its exit code."""
    _need_tools()
    return _run(("pytest", *arguments))


def run_changed(revision: str, arguments: Sequence[str]) -> int:
    """Run only the tests that a change since `revision` reaches, as tests/reach judges; 0 if they pass."""
    _need_tools()
    if (
        "/" in revision and (CHECKOUT / revision).exists()
    ):  # `--changed tests/visuals`: a place, and no revision
        revision, arguments = "HEAD", (revision, *arguments)
    ((_, everything),) = [each for each in CHECKS if each[0] == "tests"]
    code = _run((*everything, f"--changed={revision}", *arguments))
    if code == NOTHING_COLLECTED:
        click.echo(f"No test reads what has changed since {revision}.")
        return 0
    return code


def inject_faults(count: int) -> int:
    """Inject so many faults; 1 if one of them did harm, else 0."""
    _need_tools()
    return _run(("tests.faults", str(count)))


def _run(command: Sequence[str]) -> int:
    sys.stdout.flush()
    # a hundred processes start, and each would compile our modules anew
    left_out = ("PYTHONDONTWRITEBYTECODE", CALLED)
    surroundings = {name: told for name, told in os.environ.items() if name not in left_out}
    done = subprocess.run([sys.executable, "-m", *command], cwd=CHECKOUT, env=surroundings, check=False)
    return done.returncode


def _need_tools() -> None:
    if not in_checkout():
        raise Unprepared(
            "The tests lie in the project's checkout.", hint="git clone it, and call ./compass test"
        )
    missing = [tool for tool in NEEDED if importlib.util.find_spec(tool) is None]
    if missing:
        raise Unprepared(
            f"The tests need {', '.join(missing)}.",
            hint=f"{typed('test')} installs that; in an environment of your own: pip install -e '.[test]'",
        )
