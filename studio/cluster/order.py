"""What a worker somewhere is asked to draw: a run of beats of one film, as JSON that any machine can read."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Self

from studio.render.jobs import Job, Quality
from studio.system.reading import Facts

SECONDS = 40.0  # of film, about, that make one order: a worker builds what comes before, for each
HASTE = 0.05  # seconds for a frame at which an order that is drawn still slower is given up
LEAST = 900.0  # seconds that every order is given


@dataclass(frozen=True)
class Order:
    """Beats of a film: the `job` as JSON whose paths are relative to the course, what must be as it is on the
    asker's machine, where the stretches go, and after how many seconds it is given up.
    """

    job: str
    likeness: Mapping[str, str]
    store: str
    deadline: float

    @property
    def key(self) -> str:
        """One checksum of all that the stretches hang on."""
        return hashlib.sha256(
            json.dumps([self.job, dict(self.likeness)], sort_keys=True).encode()
        ).hexdigest()

    def to_json(self) -> str:
        """One line of JSON."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, line: str) -> Self:
        """What `to_json` wrote."""
        return cls(**json.loads(line))

    def job_in(self, course: Path) -> Job:
        """The job, where the course lies in that folder."""
        known = json.loads(self.job)
        known |= {name: str(course / known[name]) for name in ("path", "voice") if known[name] is not None}
        return Job.from_json(json.dumps(known | {"course": str(course), "folder": "", "done_by": None}))


def orders_of(
    job: Job, frames: Sequence[tuple[str, int]], likeness: Mapping[str, str], store: str
) -> list[Order]:
    """A film in orders of about equal length, in the film's order; `frames` are those of each beat."""
    return [
        Order(_as_json(replace(job, kind="stretches", beats=(names[0], names[-1]), former=None)), likeness,
              store, max(LEAST, HASTE * count))
        for names, count in runs_of(frames, job.options.quality)
    ]  # fmt: skip


def runs_of(frames: Sequence[tuple[str, int]], quality: Quality) -> list[tuple[list[str], int]]:
    """Beats in runs of about equal length, each an order; with the frames of each run."""
    length = SECONDS * quality.frame_rate
    total = sum(count for _, count in frames)
    wanted = max(1, min(round(total / length), len(frames)))
    runs: list[tuple[list[str], int]] = [([], 0) for _ in range(wanted)]
    passed = 0
    for name, count in frames:
        place = min(int((passed + count / 2) / total * wanted), wanted - 1) if total else 0
        passed += count
        runs[place] = ([*runs[place][0], name], runs[place][1] + count)
    return [run for run in runs if run[0]]


def _as_json(job: Job) -> str:
    """The job with what any machine may call otherwise left out, or said from the course on."""
    known: Facts = json.loads(job.to_json())
    known |= {
        name: os.path.relpath(known[name], job.course)
        for name in ("path", "voice")
        if known[name] is not None
    }
    return json.dumps(known | {"course": "", "folder": "", "drawn": None, "painters": 1}, sort_keys=True)
