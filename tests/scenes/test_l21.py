"""Lecture 21: shadows, ground, threads and strides are where the stored parameters say, on what is drawn."""

from dataclasses import replace

import numpy as np
import pytest

from calc_core.networks import project_path
from tests.scenes.dry import played, shown
from visuals import HeightThreads

SLUG = "loss-landscape"


def layers(theta):
    """W1 (64, 32), b1, W2 (32, 10), b2 of the network."""
    return np.split(theta, np.cumsum([2048, 32, 320]))


def loss_of(theta, X, labels):
    """Mean cross-entropy, written down anew."""
    w, b, v, c = layers(theta)
    z = np.tanh(X @ w.reshape(64, 32) + b) @ v.reshape(32, 10) + c
    z = z - z.max(axis=1, keepdims=True)
    return float(np.mean(np.log(np.exp(z).sum(axis=1)) - z[np.arange(len(z)), labels]))


def look_at(lecture, time, drawn):
    stage = lecture.get_mobject_family_members()
    drawn[time.beat.name] = {
        "angles": lecture.knobs.angles,
        "theta": lecture.knobs.values,
        "thumb": lecture.thumb.values,
        "tour": lecture.tour.place,
        "rays": [each.points.copy() for each in lecture.rays.shells],
        "side": lecture.room.shadow("side"),
        "back": lecture.room.shadow("back"),
        "shadow": lecture.wall.now("shadow") @ lecture.wall.now("plane").T,
        "cut": (lecture.line.line(), lecture.line.parabola()),
        "scribble": lecture.scribble.drawn(),
        "prints": lecture.own_way.drawn(),
        "heights": lecture.own_hill.ground.heights,
        "blind_heights": lecture.blind_hill.ground.heights,
        "threads": lecture.threads.threads() if lecture.threads in stage else None,
        "bend": lecture.plot.to_data(lecture.bend.line.points[0::4]),
        "step": lecture.plot.to_data(
            np.array([each.get_center() for each in (lecture.step.first, lecture.step.last)])
        )
        if lecture.step in stage
        else None,
    }


def play(module, folder, *, until=None):
    drawn = {}
    lecture = played(module.LossLandscape, folder, lambda lecture, time: look_at(lecture, time, drawn), until)
    return lecture, drawn


@pytest.fixture
def away(lecture):
    """The stored parameters, seen from the last ones."""
    return lecture.thetas - lecture.thetas[-1]


def unit_pair(vectors):
    """An orthonormal pair that spans the same plane."""
    return np.linalg.qr(vectors.T)[0].T


# -- the walk


def test_every_knob_stands_where_the_training_left_it(drawn, lecture):
    theta = lecture.history.theta[-1]
    np.testing.assert_allclose(drawn["turn_the_knobs"]["theta"], theta, atol=1e-15)
    np.testing.assert_allclose(
        drawn["turn_the_knobs"]["angles"], 135 * np.clip(theta / 0.8, -1, 1), atol=1e-9
    )
    assert lecture.history.n_steps == 1880
    assert lecture.net.n_params == 2410
    assert f"{lecture.net.n_params:,}" in lecture.title
    assert f"{loss_of(theta, *lecture.rows):.2f}" in shown(lecture, "turn_the_knobs")


def test_there_is_a_ray_for_every_knob_as_long_as_it_was_turned(drawn, away):
    ends = np.concatenate([rays.reshape(-1, 4, 3)[:, 3] for rays in drawn["fold_it_up"]["rays"]])
    lengths = np.linalg.norm(ends[:, :2] - [0.0, 0.15], axis=1)
    turned = np.abs(away[0]) * 2.5
    np.testing.assert_allclose(np.sort(lengths), np.sort(turned[turned > 1e-4]), atol=1e-9)


def test_forty_steps_take_away_four_fifths_of_the_loss(drawn, lecture):
    np.testing.assert_array_equal(lecture.thetas[20], lecture.history.theta[40])
    left = loss_of(lecture.thetas[20], *lecture.rows) / loss_of(lecture.thetas[0], *lecture.rows)
    assert left == pytest.approx(1 / 5, abs=0.03)
    assert len(drawn["walk_down"]["prints"]) == 21
    assert f"{loss_of(lecture.thetas[20], *lecture.rows):.2f}" in shown(lecture, "walk_down")


# -- shadows


def test_one_spring_has_a_wave_and_a_circle_for_shadows_and_pulled_straight_a_line_and_a_dot(drawn):
    side, back = drawn["light_the_side_wall"]["side"], drawn["light_the_side_wall"]["back"]
    np.testing.assert_allclose(np.hypot(side[:, 1], side[:, 2]), 1.0)
    np.testing.assert_allclose(back[:, 2], np.sin(2 * np.pi * 5 * (back[:, 0] / 4.6 + 0.5)), atol=1e-9)
    assert np.ptp(drawn["pull_it_straight"]["side"], axis=0).max() == 0
    np.testing.assert_allclose(np.ptp(drawn["pull_it_straight"]["back"], axis=0), [6.2, 0, 0])


