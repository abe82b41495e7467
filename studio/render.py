"""Renders the films of a plan: runs the workers, shows how far they are, and publishes what is whole."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from studio import pool
from studio.errors import DiskFull, LectureFailed, RenderFailed, StudioError
from studio.failures import NO_SPACE
from studio.forecast import Pace, spoken
from studio.places import publish, sweep
from studio.plan import Film
from studio.progress import Display


@dataclass(frozen=True)
class Outcome:
    """What became of one film: its length and the seconds it took, or the error."""

    film: Film
    length: float | None = None  # seconds of film
    taken: float | None = None  # seconds of work; None where the film was up to date
    error: StudioError | None = None


def render(films: Sequence[Film], *, workers: int, shown: Display, pace: Pace) -> list[Outcome]:
    """Render every film that has a reason to be, and say what became of each, in order.

    A film that fails does not stop the others, and leaves its former files as they were.
    """
    outcomes = {film.job.stem: _at_hand(film) for film in films}
    due = {film.job.stem: film for film in films if film.reason and outcomes[film.job.stem].error is None}
    folders = {film.folder for film in due.values()}
    for folder in folders:
        sweep(folder)
    if not due:
        return list(outcomes.values())
    (folder,) = folders
    began: dict[str, float] = {}
    with shown:
        for event in pool.run([film.job for film in due.values()], workers, folder):
            stem = event.job.stem
            film = due[stem]
            if event.what == "started":
                began[stem] = time.monotonic()
                shown.started(film)
            elif event.what == "frames":
                shown.frames(film, event.facts["done"])
            elif event.what == "beat":
                shown.beat(film, event.facts["name"], event.facts["frames"])
            elif event.what == "done":
                outcomes[stem] = _published(film, event, time.monotonic() - began[stem], folder)
                if outcomes[stem].error is None:
                    pace.note(film, event.facts["frames"], outcomes[stem].taken or 0.0)
            else:
                outcomes[stem] = Outcome(film, error=event.error)
            _show_end(shown, outcomes[stem], event.what)
    return list(outcomes.values())


def announcement(films: Sequence[Film], pace: Pace, workers: int) -> str:
    """What is about to happen, and about how long it will take."""
    due = [film for film in films if film.reason and film.lecture.problem is None]
    rest = f", {len(films) - len(due)} need nothing" if len(due) < len(films) else ""
    if not due:
        return f"{len(films)} films, all up to date." if len(films) > 1 else "The film is up to date."
    guess = "" if all(pace.known(film) for film in due) else ", a guess, as not all were rendered here before"
    time_needed = spoken(pace.total(due, min(workers, len(due))))
    plural = "films" if len(due) > 1 else "film"
    return f"{len(due)} {plural} to render{rest}: about {time_needed}{guess}."


def _at_hand(film: Film) -> Outcome:
    """What can be said before anything runs."""
    if film.lecture.problem is not None:
        return Outcome(film, error=LectureFailed(film.lecture.problem))
    return Outcome(film, length=(film.former or {}).get("seconds"))


def _published(film: Film, event: pool.Event, taken: float, folder: Path) -> Outcome:
    try:
        publish(event.job.folder, folder, event.job.stem)
    except OSError as error:
        kind = DiskFull if error.errno in NO_SPACE else RenderFailed
        return Outcome(film, error=kind(f"{film.path}: {error.strerror}."))
    return Outcome(film, event.facts["seconds"], taken)


def _show_end(shown: Display, outcome: Outcome, what: str) -> None:
    if outcome.error is not None:
        shown.failed(outcome.film, str(outcome.error))
    elif what == "done":
        shown.done(outcome.film, outcome.taken or 0.0)
