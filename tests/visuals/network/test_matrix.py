"""A matrix lies as it is shaped, turns over as its transpose, and shows what can be multiplied with what."""

import numpy as np
import pytest

from tests.visuals.hills import GROUND, canvas
from visuals.network.matrix import SAMPLES, SEAM, Crossing, Hinge, MatrixTile, lay
from visuals.network.tiles import HOLE
from visuals.terrain.palette import channels
from visuals.theme import INK

RNG = np.random.default_rng(2)
WIDE = RNG.uniform(0.1, 1.0, size=(3, 5)) * RNG.choice([-1, 1], size=(3, 5))


def painted(picture):
    stage = canvas()
    picture.paint(stage)
    return stage


def pixel(stage, place):
    """The colour (3,) at a place of the stage."""
    (left, top), (across, down) = stage.origin, stage.per_unit
    return stage.pixels[int(top - down * place[1]), int(left + across * place[0]), :3].astype(float)


def aside(place, tile):
    """A little off the middle of a cell, beside the dark square of a negative one."""
    return place + np.array([0.34, 0.34, 0]) * tile.cell


@pytest.mark.parametrize("turned", [0.0, 1.0])
def test_every_entry_is_as_bright_as_it_is_large(turned):
    tile = MatrixTile(np.abs(WIDE), cell=0.8, middle=(0.3, -0.2), kind="light", turned=turned)
    stage = painted(tile)
    seen = [[pixel(stage, tile.place(r, c)).mean() for c in range(5)] for r in range(3)]
    assert np.corrcoef(np.ravel(seen), np.abs(WIDE).ravel())[0, 1] > 0.9999


def test_turned_over_it_is_its_transpose():
    over = MatrixTile(WIDE, cell=0.7, middle=(0.0, 0.0), turned=1.0)
    plain = MatrixTile(WIDE.T, cell=0.7, middle=(0.0, 0.0))
    np.testing.assert_array_equal(painted(over).pixels, painted(plain).pixels)
    assert over.shape == plain.shape == (5, 3)
    np.testing.assert_allclose(over.points, plain.points)
    for row in range(3):
        for column in range(5):
            np.testing.assert_allclose(over.place(row, column), plain.place(column, row), atol=1e-12)


def test_while_it_turns_its_main_diagonal_stays():
    square = MatrixTile(np.ones((4, 4)), cell=0.5, middle=(1.0, 0.5))
    before = [square.place(k, k) for k in range(4)]
    for turned in (0.2, 0.5, 0.9):
        square.turned.set_value(turned)
        np.testing.assert_allclose([square.place(k, k) for k in range(4)], before, atol=1e-12)
        corner = square.place(0, 3) - before[0]
        assert abs(corner[:2].sum()) < 3 * 0.5 + 1e-9
    square.turned.set_value(0.5)  # on its edge: a line, which is not drawn
    assert (painted(square).pixels[..., :3] == GROUND).all()


def test_signs_are_told_by_ink_and_by_a_dark_square():
    tile = MatrixTile([[1.0, -1.0]], cell=2.0, middle=(0.0, 0.0))
    stage = painted(tile)
    np.testing.assert_allclose(pixel(stage, tile.place(0, 0)), channels(INK.plus), atol=2)
    np.testing.assert_allclose(pixel(stage, aside(tile.place(0, 1), tile)), channels(INK.minus), atol=2)
    assert pixel(stage, tile.place(0, 1)).mean() < 60


def test_only_the_cells_that_are_there_are_seen():
    tile = MatrixTile(np.ones((3, 4)), cell=0.9, middle=(0.0, 0.0), kind="light")
    tile.filled.set_value(6 / 12)
    stage = painted(tile)
    seen = [pixel(stage, tile.place(*divmod(k, 4))).mean() > 100 for k in range(12)]
    assert seen == [k < 6 for k in range(12)]


def test_the_sides_are_as_long_as_rows_and_columns():
    tile = MatrixTile(WIDE, cell=0.4, middle=(1.0, -1.0))
    assert tile.box == pytest.approx((0.0, -1.6, 2.0, -0.4))
    with pytest.raises(ValueError, match="most is positive"):
        MatrixTile(WIDE, cell=0.4, middle=(0, 0), most=0)


def rod(hinge):
    ends = hinge.rod.points[[0, -1], :2]
    return ends[1] - ends[0]


