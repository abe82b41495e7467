"""Walks down a bowl: prints of strides, maps drawn back by powers of ten, factors per step, line searches."""
