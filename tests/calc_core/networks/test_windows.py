"""Lectures 19 and 21: a slice is only a shadow, one neuron has one valley, and twenty lines suffice."""

import numpy as np
import pytest
from numpy.testing import assert_allclose

from calc_core.data.datasets import load_iris_petals
from calc_core.errors import CalcError
from calc_core.networks import (
    MLP,
    Directions,
    filter_normalised_directions,
    loss_slice,
    neuron_loss,
    neuron_reading,
    pca_directions,
    project_path,
    run_tiny,
    steepest_cut,
    tiny,
    tiny_source,
    top_hessian_eig,
    train,
    turning_shadow,
)
from tests.calc_core.networks.nets import LABELS, NET, SMALL, SPLIT, X4

# ---- windows


def test_random_directions_move_every_neuron_in_proportion_to_itself():
    dirs = filter_normalised_directions(NET.theta, NET.sizes, seed=3)
    for vector in dirs.vectors:
        (d1, e1), (d2, e2) = MLP(NET.sizes, theta=vector).layers()
        assert_allclose(np.linalg.norm(d1, axis=0), np.linalg.norm(NET.layers()[0][0], axis=0))
        assert_allclose(np.linalg.norm(d2, axis=0), np.linalg.norm(NET.layers()[1][0], axis=0))
        assert not e1.any()
        assert not e2.any()


def test_a_slice_is_the_loss_on_its_plane():
    dirs = filter_normalised_directions(SMALL.theta, SMALL.sizes)
    window = loss_slice(SMALL, X4, LABELS, SMALL.theta, dirs, [-1, 0, 0.5], [0, 2])
    assert window.f.shape == (2, 3)
    assert window.f[0, 1] == pytest.approx(SMALL.loss(X4, LABELS))
    there = MLP(SMALL.sizes, theta=SMALL.theta + 0.5 * dirs.vectors[0] + 2 * dirs.vectors[1])
    assert window.f[1, 2] == pytest.approx(there.loss(X4, LABELS))
    single = MLP((4, 3)).init(0)
    flat = filter_normalised_directions(single.theta, single.sizes)
    assert loss_slice(single, X4, LABELS, single.theta, flat, [0], [0]).f[0, 0] == pytest.approx(
        single.loss(X4, LABELS)
    )


def test_a_path_collapses_on_a_random_wall_and_unrolls_on_its_own(history):
    last = history.theta[-1]
    random = filter_normalised_directions(last, NET.sizes, seed=1)
    own = pca_directions(history.theta)
    on_random, on_own = (
        project_path(history.network(), SPLIT.X, SPLIT.label, history.theta, last, dirs)
        for dirs in (random, own)
    )
    assert on_random.captured_variance < 0.01
    assert on_own.captured_variance == pytest.approx(own.explained_together)
    assert on_own.captured_variance > 0.97
    assert_allclose(on_own.true_loss, history.loss)
    assert_allclose(on_own.ab[-1], 0, atol=1e-12)
    assert on_own.slice_loss[-1] == pytest.approx(history.loss[-1])
    assert 0.05 < on_own.largest_gap < 1
    assert_allclose(own.vectors @ own.vectors.T, np.eye(2), atol=1e-12)


def in_turn(turns):
    """First one turn, then what lies between, then the other: each a third of the way."""
    return np.clip(3 * np.linspace(0, 1, turns)[:, None] - np.arange(3), 0, 1)


def test_a_wall_turns_from_one_plane_to_the_other_and_its_shadows_with_it(history):
    last = history.theta[-1]
    random, own = filter_normalised_directions(last, NET.sizes, seed=1), pca_directions(history.theta)
    turning = turning_shadow(history.theta, last, random, own, in_turn(7))
    ends = [
        project_path(history.network(), SPLIT.X[:9], SPLIT.label[:9], history.theta, last, dirs)
        for dirs in (random, own)
    ]
    lengths = [np.linalg.norm(each, axis=1) for each in (ends[1].ab, turning.ab[-1], turning.shadow[-1])]
    assert_allclose(lengths[1], lengths[0], atol=1e-9)
    assert_allclose(lengths[2], lengths[0], atol=1e-9)
    assert_allclose(np.abs(turning.ab[-1]), np.abs(ends[1].ab), atol=1e-9)
    assert_allclose(turning.captured[[0, -1]], [each.captured_variance for each in ends])
    assert (np.diff(turning.captured)[1:] > -1e-12).all()
    assert_allclose(
        turning.plane @ np.swapaxes(turning.plane, 1, 2), np.tile(np.eye(2), (7, 1, 1)), atol=1e-12
    )
    threads = turning.path - turning.shadow
    assert_allclose(
        threads @ np.swapaxes(turning.plane, 1, 2), 0, atol=1e-9
    )  # a shadow falls at right angles
    path = history.theta - last
    assert (np.linalg.norm(turning.path, axis=2) <= np.linalg.norm(path, axis=1) + 1e-9).all()
    assert (turning.captured <= np.sum(np.linalg.svd(path)[1][:2] ** 2) / np.sum(path**2) + 1e-12).all()


