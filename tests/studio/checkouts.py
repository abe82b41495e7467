"""Copies of the checkout for the wrapper to set up, with a Python that only pretends to install."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from tests.studio.courses import CHECKOUT

# Answers questions truly (but for its own name), makes a .venv with itself as its Python, and writes down
# what it was asked to install instead of installing it.
PRETENDER = """#!/bin/sh
case $1 in
    -c) case $2 in
            *sys.executable*) echo "{itself}" ;;
            *) exec {python} "$@" ;;
        esac ;;
    -V) echo "Python 3.99.0" ;;
    -m) case $2 in
            venv) mkdir -p "$3/bin"; cp "$0" "$3/bin/python"; echo "$*" >> {calls} ;;
            pip) echo "$*" >> {calls}
                 while [ $# -gt 1 ] && [ "$1" != --target ]; do shift; done
                 [ "$1" != --target ] || {{ mkdir -p "$2"; echo half > "$2/package"; }}
                 if [ -e {fail} ]; then cat {fail}; echo "no such hash"; exit 1; fi
                 while [ -e {hold} ]; do sleep 0.05; done ;;
        esac ;;
    -P) [ -z "${{PYTHONOPTIMIZE-}}" ] || echo "without docstrings"
        shift 3; printf '%s|' "$@"; pwd ;;
esac
"""

LOCKS = ("build", "runtime", "test", "voice", "listen", "cluster", "docs")
STEPS = {
    "-m venv": "venv",
    "build.lock": "build",
    "runtime.lock": "runtime",
    "test.lock": "test",
    "voice.lock": "voice",
    "listen.lock": "listen",
    "cluster.lock": "cluster",
    "docs.lock": "docs",
    " -e ": "compass",
}

WHOLE = ["venv", "build", "runtime", "compass"]

UPDATE = ["build", "runtime", "compass"]


def heed_interrupts() -> None:
    """Where the tests run in the background, whoever they start would be deaf to Control-C."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Checkout:
    """A copy of what the wrapper looks at, with a Python that pretends."""

    def __init__(self, folder: Path, name: str) -> None:
        self.home, self.outside = folder / name, folder
        self.calls, self.hold, self.fail = folder / "calls", folder / "hold", folder / "fail"
        (self.home / "requirements").mkdir(parents=True)
        for each in (
            "compass",
            "pyproject.toml",
            *(f"requirements/{x}.lock" for x in LOCKS),
        ):
            shutil.copy(CHECKOUT / each, self.home / each)
        self.python = folder / "python3.99"
        self.python.write_text(
            PRETENDER.format(
                itself=self.python, python=sys.executable, calls=self.calls, fail=self.fail, hold=self.hold
            )
        )
        self.python.chmod(0o755)

    def begin(self, *arguments: str, path: str | None = None) -> subprocess.Popen[str]:
        environment = os.environ | {"COMPASS_PYTHON": str(self.python)}
        return subprocess.Popen(
            [path or str(self.home / "compass"), *arguments],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env=environment,
            cwd=self.outside,
            start_new_session=True,
            preexec_fn=heed_interrupts,
        )

    def run(self, *arguments: str, path: str | None = None) -> tuple[int, str]:
        process = self.begin(*arguments, path=path)
        said, _ = process.communicate(timeout=60)
        return process.returncode, said

    def installed(self) -> list[str]:
        """What was made and installed since this was last asked, in order."""
        lines = self.calls.read_text().splitlines() if self.calls.exists() else []
        self.calls.write_text("")
        return [next(step for mark, step in STEPS.items() if mark in line) for line in lines]
