"""The digits, and networks small enough to look through."""

import numpy as np

from calc_core.data.datasets import load_digits
from calc_core.networks import (
    MLP,
    split_digits,
    train,
)

SPLIT = split_digits(load_digits())
NET = MLP((64, 32, 10)).init(0)
SMALL = MLP((4, 5, 3)).init(1)
X4 = np.random.default_rng(2).normal(size=(7, 4))
LABELS = np.array([0, 2, 1, 1, 0, 2, 2])
OUTPUTS = {
    "softmax": None,
    "sigmoid": None,
    "linear": None,
    "softmax squared": "squared",
    "sigmoid squared": "squared",
}


def learn(seed=0, epochs=30, **how):
    return train(
        NET.init(seed),
        SPLIT.X,
        SPLIT.label,
        learning_rate=0.5,
        epochs=epochs,
        seed=seed,
        X_test=SPLIT.X_test,
        Y_test=SPLIT.label_test,
        **how,
    )
