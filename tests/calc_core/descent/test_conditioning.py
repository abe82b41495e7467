"""Lecture 14: steps grow with kappa, with momentum with its square root; on the right map there is one."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from calc_core import (
    best_momentum,
    best_step,
    bowl,
    gradient_descent,
    momentum,
    nesterov,
    race,
    rate_bound,
    rate_line,
    ravine,
    sample_grid,
    squeezed_descents,
    stretched_descents,
)
from calc_core.errors import DomainError, ShapeError, SingularError
from calc_core.landscapes.stretched import stretched

START = (10.0, 1.0)


def test_steps_grow_with_kappa_and_with_momentum_with_its_square_root():
    kappas = np.array([1.0, 100.0, 400.0])
    boots = squeezed_descents(START, kappas)
    ball = squeezed_descents(START, kappas, method="heavy ball")
    assert boots.n_steps.tolist()[:2] == [1, 1152]
    assert ball.n_steps.tolist()[:2] == [1, 143]
    assert boots.n_steps[2] / boots.n_steps[1] == pytest.approx(4, rel=0.1)
    assert ball.n_steps[2] / ball.n_steps[1] == pytest.approx(2, rel=0.15)


def test_plain_descent_takes_the_steps_that_its_rate_promises():
    family = squeezed_descents(START, [5.0, 30.0, 100.0])
    assert_allclose(family.n_steps, np.ceil(family.promised), atol=1)


def test_every_walk_of_a_family_is_the_descent_run_alone():
    family = squeezed_descents((3.0, -2.0), [2.0, 20.0], tol=1e-4)
    for i, kappa in enumerate((2.0, 20.0)):
        alone = gradient_descent(bowl(kappa), (3.0, -2.0), learning_rate=2 / (1 + kappa), tol=1e-4)
        assert family.n_steps[i] == alone.n_steps
        assert_allclose(family.x[i, : alone.n + 1], alone.x, rtol=1e-12)
        assert (family.x[i, alone.n :] == alone.last).all()


def test_a_shape_between_two_on_record_lies_between_them_and_one_on_record_is_exact():
    family = squeezed_descents(START, [1.0, 4.0, 16.0], tol=1e-3)
    assert_allclose(family.at(4.0), family.x[1])
    assert_allclose(family.at(8.0), (family.x[1] + family.x[2]) / 2)
    assert family.nearest(7.9) == 1
    assert family.nearest(8.1) == 2


def test_the_map_on_which_contours_are_circles_needs_one_step():
    family = stretched_descents(100.0, START, [1.0, 2.0, 10.0])
    assert_allclose(family.kappa, [1, 25, 100])
    assert family.n_steps[0] == 1
    assert family.n_steps[2] == 1152
    assert_allclose(family.x[:, 0], [[10, 10], [10, 2], [10, 1]])
    assert_allclose(family.on_old_map[:, 0], np.tile(START, (3, 1)))


def test_on_every_map_it_is_the_descent_of_that_map():
    family = stretched_descents(100.0, START, [2.0, 5.0])
    for i, factor in enumerate((5.0, 2.0)):
        scale = np.array([1.0, factor])
        ground = stretched(bowl(100.0), scale)
        rate = best_step(ground.hess(np.zeros(2)))
        alone = gradient_descent(ground, START * scale, learning_rate=rate, tol=1e-8)
        assert family.n_steps[i] == alone.n_steps
        assert_allclose(family.x[i, : alone.n + 1], alone.x, atol=1e-12)


def test_families_say_what_they_need():
    with pytest.raises(ShapeError, match="ascend"):
        squeezed_descents(START, [4.0, 2.0])
    with pytest.raises(DomainError, match="every walk must arrive"):
        squeezed_descents(START, [50.0, 100.0], max_iter=100)
    with pytest.raises(ShapeError, match="rulers must ascend"):
        stretched_descents(4.0, START, [2.0, 1.0])
    with pytest.raises(ShapeError, match="must not exceed the square root of kappa, 2"):
        stretched_descents(4.0, START, [1.0, 3.0])
    with pytest.raises(DomainError, match="every walk must arrive"):
        squeezed_descents(START, [50.0, 100.0], method="heavy ball", max_iter=50)


@pytest.mark.parametrize(("method", "walk"), [("heavy ball", momentum), ("nesterov", nesterov)])
def test_no_neighbour_of_the_best_constants_contracts_faster(method, walk):
    """The spectral radius of one step, by the matrix of its linear recursion."""
    best = best_momentum(np.diag([1.0, 49.0]), method)

    def radius(rate, beta):
        found = []
        for bend in (1.0, 25.0, 49.0):
            ahead = 1 - rate * bend
            first = (1 + beta) * ahead if method == "nesterov" else 1 + beta - rate * bend
            second = -beta * ahead if method == "nesterov" else -beta
            found.append(np.abs(np.linalg.eigvals([[first, second], [1.0, 0.0]])).max())
        return max(found)

    here = radius(best.learning_rate, best.beta)
    assert here == pytest.approx(rate_bound(49.0, method).rate, abs=1e-6)
    others = {"heavy ball": [(0.97, 1), (1.03, 1), (1, 0.97)], "nesterov": [(1, 0.97), (1, 1.03), (0.97, 1)]}
    for rate, beta in others[method]:
        assert radius(rate * best.learning_rate, beta * best.beta) > here
    assert walk(bowl(49.0), START, learning_rate=best.learning_rate, beta=best.beta).status == "converged"


def test_best_momentum_needs_a_bowl():
    with pytest.raises(SingularError):
        best_momentum(np.diag([1.0, 0.0]))


def test_a_rate_line_is_straight_on_paper_of_powers_of_ten():
    bound = rate_bound(100.0, "nesterov")
    line = rate_line(bound, 100.0, down_to=1e-8, n=5)
    assert line.slope[[0, -1]] == pytest.approx([100.0, 1e-8])
    assert np.diff(np.log(line.slope)) / np.diff(line.steps) == pytest.approx(np.log(0.9))
    with pytest.raises(ShapeError, match="rate line"):
        rate_line(bound, 1.0, down_to=2.0)


def test_all_who_race_start_together_and_end_where_the_slope_is_less_than_the_tolerance():
    rivals = {
        "gradient descent": {"learning_rate": best_step(np.diag([1.0, 100.0]))},
        "Adam": {"learning_rate": 0.2},
        "Newton": {},
    }
    run = race(bowl(100.0), START, rivals, tol=1e-8, floor=1e-9)
    assert run.n_steps["gradient descent"] == run.longest == 1152
    assert run.n_steps["Newton"] == 1
    for name, path in run.paths.items():
        assert path.x[0].tolist() == [10, 1]
        assert (path.slope[:-1] > 1e-8).all()
        assert path.slope[-1] <= 1e-8
        assert (run.slopes[name] >= 1e-9).all()
    assert run.slopes["Newton"].tolist() == pytest.approx([np.hypot(10, 100), 1e-9])
    assert [run.done("Newton", t) for t in (0, 0.9, 1, 70)] == [0, 0, 1, 1]
    assert run.done("gradient descent", 12.7) == 12


def test_a_race_needs_known_runners():
    with pytest.raises(ShapeError, match="some of gradient descent, heavy ball"):
        race(ravine(), (0.0, 0.0), {"sledge": {}})
    with pytest.raises(ShapeError, match="one start"):
        race(ravine(), [(0.0, 0.0), (1.0, 1.0)], {"Newton": {}})


def test_a_capped_grid_is_level_above_and_the_same_below():
    grid = sample_grid(bowl(4.0), shape=(21, 21))
    cut = grid.capped(30.0)
    assert cut.highest == 30.0
    assert (cut.f[grid.f < 30] == grid.f[grid.f < 30]).all()
    assert cut.made_by is grid.made_by