def test_turning_the_world_turns_no_shadow():
    rng = np.random.default_rng(4)
    path, around = rng.normal(size=(6, 5)), np.linalg.qr(rng.normal(size=(5, 5)))[0]
    start, end = (Directions(rng.normal(size=(2, 5)), np.zeros(2)) for _ in range(2))
    turned = [Directions(each.vectors @ around, np.zeros(2)) for each in (start, end)]
    one = turning_shadow(path, path[0], start, end, in_turn(5))
    other = turning_shadow(path @ around, path[0] @ around, *turned, in_turn(5))
    assert_allclose(one.ab, other.ab, atol=1e-12)
    assert_allclose(one.ab[:, 0], 0)


def test_two_directions_in_line_are_no_wall(history):
    line = Directions(np.tile(history.theta[0], (2, 1)), np.zeros(2))
    own = pca_directions(history.theta)
    with pytest.raises(CalcError, match="plane"):
        turning_shadow(history.theta, history.theta[-1], line, own, in_turn(5))
    with pytest.raises(CalcError, match="plane"):
        project_path(NET, SPLIT.X[:3], SPLIT.label[:3], history.theta, history.theta[-1], line)
    for wrong, said in ((np.zeros((5, 2)), "turned"), (np.zeros(3), "turns")):
        with pytest.raises(CalcError, match=said):
            turning_shadow(history.theta, history.theta[-1], own, own, wrong)


def test_how_a_wall_turns_is_the_callers_choice_and_changes_no_place_that_it_passes(history):
    last, own = history.theta[-1], pca_directions(history.theta)
    random = filter_normalised_directions(last, NET.sizes, seed=1)
    evenly = turning_shadow(history.theta, last, random, own, in_turn(7))
    some = turning_shadow(history.theta, last, random, own, in_turn(7)[[0, 1, 5, 6]])
    assert_allclose(some.plane, evenly.plane[[0, 1, 5, 6]])
    assert_allclose(some.path, evenly.path[[0, 1, 5, 6]])
    out, _, tilted = evenly.plane[:3, 0]
    whole = np.arccos(out @ tilted)
    assert np.arccos(out @ evenly.plane[1, 0]) == pytest.approx(whole / 2)  # half of a turn is half its angle


def test_the_true_loss_may_be_told_by_another_shadow_of_the_same_walk(history):
    walk = (history.network(), SPLIT.X[:50], SPLIT.label[:50], history.theta[::10], history.theta[-1])
    own = pca_directions(history.theta)
    first = project_path(*walk, own)
    again = project_path(*walk, own, true_loss=first.true_loss)
    assert_allclose(again.true_loss, first.true_loss)
    assert_allclose(again.gap, first.gap)


def test_power_iteration_tells_every_bend_on_its_way_and_the_cut_bends_so():
    top = top_hessian_eig(NET.init(3), SPLIT.X[:60], SPLIT.label[:60])
    assert len(top.bends) == top.nfev
    assert top.bends[-1] == float(top.value)
    net, way = NET.init(3), np.array([-1e-2, 0.0, 1e-2])
    cut = steepest_cut(net, SPLIT.X[:60], SPLIT.label[:60], top, way)
    assert cut.parabolas.shape == (top.nfev, 3)
    assert_allclose((cut.loss[0] - 2 * cut.loss[1] + cut.loss[2]) / 1e-4, top.value, rtol=1e-3)
    assert_allclose(cut.parabola, cut.loss[1] + float(top.value) * way**2 / 2)


