"""Lecture 16: at the best point on the fence the compass points straight across it."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy.optimize import minimize

from calc_core import (
    bowl,
    gaussian_hill,
    hessian,
    lagrange_points,
    make_landscape,
    monkey_saddle,
    mountains,
    normal,
    round_fence,
    saddle,
    shadow_price,
    tangential,
    walk_on_constraint,
    x_squared_y,
)
from calc_core.errors import CalcError, DomainError, ShapeError, SingularError
from tests.calc_core.worlds import HIMMELBLAU, World, worlds

F, G = x_squared_y(), round_fence()
SIX = lagrange_points(F, G, level=1, starts=80)
vectors = st.tuples(st.floats(-5, 5), st.floats(-5, 5))


def sphere(d):
    return make_landscape(
        lambda x: (x**2).sum(-1),
        lambda x: 2 * x,
        lambda x: np.broadcast_to(2 * np.eye(d), (*x.shape, d)).copy(),
        bounds=[(-2, 2)] * d,
        name="sphere",
    )


def quadratic(h):
    return make_landscape(
        lambda x: ((x @ h) * x).sum(-1) / 2,
        lambda x: x @ h,
        lambda x: np.broadcast_to(h, (*x.shape, len(h))).copy(),
        bounds=[(-2, 2)] * len(h),
    )


# ---- the two parts of the compass


@settings(max_examples=40)
@given(gf=vectors, gg=vectors.filter(lambda v: np.hypot(*v) > 1e-3))
def test_the_two_parts_of_the_compass_are_square_and_add_up(gf, gg):
    along, across = tangential(gf, gg), normal(gf, gg)
    assert_allclose(along + across, gf, atol=1e-12)
    assert abs(along @ gg) <= 1e-12 * (1 + np.hypot(*gf)) * np.hypot(*gg)
    assert abs(across[0] * gg[1] - across[1] * gg[0]) <= 1e-12 * (1 + np.hypot(*gf)) * np.hypot(*gg)
    assert_allclose(tangential(along, gg), along, atol=1e-11)


# ---- Lagrange's points


def test_all_six_points_of_x_squared_y_on_the_circle():
    found = SIX
    a, b = np.sqrt(2 / 3), np.sqrt(1 / 3)
    assert_allclose(found.x, [(-a, -b), (a, -b), (0, -1), (0, 1), (-a, b), (a, b)], atol=1e-12)
    best = 2 / (3 * np.sqrt(3))
    assert_allclose(found.f, [-best, -best, 0, 0, best, best], atol=1e-14)
    assert_allclose(found.lam, [-b, -b, 0, 0, b, b], atol=1e-12)
    assert found.kind == ("minimum", "minimum", "maximum", "minimum", "maximum", "maximum")
    assert (found.n, found.lowest, found.highest) == (6, found.f[0], found.f[-1])
    assert found.residual < 1e-13


@settings(max_examples=6)
@given(seed=st.integers(0, 10**6), d=st.integers(2, 4))
def test_on_a_sphere_a_quadratic_form_is_level_at_its_eigenvectors(seed, d):
    """An independent witness: max x'Hx/2 on |x|^2 = 1 asks for eigenvalues, and lam is half of one."""
    rng = np.random.default_rng(seed)
    turn, _ = np.linalg.qr(rng.normal(size=(d, d)))
    eigenvalues = np.cumsum(rng.uniform(0.5, 2, d)) - 2
    h = turn @ np.diag(eigenvalues) @ turn.T
    found = lagrange_points(quadratic((h + h.T) / 2), sphere(d), level=1)
    assert found.n == 2 * d
    assert_allclose(found.lam, np.repeat(eigenvalues, 2) / 2, atol=1e-9)
    assert_allclose(found.f, np.repeat(eigenvalues, 2) / 2, atol=1e-9)
    assert_allclose(np.abs(found.x @ turn).max(axis=-1), 1, atol=1e-9)
    assert found.kind[0] == "minimum"
    assert found.kind[-1] == "maximum"
    assert set(found.kind[2:-2]) <= {"saddle"}


