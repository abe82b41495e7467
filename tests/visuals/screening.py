"""Play a lecture in this process and keep what it draws."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from manim import tempconfig

from visuals.lecture import Lecture, Player


@contextmanager
def small_frames(folder: Path, *, frame_rate: int = 15, width: int = 320) -> Iterator[None]:
    """Manim set to draw small frames, silently, into a folder of the test's own."""
    settings = {
        "pixel_width": width,
        "pixel_height": width * 9 // 16,
        "frame_rate": frame_rate,
        "background_color": "#0E1116",
        "disable_caching": True,
        "progress_bar": "none",
        "verbosity": "ERROR",
        "media_dir": str(folder),
        "seed": 7,
    }
    with tempconfig(settings):
        yield


def pictures_of(
    kind: type[Lecture], folder: Path, *, frame_rate: int = 15, **settings: Any
) -> tuple[list[np.ndarray], dict[str, Any]]:
    """Every frame of one showing before it is encoded, and the report; settings are the player's."""
    kept: list[np.ndarray] = []
    with small_frames(folder, frame_rate=frame_rate):
        lecture = kind(player=Player(**settings))
        add_frame = lecture.renderer.add_frame

        def keep(frame: np.ndarray, num_frames: int = 1) -> None:
            kept.extend([frame.copy()] * num_frames)
            add_frame(frame, num_frames)

        lecture.renderer.add_frame = keep
        lecture.render()
        return kept, lecture.report()


def screen(kind: type[Lecture], folder: Path, **settings: Any) -> tuple[list[str], dict[str, Any]]:
    """The checksum of every frame of one showing, and the report."""
    pictures, report = pictures_of(kind, folder, **settings)
    return [digest(picture) for picture in pictures], report


def digest(pixels: np.ndarray) -> str:
    """A checksum of pixels."""
    return hashlib.sha256(np.ascontiguousarray(pixels)).hexdigest()
