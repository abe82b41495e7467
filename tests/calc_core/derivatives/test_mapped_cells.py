"""The cells of a grid grow by the determinant, and a cell that is turned over counts below zero."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc_core import mapped_cells, mapped_grid, shoelace
from calc_core.errors import DomainError, ShapeError

places = st.tuples(st.floats(-6, 6), st.floats(-6, 6))
matrices = st.tuples(*(st.floats(-3, 3) for _ in range(4))).map(lambda m: np.reshape(m, (2, 2)))
SMALL = 2.0 ** -np.arange(1, 6)


def warp(p):
    return np.stack([p[..., 0] + np.sin(p[..., 1]), p[..., 1] + np.sin(p[..., 0])], axis=-1)


def polar(p):
    return np.stack([p[..., 0] * np.cos(p[..., 1]), p[..., 0] * np.sin(p[..., 1])], axis=-1)


@given(matrix=matrices, at=places, moved=places)
def test_under_a_matrix_every_cell_grows_by_its_determinant_wherever_it_stands(matrix, at, moved):
    cells = mapped_cells(lambda p: p @ matrix.T + moved, [at, (0.0, 0.0)], (0.7, 0.3), pieces=3)
    exact = matrix[0, 0] * matrix[1, 1] - matrix[0, 1] * matrix[1, 0]
    assert cells.ratio == pytest.approx([exact, exact], abs=1e-11)
    assert cells.determinant == pytest.approx([exact, exact], abs=1e-7)
    assert cells.largest_gap < 1e-7


@given(at=places)
def test_a_measured_ratio_misses_the_determinant_by_the_square_of_the_side(at):
    (x, y), sizes = at, np.stack([SMALL, SMALL], axis=-1)
    gap = mapped_cells(warp, np.broadcast_to(at, sizes.shape), sizes, pieces=64).ratio
    gap = gap - (1 - np.cos(x) * np.cos(y))
    exact = np.cos(x) * np.cos(y) * (1 - np.sinc(SMALL / 2 / np.pi) ** 2)  # cosines averaged over the square
    assert gap == pytest.approx(exact, abs=2e-5)
    assert (np.abs(gap) <= SMALL**2 / 12 + 2e-5).all()


@given(r=st.floats(-3, 3), theta=st.floats(-4, 4), dtheta=st.floats(0.05, 1.0))
def test_a_polar_cell_grows_by_the_radius_in_its_middle_and_below_zero_it_is_turned_over(r, theta, dtheta):
    cell = mapped_cells(polar, (r, theta), (0.4, dtheta), pieces=200)
    assert float(cell.ratio) == pytest.approx(r, abs=2e-5)
    assert float(cell.determinant) == pytest.approx(r, abs=1e-8)
    corners_alone = mapped_cells(polar, (r, theta), (0.4, dtheta), pieces=1)
    assert float(corners_alone.ratio) == pytest.approx(r * np.sin(dtheta) / dtheta, abs=1e-12)


@given(share=st.floats(0, 1))
def test_lines_and_cells_go_their_way_together(share):
    grid = mapped_grid(warp, [0.0, 0.5, 2.0], [-1.0, 1.0], pieces=4).at(share)
    assert grid.made_by is not None
    assert grid.level.shape == (2, 9, 2)
    assert grid.upright.shape == (3, 5, 2)
    flat = np.array([0.5, 1.0])
    wanted = flat + share * (warp(flat) - flat)
    assert grid.level[1, 4] == pytest.approx(wanted)
    assert grid.upright[1, -1] == pytest.approx(wanted)
    cell = mapped_cells(warp, (0.25, 0.0), (0.5, 2.0), pieces=4).at(share)
    assert cell.outline[8] == pytest.approx(wanted)
    assert float(cell.determinant) == pytest.approx(1 - share**2 * np.cos(0.25) * np.cos(0.0))


def test_a_figure_is_carried_along_and_the_shoelace_counts_anticlockwise_above_zero():
    figure = np.array([[-0.5, -0.5], [0.5, -0.5], [0.0, 0.5]])
    carried = mapped_cells(lambda p: -2 * p, (1.0, 1.0), (2.0, 2.0), figure=figure)
    assert carried.outline == pytest.approx(-2 * (1 + 2 * figure))
    assert float(carried.area) == pytest.approx(8.0)
    assert float(shoelace(figure[::-1])) == pytest.approx(-0.5)
    assert float(shoelace(figure + 1e6)) == pytest.approx(0.5, rel=1e-9)


def test_what_cannot_be_mapped_is_told():
    with pytest.raises(ShapeError, match="x must be two lines or more that rise"):
        mapped_grid(warp, [1.0, 0.0], [0.0, 1.0])
    with pytest.raises(DomainError, match="size must be positive, got 0"):
        mapped_cells(warp, (0.0, 0.0), (1.0, 0.0))
    with pytest.raises(ShapeError, match="pieces must be at least 1, got 0"):
        mapped_cells(warp, (0.0, 0.0), (1.0, 1.0), pieces=0)
    with pytest.raises(ShapeError, match="3 corners"):
        shoelace([[0.0, 0.0], [1.0, 0.0]])
    with pytest.raises(DomainError, match="must be finite"):
        mapped_grid(lambda p: 1 / p, [0.0, 1.0], [0.0, 1.0])