@settings(max_examples=8)
@given(world=worlds)
def test_points_move_with_the_world_and_prices_with_its_units(world):
    old, new = SIX, lagrange_points(world.of(F), world.of(G), level=world.height, starts=80)
    # f and g are both rescaled by the same height, so lam, their ratio, stays
    far = np.linalg.norm(world.carry(old.x)[:, None] - new.x, axis=-1)
    assert new.n == old.n
    assert far.min(axis=1).max() <= 1e-7 * world.scale + 1e-9 * np.abs(world.shift).max()
    assert_allclose(np.sort(new.lam), np.sort(old.lam), atol=1e-6)


def test_scipy_finds_nothing_higher_on_the_fence():
    range_, fence = mountains(5), World(0.3, 2.0, (0.5, -0.4)).of(bowl(3.0))
    found = lagrange_points(range_, fence, level=0.5)
    assert found.n >= 4
    assert sum(kind == "minimum" for kind in found.kind) == sum(kind == "maximum" for kind in found.kind)
    on_fence = {"type": "eq", "fun": lambda x: fence.f(x) - 0.5, "jac": fence.grad}
    for start in np.random.default_rng(0).uniform(-3, 3, (6, 2)):
        run = minimize(
            lambda x: -range_.f(x), start, jac=lambda x: -range_.grad(x), constraints=on_fence, tol=1e-12
        )
        if run.success:
            assert -run.fun <= found.highest + 1e-9
            assert np.linalg.norm(found.x - run.x, axis=-1).min() < 1e-3


def test_on_a_circle_around_the_monkey_there_are_three_tops_and_three_bottoms():
    found = lagrange_points(monkey_saddle(), G, level=1, bounds=[(-2, 2), (-2, 2)])
    assert sorted(found.kind) == ["maximum"] * 3 + ["minimum"] * 3
    assert_allclose(np.abs(found.f), 1, atol=1e-13)  # r^3 cos(3 angle)


# ---- corners of the fence, which have no normal

CUSP = make_landscape(
    lambda p: p[..., 1] ** 2 - p[..., 0] ** 3,
    lambda p: np.stack([-3 * p[..., 0] ** 2, 2 * p[..., 1]], axis=-1),
    lambda p: np.stack([6 * p[..., :1] * (-1, 0), np.broadcast_to([0.0, 2.0], p.shape)], axis=-2),
    bounds=[(-2, 2), (-2, 2)],
    name="cusp",
)


def away_from(x):
    """Half the squared distance to x."""
    return World(0.0, 1.0, x).of(bowl(1))


@settings(max_examples=5)
@given(world=worlds)
def test_the_tip_of_a_cusp_has_no_multiplier_and_is_named_as_a_corner(world):
    """From the left, the tip is the nearest place of y^2 = x^3, and no other is level."""
    left = away_from((-1.0, 0.0))
    fence = world.of(CUSP)
    found = lagrange_points(world.of(left), fence, bounds=fence.bounds, starts=80)
    assert found.n == 0
    assert found.corners.shape == (1, 2)
    near = 1e-6 * world.scale + 1e-9 * np.abs(world.shift).max()
    assert_allclose(found.corners[0], world.carry(np.zeros(2)), atol=near)
    assert_allclose(found.corner_heights, world.of(left).f(found.corners))
    assert found.lowest == found.highest == found.corner_heights[0]


def test_level_places_beside_a_corner_are_found_as_ever():
    found = lagrange_points(away_from((1.0, 0.0)), CUSP)
    x = (np.sqrt(7) - 1) / 3  # where 3 x^2 + 2 x = 2
    assert_allclose(found.x[np.argsort(found.x[:, 1])], [(x, -(x**1.5)), (x, x**1.5)], atol=1e-12)
    assert_allclose(found.corners, [[0, 0]], atol=1e-9)
    assert found.lowest == found.f[0]
    assert found.highest == pytest.approx(0.5)  # the tip


