"""A first walk: down a mountain by its slope alone."""

from calc_core import contours, gradient_descent, himmelblau, sample_grid, stability_limit
from visuals import INK, PACE, STAGE, Altimeter, ContourMap, Footsteps, Formula, Headlamp, Hiker
from visuals import Lecture, Needle, Page, View, Walk, Words, beat, read

START, ELSEWHERE = (0.4, -0.6), (0.4, 0.9)
RATE, LONG_RATE = 0.01, 0.022  # how long a step is, for each unit of slope
SHORTER = 0.9  # of the longest stride that arrives
HEIGHTS = range(10, 300, 20)  # of the map's contour lines
NOTE = Page(STAGE.right, STAGE.top, side="right", plate=True)
CLOSE = View("map", at=(3.4, -1.2), place=(0.6, -0.3), scale=3.1)  # the valley and its two walls


class FirstWalk(Lecture):
    title = "A first walk"
    goal = "Walk down any ground by its slope alone, and know what the stride decides."
    poster = "walk_down"
    lengths = (90, 200)
    layers = "map lamp far_steps steps leaps hops uphill downhill other hiker leaper hopper altimeter notes"

    def set_stage(self) -> None:
        land = himmelblau()
        self.descent = gradient_descent(land, START, learning_rate=RATE, tol=1e-3)
        self.far_descent = gradient_descent(land, ELSEWHERE, learning_rate=RATE, tol=1e-3)
        self.long_descent = gradient_descent(land, START, learning_rate=LONG_RATE, tol=1e-3)
        limit = stability_limit(land.hess(self.descent.x[-1]))  # by how the ground bends on the floor
        self.short_descent = gradient_descent(land, START, learning_rate=SHORTER * limit.value, tol=1e-3)
        self.walk, self.far_walk, self.long_walk, self.short_walk = map(
            Walk, (self.descent, self.far_descent, self.long_descent, self.short_descent)
        )
        self.map = ContourMap(sample_grid(land).capped(300), contours(land, HEIGHTS), width=STAGE.width)
        self.whole = View("map", at=(0, 0), place=(0, 0), scale=self.map.chart.scale.get_value())
        self.lamp = Headlamp(self.walk, on=self.map, radius=0.9, daylight=0.12)
        self.hiker, self.steps = Hiker(self.walk, on=self.map), Footsteps(self.walk, on=self.map)
        self.other, self.far_steps = (
            Hiker(self.far_walk, on=self.map),
            Footsteps(self.far_walk, on=self.map),
        )
        self.leaper = Hiker(self.long_walk, on=self.map, ink=INK.two)
        self.leaps = Footsteps(self.long_walk, on=self.map, ink=INK.two)
        self.hopper = Hiker(self.short_walk, on=self.map, ink=INK.two)
        self.hops = Footsteps(self.short_walk, on=self.map, ink=INK.two)
        self.uphill = Needle(self.descent.grad, self.walk, on=self.map, length=0.05)
        self.downhill = Needle(self.descent.grad, self.walk, on=self.map, length=0.05, sign=-1)
        self.altimeter = Altimeter(self.descent, self.walk.at)
        self.altimeter.move_to([STAGE.left, STAGE.top, 0], aligned_edge=[-1, 1, 0])
        self.count = NOTE.write(Words("<n> steps", n=read(self.descent, "n_steps")))
        self.limit = NOTE.write(Words("longest stride <g>", g=read(limit, "value", digits=2)))
        self.rule = NOTE.write(Formula("{{x : path}}_(k+1) = x_k - gamma {{nabla f(x_k) : gradient}}"))
        self.notes = [self.count, self.limit, self.rule]

    @beat(chapter="The question")
    def stand_in_the_fog(self) -> None:
        """Here we stand in fog, on ground that nobody has drawn for us. Which way is down?"""
        self.enter(self.map, self.lamp, pace=PACE.slow)
        self.enter(self.hiker)
        self.play(self.lamp.radius.to(0.6))

    @beat(chapter="The compass")
    def read_the_compass(self) -> None:
        """The ground under our boots has a slope, and the slope has a direction: the steepest climb."""
        self.enter(self.uphill, share=0.5)
        self.play(self.lamp.radius.to(1.2))

    @beat
    def turn_round(self) -> None:
        """This arrow is the gradient. We want the other way: against it, the ground falls fastest."""
        self.leave(self.uphill, share=0.4)
        self.enter(self.downhill, share=1)

    @beat(chapter="The walk")
    def take_a_step(self) -> None:
        """One step that way: as long as the slope is steep, times a number of our choice, the stride."""
        self.add(self.steps)
        self.play(self.walk.at.to(1))

    @beat
    def look_again(self) -> None:
        """Then we look again, because the slope is another one here, and step against that."""
        self.play(self.walk.at.to(3))

    @beat
    def lift_the_fog(self) -> None:
        """The fog may lift now. We never needed the view, and the hiker does not get to use it."""
        self.play(self.lamp.daylight.to(1))

    @beat
    def walk_down(self) -> None:
        """Look, step, look, step, until the ground is level and the needle has nothing left to say."""
        self.enter(self.altimeter, pace=PACE.quick)
        self.play(self.walk.at.to(self.walk.last))

    @beat
    def count_the_steps(self) -> None:
        """The height fell quickly where the ground was steep, and hardly at all in the end."""
        self.leave(self.downhill, pace=PACE.quick)
        self.enter(self.count, share=0.7)

    @beat(chapter="Somewhere else")
    def start_elsewhere(self) -> None:
        """Let another hiker set out from somewhere else, by the very same rule and with the same stride."""
        self.enter(self.other, share=0.3)
        self.add(self.far_steps)
        self.play(self.far_walk.at.to(2))

    @beat
    def end_elsewhere(self) -> None:
        """It ends in another hollow. Where a walk ends depends on where it began, and on nothing else."""
        self.play(self.far_walk.at.to(self.far_walk.last))

    @beat(chapter="The stride")
    def lengthen_the_stride(self) -> None:
        """Now the first walk once more, with a stride twice as long. It leaps across the valley and back."""
        self.enter(self.leaper, share=0.2)
        self.add(self.leaps)
        self.play(self.long_walk.at.to(12))

    @beat
    def never_arrive(self) -> None:
        """Every leap lands as high as one before. Too long a stride never arrives, however long we wait."""
        self.play(self.long_walk.at.to(60))

    @beat
    def come_closer(self) -> None:
        """Come closer. The ground bends so strongly that a leap ends on the other wall and is thrown back."""
        self.view(CLOSE, leaving=self.altimeter, until="closer")
        self.play(self.long_walk.at.to(66))

    @beat
    def name_the_limit(self) -> None:
        """How long a stride may be is known beforehand: two, divided by how strongly the floor bends."""
        self.swap(self.count, self.limit, until="beforehand")
        self.play(self.long_walk.at.to(72))

    @beat
    def hop_home(self) -> None:
        """A little shorter than that, a walk still hops to and fro, but ever less far, and comes to rest."""
        self.short_walk.at.set_value(3)
        self.swap((self.leaper, self.leaps), (self.hopper, self.hops), share=0.2)
        self.play(self.short_walk.at.to(self.short_walk.last))

    @beat(chapter="The rule")
    def write_the_rule(self) -> None:
        """So this is all of it: where we stand, minus the stride times the slope, is where we stand next."""
        self.leave(self.hopper, self.hops, pace=PACE.quick)
        self.view(self.whole, share=0.3)
        self.swap(self.limit, self.rule, share=0.8)

    @beat
    def look_ahead(self) -> None:
        """Every network that learns walks like this, on ground with millions of directions instead of two."""
        self.play(self.lamp.daylight.to(0.5))
