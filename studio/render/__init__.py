"""Renders films: plans which are due, runs the workers that draw them, and publishes their files."""
