"""What is drawn, piece by piece: whatever nobody touched is the same piece from look to look."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True, eq=False)
class Shape:
    """A mobject as it was drawn at one moment.

    Two looks share one as long as no point and no ink of it changed between them, and in no look between: so
    what was found out about it once need not be asked again.
    """

    mobject: Any


Shapes = dict[int, Shape]  # by the id of their mobjects, in drawing order


def shapes_of(mobjects: Iterable[Any]) -> Shapes:
    """New ones for all of these."""
    return {id(each): Shape(each) for each in mobjects}


def shapes_since(known: Mapping[int, Shape], mobjects: Iterable[Any], changed: np.ndarray | None) -> Shapes:
    """The known ones of mobjects that did not change (a bool each; None: all may have), else new ones."""
    if changed is None:
        return shapes_of(mobjects)
    return {
        id(each): Shape(each) if touched else known[id(each)]
        for each, touched in zip(mobjects, changed.tolist(), strict=True)
    }
