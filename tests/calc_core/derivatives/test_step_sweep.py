"""Errors below the rounding unit of the exact slope, and the law's two terms on a map of powers of ten."""

from decimal import Decimal
from fractions import Fraction
from math import factorial

import numpy as np
import pytest

from calc_core import step_sweep
from calc_core.errors import DomainError

E = Decimal("2.71828182845904523536028747135266249775724709369995")


def test_a_decimal_tells_errors_that_a_float_cannot():
    e = sum(Fraction(1, factorial(k)) for k in range(40))  # an independent witness
    sweep = step_sweep(np.exp, 1.0, np.logspace(-15, -1, 57), exact=E)
    wanted = [[float(abs(Fraction(float(v)) - e)) for v in row] for row in sweep.value]
    assert sweep.error == pytest.approx(np.array(wanted), rel=1e-12, abs=0)
    assert sweep.error.min() > 0


def test_the_law_is_the_sum_of_what_falls_and_what_rises():
    h = np.logspace(-15, -1, 113)
    sweep = step_sweep(np.exp, 1.0, h, ("forward", "central"), exact=E)
    assert sweep.model == pytest.approx(sweep.falling + sweep.rising, rel=1e-14)
    for name, power in (("forward", 1), ("central", 2)):
        row = sweep.by_method[name]
        assert np.diff(row.falling) / np.diff(row.zeros) == pytest.approx(-power, abs=1e-9)
        assert np.diff(row.rising) / np.diff(row.zeros) == pytest.approx(1, abs=1e-9)
        assert 10.0**row.error == pytest.approx(sweep.error[sweep.methods.index(name)], rel=1e-12)


def test_no_error_at_all_has_no_place_among_powers_of_ten():
    sweep = step_sweep(np.exp, 1.0, np.logspace(-15, -1, 57), ("complex",), exact=np.e)
    with pytest.raises(DomainError, match="Decimal"):
        _ = sweep.by_method
