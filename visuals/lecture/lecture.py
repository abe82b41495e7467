"""What an author writes: a lecture is a list of beats, and this is its base class.

A beat begins from exactly what its predecessor left; to start in the middle, the earlier beats are
fast-forwarded: every play is finished at its end, nothing is drawn, and the stage is the played one. Time is
in `clock`, what was shown in `recorder`; whoever watches or steers a lecture does so as a `player`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar, Self, TypeVar

import numpy as np
from manim import Animation, Camera, FadeOut, Mobject
from manim.utils.iterables import list_update

from visuals.drawing.camera import StageCamera, StageView
from visuals.lecture import coming, pacing
from visuals.lecture.beats import Beat, BeatTime, LectureError, beat, beat_methods
from visuals.lecture.captions import TICKS
from visuals.lecture.clock import TimedScene, whole_ticks
from visuals.lecture.coming import Coming
from visuals.lecture.credits import AUTHOR, LICENCE, credit_lines
from visuals.lecture.layers import Layers
from visuals.lecture.player import Aloud, Player
from visuals.lecture.recorder import Recorder
from visuals.lecture.refusals import RefusesIdioms, telling_what_enters
from visuals.lecture.speech import Speech, next_end
from visuals.lecture.subtitle import Subtitle
from visuals.lecture.view import View, seen
from visuals.theme import PACE

__all__ = ["Beat", "BeatTime", "Lecture", "LectureError", "beat"]

Anything = TypeVar("Anything", bound=Mobject)


class Lecture(RefusesIdioms, TimedScene):
    """A film of beats. Write `set_stage`, which computes all data, and beats, which show it.

    `layers` names what lies over what, attribute by attribute, from the bottom up. What has no name there
    lies above, in order of entering.
    """

    title: ClassVar[str]
    goal: ClassVar[str] = ""
    poster: ClassVar[str | None] = None  # the beat whose last frame is the film's poster
    layers: ClassVar[str] = ""
    lengths: ClassVar[tuple[float, float] | None] = None  # seconds: the least and the most; None: the usual
    author: ClassVar[str] = AUTHOR  # on the credits card
    licence: ClassVar[str] = LICENCE

    def __init__(
        self,
        *args: Any,
        camera_class: type[Camera] = StageCamera,
        player: Player | None = None,
        **options: Any,
    ) -> None:
        super().__init__(*args, camera_class=camera_class, **options)
        self.player = Aloud(type(self)) if player is None else player
        self.recorder = Recorder()
        self.plays = 0  # of the film so far
        self._order = Layers(type(self).layers)
        self._view = StageView()
        self.camera.view = self._view
        self._subtitle: Subtitle | None = None
        self._beat: Beat | None = None
        self._speech: Speech | None = None
        self._beat_start = 0
        self._in_film = True  # whether the beat that is played belongs to the film, or lies before it
        self._in_old_hand = False

    # -- what a lecture writes -------------------------------------------------------------------

    def set_stage(self) -> None:
        """Compute all data through calc_core and make what several beats use."""

    def keep(self, mobject: Anything) -> Anything:
        """Returns its argument. Lectures that use it fade everything in and out, as all did before."""
        self._in_old_hand = True
        return mobject

    def play(
        self,
        *animations: Any,
        pace: float | None = None,
        share: float | None = None,
        until: str | None = None,
        least: float | None = None,
        **options: Any,
    ) -> None:
        """Play animations for a whole number of ticks, as Scene.play does. How long, says one of these:

        nothing                          until this beat's words are said
        `share=0.4`                      so much of what is left of them
        `until="steepest"`               until that word (or words) of the beat has been said
        `pace=PACE.slow`, `run_time=2`   so many seconds

        A play whose end the words give lasts at least `least` seconds (PACE.quick). Where nothing is said and
        an animation brings a run time of its own (`Create(x, run_time=2)`, `Wait(1)`, or a class that has
        one, such as Write), all keep theirs, as in Manim. Raises LectureError for words that the beat does
        not say, and for two lengths at once.
        """
        if "subcaption" in options:
            self.refuse("add_subcaption")
        given = [each for thing in animations for each in _each(thing)]
        said = pacing.said_ways(**options, pace=pace, share=share, until=until, least=least)
        if said != ["run_time"]:
            length = self._length(pace, share, until, least)
            if said or least is not None or not pacing.any_says_its_time(given):
                options["run_time"] = length
            else:
                options.pop("run_time", None)
        self._play(*given, **options)

    def wait(
        self,
        duration: float | None = None,
        stop_condition: Any = None,
        frozen_frame: bool | None = None,
        *,
        share: float | None = None,
        until: str | None = None,
    ) -> None:
        """Let nothing begin for `duration` seconds (1, as in Manim), or as long as play's words say."""
        if stop_condition is not None:
            self.refuse("stop_condition")
        pacing.said_ways(run_time=duration, share=share, until=until)
        if share is not None or until is not None:
            duration = self._length(None, share, until, 1 / TICKS)
        super().wait(1.0 if duration is None else duration, frozen_frame=frozen_frame)

    def enter(
        self, *things: Coming, below: Mobject | None = None, run_time: float | None = None, **length: Any
    ) -> None:
        """Bring pictures on stage: by an `entrance()` of their own, by their dial `grown`, or by a fade.

        Animations may be among them. Each named picture comes in its layer; `below=x` puts the others
        directly beneath x. It takes PACE.normal unless a length is said, as for `play`.
        """
        self._play_together(things, (), below, run_time, PACE.normal, length)

    def leave(self, *things: Mobject | Iterable[Any], run_time: float | None = None, **length: Any) -> None:
        """Take pictures off the stage, by the way they came: PACE.quick unless a length is said."""
        self._play_together((), things, None, run_time, PACE.quick, length)

    def swap(
        self,
        old: Mobject | Iterable[Any],
        new: Coming,
        *,
        below: Mobject | None = None,
        run_time: float | None = None,
        **length: Any,
    ) -> None:
        """Let `new` enter while `old` leaves (each one or several): PACE.normal unless a length is said."""
        self._play_together((new,), (old,), below, run_time, PACE.normal, length)

    def view(
        self,
        view: View,
        *with_it: Any,
        entering: Coming = (),
        leaving: Coming = (),
        run_time: float | None = None,
        **length: Any,
    ) -> None:
        """Go to a named view of a map, a terrain or axes: PACE.normal unless a length is said.

        `entering` and `leaving` come and go meanwhile; animations `with_it` are played with it.
        """
        turning = view.animations(seen(view, vars(self), self.mobjects))
        self._play_together((turning, with_it, entering), (leaving,), None, run_time, PACE.normal, length)

    def look(
        self,
        *,
        at: Mobject | np.ndarray | tuple[float, ...] | None = None,
        scale: float | None = None,
        run_time: float | None = None,
        **length: Any,
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
        self._play_together((turning,), (), None, run_time, PACE.normal, length)

    def spoken(self, share: float = 1.0) -> float:
        """Seconds that `share` of this beat's words take to say, a whole number of ticks."""
        return whole_ticks(share * self._said("spoken()").ticks / TICKS) / TICKS

    def rest(self, share: float = 1.0, *, least: float = PACE.quick) -> float:
        """Seconds until this beat's words are said (times `share`), at least `least`: a motion's length."""
        left = self.spoken() - self._into_beat
        return whole_ticks(max(share * left, least)) / TICKS

    @beat(chapter="Credits", excuse={"many-words": "Whoever measured the data is named in full."})
    def credits(self) -> None:
        """Every number in this film was computed for it. Sources and licence."""
        shown = [mobject for mobject in self.mobjects if mobject is not self._subtitle]
        if shown:
            away = self._view.look(at=(0.0, 0.0), scale=1.0)
            self.play(*(FadeOut(each) for each in shown), *away, run_time=PACE.normal)
        kind = type(self)
        said = self.recorder
        for line in credit_lines(self.title, said.sources, kind.author, kind.licence, said.speakers):
            self.enter(line, run_time=PACE.quick)
        self.wait(self.rest(least=PACE.slow))

    # -- what lies over what -----------------------------------------------------------------------

    def add(self, *mobjects: Mobject, below: Mobject | None = None) -> Self:
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

    # -- how it is played --------------------------------------------------------------------------

    @classmethod
    def beats(cls) -> tuple[Beat, ...]:
        """The beats in the order in which they are written; the credits close every film."""
        own = [m.beat for c in reversed(cls.__mro__[:-1]) if c is not Lecture for m in beat_methods(c)]
        names = [each.name for each in own]
        if len(set(names)) < len(names):
            raise LectureError(f"{cls.__name__} and what it derives from have two beats of one name: {names}")
        return (*own, Lecture.credits.__dict__["beat"])

    def construct(self) -> None:
        """Play every beat from the player's first to its last; what lies before is fast-forwarded."""
        beats = self.beats()
        begin, end = self.player.begin, self.player.end
        first, last = self._place(beats, begin, 0), self._place(beats, end, len(beats) - 1)
        if first > last:
            raise LectureError(f"{begin!r} comes after {end!r}: swap --from and --to")
        self.prepare()
        for i, each in enumerate(beats[: last + 1]):
            self._in_film = i >= first
            if i == first:
                self._clock, self.recorder.cues[:] = 0, []
            self.play_beat(each)

    def prepare(self) -> None:
        """Set the stage, before the first beat."""
        with self.player.around_stage(self), telling_what_enters():
            self.set_stage()
        self._order.check(vars(self))
        if self.player.captions == "burned":
            self._subtitle = Subtitle(lambda: self.now, self.recorder.cues, self._view)
            self.add_foreground_mobject(self._subtitle)

    def play_beat(self, each: Beat) -> None:
        """Play one beat from what its predecessor left."""
        self._beat, self._beat_start = each, self._clock
        self._speech = self.player.speech(each)
        self.recorder.hear(self._speech.recording)
        if self._in_film:
            self.recorder.cues += self._speech.cues(self._clock / TICKS)
            self.player.beat_begins(self, each, self._speech)
        with telling_what_enters():
            getattr(self, each.name)()
        missing = self._speech.ticks - (self._clock - self._beat_start)
        if missing > 0:
            self.wait(missing / TICKS)
        self._note(ending=True)
        if self._in_film:
            time = BeatTime(each, self._beat_start, self._clock, self._speech.recording)
            self.recorder.beat_times.append(time)
            self.player.beat_ended(self, time)

    @property
    def saying(self) -> Beat | None:
        """The beat that is played now."""
        return self._beat

    @property
    def shown(self) -> list[Mobject]:
        """What is on stage, in drawing order."""
        everything: list[Mobject] = list_update(self.mobjects, self.foreground_mobjects)
        return everything

    def still(self) -> np.ndarray:
        """The stage as it stands now: pixels (height, width, 4), uint8."""
        self.renderer.static_image = None
        self.renderer.update_frame(self)
        return self.renderer.get_frame()

    def report(self) -> dict[str, Any]:
        """Everything a page or a test wants to know of the film, ready for JSON."""
        return self.recorder.report(self.title, self.goal, self.beats(), self._clock)

    # -- as Manim asks ---------------------------------------------------------------------------------

    def moments(self, times: np.ndarray) -> Iterable[float]:
        """Of a play's frames (seconds into it), those that the player visits."""
        return self.player.moments(self, times)

    def should_update_mobjects(self) -> bool:
        """A still moment stands still unless a burned caption changes within it."""
        wait = self.animations[0]
        if self._subtitle is not None and self._subtitle.changes_within(self.now, self.now + wait.run_time):
            wait.is_static_wait = False
        return super().should_update_mobjects()

    def get_moving_mobjects(self, *animations: Animation) -> list[Mobject]:
        """As Manim does; while the view of the stage changes, everything on it moves."""
        turned = {each.mobject for each in coming.parts(animations)}
        if turned.isdisjoint(self._view.dials):
            return super().get_moving_mobjects(*animations)
        return self.get_mobject_family_members()

    # -- inside -------------------------------------------------------------------------------------

    def _play(self, *animations: Any, **options: Any) -> None:
        """Play, or pass, what has its length; note what can be read when it is over."""
        if self._subtitle is not None:
            self._subtitle.refresh()
        number: int | None = None
        if self._in_film:
            number, self.plays = self.plays, self.plays + 1
        if number is not None and self.player.draws(self, number):
            super().play(*animations, **options)
        else:
            self._pass(number, *animations, **options)
        self._tick()
        self._note(ending=False)

    def _pass(self, number: int | None, *animations: Any, **options: Any) -> None:
        self.compile_animation_data(*animations, **options)
        self.begin_animations()
        self.player.passes(self, number)
        for animation in self.animations or ():
            animation.finish()
            animation.clean_up_from_scene(self)
        self.update_mobjects(0)

    def _play_together(
        self,
        come: Iterable[Any],
        go: Iterable[Any],
        below: Mobject | None,
        run_time: float | None,
        usual: float,
        length: dict[str, Any],
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
        said = pacing.said_ways(run_time=run_time, **{name: length.get(name) for name in pacing.WAYS[1:]})
        if said or length.get("least") is not None:
            self.play(*animations, **length, **({} if run_time is None else {"run_time": run_time}))
        else:
            self.play(*animations, run_time=usual, **length)
        for thing in go:
            if isinstance(thing, Mobject):  # whole, or what an exit of its own has left of it
                family = set(thing.get_family())
                self.remove(thing, *(each for each in self.mobjects if each in family))

    def _comes(self, picture: Mobject) -> list[Any]:
        """Animations that bring a picture; what they do not bring on stage themselves is there for them."""
        animations = coming.entrance(picture, fades=self._in_old_hand)
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
        return coming.farewell(thing, fades=self._in_old_hand)

    def _is_on_stage(self, picture: Mobject) -> bool:
        return picture in self.get_mobject_family_members()

    def _put_below(self, mobjects: Iterable[Mobject], other: Mobject) -> None:
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

    def _length(
        self, pace: float | None, share: float | None, until: str | None, least: float | None
    ) -> float:
        """Seconds that a play lasts whose end the words give, or which has a pace."""
        if pace is not None:
            return pace
        least = PACE.quick if least is None else least
        if until is None:
            return self.rest(1.0 if share is None else share, least=least)
        left = next_end(self._said(f"until={until!r}"), until, self._into_beat) - self._into_beat
        return whole_ticks(max(left, least)) / TICKS

    @property
    def _into_beat(self) -> float:
        return (self._clock - self._beat_start) / TICKS

    def _said(self, who: str) -> Speech:
        if self._speech is None:
            raise LectureError(f"{who} is asked outside of a beat")
        return self._speech

    def _place(self, beats: tuple[Beat, ...], name: str | None, default: int) -> int:
        names = [each.name for each in beats]
        if name is None:
            return default
        if name not in names:
            raise LectureError(f"{type(self).__name__} has no beat {name!r}; it has {', '.join(names)}")
        return names.index(name)

    def _note(self, *, ending: bool) -> None:
        self.recorder.note(self.mobjects, self._beat, self._clock / TICKS, drawn=self._in_film, ending=ending)


def _each(thing: Any) -> Iterable[Any]:
    """Animations one by one, where several were handed over in a list, a tuple or a generator."""
    if isinstance(thing, Iterable) and not isinstance(thing, Mobject | Animation):
        return [each for inner in thing for each in _each(inner)]
    return (thing,)
