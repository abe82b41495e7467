"""The stage's camera draws pictures of pixels, and so does a copy of it."""

from copy import deepcopy

import numpy as np

from visuals.drawing.camera import Canvas, PixelMobject, StageCamera


class Grey(PixelMobject):
    """Every pixel grey."""

    def reset_points(self) -> None:
        self.points = np.zeros((4, 3))

    def paint(self, canvas: Canvas) -> None:
        canvas.pixels[...] = 128


def test_a_camera_that_was_copied_draws_as_before() -> None:
    camera = StageCamera(pixel_width=16, pixel_height=8)
    copied = deepcopy(camera)
    for each in (camera, copied):
        each.capture_mobjects([Grey()])
        assert (each.pixel_array == 128).all()
