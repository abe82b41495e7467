"""A lecture is an ordinary scene: `manim render` plays its file and shows the studio's frames."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import av
import numpy as np
from manim import tempconfig

from tests.scenes.dry import LECTURES, lecture_class
from visuals.lecture import Player
from visuals.lecture.player import recordings_of

CHECKOUT = Path(__file__).resolve().parents[2]
SLUG = "total-derivative"  # paints its ground from the first frame on, and sets its stage in a second
PLAYS = 2  # enough to see a picture come and move
LOW = {"pixel_width": 854, "pixel_height": 480, "frame_rate": 15}  # Manim's -ql
SAME = 30.0  # decibel: what x264 leaves of equal pictures of thin lines; other pictures stay far below


def test_manim_render_shows_the_frames_of_the_studio(tmp_path):
    shown = _rendered_by_manim(tmp_path)
    drawn = _drawn_here(tmp_path)
    assert len(shown) == len(drawn) > 15
    likeness = [_likeness(a, b) for a, b in zip(shown, drawn, strict=True)]
    assert min(likeness) > SAME
    assert drawn[0].std() != drawn[-1].std()


def _rendered_by_manim(folder: Path) -> list[np.ndarray]:
    known = LECTURES[SLUG]
    command = [sys.executable, "-m", "manim", "render", "-ql", "-n", f"0,{PLAYS - 1}", "--disable_caching"]
    where = ["--media_dir", str(folder), "--progress_bar", "none", str(known.path), known.class_name]
    done = subprocess.run([*command, *where], cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (film,) = (each for each in folder.rglob("*.mp4") if "partial" not in str(each))
    with av.open(str(film)) as container:
        return [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]


class Beginning(Player):
    """Draws the first plays alone."""

    def draws(self, lecture, play: int) -> bool:
        return play < PLAYS


def _drawn_here(folder: Path) -> list[np.ndarray]:
    frames: list[np.ndarray] = []
    quiet = {"progress_bar": "none", "verbosity": "ERROR", "disable_caching": True, "dry_run": True}
    look = {"background_color": "#0E1116", "seed": 20, "media_dir": str(folder)}
    with tempconfig({**LOW, **quiet, **look}):
        kind = lecture_class(SLUG)
        lecture = kind(player=Beginning(end=kind.beats()[PLAYS - 1].name, voice=recordings_of(kind)))

        def keep(frame: np.ndarray, num_frames: int = 1) -> None:
            frames.extend([frame[..., :3].copy()] * num_frames)

        lecture.renderer.add_frame = keep
        lecture.render()
    return frames


def _likeness(picture: np.ndarray, truth: np.ndarray) -> float:
    error = np.mean((picture.astype(float) - truth.astype(float)) ** 2)
    return float(10 * np.log10(255**2 / max(error, 1e-9)))
