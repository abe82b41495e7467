"""Prepares a recording: resamples it to 48 kHz, and trims the silence."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import signal

from studio.voice.speaker import Samples, Utterance
from visuals.voice.samples import RATE

BEFORE, AFTER = 0.05, 0.12  # seconds of silence left at both ends
FADE = 0.01  # seconds of fade at both ends
STEP = 0.01  # seconds: the unit in which sound and silence are distinguished
QUIET = -45.0  # dB below the loudest step: silence, and this much below is no word's end
BETWEEN = -35.0  # dB below the loudest step: what is quieter between words is a pause
NOISE = 6.0  # dB above the room's noise


@dataclass(frozen=True)
class Trimmed:
    """A recording at 48 kHz without the silence around it, with the times of its words."""

    samples: Samples
    times: tuple[tuple[float, float], ...] | None

    @property
    def seconds(self) -> float:
        return float(len(self.samples) / RATE)


def trimmed(said: Utterance) -> Trimmed:
    """Trim a recording. Raises ValueError, in a sentence, where it is silent."""
    samples = at_rate(said.samples, said.rate)
    heard = heard_span(samples)
    begin = max(0, heard[0] - round(BEFORE * RATE))
    samples = samples[begin : heard[1] + round(AFTER * RATE)].copy()
    ramp = np.linspace(0, 1, round(FADE * RATE), dtype=np.float32)[: len(samples) // 2]
    samples[: len(ramp)] *= ramp
    samples[len(samples) - len(ramp) :] *= ramp[::-1]
    times = None
    if said.times is not None:
        times = tuple((early - begin / RATE, late - begin / RATE) for early, late in said.times)
        times = close_to_sound(samples, times)
    return Trimmed(samples, times)


def close_to_sound(samples: Samples, times: Iterable[tuple[float, float]]) -> tuple[tuple[float, float], ...]:
    """The times of words without silence at their ends, as before a pause, at 48 kHz."""
    level = levels(samples)
    loud = level > level.max(initial=-np.inf) + BETWEEN
    close = []
    for begin, end in times:
        first, last = max(0, int(begin / STEP + 0.5)), max(0, int(end / STEP + 0.5))
        within = np.flatnonzero(loud[first:last]) + first
        if len(within) and (within[-1] + 1 - within[0]) * STEP > FADE * 3:
            begin, end = max(begin, within[0] * STEP), min(end, (within[-1] + 1) * STEP)
        close.append((float(begin), float(end)))
    return tuple(close)


def levels(samples: Samples) -> NDArray[np.float64]:
    """The level of each step, in dB of full scale."""
    step = round(STEP * RATE)
    return decibel(np.array([_rms(samples[k : k + step]) for k in range(0, len(samples), step)]))


def at_rate(samples: Samples, rate: int, wanted: int = RATE) -> Samples:
    """Samples at another rate a second, 48 kHz by default."""
    if rate == wanted:
        return samples
    common = int(np.gcd(rate, wanted))
    turned = signal.resample_poly(samples.astype(float), wanted // common, rate // common)
    return np.asarray(turned, dtype=np.float32)


def heard_span(samples: Samples) -> tuple[int, int]:
    """The first and last sample of sound.

    Raises ValueError, in a sentence, where there is none.
    """
    step = round(STEP * RATE)
    level = levels(samples)
    loudest = level.max(initial=-np.inf)
    if loudest < -60:
        raise ValueError("nothing is heard in it")
    floor = min(max(loudest + QUIET, float(np.quantile(level, 0.05)) + NOISE), loudest - 20)
    loud = np.flatnonzero(level > floor)
    return int(loud[0]) * step, min(len(samples), (int(loud[-1]) + 1) * step)


def decibel(amplitude: NDArray[np.float64] | float) -> NDArray[np.float64]:
    """An amplitude, or several, in dB of full scale; digital silence is -200 dB."""
    return np.asarray(20 * np.log10(np.maximum(amplitude, 1e-10)))


def _rms(samples: Samples) -> float:
    return float(np.sqrt(np.mean(samples.astype(float) ** 2)))
