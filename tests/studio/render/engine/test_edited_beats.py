"""An edited lecture costs the beats that are other ones now, and has the bytes of a render from nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from manim import CapStyleType, Dot, ManimColor, tempconfig

from studio.render.engine.beat_code import code_of_beats
from studio.render.engine.reuse import key_of, key_of_beat
from studio.render.engine.state import state_of
from studio.render.playing import load
from tests.scenes.dry import SMALL
from tests.studio.courses import Course, command, environment
from visuals.lecture import Beat, Lecture, Passing
from visuals.lecture.speech import Speech

LECTURE = '''
"""A lecture that is edited."""

from manim import LEFT, RIGHT, UP, Dot, Square, Triangle

from visuals.lecture.lecture import Lecture, beat

REACH = [1.0]


class Edited(Lecture):
    title = "Edited"
    height = 1.0

    def set_stage(self) -> None:
        self.dot, self.square = Dot(), Square()
        self.step = 1.0

    def jump(self, way) -> None:
        self.play(self.dot.animate.shift(way), run_time=0.4)

    @beat(chapter="All")
    def show(self) -> None:
        """A dot."""
        self.enter(self.dot, run_time=0.4)

    @beat
    def first(self) -> None:
        """It moves."""
        self.jump(RIGHT)

    @beat
    def second(self) -> None:
        """It moves on."""
        self.jump(self.step * REACH[0] * UP)

    @beat
    def third(self) -> None:
        """A square."""
        self.play(self.square.animate.shift(self.height * LEFT), run_time=0.4)
'''
EVERY = ["show", "first", "second", "third", "credits"]
EDITS: dict[str, tuple[str, str, list[str]]] = {  # what is written instead of what, and which beats it costs
    "nothing": ("", "", []),
    "a remark": ("        self.jump(RIGHT)", "        # to the right\n\n        self.jump(RIGHT)", []),
    "a moment's rest": (
        "self.jump(RIGHT)",
        "self.wait(0.4)\n        self.jump(RIGHT)",
        ["first"],
    ),
    "a guest who leaves": (
        "self.jump(RIGHT)",
        "self.enter(guest := Triangle(), run_time=0.4)\n        self.leave(guest)\n        self.jump(RIGHT)",
        ["first"],
    ),
    "another place": ("self.jump(RIGHT)", "self.jump(2 * RIGHT)", EVERY[1:]),
    "a number that nobody sees": ("self.jump(RIGHT)", "self.jump(RIGHT)\n        self.step = 2.0", EVERY[1:]),
    "a list of the module": ("self.jump(RIGHT)", "self.jump(RIGHT)\n        REACH[0] = 2.0", EVERY[1:]),
    "a class": ("self.jump(RIGHT)", "self.jump(RIGHT)\n        type(self).height = 2.0", EVERY[1:]),
    "a picture off stage": ("self.jump(RIGHT)", "self.jump(RIGHT)\n        self.square.scale(2)", EVERY[1:]),
    "a function that waits": (
        "self.jump(RIGHT)",
        "self.jump(RIGHT)\n        self.dot.add_updater(lambda dot: dot.set_opacity(0.5))",
        EVERY[1:],
    ),
    "what beats call": ("run_time=0.4)\n\n    @beat(chapter", "run_time=0.6)\n\n    @beat(chapter", EVERY),
    "the stage": ("Dot(), Square()", "Dot(radius=0.2), Square()", EVERY),
    "a beat that another calls": (
        "self.jump(RIGHT)",
        "self.jump(RIGHT)\n        self.third()",
        EVERY,  # who is called by name belongs to what all share
    ),
    "a new beat that leaves all as it was": (
        "    @beat\n    def second",
        '    @beat\n    def between(self) -> None:\n        """Wait."""\n        self.wait(0.4)\n\n'
        "    @beat\n    def second",
        ["between"],
    ),
    "the excuse of a beat": (
        "@beat\n    def first",
        '@beat(excuse={"x": "For once."})\n    def first',
        ["first"],
    ),
}


class Keys(Passing):
    """Takes down what decides the frames of every play, by beats, as a painter does."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.code = code_of_beats(text)
        self.found: dict[str, list[str]] = {}
        self._beat = ""

    def beat_begins(self, lecture: Lecture, beat: Beat, speech: Speech) -> None:
        """Look at the stage that the beat finds."""
        self.found[beat.name] = []
        self._beat = key_of_beat(lecture, beat, self.code)

    def passes(self, lecture: Lecture, play: int | None) -> None:
        """Take down a play."""
        assert lecture.saying is not None
        plays = self.found[lecture.saying.name]
        plays.append(key_of(lecture, self._beat, len(plays), round(lecture.duration * 15)))


def keys(folder: Path, text: str) -> dict[str, list[str]]:
    """The keys of a lecture's plays by beats."""
    path = Course(folder).write(1, "edited", text)
    noter = Keys(text)
    with tempconfig(SMALL | {"media_dir": folder}):
        load(path, "Edited")(player=noter).construct()
    return noter.found


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """The keys of the lecture as it was first."""
    found = keys(tmp_path_factory.mktemp("edited"), LECTURE)
    assert all(found.values())
    assert all(all(each) for each in found.values())
    return found


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_costs_the_beats_that_are_other_ones_now(
    edit: str, known: dict[str, list[str]], tmp_path: Path
) -> None:
    before, after, costs = EDITS[edit]
    assert before in LECTURE
    found = keys(tmp_path, LECTURE.replace(before, after, 1))
    assert [name for name, plays in found.items() if plays != known.get(name)] == costs


