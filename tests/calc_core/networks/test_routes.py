"""Nudges forward and one wave backward give the same slopes, whatever the network."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calc_core.errors import ShapeError
from calc_core.networks import (
    MLP,
    agreement,
    backward_routes,
    count_operations,
    forward_nudges,
    gradient_check,
    loss_along,
)

SIZES = st.lists(st.integers(1, 5), min_size=2, max_size=4).map(tuple)
seeds = st.integers(0, 999)
bends = st.sampled_from(["tanh", "sigmoid"])
ends = st.sampled_from(["sigmoid", "linear"])


def some_net(sizes, seed, bend="tanh", end="sigmoid"):
    """A network with biases that are not 0, a row for it and a target."""
    net = MLP(sizes, activation=bend, output=end)
    rng = np.random.default_rng(seed)
    net = MLP(sizes, activation=bend, output=end, theta=rng.normal(size=net.n_params))
    return net, rng.normal(size=sizes[0]), rng.uniform(size=sizes[-1])


@settings(max_examples=40)
@given(SIZES, seeds, bends, ends)
def test_all_nudges_and_one_wave_find_the_same_slopes(sizes, seed, bend, end):
    net, x, y = some_net(sizes, seed, bend, end)
    runs, wave = forward_nudges(net, x, y), backward_routes(net, x, y)
    slopes = net.backward(x[None], y[None])
    assert runs.runs == net.n_params
    np.testing.assert_allclose(runs.slopes, slopes.flat, rtol=1e-9, atol=1e-12)
    for k, (W, b) in enumerate(slopes.by_layer):
        np.testing.assert_allclose(wave.slopes[k], W, rtol=1e-12)
        np.testing.assert_allclose(wave.deltas[k], b, rtol=1e-12)
    assert wave.n_wires == sum(W.size for W, _ in slopes.by_layer)
    assert wave.last is wave.deltas[-1]
    assert wave.last_slopes is wave.slopes[-1]


@given(SIZES, seeds)
def test_what_a_nudge_moves_is_what_a_small_turn_moves(sizes, seed):
    net, x, y = some_net(sizes, seed)
    knob, h = seed % net.n_params, 1e-100
    theta = net.theta.astype(complex)
    theta[knob] += 1j * h
    turned = MLP(sizes, output="sigmoid", theta=theta).forward(x[None])
    told = forward_nudges(net, x, y, [knob])
    for rate, z in zip(told.sums, turned.z, strict=True):
        np.testing.assert_allclose(rate[0], z[0].imag / h, rtol=1e-11, atol=1e-14)
    for rate, a in zip(told.lamps, turned.a[1:], strict=True):
        np.testing.assert_allclose(rate[0], a[0].imag / h, rtol=1e-11, atol=1e-14)


@given(SIZES, seeds)
def test_along_its_wires_a_nudge_brings_each_sum_what_it_moves_by(sizes, seed):
    net, x, y = some_net(sizes, seed)
    wires = np.flatnonzero(np.concatenate([[True] * W.size + [False] * b.size for W, b in net.layers()]))
    told = forward_nudges(net, x, y, wires[seed % len(wires)])
    for along, moved in zip(told.along(0), told.sums, strict=True):
        np.testing.assert_allclose(along.sum(axis=0), moved[0], rtol=1e-12, atol=1e-14)
    assert told.counts.tolist() == [0, 1]


@given(SIZES, seeds)
def test_what_comes_back_along_the_wires_gathers_at_each_neuron(sizes, seed):
    net, x, y = some_net(sizes, seed)
    wave = backward_routes(net, x, y)
    for k in range(len(sizes) - 1):
        np.testing.assert_allclose(wave.gathered[k], wave.carried[k].sum(axis=1), rtol=1e-12)
        np.testing.assert_allclose(wave.slopes[k], np.outer(wave.lamps[k], wave.deltas[k]), rtol=1e-12)
        if k:
            np.testing.assert_allclose(wave.deltas[k - 1], wave.gathered[k] * wave.valves[k - 1], rtol=1e-12)
    np.testing.assert_array_equal(wave.last_lamps, wave.lamps[-1])


@given(st.integers(2, 6), seeds, bends)
def test_a_chain_has_one_product_from_either_end(layers, seed, bend):
    net, x, y = some_net((1,) * layers, seed, bend, "linear")
    told = loss_along(net, x, y)
    slopes = net.backward(x[None], y[None]).by_layer
    assert told.ahead[-1] == pytest.approx(told.back[0], rel=1e-12)
    assert told.product == pytest.approx(float(np.prod(told.rates)), rel=1e-12)
    assert (told.ahead[0], told.back[-1]) == (1.0, 1.0)
    for k, (W, _) in enumerate(slopes):
        assert told.lamps[k] * told.back[2 * k + 1] == pytest.approx(W[0, 0], rel=1e-12, abs=1e-15)


@settings(max_examples=20)
@given(seeds)
def test_agreement_is_a_share_of_the_largest_slope_and_never_nothing(seed):
    net, x, y = some_net((3, 4, 2), seed)
    exact = gradient_check(net, x[None], y[None])
    told = agreement(exact)
    assert told.apart.max() == pytest.approx(exact.rel_error)
    assert (told.shown >= told.floor).all()
    assert (told.shown >= told.apart).all()
    assert told.worst < 1e-12
    central = agreement(gradient_check(net, x[None], y[None], method="central"))
    assert told.worst < central.worst < 1e-6


@given(SIZES)
def test_back_costs_less_than_two_runs_forward(sizes):
    work = count_operations(sizes)
    assert work.backward < 2 * work.forward
    assert work.nudging == (work.n_params + 1) * work.forward


def test_mistakes_are_told_in_one_sentence():
    net, x, y = some_net((2, 3, 2), 1)
    with pytest.raises(ShapeError, match="from 0 to 16"):
        forward_nudges(net, x, y, [17])
    with pytest.raises(ShapeError, match="one row"):
        backward_routes(net, x[None], y)
    with pytest.raises(ShapeError, match="one neuron in each layer"):
        loss_along(net, x, y)
