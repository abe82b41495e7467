"""Beats that break a rule of sight, each beside one that nearly does: test_sight_rules.py pairs them."""

from types import SimpleNamespace

import numpy as np
from manim import (
    RIGHT,
    UP,
    Arrow,
    Circle,
    Dot,
    FadeIn,
    FadeOut,
    Line,
    Rectangle,
    Square,
    VGroup,
    VMobject,
    there_and_back,
)

from visuals.drawing.axes import Axes
from visuals.drawing.camera import PixelMobject
from visuals.drawing.polyline import at_screen, dashes, mark, polyline
from visuals.letters.formula import Formula, Words, casing
from visuals.map.chart import Chart
from visuals.map.needle import Needle
from visuals.theme import INK, PACE, SEVERAL, SIZE, STAGE

GREY, MUD, MOSS = "#6B6F78", "#B8860B", "#7F9A00"  # MUD and MOSS differ in hue alone: to some eyes not at all


def leaves_the_frame(self):
    self.enter(Words("out here").move_to([STAGE.width / 2, 0, 0]))


def touches_the_margin(self):
    self.enter(Words("out here").move_to([STAGE.width / 2 - 0.1, 0, 0], aligned_edge=RIGHT))


def stands_at_the_edge(self):
    self.enter(Words("out here").move_to([STAGE.right, 0, 0], aligned_edge=RIGHT))


def travels_out_of_the_frame(self):
    words = Words("on tour")
    self.enter(words)
    self.play(words.animate.shift(8 * RIGHT), run_time=1.2, rate_func=there_and_back)


def small_words(self):
    self.enter(Words("tiny", size=20))


def shrunk_words(self):
    self.enter(Words("shrunk").scale(0.7))


def smallest_words(self):
    self.enter(Words("fine", size=SIZE.small))


def index_of_an_index(self):
    self.enter(Formula("x_(k_n)", size=30))


def plain_index(self):
    self.enter(Formula("x_(k+1)", size=30))


def words_on_words(self):
    self.enter(Words("one thing"), Words("another").shift(0.2 * RIGHT))


def words_meet_on_their_way(self):
    words = Words("passing")
    self.enter(Words("standing"), words.shift(3 * UP))
    self.play(words.animate.shift(-6 * UP), run_time=2.4)


def words_under_words(self):
    self.enter(Words("one thing"), Words("another").shift(0.7 * UP))


def ragged_lines_fit_into_each_other(self):
    long = Words("a very very long line, \\ short")
    self.enter(long, Words("beside").next_to(long, RIGHT, buff=-1.2).align_to(long, -UP))


def one_line_for_another(self):
    first = Words("first")
    self.enter(first)
    self.play(FadeOut(first, run_time=0.6), FadeIn(Words("later"), run_time=1.2, rate_func=lambda t: t**6))


def thirteen_words(self):
    self.enter(Words("one two three four five six seven eight nine ten eleven twelve more", width=6))


def twelve_words_and_an_axis(self):
    panel = Axes(x=(0, 4), y=(0, 2), box=(-3, -2, 3, 0), x_steps=(1,), y_steps=(1,))
    self.enter(Words("one two three four five six seven eight nine ten eleven twelve", width=6).shift(2 * UP))
    self.enter(Formula("f(x) = x^2 + 3").shift(UP), panel)


def grey_on_grey(self):
    self.add(Rectangle(width=20, height=9).set_fill(GREY, 1))
    self.enter(Words("hard to read", ink=INK.quiet))


def pale_by_opacity(self):
    self.enter(words := Words("fading away"))
    self.play(words.animate.set_opacity(0.4), run_time=0.6)
    self.wait(1)


def grey_in_a_dark_edge(self):
    self.add(Rectangle(width=20, height=9).set_fill(GREY, 1))
    self.enter(casing(Words("easy to read", ink=INK.quiet), width=12))


def still_entering(self):
    self.enter(Words("coming up"), run_time=2.4)


