"""Words drawn below the pictures of a film, for files that carry no captions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

import av
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from studio.places import SITE_ASSETS
from studio.render.description import CueTold

FONT = SITE_ASSETS / "source-serif-4.woff2"
GROUND, INK = "#0E1116", "#ECEFF4"  # where the course's theme has none of its own
LEGIBLE = 16  # pixels: no letter is set smaller
PER_LINE = 27  # letters are this part of the width, so that a caption's line fits into one
LEADING = 1.35
STEPS = 1000  # of a second: what the time of a picture is counted in


def with_words(
    frames: Iterator[av.VideoFrame],
    cues: Sequence[CueTold],
    width: int,
    *,
    ground: str = GROUND,
    ink: str = INK,
) -> Iterator[av.VideoFrame]:
    """The frames, `width` pixels wide, with the caption of their moment below the picture.

    The room for words is the same for all frames: as much as the longest of `cues` takes.
    """
    font = ImageFont.truetype(str(FONT), max(LEGIBLE, width // PER_LINE))
    line = round(font.size * LEADING)
    lines = [_broken(cue["text"], font, width - font.size) for cue in cues]
    room = (max(map(len, lines), default=0) * line + line // 2 + 1) // 2 * 2
    empty = Image.new("RGB", (width, room), ground)
    strips = [_strip(each, font, line, empty, ink) for each in lines]
    for frame in frames:
        height = round(width * frame.height / frame.width / 2) * 2
        picture = Image.new("RGB", (width, height + room))
        scaled = frame.reformat(width, height, "rgb24", interpolation="LANCZOS")
        picture.paste(scaled.to_image(), (0, 0))  # type: ignore[no-untyped-call]  # av's own
        now = (
            strip for cue, strip in zip(cues, strips, strict=True) if cue["start"] <= frame.time < cue["end"]
        )
        picture.paste(next(now, empty), (0, height))
        made = av.VideoFrame.from_ndarray(np.asarray(picture), format="rgb24")
        made.pts, made.time_base = round(frame.time * STEPS), Fraction(1, STEPS)
        yield made


def _broken(text: str, font: ImageFont.FreeTypeFont, width: float) -> list[str]:
    """A text in lines that fit."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and font.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def _strip(
    lines: Sequence[str], font: ImageFont.FreeTypeFont, leading: int, empty: Image.Image, ink: str
) -> Image.Image:
    strip = empty.copy()
    draw = ImageDraw.Draw(strip)
    for number, line in enumerate(lines):
        draw.text((strip.width / 2, leading * (number + 0.75)), line, fill=ink, font=font, anchor="mm")
    return strip
