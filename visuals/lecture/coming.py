"""How pictures come and go: by a way of their own, by their dial `grown`, or by a fade."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from manim import Animation, FadeIn, FadeOut, Mobject

from visuals.drawing.dial import Dial

Coming = Mobject | Animation | Iterable[Any]  # what enters: pictures, animations, or several of them


def flat(things: Iterable[Any]) -> list[Any]:
    """Pictures and animations one by one, out of the tuples and lists in which they were handed over."""
    return [
        each for thing in things for each in (flat(thing) if isinstance(thing, list | tuple) else (thing,))
    ]


def is_animation(thing: Any) -> bool:
    """Whether something can be played as it is: an animation, or what `.animate` and `Dial.to` make."""
    return isinstance(thing, Animation) or hasattr(thing, "anim_args")


def grown(picture: Any) -> Dial | None:
    """The dial that says how much of a picture is there, 0 to 1, where it has one."""
    dial = getattr(picture, "grown", None)
    return dial if isinstance(dial, Dial) else None


def entrance(picture: Mobject) -> list[Any]:
    """Animations that bring a picture on stage; those that grow it want it to be there, at `grown` 0."""
    if (own := getattr(picture, "entrance", None)) is not None:
        return _several(own())
    dial = grown(picture)
    return [FadeIn(picture)] if dial is None else [dial.to(1)]


def farewell(picture: Mobject) -> list[Any]:
    """Animations after which nothing is seen of a picture that is on stage."""
    if (own := getattr(picture, "exit", None)) is not None:
        return _several(own())
    dial = grown(picture)
    return [FadeOut(picture)] if dial is None else [dial.to(0)]


def introduces(animations: Iterable[Any], picture: Mobject) -> bool:
    """Whether animations put a picture, or parts of it, on stage by themselves."""
    family: set[object] = set(picture.get_family())
    return any(each.is_introducer() and each.mobject in family for each in parts(animations))


def parts(animations: Iterable[Any]) -> Iterable[Animation]:
    """Every single animation, those in groups too; what `.animate` makes is none before it is played."""
    for each in animations:
        if isinstance(each, Animation):
            yield each
            yield from parts(getattr(each, "animations", ()))


def _several(animations: Any) -> list[Any]:
    return [animations] if is_animation(animations) else list(animations)
