"""A lecture that breaks the critic's rules on purpose, each in a beat that is named for it."""

import numpy as np
from manim import RIGHT, UP, Arrow, Circle, Dot, FadeIn, Line, Rectangle, RightAngle, VGroup, VMobject

from visuals import INK, PACE, SIZE, STAGE, Axes, Formula, Lecture, Words, beat

GREY, MUD, MOSS = "#6B6F78", "#B8860B", "#7F9A00"  # to some eyes MUD and MOSS are one colour
LAMP = {"width": 8, "height": 5}


class Faults(Lecture):
    title = "What the critic does not let pass"

    @beat(chapter="Sight")
    def outside(self) -> None:
        """These words come too close to the edge."""
        self.enter(Words("out here").move_to([STAGE.width / 2 - 0.1, 0, 0], aligned_edge=RIGHT))

    @beat
    def small_letters(self) -> None:
        """These words are too small to be read on a phone."""
        self.clear_stage()
        self.enter(Words("too small", size=20))

    @beat
    def words_over_words(self) -> None:
        """Here two words share one place."""
        self.clear_stage()
        self.enter(Words("one thing"), Words("another").shift(0.2 * RIGHT))

    @beat
    def many_words(self) -> None:
        """Nobody reads so much beside a picture."""
        self.clear_stage()
        self.enter(Words("one two three four five six seven eight nine ten eleven twelve more", width=6))

    @beat
    def low_contrast(self) -> None:
        """These words hardly stand out from their ground."""
        self.clear_stage()
        self.add(Rectangle(width=20, height=9).set_fill(GREY, 1))
        self.enter(Words("hard to read", ink=INK.quiet))

    @beat
    def restless_ground(self) -> None:
        """Lines run through these words."""
        self.clear_stage()
        lines = (Line([x / 9, -1, 0], [x / 9, 1, 0], stroke_width=4) for x in range(-20, 21))
        self.enter(VGroup(*lines).set_color("#59616C"))
        self.enter(Words("in the reeds"))

    @beat
    def hidden_letters(self) -> None:
        """Something lies over half of these words, and stays."""
        self.clear_stage()
        self.enter(Words("half of this"))
        self.enter(Rectangle(width=1.5, height=1).set_fill(GREY, 1).shift(0.8 * RIGHT), pace=PACE.slow)
        self.wait(1)

    @beat
    def over_a_panel(self) -> None:
        """A dot lies on a panel that carries words."""
        self.clear_stage()
        face = Rectangle(width=3, height=2).set_fill(INK.casing, 0.82).set_stroke(INK.quiet, width=1.5)
        self.enter(VGroup(face, Words("altitude", size=SIZE.small).shift(0.6 * UP)), Dot([0.8, -0.5, 0]))

    @beat
    def caption_space(self) -> None:
        """The lowest eighth of the frame is for captions."""
        self.clear_stage()
        self.enter(Dot([0, -3.5, 0], radius=0.2))

    @beat
    def cut_by_edge(self) -> None:
        """The frame cuts this circle in two."""
        self.clear_stage()
        self.enter(Circle().move_to([STAGE.width / 2, 0, 0]))

    @beat
    def colour_alone(self) -> None:
        """Some eyes see two dots of one colour here."""
        self.clear_stage()
        self.enter(Dot(radius=0.3, color=MUD), Dot([2, 0, 0], radius=0.3, color=MOSS))

    @beat
    def covered_arrowhead(self) -> None:
        """Where does this arrow point?"""
        self.clear_stage()
        self.enter(Arrow([-3, 0, 0], [1, 0, 0], buff=0, color=INK.gradient))
        self.enter(Rectangle(width=0.8, height=0.8).set_fill(GREY, 1).move_to([0.9, 0, 0]))

    @beat
    def flashes(self) -> None:
        """Five flashes in a second can make people ill."""
        self.clear_stage()
        lamp = Rectangle(**LAMP).set_fill("#FFFFFF", 1).set_stroke(width=0).set_opacity(0)
        self.add(lamp)
        self.play(lamp.animate.set_opacity(0.8), rate_func=lambda t: 1 - abs(5 * t % 1 * 2 - 1), run_time=1)

    @beat(chapter="Time")
    def jump(self) -> None:
        """Half of the frame is another from one frame to the next."""
        self.clear_stage()
        self.enter(Dot())
        self.add(Rectangle(width=12, height=5).set_fill(INK.quiet, 1))
        self.wait(1)

    @beat
    def comes_or_goes(self) -> None:
        """A dot is there all of a sudden."""
        self.clear_stage()
        self.enter(Dot())
        self.add(Dot([2, 0, 0], radius=0.3))
        self.wait(1)

    @beat
    def nothing_moves(self) -> None:
        """We say a good many words here, and while we say them all the picture should show some of it."""
        self.clear_stage()
        self.enter(Dot())
        self.wait(7)

    @beat
    def dead_hold(self) -> None:
        """All is said."""
        self.clear_stage()
        dot = Dot(radius=0.3)
        self.enter(dot)
        self.play(dot.animate.shift(RIGHT), run_time=self.rest())
        self.wait(3.4)

    @beat
    def long_beat(self) -> None:
        """A beat is one thought, and one thought hardly ever needs more than twenty-five words, so whoever
        goes on like this should stop in between, let the picture change, and begin anew.
        """
        self.clear_stage()
        dot = Dot(radius=0.3)
        self.enter(dot)
        self.play(dot.animate.shift(3 * RIGHT), run_time=self.rest())

    @beat(chapter="Truth")
    def typed_number(self) -> None:
        """Nobody has counted them: the number was typed."""
        self.clear_stage()
        self.enter(Words("13 hollows"))

    @beat
    def unequal_units(self) -> None:
        """This claims a right angle where a unit up is half as long as one across."""
        self.clear_stage()
        axes = Axes(x=(0, 4), y=(0, 4), box=(-3, -2, 1, 0))
        corner = axes.to_screen(1, 1)
        square = RightAngle(Line(corner, corner + RIGHT), Line(corner, corner + UP))
        self.enter(axes, VGroup(square))

    @beat
    def smoothed_path(self) -> None:
        """Between the computed points this curve is made up."""
        self.clear_stage()
        corners = np.array([[x, np.sin(3 * x), 0] for x in np.linspace(-3, 3, 12)])
        self.enter(VMobject().set_points_smoothly(corners))

    @beat
    def ink_of_symbols(self) -> None:
        """The gradient is coral in all of the course, and white here."""
        self.clear_stage()
        self.enter(Formula("nabla f"))

    @beat(excuse={"outside": "Nothing is outside here."})
    def needless_excuse(self) -> None:
        """This beat excuses what it does not do."""
        self.clear_stage()
        self.enter(Dot())

    @beat(chapter="Soundness")
    def rate_differs(self) -> None:
        """This dot goes as far as there are frames."""
        self.clear_stage()
        self.add(Dot(radius=0.3).add_updater(lambda each: each.shift(0.1 * RIGHT)))
        self.play(FadeIn(Dot([0, 2, 0])), run_time=1)
        self.play(FadeIn(Dot([0, -2, 0])), run_time=1)
