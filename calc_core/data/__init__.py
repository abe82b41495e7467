"""Measured tables, each with origin, units and checksum; and what reads a table of one's own."""

from calc_core.data.certified import CertifiedProblem, CertifiedProblems, load_nist
from calc_core.data.csv_tables import Origin, count, number, one_of, read_table, whole_number
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
    "count",
    "load_co2",
    "load_co2_recent",
    "load_digits",
    "load_galton",
    "load_heights",
    "load_iris_petals",
    "load_nist",
    "load_terrain",
    "number",
    "one_of",
    "read_table",
    "whole_number",
]
