"""A lecture is a list of beats; this is its base class and its clock.

Time is counted in ticks of 1/15 s, so that a film has the same moments at 15, 30 and 60 frames a second.
A beat begins from exactly what its predecessor left; to start in the middle, the earlier beats are
fast-forwarded: every play is finished at its end, nothing is drawn, and the stage is the played one.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar, TypeVar, overload

import numpy as np
from manim import (
    Animation,
    Camera,
    FadeIn,
    FadeOut,
    Group,
    Mobject,
    Scene,
    VGroup,
    config,
)
from tqdm import tqdm

from visuals.camera import StageCamera
from visuals.captions import TICKS, Cue, cues, speaking_ticks
from visuals.formula import Typeset, Words
from visuals.readout import Reading, Series, Source, sources
from visuals.subtitle import Subtitle
from visuals.theme import INK, PACE, SIZE, STAGE
from visuals.updating import update

Anything = TypeVar("Anything", bound=Mobject)
Method = TypeVar("Method", bound=Callable[..., None])

HALF_FRAME = 1e-6  # far less than a frame, far more than a rounding error


class LectureError(ValueError):
    """A lecture that cannot be played as it is written."""


@dataclass(frozen=True)
class Beat:
    """One spoken thought: its method's name, the words said with it, the chapter it opens (if any)."""

    name: str
    words: str
    chapter: str | None
    line: int
    excuses: Mapping[str, str] = field(default_factory=dict)  # rules of the critic, and why not here
    was: tuple[str, ...] = ()  # names that it had before: its addresses go on leading to it


@dataclass(frozen=True)
class BeatTime:
    """When a beat that was drawn begins and ends, in ticks of the film."""

    beat: Beat
    start: int
    end: int


@overload
def beat(method: Method) -> Method: ...
@overload
def beat(
    *,
    chapter: str | None = None,
    excuse: Mapping[str, str] | None = None,
    was: str | tuple[str, ...] = (),
) -> Callable[[Method], Method]: ...
def beat(
    method: Any = None,
    *,
    chapter: str | None = None,
    excuse: Mapping[str, str] | None = None,
    was: str | tuple[str, ...] = (),
) -> Any:
    """Mark a method as a beat; its docstring is what is said. `chapter` opens a chapter with it.

    `excuse` frees the beat from rules of `./compass check`, each for a reason that the report repeats:
    `@beat(excuse={"unequal-units": "Here the right angle breaks on purpose."})`.
    `was` names what the beat was called before, so that its published addresses go on leading to it.
    """

    def mark(method: Method) -> Method:
        words = " ".join((inspect.getdoc(method) or "").split())
        if not words:
            raise LectureError(f"beat {method.__name__} says nothing: write its words as its docstring")
        line = method.__code__.co_firstlineno
        before = (was,) if isinstance(was, str) else tuple(was)
        method.__dict__["beat"] = Beat(method.__name__, words, chapter, line, dict(excuse or {}), before)
        return method

    return mark if method is None else mark(method)