# -- a wall at random


def test_no_neuron_moves_further_than_its_own_weights_are_long(lecture):
    w, _, v, _ = layers(lecture.net.theta)
    for direction in lecture.blind.vectors:
        dw, db, dv, dc = layers(direction)
        for move, own, width in ((dw, w, 32), (dv, v, 10)):
            norms = [np.linalg.norm(each.reshape(-1, width), axis=0) for each in (move, own)]
            np.testing.assert_allclose(*norms)
        assert not db.any()
        assert not dc.any()


def test_a_place_on_the_wall_turns_all_knobs(drawn, lecture):
    a, b = drawn["set_the_knobs"]["tour"]
    assert abs(a) + abs(b) > 1
    one, two = (each / np.linalg.norm(each) for each in lecture.blind.vectors)
    np.testing.assert_allclose(drawn["set_the_knobs"]["thumb"], lecture.net.theta + a * one + b * two)


@pytest.mark.parametrize("place", [(0, 0), (40, 120), (160, 80), (101, 33)])
def test_the_ground_is_the_loss_of_the_network_with_its_knobs_set_so(drawn, lecture, place):
    i, j = place
    x, y = lecture.blind_hill.ground.x[i], lecture.blind_hill.ground.y[j]
    one, two = (each / np.linalg.norm(each) for each in lecture.blind.vectors)
    told = loss_of(lecture.net.theta + x * one + y * two, *lecture.rows)
    assert drawn["raise_the_ground"]["blind_heights"][j, i] == pytest.approx(told, abs=5e-3)
    x, y = lecture.own_hill.ground.x[i], lecture.own_hill.ground.y[j]
    told = loss_of(lecture.net.theta + [x, y] @ lecture.own.vectors, *lecture.rows)
    assert drawn["raise_new_ground"]["heights"][j, i] == pytest.approx(told, abs=5e-3)


def test_the_random_wall_catches_next_to_nothing(drawn, lecture, away):
    plane = unit_pair(lecture.blind.vectors)
    share = np.sum((away @ plane.T) ** 2) / np.sum(away**2)
    assert share < 0.001
    assert lecture.on_blind.captured_variance == pytest.approx(share)
    assert f"{100 * share:.2f}" in shown(lecture, "count_the_catch")
    one, two = (each / np.linalg.norm(each) for each in lecture.blind.vectors)
    left_over = away - drawn["go_closer"]["scribble"] @ [one, two]
    np.testing.assert_allclose(left_over @ np.stack([one, two]).T, 0, atol=1e-9)  # it falls at right angles
    wide = np.ptp(lecture.blind_hill.ground.x)
    assert np.ptp(drawn["go_closer"]["scribble"], axis=0).max() < 0.02 * wide


# -- a wall of its own


def test_the_walls_own_directions_catch_ninety_eight_percent_and_no_plane_more(lecture, away):
    sizes = np.linalg.svd(away, compute_uv=False) ** 2
    best = sizes[:2].sum() / sizes.sum()
    assert best > 0.98
    assert lecture.on_own.captured_variance == pytest.approx(best)
    assert f"{100 * best:.2f}" in shown(lecture, "turn_the_wall")
    for k in (0, 1):
        assert f"{100 * sizes[k] / sizes.sum():.0f}" in shown(lecture, "name_the_directions")
        assert lecture.bars.bars[k][1].width == pytest.approx(2.9 * sizes[k] / sizes.sum(), rel=1e-6)


def test_the_turned_wall_shows_the_walk_where_the_new_ground_has_it(drawn, lecture, away):
    there = away @ lecture.own.vectors.T
    there *= np.sign(there[0]) * np.sign(drawn["turn_the_wall"]["shadow"][0])  # a wall has no left and right
    np.testing.assert_allclose(drawn["turn_the_wall"]["shadow"], there, atol=1e-9)
    np.testing.assert_allclose(drawn["raise_new_ground"]["prints"], away @ lecture.own.vectors.T, atol=1e-9)
    assert lecture.turning.captured[0] == pytest.approx(lecture.on_blind.captured_variance)
    caught = lecture.turning.captured
    assert (np.diff(caught)[2:] > -1e-12).all()  # it may lose at first even the little that it had
    assert caught[-1] == pytest.approx(caught.max())


def test_the_wall_is_seen_to_turn_and_the_walk_in_space_casts_its_shadow_at_right_angles(
    drawn, lecture, away
):
    told = lecture.turning
    normals = np.cross(told.plane[:, 0], told.plane[:, 1])
    turned = np.degrees(np.arccos(np.clip(np.sum(normals[1:] * normals[:-1], axis=1), -1, 1)))
    assert 150 < turned.sum() < 190  # two quarter turns
    assert turned.max() < 6  # and no leap
    assert np.linalg.norm(np.diff(told.path, axis=0), axis=2).max() < 0.6
    np.testing.assert_allclose((told.path - told.shadow) @ np.swapaxes(told.plane, 1, 2), 0, atol=1e-9)
    wall = lecture.wall
    wall.turn.set_value(0.3)
    wall.redraw()
    corners = wall.sheet.points[[0, 3, 7, 11]][:, :2]
    wall.turn.set_value(0)
    wall.redraw()
    assert np.abs(corners - wall.sheet.points[[0, 3, 7, 11]][:, :2]).max() > 0.5


