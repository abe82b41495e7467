"""Lectures 22 to 24: shadows and right angles, jumps and grip, and what a change of units must not change."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose
from scipy import stats
from scipy.optimize import least_squares

from calc_core.data.datasets import load_galton, load_heights
from calc_core.errors import CalcError, DomainError, ShapeError, SingularError
from calc_core.fitting import (
    autocorrelation_factor,
    chi2,
    exponential,
    fit,
    gauss_newton,
    gaussian,
    levenberg_marquardt,
    linear,
    lm_arc,
    logistic,
    polynomial,
    projection,
    robust,
    stable_rate,
    steepest_descent,
    sum_of_squares,
)

HEIGHTS = load_heights()
BELL = gaussian(x_unit="cm", y_unit="men")
CURVES = {
    "bell": (gaussian(), (4.0, 1.5, 0.8)),
    "growth": (exponential(), (2.0, 1.5, 2.5)),
    "decay": (exponential(), (1.0, 3.0, -1.2)),
    "ceiling": (logistic(), (5.0, 1.8, 0.5)),
    "cubic": (polynomial(3, about=1.0), (1.0, -2.0, 0.5, 0.3)),
}
X = np.linspace(0, 4, 40)
seeds = st.integers(0, 2**32 - 1)


def noisy(model, theta, size=0.05, seed=3):
    return model(theta, X) + np.random.default_rng(seed).normal(0, size, len(X))


# ---- the shadow


@settings(max_examples=30)
@given(seeds, st.integers(1, 6))
def test_what_is_left_over_stands_at_a_right_angle_to_every_column(seed, p):
    rng = np.random.default_rng(seed)
    A, y = rng.normal(size=(12, p)) * 10.0 ** rng.integers(-5, 5, p), rng.normal(size=12)
    shadow = projection(A, y)
    sizes = np.linalg.norm(A, axis=0) * np.linalg.norm(y)
    assert np.all(np.abs(shadow.against) <= 1e-12 * sizes)
    assert_allclose(shadow.y_hat + shadow.r, y)
    assert_allclose(
        projection(A, shadow.y_hat).y_hat, shadow.y_hat, atol=1e-10
    )  # a shadow's shadow is itself
    assert shadow.length**2 + shadow.y_hat @ shadow.y_hat == pytest.approx(y @ y)


@settings(max_examples=20)
@given(seeds)
def test_the_line_is_numpys_and_its_errors_are_scipys(seed):
    rng = np.random.default_rng(seed)
    x, y = rng.normal(3, 2, 15), rng.normal(size=15)
    fitted, witness = linear(np.column_stack([np.ones(15), x]), y), stats.linregress(x, y)
    assert_allclose(fitted.theta, (witness.intercept, witness.slope), atol=1e-12)
    assert_allclose(fitted.stderr, (witness.intercept_stderr, witness.stderr), rtol=1e-9)


def test_five_digits_survive_a_condition_number_of_1e10():
    rng = np.random.default_rng(5)
    U, V = (np.linalg.qr(rng.normal(size=shape))[0] for shape in ((60, 6), (6, 6)))
    A = U * np.logspace(0, -10, 6) @ V.T
    theta = rng.normal(size=6)
    fitted = linear(A, A @ theta)
    assert fitted.cond == pytest.approx(1e10, rel=1e-3)
    assert np.linalg.norm(fitted.theta - theta) <= 1e-5 * np.linalg.norm(theta)
    normal = np.linalg.solve(A.T @ A, A.T @ A @ theta)  # what QR spares us
    assert np.linalg.norm(normal - theta) > 1e-2 * np.linalg.norm(theta)


def test_weights_count_as_repeated_data():
    A, y = np.column_stack([np.ones(5), np.arange(5.0)]), np.array([1, 3, 2, 5, 4.0])
    times = np.array([1, 4, 1, 9, 1])
    weighted = linear(A, y, 1 / np.sqrt(times))
    repeated = linear(np.repeat(A, times, axis=0), np.repeat(y, times), 1.0)
    assert_allclose(weighted.theta, repeated.theta)
    assert_allclose(weighted.cov, repeated.cov)


def test_dependent_columns_are_refused_by_name_unless_the_shortest_answer_will_do():
    A = np.column_stack([np.ones(4), np.arange(4.0), 2 * np.arange(4.0) - 3])
    y = np.array([1.0, 2, 4, 3])
    with pytest.raises(SingularError, match=r"rank 2 of 3"):
        linear(A, y, param_names=("height", "slope", "echo"))
    shortest = linear(A, y, allow_rank_deficient=True)
    assert_allclose(shortest.theta, np.linalg.lstsq(A, y, rcond=None)[0])


def test_centring_makes_the_valley_of_galtons_families_round():
    families = load_galton()
    x, one = families["midparent"], np.ones(families.n)
    raw = linear(np.column_stack([one, x]), families["child"])
    centred = linear(np.column_stack([one, x - x.mean()]), families["child"])
    scaled = linear(np.column_stack([one, (x - x.mean()) / x.std()]), families["child"])
    assert raw.cond_squared == pytest.approx(7.08e6, rel=1e-2)
    assert centred.cond_squared == pytest.approx(3.25, rel=1e-2)
    assert scaled.cond_squared == pytest.approx(1)
    assert raw.theta[1] == pytest.approx(centred.theta[1], rel=1e-9)


# ---- curves with knobs


@pytest.mark.parametrize(("model", "theta"), CURVES.values(), ids=CURVES)
def test_the_jacobian_is_the_curves_own_slope(model, theta):
    for k in range(model.p):
        nudged = np.array(theta) + 1e-30j * np.eye(model.p)[k]
        assert_allclose(model.jacobian(theta, X)[:, k], model(nudged, X).imag / 1e-30, rtol=1e-11, atol=1e-13)
    grid = np.array(theta) * np.linspace(0.9, 1.1, 6).reshape(2, 3, 1)
    assert model(grid, X).shape == (2, 3, len(X))
    assert_allclose(model.jacobian(grid, X)[1, 2], model.jacobian(grid[1, 2], X))


@pytest.mark.parametrize(("model", "theta"), CURVES.values(), ids=CURVES)
def test_a_model_finds_its_own_knobs_from_its_own_guess(model, theta):
    exact = fit(model, X, model(theta, X))
    assert exact.status == "converged"
    assert_allclose(np.abs(exact.theta), np.abs(theta), rtol=1e-7)


@pytest.mark.parametrize(("model", "theta"), CURVES.values(), ids=CURVES)
def test_scipy_agrees_on_noisy_data(model, theta):
    y = noisy(model, theta)
    ours = fit(model, X, y)
    theirs = least_squares(model.residuals(X, y), theta, xtol=1e-15, ftol=1e-15, gtol=1e-15)
    assert_allclose(ours.theta, theirs.x * np.sign(theirs.x * ours.theta), rtol=1e-6)
    assert ours.rss == pytest.approx(2 * theirs.cost, rel=1e-9)


@pytest.mark.parametrize("name", ["bell", "growth", "decay", "ceiling"])
@pytest.mark.parametrize("accelerate", [False, True])
def test_a_change_of_units_changes_nothing_but_the_units(name, accelerate):
    """x times 1e6, y times 1e-6: the walk is the same walk, knob for knob."""
    model, theta = CURVES[name]
    y, start = noisy(model, theta), np.array(theta) * (1.2, 0.9, 1.3)
    wide, low = 1e6, 1e-6
    knobs = np.array([{"": 1.0, "x": wide, "y": low}[unit] for unit in _units(name)])
    here = levenberg_marquardt(model.residuals(X, y), start, accelerate=accelerate)
    there = levenberg_marquardt(model.residuals(X * wide, y * low), start * knobs, accelerate=accelerate)
    assert_allclose(there.theta / knobs, here.theta, rtol=1e-9)
    assert_allclose(there.stderr / knobs, here.stderr, rtol=1e-6)
    assert there.rms == pytest.approx(here.rms * low, rel=1e-9)
    stops = min(here.history.n_steps, there.history.n_steps) - 1  # the last may go by rounding
    assert_allclose(there.history.x[:stops] / knobs, here.history.x[:stops], rtol=1e-6)


def _units(name):
    return {
        "bell": gaussian(x_unit="x", y_unit="y"),
        "growth": exponential(x_unit="x", y_unit="y"),
        "decay": exponential(x_unit="x", y_unit="y"),
        "ceiling": logistic(x_unit="x", y_unit="y"),
    }[name].param_units


def test_a_bell_moves_along_with_its_data():
    model, theta = CURVES["bell"]
    y = noisy(model, theta)
    here, there = fit(model, X, y), fit(model, X + 1e4, y)
    assert_allclose(there.theta - (0, 1e4, 0), here.theta, rtol=1e-8)


# ---- jumps and grip


def test_the_bell_of_3000_men():
    plain = fit(BELL, HEIGHTS.height, HEIGHTS.count)
    assert_allclose(np.abs(plain.theta), (473.8, 166.41, 6.394), rtol=1e-4)
    assert chi2(plain.residual, HEIGHTS.count_error, n_params=3).value == pytest.approx(11.78, abs=0.005)
    area = plain.theta[0] * abs(plain.theta[2]) * np.sqrt(2 * np.pi) / HEIGHTS.bin_width
    assert area == pytest.approx(2990, abs=0.5)
    weighted = fit(BELL, HEIGHTS.height, HEIGHTS.count, HEIGHTS.count_error)
    test = chi2(weighted.residual, n_params=3)
    assert_allclose(np.abs(weighted.theta), (469.96, 166.457, 6.446), rtol=1e-4)
    assert (test.value, test.dof) == (pytest.approx(11.27, abs=0.005), 19)
    assert test.p == pytest.approx(stats.chi2.sf(test.value, 19))
    assert weighted.parameter("mu").unit == "cm"


def test_jumps_double_the_digits_near_the_floor_and_fly_off_the_map_far_away():
    residuals = BELL.residuals(HEIGHTS.height, HEIGHTS.count)
    near = gauss_newton(residuals, (400, 165, 8))
    assert near.status == "converged"
    assert near.n_steps <= 7
    far = gauss_newton(residuals, (100, 180, 10))
    assert far.status == "diverged"
    assert far.history.x[2, 1] == pytest.approx(1329, abs=0.5)
    assert far.history.x[2, 2] < 0
    assert np.isfinite(far.history.x).all()
    assert np.abs(far.history.x[-1]).max() > 1e30


def test_grip_brings_six_of_seven_wild_starts_home_and_one_to_the_tallest_man():
    residuals = BELL.residuals(HEIGHTS.height, HEIGHTS.count)
    wild = ((100, 180, 10), (500, 165, 30), (100, 150, 5), (300, 160, 10), (1000, 200, 20), (50, 140, 20))
    for start in wild:
        home = levenberg_marquardt(residuals, start)
        assert_allclose(
            (home.theta[0], home.theta[1], abs(home.theta[2])), (473.763, 166.406, 6.394), rtol=1e-4
        )
    assert levenberg_marquardt(residuals, (500, 165, 30)).theta[2] == pytest.approx(-6.394, abs=1e-3)
    tallest = levenberg_marquardt(residuals, (200, 190, 3))
    assert tallest.status == "converged"
    assert tallest.theta[1] == pytest.approx(196.2, abs=0.2)
    assert tallest.rms > 10 * levenberg_marquardt(residuals, (500, 165, 30)).rms


def test_rejected_prints_are_kept_apart_and_kept_steps_are_the_history():
    walk = levenberg_marquardt(BELL.residuals(HEIGHTS.height, HEIGHTS.count), (100, 180, 10)).history
    assert walk.n_rejected == len(walk.rejected) > 0
    kept = [trial for trial in walk.trials if trial.accepted]
    for trial, stop in zip(kept, walk.x[1:], strict=False):  # the very last step is made on trust
        assert_allclose(trial.x, stop)
    for trial in walk.rejected:
        assert not trial.f < walk.f[trial.after]
    assert len(walk.mu) == len(walk.rho) == len(kept)
    assert np.all(np.diff(walk.f) <= 1e-12 * walk.f[:-1])


def test_a_walk_can_be_looked_up_between_its_stops():
    walk = gauss_newton(BELL.residuals(HEIGHTS.height, HEIGHTS.count), (400, 165, 8)).history
    assert_allclose(walk.at(2), walk.x[2], rtol=0)
    assert_allclose(walk.at(1.25), 0.75 * walk.x[1] + 0.25 * walk.x[2])
    with pytest.raises(DomainError, match="t must lie between"):
        walk.at(-0.1)


def test_the_arc_runs_from_the_steepest_way_to_the_gauss_newton_jump():
    residuals, theta = BELL.residuals(HEIGHTS.height, HEIGHTS.count), np.array((300.0, 160, 10))
    arc = lm_arc(residuals, theta, np.logspace(8, -14, 60))
    J, r = residuals.jacobian(theta), residuals(theta)
    D = np.linalg.norm(J, axis=0)
    careful = -(J.T @ r) / D**2
    assert_allclose(arc.step[0] / np.linalg.norm(arc.step[0]), careful / np.linalg.norm(careful), rtol=1e-6)
    assert_allclose(arc.x[-1], gauss_newton(residuals, theta, max_iter=1).theta, rtol=1e-9)
    assert np.all(
        np.diff(np.linalg.norm(D * arc.step, axis=1)) > 0
    )  # the looser the grip the longer the step
    assert np.all(np.diff(arc.believed) <= 1e-12 * arc.f)
    assert_allclose(arc.height[7], np.sum(residuals(arc.x[7]) ** 2))
    assert arc.height[arc.best] == arc.height.min() < arc.f


def test_every_step_of_the_arc_solves_the_damped_normal_equations():
    residuals, theta = CURVES["growth"][0].residuals(X, noisy(*CURVES["growth"])), np.array([1.0, 1.0, 2.0])
    J, r = residuals.jacobian(theta), residuals(theta)
    D2 = np.diag(np.sum(J**2, axis=0))
    for mu, step in zip((10.0, 0.1, 1e-4), lm_arc(residuals, theta, (10.0, 0.1, 1e-4)).step, strict=True):
        assert_allclose((J.T @ J + mu * D2) @ step, -J.T @ r, rtol=1e-8)


def test_below_the_stable_rate_no_small_step_climbs_and_above_it_the_walk_is_flung_off():
    model = polynomial(1)
    residuals = model.residuals(X, noisy(model, (1, 2)))
    limit = stable_rate(residuals, (0, 0))
    below = steepest_descent(residuals, (5, 5), learning_rate=0.99 * limit, steps=200)
    above = steepest_descent(residuals, (5, 5), learning_rate=1.01 * limit, steps=200)
    assert np.all(np.diff(below.f) <= 0)
    assert above.f[-1] > above.f[0]
    flung = steepest_descent(residuals, (5, 5), learning_rate=3 * limit, steps=10_000)
    assert flung.status == "diverged"
    assert np.isfinite(flung.x).all()
    assert np.isfinite(flung.f).all()


def test_a_thinned_walk_is_the_same_walk():
    residuals = CURVES["bell"][0].residuals(X, noisy(*CURVES["bell"]))
    rate = 0.5 * stable_rate(residuals, CURVES["bell"][1])
    every = steepest_descent(residuals, (3, 1.2, 1), learning_rate=rate, steps=60)
    seventh = steepest_descent(residuals, (3, 1.2, 1), learning_rate=rate, steps=60, keep_every=10)
    assert_allclose(seventh.x, every.x[::10], rtol=1e-12)
    assert (seventh.n_steps, seventh.stride, len(seventh.x)) == (60, 10, 7)
    assert_allclose(every.step[0], -rate * every.grad[0])


# ---- doubts


def test_the_landscape_of_a_fit_is_its_sum_of_squares():
    model, theta = CURVES["bell"]
    y = noisy(model, theta)
    mu, sigma = np.meshgrid(np.linspace(1, 2, 5), np.linspace(0.5, 1, 4))
    grid = np.stack([np.full_like(mu, 4.0), mu, sigma], axis=-1)
    ground = sum_of_squares(model, X, y, grid)
    assert ground.f.shape == (4, 5)
    assert ground.f[2, 3] == pytest.approx(np.sum((y - model(grid[2, 3], X)) ** 2))
    assert_allclose(ground.best, grid.reshape(-1, 3)[ground.f.argmin()])
    assert sum_of_squares(model, X, y, np.empty((0, 3))).f.shape == (0,)


@pytest.mark.parametrize("loss", ["huber", "soft_l1"])
def test_doubting_fits_agree_with_scipy_and_shrug_off_wild_data(loss):
    model, theta = CURVES["decay"]
    y = noisy(model, theta)
    y[::9] += 5
    residuals = model.residuals(X, y)
    ours = robust(residuals, theta, fscale=0.1, loss=loss)
    theirs = least_squares(
        residuals, theta, jac=residuals.jacobian, loss=loss, f_scale=0.1, xtol=1e-15, ftol=1e-15, gtol=1e-15
    )
    assert ours.status == "converged"
    assert_allclose(ours.theta, theirs.x, rtol=1e-5)
    assert ours.loss == pytest.approx(2 * theirs.cost, rel=1e-9)
    assert ours.n_doubted == 5
    assert np.all(np.diff(ours.history.f) <= 1e-12 * ours.history.f[:-1])
    plain = fit(model, X, y, start=theta)
    assert np.linalg.norm(ours.theta - theta) < 0.2 * np.linalg.norm(plain.theta - theta)


def test_without_wild_data_a_doubting_fit_is_the_plain_one():
    model, theta = CURVES["bell"]
    y = noisy(model, theta)
    trusting = robust(model.residuals(X, y), theta, fscale=10)
    plain = fit(model, X, y)
    assert_allclose(np.abs(trusting.theta), np.abs(plain.theta), rtol=1e-8)
    assert_allclose(trusting.stderr, plain.stderr, rtol=1e-6)


def test_errors_of_a_doubting_fit_are_those_of_many_repeated_experiments():
    model, rng, ends = polynomial(1), np.random.default_rng(9), []
    for _ in range(40):
        y = model((1, 2), X) + rng.normal(0, 0.1, len(X))
        ends.append(robust(model.residuals(X, y), (1, 2), fscale=0.05))
    scatter = np.std([end.theta for end in ends], axis=0)
    assert_allclose(np.mean([end.stderr for end in ends], axis=0), scatter, rtol=0.3)


@pytest.mark.parametrize("lag1", [0.0, 0.5, 0.88])
def test_the_factor_is_by_how_much_a_mean_of_remembering_data_scatters(lag1):
    rng = np.random.default_rng(11)
    shocks = rng.normal(size=(400, 1000))
    series = np.zeros_like(shocks)
    for k in range(1, 1000):
        series[:, k] = lag1 * series[:, k - 1] + shocks[:, k]
    series = series[:, 100:]
    truth = series.mean(axis=1).std() / (series.std() / np.sqrt(900))
    assert autocorrelation_factor(series[0]).factor == pytest.approx(truth, rel=0.25)


# ---- shapes and mistakes


@pytest.mark.parametrize(
    "dress",
    [
        list,
        lambda a: np.asarray(a, dtype=np.float32).astype(int).tolist(),
        lambda a: np.asarray(a).astype(np.float32),
        lambda a: np.repeat(a, 2)[::2],
        lambda a: np.broadcast_to(np.asarray(a), (2, len(a)))[1],
    ],
    ids=["list", "integers", "float32", "strided", "read-only"],
)
def test_data_may_come_in_any_dress(dress):
    x, y = dress(np.arange(6.0)), dress(np.array([1.0, 3, 2, 5, 7, 6]))
    for answer in (fit(polynomial(1), x, y), linear(np.column_stack([np.ones(6), x]), y)):
        assert answer.theta.dtype == np.float64
        assert_allclose(answer.theta, np.polyfit(np.arange(6.0), [1, 3, 2, 5, 7, 6], 1)[::-1])
    assert polynomial(1)([1, 2], []).shape == (0,)
    assert autocorrelation_factor(y).made_by.function.endswith("autocorrelation_factor")


def mistakes():
    line, data = polynomial(1), ([0, 1, 2], [1, 2, 4])
    bell = gaussian()
    yield ShapeError, "one length", lambda: fit(line, [1, 2, 3], [1, 2])
    yield DomainError, "must be finite", lambda: fit(line, [1, 2, np.nan], [1, 2, 3])
    yield DomainError, "must be finite", lambda: linear([[1, np.inf], [1, 2]], [1, 2])
    yield ShapeError, "A must be (n, p)", lambda: linear([1, 2, 3], [1, 2, 3])
    yield ShapeError, "real numbers", lambda: linear([[1j], [2]], [1, 2])
    yield SingularError, "1 data cannot tell 2 parameters", lambda: linear([[1, 2]], [1])
    yield SingularError, "0 data cannot tell", lambda: fit(line, [], [])
    yield DomainError, "sigma must be positive", lambda: fit(line, *data, [1, 0, 1])
    yield ShapeError, "theta", lambda: fit(bell, *data, start=[1, 2])
    yield ShapeError, "theta0", lambda: levenberg_marquardt(bell.residuals(*data), 3.0)
    yield DomainError, "at theta0", lambda: levenberg_marquardt(lambda t: t / 0.0 * 0, [1.0])
    yield ShapeError, "jac must have shape", lambda: gauss_newton(lambda t: t, [1.0], jac=lambda t: t)
    yield ShapeError, "tau must be positive", lambda: levenberg_marquardt(lambda t: t, [1.0], tau=0)
    yield DomainError, "sigma must be positive", lambda: chi2([1, 2], [1, 0], n_params=1)
    yield ShapeError, "n_params", lambda: chi2([1, 2], n_params=3)
    yield ShapeError, "fscale must be positive", lambda: robust(lambda t: t, [1.0], fscale=0)
    yield DomainError, "mus must be positive", lambda: lm_arc(lambda t: t, [1.0], [0, 1])
    yield ShapeError, "learning_rate", lambda: steepest_descent(lambda t: t, [1.0], learning_rate=0, steps=1)
    yield ShapeError, "theta_grid", lambda: sum_of_squares(bell, *data, [[1, 2]])
    yield ShapeError, "no parameter 'slope'", lambda: fit(line, *data).parameter("slope")
    yield ShapeError, "at least 2 residuals", lambda: autocorrelation_factor([1])


@pytest.mark.parametrize(
    ("kind", "words", "mistake"), list(mistakes()), ids=lambda each: each if type(each) is str else ""
)
def test_a_mistake_gets_one_clear_sentence(kind, words, mistake):
    with pytest.raises(CalcError) as caught:
        mistake()
    assert type(caught.value) is kind
    assert words in str(caught.value)
    assert "\n" not in str(caught.value)


def test_no_degree_of_freedom_means_no_known_error():
    exact = fit(polynomial(1), [0, 1], [3, 5])
    assert_allclose(exact.theta, [3, 2])
    assert np.all(np.isinf(exact.stderr))
    assert np.isfinite(exact.correlation).all()
