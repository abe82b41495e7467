"""Injects faults into commands by the hundred, each from a seed of its own, and judges what becomes of it.

python -m tests.faults [N] [--from SEED]
"""

from __future__ import annotations

import argparse
import collections
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from studio.system.cores import cores
from tests.faults.injecting import FAULTS, STAYS, Injection, begin, prepare
from tests.faults.judging import (
    KINDS,
    Verdict,
    judge_ends,
    judge_files,
    judge_next_run,
    judge_processes,
)
from tests.faults.kinds import NEED_MOUNTS, can_mount
from tests.faults.world import NAMES, World, build, copied

PATIENCE = 120.0  # seconds that a command may take
READY = 60.0  # seconds until a server says its address
THOUSAND = 1000
INTERRUPTED = 130  # the exit code of a run that was told to end before it was through


@dataclass(frozen=True)
class Result:
    """One injection: what was done to which command, and what was found."""

    seed: int
    what: str
    verdict: Verdict

    def __str__(self) -> str:
        return f"seed {self.seed}: {self.what}\n{self.verdict}"


@cache
def faults() -> tuple[tuple[str, str], ...]:
    """Every fault with every command that it is for, by names."""
    left_out = set() if can_mount() else NEED_MOUNTS
    return tuple(
        (each.name, command) for each in FAULTS for command in each.commands if each.name not in left_out
    )


def inject(seed: int, template: World, right: dict[str, bytes], base: Path) -> Result:
    """One fault in one command, chosen and timed by the seed; `base` is a folder for its world."""
    rng = random.Random(seed)
    # in turn, so that few seeds try much: a step that shares no factor with most numbers of faults
    name, command = faults()[(seed * 61) % len(faults())]
    make = next(each.make for each in FAULTS if each.name == name)
    world = copied(template, base, rng.choice(NAMES))
    what = f"{name}, {command}, in {world.course.relative_to(base)!s:.40}"
    verdict = Verdict()
    prepare(world, command)
    it = Injection(world, rng, command)
    make(it)
    before = world.contents()
    try:
        processes = begin(it)
        codes, said = _heard(verdict, it, processes)
        judge_ends(verdict, it, codes, said)
        judge_processes(verdict, world)
        judge_files(verdict, world, before, right)
    finally:
        for process in world.orphans():
            subprocess.run(["kill", "-9", str(process)], check=False)
        it.undo()
    if not verdict.found.get("orphans"):
        judge_next_run(verdict, it, right)
    return Result(seed, what, verdict)


def _heard(
    verdict: Verdict, it: Injection, processes: list[subprocess.Popen[bytes]]
) -> tuple[list[int], list[str]]:
    """Exit codes, and all that was said; what goes on for good is told to end once it is ready."""
    codes, said = [], []
    for process in processes:
        early = _until_ready(process, it.command) if it.stays else ""
        if it.stays and process.poll() is None:
            time.sleep(it.rng.uniform(0.0, 3.0))
            process.send_signal(signal.SIGINT)
            it.codes |= {130}
        if it.leaves is not None:
            time.sleep(it.leaves)
            for stream in (process.stdout, process.stderr):
                assert stream is not None
                stream.close()
            process.stdout = process.stderr = None
        try:
            out, err = process.communicate(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            verdict.say("unclear", f"it has not ended after {PATIENCE:.0f} s")
            process.kill()
            out, err = process.communicate()
        codes.append(process.returncode)
        said.append(early + ((out or b"") + (err or b"")).decode(errors="replace"))
    return codes, said


def _until_ready(process: subprocess.Popen[bytes], command: str) -> str:
    """Read what a server says until it says where it is."""
    assert process.stdout is not None
    said, end = b"", time.monotonic() + READY
    while STAYS[command].encode() not in said and time.monotonic() < end:
        line = process.stdout.readline()
        if not line:
            break
        said += line
    return said.decode(errors="replace")


@contextmanager
def ground() -> Iterator[tuple[World, dict[str, bytes], Path]]:
    """The course to copy, its contents, and a folder for the copies."""
    with tempfile.TemporaryDirectory(prefix="compass-faults-") as folder:
        template = build(Path(folder) / "template")
        yield template, template.contents(), Path(folder)


def main() -> int:
    """Inject as many as are asked for; 1 if anything was found."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("count", type=int, nargs="?", default=THOUSAND)
    parser.add_argument("--from", type=int, dest="first", default=0, metavar="SEED")
    arguments = parser.parse_args()
    found: collections.Counter[str] = collections.Counter()
    began, done = time.monotonic(), 0
    with ground() as (template, right, folder), ThreadPoolExecutor(cores()) as pool:

        def one(seed: int) -> Result:
            base = folder / str(seed)
            base.mkdir()
            try:
                return inject(seed, template, right, base)
            finally:
                shutil.rmtree(base, ignore_errors=True)

        seeds = range(arguments.first, arguments.first + arguments.count)
        try:
            for done, result in enumerate(pool.map(one, seeds), start=1):
                found.update(result.verdict.found.keys())
                if not result.verdict:
                    print(result, flush=True)
                if done % 50 == 0:
                    print(f"  {done} injected, {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
        except KeyboardInterrupt:  # what was found by then is worth telling
            pool.shutdown(cancel_futures=True)
    print(f"injected {done}, " + ", ".join(f"{kind} {found[kind]}" for kind in KINDS))
    return 1 if found else INTERRUPTED if done < arguments.count else 0
