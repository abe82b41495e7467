"""Plays a lecture through Manim: as a film with its voice, or as the stills of its beats' ends."""

from __future__ import annotations

import importlib.util
import shutil
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import cast

import manim
import numpy as np
from manim.renderer.cairo_renderer import CairoRenderer
from manim.scene.scene_file_writer import SceneFileWriter
from PIL import Image

from studio.course.lecture import CREDITS
from studio.places import POSTER
from studio.render.description import PlayTold, Report, read_description
from studio.render.engine.delivery import Delivery
from studio.render.engine.joining import add_sound, join
from studio.render.engine.leading import Counter, draw, telling
from studio.render.engine.reuse import Kept
from studio.render.film_files import check_film, film_path, write_companions
from studio.render.jobs import Job, Options
from studio.render.record import UNSETTLED, Reads, Record, heard
from studio.voice.sound import Track, encode, mix
from visuals.drawing.camera import StageCamera
from visuals.lecture import BeatTime, Lecture, Passing, Player
from visuals.lecture.captions import TICKS
from visuals.theme import INK
from visuals.voice.recordings import Recordings, read_recordings
from visuals.voice.samples import RATE, fault, samples

Tell = Callable[..., None]

TICK = RATE // TICKS  # samples
THREADS = "1"  # of the encoder: with several, x264 does not always write the same bytes


@dataclass(frozen=True)
class Made:
    """A film in the job's folder: the report of its play, its record, and the seconds that its parts took."""

    report: Report
    record: Record
    spent: dict[str, float]
    plays: list[PlayTold] = field(default_factory=list)  # the stretches of which it was joined
    reused: int = 0  # of those: taken from the film before


class Voice:
    """The recordings of a job's film."""

    def __init__(self, job: Job, lecture: type[Lecture]) -> None:
        names = [beat.name for beat in lecture.beats()]
        last = names.index(job.options.end) if job.options.end else len(names) - 1
        self.folder, self.names = job.voice, names[: last + 1]
        self.heard = heard(self.folder, self.names)
        self.recordings = None if self.folder is None else read_recordings(self.folder)
        self.words = {beat.name: beat.words for beat in lecture.beats()}

    def settled(self) -> dict[str, str]:
        """Checksums of the recordings that were used, for the record; UNSETTLED for those changed since."""
        now = heard(self.folder, self.names)
        return {
            each: now[each] if now.get(each) == known else UNSETTLED for each, known in self.heard.items()
        }

    def track(self, report: Report) -> Track | None:
        """The film's sound, each recording from its beat's first frame on; None for a silent film."""
        spoken = [] if self.recordings is None else [beat for beat in report["beats"] if beat.get("voice")]
        if self.recordings is None or not spoken:
            return None
        sounds = ((_ticks(beat["start"]) * TICK, samples(self.recordings, beat["name"])) for beat in spoken)
        return encode(mix(sounds, _ticks(report["seconds"]) * TICK))

    def remarks(self, report: Report) -> list[str]:
        """A sentence for each beat of the film that is silent; none for a lecture without recordings.

        Credits without a recording are usual, and count as no lack.
        """
        if self.recordings is None:
            return []
        slug = self.recordings.folder.name
        found = [] if self.recordings.problem is None else [f"{slug}: {self.recordings.problem}."]
        if self.recordings.beats:
            usual = {CREDITS} - self.recordings.beats.keys()
            silent = [beat["name"] for beat in report["beats"] if not beat.get("voice")]
            for name in [each for each in silent if each not in usual]:
                if told := fault(self.recordings, name, self.words[name]):
                    found.append(f"{slug}: the beat {name} {told}; it is silent.")
        return found


def _ticks(seconds: float) -> int:
    ticks: int = round(seconds * TICKS)
    return ticks


def load(path: Path, class_name: str) -> type[Lecture]:
    """Import a lecture's file under a name of its own.

    It can import modules of its folder, as with `manim render`.
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


def film(job: Job, lecture: type[Lecture], reads: Reads, tell: Tell) -> dict[str, object]:
    """Render the film and all that goes with it into the job's folder."""
    _configure(job)
    make = _film_by_manim if job.options.engine == "manim" else _film_by_painters
    voice = Voice(job, lecture)
    made = make(job, lecture, reads, tell, voice)
    if job.drawn is not None and (poster := job.drawn / (job.stem + POSTER)).exists():
        shutil.copyfile(poster, job.folder / poster.name)
    check_film(film_path(job), made.report)
    remarks = voice.remarks(made.report)
    write_companions(job, made.report, made.record, remarks, made.plays)
    return {
        "seconds": made.report["seconds"],
        "frames": made.report["frame_count"],
        "spent": made.spent,
        "remarks": remarks,
        "plays": len(made.plays),
        "reused": made.reused,
    }


def _film_by_manim(job: Job, lecture: type[Lecture], reads: Reads, tell: Tell, voice: Voice) -> Made:
    """Render with Manim's own renderer and file writer; the sound is added here, exact to the sample."""
    renderer = CairoRenderer(file_writer_class=_counting(tell), camera_class=StageCamera)
    poster = _poster_beat(lecture, job)
    scene = lecture(renderer=renderer, player=Attendant(job, tell, poster, voice.recordings))
    scene.render()
    scene.renderer.file_writer.movie_file_path.replace(film_path(job))
    report = cast(Report, scene.report())
    track = voice.track(report)
    if track is not None:
        add_sound(film_path(job), track)
    return Made(report, reads.record(job.options, voice.settled()), {})


