"""The command line's output: in narrow windows, on full disks, into pipes that are closed early."""

from __future__ import annotations

import io
import os
import shutil
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING, TextIO

import click

from studio.called import WRAPPER, called

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

WIDEST = 100  # columns of help, on however wide a window
NARROWEST = 24  # columns: below, words would be cut into pieces
TERM_SHARE = 0.45  # of a window's width: the most that the column of options may take


class HelpText(click.HelpFormatter):
    """Lays help out for the window there is; click alone thinks none narrower than fifty columns."""

    def __init__(
        self, indent_increment: int = 2, width: int | None = None, max_width: int | None = None
    ) -> None:
        columns = shutil.get_terminal_size().columns
        super().__init__(indent_increment, max(min(columns, max_width or WIDEST) - 2, NARROWEST), max_width)

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Terms with their explanations; where a term is too long for its column, those begin below it."""
        super().write_dl(rows, min(col_max, int(TERM_SHARE * self.width)), col_spacing)


class HelpContext(click.Context):
    """The context of a command with this help."""

    formatter_class = HelpText


class Command(click.Command):
    """A command whose help fits its window, and names the commands to type as they are called here."""

    context_class = HelpContext

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The help, which is written for a checkout, as it is read where it is shown."""
        written = self.help
        self.help = (written or "").replace(WRAPPER, called())
        try:
            super().format_help_text(ctx, formatter)
        finally:
            self.help = written


class Commands(click.Group):
    """Commands whose help fits its window."""

    context_class = HelpContext
    command_class = Command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Every command with the whole first sentence of its help, be it in several lines."""
        with formatter.section("Commands"):
            formatter.write_dl(
                [(name, each.get_short_help_str(limit=1000)) for name, each in sorted(self.commands.items())]
            )


class Outlet(io.FileIO):
    """Standard output or standard error that never fails in the middle of the work.

    Where the reader of a pipe has ended (`| head`), further output is dropped, and the films are made all the
    same. What else fails, a full disk say, is kept in `failure` and reported when the work is done.
    """

    failure: OSError | None = None

    def write(self, data: ReadableBuffer) -> int:
        """Write the data, or drop it if it cannot be written."""
        try:
            return super().write(data)
        except BrokenPipeError:
            pass
        except OSError as error:
            self.failure = error
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, self.fileno())  # for all that is still to come, from child processes as well
        os.close(nowhere)
        return len(memoryview(data).cast("B"))


def open_outlets() -> tuple[Outlet | None, Outlet | None]:
    """Put outlets in the place of this process's standard output and standard error, where those are open."""
    out, err = _outlet(sys.stdout), _outlet(sys.stderr)
    if out is not None:
        sys.stdout = _as_before(out, sys.stdout)
    if err is not None:
        sys.stderr = _as_before(err, sys.stderr)
    return out, err


def _outlet(stream: TextIO | None) -> Outlet | None:
    if stream is None:  # it was closed when we began
        return None
    stream.flush()
    return Outlet(stream.fileno(), "w", closefd=False)


def _as_before(outlet: Outlet, stream: TextIO) -> TextIO:
    """A text stream like the one before, over an outlet."""
    return io.TextIOWrapper(
        io.BufferedWriter(outlet),
        encoding=stream.encoding,
        errors=stream.errors,
        line_buffering=bool(stream.line_buffering),
        write_through=isinstance(stream, io.TextIOWrapper) and stream.write_through,
    )
