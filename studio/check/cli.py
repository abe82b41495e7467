"""./compass check: checks lectures by the critic's rules."""

from __future__ import annotations

from pathlib import Path

import click

from studio.options import be_quiet, name_lectures, open_files
from studio.system.cores import cores
from studio.system.terminal import Command


@click.command(cls=Command)
@name_lectures
@click.option("--beat", metavar="BEAT", help="This beat of one lecture alone.")
@click.option("--json", "as_json", is_flag=True, help="For tools: everything that was found.")
@click.option("--open", "open_it", is_flag=True, help="Show the page with the pictures when done.")
@click.option("--rules", "list_rules", is_flag=True, help="Watch nothing: say what is looked for.")
@be_quiet
@click.pass_obj
def check(
    course: Path,
    lectures: tuple[str, ...],
    beat: str | None,
    as_json: bool,
    open_it: bool,
    list_rules: bool,
    quiet: bool,
) -> int:
    """Watch lectures as a careful viewer would, and say what is wrong, where, with a picture.

    All of them unless some are named. Ends with 0 if they are clean, with 1 if something is to be mended.
    """
    if list_rules:
        from studio.check.rulebook import as_json as rules_json
        from studio.check.rulebook import as_text, read_rules

        click.echo(rules_json(read_rules()) if as_json else as_text(read_rules()))
        return 0
    from studio.check import critic, page, report
    from studio.course.catalog import read_catalog
    from studio.places import readable

    catalog = read_catalog(course)
    chosen = critic.choose(catalog, lectures, beat)
    folder = critic.folder_of(course, chosen, beat)
    found = critic.check(catalog, chosen, beat, cores=cores(), folder=folder)
    shown = page.write(found, folder)
    is_clean = all(each.is_clean for each in found)
    if as_json:
        click.echo(report.as_json(found, folder))
    elif not (quiet and is_clean):
        click.echo(report.as_text(found, quiet=quiet))
        click.echo(f"With pictures: {readable(shown)}")
    if open_it:
        open_files([shown])
    return 0 if is_clean else 1
