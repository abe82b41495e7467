"""The 27 certified problems of NIST and ten of More, Garbow and Hillstrom end as the literature has them."""

import functools
from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose
from scipy.optimize import least_squares

from calc_core import load_nist
from calc_core.data import certified
from calc_core.errors import DataError
from calc_core.fitting import certified_runs, gauss_newton, levenberg_marquardt

PROBLEMS = load_nist()
RUNS = [(problem, k) for problem in PROBLEMS for k in (0, 1)]


@functools.cache
def fits(accelerate=False, max_iter=600):
    return {
        (problem.name, k + 1): levenberg_marquardt(
            problem.residuals, problem.starts[k], jac=problem.jac, accelerate=accelerate, max_iter=max_iter
        )
        for problem, k in RUNS
    }


def missed(answers):
    """The runs that end with fewer than six certified digits."""
    return {(p.name, k + 1) for p, k in RUNS if p.digits(answers[p.name, k + 1].theta) < 6}


def test_all_problems_are_read_as_certified():
    assert PROBLEMS.n == 27
    for problem in PROBLEMS:
        rss = np.sum(problem.residuals(problem.certified) ** 2)
        if problem.name == "Lanczos1":  # b to eleven digits leaves more than the residuals of 1e-13
            assert rss < 1e-20
        else:
            assert_allclose(rss, problem.rss, rtol=1e-6)


def test_plain_grip_finds_six_certified_digits_in_52_of_54_runs():
    assert missed(fits()) == {("BoxBOD", 1), ("MGH10", 1)}


def test_certified_runs_are_those_fits_in_digits():
    few = replace(PROBLEMS, problems=tuple(p for p in PROBLEMS if p.name in ("BoxBOD", "DanWood", "Rat43")))
    runs = certified_runs(few)
    assert runs.names == ("BoxBOD", "DanWood", "Rat43")
    for k, problem in enumerate(few):
        for start in (0, 1):
            answer = fits()[problem.name, start + 1]
            apart = np.max(np.abs(answer.theta - problem.certified) / np.abs(problem.certified))
            assert runs.digits[k, start] == pytest.approx(min(11.0, -np.log10(max(apart, 1e-300))), abs=1e-9)
            assert runs.steps[k, start] == answer.n_steps
    assert (runs.n_problems, runs.n, runs.n_right) == (3, 6, 5)
    assert_allclose(np.stack([runs.far, runs.near], axis=-1), runs.digits)


def test_a_file_that_is_not_nists_is_never_run(tmp_path, monkeypatch):
    text = (certified.FOLDER / certified.NIST.file).read_text().replace("exp[", "pow[", 1)
    (tmp_path / certified.NIST.file).write_text(text)
    monkeypatch.setattr(certified, "FOLDER", tmp_path)
    with pytest.raises(DataError, match="is not the file we know"):
        load_nist()


def test_the_jacobian_of_a_problem_is_that_of_its_residuals():
    for problem in PROBLEMS:
        steps = 1e-30j * np.eye(len(problem.certified))
        columns = [problem.residuals(problem.certified + step).imag / 1e-30 for step in steps]
        assert_allclose(problem.jac(problem.certified), np.stack(columns, axis=-1), rtol=1e-12, atol=0)


def test_accelerated_steps_find_them_in_all_54_runs_with_patience():
    answers = fits(accelerate=True, max_iter=5000)
    assert missed(answers) == set()
    assert {run for run in answers if answers[run].history.n_steps > 1000} <= {("MGH10", 1)}  # 53 without


def test_a_fit_that_found_the_answer_says_that_it_converged():
    for answers in (fits(), fits(accelerate=True, max_iter=5000)):
        for run in answers.keys() - missed(answers):
            assert answers[run].status == "converged", run


def test_standard_errors_agree_to_four_digits():
    answers = fits()
    for problem, k in RUNS:
        run = problem.name, k + 1
        if run in missed(answers):
            continue
        # Lanczos1 has no noise: rounding y (1e-16) is a thousandth of its residuals (1e-13)
        digits = 2.5 if problem.name == "Lanczos1" else 4
        assert_allclose(answers[run].stderr, problem.deviations, rtol=10.0**-digits, err_msg=str(run))


def test_no_kept_step_climbs():
    for run, answer in fits().items():
        heights = answer.history.f
        assert np.all(heights[1:] <= heights[:-1] * (1 + 1e-12)), run
        assert len(answer.history.x) == answer.history.n_steps + 1


