"""Writes a clip bundle: a lecture's film with all that another page needs to show it well."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PIL import Image

from studio.embed.clip import Clip, alternative, describe, poster_beat, voices
from studio.embed.names import CLIP, scorm_name
from studio.embed.site_files import bundle_files, write_scorm
from studio.places import CAPTIONS, FILM, NUMBERS, POSTER, SERIES
from studio.publish.ingredients import Options
from studio.publish.marking import mark_chapters
from studio.publish.media import Media
from studio.publish.pages import transcript_page
from studio.publish.rendered import Rendered
from studio.publish.screening import screen
from studio.publish.stills import LARGE, SIZES, SMALL, jpeg, last_frames, light, webp
from studio.publish.transcript import transcript_text
from studio.render.captions import web_vtt


def write_bundle(film: Rendered, folder: Path, options: Options) -> Clip:
    """Write the bundle of one film into `folder`; the content of its clip.json."""
    numbers = json.loads(film.file(NUMBERS).read_text(encoding="utf-8"))
    clip = describe(film.lecture, film.told, numbers, film.course)
    media = Media(folder)
    slug = film.lecture.slug
    marked = folder / "marked.mp4"
    mark_chapters(film.file(FILM), clip["chapters"], marked)
    clip["film"] = media.film(f"{slug}{FILM}", "film.mp4", marked)
    if codec := screen(folder / clip["film"]["file"]).sound:
        clip["sound"] = {"codec": codec, "voices": voices(film.told)}
    clip["tracks"] = _tracks(film, clip, media)
    _add_pictures(film, clip, media)
    clip["numbers"] = media.plain("numbers.json", film.file(NUMBERS).read_bytes())
    clip["data"] = (
        media.plain("data.csv", film.file(SERIES).read_bytes()) if SERIES in film.told["files"] else None
    )
    clip["transcript"] = {
        "html": media.plain("transcript.html", transcript_page(clip).encode()),
        "text": media.plain("transcript.txt", transcript_text(clip).encode()),
    }
    media.plain(CLIP, clip_text(clip).encode())
    for name, content in bundle_files(clip, options.url, film.course).items():
        media.plain(name, content)
    if options.scorm:
        write_scorm(clip, folder, folder / scorm_name(slug))
    return clip


def clip_text(clip: Clip) -> str:
    """clip.json as it is written."""
    return json.dumps(clip, indent=1, ensure_ascii=False) + "\n"


def _tracks(film: Rendered, clip: Clip, media: Media) -> dict[str, Any]:
    marks = [{"start": each["start"], "end": each["end"], "text": each["name"]} for each in clip["chapters"]]
    slug, captions = film.lecture.slug, film.file(CAPTIONS).read_bytes()
    return {
        "captions": media.both(f"{slug}.captions.vtt", "captions.vtt", captions, label="English"),
        "chapters": media.both(
            f"{slug}.chapters.vtt", "chapters.vtt", web_vtt(marks).encode(), label="Chapters"
        ),
    }


def _add_pictures(film: Rendered, clip: Clip, media: Media) -> None:
    """Add a still of every beat, and the poster, which the renderer has drawn losslessly."""
    ends = [beat["end"] for beat in clip["beats"]]
    for beat, frame in zip(clip["beats"], last_frames(film.file(FILM), ends), strict=True):
        words = alternative(beat["words"], beat["numbers"])
        beat["still"] = _picture(media, frame, beat["name"], f"stills/{beat['name']}.jpg", words)
        for old in beat.get("was", ()):
            media.alias(beat["still"], f"stills/{old}.jpg")
    shown = poster_beat(film.lecture, clip["beats"])
    words = next(beat["still"]["alt"] for beat in clip["beats"] if beat["name"] == shown)
    with Image.open(film.file(POSTER)) as poster:
        clip["poster"] = _picture(media, poster, f"{film.lecture.slug}.poster", "poster.jpg", words)


def _picture(media: Media, picture: Image.Image, name: str, stable: str, words: str) -> dict[str, Any]:
    large, width, height = jpeg(picture, LARGE)
    tiny, small_width, small_height = jpeg(picture, SMALL)
    small = media.hashed(f"{name}.small.jpg", tiny) | {"width": small_width, "height": small_height}
    more = {"width": width, "height": height, "alt": words, "light": light(picture), "small": small}
    return media.both(f"{name}.jpg", stable, large, **more, sizes=list(_sizes(media, picture, name)))


def _sizes(media: Media, picture: Image.Image, name: str) -> Iterator[dict[str, Any]]:
    """The picture as WebP in several widths, ascending, none wider than the film."""
    for wanted in sorted({min(width, picture.width) for width in SIZES}):
        content, width, height = webp(picture, wanted)
        yield media.hashed(f"{name}.{width}.webp", content) | {"width": width, "height": height}
