"""Every rule of truth has a lecture that breaks it, and a near miss that does not."""

import re
from dataclasses import dataclass

import numpy as np
import pytest
from manim import (
    RIGHT,
    UP,
    Circle,
    DecimalNumber,
    FadeIn,
    Line,
    MarkupText,
    MathTypst,
    NumberLine,
    Paragraph,
    RightAngle,
    Text,
    VGroup,
    VMobject,
)

from calc_core.results import Result, recorded
from studio.check.letters import said
from tests.studio.check.watched import broken, findings, lecture
from visuals.drawing.axes import Axes, Box
from visuals.drawing.polyline import polyline
from visuals.letters.formula import Formula, Words
from visuals.letters.number import Number
from visuals.letters.readout import read
from visuals.map.chart import Chart
from visuals.map.right_angle import RightAngles
from visuals.theme import INK, SIZE

TALL = 6
MANY = np.arange(200.0)
STOPS = (0.25, 0.75)
CORNERS = np.array([[x, np.sin(3 * x), 0] for x in np.linspace(-3, 3, 12)])


@recorded
def count_hollows() -> Result:
    found = Result()
    object.__setattr__(found, "n", 13)
    return found


@dataclass(frozen=True, eq=False)
class Shares(Result):
    shares: np.ndarray


@recorded
def share_of(many: tuple[float, ...]) -> Shares:
    return Shares(np.array(many))


def types_a_result(self):
    self.enter(Words("13 hollows"))


def types_a_result_into_a_formula(self):
    self.enter(Formula("f'(x) = 2.718"))


def reads_a_result(self):
    self.enter(Words("<n> hollows", n=read(count_hollows(), "n")))


def states_an_input_a_year_an_exponent(self):
    self.enter(Words(f"{TALL} times too tall in 1958, $10^(-12)$, CC BY 4.0"))


def writes_a_formula(self):
    self.enter(Formula("f(x) = 3 x^12 + 1/2"))


def shows(make):
    """A beat that shows what `make` makes."""

    def show(self):
        self.enter(make())

    return show


def names_the_side(self):
    self.enter(Text("left of it, 3 to 1"))


def grid_of_inputs(self):
    self.enter(Words("17 hollows"))


def few_inputs(self):
    self.enter(Words("at 0.25 and 0.75 of the way"))


def read_by_its_index(self):
    share = read(share_of(tuple(MANY.tolist())), "shares", index=17, decimals=0)
    self.enter(Words("<n> hollows", n=share).shift(UP))
    self.play(FadeIn(Words("17 hollows")), run_time=1)


def numbers_of_an_axis(self):
    axis = NumberLine(x_range=(0, 1, 0.25), length=6)
    axis.numbers = VGroup(*(MathTypst(f"{x:.2f}").next_to(axis.n2p(x), -UP) for x in (0.25, 0.75)))
    axis.add(axis.numbers)
    self.enter(axis)


def words_beside_an_axis(self):
    axis = NumberLine(x_range=(0, 1, 0.25), length=6)
    axis.add(Text("up by 0.35").next_to(axis, UP))
    self.enter(axis)


class Map:
    def __init__(self, stretch):
        self.chart = Chart(stretch=stretch)


def square_on(stretch):
    def show(self):
        self.enter(RightAngles(np.zeros((1, 2)), np.array([[0.3, 1.0]]), on=Map(stretch)))

    return show


def square_on_axes(height):
    def show(self):
        axes = Axes(x=(0, 4), y=(0, 4), box=Box(-3, -2, 1, -2 + height))
        corner = axes.to_screen(1, 1)
        mark = RightAngle(Line(corner, corner + RIGHT), Line(corner, corner + UP))
        self.enter(axes, VGroup(mark))

    return show


def smoothed(self):
    self.enter(VMobject().set_points_smoothly(CORNERS))


def smoothed_after_a_straight_one(self):
    path = VMobject()
    smooth = VMobject().set_points_smoothly(CORNERS + UP)
    path.points = np.concatenate([polyline(CORNERS - UP), smooth.points])
    self.enter(path)


def straight_from_point_to_point(self):
    line = VMobject()
    line.points = polyline(CORNERS)
    self.enter(line, Circle(radius=2.5))


def white_gradient(self):
    self.enter(Formula("nabla f"))


def gradient_called_a_path(self):
    self.enter(Formula("{{nabla f : path}}"))


def repainted_part(self):
    formula = Formula("{{dif f : output}} / {{dif x : input}}")
    formula.part("input").set_fill(INK.output)
    self.enter(formula)


def formula(source, **look):
    def show(self):
        self.enter(Formula(source, **look))

    return show


def coloured_as_it_means(self):
    self.enter(Formula("{{nabla f : gradient}}").shift(UP), Formula("{{dif f : output}} / {{dif x : input}}"))


