"""Code on the stage."""

from __future__ import annotations

from calc_core import load_digits, networks
from visuals import Lecture, Listing, read


def draw_listing(self: Lecture) -> None:
    """code, Python, source, line by line, the line that runs"""
    digits = networks.split_digits(load_digits())
    run = networks.run_tiny(digits.X, digits.label, hidden=10, steps=2)
    knobs = dict.fromkeys(("W1", "b1", "W2", "b2"), "parameter")
    code = Listing(read(run, "source"), box=(-6.2, -2.9, 6.4, 3.4), concepts={"X": "input", **knobs})
    code.pose(running=code.line_of("A @ W2"), lit=1.0)
    self.add(code)
