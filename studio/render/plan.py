"""Decides which films have to be rendered, and why, without rendering anything."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from studio.course.catalog import Catalog
from studio.course.lecture import CREDITS, Lecture
from studio.errors import StudioError
from studio.places import FILM
from studio.render.description import Description, read_description
from studio.render.jobs import Job, Options
from studio.render.record import Record, heard
from studio.render.workspace import complete
from studio.system.checksums import REMEMBERED, Checksums
from visuals.voice.recordings import HOME, TOLD

NO_VOICE = "none"  # in place of a folder: the films are silent


@dataclass(frozen=True)
class Film:
    """A film that was asked for: its job, and the reason to do it (None: the film is up to date)."""

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
        """The film's file, whether it exists or not."""
        return self.folder / (self.job.stem + FILM)


def plan_films(
    catalog: Catalog,
    names: Iterable[str],
    options: Options,
    folder: Path,
    *,
    force: bool = False,
    checksums: Checksums | None = None,
    voice: str | None = None,
) -> tuple[Film, ...]:
    """The films of the lectures called `names` (none: all), in teaching order, each once.

    `voice` is where recordings lie, a folder for each lecture: None for the course's own, `none` for silence.

    `checksums` say whether the files that lie there are as they were left (default: those remembered beside
    the films of the course). Raises NotThere for a lecture or a beat that does not exist, StudioError for
    beats in the wrong order or a `voice` without recordings.
    """
    wanted = {catalog.find(name) for name in names} or set(catalog)
    _need_recordings(voice, wanted)
    complete(folder)
    if checksums is None:
        checksums = Checksums(catalog.course / "media" / REMEMBERED)
    films = [_plan(catalog.course, each, options, folder, voice) for each in catalog if each in wanted]
    planned = [_decided(film, checksums, force=force) for film in films]
    checksums.save()
    return tuple(planned)


def _plan(course: Path, lecture: Lecture, options: Options, folder: Path, voice: str | None) -> Film:
    if lecture.problem is None:
        options = _named_as_in(lecture, options)
    job = job_of(course, lecture, options, voice=voice)
    return Film(lecture, job, folder, None, read_description(folder, job.stem))


def _need_recordings(voice: str | None, lectures: Iterable[Lecture]) -> None:
    if voice in (None, NO_VOICE):
        return
    slugs = sorted(each.slug for each in lectures)
    if not any((Path(str(voice)) / slug / TOLD).is_file() for slug in slugs):
        raise StudioError(
            f"{voice} holds no recordings of {', '.join(slugs)}.",
            hint=f"A voice is a folder with one for each lecture, as {HOME}; --voice none is silence.",
        )


def _voice_folder(course: Path, slug: str, voice: str | None) -> Path | None:
    if voice == NO_VOICE:
        return None
    return course / HOME / slug if voice is None else Path(voice).resolve() / slug


def job_of(
    course: Path, lecture: Lecture, options: Options, kind: Any = "film", *, voice: str | None = None
) -> Job:
    """The job of playing a lecture; `voice` as for `plan_films`."""
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
        voice=_voice_folder(course, lecture.slug, voice),
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


def _decided(film: Film, checksums: Checksums, *, force: bool) -> Film:
    """The film with the reason to render it; with none if the same files would come out.

    If only its voice or its lecture's own file has changed, frames of the present film can be reused.
    """
    former, job = film.former, film.job
    if force or former is None:
        return replace(film, reason="--force" if force else "new")
    known, own = Record.from_dict(former["made_from"]), job.own_file
    wrong = known.change_of_frames(job.course, job.options, own) or damage(
        film.folder, job.stem, former, checksums
    )
    if wrong is not None:
        return replace(film, reason=wrong)
    change = known.change_of_frames(job.course, job.options) or known.change_of_voice(
        heard(job.voice, beats_until(film.lecture, job.options.end))
    )
    return film if change is None else replace(film, reason=change, job=replace(job, former=film.path))


def beats_until(lecture: Lecture, end: str | None) -> list[str]:
    """The names of the beats that are played for a film that ends with `end`, those before it as well."""
    names = [*(beat.name for beat in lecture.beats), CREDITS]
    return names if end is None else names[: names.index(end) + 1]


def damage(folder: Path, stem: str, told: Description, checksums: Checksums) -> str | None:
    """A sentence on a file of the film that differs from its description; None if all agree."""
    for suffix, facts in told["files"].items():
        path = folder / (stem + suffix)
        if not checksums.agree(path, facts["bytes"], facts["sha256"]):
            return f"{path.name} is not as it was left"
    return None
