"""A meter of loudness of its own: ITU-R BS.1770-4 written out, to hold the films' meter to."""

from __future__ import annotations

import numpy as np
from scipy.signal import firwin, lfilter, upfirdn

RATE = 48_000
SHELF = ([1.53512485958697, -2.69169618940638, 1.19839281085285], [1.0, -1.69065929318241, 0.73248077421585])
HIGH_PASS = ([1.0, -2.0, 1.0], [1.0, -1.99004745483398, 0.99007225036621])


def integrated(sound: np.ndarray) -> float:
    """LUFS of one channel at 48 kHz: K-weighted, in blocks of 0.4 s every 0.1 s, gated twice."""
    weighted = lfilter(*HIGH_PASS, lfilter(*SHELF, sound.astype(np.float64)))
    block, step = 4 * RATE // 10, RATE // 10
    powers = np.array(
        [np.mean(weighted[k : k + block] ** 2) for k in range(0, len(weighted) - block + 1, step)]
    )
    loud = -0.691 + 10 * np.log10(np.maximum(powers, 1e-12))
    powers, loud = powers[loud > -70], loud[loud > -70]
    gate = -0.691 + 10 * np.log10(powers.mean()) - 10
    return float(-0.691 + 10 * np.log10(powers[loud > gate].mean()))


def true_peak(sound: np.ndarray) -> float:
    """dBTP: the highest value of the signal sampled eight times as often."""
    kernel = 8 * firwin(8 * 48 + 1, 1 / 8)
    return float(20 * np.log10(np.abs(upfirdn(kernel, sound.astype(np.float64), up=8)).max()))
