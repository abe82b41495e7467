"""Films that no browser plays, for pages that have to say so."""

from __future__ import annotations

import io
from functools import cache

import av
import numpy as np


@cache
def unplayable() -> bytes:
    """A whole MP4 in MPEG-4 Part 2: to a browser without H.264 a film of ours is as strange as this one."""
    made = io.BytesIO()
    with av.open(made, "w", format="mp4") as container:
        stream = container.add_stream("mpeg4", rate=15)
        stream.width, stream.height, stream.pix_fmt = 160, 90, "yuv420p"
        for _ in range(30):
            picture = av.VideoFrame.from_ndarray(np.zeros((90, 160, 3), np.uint8), format="rgb24")
            container.mux(stream.encode(picture))
        container.mux(stream.encode(None))
    return made.getvalue()
