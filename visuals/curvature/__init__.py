"""Curvature: where approximations hold, what bends how, and the plane of trace and determinant."""
