"""Encodes recordings: Opus in Ogg, mono, 48 kHz, 32 kbit/s. The same samples give the same bytes."""

from __future__ import annotations

import io

import av
import numpy as np

from studio.voice.levelling import LOUDNESS, Samples, levelled, loudness, of_speech
from visuals.voice.samples import RATE

BITS = 32_000  # a second
PEAK = -3.0  # dBTP before encoding, which adds to peaks
HIGHEST = -1.5  # dBTP, decoded
TRIES, MARGIN = 5, 0.3  # at most until it is under that; dB by which each goes below the last
ADDED = -2.0  # dBTP that the first try may reach without further limiting


def recording(samples: Samples) -> bytes:
    """An Opus file of speech at 48 kHz, at -16 LUFS and under -1.5 dBTP when decoded.

    A first try shows how the encoder changes loudness and peaks, and is corrected. Where the peaks are too
    high all the same, they are limited further.
    """
    tried = decoded(encoded(levelled(samples, PEAK)))
    loud, over = 2 * LOUDNESS - of_speech(tried).integrated, max(0.0, loudness(tried).peak - ADDED)
    for _ in range(TRIES):
        file = encoded(levelled(samples, PEAK - over, loud=loud))
        excess = loudness(decoded(file)).peak - HIGHEST
        if excess < 0:
            break
        over += excess + MARGIN
    return file


def decoded(file: bytes) -> Samples:
    """The samples of a recording."""
    with av.open(io.BytesIO(file)) as container:
        frames = [frame.to_ndarray().ravel() for frame in container.decode(container.streams.audio[0])]
    return np.concatenate([np.zeros(0, np.float32), *frames])


def encoded(samples: Samples) -> bytes:
    """An Opus file of these samples: no date in it, no name, and always the same serial number."""
    file = io.BytesIO()
    with av.open(file, "w", format="opus", options={"fflags": "+bitexact"}) as container:
        stream = container.add_stream("libopus", rate=RATE, layout="mono", options={"application": "audio"})
        stream.bit_rate = BITS
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(samples[None, :]), format="flt", layout="mono"
        )
        frame.sample_rate = RATE
        frame.pts = 0
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return file.getvalue()
