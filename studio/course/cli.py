"""./compass list and ./compass new: the lectures there are, and one more."""

from __future__ import annotations

from pathlib import Path

import click

from studio.system.terminal import Command


@click.command("list", cls=Command)
@click.option("--json", "as_json", is_flag=True, help="For tools: everything the lectures' text tells.")
@click.pass_obj
def list_lectures(course: Path, as_json: bool) -> None:
    """Show all lectures, in teaching order."""
    from studio.course.catalog import read_catalog
    from studio.course.listing import catalog_json, catalog_text

    catalog = read_catalog(course)
    click.echo(catalog_json(catalog) if as_json else catalog_text(catalog))


@click.command(cls=Command)
@click.argument("name")
@click.pass_obj
def new(course: Path, name: str) -> None:
    """Begin a lecture of one's own called NAME, ready to render."""
    from studio.course.catalog import read_catalog
    from studio.course.new import begin_lecture
    from studio.places import readable

    lecture = begin_lecture(read_catalog(course), name)
    click.echo(f"{readable(lecture.path)} is ready. Look at it with:")
    click.echo(f"  ./compass render {lecture.slug} -q l --open")
