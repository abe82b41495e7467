"""Constraints: a fence on the ground, what it does to the compass, and what loosening it is worth."""
