"""Lecture 12: downhill from here, again and again, on real mountains; where four hundred such walks end."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from manim import Animation, FadeIn, FadeOut, VGroup, linear

from calc_core.data.datasets import load_terrain
from calc_core.descent.basins import basins, watersheds
from calc_core.descent.methods import gradient_descent
from calc_core.landscapes.from_grid import from_grid
from calc_core.landscapes.grids import sample_grid
from calc_core.landscapes.landscape import Landscape
from visuals.drawing.dial import Dial
from visuals.drawing.walk import Walk
from visuals.kit.altimeter import Altimeter
from visuals.kit.compass import Compass
from visuals.kit.rucksack import Rucksack
from visuals.lecture.lecture import Lecture, beat
from visuals.letters.formula import Formula, Words
from visuals.letters.number import Number
from visuals.letters.readout import read
from visuals.map.tally import Tally
from visuals.terrain import BootPrints, GroundArrow, Lamps, Light, Marks, Poles, Terrain, Trail
from visuals.terrain.palette import basin_inks
from visuals.theme import INK, PACE, SIZE, STAGE

SMOOTH, ROUGH = 1.0, 0.5  # km over which the ground is averaged: for the walks, and for a second look
TALL = 6  # heights are drawn this many times too tall
WIDTH = 7.4  # of the map at zoom 1, in scene units
WIDE, MAP, CLOSE = 0.98, 0.82, 6.6  # zooms: the whole hill, its whole map, beside the hiker
UP = 0.36  # the map's middle stands this much above the frame's, clear of the captions
HERE = np.array([10.28, 20.65])  # km; where the lone hiker starts, high on a ridge
STRIDE = 0.012  # km^2/m; one step is this times the slope, for the lone hiker
CROWD_STRIDE = 0.005  # the first length that each of the crowd tries, halved until it goes down
NIGHT = 0.06  # what is left of the daylight
LAMP, CROWD_LAMP = 1.6, 0.5  # km; how far a lamp shines
ARROW = 0.012  # km of arrow for each m/km of slope
CROWD, POKES = 400, 40
SEED = 12
PROBES = (26, 24)  # rows and columns of a lattice of pokes
RIDGE_STEP = 3  # cells between the two who start beside each other on a divide
STEPPED_BACK = 0.55  # of opacity: less than that could not be read
CHART = -0.1  # where the tally begins
LEFT = np.array([STAGE.left, STAGE.top, 0.0])  # where words begin


class InTheDark(Lecture):
    title = "Mountains in the dark"
    goal = "A compass leads every walk into some hollow, rarely into the lowest."
    poster = "colour_the_ground"

    # -- data and pictures ---------------------------------------------------------------------------

    def set_stage(self) -> None:
        self.data = load_terrain()
        self.land = self._smoothed(SMOOTH)
        self.rough = self._smoothed(ROUGH)
        self.basins = watersheds(self.land, (440, 412))
        self.hill = self.keep(self._hill(self.land, labels=self.basins.labels))
        self.rough_hill = self.keep(self._hill(self.rough))
        rng = np.random.default_rng(SEED)
        low, high = self.land.bounds.T
        self._set_pokes(rng.uniform(low + 1, high - 1, (POKES, 2)))
        self._set_hiker()
        self._set_crowd(rng.uniform(low, high, (CROWD, 2)))
        self._set_rivals()
        self._set_hollows()

    def _smoothed(self, length: float) -> Landscape:
        units = {"x": self.data.units["x"], "y": self.data.units["y"], "f": self.data.units["height"]}
        heights = self.data["height"]
        return from_grid(heights, self.data.dx, self.data.dy, smooth=length, units=units, name="Jacksboro")

    def _hill(self, land: Landscape, labels: np.ndarray | None = None) -> Terrain:
        grid = sample_grid(land, shape=(172, 160))
        per_km = WIDTH / float(np.ptp(grid.x))
        relief = TALL * per_km * grid.relief / 1000  # heights are metres, lengths kilometres
        hill = Terrain(
            grid.x, grid.y, grid.f, width=WIDTH, relief=relief, contour_step=25, labels=labels,
            azimuth=-62, elevation=36, zoom=WIDE, daylight=0.75,
        )  # fmt: skip
        return hill.set(shift_y=UP)

    def _set_pokes(self, places: np.ndarray) -> None:
        self.pokes = self.land.reading(places)
        self.poles = self.keep(Poles(places, on=self.hill, shown=0, height=1.3))
        self.lowest_poke = int(np.argmin(self.pokes.f))
        grid = sample_grid(self.land, self.land.bounds + [[0.6, -0.6], [0.6, -0.6]], PROBES)
        self.lattice = self.keep(Marks(grid.xy.reshape(-1, 2), on=self.hill, size=4, ink=INK.output, grown=0))

    def _set_hiker(self) -> None:
        self.walk = gradient_descent(self.land, HERE, learning_rate=STRIDE, tol=1.0)
        self.reading = self.land.reading(self.walk.x)
        self.at = Dial(0.0)
        self.lamp = self.hill.shine(Light(self.walk.x, radius=LAMP, at=self.at, strength=0.0))
        on = self.hill
        self.trail = self.keep(Trail(self.walk.x, on=on, at=self.at, width=2.5))
        self.prints = self.keep(BootPrints(self.walk.x, on=on, at=self.at, size=2.8))
        self.needle = self.keep(GroundArrow(self.walk.x, ARROW * self.walk.grad, on=on, at=self.at))
        self.hiker = self.keep(Lamps(self.lamp, on=on, size=8))
        steepest = float(self.walk.slope.max())
        self.compass = self.keep(Compass(self.reading, Walk(self.walk.x, self.at), steepest=steepest))
        self.altimeter = self.keep(Altimeter(self.walk, self.at))
        # on the left: the walk goes west, and its trail lies to the right of the hiker
        self.altimeter.move_to([STAGE.left, -1.55, 0], aligned_edge=[-1, 0, 0])
        self.compass.scale(1.9 / self.compass.height).next_to(self.altimeter, [0, 1, 0], buff=0.35)

    def _set_crowd(self, starts: np.ndarray) -> None:
        self.crowd = gradient_descent(
            self.land, starts, learning_rate=CROWD_STRIDE, backtracking=True, max_iter=2000, tol=0.1
        )
        self.ends = basins(self.crowd, self.land)
        self.inks = basin_inks(self.basins.n_hollows)
        self.lights = self.hill.shine(Light(self.crowd.x, radius=CROWD_LAMP, strength=0.0))
        self.hours = self.lights.at
        own = tuple(self.inks[max(label, -1)] for label in self.ends.labels)
        self.lamps = self.keep(Lamps(self.lights, on=self.hill, size=4, sorted_inks=own))
        self.streams = self.keep(
            Trail(self.crowd.x, on=self.hill, at=self.hours, width=1.2, casing=0, ink=INK.quiet)
        )

    def _set_rivals(self) -> None:
        """Two who start beside each other on a divide and end far apart, sought along all the divides."""
        labels, x, y = self.basins.labels, self.basins.x, self.basins.y
        rows, columns = np.nonzero(
            (labels[:, :-RIDGE_STEP] != labels[:, RIDGE_STEP:])
            & (np.minimum(labels[:, :-RIDGE_STEP], labels[:, RIDGE_STEP:]) >= 0)
        )
        chosen = slice(None, None, max(len(rows) // 120, 1))
        rows, columns = rows[chosen], columns[chosen]
        pairs = np.stack(
            [np.stack([x[columns + step], y[rows]], axis=-1) for step in (0, RIDGE_STEP)], axis=1
        )
        walks = gradient_descent(
            self.land,
            pairs.reshape(-1, 2),
            learning_rate=CROWD_STRIDE,
            backtracking=True,
            max_iter=600,
            tol=1.0,
        )
        ends = basins(walks, self.land).labels.reshape(-1, 2)
        parted = (ends.min(axis=1) >= 0) & (ends[:, 0] != ends[:, 1])
        far = np.where(parted, walks.length.reshape(-1, 2).min(axis=1), 0.0)
        best = int(np.argmax(far))
        self.rival_labels = ends[best]
        self.rivals = walks.x[:, 2 * best : 2 * best + 2]
        self.rival_at = Dial(0.0)
        inks = tuple(self.inks[label] for label in self.rival_labels)
        light = Light(self.rivals, radius=0.0, at=self.rival_at)
        self.rival_dots = self.keep(Lamps(light, on=self.hill, size=9, sorted_inks=inks, glow=0.6))
        self.rival_trails = [
            self.keep(Trail(self.rivals[:, k], on=self.hill, at=self.rival_at, ink=inks[k], width=5))
            for k in range(2)
        ]

    def _set_hollows(self) -> None:
        hollows = self.ends.hollows
        on = self.hill
        self.rings = self.keep(Marks(hollows, on=on, kind="ring", size=13, ink=INK.text, grown=0))
        self.lowest = self.keep(Marks(hollows[:1], on=on, kind="ring", size=22, ink=INK.output))
        minima = self.rough.minima
        self.many_rings = self.keep(
            Marks(minima, on=self.rough_hill, kind="ring", size=11, ink=INK.text, grown=0)
        )

    # -- the question --------------------------------------------------------------------------------

    @beat(chapter="The question")
    def watch_dusk_fall(self) -> None:
        """Dusk over the Appalachians. This is real ground, thirty kilometres of it,
        measured by radar from space."""
        title = Words(self.title, size=SIZE.title).move_to(LEFT, aligned_edge=[-1, 1, 0])
        facts = VGroup(
            Words(
                "<across> by <depth>",
                size=SIZE.small,
                ink=INK.quiet,
                across=read(self.data, "width", decimals=1),
                depth=read(self.data, "depth", decimals=1),
            ),
            Words(f"heights drawn {TALL} times too tall", size=SIZE.small, ink=INK.quiet),
        ).arrange([0, -1, 0], buff=0.22, aligned_edge=[-1, 0, 0])
        facts.next_to(title, [0, -1, 0], buff=0.4, aligned_edge=[-1, 0, 0])
        self.opening = VGroup(title, facts)
        self.play(FadeIn(self.hill), *self.hill.look(azimuth=-52), run_time=PACE.slow, rate_func=linear)
        self.play(FadeIn(self.opening), *self.hill.look(azimuth=-47), run_time=PACE.normal, rate_func=linear)
        self.play(*self.hill.look(azimuth=-34), run_time=self.rest(least=PACE.slow), rate_func=linear)

    @beat
    def let_night_come(self) -> None:
        """Somewhere in it lies the lowest hollow. Then night falls. How will you find it?"""
        look = self.hill.look(daylight=NIGHT, azimuth=-22)
        self.play(*look, FadeOut(self.opening), run_time=self.rest(least=PACE.grand))

    # -- round one: a pole ---------------------------------------------------------------------------

    @beat(chapter="With a pole")
    def poke_once(self) -> None:
        """Round one: you have a long pole. Lower it anywhere, and it tells you one height. Nothing more."""
        self.poke = self._says(
            "the pole says", lambda: read(self.pokes, "f", index=self._poked(), decimals=0, name="poke")
        )
        self.add(self.poles)
        self.play(self.poles.at.animate.set_value(1), run_time=PACE.slow)
        self.enter(self.poke, run_time=PACE.quick)
        self.play(self.poles.at.animate.set_value(3), run_time=self.rest(least=PACE.slow))

    def _poked(self) -> int:
        return int(np.clip(np.ceil(self.poles.at.get_value()) - 1, 0, POKES - 1))

    def _says(self, label: str, reading: Callable) -> VGroup:
        """A quiet label with a number under it, in the upper left corner."""
        words = Words(label, ink=INK.quiet)
        number = Number(reading, ink=INK.output, size=SIZE.large)
        words.move_to(LEFT, aligned_edge=[-1, 1, 0])
        number.shift(words.get_corner([-1, -1, 0]) + [0, -0.75, 0] - number.strut.points[0])
        return VGroup(words, number)

    @beat
    def poke_again(self) -> None:
        """Again, and again. Forty pokes later you own forty numbers, and no idea where to poke next."""
        turn = self.hill.look(azimuth=-12)
        self.play(
            self.poles.at.animate.set_value(POKES),
            *turn,
            run_time=self.rest(least=PACE.grand),
            rate_func=linear,
        )

    @beat
    def give_up_poking(self) -> None:
        """To be sure, you would have to poke everywhere. Here, that is slow.
        With a thousand knobs, it is hopeless."""
        self.leave(self.poles, self.poke)
        self.add(self.lattice)
        self.play(
            self.lattice.grown.animate.set_value(1),
            *self.hill.look(azimuth=2),
            run_time=self.rest(),
            rate_func=linear,
        )

    # -- round two: a compass --------------------------------------------------------------------------

    @beat(chapter="With a compass")
    def light_the_lamp(self) -> None:
        """Round two: a headlamp and a compass. They know the ground you stand on, and which way it climbs."""
        self.leave(self.lattice)
        self.add(self.needle, self.hiker)
        self.needle.grown.set_value(0)
        self.hiker.set_opacity(0)
        close = self._follow(0, zoom=CLOSE, azimuth=0, elevation=50, shift_x=1.5)
        lit = self.lamp.strength.animate.set_value(1), self.hiker.opacity.animate.set_value(1)
        self.play(*close, *lit, run_time=PACE.slow)
        self.enter(self.compass, self.altimeter, run_time=PACE.normal)
        self.play(self.needle.grown.animate.set_value(1), run_time=self.rest())

    def _follow(self, stop: float, **look: float) -> list[Animation]:
        """Keep the hiker in the middle of the view, after so many steps."""
        x, y = self.walk.at(stop)
        return self.hill.look(focus_x=x, focus_y=y, **look)

    def _step_to(self, stop: float) -> list[Animation]:
        return [self.at.animate.set_value(stop), *self._follow(stop)]

    @beat
    def step_the_other_way(self) -> None:
        """Red points straight up the slope. So step the other way. Look again; step again."""
        self.remove(self.needle, self.hiker)
        self.add(self.trail, self.prints, self.needle, self.hiker)
        for k in (1, 2, 3):
            self.play(*self._step_to(k), run_time=PACE.normal)
        self.play(*self._step_to(5), run_time=self.rest())

    @beat
    def name_the_rule(self) -> None:
        """The next place is this place, minus a small multiple of the gradient. That is gradient descent."""
        rule = Formula(
            "{{x : path}}_(k+1) = {{x : path}}_k - gamma thin {{nabla f(x_k) : gradient}}", size=SIZE.large
        )
        name = Words("gradient descent", ink=INK.quiet)
        self.rule = VGroup(rule, name).arrange([0, -1, 0], buff=0.35, aligned_edge=[-1, 0, 0])
        self.rule.move_to(LEFT, aligned_edge=[-1, 1, 0])
        self.play(FadeIn(rule), *self._step_to(9), run_time=PACE.slow)
        self.play(FadeIn(name), *self._step_to(16), run_time=self.rest())

    @beat
    def watch_steps_shrink(self) -> None:
        """Where the ground is steep, the steps are long. Where it flattens, they shrink by themselves."""
        self.play(*self._step_to(round(0.55 * self.walk.n)), run_time=self.rest(least=PACE.grand))

    @beat
    def come_to_rest(self) -> None:
        """Until the needle has shrunk to nothing. Every way from here leads up: you are in a hollow."""
        self.play(*self._step_to(self.walk.n), run_time=self.rest(least=PACE.grand))

    @beat
    def doubt(self) -> None:
        """But is it the lowest one? Of thirty kilometres of mountains, your lamp has seen this."""
        self.leave(self.rule, self.compass, self.altimeter, self.needle)
        wide = self.hill.look(
            zoom=WIDE, azimuth=-14, elevation=38, focus_x=self._middle[0], focus_y=self._middle[1], shift_x=0
        )
        self.play(*wide, run_time=self.rest(least=PACE.slow))

    @property
    def _middle(self) -> np.ndarray:
        return self.land.bounds.mean(axis=1)

    # -- four hundred lamps ----------------------------------------------------------------------------

    @beat(chapter="Four hundred lamps")
    def drop_the_lamps(self) -> None:
        """Then let four hundred try. Dropped at random, each with a lamp, a compass, and the same rule."""
        gone = (FadeOut(each) for each in (self.trail, self.prints, self.hiker))
        self.play(*gone, self.lamp.strength.animate.set_value(0), run_time=PACE.quick)
        self.add(self.streams, self.lamps)
        self.lamps.set_opacity(0)
        self.count = self._says("hikers", lambda: read(self.crowd, "n_walkers", name="hikers"))
        light = self.lights.strength.animate.set_value(1), self.lamps.opacity.animate.set_value(1)
        self.play(*light, FadeIn(self.count), run_time=PACE.slow)
        self.play(*self.hill.look(azimuth=-2), run_time=self.rest(), rate_func=linear)

    @beat
    def watch_them_walk(self) -> None:
        """Watch. They leave the ridges, meet in the valleys, and follow them like water."""
        early = float(np.percentile(self.crowd.n_steps, 20))
        run = self.rest(least=2.5 * PACE.grand)
        self.play(
            self.hours.animate(rate_func=hasten(3.5)).set_value(early), *self._turn(14, linear), run_time=run
        )

    def _turn(self, azimuth: float, rate_func: Callable[[float], float]) -> list:
        return [self.hill.azimuth.animate(rate_func=rate_func).set_value(azimuth)]

    @beat
    def see_them_freeze(self) -> None:
        """And one after another, they come to rest. Not in one hollow: in many."""
        self.leave(self.count, run_time=PACE.quick)
        run = self.rest(least=PACE.grand)
        self.play(
            self.hours.animate(rate_func=hasten(2.5)).set_value(self.crowd.n),
            *self._turn(20, linear),
            run_time=run,
        )
        self.count = self._says(
            "hollows reached", lambda: read(self.ends, "n_reached", name="hollows reached")
        )
        self.add(self.rings)
        self.play(self.rings.grown.animate.set_value(1), FadeIn(self.count), run_time=PACE.slow)

    @beat
    def lose_some(self) -> None:
        """Some have walked off the map. Where they would have ended, this map cannot say."""
        lost = self._says("walked off the map", lambda: read(self.ends, "n_lost", name="walked off the map"))
        self.play(FadeOut(self.count), FadeIn(lost), run_time=PACE.quick)
        self.count = lost
        self.play(*self._turn(30, linear), run_time=self.rest(least=PACE.slow))

    # -- name it ---------------------------------------------------------------------------------------

    @beat(chapter="Name it")
    def sort_the_lamps(self) -> None:
        """Give every hollow a colour of its own, and every lamp the colour of the hollow that caught it."""
        self.leave(self.count, self.streams)
        top = self.hill.look(tilt=1, zoom=MAP, azimuth=0)
        self.play(*top, self.lamps.sorted.animate.set_value(1), run_time=self.rest(least=PACE.slow))

    @beat
    def walk_back_to_their_starts(self) -> None:
        """Now send them all back to where they began, and keep the colours."""
        self.leave(self.rings, run_time=PACE.quick)
        self.play(
            self.hours.animate(rate_func=backwards(6.0)).set_value(0), run_time=self.rest(least=PACE.grand)
        )

    @beat
    def colour_the_ground(self) -> None:
        """Colour the ground the same way: every place by where its way down ends."""
        ground = self.hill.look(basins=0.9, daylight=0.95)
        self.play(*ground, self.lights.strength.animate.set_value(0), run_time=self.rest(least=PACE.grand))

    @beat
    def name_the_basins(self) -> None:
        """Each colour is a basin of attraction. Rain has always known them: they are the watersheds."""
        name = Words("basins of attraction", size=SIZE.large).move_to([3.6, 1.1, 0])
        rain = Words("watersheds", ink=INK.quiet).next_to(name, [0, -1, 0], buff=0.45)
        self.names = VGroup(name, rain)
        self.play(*self.hill.look(shift_x=-2.9), run_time=PACE.normal)
        self.enter(name, run_time=PACE.quick)
        again = self.hours.animate(rate_func=hasten(6.0)).set_value(self.crowd.n)
        self.play(again, run_time=self.rest(0.75, least=PACE.slow))
        self.enter(rain, run_time=PACE.quick)

    @beat
    def part_at_a_divide(self) -> None:
        """Two hikers start side by side, on a divide. Same rule, same night, and they never meet again."""
        self.leave(self.names, self.lamps)
        middle = self.rivals.reshape(-1, 2).mean(axis=0)
        near = self.hill.look(
            zoom=2.0, focus_x=middle[0], focus_y=middle[1], shift_x=0, tilt=0.35, elevation=50, azimuth=12
        )
        self.rival_dots.sorted.set_value(1)
        self.add(*self.rival_trails, self.rival_dots)
        self.rival_dots.set_opacity(0)
        self.play(*near, self.rival_dots.opacity.animate.set_value(1), run_time=PACE.slow)
        last = float(len(self.rivals) - 1)
        self.play(
            self.rival_at.animate(rate_func=hasten(3.0)).set_value(last), run_time=self.rest(least=PACE.grand)
        )

    # -- the aha ---------------------------------------------------------------------------------------

    @beat(chapter="Short-sighted")
    def wait_for_morning(self) -> None:
        """Morning. Now anyone can see it: here lies the lowest hollow of all."""
        self.leave(self.rival_dots, *self.rival_trails)
        wide = self.hill.look(zoom=WIDE, azimuth=-24, elevation=38, tilt=0, basins=0, daylight=1,
                              focus_x=self._middle[0], focus_y=self._middle[1])  # fmt: skip
        self.play(*wide, run_time=PACE.slow)
        low = self._says(
            "lowest hollow", lambda: read(self.ends, "lowest_height", decimals=0, name="lowest hollow")
        )
        self.count = low
        self.play(
            FadeIn(self.lowest), FadeIn(low), *self._turn(-12, linear), run_time=self.rest(least=PACE.slow)
        )

    @beat
    def find_the_hiker_again(self) -> None:
        """And here is where the lone walk ended. A hollow, to be sure, and far too high."""
        end = self._says("the lone hiker", lambda: read(self.walk, "f", index=self.walk.n, decimals=0))
        end.next_to(self.count, [0, -1, 0], buff=0.6, aligned_edge=[-1, 0, 0])
        self.at.set_value(0)
        self.trail.set_opacity(1)
        self.hiker.set_opacity(1)
        self.play(FadeIn(self.trail), FadeIn(self.hiker), *self._turn(-8, linear), run_time=PACE.quick)
        walk = self.at.animate.set_value(self.walk.n)
        self.play(walk, *self._turn(2, linear), run_time=self.rest(0.85, least=PACE.slow))
        self.enter(end, run_time=PACE.quick)
        self.count = VGroup(self.count, end)

    @beat
    def count_the_lucky(self) -> None:
        """And how many of the four hundred are down there? Count them, hollow by hollow, the lowest first."""
        self.leave(self.count, self.trail, self.hiker)
        self.tally = self.keep(Tally(self.ends, self.inks, left=CHART, base=-2.1, width=6.7, height=3.9))
        lowest, highest = Words("lowest", size=SIZE.small, ink=INK.output), Words("highest", size=SIZE.small)
        lowest.move_to([CHART, -2.32, 0], aligned_edge=[-1, 1, 0])
        highest.move_to([CHART + 6.7, -2.32, 0], aligned_edge=[1, 1, 0])
        self.legend = self.keep(VGroup(lowest, highest))
        self.caption = Words("lamps in each hollow", ink=INK.quiet)
        self.caption.move_to([CHART, STAGE.top, 0], aligned_edge=[-1, 1, 0])
        self.lamps.set_opacity(0)
        self.add(self.lamps)
        look = self.hill.look(tilt=1, zoom=MAP, azimuth=0, shift_x=-3.75, basins=0.85)
        self.play(*look, self.lamps.opacity.animate.set_value(1), run_time=PACE.slow)
        self.enter(self.tally, self.legend, self.caption, run_time=PACE.quick)
        self.play(self.tally.grown.animate.set_value(1), run_time=self.rest(least=PACE.slow))

    @beat
    def face_the_odds(self) -> None:
        """This few. And luck it was, for its basin is only a small share of the ground."""
        lucky = Words(
            "<few> of <all> lamps",
            few=read(self.ends, "lowest_count", name="lamps in the lowest hollow"),
            all=read(self.crowd, "n_walkers", name="lamps"),
        )
        share = Words(
            "<share> of the ground",
            share=read(self.basins, "lowest_share", percent=True, decimals=1, name="lowest hollow's ground"),
        )
        self.odds = VGroup(lucky, share).arrange([0, -1, 0], buff=0.32, aligned_edge=[-1, 0, 0])
        self.odds.move_to([CHART, STAGE.top, 0], aligned_edge=[-1, 1, 0])
        self.leave(self.caption)
        others = VGroup(*self.tally.bars[1:], *self.tally.numbers[1:])
        self.play(others.animate.set_opacity(STEPPED_BACK), FadeIn(lucky), run_time=PACE.normal)
        self.play(FadeIn(share), self.hill.basins.animate.set_value(1), run_time=self.rest(least=PACE.normal))

    @beat
    def say_it(self) -> None:
        """The compass is honest, but short-sighted. Downhill from here is not the way to the lowest place."""
        self.leave(self.tally, self.legend, self.odds, self.lamps)
        self.motto = Words("honest, but short-sighted", size=SIZE.large)
        self.motto.move_to(LEFT, aligned_edge=[-1, 1, 0])
        look = self.hill.look(tilt=0, zoom=WIDE, azimuth=14, shift_x=0, basins=0.35)
        self.play(*look, run_time=PACE.slow)
        self.play(FadeIn(self.motto), *self._turn(20, linear), run_time=PACE.normal)
        self.play(*self._turn(30, linear), run_time=self.rest(least=PACE.normal))

    @beat
    def look_closer(self) -> None:
        """And this ground was tame, averaged over a kilometre. Over half of that, the hollows multiply."""
        self.leave(self.lowest, self.motto)
        coarse, fine = (
            self._hollows_at(length, land) for length, land in ((SMOOTH, self.land), (ROUGH, self.rough))
        )
        self.count = VGroup(coarse, fine).arrange([0, -1, 0], buff=0.32, aligned_edge=[-1, 0, 0])
        self.count.move_to(LEFT, aligned_edge=[-1, 1, 0])
        self.play(FadeIn(coarse), *self._turn(36, linear), run_time=PACE.normal)
        now = {name: dial.get_value() for name, dial in self.hill.dials.items() if name != "relief"}
        self.rough_hill.set(**now).set(basins=0).set_opacity(0)
        self.add(self.rough_hill)
        uncover = self.rough_hill.opacity.animate.set_value(1), self.hill.basins.animate.set_value(0)
        self.play(*uncover, run_time=PACE.slow)
        self.remove(self.hill)
        self.add(self.many_rings)
        rings = self.many_rings.grown.animate.set_value(1)
        self.play(rings, FadeIn(fine), run_time=self.rest(least=PACE.slow))

    def _hollows_at(self, length: float, land: Landscape) -> Words:
        count = read(land, "n_minima", name=f"hollows, ground averaged over {length:g} km")
        return Words(f"averaged over {length:g} km: <n> hollows", n=count)

    @beat
    def pack_up(self) -> None:
        """Nobody has a better way yet. So compass and boots go back in the rucksack.
        Next: how long a stride?"""
        self.leave(self.count, self.many_rings, run_time=PACE.quick)
        sack = Rucksack(("magnifying glass",)).move_to([0, 0.3, 0])
        self.compass.move_to([-4.6, 0.3, 0])
        dim = self.rough_hill.look(daylight=0.12)
        self.play(*dim, FadeIn(sack), FadeIn(self.compass), run_time=PACE.normal)
        pack = sack.pack("compass and boots", coming_from=self.compass)
        self.play(pack, FadeOut(self.compass), run_time=PACE.slow)
        self.play(*self.rough_hill.look(azimuth=50), run_time=self.rest(), rate_func=linear)


def hasten(pull: float) -> Callable[[float], float]:
    """A rate that starts slowly and ends faster by e^pull: the first steps are the ones to watch."""
    return lambda share: float(np.expm1(pull * share) / np.expm1(pull))


def backwards(pull: float) -> Callable[[float], float]:
    """The rate of `hasten` for the way back: first in a hurry, and slow where that began."""
    return lambda share: 1.0 - hasten(pull)(1.0 - share)
