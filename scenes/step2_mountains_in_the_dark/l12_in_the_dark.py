"""Lecture 12: downhill from here, again and again, on real mountains; where four hundred such walks end."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import Animation, FadeIn, VGroup, linear

from calc_core import Landscape, basins, from_grid, gradient_descent, load_terrain
from calc_core import parted_at_divide, sample_grid, watersheds
from visuals import INK, PACE, SIZE, STAGE, Lecture, Walk, beat, read
from visuals import CORNER, Formula, Number, Page, Reading, Words
from visuals import Altimeter, Compass, Rucksack, Tally, backwards, basin_inks, hasten
from visuals import BootPrints, GroundArrow, Lamps, Lettering, Light, Marks, Options, Poles, Terrain, Trail

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
CROWD, POKES, SEED = 400, 40, 12
PROBES = (26, 24)  # rows and columns of a lattice of pokes
CHART, CHART_WIDTH = -0.1, 6.7  # where the tally begins, and how wide it is
CHART_TOP = Page(CHART, STAGE.top)


class InTheDark(Lecture):
    title = "Mountains in the dark"
    goal = "A compass leads every walk into some hollow, rarely into the lowest."
    poster = "colour_the_ground"
    layers = (
        "hill rough_hill poles lattice streams trail prints needle hiker lamps"
        " rings lowest many_rings rival_trails rival_dots"
    )

    # -- data and pictures ---------------------------------------------------------------------------

    def set_stage(self) -> None:
        self.data = load_terrain()
        self.land, self.rough = self._smoothed(SMOOTH), self._smoothed(ROUGH)
        self.middle = self.land.bounds.mean(axis=1)
        self.basins = watersheds(self.land, (440, 412))
        self.hill, self.rough_hill = self._hill(self.land, self.basins.labels), self._hill(self.rough)
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
        self.poles = Poles(places, on=self.hill, shown=0, height=1.3)
        grid = sample_grid(self.land, self.land.bounds + [[0.6, -0.6], [0.6, -0.6]], PROBES)
        self.lattice = Marks(grid.xy.reshape(-1, 2), on=self.hill, size=4, ink=INK.output)

    def _set_hiker(self) -> None:
        on = self.hill
        self.descent = gradient_descent(self.land, HERE, learning_rate=STRIDE, tol=1.0)
        self.reading = self.land.reading(self.descent.x)
        self.walk = Walk(self.descent)
        self.lamp = on.shine(Light(self.walk, radius=LAMP, strength=0.0))
        self.trail, self.prints = Trail(self.walk, on=on, width=2.5), BootPrints(self.walk, on=on, size=2.8)
        self.needle = GroundArrow(self.walk, ARROW * self.descent.grad, on=on)
        self.hiker = Lamps(self.lamp, on=on, size=8)
        self.compass = Compass(self.reading, self.walk, steepest=float(self.descent.slope.max()))
        self.altimeter = Altimeter(self.descent, self.walk.at)
        # on the left: the walk goes west, and its trail lies to the right of the hiker
        self.altimeter.move_to((STAGE.left, -1.55, 0), aligned_edge=(-1, 0, 0))
        self.compass.scale(1.9 / self.compass.height).next_to(self.altimeter, (0, 1, 0), buff=0.35)

    def _set_crowd(self, starts: np.ndarray) -> None:
        self.crowd = gradient_descent(
            self.land, starts, learning_rate=CROWD_STRIDE, backtracking=True, max_iter=2000, tol=0.1
        )
        self.ends = basins(self.crowd, self.land)
        self.inks = basin_inks(self.basins.n_hollows)
        crowd = Walk(self.crowd)
        self.hours = crowd.at
        self.lights = self.hill.shine(Light(crowd, radius=CROWD_LAMP, strength=0.0))
        own = tuple(self.inks[max(label, -1)] for label in self.ends.labels)
        self.lamps = Lamps(self.lights, on=self.hill, size=4, sorted_inks=own)
        self.streams = Trail(crowd, on=self.hill, width=1.2, casing=0, ink=INK.quiet)

    def _set_rivals(self) -> None:
        """Two who start beside each other on a divide and end far apart, sought along all the divides."""
        self.pair = parted_at_divide(self.land, self.basins, learning_rate=CROWD_STRIDE)
        self.rivals = Walk(self.pair.x)
        inks = tuple(self.inks[label] for label in self.pair.labels)
        light = Light(self.rivals, radius=0.0)
        self.rival_dots = Lamps(light, on=self.hill, size=9, sorted_inks=inks, glow=0.6)
        self.rival_trails = [
            Trail(Walk(self.pair.x[:, k], self.rivals.at), on=self.hill, ink=inks[k], width=5)
            for k in range(2)
        ]

    def _set_hollows(self) -> None:
        rings: Options = {"kind": "ring", "ink": INK.text}
        self.rings = Marks(self.ends.hollows, on=self.hill, size=13, **rings)
        self.lowest = Marks(self.ends.hollows[:1], on=self.hill, kind="ring", size=22, ink=INK.output)
        self.many_rings = Marks(self.rough.minima, on=self.rough_hill, size=11, **rings)

    def note(self, label: str, result: Any, field: str, *, below: VGroup | None = None, **how: Any) -> VGroup:
        """A quiet label with a number under it, in the upper left corner."""
        number = Number(lambda: read(result, field, name=label, **how), ink=INK.output, size=SIZE.large)
        return CORNER.write(Words(label, ink=INK.quiet), number, below=below, gap=0.3)

    def turn(self, azimuth: float) -> Animation:
        """Go on walking round the hill, evenly."""
        return self.hill.azimuth.to(azimuth, rate_func=linear)

    @beat(chapter="The question")
    def watch_dusk_fall(self) -> None:
        """Dusk over the Appalachians. This is real ground, thirty kilometres of it,
        measured by radar from space."""
        title, quiet = Words(self.title, size=SIZE.title), Lettering(size=SIZE.small, ink=INK.quiet)
        across, depth = (read(self.data, name, decimals=1) for name in ("width", "depth"))
        size = Words("<across> by <depth>", **quiet, across=across, depth=depth)
        facts = VGroup(size, Words(f"heights drawn {TALL} times too tall", **quiet))
        self.opening = CORNER.write(title, facts.arrange((0, -1, 0), buff=0.22, aligned_edge=[-1, 0, 0]))
        self.play(FadeIn(self.hill), self.turn(-52), pace=PACE.slow)
        self.play(FadeIn(self.opening), self.turn(-47), pace=PACE.normal)
        self.play(self.turn(-34), least=PACE.slow)

    @beat
    def let_night_come(self) -> None:
        """Somewhere in it lies the lowest hollow. Then night falls. How will you find it?"""
        self.leave(self.opening, *self.hill.look(daylight=NIGHT, azimuth=-22), share=1, least=PACE.grand)

    @beat(chapter="With a pole")
    def poke_once(self) -> None:
        """Round one: you have a long pole. Lower it anywhere, and it tells you one height. Nothing more."""
        says = Number(self._poked, ink=INK.output, size=SIZE.large)
        self.poke = CORNER.write(Words("the pole says", ink=INK.quiet), says, gap=0.3)
        self.add(self.poles)
        self.play(self.poles.at.to(1), pace=PACE.slow)
        self.enter(self.poke, pace=PACE.quick)
        self.play(self.poles.at.to(3), least=PACE.slow)

    def _poked(self) -> Reading:
        last = int(np.clip(np.ceil(self.poles.at.get_value()) - 1, 0, POKES - 1))
        return read(self.pokes, "f", index=last, decimals=0, name="poke")

    @beat
    def poke_again(self) -> None:
        """Again, and again. Forty pokes later you own forty numbers, and no idea where to poke next."""
        self.play(self.poles.at.to(POKES, rate_func=linear), *self.hill.look(azimuth=-12), least=PACE.grand)

    @beat
    def give_up_poking(self) -> None:
        """To be sure, you would have to poke everywhere. Here, that is slow.
        With a thousand knobs, it is hopeless."""
        self.leave(self.poles, self.poke)
        self.enter(self.lattice, self.turn(2), share=1)

    @beat(chapter="With a compass")
    def light_the_lamp(self) -> None:
        """Round two: a headlamp and a compass. They know the ground you stand on, and which way it climbs."""
        self.leave(self.lattice)
        close = self._follow(0, zoom=CLOSE, azimuth=0, elevation=50, shift_x=1.5)
        self.play(FadeIn(self.hiker), self.lamp.strength.to(1), *close, pace=PACE.slow)
        self.enter(self.compass, self.altimeter)
        self.enter(self.needle, share=1)

    def _follow(self, stop: float, **look: float) -> list[Animation]:
        """Keep the hiker in the middle of the view, after so many steps."""
        x, y = self.descent.at(stop)
        return self.hill.look(focus_x=x, focus_y=y, **look)

    def _step_to(self, stop: float) -> list[Animation]:
        return [self.walk.at.to(stop), *self._follow(stop)]

    @beat
    def step_the_other_way(self) -> None:
        """Red points straight up the slope. So step the other way. Look again; step again."""
        self.add(self.trail, self.prints)
        for k in (1, 2, 3):
            self.play(*self._step_to(k), pace=PACE.normal)
        self.play(*self._step_to(5))

    @beat
    def name_the_rule(self) -> None:
        """The next place is this place, minus a small multiple of the gradient. That is gradient descent."""
        rule = Formula(
            "{{x : path}}_(k+1) = {{x : path}}_k - gamma thin {{nabla f(x_k) : gradient}}", size=SIZE.large
        )
        name = Words("gradient descent", ink=INK.quiet)
        self.rule = CORNER.write(rule, name)
        self.play(FadeIn(rule), *self._step_to(9), pace=PACE.slow)
        self.play(FadeIn(name), *self._step_to(16))

    @beat
    def watch_steps_shrink(self) -> None:
        """Where the ground is steep, the steps are long. Where it flattens, they shrink by themselves."""
        self.play(*self._step_to(round(0.55 * self.descent.n)), least=PACE.grand)

    @beat
    def come_to_rest(self) -> None:
        """Until the needle has shrunk to nothing. Every way from here leads up: you are in a hollow."""
        self.play(*self._step_to(self.descent.n), least=PACE.grand)

    @beat
    def doubt(self) -> None:
        """But is it the lowest one? Of thirty kilometres of mountains, your lamp has seen this."""
        self.leave(self.rule, self.compass, self.altimeter, self.needle)
        self.play(*self._whole(azimuth=-14, shift_x=0), least=PACE.slow)

    def _whole(self, **look: float) -> list[Animation]:
        """Step back until the whole hill is seen."""
        return self.hill.look(zoom=WIDE, elevation=38, focus_x=self.middle[0], focus_y=self.middle[1], **look)

    @beat(chapter="Four hundred lamps")
    def drop_the_lamps(self) -> None:
        """Then let four hundred try. Dropped at random, each with a lamp, a compass, and the same rule."""
        self.leave(self.trail, self.prints, self.hiker, self.lamp.strength.to(0))
        self.add(self.streams)
        self.count = self.note("hikers", self.crowd, "n_walkers")
        self.play(FadeIn(self.lamps), FadeIn(self.count), self.lights.strength.to(1), pace=PACE.slow)
        self.play(self.turn(-2))

    @beat
    def watch_them_walk(self) -> None:
        """Watch. They leave the ridges, meet in the valleys, and follow them like water."""
        early = float(np.percentile(self.crowd.n_steps, 20))
        self.play(self.hours.to(early, rate_func=hasten(3.5)), self.turn(14), least=2.5 * PACE.grand)

    @beat
    def see_them_freeze(self) -> None:
        """And one after another, they come to rest. Not in one hollow: in many."""
        self.leave(self.count)
        last = self.hours.to(self.crowd.n, rate_func=hasten(2.5))
        self.play(last, self.turn(20), least=PACE.grand)
        self.count = self.note("hollows reached", self.ends, "n_reached")
        self.enter(self.rings, self.count, pace=PACE.slow)

    @beat
    def lose_some(self) -> None:
        """Some have walked off the map. Where they would have ended, this map cannot say."""
        hikers, self.count = self.count, self.note("walked off the map", self.ends, "n_lost")
        self.swap(hikers, self.count, pace=PACE.quick)
        self.play(self.turn(30), least=PACE.slow)

    @beat(chapter="Name it")
    def sort_the_lamps(self) -> None:
        """Give every hollow a colour of its own, and every lamp the colour of the hollow that caught it."""
        self.leave(self.count, self.streams)
        self.play(*self.hill.look(tilt=1, zoom=MAP, azimuth=0), self.lamps.sorted.to(1), least=PACE.slow)

    @beat
    def walk_back_to_their_starts(self) -> None:
        """Now send them all back to where they began, and keep the colours."""
        self.leave(self.rings)
        self.play(self.hours.to(0, rate_func=backwards(hasten(6.0))), least=PACE.grand)

    @beat
    def colour_the_ground(self) -> None:
        """Colour the ground the same way: every place by where its way down ends."""
        coloured = self.hill.look(basins=0.9, daylight=0.95)
        self.play(*coloured, self.lights.strength.to(0), least=PACE.grand)

    @beat
    def name_the_basins(self) -> None:
        """Each colour is a basin of attraction. Rain has always known them: they are the watersheds."""
        name = Words("basins of attraction", size=SIZE.large).move_to((3.6, 1.1, 0))
        rain = Words("watersheds", ink=INK.quiet).next_to(name, (0, -1, 0), buff=0.45)
        self.names = VGroup(name, rain)
        self.play(*self.hill.look(shift_x=-2.9), pace=PACE.normal)
        self.enter(name, pace=PACE.quick)
        self.play(self.hours.to(self.crowd.n, rate_func=hasten(6.0)), share=0.75, least=PACE.slow)
        self.enter(rain, pace=PACE.quick)

    @beat
    def part_at_a_divide(self) -> None:
        """Two hikers start side by side, on a divide. Same rule, same night, and they never meet again."""
        self.leave(self.names, self.lamps)
        between = self.rivals.path.reshape(-1, 2).mean(axis=0)
        near = self.hill.look(
            focus_x=between[0], focus_y=between[1], zoom=2.0, shift_x=0, tilt=0.35, elevation=50, azimuth=12
        )
        self.rival_dots.sorted.set_value(1)
        self.add(*self.rival_trails)
        self.play(FadeIn(self.rival_dots), *near, pace=PACE.slow)
        self.play(self.rivals.at.to(self.rivals.last, rate_func=hasten(3.0)), least=PACE.grand)

    @beat(chapter="Short-sighted")
    def wait_for_morning(self) -> None:
        """Morning. Now anyone can see it: here lies the lowest hollow of all."""
        self.leave(self.rival_dots, *self.rival_trails)
        self.play(*self._whole(azimuth=-24, tilt=0, basins=0, daylight=1), pace=PACE.slow)
        self.count = self.note("lowest hollow", self.ends, "lowest_height", decimals=0)
        self.play(FadeIn(self.lowest), FadeIn(self.count), self.turn(-12), least=PACE.slow)

    @beat
    def find_the_hiker_again(self) -> None:
        """And here is where the lone walk ended. A hollow, to be sure, and far too high."""
        last = self.descent.n
        end = self.note("the lone hiker", self.descent, "f", index=last, decimals=0, below=self.count)
        self.walk.at.set_value(0)
        self.play(FadeIn(self.trail), FadeIn(self.hiker), self.turn(-8), pace=PACE.quick)
        self.play(self.walk.at.to(last), self.turn(2), share=0.85, least=PACE.slow)
        self.enter(end, pace=PACE.quick)
        self.count = VGroup(self.count, end)

    @beat
    def count_the_lucky(self) -> None:
        """And how many of the four hundred are down there? Count them, hollow by hollow, the lowest first."""
        self.leave(self.count, self.trail, self.hiker)
        self.tally = Tally(self.ends, self.inks, left=CHART, base=-2.1, width=CHART_WIDTH, height=3.9)
        lowest, highest = Words("lowest", size=SIZE.small, ink=INK.output), Words("highest", size=SIZE.small)
        self.legend = VGroup(
            Page(CHART, -2.32).write(lowest), Page(CHART + CHART_WIDTH, -2.32, side="right").write(highest)
        )
        self.caption = CHART_TOP.write(Words("lamps in each hollow", ink=INK.quiet))
        aside = self.hill.look(tilt=1, zoom=MAP, azimuth=0, shift_x=-3.75, basins=0.85)
        self.play(*aside, FadeIn(self.lamps), pace=PACE.slow)
        self.enter(self.legend, self.caption, pace=PACE.quick)
        self.enter(self.tally, share=1, least=PACE.slow)

    @beat
    def face_the_odds(self) -> None:
        """Only these few. And luck it was, for its basin is only a small share of the ground."""
        few = read(self.ends, "lowest_count", name="lamps in the lowest hollow")
        lucky = Words("<few> of <all> lamps", few=few, all=read(self.crowd, "n_walkers", name="lamps"))
        part: Options = {"percent": True, "decimals": 1, "name": "lowest hollow's ground"}
        share = Words("<share> of the ground", share=read(self.basins, "lowest_share", **part))
        self.odds = CHART_TOP.write(lucky, share, gap=0.32)
        self.leave(self.caption)
        self.play(self.tally.picked.to(1), FadeIn(lucky), pace=PACE.normal)
        self.play(FadeIn(share), self.hill.basins.to(1), least=PACE.normal)

    @beat
    def say_it(self) -> None:
        """The compass is honest, but short-sighted. Downhill from here is not the way to the lowest place."""
        self.leave(self.tally, self.legend, self.odds, self.lamps)
        self.motto = CORNER.write(Words("honest, but short-sighted", size=SIZE.large))
        self.play(*self.hill.look(tilt=0, zoom=WIDE, azimuth=14, shift_x=0, basins=0.35), pace=PACE.slow)
        self.play(FadeIn(self.motto), self.turn(20), pace=PACE.normal)
        self.play(self.turn(30), least=PACE.normal)

    @beat
    def look_closer(self) -> None:
        """And this ground was tame, averaged over a kilometre. Over half of that, the hollows multiply."""
        self.leave(self.lowest, self.motto)
        coarse, fine = self._hollows_at(SMOOTH, self.land), self._hollows_at(ROUGH, self.rough)
        self.count = CORNER.write(coarse, fine, gap=0.32)
        self.play(FadeIn(coarse), self.turn(36), pace=PACE.normal)
        now = {name: dial.get_value() for name, dial in self.hill.dials.items() if name != "relief"}
        self.rough_hill.set(**now).set(basins=0)
        self.play(FadeIn(self.rough_hill), self.hill.basins.to(0), pace=PACE.slow)
        self.remove(self.hill)
        self.enter(self.many_rings, fine, share=1, least=PACE.slow)

    def _hollows_at(self, length: float, land: Landscape) -> Words:
        count = read(land, "n_minima", name=f"hollows, ground averaged over {length:g} km")
        return Words(f"averaged over {length:g} km: <n> hollows", n=count)

    @beat
    def pack_up(self) -> None:
        """Nobody has a better way yet. So compass and boots go back in the rucksack.
        Next: how long a stride?"""
        self.leave(self.count, self.many_rings)
        sack = Rucksack(("magnifying glass",)).move_to((0, 0.3, 0))
        self.compass.move_to((-4.6, 0.3, 0))
        self.enter(sack, self.compass, *self.rough_hill.look(daylight=0.12))
        self.swap(self.compass, sack.pack("compass and boots", coming_from=self.compass), pace=PACE.slow)
        self.play(self.rough_hill.azimuth.to(50, rate_func=linear))
