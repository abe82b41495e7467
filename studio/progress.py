"""Shows how far the films have come: bars on a terminal, plain lines elsewhere."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from typing import Protocol, Self

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.text import Text

from studio.forecast import Countdown, beat_frames, spoken
from studio.plan import Film

PLAIN_STEP = 0.25  # of a film: how often a plain line is worth it


class Display(Protocol):
    """What shows the progress of films; used as a context."""

    def __enter__(self) -> Self: ...
    def __exit__(self, *_: object) -> None: ...
    def started(self, film: Film) -> None: ...
    def frames(self, film: Film, done: int) -> None: ...
    def beat(self, film: Film, name: str, frames: int) -> None: ...
    def done(self, film: Film, seconds: float) -> None: ...
    def failed(self, film: Film, message: str) -> None: ...


def display(films: Iterable[Film]) -> Display:
    """Bars for somebody who looks on, lines for a file or a pipe."""
    console = Console(stderr=True)
    return Bars(films, console) if console.is_terminal else Lines(films, say=_to_stderr)


def _to_stderr(line: str) -> None:
    click.echo(line, err=True)


class Lines:
    """A line at a film's beginning, at each quarter, and at its end."""

    def __init__(self, films: Iterable[Film], say: Callable[[str], None]) -> None:
        self.say = say
        self.countdowns = {film.job.stem: Countdown(beat_frames(film)) for film in films}
        self.told: dict[str, float] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def started(self, film: Film) -> None:
        self.told[film.job.stem] = 0.0
        self.say(f"{film.lecture.slug}: rendering ({film.reason})")

    def frames(self, film: Film, done: int) -> None:
        stem = film.job.stem
        count = self.countdowns[stem]
        count.frames(done, time.monotonic())
        share = count.done / count.total
        if share >= self.told[stem] + PLAIN_STEP and share < 1:
            self.told[stem] = share - share % PLAIN_STEP
            left = count.seconds_left()
            rest = "" if left is None else f", about {spoken(left)} left"
            self.say(f"{film.lecture.slug}: {share:.0%}{rest}")

    def beat(self, film: Film, name: str, frames: int) -> None:
        self.countdowns[film.job.stem].beat_ended(name, frames)

    def done(self, film: Film, seconds: float) -> None:
        self.say(f"{film.lecture.slug}: done in {spoken(seconds)}")

    def failed(self, film: Film, message: str) -> None:
        self.say(f"{film.lecture.slug}: failed\n{message}")


class Bars:
    """A bar for each film, counting frames, with the time left."""

    def __init__(self, films: Iterable[Film], console: Console) -> None:
        self.films = list(films)
        self.countdowns = {film.job.stem: Countdown(beat_frames(film)) for film in self.films}
        self.progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=None),
            MofNCompleteColumn(),
            TextColumn("{task.fields[left]}", justify="right"),
            console=console,
            expand=True,
        )
        self.tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        self.progress.start()
        for film in self.films:
            total = self.countdowns[film.job.stem].total
            self.tasks[film.job.stem] = self.progress.add_task(
                film.lecture.label, total=total, left="waits", start=False
            )
        return self

    def __exit__(self, *_: object) -> None:
        self.progress.stop()

    def started(self, film: Film) -> None:
        self.progress.start_task(self.tasks[film.job.stem])
        self._show(film, "starts")

    def frames(self, film: Film, done: int) -> None:
        count = self.countdowns[film.job.stem]
        count.frames(done, time.monotonic())
        left = count.seconds_left()
        self._show(film, "" if left is None else f"{spoken(left)} left")

    def beat(self, film: Film, name: str, frames: int) -> None:
        self.countdowns[film.job.stem].beat_ended(name, frames)

    def done(self, film: Film, seconds: float) -> None:
        self.countdowns[film.job.stem].finish()
        self._show(film, f"done in {spoken(seconds)}")

    def failed(self, film: Film, message: str) -> None:
        if film.job.stem in self.tasks:
            self._show(film, "failed")
        self.progress.console.print(Text(f"{film.lecture.slug} failed\n", style="bold red") + Text(message))

    def _show(self, film: Film, left: str) -> None:
        count = self.countdowns[film.job.stem]
        self.progress.update(self.tasks[film.job.stem], completed=count.done, total=count.total, left=left)
