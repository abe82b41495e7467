"""Networks: what their neurons say, their weights, the images that they read."""

from __future__ import annotations

import numpy as np

from calc_core import load_digits, networks
from visuals import (
    INK,
    Carried,
    Columns,
    Crossing,
    Currents,
    Dial,
    Halos,
    Hinge,
    KnobWall,
    Lecture,
    MatrixTile,
    Neurons,
    NudgeRun,
    Plan,
    RunningNet,
    SlopeWall,
    SortedTiles,
    Tiles,
    Wave,
    Wires,
    layer_columns,
)


def draw_neurons(self: Lecture) -> None:
    """neurons as lamps, activations of a layer, forward pass"""
    net = networks.MLP((4, 5, 3), output="sigmoid").init(2)
    lamps = net.forward([[0.9, 0.1, 0.6, 0.3]])
    places = layer_columns(net.sizes, (-4, -2.6, 4, 2.6), apart=1.3)
    for place, lit in zip(places, (*lamps.a, lamps.out), strict=True):
        self.add(Neurons(place, lit[0], radius=0.34))


def draw_wires(self: Lecture) -> None:
    """weights as wires, positive and negative, connections between layers, fully connected"""
    net = networks.MLP((4, 5, 3), output="sigmoid").init(2)
    places = layer_columns(net.sizes, (-4, -2.6, 4, 2.6), apart=1.3)
    for k, (weights, _) in enumerate(net.layers()):
        self.add(Wires(places[k], places[k + 1], weights, width=10))
    self.add(*(Neurons(place, np.zeros(len(place)), radius=0.24) for place in places))


def draw_layer_columns(self: Lecture) -> None:
    """layout of a network, layers as columns, 64-32-10"""
    net = networks.MLP((64, 32, 10)).init(0)
    image, *hidden = layer_columns(net.sizes, (-5, -2.9, 5, 3.3))
    read = net.forward(load_digits().ink[:1])
    self.add(Wires(image, hidden[0], net.layers()[0][0], width=3, most=0.5, faint=0.0))
    self.add(Wires(hidden[0], hidden[1], net.layers()[1][0], width=3, faint=0.0))
    self.add(Neurons(image, read.a[0][0], radius=0.045), Neurons(hidden[0], read.a[1][0], radius=0.08))
    self.add(Neurons(hidden[1], read.out[0], radius=0.22))


def draw_tiles(self: Lecture) -> None:
    """images, handwritten digits, weight images, a matrix as pixels"""
    columns, rows = np.meshgrid(np.linspace(-5.6, 0.4, 6), np.linspace(2.4, -2.4, 4))
    places = np.stack([columns.ravel(), rows.ravel()], axis=1)
    wrong = np.arange(24) % 7 == 3
    digits = load_digits().ink[:24].reshape(-1, 8, 8)
    self.add(Tiles(places, digits, size=(1.0, 1.0), marked=wrong))
    weights = networks.MLP((64, 32, 10)).init(0).layers()[0][0]
    self.add(Tiles(np.array([[4.0, 0.0]]), weights[None], size=(2.8, 5.6), kind="signed", most=0.3))


def draw_sorted_tiles(self: Lecture) -> None:
    """images sorted into columns, predictions of a classifier, confusion, wrong ones framed"""
    split = networks.split_digits(load_digits())
    taught = networks.school(networks.MLP((64, 32, 10)).init(0), split, epochs=1)
    columns = Columns(left=-6.8, floor=-2.6, height=5.8, pitch=1.36, across=3, tile=0.44)
    digits, at = split.X_test.reshape(-1, 8, 8), Dial(15.55)  # of 47 steps
    self.add(SortedTiles(digits, taught.said, split.label_test, at=at, columns=columns))


def draw_columns(self: Lecture) -> None:
    """where tiles stand: columns side by side, rows of seats, smaller where one column is full"""
    columns = Columns(left=-6, floor=-2.5, height=5.5, pitch=2.4, across=4, tile=0.5)
    full = np.array([9, 24, 72, 40, 2])
    classes = np.repeat(np.arange(5), full)
    ink = load_digits().ink[: full.sum()].reshape(-1, 8, 8)
    self.add(SortedTiles(ink, classes[None], classes, at=Dial(0.0), columns=columns))


