"""The Newton fractal's pixels are the ends of their own walks; rows of digits and hops are what they tell."""

import numpy as np
import pytest

from calc_core import newton, newton_basins, newton_plane
from visuals import DigitRows, NewtonFractal, PlaneWalk
from visuals.approximation import newton_pixels
from visuals.approximation.newton_fractal import NEVER_INK
from visuals.drawing.camera import Canvas
from visuals.terrain.palette import channels

CUBIC = (1.0, 0.0, -2.0, 2.0)
SIZE = (128 / 9, 8.0)
BEACH = (-0.47207045446, 1.08027193872)


def drawn(fractal, width=480, height=270, ground=0):
    pixels = np.full((height, width, 4), ground, dtype=np.uint8)
    fractal.paint(Canvas(pixels, (0.0, 0.0), SIZE))
    return pixels


def numbers(fractal, width=480, height=270):
    """The number in the middle of every pixel, by the picture's own frame."""
    x = (np.arange(width) + 0.5) / width * SIZE[0] - SIZE[0] / 2
    y = SIZE[1] / 2 - (np.arange(height) + 0.5) / height * SIZE[1]
    return fractal.to_data(np.stack(np.meshgrid(x, y), axis=-1)) @ [1, 1j]


def hue(pixels):
    """Which root's ink, or none: told by the channels' order, which dimming leaves as it is."""
    red, green, blue = (pixels[..., k].astype(int) for k in range(3))
    kinds = [(blue > green) & (green > red), (blue > red) & (red > green), (red > green) & (green > blue)]
    return np.where(pixels[..., :3].max(axis=-1) < 9, -1, np.select(kinds, [0, 1, 2], default=-1))


@pytest.mark.parametrize(("at", "zoom"), [((0, 0), 1.0), (BEACH, 30.0), (BEACH, 8000.0)])
def test_away_from_the_borders_a_pixel_wears_the_ink_of_its_root(at, zoom):
    fractal = NewtonFractal(newton_plane(CUBIC), at=at)
    fractal.zoom.set_value(zoom)
    seen, known = hue(drawn(fractal)), newton_basins(CUBIC, numbers(fractal), max_iter=80).label
    inner = np.ones_like(known, dtype=bool)
    for axis in (0, 1):
        for shift in (-1, 1):
            inner &= np.roll(known, shift, axis) == known
    inner &= known >= 0
    assert inner.mean() > 0.6
    assert (seen == known)[inner].mean() > 0.999


def test_black_is_what_never_arrives_and_nothing_else():
    fractal = NewtonFractal(newton_plane(CUBIC))
    black = (drawn(fractal, 960, 540)[..., :3] == channels(NEVER_INK).astype(np.uint8)).all(axis=-1)
    lost = newton_basins(CUBIC, numbers(fractal, 960, 540), max_iter=400).label < 0
    assert (black <= lost).all()
    assert black.sum() > 0.7 * lost.sum()


def test_filling_between_the_lattice_is_no_shade_off_from_walking_every_pixel(monkeypatch):
    fractal = NewtonFractal(newton_plane(CUBIC))
    quick = drawn(fractal, 960, 540).astype(int)
    honest = newton_pixels.survey

    def all_torn(box, view, plane, label, steps, torn):
        honest(box, view, plane, label, steps, torn)
        torn[:] = True

    monkeypatch.setattr(newton_pixels, "survey", all_torn)
    off = np.abs(drawn(fractal, 960, 540).astype(int) - quick).max(axis=-1)
    assert (off > 8).mean() < 1e-3


def random_view(seed):
    rng = np.random.default_rng(seed)
    zoom = 10 ** rng.uniform(0, 4)
    fractal = NewtonFractal(newton_plane(CUBIC), at=tuple(np.array(BEACH) + rng.normal(size=2) / zoom))
    fractal.zoom.set_value(zoom)
    return fractal


@pytest.mark.parametrize("seed", range(4))
def test_every_pixel_that_is_walked_ends_where_its_own_walk_ends(seed):
    fractal = random_view(seed)
    drawn(fractal, 320, 180)
    seen = fractal.scratch.label[1:181, 1:321]
    walked = seen != newton_pixels.NOT_WALKED
    ends = fractal.plane.ends(numbers(fractal, 320, 180))
    known = np.where(ends.label < 0, newton_pixels.LOST, ends.label)
    assert walked.sum() > 1000
    assert (seen == known)[walked].mean() > 0.999  # all but those whose ends rounding decides
    steps, sure = fractal.scratch.steps[1:181, 1:321], walked & (seen == known) & (ends.label >= 0)
    assert np.percentile(np.abs(steps - ends.steps)[sure], 99) < 1e-3


