"""The arc of steps, the ellipse that believes them, the bowl that is believed, and the prints of tries."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calc_core import bowl, contours, sample_grid
from calc_core.fitting import levenberg_marquardt, lm_arc
from visuals import BelievedBowl, ContourMap, StepArc, TestedSteps, TrustEllipse
from visuals.descent.tested_steps import FEEL

LAND, SHEET = bowl(25), [(-6.0, 6.0), (-4.0, 4.0)]
MAP = ContourMap(sample_grid(LAND, SHEET, (41, 61)), contours(LAND, 4, SHEET), width=12)
THETA = np.array([-2.0, 1.0])


def residuals(p):
    """A bent valley: what More, Garbow and Hillstrom call Rosenbrock's, made mild."""
    return np.array([3 * (p[1] - 0.3 * p[0] ** 2), 1 - p[0]])


def jacobian(p):
    return np.array([[-1.8 * p[0], 3.0], [-1.0, 0.0]])


TOLD = lm_arc(residuals, THETA, np.geomspace(1e3, 1e-5, 81), jac=jacobian)
D = np.linalg.norm(jacobian(THETA), axis=0)
FOUND = levenberg_marquardt(lambda p: np.array([10 * (p[1] - p[0] ** 2), 1 - p[0]]), (-1.2, 1.0)).history


def laid(part):
    return MAP.to_data(part.points)


@settings(max_examples=20)
@given(grip=st.floats(-4.9, 2.9))
def test_the_arrow_ends_where_the_step_of_its_grip_leads(grip):
    steps = StepArc(TOLD, on=MAP, grip=grip)
    J, r = jacobian(THETA), residuals(THETA)
    step = np.linalg.solve(J.T @ J + 10.0**grip * np.diag(D**2), -J.T @ r)
    assert np.linalg.norm(steps.tip - THETA - step) < 0.01
    reach = np.linalg.norm(laid(steps.arrow) - steps.tip, axis=1)
    assert reach.min() < 1e-6


def test_the_arc_is_drawn_from_the_hiker_to_the_jump_and_only_as_far_as_it_is_traced():
    steps = StepArc(TOLD, on=MAP)
    arc = np.concatenate([laid(each) for each in steps.pieces])
    jump = THETA - np.linalg.solve(jacobian(THETA), residuals(THETA))
    assert np.linalg.norm(arc[0] - THETA) < 0.02
    np.testing.assert_allclose(arc[-1], jump, atol=1e-3)
    steps.pose(traced=0).redraw()
    part = np.concatenate([laid(each) for each in steps.pieces])
    np.testing.assert_allclose(part[-1], steps.at(0), atol=1e-6)
    assert len(part) < len(arc)


@pytest.mark.parametrize("opened", [0.0, 0.5, 1.0])
def test_the_fan_opens_from_the_careful_end_on(opened):
    steps = StepArc(TOLD, on=MAP, spread=11)
    steps.pose(fan=opened).redraw()
    out = [len(each.points) > 0 for each in steps.spokes]
    assert sum(out) == pytest.approx(11 * opened, abs=1)
    assert out == sorted(out, reverse=True)
    for spoke, rib in zip(steps.spokes, steps.ribs, strict=True):
        if opened == 1:
            np.testing.assert_allclose(laid(spoke)[[0, -1]], [THETA, rib], atol=1e-9)


@settings(max_examples=20)
@given(grip=st.floats(-4.9, 2.9))
def test_the_ellipse_is_one_length_of_d_away_and_touches_the_believed_level_at_the_tip(grip):
    steps = StepArc(TOLD, on=MAP, grip=grip)
    ellipse, bowl_ = TrustEllipse(steps), BelievedBowl(steps)
    J, r = jacobian(THETA), residuals(THETA)
    reach = np.linalg.norm(D * (laid(ellipse.rim) - THETA), axis=1)
    corners = reach.reshape(-1, 4)[:, [0, 3]]
    np.testing.assert_allclose(corners, np.linalg.norm(D * (steps.tip - THETA)), rtol=1e-6)
    believed = lambda x: np.sum((r + (x - THETA) @ J.T) ** 2, axis=-1)  # noqa: E731
    through = laid(bowl_.bold).reshape(-1, 4, 2)[:, [0, 3]]
    np.testing.assert_allclose(believed(through), believed(steps.tip), rtol=1e-6, atol=1e-9)
    inside = THETA + np.linspace(0, 1, 9)[:, None, None] * (laid(ellipse.rim)[::4] - THETA)
    assert believed(inside).min() >= believed(steps.tip) - 2e-3 * believed(THETA)
    np.testing.assert_allclose(ellipse.half_axes[0] / ellipse.half_axes[1], D[1] / D[0])


def test_the_ellipse_grows_as_the_grip_loosens():
    sizes = [TrustEllipse(StepArc(TOLD, on=MAP, grip=grip)).half_axes[0] for grip in (2, 1, 0, -1, -3)]
    assert sizes == sorted(sizes)


def discs(part):
    return [
        (each.min(axis=0) + each.max(axis=0)) / 2 for each in np.split(laid(part), len(part.points) // 32)
    ]


def test_whole_prints_are_the_kept_stops_and_hollow_ones_the_refused():
    assert FOUND.n_rejected > 0
    steps = TestedSteps(FOUND, on=MAP)
    steps.pose(at=steps.last).redraw()
    refused = [each.x for each in FOUND.trials if not each.accepted]
    kept = [each.x for each in FOUND.trials if each.accepted]
    np.testing.assert_allclose(discs(steps.hollow), refused, atol=1e-9)
    np.testing.assert_allclose(discs(steps.prints), [FOUND.x[0], *kept], atol=1e-9)
    np.testing.assert_allclose(steps.place, kept[-1], atol=1e-9)


def test_a_foot_goes_out_first_and_the_hiker_follows_only_where_the_step_is_kept():
    steps = TestedSteps(FOUND, on=MAP)
    for k, trial in enumerate(FOUND.trials):
        steps.pose(at=k + FEEL).redraw()
        np.testing.assert_allclose(steps.foot, trial.x, atol=1e-9)
        np.testing.assert_allclose(steps.place, FOUND.x[trial.after], atol=1e-9)
        steps.pose(at=k + 1 - 1e-9).redraw()
        end = trial.x if trial.accepted else FOUND.x[trial.after]
        np.testing.assert_allclose(steps.place, end, atol=1e-6)
        np.testing.assert_allclose(steps.foot, end, atol=1e-6)
