"""What does not work in a lecture is refused when it is loaded, with its line and what to write instead."""

from __future__ import annotations

import ast
import inspect
import sys
import textwrap
import types
from pathlib import Path

import manim
import pytest
from manim.utils import tex_file_writing

from tests.visuals.lecture.acted import act
from tests.visuals.screening import small_frames
from visuals.drawing.dial import Dial
from visuals.drawing.follower import Follower
from visuals.lecture import LectureError
from visuals.lecture.idioms import IDIOMS, as_markdown

HEAD = """
import random
import numpy as np
import manim
import manim as m
from manim import *
from visuals.lecture import Lecture, beat


class Tried({bases}):
    title = "Tried"

    @beat
    def only(self):
        '''Words.'''
        {line}
"""
SAMPLES = [(each, each.sample) for each in IDIOMS if each.kind != "scene" and each.sample]
METHODS = [
    (each, f"self.{name}()")
    for each in IDIOMS
    if each.kind == "method" and not each.spawns_latex
    for name in each.names
]
TEX = {"MathTex", "Tex", "SingleStringMathTex", "tex_to_svg_file"}
MAY_MENTION_TEX = {  # with what they are given in a lecture, they set no letters
    *("GenericGraph", "Graph", "DiGraph"),  # labels=False
    *("NumberLine", "PolarPlane"),  # numbers are refused by the name of what asks for them
    *("Label", "SampleSpace", "VDict", "Vector", "Brace"),
}


def load(line: str = "pass", bases: str = "Lecture"):
    names: dict = {"__name__": "tried"}
    exec(compile(HEAD.format(bases=bases, line=line), "tried.py", "exec"), names)
    return names["Tried"]


@pytest.mark.parametrize(("idiom", "line"), [*SAMPLES, *METHODS], ids=lambda each: str(each)[:40])
def test_every_row_of_the_table_is_refused_where_it_is_written(idiom, line):
    number = HEAD.splitlines().index("        {line}") + 1
    with pytest.raises(LectureError) as told:
        load(line)
    assert f"tried.py:{number}: " in str(told.value)
    assert idiom.instead in str(told.value)


@pytest.mark.parametrize("base", [name for each in IDIOMS if each.kind == "scene" for name in each.names])
def test_other_scenes_are_no_lectures(base):
    with pytest.raises(LectureError, match=f"{base} does not work in a lecture"):
        load(bases=f"{base}, Lecture")


@pytest.mark.parametrize(
    "line",
    ["manim.MathTex('x')", "m.Matrix([[1]])", "x = [Tex(each) for each in 'ab']", "random.random()"],
)
def test_no_other_way_of_writing_it_passes(line):
    with pytest.raises(LectureError, match="write instead"):
        load(line)


@pytest.mark.parametrize(
    "line",
    [
        "self.play(Create(Circle()), FadeIn(Square()), run_time=2)",
        "self.play(Dot().animate.shift(RIGHT))",
        "Dot().add_updater(lambda dot: dot.move_to(ORIGIN))",
        "always_redraw(lambda: Line(LEFT, RIGHT))",
        "rng = np.random.default_rng(7)\n        rng.normal()",
        "slope = lambda t, dt: (t + dt) / dt",  # dt is a nudge, too
        "Axes(x_range=[0, 3, 1]); NumberPlane(); Brace(Square())",
        "self.wait(1); self.add(Dot()); self.remove()",
    ],
)
def test_ordinary_manim_is_let_through(line):
    assert load(line).beats()


def test_functions_beside_the_class_are_read_too(tmp_path):
    text = HEAD.format(bases="Lecture", line="pass") + "\n\ndef label():\n    return MathTex('x')\n"
    module = sys.modules["tried"] = types.ModuleType("tried")
    exec(compile(text, "tried.py", "exec"), module.__dict__)
    with small_frames(tmp_path), pytest.raises(LectureError, match="MathTex"):
        module.Tried()
    del sys.modules["tried"]


@pytest.mark.parametrize("name", ["next_section", "wait_until", "add_sound", "add_subcaption"])
def test_a_method_that_is_reached_another_way_is_refused_when_it_is_called(tmp_path, name):
    with pytest.raises(LectureError, match=f"{name} does not work"):
        act(tmp_path, lambda lecture: getattr(lecture, name)("x"))


