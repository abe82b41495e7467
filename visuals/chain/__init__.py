"""Nudges that are passed on: number lines, the gears between them, and formulas as trees of operations."""
