"""The last frame of every beat, taken from the finished film."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import av
from av.video.reformatter import Interpolation
from PIL import Image

EXACTLY = Interpolation.BICUBIC | Interpolation.ACCURATE_RND | Interpolation.FULL_CHR_H_INT
SMALL = 640  # pixels across a picture in a list; the film's own width for the others, up to LARGE
LARGE = 1920
JPEG = {"quality": 88, "subsampling": 0, "optimize": True, "progressive": True}


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
    """A picture at most `width` pixels wide, and its size; letters stay sharp, as colours keep all pixels."""
    width = min(width, picture.width)
    size = (width, round(picture.height * width / picture.width))
    fitting = picture if picture.size == size else picture.resize(size, Image.Resampling.LANCZOS)
    written = io.BytesIO()
    fitting.convert("RGB").save(written, "JPEG", **JPEG)
    return written.getvalue(), *size
