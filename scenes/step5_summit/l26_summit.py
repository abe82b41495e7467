"""Lecture 26: one flight over the course's own pictures, each descended by the same three lines of code."""

from __future__ import annotations

import numpy as np
from l26_pictures import LedGlass, PrintsOnCurve, cell, looping, ridge, sky, skyline, within
from manim import Animation, Group, Rectangle, linear
from manim.utils.rate_functions import ease_in_out_sine as EVEN

from calc_core import contours, fitting, from_grid, gradient_descent, gradient_field, graph, hike, hike_height
from calc_core import hills, load_co2_recent, load_digits, load_heights, load_terrain, networks
from calc_core import sample_grid, tangent_family, three_lines
from calc_core.results import Result
from visuals import INK, PACE, SIZE, STROKE, Axes, Box, Curve, Dial, Lecture, Walk, beat, read, series
from visuals import ContourMap, DataDots, Footsteps, Hiker, Histogram, Knob, KnobWall, Lamps, Options
from visuals import Columns, Light, Line, Listing, NeedleField, Rucksack, Sized, SlopeLine, SortedTiles
from visuals import Terrain, Trail, Walker, Words, hasten, plate, summit_flag
from visuals.drawing.overflight import Turning
from visuals.drawing.walk import entry
from visuals.kit.tools import TOOLS

# the world: where each picture stands
GLASS, MAP, NIGHT = cell(-1, 0), cell(0, 0), cell(1, 0)
SACK, AIR, NET = cell(-1, 1), cell(0, 1), cell(1, 1)
CODE, BELL = cell(-1, 2) + [6.6, 0.1], cell(1, 2)
ALL, FAR = (0.0, 7.7), 0.29  # where one sees them all from
NAME = Sized(size=98.0)  # so large that it is read from there
SKYLINE = np.array([
    (-40, 0.5), (-26, 3.6), (-15, 4.35), (-10.6, 5.3), (-8.2, 10.0), (-5.4, 11.7), (0, 12.2), (4.6, 12.7),
    (7.6, 17.4), (11, 19.2), (15, 19.6), (19, 19.1), (22.6, 16.6), (26.5, 10.5), (40, 2),
])  # fmt: skip
PEAK, BELOW, BESIDE = (15.0, 19.6, 0.0), 11.4, 13.9  # of the flag, and of who climbs to it
FRAME = (-6.3, -2.7, 6.3, 3.0)  # of a plot, about the middle of its place

# the descents, as the lectures made them
CARRIED, ON_TOP, HIKE_RATE = 1.5, 3.65, 3e-4  # hours: where 01 looked, and where the walk down begins
START, HILL_RATE, LEVELS = (1.375, 0.375), 0.35, np.arange(-2, 16) / 10  # on the map of 09
SMOOTH, TALL, SEED, POKES, CROWD = 1.0, 6, 12, 40, 400  # of the terrain of 12, and of its crowd
CROWD_RATE, CROWD_LAMP = 0.005, 0.7
WIDE = 8.6  # of that mountain, in scene units
SIZES, EPOCHS, BATCH, RATE = (64, 32, 10), 40, 32, 0.5  # of the network of 20
STOPS = (*range(21), *range(23, 48, 3))
FULL = 0.55  # the weight that turns a knob to its stop
AIR_START = (280.0, 70.0, 50.0, 0.0, 0.0, 0.0, 0.0, 0.0)  # of the walk of 25
AIR_STEPS, DENSE = 10_000, 100
BELL_START, BELL_RATE = (177.0, 6.2), 3e-6  # of 00: its worst bell
CM, MEN, KNOBS = (140, 199), (0, 560), np.array([[154.0, 180.0], [3.6, 16.6]])

FLOWN_PAST = {"outside": "The camera flies over one world, in which all names stand still."}
NEAR_KNOBS = {"jump": "A wall of two thousand knobs that comes nearer changes all over, at any speed."}