@pytest.mark.parametrize("seed", range(4))
def test_a_block_is_torn_where_the_lattice_around_it_differs(seed):
    fractal = random_view(seed)
    drawn(fractal, 320, 180)
    label, steps = (each[:46, :81] for each in (fractal.scratch.node_label, fractal.scratch.node_steps))
    for j, i in np.ndindex(45, 80):
        around = np.s_[max(j - 1, 0) : j + 3, max(i - 1, 0) : i + 3]
        unlike = np.unique(label[around]).size > 1 or np.ptp(steps[around]) > newton_pixels.FLAT
        assert fractal.scratch.torn[j, i] == unlike


def test_the_picture_is_its_own_mirror_image():
    pixels = drawn(NewtonFractal(newton_plane(CUBIC)), 480, 272).astype(int)
    swapped = hue(pixels[::-1])
    mirrored = np.select([swapped == 0, swapped == 1], [1, 0], default=swapped)
    assert (hue(pixels) == mirrored).mean() > 0.97  # all but the softened borders


def test_zooming_by_a_sixtieth_of_a_second_does_not_shimmer():
    fractal = NewtonFractal(newton_plane(CUBIC), at=BEACH)
    fractal.zoom.set_value(300.0)
    before = drawn(fractal, 960, 540).astype(int)
    fractal.zoom.set_value(300.0 * 1.0005)
    after = drawn(fractal, 960, 540).astype(int)
    assert np.abs(after - before).mean() < 1.0


def test_unfolded_not_at_all_every_row_is_the_real_line():
    fractal = NewtonFractal(newton_plane(CUBIC))
    fractal.unfolded.set_value(0.0)
    pixels = drawn(fractal)
    assert (np.abs(pixels.astype(int) - pixels[:1]) <= 12).mean() > 0.99
    assert set(np.unique(hue(pixels))) <= {2, -1}  # real starts reach the real root, or none


def test_grown_opens_the_box_from_its_middle_and_opacity_mixes():
    fractal = NewtonFractal(newton_plane(CUBIC), grown=0.5)
    half = drawn(fractal, ground=9)
    rows = np.flatnonzero((half != 9).any(axis=(1, 2)))
    assert rows[[0, -1]] == pytest.approx([270 / 4, 270 * 3 / 4 - 1], abs=1)
    fractal.grown.set_value(1.0)
    whole = drawn(fractal).astype(float)
    fractal.opacity.set_value(0.5)
    assert np.abs(drawn(fractal)[..., :3] - whole[..., :3] / 2).max() <= 2


def test_places_and_numbers_are_each_others_inverse():
    fractal = NewtonFractal(newton_plane(CUBIC), at=BEACH, unit=3.0)
    fractal.zoom.set_value(40)
    points = np.random.default_rng(1).normal(size=(5, 2))
    np.testing.assert_allclose(fractal.to_data(fractal.to_screen(points)), points, atol=1e-12)


def test_a_look_goes_by_equal_factors_to_where_it_was_sent():
    fractal = NewtonFractal(newton_plane(CUBIC))
    moves = [each.build() if hasattr(each, "build") else each for each in fractal.look(at=BEACH, zoom=100.0)]
    assert len(moves) == 3


def test_rows_light_the_digits_that_are_right_and_bars_are_as_long_as_those():
    walk = newton(lambda x: x**3 - 2 * x + 2, -1.21, df=lambda x: 3 * x**2 - 2)
    rows = DigitRows(walk, range(2, 7), at=(-3, 1), grown=5)
    assert list(rows.right) == [1, 2, 4, 8, 16]
    for row, (bar, cells) in enumerate(zip(rows.bars, rows.cells, strict=True)):
        left, right = bar.points[:, 0].min(), bar.points[:, 0].max()
        under = [left - 1e-6 < each.get_center()[0] < right + 1e-6 for each in cells]
        assert sum(under) == rows.right[row]
        assert under[: rows.right[row]] == [True] * rows.right[row]


def test_the_hops_end_where_they_have_come():
    plane = newton_plane(CUBIC)
    fractal = NewtonFractal(plane)
    walk = PlaneWalk(plane.hops(0.02 + 0.03j, 6), on=fractal).pose(at=3)
    walk.redraw()
    assert len(walk.way()) == 3
    np.testing.assert_allclose(walk.dot.points.mean(axis=0), fractal.to_screen(walk.hops.x[3]), atol=0.01)
