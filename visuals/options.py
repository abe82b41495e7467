"""Keywords that several calls share: `LARGE = Sized(size=SIZE.large)`, then `Words("why", **LARGE)`."""

from __future__ import annotations

from typing import Any, TypedDict


class Sized(TypedDict):
    """How large Words, a Formula or a Number stand."""

    size: float  # cap height in pixels at 1080p, a SIZE


class Inked(TypedDict):
    """Their colour."""

    ink: str  # an INK


class Lettering(Sized, Inked):
    """Both."""


Options = dict[str, Any]
"""Any other keywords that calls share; what each is, the function says that takes it."""
