"""The drawn pieces of a look: unchanged pieces are the same objects from look to look."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np


@dataclass(frozen=True, eq=False)
class Shape:
    """A mobject as it was drawn at one moment.

    Looks share one as long as no point and no ink of it changes. So values that were computed of it once stay
    valid.
    """

    mobject: Any


Shapes = dict[int, Shape]  # by the id of their mobjects, in drawing order


def shapes_of(mobjects: Iterable[Any]) -> Shapes:
    """New shapes of all these mobjects."""
    return {id(each): Shape(each) for each in mobjects}


def shapes_since(known: Mapping[int, Shape], mobjects: Iterable[Any], changed: np.ndarray | None) -> Shapes:
    """The known shapes of mobjects that did not change (a bool each; None: all may have), else new ones."""
    if changed is None:
        return shapes_of(mobjects)
    return {
        id(each): Shape(each) if touched else known[id(each)]
        for each, touched in zip(mobjects, changed.tolist(), strict=True)
    }
