"""Films speak, each beat from its first frame on, as loud as all; a new voice costs few new frames."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from studio.voice.levelling import LOUDNESS
from studio.voice.sound import PEAK
from tests import loudness as meter
from tests.studio.courses import Course, command, environment
from tests.voices import LEAD, hiss, hum, record, write_opus
from visuals.voice.samples import RATE

LECTURE = '''
"""A lecture that speaks."""

from manim import RIGHT, UP, Dot, Square

from visuals.lecture.lecture import Lecture, beat


class Voiced(Lecture):
    title = "Voiced"

    def set_stage(self) -> None:
        self.dot, self.square = Dot(), Square()

    @beat(chapter="All")
    def show(self) -> None:
        """A dot."""
        self.enter(self.dot, run_time=0.4)

    @beat
    def move(self) -> None:
        """It moves twice, twice."""
        self.play(self.dot.animate.shift(RIGHT), until="twice")
        self.play(self.dot.animate.shift(RIGHT))

    @beat
    def square_it(self) -> None:
        """A square."""
        self.enter(self.square, run_time=0.6)

    @beat
    def rest_on_time(self) -> None:
        """Higher."""
        self.play(self.dot.animate.shift(self.rest() * UP), run_time=0.4)
        self.play(self.dot.animate.shift(RIGHT), run_time=0.4)
'''
WORDS = {
    "show": "A dot.",
    "move": "It moves twice, twice.",
    "square_it": "A square.",
    "rest_on_time": "Higher.",
    "credits": "Every number in this film was computed for it. Sources and licence.",
}
BAN = '''
"""Started by every Python of a render: no engine of speech, no network."""

import os
import socket
import sys

OWN = ("studio.voice.cli", "studio.voice.levelling", "studio.voice.sound")  # what a film's sound is made with
ENGINES = ("espeakng", "faster_whisper", "kokoro", "onnxruntime", "piper", "pocketsphinx", "torch", "whisper")


class Ban:
    def find_spec(self, name, path=None, target=None):
        room = name.startswith("studio.voice.") and name not in OWN
        if name.split(".")[0] in ENGINES or room:
            raise RuntimeError(f"a render imports {name}")


def hear(event, arguments):
    inside = event == "socket.connect" and arguments[0].family == socket.AF_UNIX  # from process to process
    if event in ("socket.connect", "socket.getaddrinfo") and not inside:
        raise RuntimeError(f"a render calls {event}{arguments}")


sys.meta_path.insert(0, Ban())
sys.addaudithook(hear)
open(os.path.join(os.path.dirname(__file__), f"began-{os.getpid()}"), "w").close()
'''


@dataclass
class Studio:
    """A course with one lecture that speaks."""

    course: Course
    ban: Path

    @property
    def voice(self) -> Path:
        return self.course.folder / "assets" / "voice" / "en" / "voiced"

    def render(self, *arguments: object) -> subprocess.CompletedProcess[str]:
        environ = environment()
        environ["PYTHONPATH"] = os.pathsep.join([environ["PYTHONPATH"], str(self.ban)])
        done = subprocess.run(
            command(self.course, "render", "-q", "l", *arguments),
            capture_output=True,
            text=True,
            env=environ,
            cwd=self.course.folder,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done

    def film(self, folder: Path | None = None, stem: str = "voiced") -> Path:
        return (folder or self.course.folder / "media" / "lectures" / "480p15") / f"{stem}.mp4"

    def told(self, folder: Path | None = None) -> Any:
        return json.loads(self.film(folder).with_suffix(".json").read_text())


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory) -> Studio:
    """Rendered once with all of its voice: tests put back what they change."""
    folder = tmp_path_factory.mktemp("voiced")
    made = Studio(Course(folder), folder / "ban")
    made.course.write(1, "voiced", LECTURE)
    made.ban.mkdir()
    (made.ban / "sitecustomize.py").write_text(BAN)
    record(made.voice, WORDS, sound=hiss)
    done = made.render()
    assert "compass:" not in done.stderr
    return made


def heard_in(film: Path) -> np.ndarray:
    """All that is heard of a film: nothing where it has no sound."""
    with av.open(str(film)) as container:
        if not container.streams.audio:
            return np.zeros(0)
        frames = list(container.decode(audio=0))
        assert frames[0].pts == 0
        return np.concatenate([frame.to_ndarray().ravel() for frame in frames])


def likeness(sound: np.ndarray, part: np.ndarray, at: int) -> float:
    """How much a part is heard at a sample: 1 where it is that, at any loudness."""
    there = sound[at : at + len(part)]
    return float(np.dot(there, part) / np.sqrt(np.dot(there, there) * np.dot(part, part)))


def sounds(words: Mapping[str, str] = WORDS) -> dict[str, np.ndarray]:
    return {name: hiss(2 * LEAD + 0.4 * len(said.split()), k) for k, (name, said) in enumerate(words.items())}


def test_each_beat_is_heard_from_its_first_frame_on_to_the_sample(studio: Studio) -> None:
    heard = heard_in(studio.film())
    for beat in studio.told()["beats"]:
        at, sound = round(beat["start"] * 15) * RATE // 15, sounds()[beat["name"]]
        found = {k: likeness(heard, sound, at + k) for k in range(0 if at == 0 else -3, 4)}
        assert max(found, key=found.__getitem__) == 0, (beat["name"], found)
        assert found[0] > 0.9


def test_a_film_is_as_loud_as_all_are(studio: Studio) -> None:
    heard = heard_in(studio.film())
    assert meter.integrated(heard) == pytest.approx(LOUDNESS, abs=0.5)
    assert meter.true_peak(heard) < PEAK


def test_time_and_captions_follow_the_voice_and_the_description_says_who_speaks(studio: Studio) -> None:
    told = studio.told()
    for beat in told["beats"]:
        count = len(WORDS[beat["name"]].split())
        assert beat["voice"]["speaker"] == "Hum-1, speaker af_tone"
        assert beat["voice"]["seconds"] == pytest.approx(2 * LEAD + 0.4 * count, abs=1e-4)
        assert beat["end"] - beat["start"] >= beat["voice"]["seconds"] + 0.3 - 1e-3
        assert beat["cues"][0]["start"] == pytest.approx(beat["start"] + LEAD, abs=2e-3)
    move = told["beats"][1]
    cue = f"00:00:{move['start'] + LEAD:06.3f} --> "
    assert cue in studio.film().with_suffix(".vtt").read_text()
    assert not told["remarks"]


def test_no_engine_and_no_network_is_asked_for_a_film(studio: Studio) -> None:
    """The ban of this course's renders was there, in the command as in its worker."""
    assert len(list(studio.ban.glob("began-*"))) >= 2


