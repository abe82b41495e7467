"""Knows what is looked at and what has changed on disk, and has it rehearsed."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from studio.catalog import Catalog, read_catalog
from studio.errors import NotThere, StudioError
from studio.lecture import Lecture
from studio.places import CHECKOUT
from studio.preview.backstage import Backstage
from studio.preview.events import Hub, spell
from studio.preview.frames import FrameStore
from studio.preview.rehearsal import Rehearsal

AT_HAND = 2  # lectures whose processes are kept
LETTERS = str(CHECKOUT / "visuals" / "letters" / "formula.py")


class Director:
    """What the server's routes and the watch on the disk ask; everything happens in one thread."""

    def __init__(self, course: Path, *, patience: float, room: int, memory: int) -> None:
        self.course = course
        self.hub = Hub()
        self.store = FrameStore(room)
        self.backstage = Backstage(course, patience=patience, memory=memory)
        self.catalog: Catalog = read_catalog(course)
        self.rehearsals: dict[str, Rehearsal] = {}  # the one looked at last comes last
        self.looking_at: str | None = None

    # -- what a page asks ------------------------------------------------------------------------------------

    def lectures(self) -> dict[str, Any]:
        """The syllabus."""
        steps: dict[Any, list[dict[str, Any]]] = {}
        for each in self.catalog:
            facts = {
                "slug": each.slug,
                "number": each.number,
                "label": f"l{each.number:02d}",
                "title": each.title or each.slug,
                "goal": each.goal,
                "beats": len(each.beats) + 1,
                "problem": each.problem,
            }
            steps.setdefault(each.step, []).append(facts)
        return {
            "course": self.course.name,
            "looking_at": self.looking_at,
            "steps": [
                {"number": step.number, "name": step.name, "lectures": lectures}
                for step, lectures in steps.items()
            ],
        }

    def timeline(self, slug: str) -> dict[str, Any]:
        """A lecture's timeline; it is rehearsed from now on. Raises NotThere."""
        return self.rehearsal(slug).as_json()

    def look(self, slug: str, beat: str | None, frame: int | None, playing: bool) -> str:
        """Somebody looks at a frame of a beat (None: its last; no beat: the one looked at last). Its name."""
        rehearsal = self.rehearsal(slug)
        self.looking_at = slug
        self.rehearsals[slug] = self.rehearsals.pop(slug)
        name = rehearsal.looked_at if beat is None else beat
        place = rehearsal.timeline.place(name)
        if place is None:
            raise NotThere("beat", name, [each.name for each in rehearsal.timeline.beats])
        rehearsal.look(name, picture=frame is None and not playing)
        rehearsal.painting.watch(place, frame or 0, playing)
        return name

    async def frame(self, slug: str, stamp: str, number: int) -> bytes:
        """A frame, as soon as it is drawn. Raises KeyError for one that there is not, or no longer."""
        if (kept := self.store.get(stamp, number)) is not None and slug not in self.rehearsals:
            return kept
        return await self.rehearsals[slug].painting.frame(stamp, number)

    def news(self) -> list[str]:
        """What a page that comes in late has to know."""
        errors = [each.error for each in self.rehearsals.values() if each.error is not None]
        return [spell("error", error) for error in errors]

    def rehearsal(self, slug: str) -> Rehearsal:
        """The lecture's rehearsal, begun now if there is none."""
        if slug not in self.rehearsals:
            lecture = next((each for each in self.catalog if each.slug == slug), None)
            if lecture is None:
                raise NotThere("lecture", slug, [each.slug for each in self.catalog])
            if lecture.problem is not None:
                raise StudioError(lecture.problem)
            self._begin(lecture)
        return self.rehearsals[slug]

    def _begin(self, lecture: Lecture) -> None:
        while len(self.rehearsals) >= AT_HAND:
            oldest = next(iter(self.rehearsals))
            self.rehearsals.pop(oldest).close()
        text = lecture.path.read_text(encoding="utf-8")
        rehearsal = Rehearsal(lecture, text, self.backstage, self.store, self.hub)
        self.rehearsals[lecture.slug] = rehearsal
        rehearsal.go_on()

    # -- what the disk tells ---------------------------------------------------------------------------------

    def changed(self, paths: Iterable[str]) -> None:
        """Files were saved, made, moved or removed."""
        changed = set(paths)
        scripts = {path for path in changed if self._is_script(path)}
        rest = changed - scripts
        if LETTERS in rest:
            self.backstage.set_letters_anew()
        for rehearsal in list(self.rehearsals.values()):
            if concerned := {path for path in rest if rehearsal.stands_on(path)}:
                rehearsal.reload(concerned)
        if scripts:
            self._scripts_changed(scripts)

    def _is_script(self, path: str) -> bool:
        return path.endswith(".py") and Path(path).is_relative_to(self.course / "scenes")

    def _scripts_changed(self, scripts: set[str]) -> None:
        before = self.lectures()
        for rehearsal in list(self.rehearsals.values()):
            if str(rehearsal.path) not in scripts:
                continue
            try:
                text = rehearsal.path.read_text(encoding="utf-8")
            except FileNotFoundError:  # an editor may take it away for a moment
                continue
            except (OSError, UnicodeDecodeError) as error:
                facts = {"kind": "problem", "title": "Unreadable", "message": str(error)}
                rehearsal.fail(facts, None)
                continue
            if text:  # empty: it is being written
                rehearsal.edit(text)
        with contextlib.suppress(StudioError):
            self.catalog = read_catalog(self.course)
        if self.lectures() != before:
            self.hub.tell("lectures")
