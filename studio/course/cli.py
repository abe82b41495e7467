"""compass list, new and new-course: the lectures there are, one more, and a whole course of one's own."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from studio.called import WRAPPER, called, typed
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
    from studio.course.spelling import to_type
    from studio.places import readable

    lecture = begin_lecture(read_catalog(course), name)
    click.echo(f"{readable(lecture.path)} is ready. Look at it with:")
    click.echo(f"  {to_type(course, 'render', lecture.slug, '-q', 'l', '--open')}")


@click.command("new-course", cls=Command)
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
def new_course(folder: Path) -> None:
    """Begin a course of one's own in the folder DIR, with a first lecture.

    In that folder every command works for that course: new, render, check, preview, publish and the others.
    """
    from studio.course.begin import begin_course
    from studio.places import readable
    from visuals.course import FILE

    lecture = begin_course(folder)
    click.echo(f"{readable(folder / FILE)} is a course; {readable(lecture.path)} is its first lecture.")
    render, place = f"render {lecture.slug} -q l --open", shlex.quote(readable(folder))
    if called() == WRAPPER:  # which is not there any more in another folder
        click.echo(f"  {typed(f'--course {place} {render}')}")
    else:
        click.echo(f"  cd {place} && {typed(render)}")
