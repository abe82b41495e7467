"""How many digits of NIST's certified answers a fit reaches."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from jaxtyping import Float, Int
from numpy import ndarray

from calc_core.data.certified import CertifiedProblem, CertifiedProblems
from calc_core.fitting.levenberg_marquardt import levenberg_marquardt
from calc_core.fitting.result import FitResult
from calc_core.results import Result, recorded

ENOUGH = 6.0  # digits, to the eye of whoever needs an answer


@dataclass(frozen=True, eq=False)
class CertifiedRuns(Result):
    """Every problem from both of its starts: `digits` (problems, 2), far start first, and the steps kept."""

    names: tuple[str, ...]
    digits: Float[ndarray, "n 2"]  # of the worst parameter; -inf where the fit left the finite numbers
    steps: Int[ndarray, "n 2"]
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def far(self) -> Float[ndarray, " n"]:
        """Digits reached from the far start."""
        return np.asarray(self.digits[:, 0])

    @property
    def near(self) -> Float[ndarray, " n"]:
        """Digits reached from the near start."""
        return np.asarray(self.digits[:, 1])

    @property
    def n_problems(self) -> int:
        """How many problems there are."""
        return len(self.names)

    @property
    def n(self) -> int:
        """How many runs there were."""
        return self.digits.size

    @property
    def n_right(self) -> int:
        """Runs that end with six certified digits or more."""
        return int(np.sum(self.digits >= ENOUGH))


@recorded
def certified_runs(problems: CertifiedProblems, *, max_iter: int = 600) -> CertifiedRuns:
    """Fit NIST's problems by Levenberg-Marquardt, plain, from both starts, at most `max_iter` trials each.

    Of its 54 runs 52 end with six digits: from far away BoxBOD ends in another valley, and MGH10 is still
    on its way, with 600 trials as with 1000. `levenberg_marquardt(..., accelerate=True)` gets 53 of them, and
    MGH10 too where it may go on for some thousand trials.

    Two starts for each problem, and the digits that agree with NIST's:

    >>> runs = fitting.certified_runs(cc.load_nist(), max_iter=20)
    >>> print(runs.n, runs.digits.shape)
    54 (27, 2)
    """

    def fit(problem: CertifiedProblem, start: ndarray) -> FitResult:
        return levenberg_marquardt(problem.residuals, start, jac=problem.jac, max_iter=max_iter)

    ends = [[fit(problem, start) for start in problem.starts] for problem in problems]
    digits = [[p.digits(end.theta) for end in pair] for p, pair in zip(problems, ends, strict=True)]
    steps = [[end.n_steps for end in pair] for pair in ends]
    return CertifiedRuns(tuple(p.name for p in problems), np.array(digits), np.array(steps))