def _film_by_painters(job: Job, lecture: type[Lecture], reads: Reads, tell: Tell, voice: Voice) -> Made:
    """Render with the engine: see studio.render.engine.leading."""
    beside = job.folder if job.former is None else job.former.parent
    former = None if job.former is None else read_description(beside, job.stem)
    kept = None if former is None else Kept.read(beside, job.stem, former)
    made = _painted(job, lecture, reads, tell, voice, kept)
    if former is not None and made.reused and not made.record.stands_for(former["made_from"], job.own_file):
        made = _painted(job, lecture, reads, tell, voice, None)  # the lecture was saved meanwhile
    return made


def _painted(
    job: Job, lecture: type[Lecture], reads: Reads, tell: Tell, voice: Voice, kept: Kept | None
) -> Made:
    delivery = _drawn(job, lecture, reads, tell, voice, kept) if job.drawn is None else Delivery(job.drawn)
    drawn = delivery.whole()
    began = time.process_time()
    track = voice.track(drawn.report)
    sounding = time.process_time() - began
    join([stretch for play in drawn.stretches for stretch in play], film_path(job), track)
    spent = drawn.spent | {"sounding": sounding, "joining": time.process_time() - began - sounding}
    record = replace(Record.from_dict(drawn.record), voice=voice.settled())
    plays: list[PlayTold] = [
        {"frames": sum(stretch.frames for stretch in stretches), "key": key}
        for stretches, key in zip(drawn.stretches, drawn.keys, strict=True)
    ]
    return Made(drawn.report, record, spent, plays, drawn.reused)


def _drawn(
    job: Job, lecture: type[Lecture], reads: Reads, tell: Tell, voice: Voice, kept: Kept | None
) -> Delivery:
    def attendant() -> Attendant:
        return Attendant(job, tell, _poster_beat(lecture, job), voice.recordings)

    return draw(job, lecture, reads, tell, attendant, kept)


def stretches(job: Job, lecture: type[Lecture], reads: Reads, tell: Tell) -> dict[str, object]:
    """Draw the beats that the job names, for a film that another process joins; their folder."""
    _configure(job)
    delivery = _drawn(job, lecture, reads, tell, Voice(job, lecture), None)
    poster = job.folder / (job.stem + POSTER)
    if poster.exists():
        poster.replace(delivery.folder / poster.name)
    return {"folder": str(delivery.folder)}


class Attendant(Player):
    """Reports every beat, and saves the last frame of the beat `poster` (None: of none)."""

    def __init__(self, job: Job, tell: Tell, poster: str | None, voice: Recordings | None) -> None:
        options = job.options
        super().__init__(begin=options.begin, end=options.end, captions=options.captions, voice=voice)
        self.job, self.tell, self.poster = job, tell, poster

    def beat_ended(self, lecture: Lecture, time: BeatTime) -> None:
        """Save the poster's picture if this is its beat."""
        if time.beat.name == self.poster:
            save(lecture, self.job.folder / (self.job.stem + POSTER))
        frames = time.end * self.job.options.quality.frame_rate // TICKS
        self.tell("beat", name=time.beat.name, frames=frames)


class Photographer(Passing):
    """Writes the last frame of every beat into a folder; `made` has the beats and their files."""

    def __init__(self, options: Options, folder: Path, tell: Tell, voice: Recordings | None = None) -> None:
        super().__init__(begin=options.begin, end=options.end, captions=options.captions, voice=voice)
        self.folder, self.tell = folder, tell
        self.made: list[dict[str, object]] = []

    def beat_ended(self, lecture: Lecture, time: BeatTime) -> None:
        """Save the picture."""
        path = self.folder / f"{len(self.made):02d}.png"
        save(lecture, path)
        self.made.append({"name": time.beat.name, "words": time.beat.words, "picture": str(path)})
        self.tell("beat", name=time.beat.name, frames=len(self.made))


def stills(job: Job, lecture: type[Lecture], reads: Reads, tell: Tell) -> dict[str, object]:
    """Write the last frame of every beat into the job's folder; report its beat, time and file."""
    configure_stills(job)
    photographer = Photographer(job.options, job.folder, tell, Voice(job, lecture).recordings)
    scene = lecture(renderer=CairoRenderer(camera_class=StageCamera), player=photographer)
    scene.render()
    made = photographer.made
    report = scene.report()
    for still, beat in zip(made, report["beats"], strict=True):
        still |= {name: beat[name] for name in ("start", "end", "chapter")}
    return {"seconds": report["seconds"], "stills": made}


def configure_stills(job: Job) -> None:
    """Configure Manim to draw single frames of the job's size, and no film."""
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
            "disable_caching": True,  # films are kept or rendered as a whole: see studio.render.record
            "max_files_cached": -1,  # otherwise Manim deletes the film when it clears its partial files
            "video_encoder_options": {"threads": THREADS},
            "progress_bar": "none",
            "verbosity": "WARNING",
            "notify_outdated_version": False,
        }
    )


def _poster_beat(lecture: type[Lecture], job: Job) -> str:
    """The beat whose end is the poster: the lecture's choice if it is played, else its last own beat."""
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


def _counting(tell: Tell) -> type[SceneFileWriter]:
    """A file writer of Manim's that also reports how many frames it was given."""
    alone = Counter(1)
    progress = telling(tell, lambda frames: alone.add(0, frames))

    class CountingWriter(SceneFileWriter):
        def write_frame(self, pixels: np.ndarray, *, repeat: int = 1) -> None:
            super().write_frame(pixels, repeat=repeat)
            progress(repeat)

    return CountingWriter