def draw_knob_wall(self: Lecture) -> None:
    """parameters as knobs, all weights and biases of a network"""
    net = networks.MLP((8, 8, 4)).init(1)
    columns, rows = np.meshgrid(np.linspace(-6, 6, 18), np.linspace(2.6, -2.6, 6))
    places = np.stack([columns.ravel(), rows.ravel()], axis=1)
    turns = np.stack([net.theta, np.roll(net.theta, 1)], axis=1)  # some turn or other, laid on each
    self.add(KnobWall(places, net.theta, radius=0.3, turns=turns))


def draw_plan(self: Lecture) -> None:
    """where neurons, wires and the loss of a small network are, computational graph"""
    plan = Plan(layer_columns((2, 3, 2), (-5.4, -2.4, 3.2, 2.4), apart=2.2), np.array([5.9, 0.0]))
    ways = plan.ways
    grey = Currents(ways, np.ones(len(ways)), np.tile([0.0, 1.0], (len(ways), 1)), most=4.0, glow=0.0)
    self.add(grey, *(Neurons(place, np.zeros(len(place)), radius=0.3) for place in plan.columns))
    self.add(Neurons(plan.loss[None], np.ones(1), radius=0.2, ink=INK.output))


def draw_currents(self: Lecture) -> None:
    """light along wires, signals that travel through a network"""
    ways = np.array([[-5.5, y, 5.5, y - 0.8] for y in (2.4, 1.2, 0.0, -1.2)])
    strengths, spans = np.array([1.0, -0.8, 0.5, -0.3]), np.array([[0, 1], [0, 0.8], [0, 0.6], [0, 0.4]])
    self.add(Currents(ways, strengths, spans, most=1.0, width=16, comet="ahead"))


def draw_halos(self: Lecture) -> None:
    """deltas, error signals of neurons, sensitivities"""
    places, deltas = (
        np.stack([np.linspace(-5, 5, 5), np.zeros(5)], axis=1),
        np.array([0.2, -0.5, 1.0, -1.0, 0.6]),
    )
    self.add(Neurons(places, np.linspace(0.2, 0.9, 5), radius=0.6))
    self.add(Halos(places, deltas, radius=0.6, width=0.26))


def draw_nudge_run(self: Lecture) -> None:
    """forward mode, a nudge on one weight, routes to the loss that add up"""
    theta = np.array([2.1, 2.3, 1.6, -2.8, -2.7, -1, 0, 0, 0, 1.7, -1, 1.9, 1.9, -2.6, 2.8, 0, 0])
    net = networks.MLP((2, 3, 2), activation="sigmoid", output="sigmoid", theta=theta)
    plan = Plan(layer_columns((2, 3, 2), (-5.4, -2.4, 3.2, 2.4), apart=2.2), np.array([5.9, 0.0]))
    self.add(*(Neurons(place, np.full(len(place), 0.5), radius=0.42) for place in plan.columns))
    runs = networks.forward_nudges(net, [0.9, 0.6], [1.0, 0.0], [1])
    run = NudgeRun(plan, runs, most=1.0, width=16)
    run.clock.set_value(0.66)
    self.add(run, *(Halos(plan.columns[c], run.moved(c), radius=0.42, ink=INK.gradient) for c in (1, 2)))


def draw_wave(self: Lecture) -> None:
    """backpropagation, reverse mode, gradient of a network wire by wire"""
    theta = np.array([2.1, 2.3, 1.6, -2.8, -2.7, -1, 0, 0, 0, 1.7, -1, 1.9, 1.9, -2.6, 2.8, 0, 0])
    net = networks.MLP((2, 3, 2), activation="sigmoid", output="sigmoid", theta=theta)
    plan = Plan(layer_columns((2, 3, 2), (-5.4, -2.4, 3.2, 2.4), apart=2.2), np.array([5.9, 0.0]))
    self.add(*(Neurons(place, np.full(len(place), 0.5), radius=0.42) for place in plan.columns))
    wave = Wave(plan, networks.backward_routes(net, [0.9, 0.6], [1.0, 0.0]), most=0.7, width=16)
    wave.front.set_value(2.6)
    self.add(Carried(wave, most=2.6, width=16), wave)
    self.add(*(Halos(plan.columns[c], wave.deltas(c), radius=0.42) for c in (1, 2)))


