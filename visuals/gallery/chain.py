"""Nudges that are passed on from function to function."""

from __future__ import annotations

import numpy as np

from calc_core import Operation, chain_trace, hills, networks, total_derivative, trace_operations
from visuals import (
    INK,
    Formula,
    GearTrain,
    Lecture,
    Links,
    Nudge,
    NumberLine,
    OperationTree,
    Options,
    Ribbon,
    Rod,
    RouteTree,
    Slider,
    Threads,
    Turned,
    Zoom,
)


def draw_number_line(self: Lecture) -> None:
    """number line, real line, axis of one variable, zooming in on a number"""
    wide = NumberLine(y=1.2, left=-6, right=6, unit=2.4, start=-5)
    close = NumberLine(y=-1.2, left=-6, right=6, unit=2.4, start=-5, focus=0.9, zoom=Zoom(20.0))
    self.add(wide, close, Formula("{{x : input}}").next_to(wide, np.array([-1, 1, 0]), buff=0))


def draw_slider(self: Lecture) -> None:
    """number, point on a number line, value of a variable"""
    line = NumberLine(y=0, left=-6, right=6, unit=2.4, start=-5)
    self.add(line, Slider(line, lambda: 0.9, ink=INK.input))


def draw_nudge(self: Lecture) -> None:
    """nudge, dx, increment on a number line"""
    line = NumberLine(y=0, left=-6, right=6, unit=2.4, start=-5)
    self.add(line, Slider(line, lambda: 0.9, ink=INK.input))
    self.add(Nudge(line, lambda: (0.9, 0.5), ink=INK.input, label="dif x"))


def draw_threads(self: Lecture) -> None:
    """function as a map between two number lines, composition, stretching"""
    above, below = (NumberLine(y=y, left=-6, right=6, unit=2.4, start=-5) for y in (2.2, -1.6))
    x = np.linspace(0, 2, 21)
    squares = chain_trace([np.square], x, 1e-6)
    self.add(Threads(above, below, lambda: (squares.values[0], squares.values[1])), above, below)


def draw_gear_train(self: Lecture) -> None:
    """chain rule, local rate, gears, gear ratio, rack and pinion, composition of functions"""
    trace = chain_trace([lambda x: 2.5 * x], 0.4, 0.5)
    pushed = Turned(float(trace.nudges[0]), float(trace.nudges[1]), float(trace.rates[0]))
    train = GearTrain(lambda: pushed, x=0.0, above=2.6, below=-2.4, reach=(-5, 5), teeth=(14, 16, 40))
    rods = [Rod(lambda y=y: np.array([-5.0, y, 0]), right=5, ink=INK.quiet) for y in (2.6, -2.4)]  # type: ignore[misc]  # its default
    self.add(*rods, train)


def draw_rod(self: Lecture) -> None:
    """rack, rod that passes a nudge on"""
    line = NumberLine(y=0, left=-6, right=2, unit=2.4, start=-5)
    slider = Slider(line, lambda: 0.9, ink=INK.input)
    self.add(line, Rod(lambda: slider.place, right=6, ink=INK.input), slider)


def draw_operation_tree(self: Lecture) -> None:
    """expression tree, computational graph, chain rule, forward accumulation, automatic differentiation"""
    square, growth = Operation.power("square", "x", 2), Operation.exponential("growth", "x")
    steps = [square, growth, Operation.product("whole", "square", "growth")]
    nodes = {"square": ("x^2", (-2.5, 0)), "growth": ("e^x", (2.5, 0)), "whole": ("times", (0, 2.4))}
    leaves, takes = {"square": (-2.5, -2), "growth": (2.5, -2)}, {each.name: each.of for each in steps}
    tree = OperationTree(trace_operations(steps, 0.7), nodes, leaves, takes=takes)
    for way in tree.ways.values():
        way.pose(passed=0.75)
    self.add(tree.parts)


def draw_route_tree(self: Lecture) -> None:
    """multivariate chain rule, total derivative, routes add up, backpropagation, computational graph"""
    circle = lambda t: np.stack([np.cos(t), 1.4 * np.sin(t)], axis=-1)  # noqa: E731
    walk = total_derivative(hills().f, circle, 2.5)
    places, letters = [(-2.6, 0), (2.6, 0)], ("{{x : input}}", "{{y : input}}")
    ends: Options = {"foot": (0, -2.5), "top": (0, 2.5)}
    tree = RouteTree(walk.velocity, walk.gradient, middle=places, letters=letters, scale=2, **ends)
    for dial in tree.passed:
        dial.set_value(0.8)
    self.add(tree.parts)


def draw_ribbon(self: Lecture) -> None:
    """chain rule, a nudge through several functions, rates multiply, forward and backward"""
    net = networks.MLP((1, 1, 1), activation="sigmoid", output="linear", theta=np.array([0.8, 0, 2.0, 0]))
    chain, stations = networks.loss_along(net, [0.9], [0.2]), np.linspace(-5.6, 5.6, 5)
    self.add(Links(stations, reach=(-2.9, 2.6)))
    self.add(Ribbon(chain.ahead, stations, y=1.6, unit=1.0, ink=INK.gradient))
    self.add(Ribbon(chain.back, stations, y=-1.4, unit=1.0, ink=INK.output, back=True))


def draw_links(self: Lecture) -> None:
    """links of a chain, machines that a nudge goes through"""
    self.add(Links(np.linspace(-5.6, 5.6, 5), reach=(-2.5, 2.5)))
