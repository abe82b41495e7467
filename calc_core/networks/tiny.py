# mypy: allow-untyped-defs, allow-untyped-calls
"""A network in twenty lines: forward, backward, update. Lecture 19 shows, runs and checks this very text.

No line is longer than 56 characters: so many have room on its stage.
"""

import numpy as np


def forward(X, W1, b1, W2, b2):
    A = np.tanh(X @ W1 + b1)
    Z = A @ W2 + b2
    E = np.exp(Z - Z.max(1, keepdims=True))
    return A, E / E.sum(1, keepdims=True)


def backward(X, Y, A, P, W2):
    dZ = (P - Y) / len(X)
    dA = dZ @ W2.T * (1 - A**2)
    return X.T @ dA, dA.sum(0), A.T @ dZ, dZ.sum(0)


def update(knobs, slopes, rate):
    return [k - rate * s for k, s in zip(knobs, slopes)]


def train(X, Y, knobs, rate, steps):
    losses = []
    for _ in range(steps):
        A, P = forward(X, *knobs)
        losses.append(-np.log(P[Y == 1]).mean())
        slopes = backward(X, Y, A, P, knobs[2])
        knobs = update(knobs, slopes, rate)
    return knobs, losses
