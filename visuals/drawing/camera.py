"""The scene's camera: Manim's own, which also puts pixels of ours into place, in drawing order."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from manim import Camera, Mobject
from manim.mobject.types.image_mobject import AbstractImageMobject

from visuals.drawing.dial import Dial
from visuals.drawing.overflight import Overflight, Seen, Turning


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

    def to_pixels(self, places: np.ndarray) -> np.ndarray:
        """Places of the stage (..., 2 or 3) in pixels (..., 2) from the frame's upper left corner."""
        (left, top), (across, down) = self.origin, self.per_unit
        return np.asarray(places[..., :2] * [across, -down] + [left, top])

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


class StageView:
    """From where the whole stage is looked at: a point `p` of it is seen at `scale * p + shift`.

    Three dials; both move evenly, so that every point runs along a straight line while the view changes.
    """

    def __init__(self) -> None:
        self.scale, self.shift_x, self.shift_y = Dial(1.0), Dial(0.0), Dial(0.0)
        self.dials = (self.scale, self.shift_x, self.shift_y)

    @property
    def centre(self) -> tuple[float, float]:
        """The point of the stage that is seen in the middle of the frame."""
        scale = self.scale.value
        return -self.shift_x.value / scale + 0.0, -self.shift_y.value / scale + 0.0

    @property
    def state(self) -> Seen:
        """Middle and scale: equal states show the same."""
        return (*self.centre, self.scale.value)

    def dials_at(self, at: np.ndarray | tuple[float, ...], scale: float) -> Seen:
        """Where the dials stand when the stage's point `at` is in the middle, seen at `scale`."""
        return scale, -scale * float(at[0]) + 0.0, -scale * float(at[1]) + 0.0

    def stand(self, *, at: np.ndarray | tuple[float, ...], scale: float = 1.0) -> None:
        """Bring the stage's point `at` to the middle, `scale` times as large, at once."""
        for dial, value in zip(self.dials, self.dials_at(at, scale), strict=True):
            dial.set_value(value)

    def fly(self, *, at: np.ndarray | tuple[float, ...], scale: float = 1.0, **options: Any) -> list[Any]:
        """Animations that bring the stage's point `at` to the middle, `scale` times as large, in one flight.

        The flight draws back as far as it needs to, crosses, and comes near again; see `Overflight`.
        """
        start = (*self.centre, self.scale.value)
        way = Overflight(start, (float(at[0]), float(at[1]), float(scale)))
        ways = [lambda share, k=k: self.dials_at(way.at(share)[:2], way.at(share)[2])[k] for k in range(3)]
        return [Turning(dial, values, **options) for dial, values in zip(self.dials, ways, strict=True)]

    def look(
        self, *, at: np.ndarray | tuple[float, ...] | None = None, scale: float | None = None, **options: Any
    ) -> list[Any]:
        """Animations that bring the stage's point `at` to the middle of the frame, enlarged `scale` times.

        Without `at` the middle stays where it is. Raises ValueError for a scale that is not positive.
        """
        scale = self.scale.value if scale is None else float(scale)
        if not scale > 0:
            raise ValueError(f"a view's scale is how many times larger the stage is seen, got {scale}")
        wanted = self.dials_at(self.centre if at is None else at, scale)
        return [
            dial.to(value, **options)
            for dial, value in zip(self.dials, wanted, strict=True)
            if dial.value != value
        ]


class StageCamera(Camera):
    """Manim's camera, with PixelMobjects drawn where they stand in drawing order.

    It looks at the stage as its `view` says; a lecture gives it one.
    """

    view: StageView | None = None
    _seen: tuple[float, float, float] = (0.0, 0.0, 1.0)

    @property
    def frame(self) -> Any:
        raise AttributeError("self.camera.frame belongs to MovingCameraScene: self.look(at=..., scale=...)")

    def follow_view(self) -> bool:
        """Take the place from which the stage is looked at now; whether it is another one than before."""
        if self.view is None or self.view.state == self._seen:
            return False
        before, self._seen = self._seen, self.view.state
        x, y, scale = self._seen
        self.frame_center = np.array([x, y, 0.0])
        # whole sizes first: back at scale 1 they are the very numbers that they were
        self._whole = getattr(self, "_whole", (self.frame_width * before[2], self.frame_height * before[2]))
        self.frame_width, self.frame_height = (size / scale for size in self._whole)
        self.pixel_array_to_cairo_context.clear()  # contexts know where the frame was
        return True

    def capture_mobjects(self, mobjects: Iterable[Mobject], **options: Any) -> None:
        """As Manim does, from where the stage is looked at now."""
        self.follow_view()
        super().capture_mobjects(mobjects, **options)

    def display_multiple_image_mobjects(
        self, image_mobjects: Iterable[AbstractImageMobject], pixel_array: np.ndarray
    ) -> None:
        canvas = self.canvas_over(pixel_array)
        for each in image_mobjects:
            if isinstance(each, PixelMobject):
                each.paint(canvas)
            else:
                super().display_multiple_image_mobjects([each], pixel_array)

    def canvas_over(self, pixel_array: np.ndarray) -> Canvas:
        """Pixels of the frame's size as what is seen now lies on them."""
        centre = (float(self.frame_center[0]), float(self.frame_center[1]))
        return Canvas(pixel_array, centre, (float(self.frame_width), float(self.frame_height)))
