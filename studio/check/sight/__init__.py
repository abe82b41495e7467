"""Rules of sight: what is on the screen can be seen and read. Importing a module registers its rules."""

from studio.check.sight import arrows, colour, edges, ground, words

__all__ = ["arrows", "colour", "edges", "ground", "words"]
