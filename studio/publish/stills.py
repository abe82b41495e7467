"""The last frame of every beat, taken from the finished film."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import av
from av.video.reformatter import Interpolation
from PIL import Image

EXACTLY = Interpolation.BICUBIC | Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INT
SMALL = 640  # pixels across a picture in a list; the film's own width for the others, up to LARGE
LARGE = 1920
SIZES = (480, 960, 1440)  # of the same as WebP, for pages that choose by their place and the screen
JPEG = {"quality": 88, "subsampling": 0, "optimize": True, "progressive": True}
WEBP = {"quality": 80, "method": 2}
SEEN = 48  # of 255: brighter than the dark grounds of the films


def last_frames(film: Path, ends: Iterable[float]) -> Iterator[Image.Image]:
    """For each time in `ends` (seconds, ascending), the frame that is shown just before it."""
    with av.open(str(film)) as container:
        stream = container.streams.video[0]
        stream.thread_type = "AUTO"
        base, rate = stream.time_base, stream.average_rate
        assert base is not None
        assert rate is not None
        for end in ends:
            wanted = round((round(end * rate) - 1) / rate / base)
            container.seek(wanted, stream=stream)
            shown: Any = None
            for shown in container.decode(stream):
                if shown.pts >= wanted:
                    break
            yield shown.to_image(interpolation=EXACTLY)


def jpeg(picture: Image.Image, width: int) -> tuple[bytes, int, int]:
    """A picture as JPEG, at most `width` pixels wide, and its size; chroma is not subsampled, for letters."""
    return _written(picture, width, "JPEG", JPEG)


def webp(picture: Image.Image, width: int) -> tuple[bytes, int, int]:
    """The same as WebP, in a third of the bytes."""
    return _written(picture, width, "WEBP", WEBP)


def light(picture: Image.Image) -> float:
    """The share of a picture, from 0 to 1, that is brighter than SEEN."""
    bright = picture.convert("L").resize((160, 90)).point(lambda value: 255 if value >= SEEN else 0)
    return round(sum(bright.histogram()[128:]) / (160 * 90), 4)


def _written(
    picture: Image.Image, width: int, form: str, options: Mapping[str, Any]
) -> tuple[bytes, int, int]:
    width = min(width, picture.width)
    size = (width, round(picture.height * width / picture.width))
    fitting = picture if picture.size == size else picture.resize(size, Image.Resampling.LANCZOS)
    written = io.BytesIO()
    fitting.convert("RGB").save(written, form, **options)
    return written.getvalue(), *size
