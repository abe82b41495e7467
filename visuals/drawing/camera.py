"""The scene's camera: Manim's own, which also puts pixels of ours into place, in drawing order."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from manim import Camera, Mobject
from manim.mobject.types.image_mobject import AbstractImageMobject

from visuals.drawing.dial import Dial


@dataclass(frozen=True)
class Canvas:
    """The frame being drawn: premultiplied RGBA rows, top row first, and where the scene lies on them."""

    pixels: np.ndarray  # (height, width, 4) uint8
    centre: tuple[float, float]  # of the frame, in scene units
    size: tuple[float, float]  # of the frame, in scene units

    @property
    def per_unit(self) -> tuple[float, float]:
        """Pixels to one scene unit, across and down."""
        height, width = self.pixels.shape[:2]
        return width / self.size[0], height / self.size[1]

    @property
    def origin(self) -> tuple[float, float]:
        """Where the scene's origin lies, in pixels from the frame's upper left corner."""
        across, down = self.per_unit
        height, width = self.pixels.shape[:2]
        return width / 2 - self.centre[0] * across, height / 2 + self.centre[1] * down

    @property
    def fine(self) -> float:
        """How many of its pixels make one pixel of a 1080p frame: widths are told in those."""
        return self.per_unit[1] * 8.0 / 1080


class PixelMobject(AbstractImageMobject):
    """A mobject that draws its own pixels. Override `paint`; give it `points`, so that layouts know its
    extent.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(scale_to_resolution=0, **kwargs)

    def paint(self, canvas: Canvas) -> None:
        """Draw over what is on the canvas already."""
        raise NotImplementedError

    def appearance(self) -> Hashable:
        """All that `paint` depends on besides the canvas, so that what looks as before is not painted again;
        None (never equal) where that is hard to say.
        """
        return None

    def reset_points(self) -> Self:
        self.points = np.zeros((4, 3))
        return self

    def get_pixel_array(self) -> np.ndarray:
        raise TypeError(
            f"{type(self).__name__} draws its own pixels, which Manim's stock camera cannot place: "
            "derive the scene from Lecture, or pass camera_class=StageCamera."
        )

    def set_color(self, *_: Any, **__: Any) -> Self:
        return self

    def interpolate_color(self, mobject1: Mobject, mobject2: Mobject, alpha: float) -> Self:
        """Fade: the picture's own dials go along, which Manim leaves out because they have no points."""
        for mine, start, end in zip(
            self.submobjects, mobject1.submobjects, mobject2.submobjects, strict=True
        ):
            if isinstance(mine, Dial):
                mine.interpolate(start, end, alpha)
        return self


class StageCamera(Camera):
    """Manim's camera, with PixelMobjects drawn where they stand in drawing order."""

    def display_multiple_image_mobjects(
        self, image_mobjects: Iterable[AbstractImageMobject], pixel_array: np.ndarray
    ) -> None:
        centre = (float(self.frame_center[0]), float(self.frame_center[1]))
        canvas = Canvas(pixel_array, centre, (float(self.frame_width), float(self.frame_height)))
        for each in image_mobjects:
            if isinstance(each, PixelMobject):
                each.paint(canvas)
            else:
                super().display_multiple_image_mobjects([each], pixel_array)
