"""Renders the films of a plan: runs the workers, shows their progress, and publishes finished films."""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Protocol

from studio.errors import DiskFull, Interrupted, LectureFailed, RenderFailed, StudioError
from studio.places import readable
from studio.render import pool
from studio.render.failures import NO_SPACE
from studio.render.forecast import Countdown, Pace, compiles_first, spoken
from studio.render.plan import Film
from studio.render.progress import Display
from studio.render.workspace import publish
from studio.system.columns import counted
from studio.system.signals import held

COMPILES = " What draws films is compiled first, once: up to two minutes more."


@dataclass(frozen=True)
class Outcome:
    """The result for one film: its length and the seconds it took, or the error."""

    film: Film
    length: float | None = None  # seconds of film
    taken: float | None = None  # seconds of work; None where the film was up to date
    frames: int = 0
    spent: Mapping[str, float] = field(default_factory=dict)  # seconds of work by kind, all painters together
    error: StudioError | None = None
    remarks: Sequence[str] = ()  # what the film lacks, and why: a sentence each
    plays: int = 0  # of which the film was joined; 0 where that is not known
    reused: int = 0  # of those: taken from the film that was there before
    painters: int = 1  # how many processes drew it at once


class Crew(Protocol):
    """A way to make films, here or on a cluster: `run` yields events, as studio.render.pool does."""

    is_here: bool  # whether the films are drawn on this machine, so that their times count for its forecasts

    def run(self, films: Sequence[Film], at_once: int, painters: int) -> Generator[pool.Event]:
        """Make films, so many at once with so many painters each."""


class Here:
    """Makes films on this machine."""

    is_here = True

    def run(self, films: Sequence[Film], at_once: int, painters: int) -> Generator[pool.Event]:
        """Make films, so many at once with so many painters each; the last films also get the cores that
        finished ones have left.
        """
        jobs = []
        for place, film in enumerate(films):
            left = len(films) - place
            jobs.append(replace(film.job, painters=painters * at_once // min(at_once, left)))
        return pool.run(jobs, at_once, films[0].folder)


HERE = Here()


def render(
    films: Sequence[Film],
    *,
    workers: int,
    cores: int,
    display: Callable[[Sequence[Film], Mapping[str, Countdown]], Display],
    pace: Pace,
    crew: Crew = HERE,
) -> list[Outcome]:
    """Render every film that is due; the outcome of each, in order.

    A film that fails does not stop the others, and leaves its former files as they were. An interrupt after
    some are finished raises Interrupted, which names them.
    """
    outcomes = {film.job.stem: _at_hand(film) for film in films}
    due = {film.job.stem: film for film in films if film.is_due}
    at_once, painters = share(len(due), workers, cores)
    times_count = crew.is_here and not compiles_first()  # for forecasts: what is compiled once is no measure
    countdowns = {stem: pace.countdown(film) for stem, film in due.items()}
    finished: list[Film] = []
    with _telling_what_is_finished(finished), display(list(due.values()), countdowns) as shown:
        for outcome in outcomes.values():
            if outcome.error is not None:
                shown.failed(outcome.film, str(outcome.error))
        events = crew.run(list(due.values()), at_once, painters) if due else None
        for outcome in _rendered(events, due, shown, countdowns, finished):
            outcomes[outcome.film.job.stem] = outcome
            if outcome.error is not None:
                shown.failed(outcome.film, str(outcome.error))
            else:
                count, taken = countdowns[outcome.film.job.stem], outcome.taken or 0.0
                count.finish()
                shown.done(outcome.film, taken)
                if times_count:
                    pace.note(outcome.film, outcome.frames, taken, outcome.painters, count.profile())
    return list(outcomes.values())


def share(films: int, workers: int, cores: int) -> tuple[int, int]:
    """How many films are made at once, and by how many painters each: fewer films, more painters."""
    at_once = max(min(workers, films), 1)
    return at_once, max(1, cores // at_once)


def _rendered(
    events: Generator[pool.Event] | None,
    due: Mapping[str, Film],
    shown: Display,
    countdowns: Mapping[str, Countdown],
    finished: list[Film],
) -> Iterator[Outcome]:
    """Render the films and show their progress; yields the outcomes as films finish."""
    if events is None:
        return
    began: dict[str, float] = {}
    with contextlib.closing(events):  # however the loop ends, the workers end at once
        for event in events:
            film = due[event.job.stem]
            if event.what == "started":
                began[film.job.stem] = time.monotonic()
                shown.started(film)
            elif event.what == "frames":
                countdowns[film.job.stem].frames(event.facts["done"], time.monotonic())
                shown.advanced(film)
            elif event.what == "beat":
                countdowns[film.job.stem].beat_ended(event.facts["name"], event.facts["frames"])
            elif event.what == "done":
                yield _published(film, event, time.monotonic() - began[film.job.stem], finished)
            else:
                yield Outcome(film, error=event.error)


def announcement(films: Sequence[Film], pace: Pace, workers: int, cores: int, *, is_here: bool = True) -> str:
    """A sentence on what will be rendered, and about how long it will take; one more where the first film on
    this machine takes longer.
    """
    due = [film for film in films if film.is_due]
    fresh = sum(film.reason is None for film in films)
    if not due:
        return f"{counted(len(films), 'film')}, {fresh} up to date: nothing to render."
    rest = f", {fresh} up to date" if fresh else ""
    guess = "" if all(pace.known(film) for film in due) else ", a guess, as not all were rendered here before"
    once = COMPILES if is_here and compiles_first() else ""
    time_needed = spoken(pace.total(due, *share(len(due), workers, cores)))
    return f"{counted(len(due), 'film')} to render{rest}: about {time_needed}{guess}.{once}"


def _at_hand(film: Film) -> Outcome:
    """The outcome of a film as far as it is known before anything runs."""
    if film.lecture.problem is not None:
        return Outcome(film, error=LectureFailed(film.lecture.problem))
    if film.former is None:
        return Outcome(film)
    return Outcome(film, length=film.former["seconds"], remarks=film.former.get("remarks", ()))


@contextlib.contextmanager
def _telling_what_is_finished(finished: Sequence[Film]) -> Iterator[None]:
    """Raise Interrupted with the names of the finished films when the block is interrupted."""
    try:
        yield
    except KeyboardInterrupt:
        if not finished:
            raise
        names = ", ".join(film.lecture.slug for film in finished)
        verb = "is" if len(finished) == 1 else "are"
        raise Interrupted(f"interrupted; {names} {verb} finished, the rest is as it was before.") from None


def _published(film: Film, event: pool.Event, taken: float, finished: list[Film]) -> Outcome:
    try:
        with held():  # an interrupt waits: a film is either published and counted as finished, or untouched
            publish(event.job.folder, film.folder, event.job.stem)
            finished.append(film)
    except OSError as error:
        kind = DiskFull if error.errno in NO_SPACE else RenderFailed
        name = error.filename2 or error.filename or film.path
        return Outcome(film, error=kind(f"{readable(Path(os.fsdecode(name)))}: {error.strerror}."))
    except RenderFailed as error:
        return Outcome(film, error=error)
    facts = event.facts
    return Outcome(
        film,
        facts["seconds"],
        taken,
        facts["frames"],
        spent=facts["spent"],
        remarks=facts.get("remarks", ()),
        plays=facts.get("plays", 0),
        reused=facts.get("reused", 0),
        painters=event.job.painters,
    )
