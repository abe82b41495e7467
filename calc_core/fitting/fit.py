"""Fit a model to data with what its kind needs: one QR where it is linear, a walk where it is not."""

from __future__ import annotations

import numpy as np

from calc_core.fitting.levenberg_marquardt import levenberg_marquardt
from calc_core.fitting.linear import fit_linear
from calc_core.fitting.models import Model, read_data
from calc_core.fitting.result import FitResult
from calc_core.points import ArrayLike
from calc_core.results import recorded


@recorded
def fit(
    model: Model,
    x: ArrayLike,
    y: ArrayLike,
    sigma: ArrayLike | None = None,
    *,
    start: ArrayLike | None = None,
) -> FitResult:
    """theta minimising sum ((y_i - f(x_i; theta)) / sigma_i)^2 over the knobs of `model`.

    x, y (and sigma) have shape (n,), in the model's units. A linear model is solved by QR, any other
    by Levenberg-Marquardt from `start` (p,), or from the model's own guess.

    >>> line = fitting.fit(fitting.polynomial(1), [0.0, 1.0, 2.0], [1.0, 2.0, 2.0])
    >>> print(line.theta.round(4), line.stderr.round(4))
    [1.1667 0.5   ] [0.3727 0.2887]
    """
    x, y, errors = read_data(x, y, sigma)
    if model.linear:
        return fit_linear(model, x, y, errors)
    theta0 = model.guess(x, y) if start is None else np.asarray(start)
    return levenberg_marquardt(model.residuals(x, y, errors), theta0)