def rosenbrock(x):
    return np.array([10 * (x[1] - x[0] ** 2), 1 - x[0]])


def powell_singular(x):
    return np.array(
        [
            x[0] + 10 * x[1],
            np.sqrt(5) * (x[2] - x[3]),
            (x[1] - 2 * x[2]) ** 2,
            np.sqrt(10) * (x[0] - x[3]) ** 2,
        ]
    )


def freudenstein_roth(x):
    return np.array(
        [-13 + x[0] + ((5 - x[1]) * x[1] - 2) * x[1], -29 + x[0] + ((x[1] + 1) * x[1] - 14) * x[1]]
    )


def powell_badly_scaled(x):
    return np.array([1e4 * x[0] * x[1] - 1, np.exp(-x[0]) + np.exp(-x[1]) - 1.0001])


def brown_badly_scaled(x):
    return np.array([x[0] - 1e6, x[1] - 2e-6, x[0] * x[1] - 2])


def beale(x):
    return np.array([y - x[0] * (1 - x[1] ** k) for k, y in enumerate((1.5, 2.25, 2.625), start=1)])


def helical_valley(x):
    turn = np.arctan2(x[1].real, x[0].real) / (2 * np.pi)
    turn = turn + (np.arctan(x[1] / x[0]) - np.arctan(x[1].real / x[0].real)) / (2 * np.pi)  # analytic nearby
    turn = turn if turn.real >= -0.25 else turn + 1
    return np.array([10 * (x[2] - 10 * turn), 10 * (np.sqrt(x[0] ** 2 + x[1] ** 2) - 1), x[2]])


def wood(x):
    return np.array(
        [
            10 * (x[1] - x[0] ** 2),
            1 - x[0],
            np.sqrt(90) * (x[3] - x[2] ** 2),
            1 - x[2],
            np.sqrt(10) * (x[1] + x[3] - 2),
            (x[1] - x[3]) / np.sqrt(10),
        ]
    )


BARD = np.array((0.14, 0.18, 0.22, 0.25, 0.29, 0.32, 0.35, 0.39, 0.37, 0.58, 0.73, 0.96, 1.34, 2.10, 4.39))


def bard(x):
    u = np.arange(1, 16)
    v = 16 - u
    return BARD - (x[0] + u / (v * x[1] + np.minimum(u, v) * x[2]))


def jennrich_sampson(x):
    i = np.arange(1, 11)
    return 2 + 2 * i - (np.exp(i * x[0]) + np.exp(i * x[1]))


LITERATURE = {  # start, the sum of squares in More, Garbow and Hillstrom (1981)
    rosenbrock: ((-1.2, 1), 0),
    powell_singular: ((3, -1, 0, 1), 0),
    freudenstein_roth: ((0.5, -2), 48.9842),
    powell_badly_scaled: ((0, 1), 0),
    brown_badly_scaled: ((1, 1), 0),
    beale: ((1, 1), 0),
    helical_valley: ((-1, 0, 0), 0),
    wood: ((-3, -1, -3, -1), 0),
    bard: ((1, 1, 1), 8.21487e-3),
    jennrich_sampson: ((0.3, 0.4), 124.362),
}


@pytest.mark.parametrize("accelerate", [False, True])
@pytest.mark.parametrize("problem", LITERATURE, ids=lambda problem: problem.__name__)
def test_more_garbow_hillstrom_problems_end_as_in_the_literature(problem, accelerate):
    start, height = LITERATURE[problem]

    def jac(x):
        return np.stack([problem(x + 1e-30j * e).imag / 1e-30 for e in np.eye(len(x))], axis=-1)

    answer = levenberg_marquardt(problem, start, jac=jac, accelerate=accelerate)
    assert_allclose(answer.rss, height, rtol=1e-5, atol=1e-16)
    witness = least_squares(problem, start, jac=jac, method="lm", xtol=1e-15, ftol=1e-15, gtol=1e-15)
    assert_allclose(answer.rss, 2 * witness.cost, rtol=1e-7, atol=1e-14)


def test_a_jacobian_by_nudges_serves_where_none_is_given():
    answer = levenberg_marquardt(bard, (1, 1, 1))
    assert answer.rss == pytest.approx(8.21487e-3, rel=1e-5)
    assert gauss_newton(bard, (1, 1, 1)).rss == pytest.approx(answer.rss, rel=1e-9)
