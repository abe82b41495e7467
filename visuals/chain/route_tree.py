"""Routes from one input through several to one output: rates multiply along a route, and routes add up."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from manim import Group, VGroup

from visuals.chain.operation_tree import Climb, Node
from visuals.drawing.dial import Dial
from visuals.drawing.page import beside
from visuals.letters.formula import Formula
from visuals.letters.number import Number
from visuals.letters.readout import Reading
from visuals.theme import INK, SIZE

LARGER = 1.3  # than a node of an operation tree: there are few
GAP = 0.28  # between a way and what is said of it


class RouteTree:
    """t at the foot, the middle nodes above it, f at the top: `routes` has a way up from t for each.

    `velocity` (n,) holds the rates dx_i/dt and `gradient` (n,) the rates df/dx_i, so that a nudge that climbs
    by way of node i arrives as gradient_i velocity_i, and what meets at the top adds up. `letters` are the
    formulas of the nodes (none: small empty nodes). The author enters `nodes` and `ways` (pairs below, above)
    and climbs a route by its two `passed` dials; `scale` is the nudge of t, in beads.
    """

    def __init__(
        self,
        velocity: np.ndarray,
        gradient: np.ndarray,
        *,
        foot: tuple[float, float],
        top: tuple[float, float],
        middle: Sequence[tuple[float, float]],
        letters: Sequence[str] = (),
        ends: tuple[str, str] = ("{{t : input}}", "{{f : output}}"),
        scale: float = 1.0,
    ) -> None:
        named = list(letters) or [""] * len(middle)
        self.foot, self.top = _node(ends[0], foot), _node(ends[1], top)
        self.middle = [_node(source, at) for source, at in zip(named, middle, strict=True)]
        self.terms = np.asarray(velocity, dtype=float) * np.asarray(gradient, dtype=float)
        self.ways: list[tuple[Climb, Climb]] = []
        for node, rate, term in zip(self.middle, velocity, self.terms, strict=True):
            lower = Climb(self.foot.middle, node.middle, before=scale, after=scale * float(rate))
            upper = Climb(node.middle, self.top.middle, before=scale * float(rate), after=scale * float(term))
            self.ways.append((lower, upper))

    @property
    def nodes(self) -> Group:
        """All nodes, the foot first."""
        return Group(self.foot, *self.middle, self.top)

    @property
    def parts(self) -> Group:
        """All of it, in drawing order: ways lie behind nodes."""
        return Group(*(way for pair in self.ways for way in pair), self.nodes)

    @property
    def passed(self) -> list[Dial]:
        """The dials of all ways: first the lower ones, then the upper ones."""
        return [pair[k].passed for k in (0, 1) for pair in self.ways]

    def beside(
        self, way: Climb, source: str, reading: Reading | None = None, *, ink: str = INK.slope
    ) -> VGroup:
        """What is said of a way, on its outer side: a formula, and a number behind an equals sign."""
        row = VGroup(Formula(source))
        if reading is not None:
            row = beside(Formula(f"{source} ="), Number(reading, size=SIZE.large, ink=ink))
        middle = (way.start + way.end) / 2
        axis = (self.foot.middle + self.top.middle) / 2
        outwards = np.array([np.sign(middle[0] - axis[0]) or 1.0, 0.0, 0.0])
        return row.next_to(middle, outwards, buff=GAP + 0.2 * row.height)


def _node(source: str, at: tuple[float, float]) -> Node:
    node = Node(source or "dot.op", at)
    if source:
        return node.scale(LARGER)
    node.letters.set_fill(opacity=0)
    node.box.scale(0.4)
    return node
