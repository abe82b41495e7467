"""The frames of a beat are the film's, and every window gets those that it waits for, in its own size."""

from __future__ import annotations

import io

import av
import numpy as np
import pytest
from PIL import Image

from tests.studio.courses import Course, compass, wait_until
from tests.studio.preview.writing import SLUG, Author


def size(png: bytes) -> tuple[int, int]:
    """Pixels across and down."""
    return Image.open(io.BytesIO(png)).size


def middle(png: bytes) -> float:
    """Where the dot is, as a share of the picture's width."""
    return brightest(np.asarray(Image.open(io.BytesIO(png)).convert("RGB")))


def brightest(pixels: np.ndarray) -> float:
    """The middle of the bright pixels, as a share of the width."""
    return float(np.nonzero(pixels[..., 1] > 150)[1].mean() / pixels.shape[1])


def test_frames_within_a_beat_are_those_of_the_film(author: Author) -> None:
    beat = next(beat for beat in author.timeline()["beats"] if beat["name"] == "move")
    frames = [author.client.get(f"{beat['frames']}{n}.png").content for n in range(0, 12, 3)]
    assert all(frame.startswith(b"\x89PNG") for frame in frames)
    assert len(set(frames)) == 4  # the dot walks
    assert author.client.get(f"{beat['frames']}{beat['count']}.png").status_code == 404


def test_every_window_gets_the_picture_that_it_waits_for(author: Author) -> None:
    author.preview.server.course.lectures.pop(SLUG).close()  # so that no beat has been played yet
    author.forget()
    for window, beat in (("one", "measure"), ("other", "move")):
        looked = {"window": window, "slug": SLUG, "beat": beat, "frame": None}
        author.client.post("/api/look", json=looked).raise_for_status()
    shown = {author.hear("picture")["beat"] for _ in range(2)}
    assert shown == {"measure", "move"}


def test_a_window_that_is_closed_is_drawn_ahead_for_no_more(author: Author) -> None:
    looked = {"window": "w", "slug": SLUG, "beat": "show", "frame": 0, "playing": True}
    with author.client.stream("GET", "/api/events?window=w") as stream:
        lines = stream.iter_lines()
        assert next(lines) == "event: hello"
        author.client.post("/api/look", json=looked).raise_for_status()
        assert "w" in author.played.drawing.playheads
    wait_until(lambda: "w" not in author.played.drawing.playheads)


def test_a_frame_at_rest_is_drawn_in_the_windows_size(author: Author) -> None:
    beat = next(beat for beat in author.timeline()["beats"] if beat["name"] == "move")
    for n in (3, beat["count"] - 1):  # within the beat, and where it ends
        large = author.client.get(f"{beat['frames']}{n}.png?width=1281").raise_for_status().content
        small = author.client.get(f"{beat['frames']}{n}.png").raise_for_status().content
        assert (size(large), size(small)) == ((1281, 720), (854, 480))
        assert middle(large) == pytest.approx(middle(small), abs=0.002)
    for width, status in ((99_999, 404), ("wide", 400), (-3, 404)):
        assert author.client.get(f"{beat['frames']}3.png?width={width}").status_code == status


def test_a_beat_that_ends_in_motion_ends_with_the_frame_of_the_film(author: Author, course: Course) -> None:
    """A film's last frame of a motion is one before its finish; preview and film show the same one."""
    author.save(
        "shift(3 * RIGHT), run_time=0.8", "shift(3 * RIGHT), run_time=self.rest(), rate_func=lambda t: t"
    )
    shown = middle(author.picture(author.hear("picture")))
    (beat,) = [beat for beat in author.timeline()["beats"] if beat["name"] == "move"]
    assert author.played.timeline.beats[1].moves
    alone = author.lecture.read_text().replace(
        "from walking_paint import PAINT", "from visuals.theme import INK"
    )
    course.write(1, "walking_dot", alone.replace("PAINT", "INK.input"))
    assert compass(course, "render", SLUG, "--beat", "move", "-q", "l").returncode == 0
    (film,) = (course.folder / "media").rglob("*.mp4")
    with av.open(str(film)) as opened:
        frames = [frame.to_ndarray(format="rgb24") for frame in opened.decode(video=0)]
    assert len(frames) == beat["count"]
    assert shown == pytest.approx(brightest(frames[-1]), abs=0.001)
    assert shown != pytest.approx(brightest(frames[-2]), abs=0.001)
    large = author.client.get(f"{beat['frames']}{beat['count'] - 1}.png?width=1280").content
    assert middle(large) == pytest.approx(shown, abs=0.001)
