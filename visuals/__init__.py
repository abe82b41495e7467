"""Pictures: Manim mobjects that draw finished calc_core results. Loaded when first asked for."""

from importlib import import_module
from typing import Any

_ROOMS = {
    "Axes": "axes",
    "Box": "axes",
    "Curve": "curve",
    "Dial": "dial",
    "Formula": "formula",
    "INK": "theme",
    "Lecture": "lecture",
    "Lens": "lens",
    "Marker": "marker",
    "NudgeBars": "nudge_bars",
    "NudgeTable": "nudge_table",
    "Number": "number",
    "PACE": "theme",
    "RatioPlot": "ratio_plot",
    "Rewrite": "formula",
    "Rucksack": "rucksack",
    "SIZE": "theme",
    "STAGE": "theme",
    "STROKE": "theme",
    "SlopeLine": "slope_line",
    "Thread": "marker",
    "Walker": "walker",
    "Words": "formula",
    "beat": "lecture",
    "casing": "formula",
    "labelled": "number",
    "read": "readout",
    "series": "readout",
}

__all__ = sorted(_ROOMS)


def __getattr__(name: str) -> Any:
    if name not in _ROOMS:
        raise AttributeError(f"visuals offers no {name!r}; it offers {', '.join(__all__)}")
    return getattr(import_module(f"visuals.{_ROOMS[name]}"), name)
