"""A film of the course, or one beat of it, in a notebook: `from studio.notebook import clip`."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from studio.embed.address import Wish
from studio.embed.films import Stretch, as_film, find_stretch
from studio.embed.offer import address, checked, heading, moment, words
from studio.embed.snippets import frame_snippet
from studio.places import CHECKOUT
from studio.render.captions import web_vtt
from studio.system.columns import clock

WIDTH = 640  # pixels


@dataclass(frozen=True)
class Shown:
    """A clip that a notebook shows where it is a cell's last value."""

    title: str
    words: str
    html: str

    def _repr_html_(self) -> str:
        return self.html

    def __repr__(self) -> str:
        return f"{self.title}\n{self.words}"


def clip(
    name: str,
    beat: str | None = None,
    *,
    start: float | str | None = None,
    end: float | str | None = None,
    loop: bool = False,
    width: int = WIDTH,
    url: str | None = None,
    course: Path | None = None,
) -> Shown:
    """The lecture called `name`, one `beat` of it, or a stretch between two times (seconds, or "1:15").

    The film is cut from what `./compass render` made and travels inside the notebook, with its captions;
    `width` is in pixels. With `url`, the address of a published course site, the notebook carries a frame
    that plays it from there instead. Raises NotThere, with the nearest name, for a lecture or beat that does
    not exist and for a lecture that has not been rendered; StudioError for a time outside the film.
    """
    wish = Wish("", beat, _seconds(start), _seconds(end), loop)
    course = course or CHECKOUT
    lecture, wish = checked(course, name, wish)
    title, said = heading(lecture, wish), words(lecture, wish)
    if url is not None:
        return Shown(title, said, frame_snippet(address(url), wish, title, width=f"{width}px"))
    stretch = find_stretch(course, lecture, wish, width)
    return Shown(f"{title} ({clock(stretch.seconds)})", said, _film(stretch, title, loop, width // 2 * 2))


def _film(stretch: Stretch, title: str, loop: bool, width: int) -> str:
    """A video element that needs nothing else. It waits to be asked: motion is the reader's choice."""
    film = _data("video/mp4", as_film(stretch, width))
    captions = _data("text/vtt", web_vtt(_cues(stretch)).encode())
    again = " loop muted" if loop else ""  # nobody wants to hear the same again and again
    return (
        f'<video controls playsinline{again} width="{width}" style="max-width: 100%; height: auto"'
        f' aria-label="{escape(title)}"><source src="{film}" type="video/mp4">'
        f'<track kind="captions" srclang="en" label="English" src="{captions}" default></video>'
    )


def _cues(stretch: Stretch) -> list[Mapping[str, Any]]:
    """The captions that fall into the stretch, told from its own start."""
    start, end = stretch.start, stretch.end
    return [
        {"start": max(cue["start"], start) - start, "end": min(cue["end"], end) - start, "text": cue["text"]}
        for beat in stretch.told["beats"]
        for cue in beat["cues"]
        if cue["start"] < end and cue["end"] > start
    ]


def _data(kind: str, content: bytes) -> str:
    return f"data:{kind};base64,{b64encode(content).decode()}"


def _seconds(time: float | str | None) -> float | None:
    return moment(time) if isinstance(time, str) else time
