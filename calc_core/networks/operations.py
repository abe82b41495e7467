"""What a reading of the compass costs, counted in multiplications and not by the clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from calc_core.errors import ShapeError
from calc_core.networks.mlp import count_parameters
from calc_core.results import Result, recorded


@dataclass(frozen=True, eq=False)
class Operations(Result):
    """Multiplications between weights and lamps, for one row."""

    forward: int
    backward: int  # beyond the run forward that it starts from
    n_params: int
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def ratio(self) -> float:
        """A run backward, counted in runs forward: below 2, however many knobs there are."""
        return self.backward / self.forward

    @property
    def nudging(self) -> int:
        """Multiplications to nudge every knob instead: one more run forward for each."""
        return (self.n_params + 1) * self.forward

    @property
    def saving(self) -> float:
        """How many times dearer nudging is than one run forward and one back."""
        return self.nudging / (self.forward + self.backward)


@recorded
def count_operations(sizes: Sequence[int]) -> Operations:
    """forward = sum in * out; backward = that for dL/dW, and again for the deltas of all layers but one.

    2,410 slopes cost little more than one run forward, not 2,410 of them:

    >>> counted = networks.count_operations((64, 32, 10))
    >>> print(counted.n_params, counted.forward, counted.backward)
    2410 2368 2688
    """
    if len(sizes) < 2 or min(sizes) < 1:
        raise ShapeError(f"sizes must name at least an input and an output, all positive, got {tuple(sizes)}")
    products = [before * after for before, after in pairwise(sizes)]
    return Operations(sum(products), sum(products) + sum(products[1:]), count_parameters(tuple(sizes)))
