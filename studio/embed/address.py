"""Where the parts of a clip lie on the web, under names that outlive the next edition."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, urlencode

from studio.embed.names import CLIPS, bundle_of, page_of

SCRIPT, SOUND, OEMBED = "compass-clip.js", "compass-sound.js", "oembed.json"


@dataclass(frozen=True)
class Wish:
    """What somebody wants to show: a lecture's film, one beat of it, or a stretch in seconds."""

    slug: str
    beat: str | None = None
    start: float | None = None
    end: float | None = None
    loop: bool = False

    @property
    def attributes(self) -> dict[str, str | None]:
        """What the element is told besides its src; None stands for an attribute without a value."""
        told: dict[str, str | None] = {}
        if self.beat:
            told["beat"] = self.beat
        if self.start is not None:
            told["start"] = f"{self.start:g}"
        if self.end is not None:
            told["end"] = f"{self.end:g}"
        if self.loop:
            told["loop"] = None
        return told


def script(url: str) -> str:
    """The element's script on the site at `url`, which ends with a slash."""
    return f"{url}{CLIPS}/{SCRIPT}"


def folder(url: str, slug: str) -> str:
    """A clip's bundle."""
    return f"{url}{bundle_of(slug)}/"


def lecture(url: str, wish: Wish) -> str:
    """The lecture's page, at the beat."""
    return f"{url}{page_of(wish.slug)}" + (f"#{wish.beat}" if wish.beat else "")


def picture(url: str, wish: Wish) -> str:
    """The beat's still, or the film's poster."""
    return folder(url, wish.slug) + (f"stills/{wish.beat}.jpg" if wish.beat else "poster.jpg")


def frame(url: str, wish: Wish) -> str:
    """The page for an iframe, told what to play."""
    rest = {name: value or "1" for name, value in wish.attributes.items() if name != "beat"}
    asked = f"?{urlencode(rest)}" if rest else ""
    return f"{folder(url, wish.slug)}embed.html{asked}" + (f"#{quote(wish.beat)}" if wish.beat else "")
