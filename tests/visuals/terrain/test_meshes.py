"""Opaque surfaces: the nearest shows, ground hides them, outlines are smooth and light knows both faces."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

from calc_core import hills, sample_grid
from visuals.drawing.camera import Canvas
from visuals.terrain import Terrain
from visuals.terrain.drawing import Drawing
from visuals.terrain.edges import NONE
from visuals.terrain.meshes import BETWEEN, DULL, FILL, LAMPS, NEVER, SUNNY, Mesh, lay, normals_of
from visuals.terrain.painting import sun_over
from visuals.terrain.palette import SHADE_HIGH, SHADE_LOW, channels
from visuals.terrain.view import View, on_canvas

RED, GREEN = "#FF0000", "#00FF00"
WIDTH, HEIGHT = 320, 180


def canvas() -> Canvas:
    return Canvas(np.zeros((HEIGHT, WIDTH, 4), dtype=np.uint8), (0.0, 0.0), (128 / 9, 8.0))


def disc(radius: float, height: float, count: int = 96) -> np.ndarray:
    angle = np.linspace(0, 2 * np.pi, count + 1)
    rings = np.linspace(0, radius, 12)[:, None]
    return np.stack([rings * np.cos(angle), rings * np.sin(angle), np.full((12, count + 1), height)], axis=-1)


@cache
def hill() -> Terrain:
    grid = sample_grid(hills())
    return Terrain(grid.x, grid.y, grid.f, width=10, relief=2.5)


def test_of_two_surfaces_the_nearer_shows_in_whatever_order_they_come() -> None:
    view = View(elevation=90, tilt=0)
    for meshes in (
        [Mesh(disc(2, 0), RED), Mesh(disc(1, 1), GREEN)],
        [Mesh(disc(1, 1), GREEN), Mesh(disc(2, 0), RED)],
    ):
        page = canvas()
        lay(meshes, view, page, Drawing())
        middle, rim = page.pixels[HEIGHT // 2, WIDTH // 2], page.pixels[HEIGHT // 2, WIDTH // 2 + 33]
        assert middle[1] > 90 > middle[0], "the small disc lies above the large one"
        assert rim[0] > 90 > rim[1], "around it the large one shows"


@pytest.mark.parametrize("azimuth", [0.0, 31.0, -77.5])
def test_the_pixels_a_disc_covers_add_up_to_its_area_on_the_screen(azimuth: float) -> None:
    """By the shoelace of its projected rim; stairs instead of samples would miss it by more."""
    view, page = View(azimuth=azimuth, elevation=40), canvas()
    mesh = disc(2.2, 0.4)
    lay([Mesh(mesh, RED)], view, page, Drawing())
    x, y, _ = on_canvas(view.project(mesh[-1]), page).T
    area = abs(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])) / 2
    covered = page.pixels[..., 3].sum() / 255
    assert covered == pytest.approx(area, rel=1e-3)
    partly = (page.pixels[..., 3] > 0) & (page.pixels[..., 3] < 255)
    assert len(np.unique(page.pixels[partly][:, 3])) >= 6, "its outline has steps between nothing and all"


def test_what_ground_stands_before_is_not_drawn() -> None:
    """A level sheet through the hill shows exactly where the ground seen there is lower than the sheet."""
    land, page = hill(), canvas()
    x, y = np.meshgrid(np.linspace(-9, 9, 120), np.linspace(-9, 9, 120))
    level = 0.55
    sheet = land.world(np.stack([x, y, np.full_like(x, level)], axis=-1))
    lay([Mesh(sheet, GREEN)], land.view, page, Drawing(), ground=land.draw(page))
    rows, columns = np.mgrid[20:160:7, 40:280:7]
    (across, down), (left, top) = page.per_unit, page.origin
    places = np.stack([(columns + 0.5 - left) / across, (top - rows - 0.5) / down], axis=-1)
    seen = land.to_data(places)
    shown = page.pixels[rows, columns, 3]
    below, above = np.zeros_like(shown, dtype=bool), np.zeros_like(shown, dtype=bool)
    on_ground = ~np.isnan(seen[..., 0])
    height = land.height_at(seen[on_ground])
    below[on_ground], above[on_ground] = height < level - 0.05, height > level + 0.05
    assert below.sum() > 50
    assert above.sum() > 20
    assert (shown[below] > 127).all()  # a pixel on a crest is partly crest
    assert (shown[below] == 255).mean() > 0.98
    assert (shown[above] < 128).all()
    assert (shown[above] == 0).mean() > 0.98
    partly = (page.pixels[..., 3] > 0) & (page.pixels[..., 3] < 255)
    assert partly.sum() > 100, "where the sheet dives into the ground its edge is smooth"


def test_a_surface_is_lit_on_both_faces_each_from_its_own_side() -> None:
    def tone(mesh: np.ndarray, elevation: float) -> float:
        page = canvas()
        lay([Mesh(mesh, RED)], View(elevation=elevation), page, Drawing())
        return float(page.pixels[HEIGHT // 2, WIDTH // 2, 0])

    assert tone(disc(2, 0), 80) == tone(disc(2, 0)[:, ::-1], 80), (
        "which way round its points run does not matter"
    )
    assert tone(disc(2, 0), 80) > tone(disc(2, 0), -80) + 40, "seen from below it has its back to the sun"


def test_metal_shows_lamps_as_stripes_and_paper_does_not() -> None:
    angle, up = np.linspace(0, 2 * np.pi, 121), np.linspace(-1.5, 1.5, 8)[:, None]
    side = np.stack([1.5 * np.cos(angle) + 0 * up, 1.5 * np.sin(angle) + 0 * up, up + 0 * angle], axis=-1)
    peaks = []
    for shine in (0.0, 1.0):
        page = canvas()
        lay([Mesh(side, "#B9C2CE", shine=shine)], View(elevation=20), page, Drawing())
        row = page.pixels[HEIGHT // 2 + 12, WIDTH // 2 - 28 : WIDTH // 2 + 28, 1].astype(float)
        inner = row[1:-1]
        peaks.append(int(((inner > row[:-2]) & (inner >= row[2:]) & (inner > np.median(row) + 25)).sum()))
    assert peaks[0] == 0
    assert peaks[1] >= 2


def test_turned_metal_is_what_its_formula_says_of_every_point() -> None:
    """Two bowls, one beside the other; stripes by real powers of a real sine, wherever on the bowl."""
    bowls = [disc(2.2, 0) + [side, 0.0, 0.0] for side in (-2.6, 2.6)]
    for bowl in bowls:
        bowl[..., 2] = 0.5 * np.linspace(0, 1.6, 12)[:, None] ** 2
    meshes = [Mesh(bowl, "#8899AA", shine=0.8) for bowl in bowls]
    view, page, drawing = View(azimuth=25, elevation=55), canvas(), Drawing()
    lay(meshes, view, page, drawing)
    inside = (drawing.place[0] >= NEVER) & (drawing.which == NONE)
    assert inside.sum() > 2000
    u, v = drawing.place[:, inside].astype(float)
    which, v = (v // BETWEEN).astype(int), v % BETWEEN
    nodes = np.array([mesh.nodes for mesh in meshes])
    i, j = np.minimum(u.astype(int), nodes.shape[2] - 2), np.minimum(v.astype(int), nodes.shape[1] - 2)
    s, t = (u - i)[:, None], (v - j)[:, None]
    low = nodes[which, j, i] * (1 - s) + nodes[which, j, i + 1] * s
    high = nodes[which, j + 1, i] * (1 - s) + nodes[which, j + 1, i + 1] * s
    spot, normal, groove = np.split(low * (1 - t) + high * t, 3, axis=1)

    def unit(ways: np.ndarray) -> np.ndarray:
        return np.asarray(ways / np.linalg.norm(ways, axis=-1, keepdims=True))

    eye = unit(view.toward_eye(spot))
    normal, groove = unit(normal), unit(groove)
    toward = np.sum(normal * eye, axis=1)
    normal, toward = normal * np.sign(toward)[:, None], np.abs(toward)
    lamps = np.concatenate([sun_over(view)[None], unit(LAMPS[:, :3] @ view.axes)])
    facing, filled = np.maximum(normal @ lamps[:2].T, 0).T
    tone = SHADE_LOW + (SHADE_HIGH - SHADE_LOW) * facing
    tone = (tone + FILL * filled * (1 - facing)) * (1 - DULL * 0.8)
    stripes, white = 0.10 + 0.22 * toward, 0.10 * (1 - toward) ** 4
    for lamp, (narrow, bright) in zip(lamps, [SUNNY, *LAMPS[:, 3:]], strict=True):
        half = np.sum(groove * unit(lamp + eye), axis=1)
        stripe = np.clip(0.30 + 2 * normal @ lamp, 0, 1) * bright * np.sqrt(1 - half**2) ** (2 * narrow)
        stripes, white = stripes + stripe, white + 0.35 * stripe**2
    colour = channels("#8899AA") * (tone + 0.8 * stripes)[:, None]
    colour += (255 - colour) * np.minimum(0.8 * white, 1)[:, None]
    assert np.abs(page.pixels[inside][:, :3] - colour.clip(0, 255)).max() <= 1.0


def test_normals_stand_square_on_the_surface_also_in_the_middle_of_a_disc() -> None:
    mesh = disc(1.0, 0.0)
    mesh[..., 2] = mesh[..., 0] ** 2 - 0.3 * mesh[..., 1]
    normals = normals_of(mesh)
    normals /= np.linalg.norm(normals, axis=-1, keepdims=True)
    true = np.stack([-2 * mesh[..., 0], np.full(mesh.shape[:2], 0.3), np.ones(mesh.shape[:2])], axis=-1)
    true /= np.linalg.norm(true, axis=-1, keepdims=True)
    assert np.abs(np.sum(normals * true, axis=-1))[1:].min() > 0.999
    assert np.isfinite(normals).all()


def test_a_mesh_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="points \\(rows, columns, 3\\)"):
        Mesh(np.zeros((5, 3)), RED)
    with pytest.raises(ValueError, match="a normal for every point"):
        Mesh(np.zeros((5, 3, 3)), RED, normals=np.zeros((4, 3, 3)))
