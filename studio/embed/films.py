"""Rendered films to cut from, and stretches of them as small files of their own."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path

import av
from av.filter import Graph

from studio.called import typed
from studio.course.finding import described
from studio.course.lecture import Lecture
from studio.embed.address import Wish
from studio.embed.lettering import GROUND, INK, with_words
from studio.embed.sound import BIT_RATE, sound_between
from studio.errors import NotThere, StudioError
from studio.places import FILM
from studio.render.description import CueTold, Description, read_description
from studio.render.jobs import QUALITIES, films_folder

LONGEST_GIF = 30.0  # seconds
GIF_RATE = Fraction(25, 2)  # frames a second: a GIF counts in hundredths, and this is eight of them
SHADES = 128
BT709, LIMITED = 1, 1  # of ITU-T H.273: the colours of all films here


@dataclass(frozen=True)
class Stretch:
    """Frames of a film from `start` to just before `end`, in seconds; `told` is the film's description, and
    `theme` has the colours that are its course's own.
    """

    film: Path
    start: float
    end: float
    told: Description
    theme: Mapping[str, str] = field(default_factory=dict)

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return self.end - self.start

    @property
    def cues(self) -> list[CueTold]:
        """The captions that fall into it, in the film's own time."""
        told = (cue for beat in self.told["beats"] for cue in beat["cues"])
        return [cue for cue in told if cue["start"] < self.end and cue["end"] > self.start]

    def frames(self) -> Iterator[av.VideoFrame]:
        """Its frames, decoded one after another."""
        half = 0.5 / self.told["frame_rate"]  # a frame belongs to the stretch that it begins in
        with av.open(str(self.film)) as container:
            stream = container.streams.video[0]
            stream.thread_type = "AUTO"
            container.seek(round(self.start * 1_000_000), backward=True)
            for frame in container.decode(stream):
                if frame.time >= self.end - half:
                    return
                if frame.time >= self.start - half:
                    yield frame


def find_stretch(course: Path, lecture: Lecture, wish: Wish, width: int) -> Stretch:
    """What is wanted, in the smallest rendered film that is `width` pixels wide, else in the largest.

    Raises NotThere where the lecture has not been rendered, StudioError for a time outside the film.
    """
    found = [
        (film, told)
        for quality in sorted(QUALITIES.values(), key=lambda each: each.width)
        if (film := films_folder(course, quality) / (lecture.slug + FILM)).exists()
        and (told := read_description(film.parent, lecture.slug)) is not None
    ]
    if not found:
        raise NotThere("film", lecture.slug, (), hint=f"{typed(f'render {lecture.slug}')} makes it.")
    film, told = next((each for each in found if each[1]["width"] >= width), found[-1])
    beats = {beat["name"]: beat for beat in told["beats"]}
    if wish.beat and wish.beat not in beats:
        raise StudioError(
            f"The beat {wish.beat} came after {film.name} was rendered.",
            hint=typed(f"render {lecture.slug}"),
        )
    beat = beats[wish.beat] if wish.beat else None
    start, end = (beat["start"], beat["end"]) if beat else (0.0, told["seconds"])
    start = start if wish.start is None else wish.start
    end = end if wish.end is None else wish.end
    if not 0 <= start < end <= told["seconds"]:
        raise StudioError(
            f"{lecture.slug} lasts {told['seconds']:g} s: nothing lies between {start:g} s and {end:g} s."
        )
    return Stretch(film, start, end, told, described(course).theme)


def as_gif(stretch: Stretch, width: int, *, words: bool = False) -> bytes:
    """An animated GIF that begins again and again, with a palette of its own; with `words` below, if wished,
    in the colours of the course.

    Raises StudioError for a stretch that would make a file nobody wants to load.
    """
    if stretch.seconds > LONGEST_GIF:
        raise StudioError(
            f"A GIF of {stretch.seconds:g} s would be too large to load; {LONGEST_GIF:g} s are the most.",
            hint="Name a beat, or a shorter stretch with --start and --end.",
        )
    made = io.BytesIO()
    graph: Graph | None = None
    with av.open(made, "w", format="gif") as container:
        stream = container.add_stream("gif", rate=GIF_RATE)
        stream.pix_fmt, stream.time_base = "pal8", Fraction(1, 100)
        frames = stretch.frames()
        if words:
            colours = {"ground": stretch.theme.get("ground", GROUND), "ink": stretch.theme.get("text", INK)}
            frames = with_words(frames, stretch.cues, width, **colours)
        for frame in frames:
            if graph is None:
                stream.width, stream.height = width, round(width * frame.height / frame.width / 2) * 2
                graph = _palette_graph(frame, stream.width, stream.height)
            graph.push(frame)
        assert graph is not None  # a stretch holds a frame
        graph.push(None)
        for picture in _drained(graph):
            picture.pts = round(picture.time * 100)
            picture.time_base = Fraction(1, 100)
            container.mux(stream.encode(picture))
        container.mux(stream.encode(None))
    return made.getvalue()


def as_film(stretch: Stretch, width: int) -> bytes:
    """H.264 in MP4 with its sound, a file of its own, for pages that carry the film inside."""
    made = io.BytesIO()
    told, sound = stretch.told, sound_between(stretch.film, stretch.start, stretch.end)
    with av.open(made, "w", format="mp4") as container:
        rate = min(told["frame_rate"], 30)
        every = told["frame_rate"] // rate
        stream = container.add_stream("libx264", rate=rate, options={"crf": "23", "preset": "medium"})
        stream.width, stream.height = width, round(width * told["height"] / told["width"] / 2) * 2
        stream.pix_fmt = "yuv420p"
        stream.thread_count = 1  # the same bytes every time
        context = stream.codec_context
        context.colorspace = context.color_primaries = context.color_trc = BT709
        context.color_range = LIMITED
        if sound is not None:
            voice = container.add_stream("aac", rate=sound.rate, layout=sound.layout)
            voice.bit_rate = BIT_RATE
        for index, frame in enumerate(stretch.frames()):
            if index % every:
                continue
            picture = frame.reformat(stream.width, stream.height, "yuv420p")
            picture.pts, picture.time_base = index // every, Fraction(1, rate)
            container.mux(stream.encode(picture))
        container.mux(stream.encode(None))
        if sound is not None:
            for piece in sound.frames():
                container.mux(voice.encode(piece))
            container.mux(voice.encode(None))
    return made.getvalue()


def _palette_graph(first: av.VideoFrame, width: int, height: int) -> Graph:
    """Fewer and smaller frames, and the palette that suits all of them."""
    graph = Graph()
    source = graph.add_buffer(
        width=first.width, height=first.height, format=first.format, time_base=first.time_base
    )
    slower = graph.add("fps", str(GIF_RATE))
    smaller = graph.add("scale", f"{width}:{height}:flags=lanczos")
    both = graph.add("split")
    palette = graph.add("palettegen", f"max_colors={SHADES}")
    painted = graph.add("paletteuse", "dither=bayer:bayer_scale=4:diff_mode=rectangle")
    sink = graph.add("buffersink")
    source.link_to(slower)
    slower.link_to(smaller)
    smaller.link_to(both)
    both.link_to(painted, 0, 0)
    both.link_to(palette, 1, 0)
    palette.link_to(painted, 0, 1)
    painted.link_to(sink)
    graph.configure()
    return graph


def _drained(graph: Graph) -> Iterator[av.VideoFrame]:
    while True:
        try:
            picture = graph.pull()
        except (av.FFmpegError, BlockingIOError, EOFError):
            return
        assert isinstance(picture, av.VideoFrame)
        yield picture
