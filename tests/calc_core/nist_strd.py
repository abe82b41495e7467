"""Reads NIST's certified fitting problems: model, data, starts, certified answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy import ndarray

FOLDER = Path(__file__).parents[1] / "data" / "nist_strd"
FUNCTIONS = {name: getattr(np, name) for name in ("exp", "log", "cos", "sin", "arctan", "pi")}


@dataclass(frozen=True)
class Problem:
    """One file: residuals(b) = y - f(x; b), with NIST's starts and answers."""

    name: str
    starts: tuple[ndarray, ndarray]
    certified: ndarray
    deviations: ndarray
    rss: float
    residuals: Callable[[ndarray], ndarray]

    def jac(self, b: ndarray) -> ndarray:
        """dr_i/db_k by the complex step: exact to rounding."""
        nudges = 1e-30j * np.eye(len(b))
        return np.stack([self.residuals(b + nudge).imag / 1e-30 for nudge in nudges], axis=-1)

    def digits(self, b: ndarray) -> float:
        """Digits to which the worst parameter agrees with the certified one (11 are given)."""
        apart = np.max(np.abs(b - self.certified) / np.abs(self.certified))
        return float(min(11.0, -np.log10(max(apart, 1e-300)))) if np.isfinite(apart) else -np.inf


@cache
def problems() -> tuple[Problem, ...]:
    """All 27, by name."""
    return tuple(read(path) for path in sorted(FOLDER.glob("*.dat")))


def read(path: Path) -> Problem:
    """Parse one file."""
    text = path.read_text()
    rows = re.findall(r"^\s*b\d+\s*=((?:\s+[-+.\dE]+){4})\s*$", text, re.MULTILINE)
    first, second, certified, deviations = np.array([row.split() for row in rows], dtype=float).T
    rss = float(re.search(r"Residual Sum of Squares:\s+(\S+)", text)[1])
    count = int(re.search(r"Number of Observations:\s+(\d+)", text)[1])
    table = np.array([line.split() for line in text.strip().splitlines()[-count:]], dtype=float)
    return Problem(path.stem, (first, second), certified, deviations, rss, _residuals(text, table))


def _residuals(text: str, table: ndarray) -> Callable[[ndarray], ndarray]:
    left, formula = re.search(r"\n\s+(y|log\[y\])\s*=(.*?)\+\s*e\s*\n", text, re.DOTALL).groups()
    code = compile("(" + formula.translate(str.maketrans("[]\n", "() ")) + ")", "formula", "eval")
    y = np.log(table[:, 0]) if left.startswith("log") else table[:, 0]
    columns = {"x": table[:, 1]} | {f"x{k}": table[:, k] for k in range(1, table.shape[1])}

    def residuals(b: ndarray) -> ndarray:
        knobs = {f"b{k + 1}": value for k, value in enumerate(b)}
        return y - eval(code, {"__builtins__": {}}, FUNCTIONS | columns | knobs)

    return residuals
