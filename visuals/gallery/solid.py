"""Solid things of metal: what they gain when one of their sizes is nudged, and what shadows they cast."""

from __future__ import annotations

from visuals import Lecture, SpringRoom, TinCan


def draw_tin_can(self: Lecture) -> None:
    """partial derivative, function of several variables, volume increment, shell, solid of revolution"""
    taller = TinCan(3.0, 11.0, 0.3, unit=0.4, place=(-4.2, 0))
    wider = TinCan(3.0, 11.0, 0.3, unit=0.4)
    thicker = TinCan(3.0, 11.0, 0.3, unit=0.4, place=(4.2, 0))
    self.add(taller.pose(dh=1.5), wider.pose(dr=0.5), thicker.pose(dt=0.2, open=110))


def draw_spring_room(self: Lecture) -> None:
    """projection, shadow, helix, dimension reduction, orthogonal projection, principal components"""
    room = SpringRoom()
    for dial in (room.back, room.side, room.rays):
        dial.set_value(1)
    self.add(room)
