"""Named views: from where, how large and in what light a picture is looked at."""

from __future__ import annotations

import inspect
from collections.abc import Iterable
from typing import Any

from manim import Mobject

from visuals.lecture.beats import LectureError


class View:
    """A look at a picture, by the words of its `look`: `BY_LAMP = View("map", at=HERE, scale=4.6, light=0)`.

    `on` is the name of the picture among the lecture's attributes, as in `layers`. Without it the view is of
    the one picture on stage that can be looked at: a lecture that is told on a single map need not say it.
    Go there with `self.view(BY_LAMP)`.
    """

    def __init__(self, on: str | None = None, /, **where: Any) -> None:
        self.on, self.where = on, where

    def __repr__(self) -> str:
        on = [] if self.on is None else [repr(self.on)]
        return f"View({', '.join([*on, *(f'{name}={value!r}' for name, value in self.where.items())])})"

    def animations(self, picture: Any) -> list[Any]:
        """What is to be played so that `picture` is seen like this."""
        look = getattr(picture, "look", None)
        if look is None:
            raise LectureError(
                f"a {type(picture).__name__} has no look: a view is of a map, a terrain, axes; "
                "self.look(at=..., scale=...) looks at the whole stage"
            )
        try:
            inspect.signature(look).bind(**self.where)
        except TypeError as error:
            names = [each.name for each in inspect.signature(look).parameters.values()]
            raise LectureError(
                f"{self!r}: {type(picture).__name__}.look: {error}; it takes {', '.join(names)}"
            ) from None
        return list(look(**self.where))


def seen(view: View, attributes: dict[str, Any], stage: Iterable[Mobject]) -> Mobject:
    """The picture that a view is of."""
    if view.on is not None:
        picture = attributes.get(view.on)
        if not isinstance(picture, Mobject):
            raise LectureError(f"{view!r}: the lecture has no picture {view.on!r}")
        return picture
    able = [each for each in stage if hasattr(each, "look")]
    if len(able) == 1:
        return able[0]
    names = {id(value): name for name, value in attributes.items() if isinstance(value, Mobject)}
    there = " or ".join(f"View({names.get(id(each), type(each).__name__)!r}, ...)" for each in able)
    raise LectureError(
        f"{view!r}: {'nothing' if not able else 'more than one picture'} on stage can be looked at; "
        f"say which: {there or 'View(name, ...), with the name of a map, a terrain or axes'}"
    )
