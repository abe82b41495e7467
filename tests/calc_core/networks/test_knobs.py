"""One neuron's sum and valve, and the loss over one knob of many."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc_core.data.datasets import load_iris_petals
from calc_core.errors import DomainError, ShapeError
from calc_core.networks import MLP, knob_slices, neuron_loss, neuron_reading, petal_pairs, weighted_sum
from calc_core.networks.mlp import count_parameters

numbers = st.lists(st.floats(-3, 3), min_size=1, max_size=9)


@given(numbers, st.floats(-3, 3), st.integers(0, 99))
def test_a_sum_is_all_its_products_and_the_bias(lights, bias, seed):
    weights = np.random.default_rng(seed).normal(size=len(lights))
    told = weighted_sum(lights, weights, bias)
    assert told.total == pytest.approx(np.dot(lights, weights) + bias, abs=1e-12)
    assert told.answer == pytest.approx(1 / (1 + np.exp(-told.total)))
    np.testing.assert_allclose(np.diff(told.running), told.products, atol=1e-12)
    assert told.running[0] == 0


def test_a_neuron_of_a_network_is_that_sum():
    net = MLP((5, 3, 2), activation="sigmoid").init(4)
    x = np.linspace(0, 1, 5)
    W, b = net.layers()[0]
    answers = [weighted_sum(x, W[:, k], b[k]).answer for k in range(3)]
    np.testing.assert_allclose(net.forward(x[None]).a[1][0], answers, rtol=1e-14)


def test_a_sum_needs_a_weight_for_every_light():
    with pytest.raises(ShapeError, match="one shape"):
        weighted_sum([1.0, 2.0], [1.0])


def test_the_petals_are_those_of_the_two_kinds_about_their_mean():
    table = load_iris_petals()
    pairs = petal_pairs(table)
    assert (pairs.n, pairs.y.sum()) == (100, 50)
    for species, kind in (("versicolor", 0), ("virginica", 1)):
        np.testing.assert_array_equal(
            pairs.length[pairs.y == kind], table["length"][table["species"] == species]
        )
    assert pairs.x.mean() == pytest.approx(0, abs=1e-12)
    with pytest.raises(DomainError, match="no species"):
        petal_pairs(table, one="rosa")


def test_about_their_mean_the_landscape_of_the_petals_is_no_ravine():
    pairs = petal_pairs(load_iris_petals())
    about_mean, about_zero = neuron_loss(pairs.x, pairs.y), neuron_loss(pairs.length, pairs.y)
    apart = [np.linalg.cond(land.hess(land.minima[0])) for land in (about_mean, about_zero)]
    assert apart == pytest.approx([27, 16_000], rel=0.03)  # as the docstring says
    assert about_mean.minima[0][0] == pytest.approx(about_zero.minima[0][0], rel=1e-6)
    assert neuron_reading(pairs.x, pairs.y, about_mean.minima[0]).correct == 93


@pytest.mark.parametrize(
    ("sizes", "activation"), [((4, 3), "tanh"), ((4, 5, 3), "sigmoid"), ((3, 4, 4, 2), "tanh")]
)
def test_a_slice_is_the_loss_with_one_knob_turned(sizes, activation):
    net = MLP(sizes, activation=activation).init(1)
    rng = np.random.default_rng(2)
    X, Y = rng.normal(size=(6, sizes[0])), rng.integers(sizes[-1], size=6)
    turns = np.array([-1.5, 0.0, 0.7])
    told = knob_slices(net, X, Y, np.arange(net.n_params), turns)
    assert told.n == net.n_params
    for knob in range(net.n_params):
        for k, turn in enumerate(turns):
            theta = net.theta.copy()
            theta[knob] += turn
            loss = MLP(sizes, activation=activation, theta=theta).loss(X, Y)
            assert told.loss[knob, k] == pytest.approx(loss, rel=1e-12)
    np.testing.assert_allclose(told.loss[:, 1], told.here, rtol=1e-12)
    np.testing.assert_array_equal(told.first, told.loss[0])


def test_there_is_no_slice_of_a_knob_that_is_not_there():
    net = MLP((2, 1), output="sigmoid")
    with pytest.raises(ShapeError, match="from 0 to 2"):
        knob_slices(net, [[1, 2]], [1], [3], [0.0])


@given(st.lists(st.integers(1, 70), min_size=2, max_size=5))
def test_the_parts_are_all_the_knobs(sizes):
    assert sum(MLP(tuple(sizes)).parts) == count_parameters(tuple(sizes))


def test_what_a_network_says_is_its_largest_answer():
    net = MLP((4, 5, 3)).init(3)
    X = np.random.default_rng(5).normal(size=(20, 4))
    read = net.forward(X)
    np.testing.assert_array_equal(read.says, read.out.argmax(axis=1))
    np.testing.assert_array_equal(net.predict(X), read.says)