class Summit(Lecture):
    title = "The view from the summit"
    goal = "Every landscape of the course was descended by the same three lines of code."
    poster = "run_them_all"
    lengths = (110, 165)
    layers = (
        "heavens mountain flag climber"
        " hike_axes profile hike_prints glass  map needles map_prints hiker"
        " hill streams lamps  knobs digits  air dots breath  heights columns bell turners"
        " names code sack"
    )

    # -- data and pictures ---------------------------------------------------------------------------

    def set_stage(self) -> None:
        self._set_world()
        self._set_hike()
        self._set_map()
        self._set_night()
        self._set_network()
        self._set_air()
        self._set_bell()
        self.names = [
            self._name("<n> knob", GLASS, self.hike),
            self._name("<n> knobs", MAP, self.walk, plated=True),
            self._name("<n> lamps", NIGHT, self.crowd, "n_walkers", plated=True),
            self._name("<n> knobs", NET, self.school, "history.n_knobs", left=0.6),
            self._name("<n> knobs", AIR, self.breathing),
            self._name("<n> knobs", BELL, self.settling),
        ]
        self.runs = (
            (self.led.at, self.since, self.led.last, linear),
            (self.hiking.at, 0, self.hiking.last, hasten(2.0)),
            (self.hours, 0, self.crowd.n, hasten(2.5)),
            (self.trained, 0, self.school.n, linear),
            (self.breathed, 0.0, np.log10(1 + AIR_STEPS), linear),
            (self.settled, 0, self.settling.n, hasten(2.0)),
        )

    def _name(
        self, text: str, middle: np.ndarray, result: Result, field: str = "n_knobs",
        *, left: float = -6.3, plated: bool = False,
    ) -> Group:  # fmt: skip
        """How many knobs are turned at once, in the upper left corner of a picture."""
        words = Words(text, ink=INK.parameter, n=read(result, field, decimals=0, name=field), **NAME)
        words.move_to((middle[0] + left, middle[1] + 2.75, 0), aligned_edge=(-1, 0, 0))
        return Group(plate(words), words) if plated else Group(words)

    def _set_world(self) -> None:
        self.heavens = sky(Box(-30, 3, 30, 26))
        self.mountain = ridge(SKYLINE, -14.0)
        self.flag = summit_flag(PEAK, height=1.15)
        x = np.linspace(0.0, PEAK[0] + 2.0, 400)
        climb = graph(lambda x: np.interp(x, *skyline(SKYLINE).T), x)
        whole = Axes(x=(0, 20), y=(0, 20), box=Box(0, 0, 20, 20), x_steps=(), y_steps=())  # the world itself
        self.climber = Walker(Curve(series("skyline", climb, x="x", y="f"), on=whole), x=BELOW, height=1.5)
        self.code = Listing(
            three_lines(), box=within(CODE, (-12.2, -2.6, 12.2, 2.6)), size=116.0, typed=0.0,
            concepts={"slope": "gradient", "step": "path", "learning_rate": "two"},
        )  # fmt: skip
        self.sack = Rucksack(height=6.2).move_to((*SACK, 0))

    def _set_hike(self) -> None:
        """The curve of 01 under its glass, which walks down into the pass."""
        self.land = hike()
        self.hike = gradient_descent(self.land, (ON_TOP,), learning_rate=HIKE_RATE, tol=1.0)
        self.tangents = tangent_family(hike_height, -0.5, 7.5)
        self.hike_axes = on = Axes(
            x=(0, 7), y=(400, 2000), box=within(GLASS, FRAME), x_steps=(), y_steps=(), upright=False
        )
        shape = self.tangents.at(np.linspace(0, 7, 701))
        self.profile = Curve(series("hike", shape, hours="x", metres="f"), on=on, ground=True)
        carried = np.linspace(CARRIED, ON_TOP, 60, endpoint=False)
        hours, self.since = np.concatenate([carried, self.hike.x[:, 0]]), len(carried)
        self.led = Walk(np.stack([hours, hike_height(hours)], axis=1))
        self.glass = LedGlass(self.tangents.at, self.led, on=on, zoom=10**1.5, radius=1.75, turn=38.0)
        seen = lambda: self.tangents.at(self.glass.x.get_value())  # noqa: E731
        line = SlopeLine.tangent(seen, on=self.glass, reach=(6, 6), cased=False, width=STROKE.bold, grown=1)
        self.glass.put_inside(line)
        self.hike_prints = PrintsOnCurve(self.led, on=self.profile, since=self.since)

    def _set_map(self) -> None:
        """The map of 09 with its field of needles, and somebody who walks against them."""
        land = hills()
        seen = np.array([[-4.0, 4.0], [-1.95, 1.95]])
        grid, lines = sample_grid(land, seen, (121, 241)), contours(land, LEVELS, seen)
        self.map = ContourMap(grid, lines, width=12.6, centre=tuple(MAP + [0, 0.3]), relief=3.2)
        self.field = gradient_field(land, seen, shape=(17, 34))
        self.needles = NeedleField(self.field, on=self.map, length=0.3, source=START, grown=0)
        self.walk = gradient_descent(land, START, learning_rate=HILL_RATE, tol=1e-2)
        self.hiking = Walk(self.walk)
        self.map_prints = Footsteps(self.hiking, on=self.map)
        self.hiker = Hiker(self.hiking, on=self.map)

    def _set_night(self) -> None:
        """The mountain of 12 by night, and its crowd with four hundred lamps."""
        data = load_terrain()
        across = read(data, "width", decimals=0, name="width of the mountains")
        self.scale = Words("<across> across", size=SIZE.body, ink=INK.quiet, across=across)
        self.scale.move_to((NIGHT[0] + 6.3, NIGHT[1] + 2.75, 0), aligned_edge=(1, 0, 0))
        units = {"x": data.units["x"], "y": data.units["y"], "f": data.units["height"]}
        self.ground = ground = from_grid(
            data["height"], data.dx, data.dy, smooth=SMOOTH, units=units, name="Jacksboro"
        )
        rng, (low, high) = np.random.default_rng(SEED), ground.bounds.T
        rng.uniform(low + 1, high - 1, (POKES, 2))  # 12 pokes with its pole before it drops its crowd
        starts = rng.uniform(low, high, (CROWD, 2))
        self.crowd = gradient_descent(ground, starts, learning_rate=CROWD_RATE, max_iter=2000, tol=0.1)
        grid = sample_grid(ground, shape=(172, 160))
        relief = TALL * WIDE / float(np.ptp(grid.x)) * grid.relief / 1000
        self.hill = Terrain(
            grid.x, grid.y, grid.f, width=WIDE, relief=relief, contour_step=25,
            azimuth=-20, elevation=31, daylight=0.2,
        ).shift((NIGHT[0], NIGHT[1] - 0.1, 0))  # fmt: skip
        walk = Walk(self.crowd)
        self.hours = walk.at
        light = self.hill.shine(Light(walk, radius=CROWD_LAMP))
        self.lamps = Lamps(light, on=self.hill, size=4)
        self.streams = Trail(walk, on=self.hill, width=1.2, casing=0, ink=INK.quiet)

    def _set_network(self) -> None:
        """The network of 20: its wall of knobs, and the digits that it has never seen."""
        split = networks.split_digits(load_digits())
        net = networks.MLP(SIZES, activation="tanh").init(0)
        self.school = networks.school(
            net, split, learning_rate=RATE, epochs=EPOCHS, batch=BATCH, seed=0, stops=STOPS
        )
        self.trained, n = Dial(0.0), net.n_params
        row, column = np.divmod(np.arange(n), 55)
        places = NET + np.stack([-6.3 + 0.12 * column, 2.55 - 0.12 * row], axis=1)
        turned = lambda: entry(self.school.theta, self.trained.get_value())  # noqa: E731
        self.knobs = KnobWall(places, turned, radius=0.051, most=FULL)
        columns = Columns(NET[0] + 0.62, NET[1] - 2.7, 4.9, 0.59, 2, 0.27)
        images = split.X_test.reshape(-1, 8, 8)
        self.digits = SortedTiles(
            images, self.school.said, split.label_test, at=self.trained, columns=columns
        )

    def _set_air(self) -> None:
        """The record of 25, and the curve that a walk downhill lays along it."""
        record = load_co2_recent()
        model = fitting.co2()
        valley = model.residuals(record.year, record.co2)
        floor = fitting.levenberg_marquardt(valley, AIR_START)
        how: Options = {"learning_rate": 0.9 * fitting.stable_rate(valley, floor.theta)}
        first = fitting.steepest_descent(valley, AIR_START, steps=DENSE, **how)
        self.breathing = fitting.steepest_descent(valley, AIR_START, steps=AIR_STEPS, keep_every=DENSE, **how)
        theta = np.concatenate([first.x, self.breathing.x[2:]])
        steps = np.concatenate([np.arange(DENSE + 1), DENSE * np.arange(2, len(self.breathing.x))])
        self.air = Axes(
            x=(1957.5, 2021), y=(300, 418), box=within(AIR, FRAME), x_steps=(), y_steps=(), upright=False
        )
        self.of_air = Words("CO#sub(size: 0.72em)[2] in the air", size=SIZE.body, ink=INK.data)
        self.of_air.move_to((AIR[0] + 6.3, AIR[1] - 2.1, 0), aligned_edge=(1, 0, 0))
        self.dots = DataDots(self.air, series("CO2", record, year="columns.year", co2="columns.co2"))
        grid = np.linspace(1958.2, record.last_year, 3000)
        self.breathed = Dial(0.0)  # in powers of ten of steps, the start on it: log10(1 + steps)
        self.breath = Line(
            self.air, grid, model(theta, grid), stage=self.breathed, stages=np.log10(1 + steps), width=2.6
        )

    def _set_bell(self) -> None:
        """The three thousand of 00, and a bell that stands badly on them."""
        men = load_heights()
        model = fitting.bell(men.people * men.bin_width, x_unit="cm")
        land = fitting.misfit_landscape(model, men.height, men.count, bounds=KNOBS)
        self.settling = gradient_descent(land, BELL_START, learning_rate=BELL_RATE, max_iter=400, tol=30.0)
        self.heights = Axes(x=CM, y=MEN, box=within(BELL, FRAME), x_steps=(), y_steps=(), upright=False)
        self.of_men = Words("heights of men", size=SIZE.body, ink=INK.data)
        self.of_men.move_to((BELL[0] - 6.3, BELL[1] + 1.7, 0), aligned_edge=(-1, 0, 0))
        shown = (series("heights", men, height="height", men="count"),)
        self.columns = Histogram(men.height, men.count, width=men.bin_width, on=self.heights, series=shown)
        self.settled, x = Dial(0.0), np.linspace(*CM, 241)
        self.bell = Line(
            self.heights, x, model(self.settling.x, x), stage=self.settled, width=1.25 * STROKE.bold
        )
        middle = KNOBS.mean(axis=1)
        now = lambda k: float(entry(self.settling.x, self.settled.get_value())[k] - middle[k])  # noqa: E731
        self.turners = [
            Knob(lambda k=k: now(k), at=(*(BELL + [4.0 + 1.6 * k, 2.3]), 0), full=full, radius=0.55, armed=0)  # type: ignore[misc]  # its default
            for k, full in ((0, 13.0), (1, 6.5))
        ]

    def _run(self, which: int, **length: object) -> Animation:
        """What lets one of the descents run to its end."""
        dial, _, end, rate = self.runs[which]
        return dial.to(end, rate_func=rate)

    def _first_steps(self) -> list[Animation]:
        """What lets every descent take its first step."""
        return [
            self.breathed.to(np.log10(2.0)),
            *(self.runs[k][0].to(self.runs[k][1] + 1) for k in (0, 1, 2, 3, 5)),
        ]

    # -- the flight ----------------------------------------------------------------------------------

    @beat(chapter="The flight")
    def look_through_the_glass(self) -> None:
        """It began with a magnifying glass. Close enough, every smooth curve is a straight line."""
        self.add(
            self.heavens, self.mountain, self.flag, self.climber, self.hike_axes, self.profile,
            self.hike_prints, self.glass, self.map, self.needles, self.map_prints, self.hiker, self.hill,
            self.streams, self.lamps, self.knobs, self.digits, self.air, self.dots, self.breath, self.heights,
            self.columns, self.bell,
            *self.turners, self.code, self.sack,
        )  # fmt: skip
        self.set_view(at=self.glass.centre, scale=2.7)
        self.wait(PACE.quick)
        self.fly(self.led.at.to(self.since, rate_func=EVEN), at=GLASS, share=1, least=PACE.grand)

    @beat
    def walk_one_knob(self) -> None:
        """And a straight line knows which way is down. So take a small step. Look again. Step again."""
        self.enter(self.names[0], pace=PACE.quick)
        self.play(self._run(0), least=PACE.grand)

    @beat(excuse=FLOWN_PAST)
    def raise_the_map(self) -> None:
        """With two knobs, the curve became a map, and the slope became a compass."""
        self.fly(at=MAP, until="map", least=PACE.slow)
        self.enter(self.needles, share=1, least=PACE.slow)

    @beat(excuse=FLOWN_PAST)
    def walk_two_knobs(self) -> None:
        """Red points uphill, so walk against it. Look again. Step again."""
        self.enter(self.names[1], pace=PACE.quick)
        self.play(self._run(1), least=PACE.grand)

    @beat(excuse=FLOWN_PAST)
    def fly_into_the_night(self) -> None:
        """Then night fell over real mountains, and four hundred of us set out with lamps."""
        self.fly(at=NIGHT, until="mountains", least=PACE.slow)
        self.enter(self.names[2], self.scale, share=1)

    @beat
    def let_the_lamps_walk(self) -> None:
        """Nobody sees more than a few steps of ground. All of them come down."""
        self.play(self._run(2), *self._view.look(at=NIGHT + [0, -0.1], scale=1.03), least=PACE.grand)

    @beat(excuse=FLOWN_PAST | NEAR_KNOBS)
    def rise_to_the_network(self) -> None:
        """Two thousand four hundred and ten knobs. Nobody will ever see that mountain, and still it has a
        slope."""
        self.fly(at=NET, leaving=self.scale, until="knobs", least=PACE.slow)
        self.enter(self.names[3], pace=PACE.quick)
        self.wait(until="ever")
        self.leave(self.names[3], pace=PACE.quick)  # so near, it would be cut off
        self.fly(at=NET + [-3.0, -1.2], scale=2.6, share=1)

    @beat(excuse=NEAR_KNOBS)
    def train_it(self) -> None:
        """One wave backwards tells it for every knob at once. Step by step, they turn, and digits find their
        columns."""
        self.play(self.trained.to(8, rate_func=linear), until="once", least=PACE.slow)
        self.fly(self.trained.to(14, rate_func=linear), at=NET, pace=1.5 * PACE.slow)
        self.enter(self.names[3], self.trained.to(15, rate_func=linear), pace=PACE.quick)
        self.play(self._run(3), least=PACE.grand)

    @beat(excuse=FLOWN_PAST | NEAR_KNOBS)
    def come_down_to_the_air(self) -> None:
        """And there was the breath of a planet: eight knobs, and sixty-two years of real air."""
        self.fly(at=AIR, until="planet", least=1.5 * PACE.slow)
        self.enter(self.names[4], self.of_air, until="knobs", least=PACE.quick)
        self.fly(at=self.air.to_screen(1988, 352), scale=3.2, leaving=self.of_air, share=1)

    @beat
    def let_it_breathe(self) -> None:
        """Ten thousand small steps, and the curve learns to breathe with it."""
        along = self._view.look(at=self.air.to_screen(2008, 386), rate_func=linear)
        self.play(self._run(4), *along, least=PACE.grand)

    @beat(excuse=FLOWN_PAST)
    def find_the_bell(self) -> None:
        """And the bell from our first minutes? It still stands badly. Its two knobs are still wrong."""
        self.fly(at=BELL, until="badly", least=PACE.slow)
        self.enter(self.names[5], self.of_men, share=1)

    @beat
    def let_it_settle(self) -> None:
        """Let nobody touch them. It finds its place by itself."""
        self.play(self._run(5), least=PACE.grand)

    # -- the view ------------------------------------------------------------------------------------

    @beat(chapter="The view", excuse=FLOWN_PAST)
    def see_them_all(self) -> None:
        """Now step back. A curve, a map, mountains by night, a network, a planet, three thousand people."""
        faint = self.knobs.opacity.to(0.45)  # from afar, so many bright pointers would glitter
        self.fly(faint, at=ALL, scale=FAR, leaving=self.of_men, share=1, least=PACE.grand)

    @beat
    def write_three_lines(self) -> None:
        """And every one of them was descended by the same three lines of code. These three."""
        self.fly(at=(0.0, 10.1), scale=0.325, until="descended", least=PACE.normal)
        self.play(self.code.typed.to(3, rate_func=linear), share=1, least=PACE.slow)

    @beat
    def step_once(self) -> None:
        """Read the slope. Take a small step against it. Go, and look again."""
        back = [dial.to(start) for dial, start, _, _ in self.runs]
        self.play(*back, *self.code.run(0), until="slope", least=PACE.normal)
        self.play(*self.code.run(1), until="it", least=PACE.quick)
        self.play(*self.code.run(2), *self._first_steps(), until="Go", least=PACE.quick)
        self.play(*self.code.run(0), share=1)

    @beat
    def run_them_all(self) -> None:
        """Again, and again. One knob or thousands, it is always this."""
        running = Turning(self.code.running, lambda share: looping(share, lines=3, times=6), rate_func=linear)
        self.fly(
            running, *(self._run(which) for which in range(6)), at=ALL, scale=FAR, least=1.5 * PACE.grand
        )
        self.play(self.code.lit.to(0), pace=PACE.quick)

    @beat(excuse=FLOWN_PAST)
    def pack_the_rucksack(self) -> None:
        """Magnifying glass; compass and boots; rope team; summit photo. Your rucksack is full."""
        places = (GLASS, MAP, NET, AIR)
        words = ("glass", "boots", "team", "photo")
        for tool, place, word in zip(TOOLS, places, words, strict=True):
            here = Rectangle(width=4.6, height=4.6).move_to((*place, 0))
            self.play(self.sack.pack(tool, coming_from=here), until=word, least=PACE.normal)
        self.fly(at=SACK, scale=0.9, share=1, least=PACE.slow)

    @beat(excuse=FLOWN_PAST)
    def close_it(self) -> None:
        """You do not just know the formulas. You know what they mean, and how they work behind the scenes."""
        self.play(self.sack.close(), pace=PACE.slow)
        self.fly(self.climber.x.to(BESIDE, rate_func=EVEN), at=ALL, scale=FAR, share=1, least=PACE.grand)
        self.wait(PACE.slow)