def stripes():
    lines = (Line([x / 9, -1, 0], [x / 9, 1, 0], stroke_width=4) for x in range(-20, 21))
    return VGroup(*lines).set_color("#59616C")


def words_over_stripes(self):
    self.add(stripes())
    self.enter(Words("in the reeds"))


def words_over_stripes_on_a_plate(self):
    self.add(stripes(), Rectangle(width=5, height=1).set_fill(INK.casing, 1).set_stroke(width=0))
    self.enter(Words("on a raft"))


def words_half_covered(self):
    self.enter(Words("half of this"))
    self.enter(Rectangle(width=1.5, height=1).set_fill(GREY, 1).shift(0.8 * RIGHT), run_time=PACE.slow)
    self.wait(1)


def words_on_their_cover(self):
    words = Words("half of this")
    self.enter(words)
    cover = Rectangle(width=1.5, height=1).set_fill("#2A3A5E", 1).set_stroke(width=0).shift(0.8 * RIGHT)
    self.play(FadeIn(cover), run_time=0.6)
    self.add(words)
    self.wait(1)


def words_wholly_covered(self):
    words = Words("all of this")
    cover = Rectangle(width=4, height=1).set_fill(GREY, 1)
    self.enter(words)
    self.enter(cover, run_time=0.6)
    self.wait(1)


def over_an_axis(left, right, bottom=-2.6):
    """A cover over the numbers of an axis from one place to another: 0 to 4 stand at -4, -2, 0, 2, 4."""

    def show(self):
        self.enter(Axes(x=(0, 4), y=(0, 4), box=(-4, -2, 4, 2), x_steps=(1,), y_steps=()))
        cover = Rectangle(width=right - left, height=1).set_fill("#2A3A5E", 1).set_stroke(width=0)
        self.enter(cover.move_to([left, bottom, 0], aligned_edge=[-1, 0, 0]))
        self.wait(1)

    return show


def dial(x):
    face = Rectangle(width=3, height=2).set_fill(INK.casing, 0.82).set_stroke(INK.quiet, width=1.5)
    return VGroup(face, Words("altitude", size=SIZE.small).shift(0.6 * UP)).shift([x, 0, 0])


def prints_run_over_an_instrument(self):
    self.enter(dial(0), Dot([0.8, -0.5, 0]))


def prints_run_under_an_instrument(self):
    self.enter(Dot([0.8, -0.5, 0]), dial(0), Dot([3, 0, 0]))


def dot_among_captions(self):
    self.enter(Dot([0, -3.5, 0]))


def dot_above_captions(self):
    self.enter(Dot([0, -2.8, 0]))


def circle_over_the_edge(self):
    self.enter(Circle().move_to([STAGE.width / 2, 0, 0]))


def line_through_the_frame(self):
    self.enter(Line([-9, 0, 0], [9, 0, 0]))


def two_inks_one_shape(self):
    self.enter(Dot(radius=0.3, color=MUD), Dot([2, 0, 0], radius=0.3, color=MOSS))


def two_inks_two_shapes(self):
    self.enter(Dot(radius=0.3, color=MUD), Square(0.5).set_fill(MOSS, 1).shift(2 * RIGHT))


def two_inks_that_all_can_tell(self):
    self.enter(Dot(radius=0.3, color=INK.data), Dot([2, 0, 0], radius=0.3, color=INK.output))


def arrow(**look):
    return Arrow([-3, 0, 0], [1, 0, 0], buff=0, color=INK.gradient, **look)


def over_the_tip(cover, **look):
    """An arrow, and then something over it or not."""

    def show(self):
        self.enter(arrow(**look))
        self.enter(cover())

    return show


def under_the_tip(self):
    self.enter(plate_at(0.9))
    self.enter(arrow())


def plate_at(x, ink=GREY):
    return Rectangle(width=0.8, height=0.8).set_fill(ink, 1).set_stroke(width=0).move_to([x, 0, 0])


def map_over_the_tip(self):
    self.enter(arrow())
    self.enter(Wash())