class Lecture(Scene):
    """A film of beats. Write `set_stage`, which computes all data, and beats, which show it."""

    title: ClassVar[str]
    goal: ClassVar[str] = ""
    poster: ClassVar[str | None] = None  # the beat whose last frame is the film's poster

    def __init__(self, *args: Any, camera_class: type[Camera] = StageCamera, **options: Any) -> None:
        super().__init__(*args, camera_class=camera_class, **options)
        if config.frame_rate % TICKS:
            raise LectureError(
                f"a film's frame rate must be a multiple of {TICKS} (15, 30, 60), got {config.frame_rate}"
            )
        self.begin_at: str | None = None
        self.end_at: str | None = None
        self.captions = "beside"
        self.stills_only = False
        self.during_play: Callable[[Lecture], None] | None = None  # visits moments of a fast-forwarded play
        self.draws: Callable[[int], bool] | None = None  # whether this process draws the film's play number n
        self.times_drawn: Callable[[np.ndarray], Iterable[float]] | None = None  # of a play: which, of all
        self.plays = 0  # of the film so far
        self.after_beat: Callable[[Lecture, BeatTime], None] | None = None
        self.cues: list[Cue] = []
        self.beat_times: list[BeatTime] = []
        self._subtitle: Subtitle | None = None
        self._clock = 0  # ticks since the film's first frame
        self._beat: Beat | None = None
        self._beat_start = 0
        self._drawing = True
        self.numbers_shown: list[dict[str, Any]] = []  # what the viewer could read, in the order of time
        self._shown: dict[int, str] = {}  # what each number on stage said when it was last recorded
        self._series: dict[str, Series] = {}
        self._sources: dict[str, Source] = {}

    # -- what a lecture writes -------------------------------------------------------------------

    def set_stage(self) -> None:
        """Compute all data through calc_core and keep what several beats use."""

    def keep(self, mobject: Anything) -> Anything:
        """Give a mobject that several beats use a name: `self.map = self.keep(ContourMap(land))`."""
        return mobject

    def enter(self, *mobjects: Mobject | Animation, run_time: float = PACE.normal) -> None:
        """Bring mobjects on stage, each by its own entrance if it has one, else by a fade."""
        self.play(*(_entrance(each) for each in mobjects), run_time=run_time)

    def leave(self, *mobjects: Mobject, run_time: float = PACE.quick) -> None:
        """Take mobjects off the stage by a fade."""
        self.play(*(FadeOut(each) for each in mobjects), run_time=run_time)

    def spoken(self, share: float = 1.0) -> float:
        """Seconds that `share` of this beat's words take to say, a whole number of ticks."""
        if self._beat is None:
            raise LectureError("spoken() is asked outside of a beat")
        return _ticks(share * speaking_ticks(self._beat.words) / TICKS) / TICKS

    def rest(self, share: float = 1.0, *, least: float = PACE.quick) -> float:
        """Seconds until this beat's words are said (times `share`), at least `least`: a motion's length."""
        left = self.spoken() - (self._clock - self._beat_start) / TICKS
        return _ticks(max(share * left, least)) / TICKS

    @beat(chapter="Credits", excuse={"many-words": "Whoever measured the data is named in full."})
    def credits(self) -> None:
        """Every number in this film was computed for it. Sources and licence."""
        shown = [mobject for mobject in self.mobjects if mobject is not self._subtitle]
        if shown:
            self.leave(*shown, run_time=PACE.normal)
        for line in _credit_lines(self.title, tuple(self._sources.values())):
            self.enter(line, run_time=PACE.quick)
        self.wait(self.rest(least=PACE.slow))

    # -- how it is played --------------------------------------------------------------------------

    @classmethod
    def beats(cls) -> tuple[Beat, ...]:
        """The beats in the order in which they are written; the credits close every film."""
        own = [m.beat for c in reversed(cls.__mro__[:-1]) if c is not Lecture for m in _beat_methods(c)]
        names = [each.name for each in own]
        if len(set(names)) < len(names):
            raise LectureError(f"{cls.__name__} has two beats of one name: {names}")
        return (*own, Lecture.credits.__dict__["beat"])

    def construct(self) -> None:
        """Play every beat from `begin_at` to `end_at`; what lies before is fast-forwarded."""
        beats = self.beats()
        first = self._place(beats, self.begin_at, 0)
        last = self._place(beats, self.end_at, len(beats) - 1)
        if first > last:
            raise LectureError(f"{self.begin_at!r} comes after {self.end_at!r}: swap --from and --to")
        self.set_stage()
        if self.captions == "burned":
            self._subtitle = Subtitle(lambda: self.now, self.cues)
            self.add_foreground_mobject(self._subtitle)
        for i, each in enumerate(beats[: last + 1]):
            self._drawing = i >= first
            if i == first:
                self._clock, self.cues[:] = 0, []
            self.play_beat(each)

    def play_beat(self, each: Beat) -> None:
        """Play one beat from what its predecessor left."""
        self._beat, self._beat_start = each, self._clock
        if self._drawing:
            self.cues += cues(each.words, self._clock / TICKS)
        getattr(self, each.name)()
        missing = speaking_ticks(each.words) - (self._clock - self._beat_start)
        if missing > 0:
            self.wait(missing / TICKS)
        self._note(ending=True)
        if self._drawing:
            time = BeatTime(each, self._beat_start, self._clock)
            self.beat_times.append(time)
            if self.after_beat is not None:
                self.after_beat(self, time)

    def play(self, *args: Any, **options: Any) -> None:
        """Play animations for a whole number of ticks, as Scene.play does."""
        if self._subtitle is not None:
            self._subtitle.refresh()
        if self._is_drawn():
            super().play(*args, **options)
        else:
            self._fast_forward(*args, **options)
        self._clock += _ticks(self.duration)
        self.last_t = 0.0
        self._note(ending=False)

    @property
    def now(self) -> float:
        """Seconds of the film that have passed."""
        return self._clock / TICKS + float(self.last_t)

    @property
    def saying(self) -> Beat | None:
        """The beat that is played now."""
        return self._beat

    def still(self) -> np.ndarray:
        """The stage as it stands now: pixels (height, width, 4), uint8."""
        self.renderer.static_image = None
        self.renderer.update_frame(self)
        return self.renderer.get_frame()

    def report(self) -> dict[str, Any]:
        """Everything a player, a page or a test wants to know of the film, ready for JSON."""
        return {
            "title": self.title,
            "goal": self.goal,
            "frame_rate": int(config.frame_rate),
            "frame_count": self._clock * int(config.frame_rate) // TICKS,
            "seconds": self._clock / TICKS,
            "beats": [self._describe(each) for each in self.beat_times],
            "chapters": self._chapters(),
            "numbers": self.numbers_shown,
            "series": [_plain_series(each) for each in self._series.values()],
            "sources": [asdict(each) for each in self._sources.values()],
        }

    # -- Manim's own clock, made exact ---------------------------------------------------------------

    def compile_animations(self, *args: Any, **options: Any) -> list[Animation]:
        """As Manim does, with every run time a whole number of ticks, and with what enters up to date."""
        animations: list[Animation] = super().compile_animations(*args, **options)
        for animation in animations:
            animation.run_time = _ticks(animation.run_time) / TICKS
            if animation.is_introducer():  # off stage nothing follows: dials may have been turned since
                animation.mobject.update(0)
        return animations

    def get_run_time(self, animations: list[Animation]) -> float:
        """The longest run time; a hair above it, because Manim rounds still moments down."""
        return _ticks(super().get_run_time(animations)) / TICKS + HALF_FRAME / TICKS

    def update_mobjects(self, dt: float) -> None:
        """As Manim does, sooner."""
        for each in self.mobjects:
            update(each, dt)

    def should_update_mobjects(self) -> bool:
        """A still moment stands still unless a burned caption changes within it."""
        wait = self.animations[0]
        if self._subtitle is not None and self._subtitle.changes_within(self.now, self.now + wait.run_time):
            wait.is_static_wait = False
        return super().should_update_mobjects()

    def get_time_progression(
        self,
        run_time: float,
        description: str,
        n_iterations: int | None = None,
        override_skip_animations: bool = False,
    ) -> Any:
        """The exact times of a play's frames; Manim's own rounding adds or drops one."""
        frames = round(run_time * config.frame_rate)
        skipped = self.renderer.skip_animations and not override_skip_animations
        times: Iterable[float] = [run_time] if skipped else np.arange(frames) / config.frame_rate
        if not skipped and self.times_drawn is not None:
            times = self.times_drawn(times)
        bar = config["progress_bar"]
        return tqdm(times, desc=description, total=n_iterations, leave=bar == "leave", disable=bar == "none")

    # -- inside -------------------------------------------------------------------------------------

    def _place(self, beats: tuple[Beat, ...], name: str | None, default: int) -> int:
        names = [each.name for each in beats]
        if name is None:
            return default
        if name not in names:
            raise LectureError(f"{type(self).__name__} has no beat {name!r}; it has {', '.join(names)}")
        return names.index(name)

    def _is_drawn(self) -> bool:
        if not self._drawing or self.stills_only:
            return False
        self.plays += 1
        return self.draws is None or self.draws(self.plays - 1)

    def _fast_forward(self, *args: Any, **options: Any) -> None:
        self.compile_animation_data(*args, **options)
        self.begin_animations()
        if self.during_play is not None:
            self.during_play(self)
        for animation in self.animations or ():
            animation.finish()
            animation.clean_up_from_scene(self)
        self.update_mobjects(0)

    def _note(self, *, ending: bool) -> None:
        """Record what the viewer can read now: a new number at once, a changing one at its beat's end."""
        for mobject in self._on_stage():
            for reading in getattr(mobject, "readings", ()):
                self._note_reading(mobject, reading, ending=ending)
            for plotted in getattr(mobject, "series", ()):
                self._series.setdefault(plotted.name, plotted)
                self._sources |= {each.name: each for each in sources(plotted.call)}

    def _note_reading(self, mobject: Mobject, reading: Reading, *, ending: bool) -> None:
        key = hash((id(mobject), reading.name, reading.field))
        self._sources |= {each.name: each for each in sources(reading.call)}
        before = self._shown.get(key)
        if before == reading.text or (before is not None and not ending):
            return
        self._shown[key] = reading.text
        if self._drawing:
            self.numbers_shown.append(
                {
                    "time": round(self._clock / TICKS, 4),
                    "beat": self._beat.name if self._beat else "",
                    "name": reading.name,
                    "value": reading.value,
                    "text": reading.text,
                    "unit": reading.unit,
                    "field": reading.field,
                    "function": reading.call.function,
                    "arguments": reading.call.arguments,
                }
            )

    def _on_stage(self) -> Iterator[Mobject]:
        seen: set[int] = set()
        for mobject in self.mobjects:
            for member in mobject.get_family():
                if id(member) not in seen:
                    seen.add(id(member))
                    yield member

    def _describe(self, time: BeatTime) -> dict[str, Any]:
        start, end = time.start / TICKS, time.end / TICKS
        own = [asdict(cue) for cue in self.cues if round(start, 3) <= cue.start < round(end, 3)]
        chapter = self._chapter_of(time.beat)
        return {
            "name": time.beat.name,
            "chapter": chapter,
            "words": time.beat.words,
            "line": time.beat.line,
            "start": round(start, 4),
            "end": round(end, 4),
            "cues": own,
        }

    def _chapter_of(self, wanted: Beat) -> str:
        chapter = self.title
        for each in self.beats():
            chapter = each.chapter or chapter
            if each == wanted:
                break
        return chapter

    def _chapters(self) -> list[dict[str, Any]]:
        chapters: list[dict[str, Any]] = []
        for time in self.beat_times:
            name = self._chapter_of(time.beat)
            if not chapters or chapters[-1]["name"] != name:
                chapters.append({"name": name, "start": round(time.start / TICKS, 4)})
            chapters[-1]["end"] = round(time.end / TICKS, 4)
        return chapters


