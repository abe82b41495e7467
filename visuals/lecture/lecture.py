"""What an author writes: a lecture is a list of beats, and this is its base class.

A beat begins from exactly what its predecessor left; to start in the middle, the earlier beats are
fast-forwarded: every play is finished at its end, nothing is drawn, and the stage is the played one. Time is
in `clock`, what was shown in `recorder`; whoever watches or steers a lecture does so as a `player`.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

import numpy as np
from manim import Animation, Camera, FadeOut, Mobject
from manim.utils.iterables import list_update

from visuals.course import for_frames
from visuals.drawing.camera import StageCamera
from visuals.lecture import pacing
from visuals.lecture.author_lines import line_of, told_at
from visuals.lecture.beats import Beat, BeatTime, LectureError, beat, beat_methods
from visuals.lecture.captions import TICKS
from visuals.lecture.clock import whole_ticks
from visuals.lecture.credits import credit_lines
from visuals.lecture.player import Aloud, Player
from visuals.lecture.recorder import Recorder
from visuals.lecture.refusals import RefusesIdioms, telling_what_enters
from visuals.lecture.speech import Speech, next_end
from visuals.lecture.stage import Stage
from visuals.lecture.subtitle import Subtitle
from visuals.theme import PACE

__all__ = ["Beat", "BeatTime", "Lecture", "LectureError", "beat"]


class Lecture(RefusesIdioms, Stage):
    """A film of beats. Write `set_stage`, which computes all data, and beats, which show it.

    `layers` names what lies over what, attribute by attribute, from the bottom up. What has no name there
    lies above, in order of entering.
    """

    title: ClassVar[str]
    goal: ClassVar[str] = ""
    poster: ClassVar[str | None] = None  # the beat whose last frame is the film's poster
    lengths: ClassVar[tuple[float, float] | None] = None  # seconds: the least and the most; None: the usual
    author: ClassVar[str | None] = None  # on the credits card; None: the course's, as compass.toml says
    licence: ClassVar[str | None] = None

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
        self._subtitle: Subtitle | None = None
        self._beat: Beat | None = None
        self._speech: Speech | None = None
        self._beat_start = 0
        self._in_film = True  # whether the beat that is played belongs to the film, or lies before it

    # -- what a lecture writes -------------------------------------------------------------------

    def set_stage(self) -> None:
        """Compute all data through calc_core and make what several beats use."""

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

    def spoken(self, share: float = 1.0) -> float:
        """Seconds that `share` of this beat's words take to say, a whole number of ticks."""
        return self._answer(self._spoken(share))

    def rest(self, share: float = 1.0, *, least: float = PACE.quick) -> float:
        """Seconds until this beat's words are said (times `share`), at least `least`: a motion's length."""
        return self._answer(self._rest(share, least))

    @beat(chapter="Credits", excuse={"many-words": "Whoever measured the data is named in full."})
    def credits(self) -> None:
        """Every number in this film was computed for it. Sources and licence."""
        shown = [mobject for mobject in self.mobjects if mobject is not self._subtitle]
        if shown:
            self.play(*(FadeOut(each) for each in shown), run_time=PACE.normal)
            self._view.stand(at=(0.0, 0.0))  # nothing is left that could be seen to jump
        said = self.recorder
        for line in credit_lines(self.title, said.sources, *self.credited(), said.speakers):
            self.enter(line, run_time=PACE.quick)
        self.wait(self._rest(1.0, PACE.slow))

    # -- how it is played --------------------------------------------------------------------------

    @classmethod
    def beats(cls) -> tuple[Beat, ...]:
        """The beats in the order in which they are written; the credits close every film."""
        own = [m.beat for c in reversed(cls.__mro__[:-1]) if c is not Lecture for m in beat_methods(c)]
        names = [each.name for each in own]
        if len(set(names)) < len(names):
            raise LectureError(f"{cls.__name__} and what it derives from have two beats of one name: {names}")
        return (*own, Lecture.credits.__dict__["beat"])

    @classmethod
    def credited(cls) -> tuple[str, str]:
        """Whom the credits card names, and what it says of rights: the lecture's own, or the course's."""
        author = for_frames("author") if cls.author is None else cls.author
        return author, for_frames("licence") if cls.licence is None else cls.licence

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
        with told_at(lambda: line_of(type(self), "layers")):
            self._order.check(vars(self))
        if self.player.captions == "burned":
            self._subtitle = Subtitle(lambda: self.passed, self.recorder.cues, self._view)
            self.add_foreground_mobject(self._subtitle)

    def play_beat(self, each: Beat) -> None:
        """Play one beat from what its predecessor left."""
        self._beat, self._beat_start, self._answers = each, self._clock, ""
        self._speech = self.player.speech(each)
        self.recorder.hear(self._speech.recording)
        if self._in_film:
            self.recorder.cues += self._speech.cues(self._clock / TICKS)
            self.player.beat_begins(self, each, self._speech)
        with told_at(lambda: self._line_of(each)):
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
        assert self.animations
        wait: Any = self.animations[0]
        if self._subtitle is not None and self._subtitle.changes_within(
            self.passed, self.passed + wait.run_time
        ):
            wait.is_static_wait = False
        return super().should_update_mobjects()

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

    def _length(
        self, pace: float | None, share: float | None, until: str | None, least: float | None
    ) -> float:
        """Seconds that a play lasts whose end the words give, or which has a pace."""
        if pace is not None:
            return pace
        least = PACE.quick if least is None else least
        if until is None:
            return self._rest(1.0 if share is None else share, least)
        left = next_end(self._said(f"until={until!r}"), until, self._into_beat) - self._into_beat
        return whole_ticks(max(left, least)) / TICKS

    def _spoken(self, share: float) -> float:
        return whole_ticks(share * self._said("spoken()").ticks / TICKS) / TICKS

    def _rest(self, share: float, least: float) -> float:
        left = self._spoken(1.0) - self._into_beat
        return whole_ticks(max(share * left, least)) / TICKS

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

    def _line_of(self, each: Beat) -> tuple[str, int]:
        """Where a beat is written; for the credits, which no author writes, where the lecture begins."""
        method = getattr(type(self), each.name)
        if each.name == "credits":
            return line_of(type(self))
        return method.__code__.co_filename, each.line

    def _note(self, *, ending: bool) -> None:
        self.recorder.note(self.mobjects, self._beat, self._clock / TICKS, drawn=self._in_film, ending=ending)


def _each(thing: Any) -> Iterable[Any]:
    """Animations one by one, where several were handed over in a list, a tuple or a generator."""
    if isinstance(thing, Iterable) and not isinstance(thing, Mobject | Animation):
        return [each for inner in thing for each in _each(inner)]
    return (thing,)
