"""The sound of a stretch of a film: cut to the sample, without a click at either end."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

BIT_RATE = 96_000  # as the films have it
FADE = 0.005  # seconds: a cut through a wave is heard as a click, so short a ramp is not heard at all
AHEAD = 0.2  # seconds decoded before a cut: an AAC packet is whole only with those before it
PIECE = 1024  # samples: what an AAC packet holds


class Sound:
    """What is heard between two times of a film; `samples` (channels, count) at `rate` a second."""

    def __init__(self, samples: NDArray[np.float32], rate: int, layout: str) -> None:
        self.samples, self.rate, self.layout = samples, rate, layout

    def frames(self) -> Iterator[av.AudioFrame]:
        """It in pieces, as an encoder takes them."""
        for place in range(0, self.samples.shape[1], PIECE):
            piece = np.ascontiguousarray(self.samples[:, place : place + PIECE])
            frame = av.AudioFrame.from_ndarray(piece, format="fltp", layout=self.layout)
            frame.sample_rate, frame.pts, frame.time_base = self.rate, place, Fraction(1, self.rate)
            yield frame


def sound_between(film: Path, start: float, end: float) -> Sound | None:
    """What is heard of a film from `start` to `end` (seconds); None for a film without a sound track."""
    with av.open(str(film)) as container:
        if not container.streams.audio:
            return None
        stream = container.streams.audio[0]
        rate, layout = stream.rate, stream.layout.name
        first, count = round(start * rate), round(end * rate) - round(start * rate)
        cut = np.zeros((stream.channels, count), dtype=np.float32)
        container.seek(max(round((start - AHEAD) * av.time_base), 0), backward=True)
        for frame in container.decode(stream):
            assert isinstance(frame, av.AudioFrame)
            assert frame.time is not None
            place = round(frame.time * rate) - first
            if place >= count:
                break
            heard = frame.to_ndarray()
            begin, stop = max(place, 0), min(place + heard.shape[1], count)
            if begin < stop:
                cut[:, begin:stop] = heard[:, begin - place : stop - place]
    ramp = np.linspace(0, 1, min(round(FADE * rate), count // 2), endpoint=False, dtype=np.float32)
    cut[:, : len(ramp)] *= ramp
    cut[:, count - len(ramp) :] *= ramp[::-1]
    return Sound(cut, rate, layout)
