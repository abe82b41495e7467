"""Plays a lecture through Manim: as a film, or as the stills of its beats' ends."""

from __future__ import annotations

import importlib.util
import sys
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import manim
from manim.renderer.cairo_renderer import CairoRenderer
from manim.scene.scene_file_writer import SceneFileWriter
from PIL import Image

from studio.engine.claims import Claims
from studio.engine.joining import join
from studio.engine.painting import Atelier, Counter
from studio.engine.rendering import Painter, StretchRenderer, warm_up
from studio.engine.timing import Timing
from studio.failures import describe_failure, tell_of_exits
from studio.film import check_film, film_path, write_companions
from studio.jobs import Job, Options
from studio.places import POSTER
from studio.record import Reads, Record
from visuals.drawing.camera import StageCamera
from visuals.lecture import BeatTime, Lecture, Passing, Player
from visuals.lecture.captions import TICKS
from visuals.theme import INK

Tell = Callable[..., None]
Made = tuple[dict[str, Any], Record, dict[str, float]]  # report, what it was made from, seconds spent

OFTEN = 0.1  # seconds between two words about progress
THREADS = "1"  # of the encoder: with several slices at once, x264 sometimes gives a film other bytes


def load(path: Path, class_name: str) -> type[Lecture]:
    """Import a lecture's file under a name that nothing else has.

    What lives in its folder can be imported by it, as with `manim render`.
    """
    if str(path.parent) not in sys.path:
        sys.path.insert(0, str(path.parent))
    name = f"lecture_{path.stem}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is no Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    lecture: type[Lecture] = getattr(module, class_name)
    return lecture


def film(job: Job, lecture: type[Lecture], reads: Reads, tell: Tell) -> dict[str, Any]:
    """Render the film and all that goes with it into the job's folder."""
    _configure(job)
    make = _film_by_manim if job.options.engine == "manim" else _film_by_painters
    report, record, seconds = make(job, lecture, reads, tell)
    check_film(film_path(job), report)
    write_companions(job, report, record)
    return {"seconds": report["seconds"], "frames": report["frame_count"], "spent": seconds}


def _film_by_manim(job: Job, lecture: type[Lecture], reads: Reads, tell: Tell) -> Made:
    """Manim's own renderer and file writer, in this process."""
    renderer = CairoRenderer(file_writer_class=_counting(tell), camera_class=StageCamera)
    scene = lecture(renderer=renderer, player=Attendant(job, tell, _poster_beat(lecture, job)))
    scene.render()
    scene.renderer.file_writer.movie_file_path.replace(film_path(job))
    return scene.report(), reads.record(job.options), {}


def _film_by_painters(job: Job, lecture: type[Lecture], reads: Reads, tell: Tell) -> Made:
    """The engine: every play is drawn and encoded by whichever painter claims it, then all are joined."""
    quality = job.options.quality
    claims = Claims(job.folder / "stretches")
    claims.folder.mkdir()
    counter = Counter(job.painters)
    warm_up()  # once, for all that are forked

    def paint(number: int) -> dict[str, Any]:
        timing = Timing()
        renderer = StretchRenderer(timing)
        attendant = Attendant(job, tell, _poster_beat(lecture, job) if number == 0 else None)
        progress = _often(tell, lambda frames: counter.add(number, frames))
        scene = lecture(
            renderer=renderer, player=Painter(renderer, claims, quality.frame_rate, progress, attendant)
        )
        scene.render()
        record = asdict(reads.record(job.options))
        return {"report": scene.report(), "record": record, "plays": scene.plays, "spent": timing.stop()}

    atelier = Atelier(
        claims, paint, lambda error: describe_failure(error, job), lambda note: tell_of_exits(note, job)
    )
    found = atelier.run(job.painters)
    began = time.perf_counter()
    join(claims.stretches(found[0]["plays"]), film_path(job))
    spent = {kind: sum(each["spent"][kind] for each in found) for kind in found[0]["spent"]}
    spent["joining"] = time.perf_counter() - began
    return found[0]["report"], Record.from_dict(found[0]["record"]), spent


