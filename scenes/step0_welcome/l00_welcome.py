"""Lecture 00: every bell is a place in a landscape, the light goes out, and a compass is handed over."""

from __future__ import annotations

from typing import Any

import numpy as np
from l00_pictures import (
    Bell,
    DarkPlane,
    LiftedDot,
    Rain,
    Threads,
    Tower,
    along,
    nudge,
    photo_of_a_fit,
    stars,
    swept,
)
from manim import Animation, FadeOut, Group, linear, rush_into
from manim.utils.rate_functions import ease_in_out_sine as EVEN

from calc_core import fitting, flow_line, gradient_descent, load_heights, mountains, sample_grid
from calc_core.fitting import Misfit
from visuals import INK, PACE, SIZE, STAGE, Axes, Box, Histogram, Lecture, Options, Walk, beat, read, series
from visuals import BootPrints, Compass, Formula, GroundArrow, Knob, Lamps, Light, Marks, Number, Sized
from visuals import Page, Terrain, Trail, Words
from visuals.kit.tools import TOOLS

SEED = 1902  # of the order in which the men come
CM, MEN = (140, 199), (0, 560)
KNOBS = np.array([[154.0, 180.0], [3.6, 16.6]])  # middle and width, cm: in equal units, as a compass needs
FIRST, ASIDE, MIDDLE, BAD = (164.0, 9.5), (158.0, 9.5), (177.0, 9.5), (177.0, 6.2)  # bells over the men
LAID = [FIRST, ASIDE, MIDDLE, BAD, (173.5, 6.2), BAD]
TURNS = [(156.5, 6.2), (172.0, 6.2), (172.0, 4.2), (172.0, 15.0)]  # one knob at a time, over the map
ROWS = np.linspace(15.8, 4.4, 7)  # widths that are tried, each with all middles
ACROSS = (155.0, 179.0)
APART = 0.3  # of the stops of that way, cm
EVERY, REVEAL = 3, 2.3  # a lamp for every third stop, and how far it shines, cm
RATE = 3e-6  # of the walk down to the best bell
ASTRAY, STRIDE, ARROW = (158.6, 9.4), 1.6e-5, 2.2e-5  # where the hiker starts, how far he and his arrow go
LAMP, NIGHT = 3.3, 0.09  # cm that a headlamp shows, and what is left of the daylight

WHOLE, LEFT = Box(-5.3, -2.3, 5.7, 3.3), Box(-5.3, -2.3, -1.0, 1.6)
HILL: Options = {"width": 6.8, "relief": 4.0, "contour_step": 1e5}
VIEW: Options = {"azimuth": -24, "elevation": 48, "zoom": 0.94, "shift_x": 2.8, "shift_y": 0.62}
HOME, PER_UNIT = (6.56, -2.3), 2.6e5  # where the squared misses are stacked, and badness for a scene unit
RIGHT_HEAD = Page(STAGE.right, 3.5, side="right", gap=0.2)
LARGE, BOLD = Sized(size=SIZE.large), Sized(size=SIZE.title)

RANGE = 50  # seed of the mountains that the way leads down from, to the bottom of their deepest valley
SIDE = 6.021  # radians: on which side of the summit it goes down
MARKS = (0.06, 0.16, 0.62, 0.88)  # shares of the way at which the marks stand
NOTES = ((-1, 0.5, 0.0), (-1, 0.5, 0.15), (-1, 0.4, 0.75), (1, -0.4, -0.35))  # its left or right edge, aside
ICONS = (*list(TOOLS.values())[:3], photo_of_a_fit)
NAMES = ("tiny nudges", "mountains in the dark", "guts of a network", "fitting data")


