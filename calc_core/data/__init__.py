"""Measured tables, each with origin, units and checksum; `csv_tables` reads one of your own."""

from calc_core.data.certified import CertifiedProblem, CertifiedProblems, load_nist
from calc_core.data.csv_tables import Origin
from calc_core.data.datasets import (
    Dataset,
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
    "Dataset",
    "Origin",
    "load_co2",
    "load_co2_recent",
    "load_digits",
    "load_galton",
    "load_heights",
    "load_iris_petals",
    "load_nist",
    "load_terrain",
]
