"""Limits of pace, loudness and peak for every recording."""

from __future__ import annotations

PACE = (110, 190)  # words a minute
LOUDNESS_OFF = 1.5  # LU from the loudness of all films
HIGHEST = -1.0  # dBTP: above, a player clips
