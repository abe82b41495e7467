"""What several commands share: lectures, a quality, a path to write to, silence, a result shown when done."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click
from click.shell_completion import CompletionItem


class Place(click.Path):
    """A path to write to, refused before the work and not after it if no file could ever be called so."""

    def __init__(self, **kinds: bool) -> None:
        super().__init__(path_type=Path, **kinds)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path as a Path; click.BadParameter if the system refuses such a name."""
        path = Path(os.path.abspath(value))
        near = next(each for each in path.parents if os.path.isdir(each))
        for name in path.relative_to(near).parts:  # of those that are still to be made, each
            try:
                os.lstat(near / name)
            except (FileNotFoundError, NotADirectoryError):
                continue
            except OSError as error:
                self.fail(f"{value}: {error.strerror}", param, ctx)
        return super().convert(value, param, ctx)


def complete_lectures(ctx: click.Context, _: click.Parameter, begun: str) -> list[CompletionItem]:
    """The lectures whose names begin so, for a shell's completion."""
    from studio.course.catalog import read_catalog
    from studio.course.finding import find_course
    from studio.errors import StudioError

    try:
        catalog = read_catalog(find_course(ctx.find_root().params["course"]))
    except (StudioError, OSError):  # what is wrong there, the command itself will say
        return []
    return [CompletionItem(each.slug, help=each.title) for each in catalog if each.slug.startswith(begun)]


name_lecture = click.argument("lecture", shell_complete=complete_lectures)
name_lectures = click.argument(
    "lectures", nargs=-1, metavar="[LECTURE ...]", shell_complete=complete_lectures
)
be_quiet = click.option(
    "--quiet", is_flag=True, help="Say only what went wrong, and what was asked for with other options."
)
choose_quality = click.option(
    "-q",
    "--quality",
    "letter",
    type=click.Choice(["l", "m", "h", "k"]),
    default="h",
    help="480p15, 720p30, 1080p60 (default) or 2160p60.",
)


def open_files(paths: list[Path]) -> None:
    """Show a file, or where several of them are."""
    if not paths:
        return
    shown: Any = paths[0] if len(paths) == 1 else paths[0].parent
    if click.launch(str(shown)):
        click.echo(f"compass: nothing here could open {shown}.", err=True)
