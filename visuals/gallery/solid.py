"""Solid things of metal: what they gain when one of their sizes is nudged."""

from __future__ import annotations

from visuals import Lecture, TinCan


def draw_tin_can(self: Lecture) -> None:
    """partial derivative, function of several variables, volume increment, shell, solid of revolution"""
    taller = TinCan(3.0, 11.0, 0.3, unit=0.4, place=(-4.2, 0))
    wider = TinCan(3.0, 11.0, 0.3, unit=0.4)
    thicker = TinCan(3.0, 11.0, 0.3, unit=0.4, place=(4.2, 0))
    self.add(taller.pose(dh=1.5), wider.pose(dr=0.5), thicker.pose(dt=0.2, open=110))