def test_a_beat_that_is_recorded_anew_leaves_the_frames_that_are_the_same(
    studio: Studio, tmp_path: Path
) -> None:
    before = studio.told()
    saved = {path: path.read_bytes() for path in studio.voice.iterdir()}
    record(studio.voice, WORDS, sound=hiss)
    record(tmp_path / "move", {"move": WORDS["move"]}, sound=hum, word=0.9)
    told = json.loads((studio.voice / "voice.json").read_text())
    told["beats"] |= json.loads((tmp_path / "move" / "voice.json").read_text())["beats"]
    for path, content in saved.items():  # all but one beat as they were
        path.write_bytes(content)
    told["beats"] = json.loads(saved[studio.voice / "voice.json"])["beats"] | {"move": told["beats"]["move"]}
    (studio.voice / "voice.json").write_text(json.dumps(told))
    (studio.voice / "move.opus").write_bytes((tmp_path / "move" / "move.opus").read_bytes())
    try:
        done = studio.render("-j", 2)
        plays = len(studio.told()["plays"])
        assert "(the recording of move changed)" in done.stderr
        assert f" of its {plays} stretches were taken from the film before." in done.stdout
        keys = [{each["key"] for each in told["plays"]} for told in (before, studio.told())]
        taken = len(keys[0] & keys[1])
        assert f"so {taken} of its" in done.stdout
        assert 0.5 * plays < taken < plays
        studio.render("--force", "-j", 1, "--out", tmp_path)
        assert studio.film(tmp_path).read_bytes() == studio.film().read_bytes()
        assert studio.told(tmp_path)["plays"] == studio.told()["plays"]
    finally:
        for path, content in saved.items():
            path.write_bytes(content)
    studio.render()
    assert studio.told()["beats"] == before["beats"]