def draw_carried(self: Lecture) -> None:
    """backpropagation on its way, error carried back along weights"""
    theta = np.array([2.1, 2.3, 1.6, -2.8, -2.7, -1, 0, 0, 0, 1.7, -1, 1.9, 1.9, -2.6, 2.8, 0, 0])
    net = networks.MLP((2, 3, 2), activation="sigmoid", output="sigmoid", theta=theta)
    plan = Plan(layer_columns((2, 3, 2), (-5.4, -2.4, 3.2, 2.4), apart=2.2), np.array([5.9, 0.0]))
    self.add(*(Neurons(place, np.full(len(place), 0.5), radius=0.42) for place in plan.columns))
    wave = Wave(plan, networks.backward_routes(net, [0.9, 0.6], [1.0, 0.0]), most=0.7, width=16)
    wave.front.set_value(1.55)
    self.add(Carried(wave, most=2.6, width=16), Halos(plan.columns[2], wave.deltas(2), radius=0.42))


def draw_running_net(self: Lecture) -> None:
    """forward pass, light through a network, inference"""
    net, columns = networks.MLP((64, 32, 10)).init(0), layer_columns((64, 32, 10), (-5.5, -2.9, 5.5, 3.3))
    lit = RunningNet(net, load_digits().ink[0], columns, radii=(0.045, 0.07, 0.15), widths=(1.0, 1.8))
    lit.clock.set_value(0.8)
    self.add(lit)


def draw_slope_wall(self: Lecture) -> None:
    """gradient of many parameters, every knob with its slope"""
    net = networks.MLP((8, 8, 4)).init(1)
    slopes = net.backward(np.linspace(0, 1, 8)[None], [2]).flat
    columns, rows = np.meshgrid(np.linspace(-6, 6, 18), np.linspace(2.6, -2.6, 6))
    places = np.stack([columns.ravel(), rows.ravel()], axis=1)
    order = (places[:, 0].max() - places[:, 0]) / np.ptp(places[:, 0])
    wall = SlopeWall(places, net.theta, slopes, order=order, radius=0.3, power=0.4)
    wall.swept.set_value(0.62)
    self.add(wall)


def draw_matrix_tile(self: Lecture) -> None:
    """a matrix as its cells, transpose as a sheet that turns over, sides that fit"""
    weights = networks.MLP((64, 32, 10)).init(0).layers()[1][0]
    self.add(MatrixTile(weights, cell=0.16, middle=(-4.6, 0.3), most=0.5))
    self.add(MatrixTile(weights, cell=0.16, middle=(-0.6, 0.3), most=0.5, turned=0.3))
    self.add(MatrixTile(weights, cell=0.16, middle=(4.0, 0.3), most=0.5, turned=1.0))


def draw_crossing(self: Lecture) -> None:
    """matrix product, row times column, one cell"""
    digits = load_digits().ink[:8]
    weights = networks.MLP((64, 32, 10)).init(0).layers()[0][0][:, :12]
    sums = networks.partial_products(digits, weights).partial[-1]
    left = MatrixTile(digits, cell=0.09, middle=(-2.2, -2.4), kind="light")
    right = MatrixTile(weights, cell=0.09, middle=(1.4, 0.9), most=0.3)
    product = MatrixTile(sums, cell=0.09, middle=(1.4, -2.4), inks=(INK.text, INK.text))
    product.filled.set_value(0.58)
    self.add(left, right, product, Crossing(left, right, product, ink=INK.output))


def draw_hinge(self: Lecture) -> None:
    """inner sides of a matrix product, shapes that fit and shapes that do not"""
    weights = networks.MLP((64, 32, 10)).init(0).layers()[1][0]
    left = MatrixTile(weights[:8, :5], cell=0.3, middle=(-3.6, -1.6), most=0.5)
    right = MatrixTile(weights[8:13], cell=0.3, middle=(-1.2, 0.6), most=0.5)
    long = MatrixTile(weights[8:16], cell=0.3, middle=(4.6, 1.1), most=0.5)
    other = MatrixTile(weights[:8, :5], cell=0.3, middle=(2.2, -1.6), most=0.5)
    for hinge in (Hinge(left, right), Hinge(other, long)):
        hinge.swung.set_value(1.0)
        hinge.redraw()
        self.add(hinge)
    self.add(left, right, other, long)
