"""A grid under a map of the plane: lines, cells and the arrows of its matrix."""
