"""Lines on the ground, drawn many pixels at a time, are what one formula says of every pixel."""

import numpy as np
import pytest

from visuals.terrain import lines
from visuals.terrain.lines import CASING, CASING_SHARE, draw_lines
from visuals.terrain.palette import channels
from visuals.theme import INK

SIZE = (130, 203)
GOLD = channels(INK.gradient)


def some_lines() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Ten polylines, some of them partly outside, one that stands still, one of which nothing is seen."""
    rng = np.random.default_rng(5)
    begin = np.repeat(rng.uniform([-20, -20], [220, 150], (10, 2)), 4, axis=0)
    points, shares = begin + rng.normal(0, 6, (40, 2)), rng.uniform(0, 1, 40)
    points[4:8], shares[8:12] = points[4], 0.0
    return points, shares, np.arange(0, 41, 4)


def covered(away: float, half: float) -> np.ndarray:
    return np.clip(half + 0.5 - away, 0.0, min(1.0, 2.0 * half))


def expected(frame: np.ndarray, half: float, casing: float, opacity: float) -> np.ndarray:
    """The frame with the lines, worked out for all pixels at once, a piece of a line at a time."""
    points, shares, starts = some_lines()
    row, column = np.indices(SIZE)
    middle = np.stack([column + 0.5, row + 0.5], axis=-1)
    ink, dark = np.zeros(SIZE), np.zeros(SIZE)
    for k in set(range(len(points) - 1)) - set(starts[1:-1] - 1):
        way = points[k + 1] - points[k]
        part = np.clip((middle - points[k]) @ way / max(way @ way, 1e-12), 0.0, 1.0)
        away = np.linalg.norm(middle - points[k] - part[..., None] * way, axis=-1)
        share = shares[k] + (shares[k + 1] - shares[k]) * part
        ink = np.maximum(ink, covered(away, half) * share)
        dark = np.maximum(dark, np.clip(half + casing + 0.5 - away, 0.0, 1.0) * share)
    colour, clear = frame[..., :3].astype(float), 1.0 - frame[..., 3] / 255.0
    for laid, how in ((CASING, dark * CASING_SHARE * opacity), (GOLD, ink * opacity)):
        colour += (laid - colour) * how[..., None]
        clear = clear * (1.0 - how)
    return np.concatenate([colour, 255.0 * (1.0 - clear)[..., None]], axis=-1)


@pytest.mark.parametrize("backdrop", [255, 120])
@pytest.mark.parametrize(("width", "casing", "opacity"), [(3.2, 2.0, 1.0), (0.7, 0.0, 0.6), (9.0, 2.5, 0.9)])
def test_lines_cover_every_pixel_by_how_near_it_is(width, casing, opacity, backdrop):
    frame = np.random.default_rng(6).integers(0, 120, (*SIZE, 4)).astype(np.uint8)
    frame[..., 3] = backdrop
    known = expected(frame, width / 2, casing, opacity)
    masks = np.full((2, *SIZE), 7.0, dtype=np.float32)  # of what was drawn before nothing is left
    draw_lines(*some_lines(), INK.gradient, frame, masks, width=width, casing=casing, opacity=opacity)
    assert np.abs(frame - known).max() <= 1.1  # both layers round


def test_only_tiles_that_lines_reach_into_are_touched():
    points, shares, starts = some_lines()
    tiles = np.zeros((17, 26), dtype=bool)
    lines.touch(points, shares, starts, 4.6, tiles)
    assert 0.1 < tiles.mean() < 0.6
    no_lines = np.zeros_like(tiles)
    lines.touch(points, np.zeros(40), starts, 4.6, no_lines)
    assert not no_lines.any()
