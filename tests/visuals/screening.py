"""Play a lecture in this process and keep what it draws."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from manim import tempconfig

from visuals.lecture import Lecture


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


def frames_of(lecture: Lecture) -> list[str]:
    """Render a lecture and return the checksum of every frame before encoding."""
    kept: list[str] = []
    add_frame = lecture.renderer.add_frame

    def keep(frame: np.ndarray, num_frames: int = 1) -> None:
        kept.extend([digest(frame)] * num_frames)
        add_frame(frame, num_frames)

    lecture.renderer.add_frame = keep
    lecture.render()
    return kept


def digest(pixels: np.ndarray) -> str:
    return hashlib.sha256(np.ascontiguousarray(pixels)).hexdigest()


def screen(kind: type[Lecture], folder: Path, **settings: Any) -> tuple[list[str], dict[str, Any]]:
    """Frames and report of one showing; `begin_at`, `end_at` as attributes of the lecture."""
    frame_rate = settings.pop("frame_rate", 15)
    with small_frames(folder, frame_rate=frame_rate):
        lecture = kind()
        for name, value in settings.items():
            setattr(lecture, name, value)
        return frames_of(lecture), lecture.report()
