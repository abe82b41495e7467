"""Power series: polynomials that peel onto a curve, the dials they have, and how far they reach."""