@pytest.mark.parametrize(("inner", "fits"), [(5, True), (3, False), (7, False)])
def test_the_inner_side_swings_up_and_fits_if_it_is_as_long(inner, fits):
    left = MatrixTile(WIDE, cell=0.3, middle=(-1.0, -1.5))
    right = MatrixTile(np.ones((inner, 2)), cell=0.3, middle=(0.5, 0.6))
    hinge = Hinge(left, right)
    np.testing.assert_allclose(rod(hinge), [-1.5, 0], atol=1e-12)
    hinge.swung.set_value(1.0)
    hinge.redraw()
    np.testing.assert_allclose(rod(hinge), [0, 1.5], atol=1e-12)
    assert hinge.rod.points[0, 1] == pytest.approx(right.box[1])
    assert hinge.fits is fits
    assert (len(hinge.gap.points) == 0) is fits
    if not fits:
        assert np.ptp(hinge.gap.points[:, 1]) == pytest.approx(0.3 * abs(inner - 5))


def test_a_turned_sheet_may_fit_where_it_did_not():
    left = MatrixTile(WIDE, cell=0.3, middle=(2.0, -1.5))
    right = MatrixTile(np.ones((4, 5)), cell=0.3, middle=(2.0, 0.6), aside=(-1.0, 0.6))
    hinge = Hinge(left, right, mirrored=True)
    np.testing.assert_allclose(rod(hinge), [1.5, 0], atol=1e-12)
    assert not hinge.fits
    right.turned.set_value(1.0)
    hinge.swung.set_value(1.0)
    hinge.redraw()
    assert hinge.fits
    np.testing.assert_allclose(rod(hinge), [0, 1.5], atol=1e-12)
    assert hinge.rod.points[0, 0] == pytest.approx(right.box[2] + 0.06)


def test_a_row_and_a_column_cross_at_their_cell():
    left = MatrixTile(WIDE, cell=0.3, middle=(-1.0, -1.5))
    right = MatrixTile(np.ones((5, 4)), cell=0.3, middle=(0.5, 0.6))
    product = MatrixTile(WIDE @ np.ones((5, 4)), cell=0.3, middle=(0.5, -1.5))
    crossing = Crossing(left, right, product, ink=INK.output)
    for row, column in ((0, 0), (1, 2), (2, 3)):
        product.filled.set_value((4 * row + column + 1) / 12)
        crossing.redraw()
        assert crossing.at == (row, column)
        frames = crossing.frames.points.reshape(3, -1, 3)
        middles = (frames.min(axis=1) + frames.max(axis=1)) / 2
        np.testing.assert_allclose(middles[0], left.place(row, 2), atol=1e-12)
        np.testing.assert_allclose(middles[1], right.place(2, column), atol=1e-12)
        np.testing.assert_allclose(middles[2], product.place(row, column), atol=1e-12)


@pytest.mark.parametrize("signed", [True, False])
@pytest.mark.parametrize("cell", [2.3, 9.0, 31.0])
def test_every_pixel_is_the_mean_of_its_samples(cell, signed):
    """Worked out for all samples at once, of a sheet that stands aslant and is not all there."""
    rng = np.random.default_rng(7)
    values, inks, filled = rng.uniform(-1.2, 1.2, (4, 5)), rng.uniform(0, 255, (3, 3)), 17
    forth = cell * np.array([[0.9, 0.25], [-0.2, 1.1]])
    back, middle = np.linalg.inv(forth), np.array([61.3, 58.8])
    frame = rng.integers(0, 256, (120, 130, 4)).astype(np.uint8)
    frame[..., 3] = 255
    at = (np.arange(SAMPLES) + 0.5) / SAMPLES
    down, across = ((np.arange(count)[:, None] + at).ravel() for count in (120, 130))
    y, x = np.meshgrid(down, across, indexing="ij")
    u, v = np.tensordot(back, [x - middle[0], y - middle[1]], axes=1) + np.array([2.5, 2.0])[:, None, None]
    i, j = np.floor(u).astype(int), np.floor(v).astype(int)
    off = np.maximum(abs(u - i - 0.5), abs(v - j - 0.5))
    there = (i >= 0) & (i < 5) & (j >= 0) & (j < 4) & (off <= 0.5 - SEAM) & (5 * j + i < filled)
    value = values[j.clip(0, 3), i.clip(0, 4)].clip(-1, 1)
    full = abs(value) if signed else value.clip(0)
    if signed and cell > 3.4:
        full = np.where((value < 0) & (off < HOLE / 2), 0.0, full)
    colour = inks[2] + (np.where(value[..., None] > 0, inks[0], inks[1]) - inks[2]) * full[..., None]
    share = there.reshape(120, SAMPLES, 130, SAMPLES).mean(axis=(1, 3))[..., None]
    whole = (colour * there[..., None]).reshape(120, SAMPLES, 130, SAMPLES, 3).mean(axis=(1, 3))
    expected = frame[..., :3] * (1 - 0.8 * share) + 0.8 * whole
    lay(middle, back, abs(forth), values, filled, signed, inks, 0.8, frame)
    assert np.abs(frame[..., :3] - expected).max() <= 0.51
