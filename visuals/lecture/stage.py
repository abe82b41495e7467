"""What is on stage: what lies over what, how pictures come and go, and how the stage is looked at."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Self, Unpack, cast

import numpy as np
from manim import Animation, FadeIn, FadeOut, Mobject
from manim.utils.rate_functions import smooth, squish_rate_func

from visuals.drawing.camera import StageCamera, StageView
from visuals.lecture import coming, pacing
from visuals.lecture.beats import LectureError
from visuals.lecture.clock import TimedScene
from visuals.lecture.coming import Coming
from visuals.lecture.layers import Layers
from visuals.lecture.pacing import Length
from visuals.lecture.view import View, seen
from visuals.theme import PACE


class Stage(TimedScene):
    """A scene whose pictures have their layers, and come and go each in its own way."""

    layers: ClassVar[str] = ""  # attributes that hold pictures, from the bottom up

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._order = Layers(type(self).layers)
        self._view = StageView()
        cast(StageCamera, self.camera).view = self._view
        self._subtitle: Mobject | None = None  # burned captions, which stay whatever leaves

    # -- coming and going ---------------------------------------------------------------------------

    def enter(self, *things: Coming, below: Mobject | None = None, **length: Unpack[Length]) -> None:
        """Bring pictures on stage: by an `entrance()` of their own, by their dial `grown`, or by a fade.

        Animations may be among them. Each named picture comes in its layer; `below=x` puts the others
        directly beneath x. It takes PACE.normal unless a length is said, as for `play`.
        """
        self._play_together(things, (), below, length, PACE.normal)

    def leave(self, *things: Coming, **length: Unpack[Length]) -> None:
        """Take pictures off the stage, by the way they came: PACE.quick unless a length is said."""
        self._play_together((), things, None, length, PACE.quick)

    def swap(
        self,
        old: Coming,
        new: Coming,
        *,
        below: Mobject | None = None,
        **length: Unpack[Length],
    ) -> None:
        """Let `new` enter while `old` leaves (each one or several): PACE.normal unless a length is said."""
        self._play_together((new,), (old,), below, length, PACE.normal)

    def dissolve(
        self, old: Mobject | Iterable[Any], new: Coming, *, apart: bool = False, **length: Unpack[Length]
    ) -> None:
        """Let `old` fade while `new` appears (each one or several, or none: `()`), whole as they are.

        Nothing in them shrinks or grows, whatever their own ways. `apart`: the old has gone before the new
        comes, so that two scenes never lie over each other. PACE.normal unless a length is said.
        """
        go, come = coming.flat([old]), coming.flat([new])
        for each in come:
            if (dial := coming.grown(each)) is not None and dial.get_value() == 0:
                dial.set_value(1)
        halves = squish_rate_func(smooth, 0, 0.5), squish_rate_func(smooth, 0.5, 1)
        first, second = halves if apart else (smooth, smooth)
        fades = (
            [FadeIn(each, rate_func=second) for each in come],
            [FadeOut(each, rate_func=first) for each in go],
        )
        self._play_together(*fades, None, length, PACE.normal)

    def clear_stage(self, *sparing: Mobject | Iterable[Any], **length: Unpack[Length]) -> None:
        """Let all that is on stage fade but for `sparing`: PACE.quick unless a length is said.

        Burned captions stay.
        """
        spared = [self._subtitle, *coming.flat(sparing)]
        self.leave(*(FadeOut(each) for each in self.mobjects if each not in spared), **length)

    def view(
        self,
        view: View,
        *with_it: Any,
        entering: Coming = (),
        leaving: Coming = (),
        **length: Unpack[Length],
    ) -> None:
        """Go to a named view of a map, a terrain or axes: PACE.normal unless a length is said.

        `entering` and `leaving` come and go meanwhile; animations `with_it` are played with it.
        """
        turning = view.animations(seen(view, vars(self), self.mobjects))
        self._play_together((turning, with_it, entering), (leaving,), None, length, PACE.normal)

    def look(
        self,
        *,
        at: Mobject | np.ndarray | tuple[float, ...] | None = None,
        scale: float | None = None,
        **length: Unpack[Length],
    ) -> None:
        """Look at the whole stage closer, or elsewhere: `self.look(at=self.formula, scale=2)`.

        `at` (a place, or the middle of a mobject) comes to the middle of the frame, everything is seen
        `scale` times as large. `self.look()` goes back to where every lecture begins. It takes PACE.normal
        unless a length is said. Burned captions stay where they are.
        """
        if at is None and scale is None:
            at, scale = (0.0, 0.0), 1.0
        place = at.get_center() if isinstance(at, Mobject) else at
        turning = self._view.look(at=place, scale=scale)
        self._play_together((turning,), (), None, length, PACE.normal)

    def set_view(self, *, at: np.ndarray | tuple[float, ...], scale: float = 1.0) -> None:
        """Be somewhere else over the stage at once, before anything is seen."""
        self._view.stand(at=at, scale=scale)

    def fly(
        self,
        *with_it: Any,
        at: Mobject | np.ndarray | tuple[float, ...],
        scale: float = 1.0,
        entering: Coming = (),
        leaving: Coming = (),
        **length: Unpack[Length],
    ) -> None:
        """Fly over a stage wider than the frame to `at` (a place, or a mobject's middle), seen at `scale`.

        The flight draws back, crosses, and comes near again: nothing rushes past. `entering` and `leaving`
        come and go meanwhile; animations `with_it` are played with it. It takes PACE.slow unless a length is
        said.
        """
        place = at.get_center() if isinstance(at, Mobject) else at
        flight = self._view.fly(at=place, scale=scale)
        self._play_together((flight, with_it, entering), (leaving,), None, length, PACE.slow)

    @property
    def seen_at(self) -> tuple[float, float, float]:
        """Where the stage is looked at: x, y of what is in the frame's middle, and how large it is seen."""
        return self._view.state

    # -- what lies over what -----------------------------------------------------------------------

    def add(  # type: ignore[override]  # nothing of OpenGL is here
        self, *mobjects: Mobject, below: Mobject | None = None
    ) -> Self:
        """Put mobjects on stage at once: each in its layer, directly beneath `below`, or on top."""
        if below is not None:
            self._put_below(mobjects, below)
        super().add(*mobjects)
        self.mobjects = self._order.settle(self.mobjects, mobjects, vars(self))
        return self

    def replace(self, old_mobject: Mobject, new_mobject: Mobject) -> None:
        """As Manim does: the new one lies where the old one lay, unless `layers` names it."""
        super().replace(old_mobject, new_mobject)
        self._order.take_over(old_mobject, new_mobject)
        self.mobjects = self._order.settle(self.mobjects, (), vars(self))

    def bring_to_front(self, *mobjects: Mobject) -> Self:
        """As Manim does; raises LectureError for what has its place in `layers`."""
        self._refuse_named(mobjects)
        super().bring_to_front(*mobjects)
        return self

    def bring_to_back(self, *mobjects: Mobject) -> Self:
        """As Manim does; raises LectureError for what has its place in `layers`."""
        self._refuse_named(mobjects)
        super().bring_to_back(*mobjects)
        self._order.put_back(mobjects)
        return self

    # -- as Manim asks ------------------------------------------------------------------------------

    def get_moving_mobjects(self, *animations: Animation) -> list[Mobject]:
        """As Manim does; while the view of the stage changes, everything on it moves."""
        turned = {each.mobject for each in coming.parts(animations)}
        if turned.isdisjoint(self._view.dials):
            return super().get_moving_mobjects(*animations)
        return self.get_mobject_family_members()

    # -- inside --------------------------------------------------------------------------------------

    def _play_together(
        self,
        come: Iterable[Any],
        go: Iterable[Any],
        below: Mobject | None,
        length: Length,
        usual: float,
    ) -> None:
        """Let some come and others go in one play, which takes the `usual` time unless a length is said."""
        come, go = coming.flat(come), coming.flat(go)
        pictures = [each for each in come if not coming.is_animation(each)]
        if below is not None:
            self._put_below([each.mobject if isinstance(each, Animation) else each for each in come], below)
        animations = [each for thing in go for each in self._goes(thing)]
        for thing in come:
            animations += self._comes(thing) if thing in pictures else [thing]
        if not animations:
            return
        if not pacing.said_ways(**length) and length.get("least") is None:
            length = {**length, "run_time": usual}
        told: dict[str, Any] = {name: said for name, said in length.items() if said is not None}
        self.play(*animations, **told)
        for thing in go:
            if isinstance(thing, Mobject):  # whole, or what an exit of its own has left of it
                family = set(thing.get_family())
                self.remove(thing, *(each for each in self.mobjects if each in family))

    def _comes(self, picture: Mobject) -> list[Any]:
        """Animations that bring a picture; what they do not bring on stage themselves is there for them."""
        animations = coming.entrance(picture)
        if coming.introduces(animations, picture) or self._is_on_stage(picture):
            return animations
        if not hasattr(picture, "entrance") and (dial := coming.grown(picture)) is not None:
            dial.set_value(0)
        self.add(picture)
        picture.update(0)  # off stage nothing follows
        return animations

    def _goes(self, thing: Any) -> list[Any]:
        if coming.is_animation(thing):
            return [thing]
        return coming.farewell(thing)

    def _is_on_stage(self, picture: Mobject) -> bool:
        return picture in self.get_mobject_family_members()

    def _put_below(self, mobjects: Iterable[Any], other: Mobject) -> None:
        if not self._is_on_stage(other):
            raise LectureError(f"below= a {type(other).__name__}: it is not on stage")
        for each in mobjects:
            if self._order.is_named(each, vars(self)):
                raise LectureError(f"below=: layers says already where this {type(each).__name__} lies")
            self._order.put_below(each, other)

    def _refuse_named(self, mobjects: Iterable[Mobject]) -> None:
        for each in mobjects:
            if self._order.is_named(each, vars(self)):
                raise LectureError(
                    f"layers says where this {type(each).__name__} lies: move its name there, "
                    "or take the name out and place it beat by beat"
                )
