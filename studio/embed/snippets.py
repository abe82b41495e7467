"""A few lines to paste: a clip as HTML, as Markdown, or as an iframe."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from studio.embed.address import Wish, folder, frame, lecture, picture, script

FRAME_WIDTH, FRAME_HEIGHT = 640, 432  # the film in 16 to 9, and a row each for controls and caption


def html_snippet(url: str, wish: Wish, title: str, alt: str, *, width: str = "", caption: str = "") -> str:
    """The element with its script; where scripts are off, or in a feed, the picture with a link stands in."""
    told = {"src": folder(url, wish.slug)} | wish.attributes
    if caption:
        told["caption"] = caption
    if width:
        told["style"] = f"max-width: {width}"
    link = _attributes({"href": lecture(url, wish), "title": title})
    style = "width: 100%; aspect-ratio: 16 / 9"
    image = {"src": picture(url, wish), "alt": alt, "loading": "lazy", "style": style}
    return "\n".join(
        [
            f'<script src="{escape(script(url))}" async></script>',
            f"<compass-clip {_attributes(told)}>",
            f"  <a {link}><img {_attributes(image)}></a>",
            "</compass-clip>",
        ]
    )


def markdown_snippet(url: str, wish: Wish, title: str, alt: str) -> str:
    """The picture with a link to the lecture's page, for places that take no scripts."""
    return linked_picture(picture(url, wish), lecture(url, wish), title, alt)


def linked_picture(source: str, target: str, title: str, alt: str) -> str:
    """Markdown for a picture that leads somewhere."""
    said = " ".join(alt.split()).replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    named = title.replace("\\", "\\\\").replace('"', '\\"')
    return f'[![{said}]({source})]({target} "{named}")'


def frame_snippet(url: str, wish: Wish, title: str, *, width: str = "") -> str:
    """An iframe, for places that take no scripts but frames."""
    widest = width or f"{FRAME_WIDTH}px"
    style = f"width: 100%; max-width: {widest}; aspect-ratio: 40 / 27; height: auto; border: 0"
    told: dict[str, str | None] = {
        "src": frame(url, wish), "title": title, "width": str(FRAME_WIDTH), "height": str(FRAME_HEIGHT),
        "style": style, "loading": "lazy", "allow": "autoplay; fullscreen", "allowfullscreen": None,
    }  # fmt: skip
    return f"<iframe {_attributes(told)}></iframe>"


def _attributes(told: Mapping[str, str | None]) -> str:
    return " ".join(name if value is None else f'{name}="{escape(value)}"' for name, value in told.items())
