"""A calc_core result and a lecture of a few seconds, small enough to be played in every test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

import numpy as np
from manim import BLUE, DOWN, GREEN, RED, Circle, Dot, Square, ValueTracker

from calc_core.results import Result, recorded
from visuals.lecture.lecture import Lecture, beat
from visuals.letters.formula import Formula, Words
from visuals.letters.number import Number, labelled
from visuals.letters.readout import read
from visuals.theme import INK, PACE


@dataclass(frozen=True)
class Survey:
    name: str = "trial survey"
    credit: str = "Surveyor of the Trial"
    licence: str = "public domain"


@dataclass(frozen=True, eq=False)
class Walk(Result):
    f: np.ndarray
    label: str
    units: ClassVar[dict[str, str]] = {"f": "m"}


@recorded
def walk(stops: int = 6, *, survey: Survey | None = None) -> Walk:
    return Walk(np.linspace(3.0, -1.5, stops), "converged")


class Stroll(Lecture):
    title = "A stroll"

    def set_stage(self) -> None:
        self.walk = walk(6, survey=Survey())
        self.stop = ValueTracker(0.0)

    @beat(chapter="Where")
    def stand(self) -> None:
        """We stand high up."""
        number = Number(lambda: read(self.walk, "f", at=self.stop.get_value(), decimals=2), ink=INK.output)
        self.height = labelled(Words("altitude", ink=INK.quiet), number)
        self.enter(self.height)
        self.play(self.stop.animate.set_value(2.0), run_time=PACE.normal)

    @beat
    def move(self) -> None:
        """Then we walk down, and the dot moves with us."""
        self.dot = Dot(color=INK.path).shift(2 * DOWN)
        self.enter(self.dot, run_time=PACE.quick)
        self.play(self.dot.animate.shift([3, 0, 0]), self.stop.animate.set_value(5.0), run_time=0.93)

    @beat(chapter="What")
    def name_it(self) -> None:
        """It has a name."""
        self.enter(Formula("{{dif f : output}} / {{dif x : input}}"), run_time=PACE.quick)
        self.leave(self.height)


class Layered(Lecture):
    """Pictures that enter out of order, seen from changing places."""

    title = "Layered"
    layers = "ground dot"

    def set_stage(self):
        self.ground = Square(side_length=3, fill_opacity=1, color=BLUE)
        self.dot = Dot(radius=0.5, color=RED)

    @beat
    def come(self):
        """Out of order."""
        self.add(self.dot)
        self.enter(self.ground, pace=0.4)
        self.enter(Circle(color=GREEN, fill_opacity=1), below=self.dot, pace=0.4)

    @beat
    def go_near(self):
        """Nearer, and back."""
        self.look(at=self.dot.get_corner([1, 1, 0]), scale=3, pace=0.6)
        self.play(self.dot.animate.shift([1, 0, 0]), pace=0.4)
        self.look(pace=0.6)
