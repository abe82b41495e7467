"""Networks: what their neurons say, their weights, the images that they read."""

from __future__ import annotations

import numpy as np

from calc_core import load_digits, networks
from visuals import Columns, Dial, KnobWall, Lecture, Neurons, SortedTiles, Tiles, Wires, layer_columns


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
    """where tiles stand: columns side by side, rows of seats, a full column that is pushed together"""
    columns = Columns(left=-6, floor=-2.5, height=5.5, pitch=2.4, across=4, tile=0.5)
    full = np.array([9, 24, 72, 40, 2])
    classes = np.repeat(np.arange(5), full)
    ink = load_digits().ink[: full.sum()].reshape(-1, 8, 8)
    self.add(SortedTiles(ink, classes[None], classes, at=Dial(0.0), columns=columns))


def draw_knob_wall(self: Lecture) -> None:
    """parameters as knobs, all weights and biases of a network"""
    net = networks.MLP((8, 8, 4)).init(1)
    columns, rows = np.meshgrid(np.linspace(-6, 6, 18), np.linspace(2.6, -2.6, 6))
    self.add(KnobWall(np.stack([columns.ravel(), rows.ravel()], axis=1), net.theta, radius=0.3))
