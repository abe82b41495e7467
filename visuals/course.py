"""What a course says of itself in compass.toml: whom to credit, how it looks, which steps it has.

This module stands below the lecture's side and the studio, and brings neither Manim nor pictures. What a film
reads of the file is told to audit hooks, key by key, so that a film knows which keys it was made from.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

FILE = "compass.toml"
COURSE = "COMPASS_COURSE"  # the environment's name for the folder of the course that a process works for
READ = "compass.course"  # the audit event: folder, key, checksum of its value
INKS = (  # what a theme may colour otherwise: the names of visuals.theme.INK
    *("ground", "text", "quiet", "casing", "input", "output", "gradient", "slope", "path", "parameter"),
    *("data", "model", "residual", "plus", "minus", "exact", "curvature", "one", "two", "three", "four"),
    "five",
)
HEIGHTS = 5  # colours of the map, from valley to peak
POCKETS = 4  # of the rucksack
LECTURE = re.compile(r"(\d\d) (\S.*)")
COMMONS = re.compile(r"CC (BY(?:-NC)?(?:-SA|-ND)?) (\d\.\d)")


class CourseError(ValueError):
    """compass.toml says something that cannot be meant; the sentence names the file, the key, and what may
    stand there.
    """


@dataclass(frozen=True)
class Licence:
    """What others may do with the films, where that is written, and the same of the code (may be empty)."""

    films: str = "CC BY 4.0"
    url: str = "https://creativecommons.org/licenses/by/4.0/"
    code: str = ""


@dataclass(frozen=True)
class StepSaid:
    """A step of the course, as far as compass.toml tells of it; empty where it does not."""

    number: int
    name: str = ""
    tool: str = ""  # what it puts into the rucksack, with its article
    picture: Path | None = None  # of the tool: an SVG
    lectures: tuple[tuple[int, str], ...] = ()  # number and title of those that are still to be written


@dataclass(frozen=True)
class Roadmap:
    """The picture of the way through the course: an SVG, in words, and where the trail bends in its units."""

    picture: Path | None = None
    words: str = ""
    trail: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class Course:
    """A course as its compass.toml describes it; `Course(folder)` is one that says nothing."""

    folder: Path
    title: str = "Untitled course"
    about: str = ""  # what follows the title: "a course of multivariate calculus, animated"
    motto: str = ""
    welcome: str = ""
    summary: str = ""
    author: str = ""
    icon: Path | None = None
    lengths: tuple[float, float] = (120.0, 360.0)  # seconds that a lecture may last
    licence: Licence = Licence()
    theme: Mapping[str, str] = field(default_factory=dict)
    heights: tuple[str, ...] = ()
    roadmap: Roadmap = Roadmap()
    steps: tuple[StepSaid, ...] = ()
    own_folder: str = ""  # where `compass new` begins lectures; empty: in the last step
    own_first: int = 1  # the least number that it gives

    @property
    def whom(self) -> str:
        """Whom a credits card names: the author, or the course itself."""
        return self.author or self.title

    @property
    def attribution(self) -> str:
        """How others name whose film it is."""
        return f"{self.whom}, {self.licence.films}"

    @property
    def about_rights(self) -> str:
        """What a credits card says of rights."""
        code = f" Code: {self.licence.code}." if self.licence.code else ""
        return f"Film: {self.licence.films}.{code}"

    @property
    def tools(self) -> dict[int, StepSaid]:
        """The steps that put something into the rucksack, by number; none: there is no rucksack."""
        return {each.number: each for each in self.steps if each.tool}


def course_above(place: Path) -> Path | None:
    """The nearest folder with a compass.toml: `place` or one above it; None where there is none."""
    place = place.absolute()
    return next((each for each in (place, *place.parents) if (each / FILE).is_file()), None)


def read_course(folder: Path) -> Course:
    """What the compass.toml of a folder says; a folder without one says nothing.

    Raises CourseError, in one sentence, for a file that cannot be read or says what cannot be meant.
    """
    path = folder / FILE
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Course(folder)
    except (OSError, UnicodeDecodeError) as error:
        raise CourseError(f"{path} cannot be read: {getattr(error, 'strerror', error)}.") from None
    return _Reader(path, folder, text).course()


@cache
def played_course() -> Course:
    """The course that this process works for: the one it was told, else the nearest above the working folder.

    It is read once: a process that plays a lecture sees one course from its beginning to its end.
    """
    told = os.environ.get(COURSE)
    folder = Path(told) if told else course_above(Path.cwd())
    return Course(Path()) if folder is None else read_course(folder)


def for_frames(key: str) -> Any:
    """One of KEYS of the course that is played, for what is drawn; audit hooks hear of it."""
    course = played_course()
    sys.audit(READ, str(course.folder), key, checksum(course, key))
    return KEYS[key](course)


KEYS: dict[str, Callable[[Course], Any]] = {
    "author": lambda course: course.whom,  # what frames may hang on, each with what it is
    "licence": lambda course: course.about_rights,
    "films": lambda course: course.licence.films,
    "theme": lambda course: {**course.theme, **({"heights": course.heights} if course.heights else {})},
}


def checksum(course: Course, key: str) -> str:
    """SHA-256 of what a course says under one of KEYS."""
    return hashlib.sha256(json.dumps(KEYS[key](course), sort_keys=True).encode()).hexdigest()


class _Reader:
    """Takes a course's file apart, and refuses what cannot be meant."""

    def __init__(self, path: Path, folder: Path, text: str) -> None:
        import tomllib  # only now: most of what is drawn asks for nothing

        self.path, self.folder = path, folder
        try:
            self.told = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise CourseError(f"{path} is no TOML: {error}.") from None

    def course(self) -> Course:
        """The whole of it."""
        top = _Table(self, "", self.told)
        known = {
            **{key: top.line(key) for key in ("about", "motto", "welcome", "summary", "author")},
            "title": top.line("title", needed=True),
            "icon": top.picture("icon"),
            "lengths": top.lengths("lengths"),
            "licence": self._licence(top.table("licence")),
            "roadmap": self._roadmap(top.table("roadmap")),
            "steps": tuple(self._steps(top)),
        }
        known |= self._theme(top.table("theme")) | self._own(top.table("new"))
        top.done()
        return Course(self.folder, **{key: value for key, value in known.items() if value not in (None, "")})

    def _licence(self, table: _Table) -> Licence | None:
        if not table.told:
            return None
        films, url, code = table.line("films", needed=True), table.line("url"), table.line("code")
        table.done()
        if not url and (commons := COMMONS.fullmatch(films)):
            url = f"https://creativecommons.org/licenses/{commons[1].lower()}/{commons[2]}/"
        if not url.startswith(("https://", "http://")):
            table.refuse("url", url, "the address, https://..., at which that licence can be read")
        return Licence(films, url, code)

    def _theme(self, table: _Table) -> dict[str, Any]:
        heights = table.colours("heights", HEIGHTS)
        inks = {name: table.colour(name) for name in INKS if name in table.told}
        table.done(more=INKS)
        return {"theme": inks, "heights": heights}

    def _own(self, table: _Table) -> dict[str, Any]:
        folder, first = table.line("folder"), table.number("first", 0, 99)
        if folder and not re.fullmatch(r"step\d+_[a-z0-9_]+", folder):
            table.refuse("folder", folder, 'the name of a step\'s folder in scenes/, such as "step6_own"')
        table.done()
        return {"own_folder": folder, "own_first": first}

    def _roadmap(self, table: _Table) -> Roadmap:
        made = Roadmap(table.picture("picture"), table.line("words"), table.places("trail"))
        if (made.picture is None) != (not made.trail):
            missing = "trail" if made.picture else "picture"
            table.refuse(missing, None, "there, as picture and trail go together")
        table.done()
        return made

    def _steps(self, top: _Table) -> Iterator[StepSaid]:
        taken: set[int] = set()
        for place, table in enumerate(top.tables("steps"), start=1):
            given = table.number("number", 0, 99)
            number = place if given is None else given
            if number in taken:
                table.refuse("number", number, "a number that no other step has")
            taken.add(number)
            tool, picture = table.line("tool"), table.picture("picture")
            if bool(tool) != (picture is not None):
                missing = "picture" if tool else "tool"
                table.refuse(missing, None, "there, as a tool and its picture go together")
            if (
                len(taken) > 1
                and tool
                and sum(bool(each.get("tool")) for each in self.told["steps"]) > POCKETS
            ):
                table.refuse("tool", tool, f"left out: the rucksack has {POCKETS} pockets")
            lectures = tuple(table.lectures("lectures"))
            yield StepSaid(number, table.line("name"), tool, picture, lectures)
            table.done()