def test_a_crossing_and_a_lone_point_are_corners_and_smooth_fences_have_none():
    crossing = lagrange_points(away_from((1.0, 0.5)), saddle(-1))  # x^2 = y^2
    assert_allclose(crossing.x, [(0.75, 0.75), (0.25, -0.25)], atol=1e-12)
    assert_allclose(crossing.corners, [(0, 0)], atol=1e-12)
    lone = lagrange_points(away_from((1.0, 0.5)), G)  # x^2 + y^2 = 0
    assert lone.n == 0
    assert_allclose(lone.corners, [(0, 0)], atol=1e-9)
    assert len(SIX.corners) == len(SIX.corner_heights) == 0


@pytest.mark.parametrize("size", [4, 9, 30])
def test_the_flat_tail_of_a_bell_is_no_corner(size):
    bell = gaussian_hill()
    fence = make_landscape(
        lambda p: p[..., 0] * bell.f.inner(p),
        lambda p: p[..., :1] * bell.grad.inner(p) + bell.f.inner(p)[..., None] * (1, 0),
        lambda p: (
            p[..., :1, None] * bell.hess.inner(p)
            + bell.grad.inner(p)[..., None, :] * np.array([[1], [0]])
            + bell.grad.inner(p)[..., None] * np.array([1, 0])
        ),
        bounds=[(-size, size)] * 2,
    )
    assert_allclose(fence.hess((0.3, 0.4)), hessian(fence.f, (0.3, 0.4)).value, atol=1e-8)
    assert len(lagrange_points(away_from((1.0, 1.0)), fence, bounds=fence.bounds).corners) == 0


def test_a_corner_has_no_price():
    with pytest.raises(DomainError, match="corner"):
        shadow_price(away_from((-1.0, 0.0)), CUSP, 0.1, highest=False)


def test_nothing_is_highest_where_nothing_is_level():
    straight = make_landscape(
        lambda p: p[..., 1],
        lambda p: np.broadcast_to([0.0, 1.0], p.shape),
        lambda p: np.zeros((*p.shape, 2)),
        bounds=[(-1, 1), (-1, 1)],
    )
    slope = World(np.pi / 2, 1.0, (0.0, 0.0)).of(straight)
    found = lagrange_points(slope, straight)
    assert found.n == len(found.corners) == 0
    with pytest.raises(DomainError, match="nowhere"):
        _ = found.highest


# ---- walking on the fence


@settings(max_examples=6)
@given(angle=st.floats(-3.1, 3.1))
def test_the_walk_stays_on_the_fence_climbs_and_ends_where_the_compass_points_across(angle):
    start = (np.cos(angle), np.sin(angle))
    walk = walk_on_constraint(F, G, start, level=1, learning_rate=0.2, ascent=True, tol=1e-9, max_iter=2000)
    assert walk.status == "converged"
    assert walk.miss.max() <= 1e-14 * 10
    assert (np.diff(walk.f) >= -1e-15).all()
    assert_allclose(walk.grad, tangential(F.grad(walk.x), G.grad(walk.x)), atol=1e-15)
    assert_allclose(walk.compass, F.grad(walk.x), atol=1e-14)
    assert_allclose(walk.across, walk.lam[:, None] * G.grad(walk.x), atol=1e-14)
    assert np.linalg.norm(SIX.x - walk.last, axis=-1).min() < 1e-6


def test_downhill_is_uphill_of_the_ground_turned_over():
    over = World(0.0, 1.0, (0, 0), height=-1.0).of(F)
    down = walk_on_constraint(F, G, (0.1, 0.9), level=1, learning_rate=0.1)
    up = walk_on_constraint(over, G, (0.1, 0.9), level=1, learning_rate=0.1, ascent=True)
    assert_allclose(down.x, up.x, atol=1e-12)
    assert down.f[-1] < down.f[0]