CASES = [
    ("typed-number", types_a_result, reads_a_result),
    ("typed-number", types_a_result_into_a_formula, writes_a_formula),
    ("typed-number", types_a_result, states_an_input_a_year_an_exponent),
    ("typed-number", shows(lambda: Text("left 0.1")), names_the_side),
    ("typed-number", shows(lambda: Text("13 hollows")), shows(lambda: Text("no hollows"))),
    (
        "typed-number",
        shows(lambda: MarkupText("<b>13</b> hollows")),
        shows(lambda: MarkupText("<b>no</b> hollows")),
    ),
    (
        "typed-number",
        shows(lambda: Paragraph("many", "13 hollows")),
        shows(lambda: Paragraph("many", "hollows")),
    ),
    ("typed-number", shows(lambda: MathTypst("f = 2.718")), shows(lambda: MathTypst("f = 3 x"))),
    ("typed-number", shows(lambda: DecimalNumber(2.718, mob_class=MathTypst)), reads_a_result),
    ("typed-number", words_beside_an_axis, numbers_of_an_axis),
    ("typed-number", grid_of_inputs, few_inputs),
    ("typed-number", grid_of_inputs, read_by_its_index),
    ("unequal-units", square_on(1.6), square_on(1.0)),
    ("unequal-units", square_on_axes(2), square_on_axes(4)),
    ("smoothed-path", smoothed, straight_from_point_to_point),
    ("smoothed-path", smoothed_after_a_straight_one, straight_from_point_to_point),
    ("ink-of-symbols", white_gradient, coloured_as_it_means),
    ("ink-of-symbols", gradient_called_a_path, coloured_as_it_means),
    ("ink-of-symbols", repainted_part, coloured_as_it_means),
    *(
        ("ink-of-symbols", formula(wrong), formula(right))
        for wrong, right in (
            ("dif x", "{{dif x : input}}"),
            ("dif f / {{dif t : input}}", "{{dif f : output}} / {{dif t : input}}"),
            ("{{dif f : input}} + 1", "{{dif f : output}} + 1"),
            ("{{lim_(dif x -> 0) : text}}", "{{lim_({{dif x : input}} -> 0) : text}}"),
            ("{{f(x) : input}}", "{{f(x + dif x) : output}}"),
            ("f(x) = {{w : residual}} x", "f(x) = {{w : parameter}} x"),
            ("{{bold(w) : data}}", "{{bold(w) : plus}}"),
            ("{{b_(k+1) : output}}", "{{b_(k+1) : parameter}} = b_k"),
            ("{{f'(x) : curvature}}", "{{f'(x) : slope}}"),
            ("{{f''(x) : slope}}", "{{f''(x) : curvature}}"),
            ("{{t : residual}}", "t = {{t : input}}"),
            ("{{x : gradient}}_(k+1)", "{{x : path}}_(k+1) = x_k - gamma {{nabla f(x_k) : gradient}}"),
            ("{{(nabla f dot {{bold(u) : input}}) : path}}", "{{x : quiet}} + f(x) + w b"),
        )
    ),
    ("ink-of-symbols", formula("f(x)", ink=INK.residual), formula("f(x)", ink=INK.output)),
    ("ink-of-symbols", formula("dif x", ink=INK.output), formula("dif x", ink=INK.input)),
]


@pytest.mark.parametrize(("rule", "breaks", "keeps"), CASES)
def test_a_rule_of_truth_is_broken_and_nearly_broken(rule, breaks, keeps):
    assert rule in broken(breaks)
    assert rule not in broken(keeps)


@pytest.mark.parametrize(
    ("make", "advice"),
    [
        (lambda: Formula("f'(x) = 2.718"), "Words"),
        (lambda: Words("13 hollows"), "<n> in the text"),
        (lambda: Text("13 hollows"), "Words"),
        (lambda: DecimalNumber(2.718, mob_class=MathTypst), "Number"),
    ],
)
def test_the_advice_for_a_typed_number_fits_the_letters_that_it_stands_in(make, advice):
    (found,) = (each for each in findings(lecture(shows(make))) if each.rule == "typed-number")
    assert advice in found.mend
    written = re.search(r"(Words|Number)\(.*\)", found.mend)
    if written is None:
        return
    told = {"Words": Words, "Number": Number, "SIZE": SIZE, "read": read, "result": count_hollows()}
    source = written[0].replace("'field'", "'n'")
    followed = eval(source, told)
    assert "typed-number" not in broken(shows(lambda: followed))


def test_letters_of_manim_s_own_are_read_as_they_were_written():
    assert said(Text("left 0.1")) == "left 0.1"
    assert said(MarkupText("a &amp; <b>0.1</b>")) == "a & 0.1"
    assert said(DecimalNumber(2.5, num_decimal_places=1, mob_class=MathTypst)) == "2.5"


def test_a_number_that_is_said_is_vouched_for():
    assert "spoken-number" in broken(coloured_as_it_means, words="There are 57 hollows.")
    assert "spoken-number" not in broken(
        coloured_as_it_means, words="It is drawn 6 times too tall since 1958."
    )


def test_an_excuse_is_repeated_and_no_longer_counts():
    reason = "The ruler is wrong on purpose here."
    (found,) = (
        each
        for each in findings(lecture(square_on(1.6), excuse={"unequal-units": reason}))
        if each.rule == "unequal-units"
    )
    assert found.excuse == reason
    assert not found.counts


@pytest.mark.parametrize("rule", ["unequal-units", "no-such-rule"])
def test_an_excuse_that_excuses_nothing_is_a_fault(rule):
    found = findings(lecture(coloured_as_it_means, excuse={rule: "Just in case."}))
    assert [each.rule for each in found if each.counts] == ["needless-excuse"]
