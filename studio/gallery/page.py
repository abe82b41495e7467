"""The gallery's page: one folder that works without a network, searched by name and by mathematics."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import PythonLexer

from studio.called import typed
from studio.gallery.entries import Entry
from studio.places import SITE_ASSETS, SITE_TEMPLATES

TEMPLATES = Path(__file__).parent
WORN = ("style.css", "icon.svg", "source-serif-4.woff2", "source-serif-4-semibold.woff2")


def write(entries: Sequence[Entry], fresh: set[str], folder: Path) -> None:
    """Write `index.html` and all that it needs into the folder that holds the stills of the `fresh` ones."""
    for name in WORN:
        shutil.copyfile(SITE_ASSETS / name, folder / name)
    environment = Environment(
        loader=FileSystemLoader((TEMPLATES, SITE_TEMPLATES)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    environment.filters |= {"coloured": coloured, "searched": searched, "rich": rich}
    rooms = {room: [each for each in entries if each.room == room] for room in _rooms(entries)}
    told = {"rooms": rooms, "fresh": fresh, "count": len(entries), "typed": typed("pictures")}
    html = environment.get_template("page.html").render(told)
    (folder / "index.html").write_text(html, encoding="utf-8")


def searched(entry: Entry) -> str:
    """All words by which a picture is found, in small letters."""
    words = (entry.name, entry.room, entry.keywords, entry.purpose, " ".join(entry.dials))
    return " ".join(words).lower()


@cache
def coloured(source: str) -> Markup:
    """Code with highlighting, which keys can scroll."""
    html: str = highlight(source, PythonLexer(), HtmlFormatter(cssclass="code", wrapcode=True))
    return Markup(html.replace("<pre>", '<pre tabindex="0">'))


def rich(text: str) -> Markup:
    """A docstring's words, with what stands in backticks as code."""
    pieces: list[str] = [
        Markup("<code>{}</code>").format(piece) if k % 2 else Markup.escape(piece)
        for k, piece in enumerate(text.split("`"))
    ]
    return Markup("").join(pieces)


def _rooms(entries: Sequence[Entry]) -> list[str]:
    return list(dict.fromkeys(each.room for each in entries))
