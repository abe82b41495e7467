"""Which of the handwritten digits a network learns from, and which it never sees before the test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from jaxtyping import Float, Int
from numpy import ndarray

from calc_core.data.datasets import DigitImages
from calc_core.results import Result, recorded

N_TEST = 297  # 1,500 rows remain to learn from
SEED = 1998  # the year of the data


@dataclass(frozen=True, eq=False)
class DigitSplit(Result):
    """Rows to learn from and rows to test on: ink 0 to 1, labels, and the rows' numbers in the file."""

    X: Float[ndarray, "n 64"]
    label: Int[ndarray, " n"]
    X_test: Float[ndarray, "m 64"]
    label_test: Int[ndarray, " m"]
    rows: Int[ndarray, " n"]
    rows_test: Int[ndarray, " m"]
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def n(self) -> int:
        """Number of rows to learn from."""
        return len(self.label)

    @property
    def n_test(self) -> int:
        """Number of rows to test on."""
        return len(self.label_test)


@recorded
def split_digits(digits: DigitImages) -> DigitSplit:
    """1,500 digits to learn from and 297 to test on: the one split that all lectures use.

    The file is ordered by writer, so its last rows are not like the others (a network that reads the rest
    well gets only 92 % of them). Here every digit gives its fair share to the test (stratified, largest
    remainders first), chosen at random with a fixed seed, and both parts are shuffled.

    >>> digits = networks.split_digits(cc.load_digits())
    >>> print(digits.n, digits.n_test, digits.X.shape)
    1500 297 (1500, 64)
    """
    rng = np.random.default_rng(SEED)
    label = digits.label
    fair = np.bincount(label, minlength=10) * N_TEST / len(label)
    take = np.floor(fair).astype(int)
    take[np.argsort(take - fair, kind="stable")[: N_TEST - take.sum()]] += 1
    of_digit = [rng.permutation(np.flatnonzero(label == digit)) for digit in range(10)]
    test = rng.permutation(np.concatenate([rows[:n] for rows, n in zip(of_digit, take, strict=True)]))
    learn = rng.permutation(np.concatenate([rows[n:] for rows, n in zip(of_digit, take, strict=True)]))
    ink = digits.ink
    return DigitSplit(ink[learn], label[learn], ink[test], label[test], learn, test)
