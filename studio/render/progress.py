"""Shows the progress of films: bars on a terminal, plain lines elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, Self

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.text import Text

from studio.render.forecast import Countdown, spoken
from studio.render.plan import Film

PLAIN_STEP = 0.25  # of a film, after which the next plain line is written
NARROW = 72  # columns: with less, titles and counts of frames would leave no room for bars


class Display(Protocol):
    """Shows the progress of films; a context manager."""

    def __enter__(self) -> Self: ...
    def __exit__(self, *_: object) -> None: ...
    def started(self, film: Film) -> None: ...
    def advanced(self, film: Film) -> None: ...
    def done(self, film: Film, seconds: float) -> None: ...
    def failed(self, film: Film, message: str) -> None: ...


def display(films: Sequence[Film], countdowns: Mapping[str, Countdown]) -> Display:
    """Bars on a terminal, lines in a file or a pipe. The caller keeps `countdowns`, by their jobs' stems,
    up to date.
    """
    console = Console(stderr=True)
    # rich takes a file for a terminal where FORCE_COLOR asks for colours
    looks_on = console.is_terminal and sys.stderr is not None and sys.stderr.isatty()
    return Bars(films, countdowns, console) if looks_on else Lines(countdowns, say=_to_stderr)


def failures_alone(films: Sequence[Film], countdowns: Mapping[str, Countdown]) -> Display:
    """A line for a film that fails, and for nothing else."""
    return Failures(countdowns, say=_to_stderr)


def _to_stderr(line: str) -> None:
    click.echo(line, err=True)


class Lines:
    """A line at a film's beginning, at each quarter, and at its end."""

    def __init__(self, countdowns: Mapping[str, Countdown], say: Callable[[str], None]) -> None:
        self.countdowns, self.say = countdowns, say
        self.told: dict[str, float] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def started(self, film: Film) -> None:
        self.told[film.job.stem] = 0.0
        self.say(f"{film.lecture.slug}: rendering ({film.reason})")

    def advanced(self, film: Film) -> None:
        stem = film.job.stem
        count = self.countdowns[stem]
        share = count.done / count.total
        if share >= self.told[stem] + PLAIN_STEP and share < 1:
            self.told[stem] = share - share % PLAIN_STEP
            left = count.seconds_left()
            rest = "" if left is None else f", about {spoken(left)} left"
            self.say(f"{film.lecture.slug}: {share:.0%}{rest}")

    def done(self, film: Film, seconds: float) -> None:
        self.say(f"{film.lecture.slug}: done in {spoken(seconds)}")

    def failed(self, film: Film, message: str) -> None:
        self.say(f"{film.lecture.slug}: failed\n{message}")


class Failures(Lines):
    """A line for a film that fails."""

    def started(self, film: Film) -> None:
        return None

    def advanced(self, film: Film) -> None:
        return None

    def done(self, film: Film, seconds: float) -> None:
        return None


class Bars:
    """A bar for each film, counting frames, with the time left; in a narrow window numbers and per cent."""

    def __init__(self, films: Sequence[Film], countdowns: Mapping[str, Countdown], console: Console) -> None:
        self.films, self.countdowns = films, countdowns
        self.is_narrow = console.width < NARROW
        counts = TextColumn("{task.percentage:>3.0f} %") if self.is_narrow else MofNCompleteColumn()
        self.progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=None),
            counts,
            TextColumn("{task.fields[left]}", justify="right"),
            console=console,
            expand=True,
        )
        self.tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        self.progress.start()
        for film in self.films:
            total = self.countdowns[film.job.stem].total
            name = f"l{film.lecture.number:02d}" if self.is_narrow else film.lecture.label
            self.tasks[film.job.stem] = self.progress.add_task(name, total=total, left="waits", start=False)
        return self

    def __exit__(self, *_: object) -> None:
        self.progress.stop()

    def started(self, film: Film) -> None:
        self.progress.start_task(self.tasks[film.job.stem])
        self._show(film, "starts")

    def advanced(self, film: Film) -> None:
        left = self.countdowns[film.job.stem].seconds_left()
        self._show(film, "" if left is None else f"{spoken(left)} left")

    def done(self, film: Film, seconds: float) -> None:
        self._show(film, f"done in {spoken(seconds)}")

    def failed(self, film: Film, message: str) -> None:
        if film.job.stem in self.tasks:
            self._show(film, "failed")
        self.progress.console.print(Text(f"{film.lecture.slug} failed\n", style="bold red") + Text(message))

    def _show(self, film: Film, left: str) -> None:
        count = self.countdowns[film.job.stem]
        self.progress.update(self.tasks[film.job.stem], completed=count.done, total=count.total, left=left)
