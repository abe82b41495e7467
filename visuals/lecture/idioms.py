"""What of Manim a lecture does without, and what to write instead: one table, read when a lecture is loaded.

Everything else of Manim works in a lecture as it does in Manim. What stands here would call LaTeX, which no
machine needs to have; or would show another frame when it is reached another way (updaters that count the
time, random numbers without a seed); or belongs to a scene that a lecture is not.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["scene", "thing", "method", "argument", "updater", "random"]


@dataclass(frozen=True)
class Idiom:
    """Names of Manim that are refused, and what to write instead of them. `sample` is a line that uses one.

    A "scene" is a base class; a "thing" is imported from Manim; a "method" is called, on a mobject or on the
    lecture; an "argument" is handed to one of those.
    """

    names: tuple[str, ...]
    kind: Kind
    instead: str
    sample: str
    spawns_latex: bool = False


def _latex(names: str, instead: str, sample: str, kind: Kind = "thing") -> Idiom:
    return Idiom(tuple(names.split()), kind, instead, sample, spawns_latex=True)


def _idiom(kind: Kind, names: str, instead: str, sample: str) -> Idiom:
    return Idiom(tuple(names.split()), kind, instead, sample)


IDIOMS: tuple[Idiom, ...] = (
    # scenes
    _idiom(
        "scene",
        "MovingCameraScene ZoomedScene",
        "derive from Lecture alone: self.look(at=..., scale=...) looks closer at the stage, "
        "self.view(View(...)) at a map, a terrain or axes",
        "MovingCameraScene",
    ),
    _idiom(
        "scene",
        "ThreeDScene SpecialThreeDScene",
        "derive from Lecture alone: a Terrain has a camera of its own, hill.look(azimuth=..., elevation=...)",
        "ThreeDScene",
    ),
    _idiom(
        "scene",
        "VectorScene LinearTransformationScene",
        "derive from Lecture alone: .animate.apply_matrix moves a NumberPlane and Vectors",
        "LinearTransformationScene",
    ),
    # letters
    _latex("MathTex SingleStringMathTex", 'Formula("x^2 / 2"), in Typst\'s notation', 'MathTex("x")'),
    _latex("Tex Title", 'Words("...")', 'Tex("x")'),
    _latex("BulletedList", "one Words a line, in a VGroup(...).arrange(DOWN)", 'BulletedList("x", "y")'),
    _latex("TransformMatchingTex", "Rewrite(old, new), whose parts are marked {{x : input}}", ""),
    _latex(
        "DecimalNumber Integer Variable",
        "Number(read(result, field)), or Number(lambda: read(...)) for one that changes",
        "DecimalNumber(2)",
    ),
    _latex("ChangingDecimal ChangeDecimalToValue", "Number(lambda: read(...)), which follows", ""),
    _latex(
        "Matrix DecimalMatrix IntegerMatrix MobjectMatrix",
        'Formula("mat(a, b; c, d)"), or Numbers in a VGroup(...).arrange_in_grid()',
        "Matrix([[1, 2]])",
    ),
    _latex(
        "MathTable DecimalTable IntegerTable",
        "Formulas and Numbers in a VGroup(...).arrange_in_grid()",
        'MathTable([["x"]])',
    ),
    _latex(
        "BraceLabel BraceText",
        "Brace(x), and a Formula or Words moved to brace.get_tip()",
        'BraceLabel(Square(), "x")',
    ),
    _latex(
        "get_tex",
        "a Formula moved to brace.get_tip()",
        'Brace(Square()).get_tex("x")',
        "method",
    ),
    _latex(
        "LabeledDot LabeledLine LabeledArrow",
        "Dot, Line or Arrow, and a Formula with next_to",
        'LabeledDot("x")',
    ),
    _latex("BarChart", "Rectangles, with Words and Numbers", "BarChart([1, 2])"),
    _latex(
        "add_coordinates get_coordinate_labels add_numbers",
        "Axes, which number themselves",
        "Axes().add_coordinates()",
        "method",
    ),
    _latex(
        "include_numbers",
        "Axes, which number themselves",
        "NumberLine(include_numbers=True)",
        "argument",
    ),
    _latex(
        "get_axis_labels get_x_axis_label get_y_axis_label get_graph_label coordinate_label",
        "a Formula or Words with next_to; Axes are named by x_name= and y_name=",
        'Axes().get_x_axis_label("x")',
        "method",
    ),
    # time
    _idiom("method", "next_section", '@beat: every beat is a section; chapter="..." opens a chapter', ""),
    _idiom("method", "wait_until", 'self.wait(1.2), or self.wait(until="a word of the beat")', ""),
    _idiom(
        "argument",
        "stop_condition",
        'self.wait(1.2), or self.wait(until="a word of the beat")',
        "self.wait(1, stop_condition=len)",
    ),
    _idiom("method", "add_sound", "a recording of the beat's words: see compass voice", ""),
    _idiom("method", "add_subcaption", "the beat's docstring: it is what is said, and its captions", ""),
    _idiom(
        "argument",
        "subcaption",
        "the beat's docstring: it is what is said, and its captions",
        'self.play(FadeIn(Dot()), subcaption="x")',
    ),
    _idiom("method", "embed interactive_embed", "compass preview, which shows every edit as it is saved", ""),
    # frames that depend on how they are reached
    _idiom(
        "updater",
        "dt",
        "a Dial, turned by self.play(dial.to(...)); an updater looks it up: add_updater(lambda m: ...)",
        "Dot().add_updater(lambda m, dt: m.shift(dt * RIGHT))",
    ),
    _idiom(
        "thing",
        "TracedPath AnimatedBoundary StreamLines",
        "a path that is computed in set_stage and drawn as far as a dial says: Trail, Curve, FlowLines",
        "TracedPath(Dot().get_center)",
    ),
    _idiom(
        "thing",
        "always_shift always_rotate turn_animation_into_updater cycle_animation",
        "a Dial, turned by self.play(dial.to(...)), and an updater that looks it up",
        "always_rotate(Dot())",
    ),
    _idiom(
        "method",
        "start_animation start_submobject_movement",
        "FlowLines, poured by a dial",
        "ArrowVectorField(lambda p: p).start_submobject_movement()",
    ),
    _idiom(
        "random",
        "random",
        "np.random.default_rng(SEED), with the seed a named constant",
        "np.random.normal()",
    ),
)


def as_markdown() -> str:
    """The table as the documentation shows it."""
    rows = ["| instead of | write |", "|---|---|"]
    for each in IDIOMS:
        names = ", ".join(f"`{name}`" for name in each.names)
        if each.kind == "updater":
            names = "an updater that takes `dt`"
        if each.kind == "random":
            names = "`random`, `np.random` without a generator of your own"
        rows.append(f"| {names} | {each.instead} |")
    return "\n".join(rows) + "\n"
