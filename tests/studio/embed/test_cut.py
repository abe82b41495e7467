"""A beat cut from its film: as an animated GIF, and inside a notebook."""

from __future__ import annotations

import io
import json
import re
from base64 import b64decode
from dataclasses import replace
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Page

import studio.notebook
from studio.course.catalog import read_catalog
from studio.embed.address import Wish
from studio.embed.films import GIF_RATE, LONGEST_GIF, Stretch, as_gif, find_stretch
from studio.embed.lettering import with_words
from studio.embed.offer import write_gif
from studio.errors import NotThere, StudioError
from studio.notebook import clip
from tests.studio.courses import CHECKOUT, Course
from tests.studio.embed.conftest import ADDRESS

WISH = Wish("gradient-compass", "find_the_longest")
STEP = 8 / 256  # how far a colour may be off that was rounded to a palette and back


def stretch_of(course: Course, wish: Wish = WISH, width: int = 854) -> Stretch:
    return find_stretch(course.folder, read_catalog(course.folder).find("9"), wish, width)


def brightest(picture: Any) -> tuple[float, float]:
    """Where the dot is: the middle of what is bright, from 0 to 1."""
    rows, columns = np.nonzero(np.asarray(picture, float).max(axis=2) > 100)
    height, width = np.shape(picture)[:2]
    return float(columns.mean() / width), float(rows.mean() / height)


def test_a_stretch_holds_the_frames_of_its_beat_and_no_others(course: Course) -> None:
    whole = list(stretch_of(course, Wish("gradient-compass")).frames())
    parts = [
        frame.pts
        for name in ("look_one_way", "find_the_longest", "see_the_right_angle", "credits")
        for frame in stretch_of(course, Wish("gradient-compass", name)).frames()
    ]
    assert parts == [frame.pts for frame in whole]


def test_a_gif_shows_what_the_beat_shows_and_begins_again(course: Course, tmp_path: Path) -> None:
    stretch = stretch_of(course)
    offer = write_gif(course.folder, "9#find-the-longest", Wish(""), tmp_path / "a" / "dot.gif", "320")
    frames = [frame.to_ndarray(format="rgb24") for frame in stretch.frames()]
    with Image.open(tmp_path / "a" / "dot.gif") as gif:
        assert gif.size == (320, 180)
        assert gif.info["loop"] == 0
        lasts = sum(_delays(gif)) / 1000
        assert abs(lasts - stretch.seconds) <= float(1 / GIF_RATE)
        for index, frame in ((0, frames[0]), (gif.n_frames - 1, frames[-1])):
            gif.seek(index)
            assert brightest(gif.convert("RGB")) == pytest.approx(brightest(frame), abs=STEP)
    assert offer.text.startswith("[![The longest spoke.](dot.gif)]")
    assert f"{ADDRESS}lectures/gradient-compass/index.html#find_the_longest" in offer.text


def test_a_gif_can_carry_its_words_below_the_picture(course: Course, tmp_path: Path) -> None:
    path = tmp_path / "dot.gif"
    write_gif(course.folder, "9#find-the-longest", Wish(""), path, "320", captions=True)
    frames = [frame.to_ndarray(format="rgb24") for frame in stretch_of(course).frames()]
    with Image.open(path) as gif:
        assert gif.width == 320
        assert gif.height > 180 + 16, "a line of letters that can be read"
        gif.seek(gif.n_frames - 1)
        whole = np.asarray(gif.convert("RGB"))
        assert brightest(whole[:180]) == pytest.approx(brightest(frames[-1]), abs=STEP), (
            "the picture is whole"
        )
        gif.seek(0)
        words = np.asarray(gif.convert("L"))[180:] > 128
    columns = np.nonzero(words.any(axis=0))[0]
    rows = np.nonzero(words.any(axis=1))[0]
    assert 100 < np.ptp(columns) < 310, "The longest spoke."
    assert 8 < np.ptp(rows) < 24
    assert abs((columns.min() + columns.max()) / 2 - 160) < 4, "in the middle"


def test_the_words_of_a_gif_have_the_colours_of_the_course(course: Course) -> None:
    """Paper and dark ink, in a course that is not dark."""
    stretch = replace(stretch_of(course), theme={"ground": "#F4F0E6", "text": "#20242C"})
    with Image.open(io.BytesIO(as_gif(stretch, 320, words=True))) as gif:
        words = np.asarray(gif.convert("L"))[182:]
    assert np.median(words) == pytest.approx(0xF0, abs=8)
    assert words.min() < 0x60