class Welcome(Lecture):
    title = "The compass for the data landscape"
    goal = "Fitting data is walking downhill in the dark, and this course hands over the compass."
    poster = "reach_the_bottom"
    lengths = (110, 165)
    layers = (
        "sky columns rain bell threads plane tower hill best dot trail prints needle hiker"
        " mountain way bottom lamps traveller"
    )

    # -- data and pictures ---------------------------------------------------------------------------

    def set_stage(self) -> None:
        self._set_men()
        self._set_landscape()
        self._set_night()
        self._set_way()

    def _set_men(self) -> None:
        """Three thousand men, a bell with two knobs, and by how much it misses them."""
        self.men = load_heights()
        self.model = fitting.bell(self.men.people * self.men.bin_width, x_unit="cm")
        self.found = fitting.fit(self.model, self.men.height, self.men.count)
        rows = [(x, s) for k, s in enumerate(ROWS) for x in (ACROSS if k % 2 else ACROSS[::-1])]
        self.land = fitting.misfit_landscape(
            self.model, self.men.height, self.men.count, bounds=KNOBS, minima=[self.found.theta]
        )
        downhill = gradient_descent(self.land, rows[-1], learning_rate=RATE, max_iter=400, tol=30.0)
        corners = np.array([*LAID, *TURNS, *rows])
        self.swept = len(corners) - 1
        corners = np.concatenate([corners, downhill.x[1:]])
        stops, self.corner = along(corners, apart=APART)
        self.way_of_bells = Walk(stops)
        self.plot = Axes(
            x=CM, y=MEN, box=WHOLE, x_ticks={cm: f"{cm} cm" for cm in (150, 170, 190)},
            y_ticks={n: f"{n} men" for n in (200, 400)}, upright=False,
        )  # fmt: skip
        shown = (series("heights", self.men, height="height", men="count"),)
        self.columns = Histogram(
            self.men.height, self.men.count, width=self.men.bin_width, on=self.plot, series=shown
        )
        self.rain = Rain(self.men, on=self.plot, seed=SEED)
        self.bell = Bell(self.model, lambda: self.way_of_bells.place, on=self.plot)
        middle = KNOBS.mean(axis=1)
        turned = [lambda k=k: float(self.way_of_bells.place[k] - middle[k]) for k in (0, 1)]
        self.knobs = [
            Knob(turned[k], at=(-6.15 + 2.75 * k, 2.85, 0), full=full, radius=0.5, armed=0)
            for k, full in ((0, 13.0), (1, 6.5))
        ]
        names = zip(("middle", "width"), self.knobs, strict=True)
        self.knob_names = Group(*(
            Words(name, ink=INK.parameter).move_to(knob.at + [0.68, 0, 0], aligned_edge=(-1, 0, 0))
            for name, knob in names
        ))  # fmt: skip

    def told(self) -> Misfit:
        """What the bell of this moment says, and by how much it misses."""
        return fitting.misfit(self.model, self.men.height, self.men.count, self.way_of_bells.place)

    def _set_landscape(self) -> None:
        """The map of all bells, the badness over it, and the dot that uncovers it."""
        grid = sample_grid(self.land, shape=(121, 161))
        self.hill = Terrain(grid.x, grid.y, grid.f, daylight=0, **HILL).set(**VIEW)
        self.plane = DarkPlane(self.hill, step=2.0)
        path, since = self.way_of_bells.path, int(self.corner[len(LAID) - 1])
        heights = np.column_stack([path, self.land.f(path)])
        now = lambda: self.way_of_bells.now  # noqa: E731
        self.dot = LiftedDot(self.told, heights, now, since=since, hill=self.hill)
        self.tower = Tower(self.told, home=HOME, per_unit=PER_UNIT, hill=self.hill)
        self.tower.grown.set_value(0)
        self.threads = Threads(self.told, lambda: self.tower.arrived, on=self.plot)
        lamps = swept(path, since=since, every=EVERY)
        self.uncovered = self.hill.shine(Light(Walk(lamps, self.way_of_bells.at), radius=REVEAL))
        self.best = Marks(self.land.minima, on=self.hill, kind="ring", size=15, ink=INK.output)

    def _set_night(self) -> None:
        """A hiker with a headlamp on that landscape, and the compass in her hand."""
        self.descent = gradient_descent(self.land, ASTRAY, learning_rate=STRIDE, max_iter=4)
        self.steps = Walk(self.descent)
        self.headlamp = self.hill.shine(Light(self.steps, radius=LAMP, strength=0.0))
        self.hiker = Lamps(self.headlamp, on=self.hill, size=9)
        self.trail = Trail(self.steps, on=self.hill, width=2.5)
        self.prints = BootPrints(self.steps, on=self.hill, size=8)
        slopes = self.land.reading(self.descent.x)
        self.needle = GroundArrow(self.steps, ARROW * slopes.gradient, on=self.hill)
        self.compass = Compass(slopes, self.steps, steepest=float(slopes.slope.max()))

    def _set_way(self) -> None:
        """A mountain at night, and the way of the course: downhill all along, to the bottom of a valley."""
        range_ = mountains(RANGE)
        grid = sample_grid(range_, shape=(200, 200))
        top = grid.xy[np.unravel_index(grid.f.argmax(), grid.f.shape)]
        start = top + 0.12 * np.array([np.cos(SIDE), np.sin(SIDE)])
        course = flow_line(range_, start, ascent=False, n=160, tol=1e-6).points
        self.mountain = Terrain(
            grid.x, grid.y, grid.f, width=9, relief=4.4, azimuth=-72, elevation=26, daylight=0.42, zoom=1.3
        )
        middle = course.mean(axis=0)
        self.mountain.set(focus_x=middle[0], focus_y=middle[1], shift_x=-0.9, shift_y=-0.35)
        self.course = Walk(course)
        self.way = Trail(self.course, on=self.mountain, dash=(0.07, 0.06), width=3.5)
        torch = self.mountain.shine(Light(self.course, radius=0.4))
        self.traveller = Lamps(torch, on=self.mountain, size=7)
        places = [course[round(share * (len(course) - 1))] for share in MARKS]
        self.lights = [self.mountain.shine(Light(place, radius=0.85, strength=0)) for place in places]
        self.lamps = [Lamps(each, on=self.mountain, size=12, ink=INK.output) for each in self.lights]
        self.bottom = Marks([course[-1]], on=self.mountain, kind="ring", size=17, ink=INK.output)
        self.sky = stars(110, seed=SEED, low=-0.5)

    # -- the question --------------------------------------------------------------------------------

    @beat(chapter="The question")
    def let_them_rain(self) -> None:
        """Three thousand men were measured, long ago. Every dot is one of them, and it falls where his
        height belongs."""
        self.add(self.rain)
        self.enter(self.plot, self.rain.fallen.to(1, rate_func=linear), share=1, least=PACE.grand)
        many = Words("<n> men", ink=INK.data, n=read(self.men, "people", name="men"), **BOLD)
        self.many = RIGHT_HEAD.write(many)
        self.enter(self.many, pace=PACE.quick)

    @beat
    def lay_a_bell(self) -> None:
        """Nobody arranged them, and still they pile up like a bell. So take one, and lay it over them."""
        self.columns.grown.set_value(1)
        self.dissolve(self.rain, self.columns, until="pile", least=PACE.normal)
        self.enter(self.bell, until="take", least=PACE.normal)
        self._turn(1, FadeOut(self.many), share=1, least=PACE.normal)

    @beat
    def turn_two_knobs(self) -> None:
        """It has two knobs. One moves its middle, the other sets its width. Both are wrong now."""
        self.enter(*self.knobs, self.knob_names, until="knobs", least=PACE.quick)
        self._turn(2, until="middle", least=PACE.slow)
        self._turn(3, share=1, least=PACE.normal)

    def _turn(self, corner: int, *others: Animation, **length: Any) -> None:
        """Turn the knobs to the next corner of their way."""
        self.play(self.way_of_bells.at.to(self.corner[corner], rate_func=EVEN), *others, **length)

    @beat
    def hang_the_misses(self) -> None:
        """Every thread is a miss, between the men there are, and those that the bell says there should be."""
        self.enter(self.threads, until="miss", least=PACE.normal)
        self._turn(4, until="are", least=PACE.normal)
        self._turn(5, share=1, least=PACE.normal)

    @beat
    def add_them_up(self) -> None:
        """Square each miss, stack them up, and one number is left. Call it the badness of this bell."""
        number = Number(
            lambda: read(self.told(), "running", at=self.tower.arrived, decimals=0, name="badness"),
            ink=INK.output, align="right", **BOLD,
        )  # fmt: skip
        label = Words("badness", ink=INK.quiet, **LARGE)
        self.badness = RIGHT_HEAD.write(label, number)
        number.shift((label.get_right()[0] - number.strut.points[0][0], 0, 0))
        self.add(self.tower)
        self.enter(self.badness, self.threads.squared.to(1), until="miss", least=PACE.normal)
        self.play(self.tower.grown.to(1, rate_func=linear), until="left", least=PACE.slow)
        self.threads.squared.set_value(0)

    # -- a place for every bell ------------------------------------------------------------------------

    @beat(chapter="A place for every bell")
    def lay_out_the_map(self) -> None:
        """Two knobs span a plane, the kind of map that linear algebra draws. This bell is one place on it."""
        self.play(*self.plot.look(box=LEFT), pace=PACE.normal)
        self.enter(self.plane, until="draws", least=PACE.normal)
        along_x, along_y = self.plane.on_floor(np.array([(167.0, KNOBS[1, 0]), (KNOBS[0, 1], 6.5)]))
        self.edges = Group(
            Words("middle", ink=INK.parameter).next_to(along_x, (-0.4, -1, 0), buff=0.2),
            Words("width", ink=INK.parameter).next_to(along_y, (1, -0.4, 0), buff=0.15),
        )
        self.enter(self.edges, self.dot, until="place", least=PACE.quick)

    @beat
    def lift_it_off(self) -> None:
        """Now lift it off the map, exactly as high as its bell is bad."""
        self.play(self.tower.flown.to(1), self.dot.lifted.to(1), least=PACE.slow)

    @beat
    def turn_one_at_a_time(self) -> None:
        """Turn the middle, turn the width, and it walks. A better bell, and it sinks; a worse one, and it
        climbs."""
        self._turn(6, until="middle", least=PACE.slow)
        self._turn(7, until="width", least=PACE.normal)
        self._turn(8, pace=PACE.normal)
        self._turn(9, share=1, least=PACE.slow)

    @beat
    def try_every_bell(self) -> None:
        """So try every bell there is, row by row, and it uncovers what has been there all along."""
        self.leave(self.threads, pace=PACE.quick)
        self.hill.opacity.set_value(0)
        self.add(self.hill)
        self.leave(
            FadeOut(self.plane),
            FadeOut(self.tower),
            self.hill.opacity.to(1),
            self.dot.curtain.to(0),
            pace=PACE.normal,
        )
        self.play(self.way_of_bells.at.to(self.corner[self.swept], rate_func=EVEN), least=2 * PACE.grand)

    @beat
    def see_the_landscape(self) -> None:
        """A landscape. Every bell is a place on it, and the best bell of all lies at the bottom."""
        self.play(*self.hill.look(daylight=1), until="landscape", least=PACE.normal)
        self.play(*self.hill.look(azimuth=-10), until="best", rate_func=EVEN, least=PACE.normal)
        self.enter(self.best, share=1)

    @beat
    def say_what_fitting_is(self) -> None:
        """So to fit data, you walk downhill. That is most of what machines do when they learn."""
        self.leave(self.edges)
        self.play(
            self.way_of_bells.at.to(self.way_of_bells.last, rate_func=EVEN),
            *self.hill.look(azimuth=-24),
            share=1,
        )

    # -- in the dark -----------------------------------------------------------------------------------

    @beat(chapter="In the dark")
    def put_out_the_light(self) -> None:
        """There is one catch. Nobody ever sees this landscape, and to try every bell was cheating."""
        self.uncovered.strength.set_value(0)
        left = (self.plot, self.columns, self.bell, *self.knobs, self.knob_names, self.badness)
        self.dissolve((*left, self.dot, self.best), (), pace=PACE.normal)
        near = self.hill.look(at=ASTRAY, place=(-2.8, 0.4), zoom=2.7, azimuth=0, elevation=66)
        dusk = self.hill.daylight.to(NIGHT, rate_func=rush_into)  # late: a dark screen shows nothing
        self.play(*near, dusk, share=1, least=PACE.slow)

    @beat
    def light_the_headlamp(self) -> None:
        """With a million knobs, all that you have is a headlamp, and the ground you stand on."""
        self.headlamp.radius.set_value(0.2 * LAMP)
        shining = self.headlamp.strength.to(1), self.headlamp.radius.to(LAMP)
        self.enter(self.hiker, *shining, until="stand", least=PACE.normal)

    @beat
    def hand_over_the_compass(self) -> None:
        """But you can feel which way it slopes. Calculus makes that a compass: red points straight uphill."""
        self.compass.scale(3.0 / self.compass.height).move_to((5.0, 1.5, 0))
        self.enter(self.compass, until="compass", least=PACE.normal)
        self.enter(self.needle, share=1)

    @beat
    def hand_over_the_boots(self) -> None:
        """Linear algebra drew the map. This course hands over the compass, and a pair of hiking boots."""
        drawing = TOOLS["compass and boots"]()
        boot = Group(drawing[3], drawing[4]).scale(2.6)
        self.boots = Group(boot.copy().shift((-0.5, 0.28, 0)), boot).move_to((5.0, -1.4, 0))
        self.add(self.trail, self.prints)
        self.play(self.steps.at.to(2), until="compass", least=PACE.slow)
        self.enter(self.boots, self.steps.at.to(self.steps.last), share=1)

    # -- the way -----------------------------------------------------------------------------------------

    @beat(chapter="The way")
    def begin_with_nudges(self) -> None:
        """And this is the way: downhill, as always. It begins with tiny nudges: push a little, and see what
        answers."""
        self.course.at.set_value(0)
        gone = (self.hill, self.hiker, self.trail, self.prints, self.needle, self.compass, self.boots)
        self.dissolve(gone, (self.sky, self.mountain, self.traveller), apart=True, pace=PACE.normal)
        self.add(self.way)
        self._light(0, until="nudges", least=PACE.normal)

    def _light(self, mark: int, **length: Any) -> None:
        """Go on down to the next mark, and light its lamp."""
        at = round(MARKS[mark] * self.course.last)
        self.play(self.course.at.to(at, rate_func=EVEN), **length)
        place = self.mountain.to_screen(self.course.path[at])
        icon, (side, x, y) = ICONS[mark]().scale(1.35), NOTES[mark]
        note = Group(icon, Words(NAMES[mark], ink=INK.output, **LARGE)).arrange((1, 0, 0), buff=0.25)
        note.move_to(place + [x, y, 0], aligned_edge=(side, 0, 0))
        self.notes = Group(*getattr(self, "notes", Group()), note)
        self.enter(self.lamps[mark], note, self.lights[mark].strength.to(1), pace=PACE.normal)

    @beat
    def cross_the_mountains(self) -> None:
        """Then come mountains in the dark: many directions at once, and one compass for them all."""
        self._light(1, until="dark", least=PACE.normal)

    @beat
    def open_the_network(self) -> None:
        """Then we open the guts of a network, and find the same compass at work inside."""
        self._light(2, until="network", least=PACE.normal)

    @beat
    def reach_the_bottom(self) -> None:
        """And at the bottom, we fit real data, and ask whether to believe it."""
        self._light(3, until="data", least=PACE.normal)
        self.enter(self.bottom, self.course.at.to(self.course.last), pace=PACE.quick)

    @beat
    def take_the_first_step(self) -> None:
        """And the first step is the smallest one there is: a tiny nudge."""
        self.leave(*self.notes)
        heading = Words("The compass", size=84), Words("for the data landscape", size=54)
        title = Group(*heading).arrange((0, -1, 0), buff=0.35, aligned_edge=[-1, 0, 0])
        self.heading = title.move_to((STAGE.right - 0.5, 2.3, 0), aligned_edge=(1, 0, 0))
        self.enter(self.heading, until="step", least=PACE.normal)
        first = self.mountain.to_screen(self.course.path[0])
        bar = nudge(first + [0.2, 0.0, 0.0], 1.1)
        self.step = Group(bar, Formula("{{dif x : input}}", size=90).next_to(bar, (1, 0, 0), buff=0.3))
        self.enter(self.step, until="nudge", least=PACE.quick)
