"""The gallery as a page: every picture, still and in motion, with the lines that draw it, to be searched."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from html import escape
from pathlib import Path

from docutils import nodes
from PIL import Image
from sphinx.application import Sphinx
from sphinx.util import logging
from sphinx.util.docutils import SphinxDirective

from studio.called import typed
from studio.docs.clips import CLIPS, moves
from studio.docs.turns import turn_of
from studio.gallery.entries import Entry, read_entries
from studio.gallery.page import rich, searched
from studio.gallery.pictures import STILLS

SHOWN = "_pictures"  # where stills and clips go in the built pages
WIDTH, QUALITY = 960, 82  # pixels of a still, and how well it is kept
SEARCH = """<div class="search"><input type="search" id="picture-words" autocomplete="off"
 placeholder="gradient, limit, residual, SlopeRose …" aria-label="Search by name or by mathematics">
<output id="picture-count" for="picture-words" aria-live="polite">{count} pictures</output></div>"""
log = logging.getLogger(__name__)


class Gallery(SphinxDirective):
    """`{gallery}`: all pictures, a section for each room."""

    def run(self) -> list[nodes.Node]:
        """The search, and the rooms."""
        entries = read_entries()
        self.env.compass_gallery = True  # type: ignore[attr-defined]  # Sphinx lets extensions keep things there
        self.env.note_dependency(__file__)
        for each in {entry.file for entry in entries} | {entry.defined for entry in entries}:
            self.env.note_dependency(str(Path(__file__).parents[2] / each))
        told: list[nodes.Node] = [raw(SEARCH.format(count=len(entries)))]
        for room in dict.fromkeys(each.room for each in entries):
            label = f"room-{room}"
            section = nodes.section(ids=[label], names=[label], classes=["room"])
            self.state.document.note_explicit_target(section, section)
            section += nodes.title("", room.capitalize())
            for entry in entries:
                if entry.room == room:
                    section += self._picture(entry)
            told.append(section)
        return told

    def _picture(self, entry: Entry) -> list[nodes.Node]:
        folder = pictures_of(self.env.app)
        told = [raw(f'<article class="picture" id="{entry.name}" data-words="{escape(searched(entry))}">')]
        if folder is not None:
            if not (folder / STILLS / f"{entry.name}.png").is_file():
                log.warning(
                    "%s is not drawn: %s", entry.name, typed(f"pictures {entry.name}"), type="compass"
                )
            told.append(raw(_frame(entry, self.env.app.builder.get_relative_uri(self.env.docname, "index"))))
        told.append(raw(_about(entry)))
        told.append(nodes.literal_block(entry.lines, entry.lines, language="python"))
        made = f"{entry.imports}\n\n{entry.signature}"
        more = nodes.literal_block(made, made, language="python")
        told += [
            raw("<details><summary>Imports and signature</summary>"),
            more,
            raw("</details></div></article>"),
        ]
        return told


def _frame(entry: Entry, home: str) -> str:
    """The still; of a picture that moves, a clip with the still as its poster."""
    shown = home.removesuffix("index.html").removesuffix("index") + SHOWN
    alt = escape(f"{entry.name}: {entry.purpose}")
    still = f'<img src="{shown}/{entry.name}.webp" width="1280" height="720" loading="lazy" alt="{alt}">'
    if not moves(entry):
        return f'<figure class="frame">{still}</figure>'
    turn = turn_of(entry.name, entry.dials)
    assert turn is not None
    return (
        f'<figure class="frame moving" data-clip="{shown}/{entry.name}.mp4">{still}'
        f'<button type="button" aria-label="Play {entry.name} in motion">▶ <code>{turn.dial}</code></button>'
        "</figure>"
    )


def _about(entry: Entry) -> str:
    dials = ", ".join(f"<code>{escape(each)}</code>" for each in entry.dials)
    return (
        f'<div class="about"><h3><a href="#{entry.name}">{entry.name}</a></h3><p>{rich(entry.purpose)}</p>'
        f'<p class="quiet">{escape(entry.keywords)}</p>' + (f"<p>Dials: {dials}</p>" if dials else "")
    )


def raw(html: str) -> nodes.raw:
    """HTML as it is."""
    return nodes.raw("", html, format="html")


def pictures_of(app: Sphinx) -> Path | None:
    """The folder of the drawn pictures; None where pages are to be without."""
    told = str(app.config.compass_pictures)
    return (Path(app.confdir) / told).resolve() if told else None


def take_along(app: Sphinx, failed: Exception | None) -> None:
    """Put stills and clips beside the pages, those that are new."""
    folder = pictures_of(app)
    if failed or folder is None or app.builder.format != "html":
        return
    target = Path(app.outdir) / SHOWN
    target.mkdir(exist_ok=True)
    entries = read_entries()
    _take(entries, folder, target)
    wanted = {each.name for each in entries}
    for old in target.iterdir():
        if old.stem not in wanted:
            old.unlink()


def _take(entries: Sequence[Entry], folder: Path, target: Path) -> None:
    for entry in entries:
        still, clip = folder / STILLS / f"{entry.name}.png", folder / CLIPS / f"{entry.name}.mp4"
        if still.is_file() and _is_newer(still, smaller := target / f"{entry.name}.webp"):
            with Image.open(still) as picture:
                height = round(WIDTH * picture.height / picture.width)
                picture.resize((WIDTH, height), Image.Resampling.LANCZOS).save(
                    smaller, quality=QUALITY, method=6
                )
        if clip.is_file() and _is_newer(clip, beside := target / clip.name):
            shutil.copyfile(clip, beside)


def _is_newer(one: Path, other: Path) -> bool:
    return not other.exists() or one.stat().st_mtime_ns > other.stat().st_mtime_ns
