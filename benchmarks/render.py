"""The render engine beside plain Manim: the same stretches at 1080p60, in turn, in one run.

    python benchmarks/render.py [--pairs 3] [-q h] [--whole] [SLUG ...]

For each lecture a fixed stretch of about half a minute, or the whole film, is rendered by plain
`manim render` and by `./compass render --force`, one after the other, as often as there are pairs. Printed
are the median of the ratios of wall time, both sides' processor time, the largest process, the size of the
films, their numbers of frames, and how near each film is to the frames before encoding (PSNR in decibel, of
frames drawn again at a dozen moments).
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import av
import numpy as np
from manim import Mobject, Scene, tempconfig

from studio.render.jobs import QUALITIES, Quality
from tests.scenes.dry import LECTURES, lecture_class
from visuals.lecture import Player
from visuals.lecture.player import recordings_of
from visuals.theme import INK

STRETCHES = {  # from beat, to beat: half a minute each
    "tiny-nudges": ("start_with_an_hour", "a_hundred_times_closer"),
    "gradient-compass": ("go_all_the_way_round", "look_behind"),
    "in-the-dark": ("drop_the_lamps", "lose_some"),
    "finale-co2": ("let_them_run", "slide_on"),
}
MOMENTS = 12
Span = tuple[str | None, str | None]  # the first and the last beat; None: to the film's beginning, or end
ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Run:
    """One render: what it cost and what came out."""

    wall: float
    cpu: float
    largest: float  # MiB of the largest process so far
    film: Path
    bytes: int
    frames: int


def main() -> None:
    """Render all pairs and print the table."""
    arguments = _arguments()
    quality = QUALITIES[arguments.quality]
    print(f"{quality.name}, {os.cpu_count()} cores, {arguments.pairs} pairs; ratios are plain Manim / engine")
    head = [
        "stretch",
        "wall",
        "cpu",
        "Manim s",
        "engine s",
        "MiB",
        "bytes",
        "frames",
        "PSNR Manim",
        "PSNR engine",
    ]
    print("| " + " | ".join(head) + " |\n|" + "---|" * len(head))
    with tempfile.TemporaryDirectory() as folder:
        for slug in arguments.slugs or STRETCHES:
            span = (None, None) if arguments.whole else STRETCHES[slug]
            _row(slug, span, quality, arguments, Path(folder))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("slugs", nargs="*", metavar="SLUG")
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("-q", "--quality", choices=sorted(QUALITIES), default="h")
    parser.add_argument("--whole", action="store_true", help="render whole lectures instead of stretches")
    return parser.parse_args()


def _row(
    slug: str,
    span: Span,
    quality: Quality,
    arguments: argparse.Namespace,
    folder: Path,
) -> None:
    pairs = []
    for _ in range(arguments.pairs):
        pairs.append(
            [
                _render(slug, _by_manim(slug, span, arguments.quality, folder / "manim"), folder / "manim"),
                _render(slug, _by_compass(slug, span, arguments.quality, folder / "ours"), folder / "ours"),
            ]
        )
    plain, engine = pairs[-1]
    truth = _drawn_again(slug, span, quality, plain.frames, folder)
    cells = [
        f"{slug} {span[0] or 'whole'}",
        f"{statistics.median(a.wall / b.wall for a, b in pairs):.2f}",
        f"{statistics.median(a.cpu / b.cpu for a, b in pairs):.2f}",
        f"{statistics.median(a.wall for a, _ in pairs):.1f}",
        f"{statistics.median(b.wall for _, b in pairs):.1f}",
        f"{engine.largest:.0f}",
        f"{engine.bytes / plain.bytes:.2f}",
        f"{plain.frames}" if plain.frames == engine.frames else f"{plain.frames} against {engine.frames}",
        f"{_likeness(plain.film, truth):.2f}",
        f"{_likeness(engine.film, truth):.2f}",
    ]
    print("| " + " | ".join(cells) + " |", flush=True)


def _by_manim(slug: str, span: Span, quality: str, out: Path) -> list[str]:
    """Plain Manim's command; a scene of its own says where the stretch begins and ends."""
    out.mkdir(exist_ok=True)
    kind = lecture_class(slug)
    file = out / "stretch.py"
    file.write_text(
        f"from {kind.__module__} import {kind.__name__} as Whole\n"
        "from visuals.lecture.player import Aloud\n\n\n"
        "class Stretch(Whole):\n"
        "    def __init__(self, *args, **options):\n"
        "        player = Aloud(Whole)\n"
        f"        player.begin, player.end = {span[0]!r}, {span[1]!r}\n"
        "        super().__init__(*args, player=player, **options)\n"
    )
    options = [f"-q{quality}", "--disable_caching", "--progress_bar", "none", "--media_dir", str(out)]
    return [sys.executable, "-m", "manim", "render", *options, "-o", f"{slug}.mp4", str(file), "Stretch"]


