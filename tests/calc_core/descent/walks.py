"""All ways downhill, each with stride and starts that suit the course's landscapes."""

import pytest
from hypothesis import strategies as st

from calc_core import (
    adam,
    bfgs,
    gradient_descent,
    line_search,
    momentum,
    nesterov,
    newton_descent,
    trust_region,
)

FINE = {"tol": 1e-8, "max_iter": 5000}
WALKS = {
    "gradient descent": (gradient_descent, {"learning_rate": 0.01}),
    "backtracking": (gradient_descent, {"learning_rate": 0.1, "backtracking": True}),
    "heavy ball": (momentum, {"learning_rate": 0.005, "beta": 0.8}),
    "nesterov": (nesterov, {"learning_rate": 0.005, "beta": 0.8}),
    "adam": (adam, {"learning_rate": 0.02}),
    "newton": (newton_descent, {"damping": 1.0}),
    "armijo": (line_search, {"first": 0.1}),
    "BFGS": (bfgs, {}),
    "trust region": (trust_region, {}),
    "wolfe": (line_search, {"first": 0.1, "rule": "wolfe"}),
}
every_walk = pytest.mark.parametrize(("walk", "how"), WALKS.values(), ids=WALKS)
starts = st.tuples(st.floats(-4, 4), st.floats(-4, 4))
