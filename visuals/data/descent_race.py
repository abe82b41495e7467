"""Two walkers from one start: what is left over against the steps they made, and how it looks on the data."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from manim import LEFT, RIGHT, UP, Group

from calc_core.fitting import FitPath
from visuals.data.data_plot import Line
from visuals.data.residual_strip import Misses
from visuals.drawing.axes import Axes, Box
from visuals.drawing.dial import Dial
from visuals.letters.formula import Words
from visuals.letters.number import Number
from visuals.letters.readout import Reading, Series
from visuals.theme import INK, SIZE, STROKE

DECADES = (0, 1, 10, 100, 1_000, 10_000)
STILLS = 100  # stops whose residuals are kept, evenly spread over the race's axis


def moment(steps: np.ndarray | float) -> np.ndarray:
    """Where a number of steps stands on the race's axis: log10(1 + steps), so that the start is on it."""
    return np.asarray(np.log10(1 + np.asarray(steps, dtype=float)))


class Runner(Group):
    """One walk over the knobs: its name, its trace on the race, and the residuals of where it stands.

    `paths` are pieces of one walk (all of its first steps, then every so many), each longer than the one
    before. `predict` turns knobs (stops, p) into curves (stops, n) through the data `x`, `y`. The dial `ran`
    says how far the walk has come on the race's axis.
    """

    def __init__(
        self,
        name: str,
        paths: Sequence[FitPath],
        ended: Reading,
        *,
        on: Axes,
        side: Axes,
        predict: Callable[[np.ndarray], np.ndarray],
        data: Series,
        ink: str,
        shown: Sequence[Series],
    ) -> None:
        super().__init__()
        self.ran, self.side = Dial(0.0), side
        self.steps, theta, rms = _joined(paths)
        track = {"reach": self.ran, "ink": ink, "width": STROKE.bold, "series": shown}
        self.trace = Line(on, moment(self.steps), rms, **track)
        wanted = np.searchsorted(moment(self.steps), np.linspace(0, moment(self.steps)[-1], STILLS))
        stops = np.unique(np.append(wanted, len(self.steps) - 1).clip(max=len(self.steps) - 1))
        x, y = list(data.columns.values())[:2]
        stages = moment(self.steps[stops])
        self.misses = Misses(side, side, x, y, predict(theta[stops]), stage=self.ran, stages=stages)
        self.misses.dropped.set_value(1.0)
        self.name_word = Words(name, size=SIZE.small, ink=ink)
        self.name_word.move_to([side.across[1], side.up[1] + 0.28, 0], aligned_edge=RIGHT)
        end = on.to_screen(self.finish, rms[-1])
        self.ended = Number(ended, size=SIZE.body, ink=ink)
        self.ended.next_to(end, UP if end[0] > 0 else RIGHT, buff=0.2)

    @property
    def finish(self) -> float:
        """Where the walk ends on the race's axis."""
        return float(moment(self.steps[-1]))


class DescentRace(Group):
    """rms over steps, each power of ten as wide as the next, and beside it what two walks leave over."""

    def __init__(self, *, top: float, years: tuple[float, float], leftover: float) -> None:
        super().__init__()
        marks = {float(moment(steps)): f"{steps:,}" for steps in DECADES}
        last = float(moment(DECADES[-1]))
        box = Box(-5.75, -2.1, 1.9, 2.75)
        self.axes = Axes(x=(0.0, last), y=(0.0, top), box=box, x_ticks=marks, y_steps=(1,), upright=False)
        side = {"x": years, "y": (-leftover, leftover), "x_steps": (), "y_steps": (5,), "cross_at": 0.0}
        self.sides = [
            Axes(box=Box(3.55, low, 6.55, low + 2.05), upright=False, **side) for low in (0.7, -2.1)
        ]
        self.units = Group(
            Words("left over (rms), ppm", size=SIZE.small, ink=INK.quiet).move_to([-6.4, 3.2, 0], LEFT),
            Words("steps", size=SIZE.small, ink=INK.quiet).move_to([1.9, -1.8, 0], RIGHT),
        )


def _joined(paths: Sequence[FitPath]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Steps made, knobs and rms of one walk that was kept in pieces."""
    steps, theta, rms = np.zeros(0), [], []
    for path in paths:
        here = path.stride * np.arange(len(path.x))
        new = here > (steps[-1] if len(steps) else -1)
        steps = np.append(steps, here[new])
        theta.append(path.x[new])
        rms.append(path.rms[new])
    return steps, np.concatenate(theta), np.concatenate(rms)
