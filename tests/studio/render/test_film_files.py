"""A film is believed when it has the frames that were played, evenly spaced, in the time they take."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from studio.errors import Inconsistent
from studio.render.film_files import check_film
from tests.studio.courses import Course, compass

RATE, COUNT = 15, 40


def report(count: int = COUNT) -> dict[str, object]:
    beats = [{"start": 0.0, "end": 1.0}, {"start": 1.0, "end": count / RATE}]
    return {"frame_rate": RATE, "frame_count": count, "beats": beats}


def write(path: Path, moments: Sequence[float], last: float = 1.0, base: int = 12800) -> Path:
    """A film whose frames are shown at `moments` and whose last one lasts `last`, both in frames."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=RATE, options={"bf": "0", "g": "1"})
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        stream.time_base = Fraction(1, base)
        frame = av.VideoFrame.from_ndarray(np.zeros((48, 64, 3), np.uint8), format="rgb24")
        packets = []
        for moment in range(len(moments)):
            frame.pts, frame.time_base = moment, Fraction(1, RATE)
            packets += stream.encode(frame)
        packets += stream.encode(None)
        ticks = [round(moment * base / RATE) for moment in moments]
        ends = [*ticks[1:], ticks[-1] + round(last * base / RATE)]
        for packet, begin, end in zip(packets, ticks, ends, strict=True):
            packet.time_base, packet.pts, packet.dts = Fraction(1, base), begin, begin
            packet.duration = end - begin
            container.mux(packet)
    return path


def average_rate(path: Path) -> Fraction:
    with av.open(str(path)) as container:
        rate = container.streams.video[0].average_rate
    assert rate is not None
    return Fraction(rate)


def test_a_film_whose_average_rate_is_not_whole_is_as_good_as_any(tmp_path: Path) -> None:
    """As Manim's own writer leaves it: every frame in its place, the last one a few ticks short."""
    film = write(tmp_path / "film.mp4", range(COUNT), last=0.6)
    assert average_rate(film).denominator != 1
    check_film(film, report())


Break = Callable[[], list[float]]


@pytest.mark.parametrize(
    "moments",
    [
        lambda: [*range(COUNT - 1)],  # one too few
        lambda: [*range(COUNT + 1)],  # one too many
        lambda: [*range(20), *range(21, COUNT + 1)],  # a gap, though their number is right
        lambda: [k * RATE / 16 for k in range(COUNT)],  # as many, but faster
        lambda: [k + 0.3 * (k == 20) for k in range(COUNT)],  # one out of step
    ],
)
def test_a_film_with_other_frames_than_were_played_is_refused(tmp_path: Path, moments: Break) -> None:
    film = write(tmp_path / "film.mp4", moments())
    with pytest.raises(Inconsistent, match=r"film\.mp4"):
        check_film(film, report())


def test_a_film_that_lasts_longer_than_was_played_is_refused(tmp_path: Path) -> None:
    film = write(tmp_path / "film.mp4", range(COUNT), last=9.0)
    with pytest.raises(Inconsistent, match=r"instead of 2\.667 s"):
        check_film(film, report())


def test_beats_that_leave_a_gap_are_refused(tmp_path: Path) -> None:
    film = write(tmp_path / "film.mp4", range(COUNT))
    told = report() | {"beats": [{"start": 0.0, "end": 1.0}, {"start": 1.5, "end": COUNT / RATE}]}
    with pytest.raises(Inconsistent, match="follow one another"):
        check_film(film, told)


def test_plain_manim_makes_a_film_of_more_than_a_hundred_plays(course: Course) -> None:
    """Manim keeps a hundred of its partial films; the film itself must not go as one too many."""
    course.add(1, "many_plays", first="for _ in range(120): self.wait(1 / 15)")
    done = compass(course, "render", "1", "-q", "l", "--beat", "show", "--engine", "manim")
    assert done.returncode == 0, done.stderr
    assert (course.folder / "media" / "lectures" / "480p15" / "many-plays.show.mp4").is_file()
