"""Faults, injected by the hundred: see `harness`."""
