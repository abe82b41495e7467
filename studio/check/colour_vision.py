"""The difference of two colours to people with and without colour blindness."""

from __future__ import annotations

import numpy as np

# Machado, Oliveira and Fernandes (2009), severity 1, for linear RGB: protanopia, deuteranopia
SEEN_AS = (
    np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
)
TO_XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])
WHITE = np.array([0.9505, 1.0, 1.089])


def apart(one: str, other: str) -> float:
    """The difference of two colours with full colour vision: CIE76, where 2 is just visible."""
    return float(np.linalg.norm(_lab(_linear(one)) - _lab(_linear(other))))


def telling(one: str, other: str) -> float:
    """The least such difference among the kinds of colour blindness."""
    return min(
        float(np.linalg.norm(_lab(eyes @ _linear(one)) - _lab(eyes @ _linear(other)))) for eyes in SEEN_AS
    )


def _linear(ink: str) -> np.ndarray:
    coded = np.array([int(ink[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)


def _lab(linear: np.ndarray) -> np.ndarray:
    t = TO_XYZ @ np.clip(linear, 0, 1) / WHITE
    f = np.where(t > 0.008856, np.cbrt(t), 7.787 * t + 16 / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])