# -- threads


def test_a_thread_is_the_true_loss_minus_the_slice(drawn, lecture):
    threads, which = drawn["hang_the_threads"]["threads"], [0, 3, 11, len(lecture.threads.which.value) - 1]
    for k in which:
        foot, top = threads[k]
        stop = lecture.threads.which.value[k]
        assert top[2] == pytest.approx(loss_of(lecture.thetas[stop], *lecture.rows), abs=1e-9)
        shadow = lecture.net.theta + foot[:2] @ lecture.own.vectors
        assert foot[2] == pytest.approx(loss_of(shadow, *lecture.rows), abs=1e-9)
        assert lecture.own_hill.height_at(foot[:2]) == pytest.approx(foot[2], abs=5e-3)
        np.testing.assert_array_equal(foot[:2], top[:2])


def test_the_longest_thread_hangs_at_the_start_and_at_the_end_there_is_none(drawn, lecture):
    lengths = np.abs(np.diff(drawn["read_the_gap"]["threads"][..., 2], axis=1)[:, 0])
    assert lengths.argmax() == 0
    assert f"{lengths[0]:.2f}" in shown(lecture, "read_the_gap")
    gaps = np.abs(lecture.on_own.true_loss - lecture.on_own.slice_loss)
    assert gaps.argmax() == 0
    assert gaps[-1] < 1e-12


# -- how sharply it bends


def test_lambda_is_the_bend_along_its_direction_and_the_greatest_that_was_met(drawn, lecture):
    v, h = lecture.top.direction, 1e-4
    ahead, behind = (
        replace(lecture.net, theta=lecture.net.theta + sign * h * v).backward(*lecture.rows).flat
        for sign in (1, -1)
    )
    told = float(v @ (ahead - behind)) / (2 * h)
    assert float(lecture.top.value) == pytest.approx(told, rel=1e-5)
    assert lecture.top.bends[-1] == lecture.top.bends.max()
    assert lecture.top.bends[0] < 0.1 * told
    assert f"{told:.2f}" in shown(lecture, "name_lambda")
    way, height = drawn["push_it_through"]["bend"].T
    np.testing.assert_allclose(height, lecture.net.loss(*lecture.rows) + told * way**2 / 2, atol=1e-5)


def test_the_steepest_bend_is_shown_along_its_direction_on_the_ground(drawn, lecture):
    line, parabola = drawn["ask_for_the_bend"]["cut"]
    assert not line[:, 1].any()  # along the first direction of that ground
    hill, v, told = lecture.bent_hill, lecture.top.direction, float(lecture.top.value)
    for way in (-0.3, -0.1, 0.2):
        loss = loss_of(lecture.net.theta + way * v, *lecture.rows)
        assert float(hill.height_at(np.array([[way, 0.0]]))[0]) == pytest.approx(loss, abs=1e-3)
    here = loss_of(lecture.net.theta, *lecture.rows)
    np.testing.assert_allclose(parabola[:, 2], here + told * parabola[:, 0] ** 2 / 2, atol=1e-9)
    assert len(parabola) == 33
    across = hill.height_at(np.array([[0.0, 0.3], [0.3, 0.0]])) - here
    assert across[0] < 0.2 * across[1]  # it bends far less the other way


def test_a_stride_beyond_two_over_lambda_climbs_and_ours_does_not(drawn, lecture):
    first, last = drawn["try_strides"]["step"]
    assert last[1] > first[1]
    assert -last[0] / first[0] == pytest.approx(1.07 * 2 - 1, abs=1e-6)
    first, last = drawn["be_on_the_safe_side"]["step"]
    assert last[1] < first[1]
    assert last[0] / first[0] == pytest.approx(1 - 0.5 * float(lecture.top.value), abs=1e-6)
    assert {f"{2 / float(lecture.top.value):.1f}", "0.5"} <= set(shown(lecture, "be_on_the_safe_side"))


# -- mistakes are seen


def test_a_walk_seen_from_the_wrong_place_is_seen_to_miss_the_ground(lecture):
    lecture.own_hill.at.set_value(1)
    for origin, off in ((lecture.thetas[-1], False), (lecture.thetas[0], True)):
        told = project_path(lecture.net, *lecture.rows, lecture.thetas[::11], origin, lecture.own)
        threads = HeightThreads(told.ab, told.slice_loss, told.true_loss, on=lecture.own_hill)
        feet = threads.threads()[:, 0]
        assert (np.abs(lecture.own_hill.height_at(feet[:, :2]) - feet[:, 2]).max() > 0.1) == off


def test_three_to_five_minutes_in_short_beats(lecture):
    assert 180 <= lecture.report()["seconds"] <= 300
    assert 25 <= len(lecture.report()["beats"]) <= 36
    assert len(lecture.report()["sources"]) == 2
