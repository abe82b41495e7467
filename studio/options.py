"""What several commands share: a path to write to, a quality, a result shown when done."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click


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
