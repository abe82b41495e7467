"""How a fault is done to a command: what is set up before, what happens while it runs. See kinds."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.faults.world import SITE, SLUGS, SPEAK, VOICES, World

KILLED, INTERRUPTED = -signal.SIGKILL, 130
COMMANDS: dict[str, tuple[str, ...]] = {
    "render": ("render", "-q", "l", "--force"),
    "again": ("render", "-q", "l"),
    "publish": ("publish", "-q", "l"),
    "cluster": ("render", "1", "-q", "l", "--force", "--on", "local:1"),
    "voice": ("voice",),
    "speak": SPEAK,
    "list": ("list",),
    "serve": ("serve", "--port", "0"),
    "preview": ("preview", "1", "--no-open", "--port", "0"),
}
STAYS = {"serve": "http://", "preview": "http://"}  # these go on until they are told to end, once they say so


@dataclass
class Injection:
    """One fault in one command: what is set up before, and what happens while it runs."""

    world: World
    rng: random.Random
    command: str
    codes: set[int] = field(default_factory=lambda: {0})
    environment: dict[str, str] = field(default_factory=dict)
    before: Callable[[], None] | None = None  # in the new process, before it is the command
    meanwhile: Callable[[subprocess.Popen[bytes]], None] | None = None
    undo: Callable[[], None] = lambda: None  # what an author would mend before the next run
    twice: bool = False
    stdout: int | None = subprocess.PIPE  # None: closed
    stderr: int | None = subprocess.PIPE
    leaves: float | None = None  # seconds after which nobody reads any more what it says
    says_nothing: bool = False  # nobody can read what it says, or it had no chance to

    @property
    def stays(self) -> bool:
        """Whether the command goes on until it is told to end."""
        return self.command in STAYS

    def moment(self) -> float:
        """Seconds after the start."""
        return self.rng.uniform(
            0.0,
            {"cluster": 8.0, "publish": 2.0, "list": 0.3, "voice": 0.3, "speak": 2.0}.get(self.command, 4.0),
        )


@dataclass(frozen=True)
class Fault:
    """A kind of fault: how to make one of it, and for which commands."""

    name: str
    make: Callable[[Injection], None]
    commands: tuple[str, ...]


FAULTS: list[Fault] = []


def fault(*commands: str) -> Callable[[Callable[[Injection], None]], Callable[[Injection], None]]:
    """Mark a function as a kind of fault."""

    def mark(make: Callable[[Injection], None]) -> Callable[[Injection], None]:
        FAULTS.append(Fault(make.__name__.replace("_", " "), make, commands))
        return make

    return mark


def prepare(world: World, command: str) -> None:
    """Give the command something to do."""
    if command == "publish":
        shutil.rmtree(world.course / SITE)
    if command == "again":
        (world.films / f"{SLUGS[0]}.vtt").unlink()
    if command == "speak":
        shutil.rmtree(world.course / VOICES / SLUGS[0])
        next((world.course / VOICES / SLUGS[1]).glob("*.opus")).unlink()


def begin(it: Injection) -> list[subprocess.Popen[bytes]]:
    """Start the command, once or twice, with the fault in it."""
    line = it.world.command(*COMMANDS[it.command])
    if it.command == "cluster":
        line += ["--store", str(it.world.base / "store")]
    processes = []
    for _ in range(1 + it.twice):
        processes.append(
            subprocess.Popen(
                line,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=it.world.environment() | it.environment,
                cwd=it.world.base,
                preexec_fn=lambda: _before(it),
            )
        )
    if it.meanwhile is not None:
        for process in processes:
            threading.Thread(target=it.meanwhile, args=(process,), daemon=True).start()
    return processes


def is_pythons_own(process: int) -> bool:
    """Whether it is the process in which multiprocessing counts what spawned processes share."""
    try:
        return b"resource_tracker" in Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return True


def _before(it: Injection) -> None:
    for number, stream in ((1, it.stdout), (2, it.stderr)):
        if stream is None:
            os.close(number)
    if it.before is not None:
        it.before()
