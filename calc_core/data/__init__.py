"""Measured tables, each with origin, units and checksum."""

from calc_core.data.certified import CertifiedProblem, CertifiedProblems, load_nist
from calc_core.data.datasets import (
    load_co2,
    load_co2_recent,
    load_digits,
    load_galton,
    load_heights,
    load_iris_petals,
    load_terrain,
)

__all__ = [
    "CertifiedProblem",
    "CertifiedProblems",
    "load_co2",
    "load_co2_recent",
    "load_digits",
    "load_galton",
    "load_heights",
    "load_iris_petals",
    "load_nist",
    "load_terrain",
]