def test_many_walk_at_once_and_the_one_who_starts_beside_the_fence_is_brought_to_it():
    several = [(1, 0.2), (0.6, 0.8), (-1.2, 0.7)]
    walk = walk_on_constraint(F, G, several, level=1, learning_rate=0.2, ascent=True)
    assert walk.x.shape[1:] == (3, 2)
    assert walk.across.shape == walk.x.shape
    assert walk.lam.shape == walk.miss.shape == walk.f.shape
    assert walk.n_converged == 3
    assert_allclose(np.abs(walk.last), np.tile([np.sqrt(2 / 3), np.sqrt(1 / 3)], (3, 1)), atol=1e-5)
    alone = walk_on_constraint(F, G, several[2], level=1, learning_rate=0.2, ascent=True)
    assert_allclose(walk.x[: len(alone.x), 2], alone.x, atol=1e-14)
    assert_allclose(walk.x[0, 2], np.array(several[2]) / np.hypot(*several[2]), atol=1e-12)
    assert walk_on_constraint(F, G, np.empty((0, 2)), level=1, learning_rate=0.2).n_walkers == 0


# ---- the price of the fence


def test_the_multiplier_is_what_a_wider_fence_is_worth():
    """On the circle |x|^2 = c the best of x^2 y is 2 (c/3)^(3/2), so lam = sqrt(c/3)."""
    price = shadow_price(F, G, 0.1, level=1)
    assert price.lam == pytest.approx(1 / np.sqrt(3), rel=1e-12)
    assert price.predicted == pytest.approx(0.1 / np.sqrt(3), rel=1e-12)
    assert price.resolved == pytest.approx(2 * ((1.1 / 3) ** 1.5 - (1 / 3) ** 1.5), rel=1e-10)
    assert_allclose(price.x_moved, np.sqrt(1.1) * price.x, atol=1e-10)
    assert_allclose(price.x, (np.sqrt(2 / 3), np.sqrt(1 / 3)))
    lowest = shadow_price(F, G, 0.1, level=1, highest=False)
    assert (lowest.lam, lowest.resolved) == (pytest.approx(-price.lam), pytest.approx(-price.resolved))


def test_what_the_multiplier_misses_falls_as_the_change_squared():
    changes = np.array([0.2, 0.1, 0.05, 0.025])
    errors = [abs(shadow_price(F, G, change, level=1).error) for change in changes]
    assert np.polyfit(np.log(changes), np.log(errors), 1)[0] == pytest.approx(2, abs=0.05)


@pytest.mark.parametrize(
    ("mistake", "error"),
    [
        (lambda: tangential((1, 2), (0, 0)), SingularError),
        (lambda: tangential((1, 2), (1, 2, 3)), ShapeError),
        (lambda: normal((np.nan, 2), (1, 2)), DomainError),
        (lambda: lagrange_points(F, G, level=-1), DomainError),
        (lambda: lagrange_points(F, sphere(3), level=1), ShapeError),
        (lambda: walk_on_constraint(F, G, (0, 0), level=1, learning_rate=0.1), DomainError),
        (lambda: walk_on_constraint(F, G, (1, 0), level=-1, learning_rate=0.1), DomainError),
        (lambda: walk_on_constraint(F, G, (1, 0), level=1, learning_rate=-0.1), ShapeError),
        (lambda: walk_on_constraint(HIMMELBLAU, sphere(3), (1, 0), level=1, learning_rate=0.1), ShapeError),
        (lambda: shadow_price(F, G, -2, level=1), DomainError),
    ],
)
def test_a_mistake_is_told_in_one_sentence(mistake, error):
    with pytest.raises(error) as told:
        mistake()
    assert isinstance(told.value, CalcError)
    assert "\n" not in str(told.value)
