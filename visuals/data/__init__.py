"""Measured data, models fitted to them, and what is left over."""
