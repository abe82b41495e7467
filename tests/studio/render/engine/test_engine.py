"""The engine draws Manim's pixels, encodes them truly, and joins only what belongs together."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from manim import (
    BLUE,
    GREEN,
    RED,
    Circle,
    Dot,
    Group,
    Line,
    Mobject,
    Square,
    ValueTracker,
    VGroup,
    VMobject,
    config,
    tempconfig,
)

from studio.render.engine import rendering
from studio.render.engine.cairo_batch import Batch
from studio.render.engine.camera import BatchCamera
from studio.render.engine.delivery import Delivery
from studio.render.engine.encoder import GROUP, STILL, StretchEncoder
from studio.render.engine.joining import join
from studio.render.engine.pixels import Picture
from studio.render.engine.rendering import Leader, StretchRenderer
from studio.render.engine.stretch import JoinError, Stretch
from studio.render.engine.timing import KINDS, Timing
from tests.visuals.screening import pictures_of, small_frames
from tests.visuals.toys import Layered, Stroll
from visuals.drawing.camera import StageCamera
from visuals.lecture import Lecture, Player
from visuals.letters.formula import Formula, Words

WIDTH, HEIGHT, RATE = 320, 180, 30


def still_life() -> VGroup:
    broken = Line([0, 0, 0], [1, np.nan, 0])
    return VGroup(
        Words("Ground"),
        Formula("sum_(k=1)^n sqrt(x^2 + 1)").shift([0, 2, 0]),
        Circle(color=BLUE, fill_opacity=0.4).shift([3, 0, 0]),
        Square().set_stroke([RED, BLUE], width=7).shift([-3, 0, 0]),
        Line([-5, -2, 0], [5, -2, 0]).set_stroke(RED, width=3, background=True),
        Square(fill_opacity=0.8)
        .set_fill([RED, GREEN, BLUE])
        .set_sheen_direction([1, 1, 0])
        .shift([-3, -2.5, 0]),
        Circle().set_stroke([BLUE, RED], width=9, background=True).shift([-5.5, 2, 0]),
        Dot([5, 3, 0], fill_opacity=0.0),
        broken,
    )


def test_a_batch_draws_the_pixels_that_manim_draws():
    with tempconfig({"pixel_width": 640, "pixel_height": 360, "background_color": "#0E1116"}):
        cameras = StageCamera(), BatchCamera()
        for camera in cameras:
            camera.reset()
            camera.capture_mobjects([still_life()])
        stock, batch = (camera.pixel_array for camera in cameras)
        assert (stock == batch).all()
        assert stock.std() > 5


@given(seed=st.integers(0, 10_000))
@settings(max_examples=60)
def test_mobjects_are_drawn_in_the_order_that_manim_draws_them(seed):
    rng, camera = random.Random(seed), BatchCamera()
    alone = [*(Dot() for _ in range(6)), Mobject(), ValueTracker(2.0)]
    for each in alone:
        each.z_index = rng.choice([0, 0, 0, 1, -1])
    groups = [Group(*rng.sample(alone, rng.randint(0, 4))) for _ in range(3)]
    groups.append(Group(*rng.sample(groups, 2)))  # some stand in several families
    shown = rng.sample([*alone, *groups], 6)
    ours, manims = (kind.get_mobjects_to_display(camera, shown) for kind in (BatchCamera, StageCamera))
    assert [id(each) for each in ours] == [id(each) for each in manims]


@given(seed=st.integers(0, 10_000))
@settings(max_examples=60)
def test_a_gradient_runs_where_manim_lets_it_run(seed):
    rng = np.random.default_rng(seed)
    shape = VMobject().set_points_as_corners(rng.normal(size=(5, 3))).set_sheen_direction(rng.normal(size=3))
    shape.set_fill([RED, BLUE], opacity=1.0)
    (first, _) = Batch.of([shape], 1.0).blends
    assert np.array_equal(first[:4], np.array(shape.get_gradient_start_and_end_points())[:, :2].ravel())


def scenery(count: int, seed: int = 5) -> list[np.ndarray]:
    rng = np.random.default_rng(seed)
    ground = np.full((HEIGHT, WIDTH, 4), 40, dtype=np.uint8)
    ground[..., 3] = 255
    ground[40:90, 30:120, :3] = rng.integers(0, 255, 3)
    frames = []
    for k in range(count):
        frame = ground.copy()
        frame[100:140, 4 * k : 4 * k + 40, :3] = (200, 60, 30)
        frames.append(frame)
    return frames


def reference_yuv(pixels: np.ndarray) -> list[np.ndarray]:
    """BT.709, limited range, written as the standard has it."""
    r, g, b = (pixels[..., i] / 255.0 for i in range(3))
    luma = 0.2126 * r + 0.7152 * g + 0.0722 * b
    planes = [16 + 219 * luma, 128 + 224 * (b - luma) / 1.8556, 128 + 224 * (r - luma) / 1.5748]
    halves = [p.reshape(HEIGHT // 2, 2, WIDTH // 2, 2).mean(axis=(1, 3)) for p in planes[1:]]
    return [planes[0], *halves]


def planes_of(picture: Picture) -> list[np.ndarray]:
    rows = picture.frame.to_ndarray()  # luma above, chroma below
    chroma = rows[HEIGHT:].reshape(2, HEIGHT // 2, WIDTH // 2)
    return [rows[:HEIGHT], chroma[0], chroma[1]]


def test_pixels_become_the_standards_luma_and_chroma():
    picture = Picture(WIDTH, HEIGHT)
    pixels = np.random.default_rng(3).integers(0, 256, (HEIGHT, WIDTH, 4), dtype=np.uint8)
    picture.update(pixels)
    for ours, true in zip(planes_of(picture), reference_yuv(pixels), strict=True):
        assert np.abs(ours - true).max() <= 0.51


def test_only_rows_that_changed_are_converted_and_the_picture_is_the_same():
    first, second = scenery(2)
    picture, fresh = Picture(WIDTH, HEIGHT), Picture(WIDTH, HEIGHT)
    picture.update(first)
    assert picture.update(first) == 0
    assert picture.update(second) == 20  # forty rows
    fresh.update(second)
    assert all((a == b).all() for a, b in zip(planes_of(picture), planes_of(fresh), strict=True))


def encode(*runs: tuple[np.ndarray, int]) -> Stretch:
    encoder = StretchEncoder(Picture(WIDTH, HEIGHT), RATE, Timing())
    for pixels, repeat in runs:
        encoder.add(pixels, repeat)
    return encoder.finish()


def decode(path: Path) -> list[np.ndarray]:
    with av.open(str(path)) as film:
        frames = list(film.decode(video=0))
        rate = film.streams.video[0].average_rate
        assert [round(f.pts * f.time_base * rate) for f in frames] == list(range(len(frames)))
        return [frame.to_ndarray(format="rgb24") for frame in frames]


def likeness(picture: np.ndarray, truth: np.ndarray) -> float:
    """Peak signal to noise in decibel."""
    return 10 * np.log10(255**2 / max(np.mean((picture.astype(float) - truth[..., :3]) ** 2), 1e-9))


def test_a_joined_film_shows_every_frame_at_its_time(tmp_path):
    move, stand = scenery(24), scenery(1, seed=9)[0]
    runs = [
        [(frame, 1) for frame in move],
        [(stand, 3 * STILL)],
        [(move[3], 1)],
        [(stand, GROUP + 40)],
        [*((frame, 1) for frame in move[:5]), (stand, STILL), (move[7], STILL - 1)],
    ]
    frames = join([encode(*each) for each in runs], tmp_path / "film.mp4")
    wanted = [pixels for each in runs for pixels, repeat in each for _ in range(repeat)]
    shown = decode(tmp_path / "film.mp4")
    assert len(shown) == len(wanted) == frames
    assert min(likeness(a, b) for a, b in zip(shown, wanted, strict=True)) > 28


def test_a_still_moment_does_not_drift(tmp_path):
    join([encode((scenery(1)[0], 2 * GROUP))], tmp_path / "film.mp4")
    shown = decode(tmp_path / "film.mp4")
    assert all((picture == shown[0]).all() for picture in shown[:GROUP])
    assert all((picture == shown[GROUP]).all() for picture in shown[GROUP:])


def test_a_still_moment_costs_next_to_nothing():
    short, long = (encode((scenery(1)[0], n)) for n in (STILL, GROUP))
    sizes = [sum(len(p.data) for p in stretch.packets) for stretch in (short, long)]
    assert sizes[1] - sizes[0] < 40 * GROUP


def test_frames_that_do_not_change_are_a_still_moment():
    pixels = scenery(1)[0]
    assert encode(*[(pixels.copy(), 1)] * 2 * STILL) == encode((pixels, 2 * STILL))


def test_the_same_frames_give_the_same_bytes(tmp_path):
    frames = [(frame, 1) for frame in scenery(12)]
    for name in ("a", "b"):
        join([encode(*frames), encode((frames[0][0], 40))], tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_stretch_is_the_same_after_its_file(tmp_path):
    stretch = encode(*((frame, 1) for frame in scenery(6)))
    stretch.save(tmp_path / "0.stretch")
    assert Stretch.load(tmp_path / "0.stretch") == stretch


def test_a_stretch_file_that_was_cut_short_is_refused(tmp_path):
    path = tmp_path / "0.stretch"
    encode((scenery(1)[0], 3)).save(path)
    path.write_bytes(path.read_bytes()[:-5])
    with pytest.raises(JoinError, match="ends too early"):
        Stretch.load(path)


def test_stretches_that_do_not_belong_together_make_no_film(tmp_path):
    stretch = encode(*((frame, 1) for frame in scenery(6)))
    other = replace(stretch, shape=replace(stretch.shape, extradata=b"else"))
    headless = replace(stretch, packets=stretch.packets[1:])
    gapped = replace(stretch, packets=(*stretch.packets[:-1], replace(stretch.packets[-1], pts=77)))
    for odd, complaint in ((other, "another way"), (headless, "does not begin"), (gapped, "gap")):
        with pytest.raises(JoinError, match=complaint):
            join([stretch, odd], tmp_path / "film.mp4")
    assert not (tmp_path / "film.mp4").exists()
    with pytest.raises(JoinError, match="at least one"):
        join([], tmp_path / "film.mp4")


def test_the_hands_of_the_stopwatch_add_up():
    timing = Timing()
    with timing.doing("drawing"), timing.doing("encoding"):
        pass
    assert set(timing.stop()) == set(KINDS)
    assert all(seconds >= 0 for seconds in timing.stop().values())


@pytest.mark.parametrize("kind", [Stroll, Layered])
def test_the_engine_is_given_the_frames_that_manim_draws(tmp_path, kind):
    plain, report = pictures_of(kind, tmp_path)
    given: list[np.ndarray] = []

    def keep(leader, pixels, repeat):
        given.extend([pixels.copy()] * repeat)

    lead(Delivery(tmp_path), tmp_path, kind, keep)
    assert len(given) == len(plain) == report["frame_count"]
    assert all((a == b).all() for a, b in zip(given, plain, strict=True))


def test_a_long_play_is_shared_and_its_parts_hang_on_nothing_that_was_drawn(tmp_path, monkeypatch):
    monkeypatch.setattr(rendering, "PART", 12)
    whole, shared = (Delivery(tmp_path / name) for name in ("whole", "shared"))
    plays = lead(whole, tmp_path).plays
    late = {int(path.name[:5]) for path in whole.folder.glob("*.001.*.stretch")}
    assert late
    lead(shared, tmp_path)
    first = {play: next(shared.folder.glob(f"{play:05d}.001.*.stretch")) for play in late}
    for path in first.values():
        path.unlink()  # whoever drew it was killed
    assert shared.missing(plays) == sorted(late)
    with pytest.raises(JoinError, match="nobody drew"):
        shared.by_play(plays)
    kept = {path: path.stat().st_mtime_ns for path in shared.folder.glob("*.stretch")}
    lead(shared, tmp_path)  # what is there is not drawn again
    assert shared.by_play(plays) == whole.by_play(plays)
    assert all(path.stat().st_mtime_ns == known for path, known in kept.items())


def test_a_play_that_counts_the_time_is_not_shared(tmp_path):
    with small_frames(tmp_path):
        lecture = Stroll(renderer=StretchRenderer(Timing()))
        assert len(rendering.parts_of(lecture, 1000)) == 6
        lecture.add(Dot().add_updater(lambda dot, dt: dot.shift([dt, 0, 0])))
        assert len(rendering.parts_of(lecture, 1000)) == 1


def lead(delivery: Delivery, folder: Path, kind: type[Lecture] = Stroll, keep: Any = None) -> Lecture:
    """Have what a film lacks drawn, in this process: the lecture."""
    delivery.folder.mkdir(exist_ok=True)
    with small_frames(folder):
        renderer = StretchRenderer(Timing())
        leader = Leader(renderer, delivery, config.frame_rate, lambda work: work(), Player())
        lecture = kind(renderer=renderer, player=leader)
        if keep is not None:
            write = leader.writer.write_frame

            def write_frame(pixels, *, repeat=1):
                keep(leader, pixels, repeat)
                write(pixels, repeat=repeat)

            leader.writer.write_frame = write_frame
        lecture.render()
    return lecture
