"""./compass embed: the lines that show a lecture on another page."""

from __future__ import annotations

from pathlib import Path

import click

from studio.options import Place, name_lecture
from studio.system.terminal import Command


@click.command(cls=Command)
@name_lecture
@click.option("--beat", metavar="BEAT", help="This beat alone; LECTURE#BEAT says the same.")
@click.option("--start", metavar="TIME", help="From here: seconds, or 1:15.")
@click.option("--end", metavar="TIME", help="Up to here.")
@click.option("--loop", is_flag=True, help="Play by itself, again and again, without sound.")
@click.option("--html", "form", flag_value="html", default=True, help="A script and an element (default).")
@click.option("--markdown", "form", flag_value="markdown", help="The picture with a link.")
@click.option("--iframe", "form", flag_value="iframe", help="For places that take frames, but no scripts.")
@click.option("--gif", "form", flag_value="gif", help="Write an animated GIF, from the rendered film.")
@click.option("--width", default="", metavar="LENGTH", help="How wide: 640, 40rem, 80% (a GIF: pixels).")
@click.option("--caption", default="", help="What stands under the film instead of its title (HTML only).")
@click.option("--captions", is_flag=True, help="What is said stands below the pictures (GIF only).")
@click.option("--url", metavar="ADDRESS", help="Where the site is; else what publish was told.")
@click.option("--out", type=Place(dir_okay=False), help="The GIF's name.")
@click.pass_obj
def embed(
    course: Path,
    lecture: str,
    beat: str | None,
    start: str | None,
    end: str | None,
    loop: bool,
    form: str,
    width: str,
    caption: str,
    captions: bool,
    url: str | None,
    out: Path | None,
) -> None:
    """Print the lines that show a LECTURE, or a beat of it, on another page."""
    from studio.embed.address import Wish
    from studio.embed.offer import address, moment, snippet, write_gif

    wish = Wish("", beat, moment(start) if start else None, moment(end) if end else None, loop)
    site = address(url) if url else None
    if form == "gif":
        offer = write_gif(course, lecture, wish, out, width, captions=captions)
    else:
        offer = snippet(course, lecture, wish, form, url=site, width=width, caption=caption)
    click.echo(offer.text)
    if offer.remark:
        click.echo(f"compass: {offer.remark}", err=True)