class _Table:
    """One table of the file: values of a kind, and the keys that nobody asked for."""

    def __init__(self, reader: _Reader, name: str, told: Any) -> None:
        self.reader, self.name, self.asked = reader, name, set[str]()
        if not isinstance(told, dict):
            raise CourseError(f"{reader.path}: {name} is to be a table, [{name}], not {_spelled(told)}.")
        self.told: dict[str, Any] = told

    def line(self, key: str, *, needed: bool = False) -> str:
        """Words in one line; empty where there are none."""
        value = self._value(key)
        if value is None and needed:
            raise CourseError(f'{self.reader.path}: {self._called(key)} is missing; write {key} = "...".')
        if value is not None and (not isinstance(value, str) or not value.strip() or "\n" in value):
            self.refuse(key, value, "words in one line, between quotation marks")
        return value or ""

    def number(self, key: str, least: int, most: int) -> int | None:
        """A whole number within bounds."""
        value = self._value(key)
        if value is not None and (not _is_whole(value) or not least <= value <= most):
            self.refuse(key, value, f"a whole number from {least} to {most}")
        return value

    def lengths(self, key: str) -> tuple[float, float] | None:
        """The least and the most seconds."""
        value = self._value(key)
        if value is None:
            return None
        if not _are_numbers(value, 2) or not 0 < value[0] < value[1]:
            self.refuse(key, value, "two numbers of seconds, the least and the most: [120, 360]")
        return float(value[0]), float(value[1])

    def places(self, key: str) -> tuple[tuple[float, float], ...]:
        """Points of a picture."""
        value = self._value(key)
        if value is None:
            return ()
        if not isinstance(value, list) or len(value) < 2 or not all(_are_numbers(each, 2) for each in value):
            self.refuse(key, value, "two or more points of the picture: [[70, 566], [150, 548]]")
        return tuple((float(x), float(y)) for x, y in value)

    def picture(self, key: str) -> Path | None:
        """An SVG of the course's own."""
        if not (value := self.line(key)):
            return None
        path = self.reader.folder / value
        if path.suffix != ".svg" or not path.is_file():
            self.refuse(key, value, "an SVG file that is there, named from the course's folder on")
        return path

    def colour(self, key: str) -> str:
        """`#RRGGBB`."""
        value = self._value(key)
        if not _is_colour(value):
            self.refuse(key, value, 'a colour such as "#FF6B5E"')
        return str(value).upper()

    def colours(self, key: str, count: int) -> tuple[str, ...]:
        """So many of them."""
        value = self._value(key)
        if value is None:
            return ()
        if not isinstance(value, list) or len(value) != count or not all(map(_is_colour, value)):
            self.refuse(key, value, f'{count} colours such as "#16213F", from valley to peak')
        return tuple(each.upper() for each in value)

    def lectures(self, key: str) -> Iterator[tuple[int, str]]:
        """`07 One knob at a time`, several of them."""
        value = self._value(key) or []
        lines = [LECTURE.fullmatch(each) if isinstance(each, str) else None for each in [*value]]
        if not isinstance(value, list) or None in lines:
            self.refuse(key, value, 'lectures still to come, by number and title: ["07 One knob at a time"]')
        yield from ((int(each[1]), each[2]) for each in lines if each)

    def table(self, key: str) -> _Table:
        """The table of that name; an empty one where there is none."""
        return _Table(self.reader, key, self._value(key) or {})

    def tables(self, key: str) -> Iterator[_Table]:
        """Every table of a list."""
        value = self._value(key) or []
        if not isinstance(value, list):
            raise CourseError(f"{self.reader.path}: {key} is to be a list of tables, each below [[{key}]].")
        for each in value:
            yield _Table(self.reader, key, each)

    def refuse(self, key: str, value: Any, allowed: str) -> None:
        """Raise the sentence that says what may stand there."""
        what = "is missing" if value is None else f"is {_spelled(value)}"
        raise CourseError(f"{self.reader.path}: {self._called(key)} {what}; it is to be {allowed}.")

    def done(self, more: tuple[str, ...] = ()) -> None:
        """Refuse a key that nobody asked for; `more` are known ones that need not be asked for."""
        from difflib import get_close_matches

        known = sorted({*self.asked, *more})
        for key in self.told:
            if key not in known:
                near = get_close_matches(key, known, n=1, cutoff=0.0)[0]
                raise CourseError(
                    f"{self.reader.path}: {self._called(key)} is no key; the nearest is {self._called(near)} "
                    f"(there are {', '.join(known)})."
                )

    def _value(self, key: str) -> Any:
        self.asked.add(key)
        return self.told.get(key)

    def _called(self, key: str) -> str:
        return f"{self.name}.{key}" if self.name else key


def _spelled(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 60 else text[:59] + "…"


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _are_numbers(value: Any, count: int) -> bool:
    return (
        isinstance(value, list)
        and len(value) == count
        and all(isinstance(each, int | float) and not isinstance(each, bool) for each in value)
    )


def _is_colour(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"#[0-9A-Fa-f]{6}", value) is not None
