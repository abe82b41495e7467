"""Pictures: Manim mobjects that draw finished calc_core results. Loaded when first asked for."""

from importlib import import_module
from typing import Any

_ROOMS = {
    "Axes": "drawing.axes",
    "Box": "drawing.axes",
    "Curve": "curve.curve",
    "Dial": "drawing.dial",
    "Formula": "letters.formula",
    "INK": "theme",
    "Lecture": "lecture.lecture",
    "Lens": "curve.lens",
    "Marker": "curve.marker",
    "NudgeBars": "curve.nudge_bars",
    "NudgeTable": "curve.nudge_table",
    "Number": "letters.number",
    "PACE": "theme",
    "RatioPlot": "curve.ratio_plot",
    "Rewrite": "letters.formula",
    "Rucksack": "kit.rucksack",
    "SIZE": "theme",
    "STAGE": "theme",
    "STROKE": "theme",
    "SlopeLine": "curve.slope_line",
    "Thread": "curve.marker",
    "Walker": "kit.walker",
    "Words": "letters.formula",
    "beat": "lecture.lecture",
    "casing": "letters.formula",
    "labelled": "letters.number",
    "read": "letters.readout",
    "series": "letters.readout",
}

__all__ = sorted(_ROOMS)


def __getattr__(name: str) -> Any:
    if name not in _ROOMS:
        raise AttributeError(f"visuals offers no {name!r}; it offers {', '.join(__all__)}")
    return getattr(import_module(f"visuals.{_ROOMS[name]}"), name)
