"""The preview of a course: which lectures are previewed, and what to do when files change on disk."""

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
from studio.preview.difference import text_of
from studio.preview.error_report import syntax_facts
from studio.preview.events import Hub, spell
from studio.preview.frame_store import FrameStore
from studio.preview.lecture_preview import LecturePreview
from studio.preview.protocol import VOICE, WIDTH
from studio.preview.sized_frames import SizedFrame
from studio.preview.timeline import place_of
from studio.preview.voice_playback import sound
from studio.preview.voice_recording import Take, TakeQueue, TakeSaver, samples_of
from studio.preview.workers import Workers
from visuals.course import FILE
from visuals.voice.recordings import fingerprint, home_of

AT_HAND = 2  # lectures whose processes are kept
MOMENT = 0.5  # seconds for which an editor may take a file away while it saves it
TYPESETTING = str(CHECKOUT / "visuals" / "letters" / "formula.py")


class CoursePreview:
    """Answers the server's routes and the watch on the disk; everything happens in one thread."""

    def __init__(self, course: Path, *, patience: float, room: int, memory: int, saver: TakeSaver) -> None:
        self.course = course
        self.hub = Hub(self.leave)
        self.store = FrameStore(room)
        self.workers = Workers(course, patience=patience, memory=memory)
        self.catalog: Catalog = read_catalog(course)
        self.lectures: dict[str, LecturePreview] = {}  # by slug; the one looked at last comes last
        self.looking_at: str | None = None
        self.takes = TakeQueue(course, saver)

    # -- what a page asks ------------------------------------------------------------------------------------

    def syllabus(self) -> dict[str, Any]:
        """The steps of the course and their lectures."""
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
        """A lecture's timeline; it is played from now on. Raises NotThere."""
        return self.lecture(slug).as_json()

    def look(self, window: str, slug: str, beat: str | None, frame: int | None, playing: bool) -> str:
        """A window looks at a frame of a beat (None: its last; no beat: the one looked at last). Its name."""
        lecture = self.lecture(slug)
        self.looking_at = slug
        self.lectures[slug] = self.lectures.pop(slug)
        name = lecture.state.looked_at if beat is None else beat
        if lecture.timeline.place(name) is None:
            raise NotThere("beat", name, [each.name for each in lecture.timeline.beats])
        self.leave(window)
        lecture.look(window, name, frame, playing)
        return name

    def leave(self, window: str) -> None:
        """A window shows no lecture any more."""
        for lecture in self.lectures.values():
            lecture.drawing.leave(window)

    def hang_up(self) -> None:
        """End all connections and all requests, so that the server can end."""
        self.hub.hang_up()
        for lecture in self.lectures.values():
            lecture.close()

    async def frame(self, slug: str, stamp: str, number: int, window: str, width: int = WIDTH) -> bytes:
        """A frame's PNG, as soon as it is drawn; in another width than usual for a window that rests at it.

        Raises KeyError for one that there is not, or no longer; RenderFailed for one that cannot be drawn.
        """
        if width != WIDTH:
            return await self.lectures[slug].sized.frame(SizedFrame(stamp, number, width), window)
        if (stored := self.store.get(stamp, number)) is not None and slug not in self.lectures:
            return stored
        return await self.lectures[slug].drawing.frame(stamp, number, window)

    async def sound(self, slug: str, beat: str, mark: str) -> bytes:
        """A beat's recording as WAV. Raises KeyError where there is none, Unsound for a broken one."""
        return await asyncio.to_thread(sound, self.lectures[slug].voice, beat, mark)

    async def save_take(
        self, slug: str, beat: str, mark: str, file: bytes, speaker: str, licence: str
    ) -> None:
        """Save a take of a beat whose words had this `mark` (their fingerprint) when it was recorded.

        Raises StudioError, in one sentence, and NotThere.
        """
        timeline = self.lecture(slug).timeline
        place = timeline.place(beat)
        lecture = timeline.lecture
        if place is None or all(each.name != beat for each in lecture.beats):
            raise NotThere("beat that is recorded", beat, [each.name for each in lecture.beats])
        if mark != fingerprint(timeline.beats[place].words):
            raise StudioError("The words of this beat have changed since it was recorded: say them anew.")
        try:
            samples = samples_of(file)
        except ValueError as error:
            raise StudioError(str(error)) from error
        await self.takes.save(Take(lecture, beat, samples, speaker, licence))
        home = home_of(lecture.path)
        if home is not None:  # at once, and though the folder may be too new to be watched
            self.changed([str(home / "voice.json")])

    def news(self) -> list[str]:
        """The events that a page needs which connects only now."""
        errors = [each.error for each in self.lectures.values() if each.error is not None]
        return [spell("error", error) for error in errors]

    def lecture(self, slug: str) -> LecturePreview:
        """The preview of a lecture, begun now if there is none."""
        if slug not in self.lectures:
            lecture = next((each for each in self.catalog if each.slug == slug), None)
            if lecture is None:
                raise NotThere("lecture", slug, [each.slug for each in self.catalog])
            if lecture.problem is not None:
                raise StudioError(lecture.problem)
            self._begin(lecture)
        return self.lectures[slug]

    def _begin(self, lecture: Lecture) -> None:
        try:
            text = text_of(lecture.path)
        except (OSError, SyntaxError, UnicodeDecodeError) as error:
            raise StudioError(f"{place_of(lecture.path, self.course)} cannot be read: {error}") from error
        while len(self.lectures) >= AT_HAND:
            oldest = next(iter(self.lectures))
            self.lectures.pop(oldest).close()
        begun = LecturePreview(lecture, text, self.course, self.workers, self.store, self.hub.tell)
        self.lectures[lecture.slug] = begun
        begun.go_on()

    # -- what changes on disk --------------------------------------------------------------------------------

    def changed(self, paths: Iterable[str]) -> None:
        """Files were saved, made, moved or removed."""
        recordings = {path for path in paths if Path(path).is_relative_to(self.course / VOICE)}
        changed = set(paths) - recordings
        for lecture in list(self.lectures.values()) if recordings else ():
            home = home_of(lecture.path)
            if home is not None and any(Path(path).is_relative_to(home) for path in recordings):
                lecture.revoice()
        if not changed:
            return
        scripts = {path for path in changed if self._is_script(path)}
        rest = changed - scripts  # modules beside a lecture among them
        if TYPESETTING in rest:
            self.workers.restart_typesetter()
        for lecture in list(self.lectures.values()):
            if concerned := {path for path in rest if lecture.depends_on(path)}:
                lecture.reload(concerned)
        named = (self.course / "scenes", self.course / FILE)
        if scripts or any(Path(path).is_relative_to(place) for path in rest for place in named):
            self._scripts_changed(scripts)
        for slug, lecture in self.lectures.items():
            if not lecture.path.exists():  # its folder may have gone, which changes no path of its own
                asyncio.get_running_loop().call_later(MOMENT, self._perhaps_gone, slug)

    def _is_script(self, path: str) -> bool:
        """Whether it is a lecture's file. A module of another name beside it makes no lecture."""
        file = Path(path)
        return LECTURE_FILE.fullmatch(file.name) is not None and file.is_relative_to(self.course / "scenes")

    def _perhaps_gone(self, slug: str) -> None:
        """A lecture's file was not there a moment ago: it was moved, or it is deleted."""
        lecture = self.lectures.get(slug)
        if lecture is None or lecture.path.exists():
            return
        self._read_catalog()
        moved = next((each for each in self.catalog if each.slug == slug and each.problem is None), None)
        if moved is not None and moved.path != lecture.path:
            self.lectures.pop(slug).close()
            self._begin(moved)
            self.hub.tell("timeline", slug=slug, version=self.lectures[slug].timeline.version)
            return
        place = place_of(lecture.path, self.course)
        message = (
            f"{place} is no longer there. What is shown is how it was; it goes on when the file is back."
        )
        lecture.fail({"kind": "gone", "title": "Deleted", "message": message}, None)

    def _scripts_changed(self, scripts: set[str]) -> None:
        for lecture in list(self.lectures.values()):
            if str(lecture.path) not in scripts:
                continue
            try:
                text = text_of(lecture.path)
            except FileNotFoundError:  # an editor may take it away for a moment
                continue
            except SyntaxError as error:
                lecture.fail(syntax_facts(error, lecture.path), None)
                continue
            except (OSError, UnicodeDecodeError) as error:
                facts = {"kind": "problem", "title": "Unreadable", "message": str(error)}
                lecture.fail(facts, None)
                continue
            if text:  # empty: it is being written
                lecture.edit(text)
        self._read_catalog()

    def _read_catalog(self) -> None:
        before = self.syllabus()
        with contextlib.suppress(StudioError):
            self.catalog = read_catalog(self.course)
        if self.syllabus() != before:
            self.hub.tell("lectures")