@pytest.mark.parametrize(
    "idiom", [each for each in IDIOMS if each.spawns_latex and each.sample], ids=lambda each: each.names[0]
)
def test_what_is_refused_for_latex_would_call_it(idiom, monkeypatch):
    class Called(Exception):
        pass

    def called(*args, **options):
        raise Called

    monkeypatch.setattr("manim.mobject.text.tex_mobject.tex_to_svg_file", called)
    assert tex_file_writing.tex_to_svg_file is not called
    with pytest.raises(Called):
        exec(idiom.sample, vars(manim) | {})


def test_everything_of_manim_that_sets_tex_is_in_the_table():
    known = {name for each in IDIOMS for name in each.names} | MAY_MENTION_TEX
    missing = []
    for name, thing in vars(manim).items():
        if isinstance(thing, type) and thing.__module__.startswith("manim.mobject"):
            body = ast.parse(textwrap.dedent(inspect.getsource(thing)))
            used = {node.id for node in ast.walk(body) if isinstance(node, ast.Name)}
            if used & TEX and name not in known:
                missing.append(name)
    assert not missing


@pytest.mark.parametrize("name", ["view", "only", "wait", "add", "now", "answers_so_far"])
def test_an_attribute_does_not_hide_a_method_or_a_beat(tmp_path, name):
    with pytest.raises(LectureError, match=rf"self\.{name} = Dot.*another name"):
        act(tmp_path, lambda lecture: setattr(lecture, name, manim.Dot()))


def test_an_own_construct_is_refused_with_its_line():
    with pytest.raises(LectureError, match=r"tried\.py:\d+: a lecture writes no construct"):
        load("pass\n\n    def construct(self):\n        self.wait()")


def test_a_poster_that_names_no_beat_is_refused_with_those_there_are():
    with pytest.raises(LectureError, match=r"tried\.py.*poster = 'onyl' names no beat; they are only"):
        load("pass\n\n    poster = 'onyl'")


@pytest.mark.parametrize("mark", ["@beat", "@beat(chapter='Again')"])
def test_two_beats_of_one_name_are_refused_with_both_lines(mark):
    again = f"pass\n\n    {mark}\n    def only(self):\n        '''Other words.'''"
    with pytest.raises(LectureError, match=r"tried\.py:18: a second beat is called only.*line 13"):
        load(again)


def test_the_table_in_the_documentation_is_this_table():
    page = Path(__file__).resolve().parents[3] / "docs" / "reference" / "lecture.md"
    told = page.read_text(encoding="utf-8")
    assert all(row in told for row in as_markdown().splitlines())


def a_picture() -> manim.Mobject:
    """A picture that follows a dial, as those of visuals do."""

    class Ring(Follower):
        def redraw(self) -> None: ...

    return Ring(Dial(1.0))


@pytest.mark.parametrize(
    ("kind", "way"),
    [(manim.Create, "enter"), (manim.Write, "enter"), (manim.DrawBorderThenFill, "enter")]
    + [(manim.Uncreate, "leave"), (manim.Unwrite, "leave")],
)
def test_what_draws_one_outline_is_told_how_a_whole_picture_comes(tmp_path, kind, way):
    def beat_of(lecture):
        lecture.play(kind(a_picture()))

    line = beat_of.__code__.co_firstlineno + 1
    with pytest.raises(
        LectureError, match=rf"test_refusals\.py:{line}: {kind.__name__} .*self\.{way}\(picture\)"
    ):
        act(tmp_path, beat_of)


def test_a_stage_that_is_set_with_such_a_line_is_told_the_same(tmp_path):
    with pytest.raises(LectureError, match="a Ring is a whole picture"):
        act(tmp_path, lambda lecture: None, set_stage=lambda lecture: manim.Create(a_picture()))


def test_other_mistakes_of_type_are_left_as_they_are(tmp_path):
    with pytest.raises(TypeError, match="unsupported operand"):
        act(tmp_path, lambda lecture: lecture.wait(1 + "x"))
    with pytest.raises(TypeError, match="only works for"):
        act(tmp_path, lambda lecture: manim.Create(None))
