"""Landscapes from above: contour maps, needles, flow lines, and what stands on them."""
