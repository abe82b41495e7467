"""./compass preview: a page that shows every save."""

from __future__ import annotations

from pathlib import Path

import click

from studio.options import complete_lectures
from studio.system.terminal import Command


@click.command(cls=Command)
@click.argument("lecture", required=False, shell_complete=complete_lectures)
@click.option("--port", type=click.IntRange(0, 65535), default=8765, help="Or the next one that is free.")
@click.option("--host", default="127.0.0.1", help="Another address to listen on; the link then has a token.")
@click.option("--no-open", is_flag=True, help="Do not open a browser.")
@click.option("--patience", type=click.FloatRange(min=1), default=30.0, help="Seconds after which it hangs.")
@click.pass_obj
def preview(course: Path, lecture: str | None, port: int, host: str, no_open: bool, patience: float) -> None:
    """Write a line, see the frame: a page that shows every save at once."""
    from studio.course.catalog import read_catalog
    from studio.preview.serving import preview

    slug = None if lecture is None else read_catalog(course).find(lecture).slug

    def say(link: str) -> None:
        click.echo(f"The preview is at {link}\nCtrl-C ends it.")
        if not no_open:
            click.launch(link)

    preview(course, slug, host=host, port=port, patience=patience, say=say)
