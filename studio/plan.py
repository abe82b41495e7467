"""Decides what is to be rendered, and why, without rendering anything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from studio.catalog import Catalog
from studio.checksums import REMEMBERED, Checksums
from studio.description import Description, read_description
from studio.errors import StudioError
from studio.jobs import Job, Options
from studio.lecture import CREDITS, Lecture
from studio.places import FILM
from studio.record import Record
from studio.workspace import complete


@dataclass(frozen=True)
class Film:
    """One film that was asked for: what to do for it, and why (None: nothing, it is there and up to date)."""

    lecture: Lecture
    job: Job
    folder: Path  # where its files go
    reason: str | None
    former: Description | None  # the description of the film that is there now

    @property
    def is_due(self) -> bool:
        """Whether a worker has to make it."""
        return self.reason is not None and self.lecture.problem is None

    @property
    def path(self) -> Path:
        """Where the film itself is, or will be."""
        return self.folder / (self.job.stem + FILM)


def plan_films(
    catalog: Catalog,
    names: Iterable[str],
    options: Options,
    folder: Path,
    *,
    force: bool = False,
    checksums: Checksums | None = None,
) -> tuple[Film, ...]:
    """The films of the lectures called `names` (none: all), in teaching order, each once.

    `checksums` say whether the files that lie there are as they were left (default: those remembered beside
    the films of the course). Raises NotThere for a lecture or a beat that does not exist, StudioError for
    beats in the wrong order.
    """
    wanted = {catalog.find(name) for name in names} or set(catalog)
    complete(folder)
    if checksums is None:
        checksums = Checksums(catalog.course / "media" / REMEMBERED)
    films = [_plan(catalog.course, each, options, folder) for each in catalog if each in wanted]
    planned = [
        replace(film, reason="--force" if force else _reason(film.job, folder, film.former, checksums))
        for film in films
    ]
    checksums.save()
    return tuple(planned)


def _plan(course: Path, lecture: Lecture, options: Options, folder: Path) -> Film:
    if lecture.problem is None:
        options = _named_as_in(lecture, options)
    job = job_of(course, lecture, options)
    return Film(lecture, job, folder, None, read_description(folder, job.stem))


def job_of(course: Path, lecture: Lecture, options: Options, kind: Any = "film") -> Job:
    """What a worker needs to know to play a lecture."""
    return Job(
        kind=kind,
        course=course,
        path=lecture.path,
        class_name=lecture.class_name,
        slug=lecture.slug,
        number=lecture.number,
        step=lecture.step.name,
        poster=lecture.poster,
        options=options,
    )


def _named_as_in(lecture: Lecture, options: Options) -> Options:
    """The options with beats spelled as the lecture spells them, and in its order."""
    names = [*(beat.name for beat in lecture.beats), CREDITS]
    begin = None if options.begin is None else lecture.beat(options.begin)
    end = None if options.end is None else lecture.beat(options.end)
    if begin is not None and end is not None and begin > end:
        raise StudioError(
            f"In {lecture.slug}, the beat {names[begin]} comes after {names[end]}.",
            hint="Swap --from and --to.",
        )
    return replace(
        options,
        begin=None if begin is None else names[begin],
        end=None if end is None else names[end],
    )


def _reason(job: Job, folder: Path, former: Description | None, checksums: Checksums) -> str | None:
    """Why a film has to be rendered; None if what is there is what would come out."""
    if former is None:
        return "new"
    change = Record.from_dict(former["made_from"]).change(job.course, job.options)
    return change or damage(folder, job.stem, former, checksums)


def damage(folder: Path, stem: str, told: Description, checksums: Checksums) -> str | None:
    """Which of a film's files is not what its description says, in words; None if all are."""
    for suffix, facts in told["files"].items():
        path = folder / (stem + suffix)
        if not checksums.agree(path, facts["bytes"], facts["sha256"]):
            return f"{path.name} is not as it was left"
    return None
