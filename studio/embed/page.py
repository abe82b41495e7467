"""The page that an iframe shows, and what oEmbed tells of it. Pure: text in, text out."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from studio.embed.address import OEMBED, SCRIPT, SOUND, Wish, folder
from studio.embed.clip import Clip, Picture
from studio.embed.snippets import FRAME_HEIGHT, FRAME_WIDTH, frame_snippet
from studio.places import SITE_TEMPLATES
from studio.system.reading import Facts
from visuals.course import Course

HERE = Path(__file__).parent


def embed_page(clip: Clip, url: str | None, course: Course) -> str:
    """embed.html of a bundle; it carries what the element reads, so that it works from disk as well."""
    return template("embed.html").render(
        clip=clip,
        course=course,
        known=inline(essence(clip)),
        script=f"../{SCRIPT}",
        sound=f"../{SOUND}",
        discovery=discovery(clip, url),
    )


def oembed(clip: Clip, url: str, course: Course) -> str:
    """oembed.json of a bundle (oembed.com, version 1.0, type video): the iframe, and a picture of it."""
    poster = clip["poster"]
    told = {
        "version": "1.0",
        "type": "video",
        "title": clip["title"],
        "provider_name": course.title,
        "provider_url": url,
        "html": frame_snippet(url, Wish(clip["slug"]), clip["title"]),
        "width": FRAME_WIDTH,
        "height": FRAME_HEIGHT,
        "thumbnail_url": folder(url, clip["slug"]) + poster["stable"],
        "thumbnail_width": poster["width"],
        "thumbnail_height": poster["height"],
    }
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def discovery(clip: Clip, url: str | None) -> Markup:
    """The link by which others find oembed.json; empty where the site's address is not known."""
    if url is None:
        return Markup()
    return Markup('<link rel="alternate" type="application/json+oembed" href="{}" title="{}">').format(
        folder(url, clip["slug"]) + OEMBED, clip["title"]
    )


def essence(clip: Clip) -> dict[str, object]:
    """What the element reads of a clip.json, and no more: it travels inside pages."""
    plain = (
        "format",
        "slug",
        "title",
        "language",
        "seconds",
        "width",
        "height",
        "frame_rate",
        "licence",
        "page",
    )
    told: Facts = {**clip}
    return {name: told[name] for name in (*plain, "sound") if name in clip} | {
        "film": {"file": clip["film"]["file"]},
        "poster": _picture(clip["poster"]),
        "transcript": {"html": {"file": clip["transcript"]["html"]["file"]}},
        "chapters": [{"name": each["name"], "start": each["start"]} for each in clip["chapters"]],
        "beats": [
            {name: beat[name] for name in ("name", "title", "start", "end", "cues", "was") if name in beat}
            | {"still": _picture(beat["still"])}
            for beat in clip["beats"]
        ],
    }


def _picture(told: Picture) -> dict[str, object]:
    """A picture by its file and by the smaller ones that a page may choose."""
    sizes = [{"file": each["file"], "width": each["width"]} for each in told.get("sizes", ())]
    return {"file": told["file"], "sizes": sizes}


def inline(content: object) -> Markup:
    """JSON that may stand inside a script element."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c"))  # no tag can begin without it


@cache
def template(name: str) -> Template:
    """One of this room's templates."""
    environment = Environment(
        loader=FileSystemLoader((HERE, SITE_TEMPLATES)), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
    )  # fmt: skip
    return environment.get_template(name)