def test_letters_of_a_gif_are_never_small_and_long_words_take_more_lines(course: Course) -> None:
    stretch = stretch_of(course)
    long = [
        {"start": 0.0, "end": 99.0, "text": "What is said here takes more than one line of a small picture."}
    ]
    small = next(with_words(stretch.frames(), long, 160))
    one = next(with_words(stretch.frames(), [long[0] | {"text": "Short."}], 160))
    assert small.height - one.height >= 2 * 16


def _delays(gif: Image.Image) -> list[int]:
    delays = []
    for index in range(gif.n_frames):
        gif.seek(index)
        delays.append(gif.info["duration"])
    return delays


def test_the_same_beat_gives_the_same_gif(course: Course) -> None:
    assert as_gif(stretch_of(course), 160) == as_gif(stretch_of(course), 160)


def test_the_example_shows_the_file_that_is_written(course: Course, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    offer = write_gif(course.folder, "9", Wish("", "see_the_right_angle"), None, "64")
    page = (CHECKOUT / "examples/gif/page.md").read_text(encoding="utf-8")
    shown = re.search(r"\]\(([\w.-]+\.gif)\)", page)
    assert shown is not None
    assert (tmp_path / shown[1]).exists()
    assert shown[1] in offer.text


def test_a_gif_that_nobody_wants_to_load_is_refused(course: Course) -> None:
    found = stretch_of(course)
    with pytest.raises(StudioError, match="too large"):
        as_gif(Stretch(found.film, 0.0, LONGEST_GIF + 1, found.told), 320)
    with pytest.raises(StudioError, match="wide"):
        write_gif(course.folder, "9", WISH, None, "40rem")


def test_what_is_not_in_the_film_is_refused(course: Course, tmp_path: Path) -> None:
    with pytest.raises(StudioError, match="lasts"):
        stretch_of(course, Wish("gradient-compass", start=1, end=500))
    bare = Course(tmp_path)
    bare.write(9, "gradient_compass", 'class A(Lecture):\n    title = "A"\n')
    with pytest.raises(NotThere) as refused:
        stretch_of(bare, Wish("gradient-compass"))
    assert "./compass render gradient-compass" in refused.value.hint


def test_a_notebook_carries_the_film_inside(course: Course, page: Page) -> None:
    shown = clip("9", "find-the-longest", loop=True, width=427, course=course.folder)
    source = re.search(r'src="data:video/mp4;base64,([^"]+)"', shown._repr_html_())
    assert source is not None
    with av.open(io.BytesIO(b64decode(source[1]))) as film:
        frames = [frame.to_ndarray(format="rgb24") for frame in film.decode(video=0)]
    cut = [frame.to_ndarray(format="rgb24") for frame in stretch_of(course).frames()]
    assert len(frames) == len(cut)
    assert frames[0].shape[:2] == (240, 426)
    for mine, theirs in ((frames[0], cut[0]), (frames[-1], cut[-1])):
        assert brightest(mine) == pytest.approx(brightest(theirs), abs=STEP)
    page.set_content(shown._repr_html_())
    video = "document.querySelector('video')"
    page.evaluate(f"{video}.play()")
    page.wait_for_function(f"{video}.textTracks[0].activeCues?.length")
    assert page.evaluate(f"{video}.textTracks[0].activeCues[0].text") == "The longest spoke."
    assert page.evaluate(f"{video}.loop && !{video}.autoplay")


def test_a_notebook_may_play_from_the_site(course: Course) -> None:
    shown = clip("9", "find_the_longest", url="https://course.example", course=course.folder)
    assert f'src="{ADDRESS}clips/gradient-compass/embed.html#find_the_longest"' in shown.html
    assert "The longest spoke." in repr(shown)


def test_the_example_notebook_runs(course: Course, monkeypatch: Any) -> None:
    monkeypatch.setattr(studio.notebook, "CHECKOUT", course.folder)
    notebook = json.loads((CHECKOUT / "examples/notebook/clip.ipynb").read_text(encoding="utf-8"))
    cells = ["".join(cell["source"]) for cell in notebook["cells"] if cell["cell_type"] == "code"]
    *before, last = cells[0].splitlines()
    names: dict[str, Any] = {}
    exec("\n".join(before), names)
    assert "<video" in eval(last, names)._repr_html_()


def test_a_notebook_says_what_is_near(course: Course) -> None:
    with pytest.raises(NotThere, match="find_the_longest"):
        clip("gradient-compass", "find_the_longst", course=course.folder)
