"""NIST's certified fitting problems: model, data, two starts, and the answers to eleven digits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from types import CodeType

import numpy as np
from jaxtyping import Float, Inexact
from numpy import ndarray

from calc_core.data.csv_tables import FOLDER, Origin, known_bytes
from calc_core.errors import DataError
from calc_core.results import Result, recorded

FUNCTIONS = {name: getattr(np, name) for name in ("exp", "log", "cos", "sin", "arctan", "pi")}
CERTIFIED_DIGITS = 11.0  # so many are given
NUDGE = 1e-30  # of the complex step: exact to rounding
NIST = Origin(
    file="nist_strd_nonlinear.txt",
    source="NIST Statistical Reference Datasets (1998), nonlinear regression: all 27 problems",
    licence="public domain",
    credit="NIST Statistical Reference Datasets, nonlinear regression",
    sha256="3da327c03f052ef763cd2d74761f636548ee15fa3c63e976e64d8156d38a79cb",
)


@dataclass(frozen=True, eq=False)
class CertifiedProblem:
    """residuals(b) = y - f(x; b), with NIST's two starts, far and near, and its answers."""

    name: str
    starts: tuple[Float[ndarray, " p"], Float[ndarray, " p"]]
    certified: Float[ndarray, " p"]
    deviations: Float[ndarray, " p"]  # standard deviations of the parameters
    rss: float
    y: Float[ndarray, " n"]
    columns: dict[str, ndarray]  # what the formula calls x
    formula: CodeType

    def residuals(self, b: Inexact[ndarray, " p"]) -> Inexact[ndarray, " n"]:
        """What the model leaves over, for parameters b."""
        return np.asarray(self.y - self._model(b))

    def jac(self, b: Float[ndarray, " p"]) -> Float[ndarray, "n p"]:
        """dr_i/db_k by the complex step (Squire and Trapp, 1998), all parameters nudged at once."""
        nudged = b[:, None, None] + (1j * NUDGE * np.eye(len(b)))[:, :, None]
        return np.asarray(-self._model(nudged).imag.T / NUDGE)

    def digits(self, b: Float[ndarray, " p"]) -> float:
        """To how many digits the worst parameter agrees with the certified one."""
        apart = np.max(np.abs(b - self.certified) / np.abs(self.certified))
        if not np.isfinite(apart):
            return -np.inf
        return float(min(CERTIFIED_DIGITS, -np.log10(max(apart, np.finfo(float).tiny))))

    def _model(self, b: ndarray) -> ndarray:
        """f(x; b), for parameters b[k] that are numbers or columns of them."""
        knobs = {f"b{k + 1}": value for k, value in enumerate(b)}
        return np.asarray(eval(self.formula, {"__builtins__": {}}, FUNCTIONS | self.columns | knobs))


@dataclass(frozen=True, eq=False)
class CertifiedProblems(Result):
    """All 27, by name."""

    name: str
    source: str
    licence: str
    credit: str
    sha256: str
    problems: tuple[CertifiedProblem, ...]

    def __iter__(self) -> Iterator[CertifiedProblem]:
        return iter(self.problems)

    @property
    def n(self) -> int:
        """How many there are."""
        return len(self.problems)


@recorded
def load_nist(origin: Origin = NIST) -> CertifiedProblems:
    """The 27 nonlinear regression problems of NIST: real data of many trades, certified in 128-bit numbers.

    Raises DataError where the file is not the one we know: its formulas are run, so it must be.

    >>> problems = cc.load_nist()
    >>> print(problems.n, [each.name for each in problems][:3])
    27 ['Bennett5', 'BoxBOD', 'Chwirut1']
    """
    text = known_bytes(origin, FOLDER).decode("ascii")
    parts = re.split(r"^(?=NIST/ITL StRD\s*$)", text, flags=re.MULTILINE)[1:]
    told = (origin.name, origin.source, origin.licence, origin.credit, origin.sha256)
    return CertifiedProblems(
        *told, tuple(sorted((_read(part) for part in parts), key=lambda each: each.name))
    )


def _read(text: str) -> CertifiedProblem:
    """Parse what was one file."""
    rows = re.findall(r"^\s*b\d+\s*=((?:\s+[-+.\dE]+){4})\s*$", text, re.MULTILINE)
    first, second, certified, deviations = np.array([row.split() for row in rows], dtype=float).T
    name = _found(r"Dataset Name:\s+(\S+)", text)[0]
    rss = float(_found(r"Residual Sum of Squares:\s+(\S+)", text)[0])
    count = int(_found(r"Number of Observations:\s+(\d+)", text)[0])
    table = np.array([line.split() for line in text.strip().splitlines()[-count:]], dtype=float)
    left, formula = _found(r"\n\s+(y|log\[y\])\s*=(.*?)\+\s*e\s*\n", text)
    code = compile("(" + formula.translate(str.maketrans("[]\n", "() ")) + ")", name, "eval")
    y = np.log(table[:, 0]) if left.startswith("log") else table[:, 0]
    columns = {"x": table[:, 1]} | {f"x{k}": table[:, k] for k in range(1, table.shape[1])}
    return CertifiedProblem(name, (first, second), certified, deviations, rss, y, columns, code)


def _found(pattern: str, text: str) -> tuple[str, ...]:
    match = re.search(pattern, text, re.DOTALL)
    if match is None:
        raise DataError(f"one of NIST's problems has nothing like {pattern!r}")
    return match.groups()
