"""The circle: angles and their legs, short arcs under the glass, and curves drawn by what turns."""
