"""A network that has learned once, for all who look at its history."""

import pytest

from calc_core.networks import TrainHistory
from tests.calc_core.networks.nets import learn


@pytest.fixture(scope="package")
def history() -> TrainHistory:
    return learn()