class Attendant(Player):
    """Tells of every beat, and keeps the last frame of the one that makes the `poster` (None: of none)."""

    def __init__(self, job: Job, tell: Tell, poster: str | None) -> None:
        super().__init__(begin=job.options.begin, end=job.options.end, captions=job.options.captions)
        self.job, self.tell, self.poster = job, tell, poster

    def beat_ended(self, lecture: Lecture, time: BeatTime) -> None:
        """Save the poster's picture if this is its beat."""
        if time.beat.name == self.poster:
            save(lecture, self.job.folder / (self.job.stem + POSTER))
        frames = time.end * self.job.options.quality.frame_rate // TICKS
        self.tell("beat", name=time.beat.name, frames=frames)


class Photographer(Passing):
    """Writes the last frame of every beat into a folder; `made` tells which beat, and where."""

    def __init__(self, options: Options, folder: Path, tell: Tell) -> None:
        super().__init__(begin=options.begin, end=options.end, captions=options.captions)
        self.folder, self.tell = folder, tell
        self.made: list[dict[str, Any]] = []

    def beat_ended(self, lecture: Lecture, time: BeatTime) -> None:
        """Take the picture."""
        path = self.folder / f"{len(self.made):02d}.png"
        save(lecture, path)
        self.made.append({"name": time.beat.name, "words": time.beat.words, "picture": str(path)})
        self.tell("beat", name=time.beat.name, frames=len(self.made))


def stills(job: Job, lecture: type[Lecture], reads: Reads, tell: Tell) -> dict[str, Any]:
    """Write the last frame of every beat into the job's folder; tell which beat, when, and where."""
    configure_stills(job)
    photographer = Photographer(job.options, job.folder, tell)
    scene = lecture(renderer=CairoRenderer(camera_class=StageCamera), player=photographer)
    scene.render()
    made = photographer.made
    report = scene.report()
    for still, beat in zip(made, report["beats"], strict=True):
        still |= {name: beat[name] for name in ("start", "end", "chapter")}
    return {"seconds": report["seconds"], "stills": made}


def configure_stills(job: Job) -> None:
    """Set Manim to draw single frames of the job's size, and no film."""
    _configure(job)
    manim.config.dry_run = True


def _configure(job: Job) -> None:
    quality = job.options.quality
    manim.config.update(
        {
            "pixel_width": quality.width,
            "pixel_height": quality.height,
            "frame_rate": quality.frame_rate,
            "background_color": INK.ground,
            "media_dir": str(job.folder),
            "video_dir": str(job.folder / "parts"),
            "partial_movie_dir": str(job.folder / "parts"),
            "output_file": job.stem,
            "format": "mp4",
            "disable_caching": True,  # the whole film is kept or made anew: see studio.record
            "max_files_cached": -1,  # or Manim, clearing up, takes the film for one of its parts
            "video_encoder_options": {"threads": THREADS},
            "progress_bar": "none",
            "verbosity": "WARNING",
            "notify_outdated_version": False,
        }
    )


def _poster_beat(lecture: type[Lecture], job: Job) -> str:
    """The beat whose end makes the poster: the lecture's choice if it is played, else the last of its own."""
    names: list[str] = [beat.name for beat in lecture.beats()]
    begin = names.index(job.options.begin) if job.options.begin else 0
    end = names.index(job.options.end) if job.options.end else len(names) - 1
    played = names[begin : end + 1]
    if job.poster is not None and job.poster in played:
        return job.poster
    return played[-2] if played[-1] == names[-1] and len(played) > 1 else played[-1]


def save(scene: Lecture, path: Path) -> None:
    """Write the stage as it stands now to a picture."""
    Image.fromarray(scene.still()).convert("RGB").save(path, optimize=True)


def _often(tell: Tell, count: Callable[[int], int]) -> Callable[[int], None]:
    """Takes numbers of frames drawn, and tells their sum now and then."""
    told = 0.0

    def progress(frames: int) -> None:
        nonlocal told
        done, now = count(frames), time.monotonic()
        if now - told > OFTEN:
            told = now
            tell("frames", done=done)

    return progress


def _counting(tell: Tell) -> type[SceneFileWriter]:
    """Manim's file writer, which also tells how many frames it was given."""
    alone = Counter(1)
    progress = _often(tell, lambda frames: alone.add(0, frames))

    class CountingWriter(SceneFileWriter):
        def write_frame(self, pixels: Any, *, repeat: int = 1) -> None:
            super().write_frame(pixels, repeat=repeat)
            progress(repeat)

    return CountingWriter
