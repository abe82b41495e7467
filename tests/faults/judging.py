"""After a fault: is everything whole and right, or untouched; is nobody left; was it said clearly; and does
the next plain run give what it always gave, with nothing left about?
"""

from __future__ import annotations

import hashlib
import json
import re
import time
from dataclasses import dataclass, field

from studio.cluster import dask_cluster, store, working
from studio.preview import protocol
from studio.system.private_folders import sweep
from tests.faults.injecting import Injection
from tests.faults.world import DATA, FILMS, SITE, SPEAK, World
from visuals.voice.recordings import SUFFIX, TOLD

SOON = 10.0  # seconds in which whoever was killed with others is gone
KINDS = ("wrong", "lost", "orphans", "rubbish", "unclear")
KEPT = re.compile(r"\.log$|(^|/)\.(pace|checksums|catalog)\.json$|^media/\.stretches|^site/\.|^scenes/")
PLACED = {"made_from", "fingerprint"}
SWEPT = (protocol.PRIVATE, dask_cluster.PRIVATE, store.PRIVATE, working.PRIVATE)
LONGEST = 40  # lines that a mistake may take


@dataclass
class Verdict:
    """What was found, in words, by kind."""

    found: dict[str, list[str]] = field(default_factory=dict)

    def say(self, kind: str, what: str) -> None:
        """Take something down."""
        self.found.setdefault(kind, []).append(what)

    @property
    def did_harm(self) -> bool:
        """Whether something is wrong or lost, or somebody was left."""
        return bool({"wrong", "lost", "orphans"} & self.found.keys())

    def __bool__(self) -> bool:
        """Whether all is well."""
        return not self.found

    def __str__(self) -> str:
        return "\n".join(f"  {kind}: {each}" for kind in KINDS for each in self.found.get(kind, ()))


def judge_ends(verdict: Verdict, it: Injection, codes: list[int], said: list[str]) -> None:
    """The exit code, and what was said with it."""
    for code, words in zip(codes, said, strict=True):
        if code not in it.codes:
            verdict.say("unclear", f"it ended with {code} instead of {sorted(it.codes)}: {words[-1500:]!r}")
        if "Traceback (most recent call last)" in words:
            verdict.say("unclear", f"a traceback: {words[-2500:]!r}")
        elif code > 0 and not it.says_nothing and "compass: " not in words and ": failed" not in words \
                and "Error: " not in words:  # fmt: skip
            verdict.say("unclear", f"it ended with {code} and said: {words[-500:]!r}")
        elif len(words.splitlines()) > LONGEST:
            verdict.say("unclear", f"it said {len(words.splitlines())} lines: {words[:800]!r}")


def judge_processes(verdict: Verdict, world: World) -> None:
    """Nobody may be left, soon."""
    end = time.monotonic() + SOON
    while (left := world.orphans()) and time.monotonic() < end:
        time.sleep(0.05)
    if left:
        verdict.say("orphans", f"{len(left)} processes are left: {left}")


def judge_files(verdict: Verdict, world: World, before: dict[str, bytes], right: dict[str, bytes]) -> None:
    """What one would take for a film, or a page, is as it was before the command, or as it should be."""
    now = world.contents()
    for slug in ("quiet-dot", "other-dot"):
        description = f"{FILMS}/{slug}.json"
        if description not in now or now[description] == before.get(description) != right[description]:
            continue
        told = _described(now[description])
        if told is None:
            continue  # no reader takes it for a film
        for suffix in told["files"]:
            name = f"{FILMS}/{slug}{suffix}"
            if now.get(name) not in (right[name], before.get(name)):
                verdict.say("wrong", f"{name} is neither as it was nor as it should be, and is vouched for")
    for name, content in now.items():
        is_old = content == before.get(name)
        if (
            name.startswith(f"{SITE}/")
            and not KEPT.search(name)
            and not is_old
            and content != right.get(name)
        ):
            verdict.say("wrong", f"{name} is neither as it was nor as it should be")
    for name, content in now.items():
        if name.endswith(f"/{TOLD}") and content not in (right.get(name), before.get(name)):
            _judge_recordings(verdict, name, now, right)
    for name in before:
        if name.startswith(("scenes/", str(DATA))) and name not in now:
            verdict.say("lost", f"{name} is gone")


def _judge_recordings(verdict: Verdict, told: str, now: dict[str, bytes], right: dict[str, bytes]) -> None:
    """Some beats are recorded and others not: but those that are vouched for are as they should be."""
    try:
        beats = json.loads(now[told])["beats"]
    except (ValueError, LookupError, TypeError):
        verdict.say("wrong", f"{told} is neither as it was nor as it should be")
        return
    for beat, recording in beats.items():
        name = told.removesuffix(TOLD) + beat + SUFFIX
        file = now.get(name)
        is_whole = file is not None and hashlib.sha256(file).hexdigest() == recording["file"]
        if is_whole and file != right.get(name):
            verdict.say("wrong", f"{name} is not as it should be, and is vouched for")


def _described(content: bytes) -> dict | None:
    try:
        told = json.loads(content)
    except ValueError:
        return None
    return told if isinstance(told, dict) and isinstance(told.get("files"), dict) else None


def _but_for_its_place(name: str, content: bytes) -> object:
    """A file, without what tells where the checkout lies, seen from the course."""
    told = _described(content) if name.startswith(f"{FILMS}/") else None
    return content if told is None else {each: told[each] for each in told if each not in PLACED}


def judge_next_run(verdict: Verdict, it: Injection, right: dict[str, bytes]) -> None:
    """Plain runs give what they always gave, and leave nothing else about."""
    world = it.world
    for arguments in (SPEAK, ("render", "-q", "l"), ("publish", "-q", "l")):
        done = world.run(*arguments)
        if done.returncode:
            verdict.say(
                "wrong", f"the next {arguments[0]} ended with {done.returncode}: {done.stderr[-1500:]!r}"
            )
            return
    now = world.contents()
    for name, content in right.items():
        if KEPT.search(name):
            continue
        if name not in now:
            verdict.say("lost", f"{name} is not there after the next run")
        elif _but_for_its_place(name, now[name]) != _but_for_its_place(name, content):
            verdict.say("wrong", f"{name} is another one after the next run")
    rubbish = [name for name in now if name not in right and not KEPT.search(name)]
    rubbish += [str(path.relative_to(world.course)) for path in world.films.glob(".*") if path.is_dir()]
    for prefix in SWEPT:  # what the next command of its kind does first
        sweep(world.tmp, prefix)
    rubbish += [f"tmp/{path.name}" for path in world.tmp.iterdir()]
    if rubbish:
        verdict.say("rubbish", ", ".join(sorted(rubbish)[:8]))
    judge_processes(verdict, world)
