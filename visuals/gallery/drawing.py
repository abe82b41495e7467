"""What pictures are built of: axes, dials, pages, and pictures of your own."""

from __future__ import annotations

import numpy as np
from manim import VMobject

from calc_core import contours, gradient_descent, graph, himmelblau, sample_grid, secant_slopes
from visuals import (
    INK,
    PACE,
    SEVERAL,
    STAGE,
    STROKE,
    Axes,
    ContourMap,
    Curve,
    Dial,
    Follower,
    Formula,
    Laid,
    Lecture,
    Marker,
    NudgeBars,
    Number,
    Page,
    TenfoldSteps,
    Words,
    Zoom,
    over_steps,
    plate,
    polyline,
    read,
    series,
)


def draw_axes(self: Lecture) -> None:
    """coordinates, scale, logarithmic axis, powers of ten, plane"""
    evenly = Axes(x=(0, 7), y=(400, 1800), box=(-5.8, -2.2, -0.8, 2.8), x_name="hours", y_name="metres")
    decades = Axes(x=(0, 50), y=(1e-6, 1), box=(1.2, -2.2, 6.2, 2.8), x_name="steps", y_name="error", log="y")
    self.add(evenly, decades)


def draw_tenfold_steps(self: Lecture) -> None:
    """logarithmic axis, powers of ten, how to read a log scale, factor of ten"""
    axes = Axes(
        x=(0, 50),
        y=(1e-4, 10),
        box=(-5.8, -2.6, 5.8, 3),
        x_name="steps",
        y_ticks=(1e-3, 0.01, 0.1, 1),
        log="y",
    )
    self.add(axes, TenfoldSteps(axes, (1e-3, 0.01, 0.1, 1)))


def draw_several(self: Lecture) -> None:
    """comparison of methods, learning rates, convergence, loss curves, legend, logarithmic axis"""
    axes = Axes(x=(0, 100), y=(1e-6, 1e3), box=(-5.6, -2.4, 6, 3), x_name="steps", y_name="height", log="y")
    self.add(axes)
    for rate, look in zip((0.005, 0.01), SEVERAL[1:3], strict=True):
        walk = gradient_descent(himmelblau(), (0.4, -0.6), learning_rate=rate, tol=0.03)
        shown = over_steps(f"rate {rate}", walk, height="f")
        way = Curve(shown, on=axes, ink=look.ink, dash=look.dash)
        end = (walk.n, walk.f_last)
        self.add(way, Marker(lambda end=end: end, on=axes, ink=look.ink, corners=look.corners, radius=0.13))


def draw_dial(self: Lecture) -> None:
    """variable, parameter, slider, what moves a picture"""
    waves = graph(np.sin, np.linspace(0, 7, 200))
    axes = Axes(x=(0, 7), y=(-1.5, 1.5), box=(-6, -2.6, 6, 3))
    curve = Curve(series("waves", waves, x="x", f="f"), on=axes, ink=INK.output)
    x = Dial(0.5)
    dot = Marker(lambda: (x.get_value(), np.sin(x.get_value())), on=axes, radius=0.14)
    self.add(axes, curve, dot, x)
    self.play(x.to(5), pace=PACE.slow)


def draw_zoom(self: Lecture) -> None:
    """equal ratios in equal times, powers of ten, shrinking a nudge, exponential"""
    waves = graph(np.sin, np.linspace(0, 3, 200))
    axes = Axes(x=(0, 3), y=(0, 1.5), box=(-6, -2.6, 6, 3))
    curve = Curve(series("waves", waves, x="x", f="f"), on=axes, ink=INK.output)
    nudge = Zoom(1.0)
    bars = NudgeBars(lambda: secant_slopes(np.sin, 0.4, nudge.get_value()), on=axes, across=1, up=1)
    self.add(axes, curve, bars, nudge)
    self.play(nudge.to(0.5), pace=PACE.slow)


def draw_follower(self: Lecture) -> None:
    """a picture of your own, that follows a dial"""

    class Ring(Follower):
        def __init__(self, radius: Dial) -> None:
            super().__init__(radius)
            self.radius, self.line = radius, VMobject(stroke_color=INK.curvature)
            self.add(self.line).redraw()

        def redraw(self) -> None:
            turn = np.linspace(0, 2 * np.pi, 200)
            corners = np.stack([np.cos(turn), np.sin(turn), 0 * turn], axis=-1)
            self.line.points = polyline(self.radius.get_value() * corners)

    self.add(Ring(Dial(2.2)))


def draw_laid(self: Lecture) -> None:
    """a big path of your own, drawn once and then at rest"""
    turn = np.linspace(0, 40 * np.pi, 4000)
    spiral = np.stack([np.cos(turn), np.sin(turn), 0 * turn], axis=-1) * turn[:, None] / 40
    size = Dial(1.0)
    path = Laid(lambda: polyline(size.get_value() * spiral), size.get_value, stroke_color=INK.path)
    self.add(path.set_stroke(width=STROKE.thin), size)


def draw_polyline(self: Lecture) -> None:
    """straight pieces, polygon, path through points"""
    corners = np.array([[-5, -2, 0], [-2, 2, 0], [0, -1, 0], [2, 2.5, 0], [5, -2, 0]])
    line = VMobject(stroke_color=INK.data, stroke_width=STROKE.bold)
    line.points = polyline(corners)
    self.add(line)


def draw_page(self: Lecture) -> None:
    """layout, words and numbers below each other, text, readout"""
    walk = gradient_descent(himmelblau(), (0.4, -0.6), learning_rate=0.01, tol=1e-3)
    page = Page(STAGE.left + 1, STAGE.top - 1)
    height = Number(read(walk, "f", index=0, decimals=1), ink=INK.output)
    words = page.write(Words("From here we walk:"), (Words("height"), height), Formula("-nabla f"))
    self.add(words)


def draw_plate(self: Lecture) -> None:
    """words on coloured ground, contrast, readout on a map"""
    land = himmelblau()
    ground = ContourMap(sample_grid(land), contours(land, 15), height=7)
    words = Words("four hollows, all of one depth").move_to(ground)
    self.add(ground, plate(words), words)
