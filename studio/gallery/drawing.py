"""Draws pictures of the gallery, in a worker: the lines are run on an empty stage, which is then taken."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import asdict

from manim.renderer.cairo_renderer import CairoRenderer

from studio.render import playing
from studio.render.jobs import Job
from studio.render.playing import Tell
from studio.render.record import Reads
from studio.system.reading import Facts
from visuals.drawing.camera import StageCamera
from visuals.lecture import Lecture, Passing

LINES = "visuals/gallery/"  # of these a picture depends on its own alone


class Stage(Lecture):
    """An empty stage, on which motions are at their end as soon as they begin."""

    title = "Gallery"


def draw(job: Job, reads: Reads, tell: Tell) -> Facts:
    """Draw the job's pictures one by one, each as a PNG file; tell of each, and what it was made from."""
    playing.configure_stills(job)
    room = importlib.import_module(f"visuals.gallery.{job.path.stem}")
    for function in job.pictures:
        stage = stage_after(getattr(room, function))
        path = job.folder / f"{function}.png"
        playing.save(stage, path)
        record = asdict(reads.record(job.options))
        record["files"] = {file: known for file, known in record["files"].items() if LINES not in file}
        tell("picture", function=function, path=str(path), record=record)
    return {"pictures": len(job.pictures)}


def stage_after(lines: Callable[[Lecture], None]) -> Lecture:
    """The stage as a picture's lines leave it."""
    stage = Stage(renderer=CairoRenderer(camera_class=StageCamera), player=Passing())
    lines(stage)
    stage.update_mobjects(0)  # what follows a dial that was turned at once, as the next frame would show it
    return stage
