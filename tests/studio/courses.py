"""A course of tiny lectures to try the studio on, and the command line as a user has it: a process."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[2]
PATIENCE = 120.0  # seconds that anything here may take on a busy machine

TINY = '''
"""A lecture of {name}."""

from manim import RIGHT, Dot

from visuals.lecture.lecture import Lecture, beat
from visuals.theme import INK

START = {start}


class {name}(Lecture):
    title = "{name}"
    goal = "See a dot."
    poster = "show"

    def set_stage(self) -> None:
        self.dot = Dot([START, 0, 0], color=INK.input)
        {stage}

    @beat(chapter="The question")
    def show(self) -> None:
        """A dot."""
        self.enter(self.dot, run_time=0.2)
        {first}

    @beat
    def move(self) -> None:
        """It moves."""
        self.play(self.dot.animate.shift(RIGHT), run_time={seconds})
'''


class Course:
    """A folder with scenes/ in it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def add(
        self,
        number: int,
        name: str,
        *,
        start: int = 0,
        stage: str = "",
        first: str = "",
        seconds: float = 0.4,
    ) -> Path:
        """Write a lecture of two beats that plays for about nine seconds, most of them the credits."""
        text = TINY.format(
            name=name.title().replace("_", ""), start=start, stage=stage, first=first, seconds=seconds
        )
        return self.write(number, name, text)

    def write(self, number: int, name: str, text: str) -> Path:
        """Write any text as a lecture's file."""
        path = self.folder / "scenes" / "step1_first_steps" / f"l{number:02d}_{name}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text).lstrip())
        return path


def command(course: Course, *arguments: object) -> list[str]:
    """`./compass --course ...` without the wrapper."""
    return [sys.executable, "-P", "-m", "studio", "--course", str(course.folder), *map(str, arguments)]


def environment() -> dict[str, str]:
    """The test's own, with this checkout's rooms in reach wherever it is started."""
    path = os.pathsep.join(filter(None, [str(CHECKOUT), os.environ.get("PYTHONPATH")]))
    return os.environ | {"PYTHONPATH": path}


def compass(course: Course, *arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the command line to its end."""
    return subprocess.run(
        command(course, *arguments),
        capture_output=True,
        text=True,
        env=environment(),
        cwd=course.folder,
        timeout=PATIENCE,
        check=False,
    )


def begin(course: Course, *arguments: object) -> subprocess.Popen[str]:
    """Start the command line, to be disturbed."""
    return subprocess.Popen(
        command(course, *arguments),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment(),
        cwd=course.folder,
    )


def wait_until(holds: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Come back when it holds; fail if it never does."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"{holds} did not come true within {seconds} s"
        time.sleep(0.02)


def children(process: int) -> list[int]:
    """The processes that a process started and that still run."""
    found = subprocess.run(
        ["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True, text=True, check=False
    )
    return [int(word) for word in found.stdout.split()]


def session(leader: int) -> list[int]:
    """The living processes of a session: a worker, and whoever it started."""
    found = subprocess.run(
        ["ps", "-o", "pid=,stat=", "-s", str(leader)], capture_output=True, text=True, check=False
    )
    return [int(line.split()[0]) for line in found.stdout.splitlines() if line.split()[1][0] != "Z"]


def runs(process: int) -> bool:
    """Whether a process is alive; one that merely waits to be buried is not."""
    found = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False
    )
    return found.stdout.strip()[:1] not in ("", "Z")


def damaged(path: Path, at: int = -3) -> None:
    """Turn a bit around where the file lies, at the same size and the same time of writing."""
    told = path.stat()
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    with path.open("r+b") as file:
        file.write(content)
    os.utime(path, ns=(told.st_atime_ns, told.st_mtime_ns))