class Wash(PixelMobject):
    """Pixels all over the frame."""

    def paint(self, canvas):
        canvas.pixels[..., :3] = 60

    def appearance(self):
        return 60


def needle():
    chart = Chart()
    return Needle(
        np.array([1.0, 0.0]), np.array([0.0, 0.0]), on=SimpleNamespace(chart=chart), length=3.0, girth=0.2
    )


def over_the_needle(at):
    def show(self):
        here = needle()
        self.enter(here)
        place = here.tip if at == "tip" else here.tail
        self.enter(Circle(radius=0.35).set_fill(GREY, 1).set_stroke(width=0).move_to(place))

    return show


def arrow_seen_nearer(self):
    self.enter(arrow(), plate_at(0.9))
    self.look(at=(1, 0), scale=2, pace=0.6)


def curve(height, ink, dash=None, corners=None, width=4):
    x = np.linspace(-3, 3, 80)
    line = VMobject().set_stroke(ink, width=width)
    line.points = polyline(*dashes(at_screen(x, height + 0.4 * np.sin((1 + 0.1 * height) * x)), dash))
    if corners is None:
        return VGroup(line)
    knot = VMobject(stroke_width=0).set_fill(ink, 1)
    knot.points = mark(corners) + line.points[-1]
    return VGroup(line, knot)


def two_curves(one, other):
    """Two curves that look as these say, and differ in colour for some eyes only."""

    def show(self):
        self.enter(curve(1, MUD, **one), curve(-1, MOSS, **other))

    return show


def crowd(height, ink, corners):
    """Many marks as one picture."""
    dots = VMobject(stroke_width=0).set_fill(ink, 1)
    dots.points = np.concatenate([mark(corners) + [x, height, 0] for x in range(-3, 4 + round(height))])
    return dots


def two_crowds(one, other):
    def show(self):
        self.enter(crowd(1, MUD, one), crowd(-1, MOSS, other))

    return show


def several_bare(self):
    self.enter(*(curve(k - 2, kind.ink) for k, kind in enumerate(SEVERAL)))


def several(self):
    self.enter(*(curve(k - 2, kind.ink, kind.dash, kind.corners) for k, kind in enumerate(SEVERAL)))


def two_curves_that_all_can_tell(self):
    self.enter(curve(1, INK.data), curve(-1, INK.output))


def flicker(flashes):
    def show(self):
        lamp = Rectangle(width=8, height=5).set_fill("#FFFFFF", 1).set_opacity(0)
        self.add(lamp)
        rate = lambda t: abs((t * flashes) % 1 * 2 - 1)  # noqa: E731
        self.play(lamp.animate.set_opacity(0.8), rate_func=lambda t: 1 - rate(t), run_time=1)

    return show


def lamp_on(self):
    lamp = Rectangle(width=8, height=5).set_fill("#FFFFFF", 1).set_opacity(0)
    self.add(lamp)
    return lamp


def strobe_of_plays(length, count=5):
    """So many flashes, each of two plays of so many seconds."""

    def show(self):
        lamp = lamp_on(self)
        for _ in range(count):
            self.play(lamp.animate.set_opacity(0.8), run_time=length)
            self.play(lamp.animate.set_opacity(0.0), run_time=length)

    return show


def strobe_of_waits(self):
    lamp = lamp_on(self)
    for k in range(10):
        lamp.set_opacity(0.8 * (k % 2))
        self.wait(2 / 15)


def strobe_that_no_end_shows(self):
    """Each play ends as it begins and is so in its middle, too."""
    lamp = lamp_on(self)
    for _ in range(3):
        self.play(
            lamp.animate.set_opacity(0.8), rate_func=lambda t: abs((2 * t + 0.5) % 1 * 2 - 1), run_time=0.4
        )


def one_flash_to_a_play(self):
    lamp = lamp_on(self)
    for _ in range(5):
        self.play(lamp.animate.set_opacity(0.8), rate_func=there_and_back, run_time=0.4)
