"""Graphs of one variable: curves, the magnifying glass, nudges and slopes."""
