"""The command line's part about the documentation."""

from __future__ import annotations

from pathlib import Path

import click

from studio.options import open_files
from studio.system.terminal import Command


@click.command(cls=Command)
@click.option("--open", "open_it", is_flag=True, help="Show it in a browser when done.")
@click.pass_obj
def docs(course: Path | None, open_it: bool) -> None:
    """Build the documentation: tutorial, gallery, reference, how it works.

    It goes to media/docs, and ./compass publish takes it along into the site. What has not changed is not
    drawn or written again; the first time takes some minutes, as every picture is drawn. A warning of Sphinx
    is an error.
    """
    from studio.docs.building import build_docs
    from studio.places import CHECKOUT, readable
    from studio.system.cores import cores

    page = build_docs(
        (course or CHECKOUT).resolve(), cores=cores(), tell=lambda words: click.echo(words, err=True)
    )
    click.echo(readable(page))
    if open_it:
        open_files([page])
