"""A small course to disturb: two lectures with a data file and a voice, their films, and the site made of
them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.studio.courses import CHECKOUT, TINY

MARK = "COMPASS_FAULT"  # in the environment of every process of a world: that is how orphans are found
FILMS, SITE, DATA = Path("media/lectures/480p15"), Path("site"), Path("assets/data/five.txt")
VOICES = Path("assets/voice/en")
SPEAK = ("voice", "speak")
READS = 'self.five = open(__file__.rpartition("scenes")[0] + "assets/data/five.txt").read()'
SLUGS = ("quiet-dot", "other-dot")
NAMES = (  # of the folder that the course lies in
    *("course", "with a space", "Größe 山", "-dash", "quote'\"s", "per%20cent", "dollar$HOME", "a&b;c"),
    *("semi:colon", "deep/" + "/".join(["folder"] * 20), "x" * 120, "trailing ", "new\nline", "#hash?"),
)


@dataclass(frozen=True)
class World:
    """One course in a folder of its own; `base` holds nothing else but what its processes leave about."""

    base: Path
    course: Path

    @property
    def tmp(self) -> Path:
        """Where its processes put what they call temporary."""
        return self.base / "tmp"

    @property
    def films(self) -> Path:
        """Where its films are."""
        return self.course / FILMS

    @property
    def lecture(self) -> Path:
        """The file of its first lecture."""
        return self.course / "scenes" / "step1_first_steps" / "l01_quiet_dot.py"

    def command(self, *arguments: object) -> list[str]:
        """`./compass --course ...` without the wrapper."""
        module = "tests.faults.humming" if arguments[: len(SPEAK)] == SPEAK else "studio"
        return [sys.executable, "-P", "-m", module, "--course", str(self.course), *map(str, arguments)]

    def environment(self) -> dict[str, str]:
        """That of its processes."""
        return os.environ | {
            "PYTHONPATH": str(CHECKOUT), MARK: str(self.base), "TMPDIR": str(self.tmp), "COLUMNS": "100",
        }  # fmt: skip

    def run(self, *arguments: object, **more: object) -> subprocess.CompletedProcess[str]:
        """Run the command line to its end, undisturbed."""
        return subprocess.run(
            self.command(*arguments), capture_output=True, text=True, env=self.environment(),
            cwd=self.base, stdin=subprocess.DEVNULL, timeout=300, check=False,
        )  # fmt: skip

    def orphans(self) -> list[int]:
        """The processes that are alive and belong to it."""
        return [process for process, mark in _marks() if mark == str(self.base)]

    def contents(self) -> dict[str, bytes]:
        """All files, by path from the course, besides caches of compiled code."""
        return {
            str(path.relative_to(self.course)): path.read_bytes()
            for path in self.course.rglob("*")
            if path.is_file() and "__pycache__" not in path.parts
        }


def build(base: Path) -> World:
    """A course with everything in it, to be copied."""
    world = World(base, base / "course")
    world.tmp.mkdir(parents=True)
    for number, name, start in ((1, "quiet_dot", 0), (2, "other_dot", 2)):
        path = world.course / "scenes" / "step1_first_steps" / f"l{number:02d}_{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        title = name.title().replace("_", "")
        path.write_text(TINY.format(name=title, start=start, stage=READS, first="", seconds=1.2).lstrip())
    (world.course / DATA).parent.mkdir(parents=True)
    (world.course / DATA).write_text("5\n")
    for arguments in (SPEAK, ("render", "-q", "l"), ("publish", "-q", "l")):
        done = world.run(*arguments)
        if done.returncode:
            raise RuntimeError(f"{' '.join(arguments)} failed without any fault:\n{done.stderr}")
    return world


def copied(template: World, base: Path, name: str) -> World:
    """The same course once more, in a folder of that name."""
    world = World(base, base / name)
    world.course.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(template.course, world.course, copy_function=shutil.copy2)
    world.tmp.mkdir()
    return world


def descendants(process: int) -> list[int]:
    """All processes below one, the nearest first."""
    below: dict[int, list[int]] = {}
    for each in _processes():
        try:
            told = Path(f"/proc/{each}/stat").read_text()
        except OSError:
            continue
        below.setdefault(int(told.rpartition(")")[2].split()[1]), []).append(each)
    found, todo = [], [process]
    while todo:
        children = below.get(todo.pop(0), [])
        found += children
        todo += children
    return found


def _processes() -> Iterator[int]:
    return (int(each.name) for each in Path("/proc").iterdir() if each.name.isdigit())


def _marks() -> Iterator[tuple[int, str]]:
    for process in _processes():
        try:
            told = Path(f"/proc/{process}/environ").read_bytes()
            state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            continue
        for each in told.split(b"\0"):
            if each.startswith(f"{MARK}=".encode()) and state != "Z":
                yield process, os.fsdecode(each.partition(b"=")[2])
