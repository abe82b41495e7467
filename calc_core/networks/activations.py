"""What a neuron does with its sum, and how steeply: every function with its slope, real or complex."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy import ndarray

ActivationName = Literal["tanh", "sigmoid", "relu"]


@dataclass(frozen=True)
class Activation:
    """value(z), and slope(z) = d value / dz; complex sums, for the complex step, branch by real part."""

    value: Callable[[ndarray], ndarray]
    slope: Callable[[ndarray], ndarray]


def _decay(z: ndarray) -> ndarray:
    """exp(-|z|), which never overflows; |z| is z or -z, so that it stays analytic."""
    return np.asarray(np.exp(np.where(z.real > 0, -z, z) if z.dtype.kind == "c" else -np.abs(z)))


def sigmoid(z: ndarray) -> ndarray:
    """1 / (1 + exp(-z)), with full relative accuracy in both tails."""
    small = _decay(z)
    return np.asarray(np.where(z.real > 0, 1, small) / (1 + small))


def sigmoid_slope(z: ndarray) -> ndarray:
    """a (1 - a) as exp(-|z|) / (1 + exp(-|z|))^2: where a neuron is saturated 1 - a has no digits left."""
    small = _decay(z)
    return np.asarray(small / (1 + small) ** 2)


def softplus(z: ndarray) -> ndarray:
    """log(1 + exp(z)), the antiderivative of the sigmoid, without overflow."""
    return np.asarray(np.where(z.real > 0, z, 0) + np.log1p(_decay(z)))


def softmax(z: ndarray) -> ndarray:
    """exp(z_k) / sum_j exp(z_j) along the last axis; the largest is taken out first, against overflow."""
    shares: ndarray = np.exp(z - z.real.max(axis=-1, keepdims=True))
    shares /= shares.sum(axis=-1, keepdims=True)
    return shares


def log_sum_exp(z: ndarray) -> ndarray:
    """log sum_j exp(z_j) along the last axis."""
    largest = z.real.max(axis=-1, keepdims=True)
    return np.asarray(largest[..., 0] + np.log(np.exp(z - largest).sum(axis=-1)))


def tanh_slope(z: ndarray) -> ndarray:
    """1 - tanh(z)^2 as 4 exp(-2|z|) / (1 + exp(-2|z|))^2, again to the last digit in the tails."""
    small = _decay(2 * z)
    return np.asarray(4 * small / (1 + small) ** 2)


ACTIVATIONS: dict[str, Activation] = {
    "tanh": Activation(np.tanh, tanh_slope),
    "sigmoid": Activation(sigmoid, sigmoid_slope),
    "relu": Activation(lambda z: np.where(z.real > 0, z, 0), lambda z: (z.real > 0).astype(float)),
}
