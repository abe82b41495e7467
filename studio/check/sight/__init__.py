"""Sight: what is on the screen can be seen and read. Its rules are registered by being imported."""

from studio.check.sight import arrows, colour, edges, ground, words

__all__ = ["arrows", "colour", "edges", "ground", "words"]
