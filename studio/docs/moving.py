"""Draws short clips of pictures, in a worker: one is drawn again and again while a dial of it turns."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np

import visuals
from studio.docs.turns import WALKED, turn_of
from studio.gallery import drawing
from studio.gallery.entries import read_entries
from studio.render import playing
from studio.render.jobs import Job
from studio.render.playing import Tell
from studio.render.record import Reads
from visuals.drawing.dial import Dial, Zoom
from visuals.lecture import Lecture

FRAMES = 36  # of a clip, the first and the last included
HELD = 12  # frames that the last one stands


def draw(job: Job, _reads: Reads, tell: Tell) -> dict[str, Any]:
    """Draw a clip of each of the job's pictures; tell of each. A picture that nothing moves is a mistake."""
    playing.configure_stills(job)
    room = importlib.import_module(f"visuals.gallery.{job.path.stem}")
    names = {each.function: each.name for each in read_entries()}
    for function in job.pictures:
        name = names[function]
        stage = drawing.stage_after(getattr(room, function))
        path = job.folder / f"{name}.mp4"
        write_clip(list(frames(stage, name)), job.options.quality.frame_rate, path)
        tell("clip", name=name, path=str(path))
    return {"clips": len(job.pictures)}


def frames(stage: Lecture, name: str) -> Iterator[np.ndarray]:
    """The stage (height, width, 4), frame by frame, as the picture's dial turns, slowly at both ends."""
    turned = list(dials_of(stage, name))
    if not turned:
        raise LookupError(
            f"{name} has no dial on the gallery's stage that its turn in studio.docs.turns names"
        )
    for share in np.linspace(0.0, 1.0, FRAMES):
        eased = share * share * (3.0 - 2.0 * share)
        for dial, begin, end in turned:
            value = (
                begin * (end / begin) ** eased if isinstance(dial, Zoom) else begin + (end - begin) * eased
            )
            dial.set_value(value)
        stage.update_mobjects(0)
        yield np.asarray(stage.still())


def dials_of(stage: Lecture, name: str) -> Iterator[tuple[Dial, float, float]]:
    """The dials that the turn of a picture means, of every such picture on the stage, each once."""
    kind = getattr(visuals, name)
    seen: set[int] = set()
    for each in (member for top in stage.mobjects for member in top.get_family()):
        turn = turn_of(name, ("grown",) if isinstance(getattr(each, "grown", None), Dial) else ())
        if turn is None or not isinstance(each, kind):
            continue
        last = 1.0
        if turn.dial == WALKED:
            dial, last = each.walk.at, float(each.walk.last)
        else:
            dial = getattr(each, turn.dial, None)
        if isinstance(dial, Dial) and id(dial) not in seen:
            seen.add(id(dial))
            yield dial, turn.begin * last, turn.end * last


def write_clip(pictures: Sequence[np.ndarray], frame_rate: int, path: Path) -> None:
    """A film without sound, small, that browsers play: H.264, its index in front."""
    height, width = pictures[0].shape[:2]
    with av.open(str(path), "w", options={"movflags": "faststart"}) as film:
        stream = film.add_stream("libx264", rate=frame_rate)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.time_base = Fraction(1, frame_rate)
        stream.options = {"crf": "27", "preset": "slow", "tune": "animation", "threads": "1"}
        for picture in [*pictures, *[pictures[-1]] * HELD]:
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture[..., :3]), format="rgb24")
            film.mux(stream.encode(frame))
        film.mux(stream.encode())
