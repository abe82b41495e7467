"""compass new-course: begins a course of one's own."""

from __future__ import annotations

import shlex
from pathlib import Path

import click

from studio.called import WRAPPER, called, typed
from studio.system.terminal import Command


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
    render = f"render {lecture.slug} -q l --open"
    if called() == WRAPPER:  # which is not there any more in another folder
        click.echo(f"  {typed(f'--course {shlex.quote(readable(folder))} {render}')}")
    else:
        click.echo(f"  cd {shlex.quote(readable(folder))} && {typed(render)}")
