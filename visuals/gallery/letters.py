"""Formulas, words, and numbers that were computed."""

from __future__ import annotations

import numpy as np
from manim import DOWN

from calc_core import derivative, gradient_descent, hills, himmelblau, sample_grid
from visuals import (
    INK,
    SIZE,
    ContourMap,
    Dial,
    Formula,
    Lecture,
    Number,
    Words,
    casing,
    labelled,
    read,
)


def draw_formula(self: Lecture) -> None:
    """formula, equation, symbols coloured by concept, Typst"""
    slope = Formula("{{f'(x) : slope}} = lim_({{dif x : input}} -> 0) {{dif f : output}} / {{dif x : input}}")
    self.add(slope.scale(1.8))


def draw_words(self: Lecture) -> None:
    """words, label, a number in a sentence"""
    walk = gradient_descent(himmelblau(), (0.4, -0.6), learning_rate=0.01, tol=1e-3)
    steps = Words("After ten of <n> steps: <f>", n=read(walk, "n"), f=read(walk, "f", index=10, decimals=1))
    aside = Words("The rate is *small*.", size=SIZE.small, ink=INK.quiet)
    self.add(steps, aside.next_to(steps, DOWN))


def draw_number(self: Lecture) -> None:
    """value, readout, a number that follows a dial"""
    walk = gradient_descent(himmelblau(), (0.4, -0.6), learning_rate=0.01, tol=1e-3)
    at = Dial(3.5)
    height = Number(lambda: read(walk, "f", at=at.get_value(), decimals=1), size=SIZE.title, ink=INK.output)
    self.add(height.scale(2).center(), at)


def draw_labelled(self: Lecture) -> None:
    """a number with its name, readout"""
    slope = derivative(np.sin, 1.0, method="richardson")
    name = Formula("sin'(1) =")
    number = Number(read(slope, "value", decimals=4), size=SIZE.large, ink=INK.slope)
    self.add(labelled(name, number).scale(1.8).center())


def draw_casing(self: Lecture) -> None:
    """letters on coloured ground, contrast, label on a map"""
    ground = ContourMap(sample_grid(hills()), width=12)
    self.add(ground, casing(Words("two summits", size=SIZE.title)).move_to(ground))