def _by_compass(slug: str, span: Span, quality: str, out: Path) -> list[str]:
    command = [sys.executable, "-m", "studio", "render", slug, "-q", quality, "--force", "--out", str(out)]
    for option, beat in zip(("--from", "--to"), span, strict=True):
        command += [option, beat] if beat else []
    return command


def _render(slug: str, command: list[str], out: Path) -> Run:
    before, began = _spent(), time.perf_counter()
    beside = str(LECTURES[slug].path.parent)  # where its own pictures stand
    path = os.pathsep.join([str(ROOT), beside, os.environ.get("PYTHONPATH", "")])
    subprocess.run(command, check=True, cwd=ROOT, capture_output=True, env=os.environ | {"PYTHONPATH": path})
    wall, cpu = time.perf_counter() - began, _spent() - before
    (film,) = (each for each in out.rglob(f"{slug}*.mp4") if "partial_movie_files" not in each.parts)
    with av.open(str(film)) as container:
        frames = container.streams.video[0].frames
    largest = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    return Run(wall, cpu, largest, film, film.stat().st_size, frames)


def _spent() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime


def _drawn_again(slug: str, span: Span, quality: Quality, frames: int, folder: Path) -> dict[int, np.ndarray]:
    """Some frames of the stretch as they are before encoding, by their numbers."""
    wanted = set(np.linspace(0, frames - 1, MOMENTS).astype(int).tolist())
    kept: dict[int, np.ndarray] = {}
    settings = {
        "pixel_width": quality.width,
        "pixel_height": quality.height,
        "frame_rate": quality.frame_rate,
        "background_color": INK.ground,
        "disable_caching": True,
        "progress_bar": "none",
        "verbosity": "ERROR",
        "dry_run": True,
        "media_dir": str(folder),
    }
    with tempconfig(settings):
        kind = lecture_class(slug)
        lecture = kind(player=Player(begin=span[0], end=span[1], voice=recordings_of(kind)))
        number = 0

        def keep(frame: np.ndarray, num_frames: int = 1) -> None:
            nonlocal number
            for each in wanted & set(range(number, number + num_frames)):
                kept[each] = frame[..., :3].copy()
            number += num_frames

        def draw(scene: Scene, time: float, moving: Sequence[Mobject] | None = None) -> None:
            if number in wanted:
                lecture.renderer.update_frame(scene, moving)
            keep(lecture.renderer.camera.pixel_array)

        lecture.renderer.add_frame, lecture.renderer.render = keep, draw
        lecture.render()
    return kept


def _likeness(film: Path, truth: dict[int, np.ndarray]) -> float:
    """Peak signal to noise of the wanted frames of a film, in decibel, over all of them together."""
    errors = []
    with av.open(str(film)) as container:
        for number, frame in enumerate(container.decode(video=0)):
            if number in truth:
                shown = frame.to_ndarray(format="rgb24").astype(np.float32)
                errors.append(float(np.mean((shown - truth[number]) ** 2)))
    return float(10 * np.log10(255**2 / np.mean(errors)))


if __name__ == "__main__":
    main()
