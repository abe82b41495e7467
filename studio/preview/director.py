"""Knows what is looked at and what has changed on disk, and has it rehearsed."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from studio.course.catalog import LECTURE_FILE, Catalog, read_catalog
from studio.course.lecture import Lecture
from studio.errors import NotThere, StudioError
from studio.places import CHECKOUT
from studio.preview.backstage import Backstage
from studio.preview.difference import text_of
from studio.preview.events import Hub, spell
from studio.preview.failure import syntax_facts
from studio.preview.fitting import Fitted
from studio.preview.frames import FrameStore
from studio.preview.places import VOICE, WIDTH
from studio.preview.rehearsal import Rehearsal
from studio.preview.takes import Keeper, Take, Takes, samples_of
from studio.preview.timeline import place_of
from studio.preview.voice import sound
from visuals.course import FILE
from visuals.voice.recordings import fingerprint, home_of

AT_HAND = 2  # lectures whose processes are kept
MOMENT = 0.5  # seconds for which an editor may take a file away while it saves it
LETTERS = str(CHECKOUT / "visuals" / "letters" / "formula.py")


class Director:
    """What the server's routes and the watch on the disk ask; everything happens in one thread."""

    def __init__(self, course: Path, *, patience: float, room: int, memory: int, keeper: Keeper) -> None:
        self.course = course
        self.hub = Hub(self.leave)
        self.store = FrameStore(room)
        self.backstage = Backstage(course, patience=patience, memory=memory)
        self.catalog: Catalog = read_catalog(course)
        self.rehearsals: dict[str, Rehearsal] = {}  # the one looked at last comes last
        self.looking_at: str | None = None
        self.takes = Takes(course, keeper)

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

    def look(self, window: str, slug: str, beat: str | None, frame: int | None, playing: bool) -> str:
        """A window looks at a frame of a beat (None: its last; no beat: the one looked at last). Its name."""
        rehearsal = self.rehearsal(slug)
        self.looking_at = slug
        self.rehearsals[slug] = self.rehearsals.pop(slug)
        name = rehearsal.looked_at if beat is None else beat
        if rehearsal.timeline.place(name) is None:
            raise NotThere("beat", name, [each.name for each in rehearsal.timeline.beats])
        self.leave(window)
        rehearsal.look(window, name, frame, playing)
        return name

    def leave(self, window: str) -> None:
        """A window looks at nothing any more."""
        for rehearsal in self.rehearsals.values():
            rehearsal.painting.leave(window)

    def hang_up(self) -> None:
        """Let every page go, so that the server can end."""
        self.hub.hang_up()
        for rehearsal in self.rehearsals.values():
            rehearsal.close()

    async def frame(self, slug: str, stamp: str, number: int, window: str, width: int = WIDTH) -> bytes:
        """A frame, as soon as it is drawn; in another width than usual for a window that rests at it.

        Raises KeyError for one that there is not, or no longer; RenderFailed for one that cannot be drawn.
        """
        if width != WIDTH:
            return await self.rehearsals[slug].fitting.frame(Fitted(stamp, number, width), window)
        if (kept := self.store.get(stamp, number)) is not None and slug not in self.rehearsals:
            return kept
        return await self.rehearsals[slug].painting.frame(stamp, number, window)

    async def sound(self, slug: str, beat: str, mark: str) -> bytes:
        """A beat's recording as WAV. Raises KeyError where there is none, Unsound for a broken one."""
        return await asyncio.to_thread(sound, self.rehearsals[slug].voice, beat, mark)

    async def keep(self, slug: str, beat: str, mark: str, file: bytes, speaker: str, licence: str) -> None:
        """Keep a take of a beat whose words had this `mark` (their fingerprint) when it was recorded.

        Raises StudioError, in one sentence, and NotThere.
        """
        timeline = self.rehearsal(slug).timeline
        place = timeline.place(beat)
        lecture = timeline.lecture
        if place is None or all(each.name != beat for each in lecture.beats):
            raise NotThere("beat that is recorded", beat, [each.name for each in lecture.beats])
        if mark != fingerprint(timeline.beats[place].words):
            raise StudioError("The words of this beat have changed since it was recorded: say them anew.")
        try:
            heard = samples_of(file)
        except ValueError as error:
            raise StudioError(str(error)) from error
        await self.takes.keep(Take(lecture, beat, heard, speaker, licence))
        home = home_of(lecture.path)
        if home is not None:
            self.changed(
                [str(home / "voice.json")]
            )  # at once, and though the folder may be too new to be watched

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
        try:
            text = text_of(lecture.path)
        except (OSError, SyntaxError, UnicodeDecodeError) as error:
            raise StudioError(f"{place_of(lecture.path, self.course)} cannot be read: {error}") from error
        while len(self.rehearsals) >= AT_HAND:
            oldest = next(iter(self.rehearsals))
            self.rehearsals.pop(oldest).close()
        rehearsal = Rehearsal(lecture, text, self.backstage, self.store, self.hub)
        self.rehearsals[lecture.slug] = rehearsal
        rehearsal.go_on()

    # -- what the disk tells ---------------------------------------------------------------------------------

    def changed(self, paths: Iterable[str]) -> None:
        """Files were saved, made, moved or removed."""
        heard = {path for path in paths if Path(path).is_relative_to(self.course / VOICE)}
        changed = set(paths) - heard
        for rehearsal in list(self.rehearsals.values()) if heard else ():
            home = home_of(rehearsal.path)
            if home is not None and any(Path(path).is_relative_to(home) for path in heard):
                rehearsal.revoice()
        if not changed:
            return
        scripts = {path for path in changed if self._is_script(path)}
        rest = changed - scripts  # pictures that live beside a lecture among them
        if LETTERS in rest:
            self.backstage.set_letters_anew()
        for rehearsal in list(self.rehearsals.values()):
            if concerned := {path for path in rest if rehearsal.stands_on(path)}:
                rehearsal.reload(concerned)
        named = (self.course / "scenes", self.course / FILE)
        if scripts or any(Path(path).is_relative_to(place) for path in rest for place in named):
            self._scripts_changed(scripts)
        for slug, rehearsal in self.rehearsals.items():
            if not rehearsal.path.exists():  # its folder may have gone, of which its own path says nothing
                asyncio.get_running_loop().call_later(MOMENT, self._perhaps_gone, slug)

    def _is_script(self, path: str) -> bool:
        """Whether it is a lecture's file. A text of another name beside it makes no lecture."""
        file = Path(path)
        return LECTURE_FILE.fullmatch(file.name) is not None and file.is_relative_to(self.course / "scenes")

    def _perhaps_gone(self, slug: str) -> None:
        """A lecture's file was not there a moment ago: it was moved, or it is deleted."""
        rehearsal = self.rehearsals.get(slug)
        if rehearsal is None or rehearsal.path.exists():
            return
        self._read_catalog()
        moved = next((each for each in self.catalog if each.slug == slug and each.problem is None), None)
        if moved is not None and moved.path != rehearsal.path:
            self.rehearsals.pop(slug).close()
            self._begin(moved)
            self.hub.tell("timeline", slug=slug, version=self.rehearsals[slug].timeline.version)
            return
        place = place_of(rehearsal.path, self.course)
        message = (
            f"{place} is no longer there. What is shown is how it was; it goes on when the file is back."
        )
        rehearsal.fail({"kind": "gone", "title": "Deleted", "message": message}, None)

    def _scripts_changed(self, scripts: set[str]) -> None:
        for rehearsal in list(self.rehearsals.values()):
            if str(rehearsal.path) not in scripts:
                continue
            try:
                text = text_of(rehearsal.path)
            except FileNotFoundError:  # an editor may take it away for a moment
                continue
            except SyntaxError as error:
                rehearsal.fail(syntax_facts(error, rehearsal.path), None)
                continue
            except (OSError, UnicodeDecodeError) as error:
                facts = {"kind": "problem", "title": "Unreadable", "message": str(error)}
                rehearsal.fail(facts, None)
                continue
            if text:  # empty: it is being written
                rehearsal.edit(text)
        self._read_catalog()

    def _read_catalog(self) -> None:
        before = self.lectures()
        with contextlib.suppress(StudioError):
            self.catalog = read_catalog(self.course)
        if self.lectures() != before:
            self.hub.tell("lectures")
