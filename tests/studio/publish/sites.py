"""Sites to look at: films of the tiny course, given numbers and data as a real lecture has them."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Self

from studio.course.catalog import Catalog, read_catalog
from studio.places import DESCRIPTION, SUFFIXES
from studio.publish import ingredients
from studio.publish.publishing import Published, publish
from studio.publish.staging import files_below
from studio.render.jobs import QUALITIES, Options, films_folder
from studio.render.plan import Film, plan_films
from studio.system.checksums import sha256
from tests.studio.courses import Course
from tests.studio.publish.sounds import VOICE, give_voice

LECTURE = "lectures/quiet-dot/index.html"
PAGES_OF_A_KIND = (  # one of each
    "index.html",
    LECTURE,
    "code/calc_core.derivatives.gradients.html",
    "clips/quiet-dot/transcript.html",
    "clips/quiet-dot/embed.html",
)
LOW = QUALITIES["l"]
NUMBERS = [
    {
        "time": 0.2,
        "beat": "show",
        "name": "slope",
        "value": 0.625,
        "text": "+0.62",
        "unit": "",
        "field": "value",
        "function": "calc_core.derivatives.gradients.directional",
        "arguments": {
            "f": "hills",
            "x": [-2.3, -0.9],
            "u": {"shape": [360, 2], "sha256": "0" * 12},
            "h": None,
        },
    },
    {
        "time": 1.0,
        "beat": "move",
        "name": "height",
        "value": 0.2,
        "text": "0.20",
        "unit": "m",
        "field": "f",
        "function": "calc_core.landscapes.landscape.Landscape.reading",
        "arguments": {"self": {"result_of": "calc_core.landscapes.catalogue.hills"}, "x": [1, 2]},
    },
    {
        "time": 2.0,
        "beat": "move",
        "name": "angle",
        "value": 90.0,
        "text": "90.0",
        "unit": "°",
        "field": "angle",
        "function": "calc_core.no.such.function",
        "arguments": {},
    },
]


class Press:
    """A course whose films are rendered, in a folder of its own, and the site that is made from it."""

    def __init__(self, folder: Path) -> None:
        self.course, self.site = Course(folder / "course"), folder / "site"
        self.films = films_folder(self.course.folder, LOW)

    @classmethod
    def of(cls, rendered: Course, folder: Path) -> Self:
        """With a copy of rendered films: one is given numbers and data, the other one a voice."""
        press = cls(folder)
        shutil.copytree(rendered.folder, press.course.folder)
        numbers = json.dumps(NUMBERS, indent=1)
        (press.films / "quiet-dot.numbers.json").write_text(numbers, encoding="utf-8")
        (press.films / "quiet-dot.data.csv").write_text("a,b\n1,2\n", encoding="utf-8")
        press.retell("quiet-dot", sources=[{"name": "dots", "credit": "Dots & Co.", "licence": "CC0"}])
        press.vouch("quiet-dot")
        press.speak("other-dot")
        return press

    def copy(self, folder: Path) -> Self:
        """The same with a copy of the site, to be changed."""
        shutil.copytree(self.course.folder, folder / "course")
        shutil.copytree(self.site, folder / "site")
        return type(self)(folder)

    @property
    def catalog(self) -> Catalog:
        """What lectures there are now."""
        return read_catalog(self.course.folder)

    def planned(self, *names: str) -> tuple[Film, ...]:
        """Their films, as they lie there."""
        return plan_films(self.catalog, names, Options(LOW), self.films)

    def retell(self, slug: str, **facts: Any) -> None:
        """Change what a film's description tells, as another render would."""
        path = self.films / f"{slug}.json"
        path.write_text(json.dumps(json.loads(path.read_text()) | facts), encoding="utf-8")

    def speak(self, slug: str) -> None:
        """Let a film speak, as one that was rendered with recordings does."""
        told = json.loads((self.films / f"{slug}.json").read_text())
        give_voice(self.films / f"{slug}.mp4", told["beats"], told["seconds"])
        self.hear(slug, VOICE)
        self.vouch(slug)

    def hear(self, slug: str, *voices: Mapping[str, Any]) -> None:
        """Let a film's description name these voices, one beat after the other."""
        beats = json.loads((self.films / f"{slug}.json").read_text())["beats"]
        told = [beat | {"voice": voices[place % len(voices)]} for place, beat in enumerate(beats)]
        self.retell(slug, beats=told)

    def vouch(self, slug: str) -> None:
        """Let a film's description speak of its files as they lie there now, as a render's does."""
        there = {suffix: self.films / (slug + suffix) for suffix in SUFFIXES if suffix != DESCRIPTION}
        files = {
            suffix: {"bytes": path.stat().st_size, "sha256": sha256(path)}
            for suffix, path in there.items()
            if path.exists()
        }
        self.retell(slug, files=files)

    def run(self, *names: str, drop: bool = False, **options: Any) -> Published:
        """Publish, as `./compass publish` does once all is rendered."""
        return self.publish(self.planned(*names), drop=drop, **options)

    def publish(self, films: Iterable[Film], *, drop: bool = False, **options: Any) -> Published:
        """Publish films as they were planned at some time."""
        return publish(self.catalog, films, self.site, ingredients.Options(**options), drop=drop)

    def snapshot(self) -> dict[str, tuple[int, int, bytes]]:
        """Every file of the site: which file on the disk it is, when it was written, and what it holds."""
        found = {}
        for path in files_below(self.site):
            told = (self.site / path).stat()
            found[path] = told.st_ino, told.st_mtime_ns, (self.site / path).read_bytes()
        return found
