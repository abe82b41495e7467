"""What `./compass embed` answers: a snippet for a wish, checked against what there is."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from pathlib import Path

from studio.course.catalog import read_catalog
from studio.course.lecture import CREDITS, Lecture
from studio.embed.address import OEMBED, Wish
from studio.embed.address import lecture as lecture_page
from studio.embed.names import bundle_of
from studio.embed.snippets import frame_snippet, html_snippet, linked_picture, markdown_snippet
from studio.errors import StudioError
from studio.places import readable

EXAMPLE = "https://course.example/"  # stands where nobody has said yet where the site will be
LENGTH = re.compile(r"(\d+(?:\.\d+)?)(px|rem|em|%|vw|ch|cm|mm|in|pt)?")
MOMENT = re.compile(r"(?:(\d+):)?(\d+(?:\.\d+)?)s?")
GIF_WIDTH = 480


@dataclass(frozen=True)
class Offer:
    """The lines to paste, and what somebody should know about them (may be empty)."""

    text: str
    remark: str = ""


def snippet(
    course: Path, name: str, wish: Wish, form: str, *, url: str | None, width: str = "", caption: str = ""
) -> Offer:
    """The lines that show a lecture's film or beat: `form` is html, markdown or iframe.

    `wish.slug` is filled in from the lecture called `name`. Raises NotThere with the nearest name.
    """
    lecture, wish = checked(course, name, wish)
    known = url or site_address(course, wish.slug)
    address = known or EXAMPLE
    title, alt = heading(lecture, wish), words(lecture, wish)
    if form == "markdown":
        text = markdown_snippet(address, wish, title, alt)
    elif form == "iframe":
        text = frame_snippet(address, wish, title, width=length(width))
    else:
        text = html_snippet(address, wish, title, alt, width=length(width), caption=caption)
    remark = "" if known else f"Put your site's address in place of {EXAMPLE}, or say --url ADDRESS."
    return Offer(text, remark)


def write_gif(
    course: Path, name: str, wish: Wish, target: Path | None, width: str = "", *, captions: bool = False
) -> Offer:
    """Write an animated GIF (default: SLUG.BEAT.gif here); a line of Markdown that shows it.

    With `captions` what is said stands below its pictures.
    """
    from studio.embed.films import as_gif, find_stretch  # av and numpy: slow to come in

    lecture, wish = checked(course, name, wish)
    pixels = _pixels(width)
    picture = as_gif(find_stretch(course, lecture, wish, pixels), pixels, words=captions)
    path = target or Path(f"{lecture.slug}{'.' + wish.beat if wish.beat else ''}.gif")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(picture)
    page = lecture_page(site_address(course, wish.slug) or EXAMPLE, wish)
    shown = linked_picture(path.name, page, heading(lecture, wish), words(lecture, wish))
    return Offer(shown, f"{readable(path)}: {len(picture) / 1000:.0f} kB.")


def checked(course: Path, name: str, wish: Wish) -> tuple[Lecture, Wish]:
    """The lecture that is meant, and the wish with names as the lecture spells them."""
    slug, _, beat = name.partition("#")  # a beat's stable address is SLUG#BEAT
    lecture = read_catalog(course).find(slug)
    wanted = wish.beat or beat
    names = [*(each.name for each in lecture.beats), CREDITS]
    wish = replace(wish, slug=lecture.slug, beat=names[lecture.beat(wanted)] if wanted else None)
    if wish.start is not None and wish.end is not None and wish.start >= wish.end:
        raise StudioError(
            f"Nothing lies between {wish.start:g} s and {wish.end:g} s.", hint="Swap --start and --end."
        )
    return lecture, wish


def site_address(course: Path, slug: str) -> str | None:
    """Where the site was said to be when the lecture was last published; None if nobody said."""
    try:
        told = json.loads((course / "site" / bundle_of(slug) / OEMBED).read_text(encoding="utf-8"))
        return str(told["provider_url"])
    except (OSError, ValueError, KeyError, TypeError):
        return None


def address(url: str) -> str:
    """A site's address with the slash that it ends in; raises StudioError for what is none."""
    if not re.match(r"https?://[^\s/]+", url):
        raise StudioError(
            f"{url!r} is no address of a site.", hint="Write it whole: --url https://course.example/"
        )
    return url.rstrip("/") + "/"


def moment(text: str) -> float:
    """Seconds from `75`, `12.5s` or `1:15`; raises StudioError for anything else."""
    if not (match := MOMENT.fullmatch(text.strip())):
        raise StudioError(f"{text!r} is no time.", hint="Write seconds, or 1:15.")
    return 60 * int(match[1] or 0) + float(match[2])


def length(width: str) -> str:
    """A length of CSS; a bare number means pixels. Raises StudioError for anything else."""
    if not width:
        return ""
    if not (match := LENGTH.fullmatch(width.strip())):
        raise StudioError(f"{width!r} is no width.", hint="Write pixels, or a length such as 40rem or 80%.")
    return match[1] + (match[2] or "px")


def heading(lecture: Lecture, wish: Wish) -> str:
    """What the snippet shows, in a line."""
    return f"{lecture.title}: {wish.beat.replace('_', ' ')}" if wish.beat else lecture.title


def words(lecture: Lecture, wish: Wish) -> str:
    """The picture in words: what is said with it."""
    said = {beat.name: beat.words for beat in lecture.beats}
    return said.get(wish.beat or lecture.poster or "") or heading(lecture, wish)


def _pixels(width: str) -> int:
    if not width:
        return GIF_WIDTH
    if not re.fullmatch(r"\d+(px)?", width) or not 16 <= int(width.removesuffix("px")) <= 3840:
        raise StudioError(f"A GIF cannot be {width} wide.", hint="Give its width in pixels, from 16 to 3840.")
    return int(width.removesuffix("px")) // 2 * 2
