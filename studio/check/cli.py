"""./compass check: checks lectures by the critic's rules."""

from __future__ import annotations

from pathlib import Path

import click

from studio.options import open_files
from studio.system.cores import cores
from studio.system.terminal import Command


@click.command(cls=Command)
@click.argument("lectures", nargs=-1, metavar="[LECTURE ...]")
@click.option("--beat", metavar="BEAT", help="This beat of one lecture alone.")
@click.option("--json", "as_json", is_flag=True, help="For tools: everything that was found.")
@click.option("--open", "open_it", is_flag=True, help="Show the page with the pictures when done.")
@click.pass_obj
def check(course: Path, lectures: tuple[str, ...], beat: str | None, as_json: bool, open_it: bool) -> int:
    """Watch lectures as a careful viewer would, and say what is wrong, where, with a picture.

    All of them unless some are named. Ends with 0 if they are clean, with 1 if something is to be mended.
    """
    from studio.check import critic, page, report
    from studio.course.catalog import read_catalog
    from studio.places import readable

    catalog = read_catalog(course)
    chosen = critic.choose(catalog, lectures, beat)
    folder = critic.folder_of(course, chosen, beat)
    found = critic.check(catalog, chosen, beat, cores=cores(), folder=folder)
    shown = page.write(found, folder)
    click.echo(report.as_json(found, folder) if as_json else report.as_text(found))
    if not as_json:
        click.echo(f"With pictures: {readable(shown)}")
    if open_it:
        open_files([shown])
    return 0 if all(each.is_clean for each in found) else 1