def _beat_methods(cls: type) -> list[Any]:
    return [member for member in vars(cls).values() if isinstance(getattr(member, "beat", None), Beat)]


def _ticks(seconds: float) -> int:
    return max(1, round(seconds * TICKS))


def _entrance(thing: Mobject | Animation) -> Animation:
    if isinstance(thing, Animation):
        return thing
    own = getattr(thing, "entrance", None)
    return own() if own is not None else FadeIn(thing)


def _plain_series(plotted: Series) -> dict[str, Any]:
    return {
        "name": plotted.name,
        "units": dict(plotted.units),
        "columns": {name: values.tolist() for name, values in plotted.columns.items()},
        "function": plotted.call.function,
    }


def _credit_lines(title: str, shown: tuple[Source, ...]) -> list[Typeset | VGroup]:
    """The credits card: the film, what was measured by whom, and what others may do with it."""
    lines = [Words(title, size=SIZE.title)]
    for source in shown:
        text = f"Data: {source.credit} ({source.licence})"
        lines.append(Words(text, size=SIZE.small, ink=INK.data, width=0.8 * STAGE.width, align="center"))
    if not shown:
        lines.append(Words("No measured data: pure mathematics", size=SIZE.small, ink=INK.quiet))
    lines.append(Words("Compass. Film: CC BY 4.0. Code: MIT.", size=SIZE.small, ink=INK.quiet))
    card = Group(*lines).arrange([0, -1, 0], buff=0.5)
    card.move_to([0, (STAGE.top + STAGE.bottom) / 2, 0])
    return lines