def test_what_a_lecture_makes_of_the_time_it_is_told_is_drawn_anew(studio: Studio, tmp_path: Path) -> None:
    """The last beat of its own moves by how long its words last: with a longer voice, further."""
    keys = [each["key"] for each in studio.told()["plays"]]
    longer = tmp_path / "en" / "voiced"
    record(longer, WORDS, sound=hiss)
    record(tmp_path / "one", {"rest_on_time": WORDS["rest_on_time"]}, sound=hiss, word=1.4)
    told = json.loads((longer / "voice.json").read_text())
    told["beats"] |= json.loads((tmp_path / "one" / "voice.json").read_text())["beats"]
    (longer / "voice.json").write_text(json.dumps(told))
    (longer / "rest_on_time.opus").write_bytes((tmp_path / "one" / "rest_on_time.opus").read_bytes())
    for name in ("mp4", "json", "vtt", "srt", "numbers.json", "poster.png"):
        (tmp_path / f"voiced.{name}").write_bytes(studio.film().with_suffix(f".{name}").read_bytes())
    studio.render("--out", tmp_path, "--voice", tmp_path / "en")
    now = [each["key"] for each in studio.told(tmp_path)["plays"]]
    first = next(k for k, (a, b) in enumerate(zip(keys, now, strict=False)) if a != b)
    assert not set(keys[first:]) & set(now[first:])
    assert first > 5
    studio.render("--force", "--out", tmp_path / "anew", "--voice", tmp_path / "en")
    assert studio.film(tmp_path).read_bytes() == studio.film(tmp_path / "anew").read_bytes()


def test_a_recording_that_cannot_be_played_is_told_and_its_beat_is_silent(
    studio: Studio, tmp_path: Path
) -> None:
    voice = tmp_path / "en" / "voiced"
    record(voice, WORDS, sound=hiss)
    (voice / "show.opus").write_bytes(b"")
    (voice / "move.opus").unlink()
    write_opus(voice / "square_it.opus", hiss(1.0, 9))
    told = json.loads((voice / "voice.json").read_text())
    told["beats"]["rest_on_time"]["words"] = "0" * 64
    (voice / "voice.json").write_text(json.dumps(told))
    done = studio.render("voiced", "--to", "rest_on_time", "--out", tmp_path, "--voice", tmp_path / "en")
    lines = [line for line in done.stderr.splitlines() if line.startswith("compass:")]
    wrong = ("show has a recording that is empty", "move has a recording that is missing")
    wrong += ("square_it has a recording that is not", "rest_on_time says other words than were recorded")
    assert len(lines) == len(wrong)
    assert all(f"voiced: the beat {each}" in line for each, line in zip(wrong, lines, strict=True))
    assert not len(heard_in(studio.film(tmp_path, "voiced.-rest_on_time")))


def test_silence_can_be_asked_for_and_needs_no_words(studio: Studio, tmp_path: Path) -> None:
    done = studio.render("voiced", "--beat", "move", "--voice", "none", "--out", tmp_path)
    assert "compass:" not in done.stderr
    assert not len(heard_in(studio.film(tmp_path, "voiced.move")))


def test_manims_engine_makes_the_same_sound(studio: Studio, tmp_path: Path) -> None:
    for engine in ("manim", "compass"):
        studio.render("voiced", "--beat", "move", "--engine", engine, "--out", tmp_path / engine)
    manims, ours = (heard_in(studio.film(tmp_path / each, "voiced.move")) for each in ("manim", "compass"))
    assert np.array_equal(manims, ours)
    assert likeness(ours, sounds()["move"], 0) > 0.9


def test_a_folder_without_recordings_is_refused(studio: Studio, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="holds no recordings of voiced"):
        studio.render("--voice", tmp_path)


def test_plain_manim_plays_the_same_film_with_its_sound(studio: Studio, tmp_path: Path) -> None:
    """Through Manim's own add_sound: told to the millisecond, some 20 ms late as its encoder begins."""
    lecture = studio.course.folder / "scenes" / "step1_first_steps" / "l01_voiced.py"
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "manim",
            "render",
            "-ql",
            "--media_dir",
            str(tmp_path),
            str(lecture),
            "Voiced",
        ],
        capture_output=True,
        text=True,
        env=environment(),
        cwd=studio.course.folder,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (film,) = (each for each in tmp_path.rglob("Voiced.mp4") if "partial" not in str(each))
    told = studio.told()
    with av.open(str(film)) as container:
        assert sum(1 for _ in container.decode(video=0)) == told["frame_count"]
        resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
    with av.open(str(film)) as container:
        pieces = [piece for frame in container.decode(audio=0) for piece in resampler.resample(frame)]
    heard = np.concatenate([piece.to_ndarray().ravel() for piece in pieces])
    for beat in told["beats"]:
        at, sound = round(beat["start"] * RATE), sounds()[beat["name"]]
        late = np.arange(0 if at == 0 else -0.04 * RATE, 0.04 * RATE).astype(int)
        assert max(likeness(heard, sound, at + k) for k in late) > 0.9, beat["name"]
