"""./compass pictures: the gallery of all that visuals offers."""

from __future__ import annotations

from pathlib import Path

import click

from studio.options import Place, be_quiet, open_files
from studio.system.cores import cores
from studio.system.terminal import Command


@click.command(cls=Command)
@click.argument("names", nargs=-1, metavar="[NAME ...]")
@click.option("--list", "list_them", is_flag=True, help="Draw nothing: say which pictures there are.")
@click.option("--out", type=Place(file_okay=False), help="Where they go (default: media/pictures).")
@click.option("--open", "open_it", is_flag=True, help="Show the page when done; the still, if it is one.")
@be_quiet
@click.pass_obj
def pictures(
    course: Path, names: tuple[str, ...], list_them: bool, out: Path | None, open_it: bool, quiet: bool
) -> int:
    """Draw the gallery: every picture that visuals offers, with the lines that draw it.

    A NAME is a picture (SlopeRose, slope-rose) or a room of pictures (map). A page to search and a contact
    sheet are written; what has not changed is not drawn again.
    """
    from studio.gallery.entries import choose, read_entries
    from studio.places import readable

    if list_them:
        click.echo("\n".join(f"{each.name:16}{each.purpose}" for each in choose(read_entries(), names)))
        return 0
    from studio.gallery.pictures import draw_gallery

    def tell(words: str) -> None:
        if not quiet:
            click.echo(words, err=True)

    gallery = draw_gallery(course, names, out, cores=cores(), tell=tell)
    for failure in gallery.failures:
        click.echo(f"compass: {failure}", err=True)
    if not quiet:
        click.echo(gallery.outcome)
        click.echo(f"{readable(gallery.page)}\n{readable(gallery.sheet)}")
    if open_it:
        one = gallery.still(gallery.chosen[0]) if len(gallery.chosen) == 1 else gallery.page
        open_files([one])
    return max((each.exit_code for each in gallery.failures), default=0)
