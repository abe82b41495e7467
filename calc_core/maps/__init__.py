"""A landscape seen from above: contours, flow lines, and where the two cross."""

from calc_core.maps.contours import Contour, Contours, contours
from calc_core.maps.crossings import Crossings, crossings
from calc_core.maps.flow_lines import FlowLine, flow_line
from calc_core.maps.ruler_sweep import RulerSweep, ruler_sweep
from calc_core.maps.springs import Springs, springs

__all__ = [
    "Contour",
    "Contours",
    "Crossings",
    "FlowLine",
    "RulerSweep",
    "Springs",
    "contours",
    "crossings",
    "flow_line",
    "ruler_sweep",
    "springs",
]