def test_the_steepest_bend_is_that_of_the_whole_hessian():
    rng = np.random.default_rng(0)
    net = MLP((3, 4, 2)).init(2)
    X, labels = rng.normal(size=(30, 3)), rng.integers(0, 2, 30)
    trained = train(net, X, labels, learning_rate=0.5, epochs=30).network()
    H = np.empty((trained.n_params,) * 2)
    for k in range(trained.n_params):
        e = 1e-30j * np.eye(trained.n_params)[k]
        nudged = MLP(trained.sizes, theta=trained.theta + e)
        H[k] = nudged.backward(X, labels).flat.imag / 1e-30
    assert_allclose(H, H.T, atol=1e-13)
    eigenvalues = np.linalg.eigvalsh(H)
    top = top_hessian_eig(trained, X, labels, tol=1e-6)
    assert top.ok
    assert float(top.value) == pytest.approx(
        eigenvalues[np.argmax(np.abs(eigenvalues))], abs=10 * float(top.error) + 1e-12
    )
    assert_allclose(H @ top.direction, float(top.value) * top.direction, atol=2 * float(top.error) + 1e-12)
    assert top.limit == pytest.approx(2 / float(top.value))


# ---- one neuron


def petals(*kinds):
    data = load_iris_petals()
    chosen = np.isin(data["species"], kinds)
    return data["length"][chosen], (data["species"][chosen] == kinds[-1]).astype(float)


def test_one_neuron_tells_93_petals_of_100_apart():
    x, y = petals("versicolor", "virginica")
    land = neuron_loss(x, y)
    assert len(land.minima) == 1
    assert np.linalg.norm(land.grad(land.minima[0])) < 1e-12
    reading = neuron_reading(x, y, land.minima[0])
    assert (reading.correct, reading.share) == (93, 0.93)


def test_the_neurons_landscape_is_the_loss_of_a_network_of_one():
    x, y = petals("versicolor", "virginica")
    land, at = neuron_loss(x, y), np.array([0.7, -2.0])
    net = MLP((1, 1), output="sigmoid", theta=at)
    assert float(land.f(at)) == pytest.approx(net.loss(x[:, None], y[:, None]))
    assert_allclose(land.grad(at), net.backward(x[:, None], y[:, None]).flat)
    nudged = [land.grad(at + 1e-5 * e) - land.grad(at - 1e-5 * e) for e in np.eye(2)]
    assert_allclose(land.hess(at), np.array(nudged) / 2e-5, rtol=1e-6)
    grid = np.random.default_rng(0).normal(size=(3, 4, 2))
    assert land.f(grid).shape == (3, 4)
    assert np.all(np.linalg.eigvalsh(land.hess(grid)) > 0)


def test_petals_that_one_cut_separates_have_no_floor():
    assert len(neuron_loss(*petals("setosa", "virginica")).minima) == 0


# ---- twenty lines


def test_twenty_lines_train_and_their_slopes_are_exact():
    run = run_tiny(SPLIT.X, SPLIT.label, steps=60, hidden=10)
    assert run.n_lines <= 20
    assert run.last_loss < 0.5 * run.first_loss
    assert run.rel_error < 1e-13
    assert run.source == tiny_source()


def test_without_a_transpose_it_still_learns_but_the_check_turns_orange():
    broken = run_tiny(SPLIT.X, SPLIT.label, steps=60, hidden=10, source=tiny_source().replace("W2.T", "W2"))
    assert broken.last_loss < broken.first_loss
    assert broken.rel_error > 0.01
    with pytest.raises(CalcError, match="does not run"):
        run_tiny(SPLIT.X, SPLIT.label, steps=1, source=tiny_source().replace("W2.T", "W2"))


def test_twenty_lines_and_the_network_say_the_same():
    (W1, b1), (W2, b2) = NET.layers()
    A, P = tiny.forward(SPLIT.X, W1, b1, W2, b2)
    assert_allclose(P, NET.forward(SPLIT.X).out)
    slopes = tiny.backward(SPLIT.X, np.eye(10)[SPLIT.label], A, P, W2)
    assert_allclose(
        np.concatenate([each.ravel() for each in slopes]), NET.backward(SPLIT.X, SPLIT.label).flat, atol=1e-15
    )
