"""A landscape seen from above: contours, flow lines, and where the two cross."""

from calc_core.maps.contours import Contour, Contours, contours
from calc_core.maps.flow_lines import Crossings, FlowLine, crossings, flow_line

__all__ = [
    "Contour",
    "Contours",
    "Crossings",
    "FlowLine",
    "contours",
    "crossings",
    "flow_line",
]
