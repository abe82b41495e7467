"""Reads a page's addresses and anchors, and finds addresses without a target."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

from studio.embed.names import CLIP

ADDRESSES = {"href", "src", "poster", "data"}
ELEMENT = "compass-clip"
IN_STYLE = re.compile(r"url\(\s*['\"]?([^'\")]+)['\"]?\s*\)")


@dataclass
class Page(HTMLParser):
    """A page read for its addresses and its anchors."""

    addresses: list[str] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if value is None:
                continue
            if name == "id":
                self.anchors.append(value)
            elif tag == ELEMENT and name == "src":  # a bundle's folder: what is asked for is its clip.json
                self.addresses.append(posixpath.join(value, CLIP))
            elif name in ADDRESSES and (tag, name) != ("object", "data"):
                self.addresses.append(value)
            elif name == "srcset":
                self.addresses += [each.split()[0] for each in value.split(",") if each.strip()]


def read_page(text: str) -> Page:
    """A page's addresses and anchors."""
    page = Page()
    page.feed(text)
    return page


def addresses_in_style(text: str) -> list[str]:
    """The addresses that a style sheet loads."""
    return IN_STYLE.findall(text)


def broken_links(pages: Mapping[str, Page], styles: Mapping[str, str], files: set[str]) -> Iterator[str]:
    """A phrase for every address without a target; addresses of other hosts are not tried."""
    for path, page in pages.items():
        for anchor in sorted({each for each in page.anchors if page.anchors.count(each) > 1}):
            yield f"{path}: two places are called #{anchor}."
        for address in page.addresses:
            target, fragment = _target(path, address)
            if target is None:
                continue
            if target not in files:
                yield f"{path}: {address} leads to {target}, which is not there."
            elif fragment and target in pages and fragment not in pages[target].anchors:
                yield f"{path}: {address} leads to a place that {target} does not have."
    for path, text in styles.items():
        for address in addresses_in_style(text):
            target, _ = _target(path, address)
            if target is not None and target not in files:
                yield f"{path}: {address} leads to {target}, which is not there."


def _target(path: str, address: str) -> tuple[str | None, str]:
    """The file that an address means, seen from `path`, and the place in it; None for another host."""
    parts = urlsplit(address)
    if parts.scheme or parts.netloc:
        return None, ""
    if not parts.path:
        return path, unquote(parts.fragment)
    target = posixpath.normpath(posixpath.join("/", posixpath.dirname(path), unquote(parts.path))).lstrip("/")
    return target, unquote(parts.fragment)