def test_what_cannot_be_told_is_like_nothing(tmp_path: Path) -> None:
    """A generator holds code that stands still somewhere: no play after it is known again."""
    text = LECTURE.replace(
        "self.jump(RIGHT)", "self.jump(RIGHT)\n        self.more = iter(k for k in range(3))"
    )
    found = keys(tmp_path, text)
    assert all(found["first"])
    assert not any(found["second"] + found["third"] + found["credits"])


def test_another_process_tells_the_same_of_a_stage(known: dict[str, list[str]], tmp_path: Path) -> None:
    code = (
        "import sys, json; from pathlib import Path;"
        "from tests.studio.render.engine import test_edited_beats as t;"
        "print(json.dumps(t.keys(Path(sys.argv[1]), t.LECTURE)))"
    )
    environ = environment() | {"PYTHONHASHSEED": "7"}
    done = subprocess.run(
        [sys.executable, "-c", code, tmp_path], capture_output=True, text=True, env=environ, check=True
    )
    assert json.loads(done.stdout.splitlines()[-1]) == known


@pytest.fixture(scope="module")
def render(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Any]:
    """Renders a text of the lecture as a user does; what the film tells, its bytes, what was printed."""
    course = Course(tmp_path_factory.mktemp("course"))

    def render(text: str, *arguments: object) -> tuple[Any, bytes, str]:
        course.write(1, "edited", text)
        done = subprocess.run(
            command(course, "render", "-q", "l", *arguments),
            capture_output=True,
            text=True,
            env=environment(),
            cwd=course.folder,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        folder = course.folder / "media/lectures/480p15"
        if "--out" in arguments:
            folder = Path(str(arguments[arguments.index("--out") + 1]))
        told = json.loads((folder / "edited.json").read_text())
        return told, (folder / "edited.mp4").read_bytes(), done.stderr + done.stdout

    return render


def test_an_edited_film_has_the_bytes_of_one_rendered_from_nothing(
    render: Callable[..., Any], tmp_path: Path
) -> None:
    first, _, _ = render(LECTURE)
    before, after, costs = EDITS["a moment's rest"]
    text = LECTURE.replace(before, after)
    told, film, said = render(text)
    assert "(scenes/step1_first_steps/l01_edited.py changed)" in said
    known = {each["key"] for each in first["plays"]}
    taken = sum(each["key"] in known for each in told["plays"])
    assert len(told["plays"]) - taken == 2, costs  # the rest, and the jump
    assert f"so {taken} of its {len(told['plays'])} stretches were taken from the film before." in said
    anew, same, _ = render(text, "--force", "--out", tmp_path)
    assert same == film
    assert anew["plays"] == told["plays"]
    assert "up to date" in render(text)[2]


def test_an_edit_behind_a_former_one_is_not_lost(render: Callable[..., Any], tmp_path: Path) -> None:
    """The film before was itself joined from an older one; now a later beat changes what follows."""
    text = LECTURE.replace("self.jump(RIGHT)", "self.jump(RIGHT)\n        self.step = 2.0")
    _, film, _ = render(text)
    assert render(text, "--force", "--out", tmp_path)[1] == film


def test_a_stage_is_told_by_what_it_is(tmp_path: Path) -> None:
    """Two stages that were set alike are one, however far apart they lie in memory."""
    path = Course(tmp_path).write(1, "edited", LECTURE)
    with tempconfig(SMALL | {"media_dir": tmp_path}):
        one, other = (load(path, "Edited")(player=Passing()) for _ in range(2))
        one.prepare()
        other.prepare()
        assert state_of(one) == state_of(other)
        other.dot.shift([1e-6, 0, 0])
        assert state_of(one) != state_of(other)


@pytest.mark.parametrize(
    "change",
    [
        lambda stage: stage.dot.set_stroke(width=3),
        lambda stage: stage.dot.set_fill(opacity=0.5),
        lambda stage: setattr(stage.dot, "cap_style", CapStyleType.ROUND),
        lambda stage: setattr(stage.dot, "accent", ManimColor("#102031")),
        lambda stage: stage.dot.add(Dot()),
        lambda stage: stage.dot.add_updater(lambda dot: None),
        lambda stage: setattr(stage.dot, "n_points_per_cubic_curve", 4.0),  # a number of another kind
        lambda stage: setattr(stage.dot, "points", stage.square.points),
        lambda stage: setattr(stage.dot, "points", stage.dot.points.astype(np.float32)),
    ],
)
def test_a_stage_tells_looks_numbers_and_what_is_shared(
    tmp_path: Path, change: Callable[[Any], object]
) -> None:
    path = Course(tmp_path).write(1, "edited", LECTURE)
    with tempconfig(SMALL | {"media_dir": tmp_path}):
        one, other = (load(path, "Edited")(player=Passing()) for _ in range(2))
        for each in (one, other):
            each.prepare()
            each.square.points = each.dot.points.copy()
            each.dot.accent = ManimColor("#102030")
        assert state_of(one) == state_of(other)
        change(other)
        assert state_of(one) != state_of(other)
