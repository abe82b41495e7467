"""Runs the workers that check lectures, several for each, and collects their findings."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from studio.called import typed
from studio.check.finding import ASIDE, Finding, Watched
from studio.check.verdict import verdict
from studio.course.catalog import Catalog
from studio.course.lecture import CREDITS, Lecture
from studio.errors import LectureFailed, StudioError
from studio.places import LOG
from studio.render import pool
from studio.render.jobs import WATCHED, Job, Options
from studio.render.plan import job_of

RESULT = "watched.json"  # the file that a watcher writes into its folder, beside pictures


@dataclass(frozen=True)
class Checked:
    """The check of one lecture: its findings in the order of the film, or the error that prevented it."""

    lecture: Lecture
    findings: tuple[Finding, ...] = ()
    seconds: float = 0.0  # of film
    beats: dict[str, float] = field(default_factory=dict)  # when each checked beat begins
    error: StudioError | None = None

    @property
    def is_clean(self) -> bool:
        """Whether no finding makes the check fail."""
        return self.error is None and not any(each.counts for each in self.findings)


def choose(catalog: Catalog, names: Sequence[str], beat: str | None) -> list[Lecture]:
    """The lectures called `names` (none: all), in teaching order. Raises NotThere, also for a beat."""
    wanted = {catalog.find(name) for name in names}
    chosen = [each for each in catalog if not wanted or each in wanted]
    if beat is not None and len(wanted) != 1:
        raise StudioError(
            "Beats belong to one lecture.", hint=f"Name it: {typed('check LECTURE --beat BEAT')}"
        )
    if beat is not None and chosen[0].problem is None:
        chosen[0].beat(beat)
    return chosen


def folder_of(course: Path, chosen: Sequence[Lecture], beat: str | None) -> Path:
    """The folder of a check's page and pictures: one for all lectures, one for each lecture and beat."""
    name = chosen[0].slug if len(chosen) == 1 else "course"
    return course / "media" / "check" / (name if beat is None else f"{name}.{_spelled(chosen[0], beat)}")


def _spelled(lecture: Lecture, beat: str) -> str:
    """The beat's name as the lecture spells it."""
    if lecture.problem is not None:
        return beat
    return [*(each.name for each in lecture.beats), CREDITS][lecture.beat(beat)]


def check(
    catalog: Catalog, lectures: Sequence[Lecture], beat: str | None, *, cores: int, folder: Path
) -> list[Checked]:
    """Check the lectures (or one beat of one), in order; pictures of findings go to `folder`.

    A lecture that does not play is not clean; the others are checked all the same.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for old in [*folder.glob("*.png"), *folder.glob(f"*{LOG}")]:
        old.unlink()
    checked = {each.slug: _unplayable(each) for each in lectures}
    watchers = max(2, cores // max(len(lectures), 1))
    if beat is not None:
        beat = _spelled(lectures[0], beat)
    seen: dict[str, list[Watched]] = defaultdict(list)
    jobs = [
        job
        for each in lectures
        if checked[each.slug] is None
        for job in jobs_of(catalog.course, each, beat, watchers)
    ]
    with contextlib.closing(pool.run(jobs, cores, folder)) as events:
        for event in events:
            slug = event.job.slug
            if event.error is not None:
                checked[slug] = Checked(catalog.find(slug), error=event.error)
            elif event.what == "done" and checked[slug] is None:
                seen[slug].append(_bring_home(event.job, folder))
                if len(seen[slug]) == watchers:
                    checked[slug] = _judge(catalog.find(slug), seen.pop(slug), folder)
    return [found for found in checked.values() if found is not None]


def jobs_of(course: Path, lecture: Lecture, beat: str | None, watchers: int) -> Iterable[Job]:
    """A job for each watcher of a lecture; with the course's recordings, as for `render`."""
    job = job_of(course, lecture, Options(WATCHED, beat, beat), kind="check")
    job = replace(job, done_by="studio.check.watching:check_lecture", watchers=watchers)
    return (replace(job, watcher=number) for number in range(watchers))


def _unplayable(lecture: Lecture) -> Checked | None:
    if lecture.problem is None:
        return None
    return Checked(lecture, error=LectureFailed(lecture.problem))


def _bring_home(job: Job, folder: Path) -> Watched:
    """Read a watcher's result, and move its pictures, renamed by the lecture, to `folder`."""
    known: dict[str, Any] = json.loads((job.folder / RESULT).read_text(encoding="utf-8"))
    seen = Watched.from_dict(known)

    def bring(name: str | None) -> str | None:
        if name is None:
            return None
        final = f"{job.stem}-{name}"
        shutil.move(job.folder / name, folder / final)
        return final

    seen.findings = [replace(each, frame=bring(each.frame)) for each in seen.findings]
    seen.pictures = {beat: bring(name) or "" for beat, name in seen.pictures.items()}
    return seen


def _judge(lecture: Lecture, seen: list[Watched], folder: Path) -> Checked:
    seen.sort(key=lambda each: -len(each.report))
    findings = [replace(each, frame=_shown(each.frame, folder)) for each in verdict(seen)]
    shown = {each.frame for each in findings}
    taken = {name for each in seen for name in [*each.pictures.values(), *(f.frame for f in each.findings)]}
    for unshown in sorted(name for name in taken - shown if name is not None):
        (folder / unshown).unlink()
    return Checked(lecture, tuple(findings), seen[0].report["seconds"], seen[0].beats)


def _shown(frame: str | None, folder: Path) -> str | None:
    """The name of a finding's picture, after converting it for a page."""
    if frame is None or not frame.endswith(ASIDE):
        return frame
    from PIL import Image  # only now, as it is rarely needed

    final = Path(frame).with_suffix(".png").name
    Image.open(folder / frame).save(folder / final)
    return final
