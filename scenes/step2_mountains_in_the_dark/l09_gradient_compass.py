"""Lecture 09: two slopes give the slope in every direction, and the best one stands square on the contour."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
from manim import Create, DashedVMobject, FadeIn, FadeOut, Group, VGroup, VMobject, linear, smooth

from calc_core.derivatives.gradients import directional, gradient
from calc_core.landscapes.catalogue import hills
from calc_core.landscapes.critical_points import critical_points
from calc_core.landscapes.grids import gradient_field, sample_grid
from calc_core.landscapes.stretched import stretched
from calc_core.maps.contours import Contour, contours
from calc_core.maps.crossings import crossings
from calc_core.maps.flow_lines import flow_line
from visuals.drawing.dial import Dial
from visuals.drawing.polyline import polyline
from visuals.drawing.walk import Walk
from visuals.kit.compass import Compass
from visuals.kit.hiker import Footsteps, Headlamp, Hiker
from visuals.kit.rucksack import Rucksack
from visuals.lecture.lecture import Lecture, beat
from visuals.letters.formula import Formula, Words
from visuals.letters.number import Number, labelled
from visuals.drawing.page import plate
from visuals.letters.readout import Reading, read
from visuals.map.climb_bars import ClimbBars
from visuals.map.components import Components, Legs, Opening, Shadow
from visuals.map.contour_map import ContourLine, ContourLines, ContourMap
from visuals.map.cut import Cut
from visuals.map.dusk import Dusk
from visuals.map.flow_lines import FlowLines
from visuals.map.needle import Needle, NeedleField
from visuals.map.right_angle import RightAngles
from visuals.map.slope_rose import Arm, SlopeRose
from visuals.terrain import Lamps, Light, Marks, Terrain, Trail
from visuals.theme import INK, PACE, SIZE, STAGE, STROKE

HERE = np.array([-2.3, -0.9])  # where the hiker stands
LAMP = 0.62  # how far the lamp shines, in the landscape's own units
LEVELS = np.arange(-2, 16) / 10  # heights of the contours
STROLL = 0.2  # height of the first walk
RELIEF = 3.2  # scene units from the lowest to the highest ground
FAR, NEAR = 0.76, 2.7  # zooms: the whole range, and close to the hiker
RING = np.deg2rad(np.arange(360))
WHOLE, WHOLE_PLACE = STAGE.width / 8, (0.0, 0.3)  # scale of the map that fills the frame, and its middle
CLOSE, CLOSE_PLACE = 4.6, (-3.3, 0.35)  # scale of the map by lamplight, and where the hiker stands then
ROUND, ROUND_PLACE, ROUND_SPOKE = 2.0, (-1.85, 0.42), 1.35  # the same for the walk round the peak
BROAD = 2.3  # scene units per unit of slope, by daylight
SPOKE = 3.3  # scene units per unit of slope, by lamplight
CLOSER, FINE = 10.0, 0.01  # how much closer we go, and the height between contours there
NUDGE = 0.26  # the run that is shown, in the landscape's own units
PANEL = np.array([3.6, 0.35, 0.0])  # middle of the dark beside the lamp's disc
HEAD = np.array([PANEL[0], 3.0, 0.0])  # the line above it
SPRING, FLANK = 0.1, 1.3  # distances from a peak: where streams begin, and where they are evenly spread
TOOLS = ("magnifying glass", "compass and boots")  # in the rucksack when this lecture ends
STRETCH, RULERS = 2.0, 61  # the last ruler, and how many between 1 and it are measured with


class GradientCompass(Lecture):
    title = "The gradient is a compass"
    goal = "Two slopes give the slope in every direction; the steepest one stands square on the contour."
    poster = "see_the_right_angle"

    # -- data and pictures ---------------------------------------------------------------------------

    def set_stage(self) -> None:
        self.land = hills()
        self.grid = sample_grid(self.land, shape=(151, 241))
        self.contours = contours(self.land, LEVELS)
        self.reading = self.land.reading(HERE)
        self.level = longest(contours(self.land, [float(self.reading.f)], max_chord=0.008))
        self._measure_the_ring()
        self._set_the_hill()
        self._set_the_map()
        self._set_the_close_up()
        self._set_the_round()
        self._set_the_streams()
        self._set_the_rulers()

    def _measure_the_ring(self) -> None:
        ways = np.stack([np.cos(RING), np.sin(RING)], axis=-1)
        self.ring = directional(self.land.f, HERE, ways)
        self.two = gradient(self.land.f, HERE)
        self.distance = np.linspace(-LAMP, LAMP, 81)
        self.profile = self.land.reading(HERE + ways[:, None] * self.distance[:, None])
        self.uphill = float(self.reading.heading_degrees)

    def _set_the_hill(self) -> None:
        grid = self.grid
        self.hill = self.keep(
            Terrain(
                grid.x, grid.y, grid.f, width=STAGE.width, relief=RELIEF, contour_step=0.1,
                azimuth=-50, elevation=34, zoom=NEAR, daylight=0.0,
            )
        )  # fmt: skip
        approach = flow_line(self.land, HERE, ascent=False, length=1.2).points[::-1]
        self.hill.shift([*WHOLE_PLACE, 0]).set(**self._facing(approach[0]))
        self.light = self.hill.shine(Light(approach, radius=LAMP))
        self.headlight = self.keep(Lamps(self.light, on=self.hill))
        ways = np.stack([np.cos(RING[::20]), np.sin(RING[::20])], axis=-1)
        self.ways = self.keep(
            Trail(np.stack([0 * ways, 0.8 * LAMP * ways]) + HERE, on=self.hill, at=Dial(0.0), ink=INK.input)
        )
        self.summits = critical_points(self.land)
        self.by_height = np.argsort(-self.summits.f)
        self.landmarks = self.summits.x[self.by_height]  # two peaks, the pass, the hollow: from the top down
        self.rings = self.keep(
            Marks(self.landmarks, on=self.hill, kind="ring", size=17, ink=INK.text, grown=0)
        )

    def _facing(self, point: np.ndarray) -> dict[str, float]:
        """The hill's focus that brings a point of the ground, at its own height, to the middle."""
        turn, rise = np.deg2rad(self.hill.azimuth.get_value()), np.deg2rad(self.hill.elevation.get_value())
        x, y, z = self.hill.world(point)
        away = z / np.tan(rise) * np.array([np.sin(turn), np.cos(turn)])
        focus = point * (1 + away / [x, y])
        return {"focus_x": float(focus[0]), "focus_y": float(focus[1])}

    def _set_the_map(self) -> None:
        self.map = self.keep(
            ContourMap(self.grid, self.contours, width=STAGE.width, centre=WHOLE_PLACE, relief=RELIEF)
        )
        upward = flow_line(self.land, HERE, ascent=False)
        across = upward.points[upward.f > STROLL][::-1]
        line = longest(self.contours.at(STROLL))
        along = up_to(line.points, across[0])[-150:]
        self.stroll = Walk(np.concatenate([along, across]))
        self.stroll_level = len(along) - 1  # how many of its steps stay level
        self.stroll_reading = self.land.reading(self.stroll.path)
        self.dusk = self.keep(Dusk())
        self.stroll_line = self.keep(ContourLine(line, on=self.map))
        self.hiker = self.keep(Hiker(self.stroll, on=self.map))
        self.footsteps = self.keep(Footsteps(self.stroll, on=self.map))
        height = Number(lambda: read(self.stroll_reading, "f", at=self.stroll.now, decimals=2, name="height"))
        self.altimeter = self.keep(on_plate(Words("height"), height))

    def _set_the_close_up(self) -> None:
        self.here = Walk(HERE)
        self.turn = Dial(0.0)
        self.lamp = self.keep(Headlamp(self.here, on=self.map, radius=LAMP, daylight=1.0))
        self.line = self.keep(ContourLine(self.level, on=self.map))
        self.rose = self.keep(SlopeRose(self.ring, self.here, on=self.map, length=SPOKE, grown=0))
        self.arm = self.keep(Arm(self.ring, self.here, self.turn, on=self.map, reach=0))
        self.cut = self.keep(
            Cut(self.profile, self.ring, self.distance, self.turn, centre=(PANEL[0], PANEL[1]), scale=CLOSE)
        )
        self.needle = self.keep(self._needle(self.reading.gradient, self.here))
        self.tail = self.keep(self._needle(self.reading.gradient, self.here, sign=-1))
        self.square = self.keep(RightAngles(HERE, self.reading.gradient, on=self.map, size=0.36, grown=0))
        self.parts = self.keep(Components(self.two.value, self.needle, east=0, north=0))
        self.shadow = self.keep(Shadow(self.needle, self.arm))
        self.opening = self.keep(Opening(self.needle, self.arm))
        self.legs = self.keep(Legs(self.arm, grown=0))
        terms = self.two.value * self.ring.u  # what a step of length 1 gains by its two parts
        self.bars = self.keep(ClimbBars(terms, self.ring, self.turn, centre=(PANEL[0], -0.6), unit=2.1))
        near = np.stack([HERE - 0.3, HERE + 0.3], axis=-1)
        evenly = float(self.reading.f) + FINE * np.arange(-9, 10)
        self.fine = self.keep(ContourLines(contours(self.land, evenly, near, shape=(41, 41)), self.map.chart))
        self.slope = self.keep(centred(Words("slope this way"), Number(self.slope_now), HEAD))

    def _needle(self, gradients: np.ndarray, walk: Walk, *, sign: float = 1.0) -> Needle:
        return Needle(gradients, walk, on=self.map, length=SPOKE, grown=0.0, sign=sign)

    def slope_now(self) -> Reading:
        """The slope measured in the direction that the arm points to."""
        return read(self.ring, "value", at=self.turn.get_value() % 360, decimals=2, signed=True, name="slope")

    def _set_the_round(self) -> None:
        points = self.level.points[:-1]
        start = int(np.argmin(np.linalg.norm(points - HERE, axis=-1)))
        loop = np.roll(points, -start, axis=0)[::6]
        loop[0] = HERE  # on the line as well, and less than half a chord away
        self.round = Walk(np.concatenate([loop, loop[:1]]))
        reading = self.land.reading(self.round.path)
        slopes = directional(self.land.f, self.round.path[:, None], self.ring.u[None])
        self.round_rose = self.keep(SlopeRose(slopes, self.round, on=self.map, length=SPOKE))
        self.round_needle = self.keep(self._needle(reading.gradient, self.round))
        self.round_needle.grown.set_value(1)
        climb = flow_line(self.land, HERE, n=160)
        self.climb = Walk(climb.points)
        self.field = gradient_field(self.land, shape=(40, 64))
        self.needles = self.keep(NeedleField(self.field, on=self.map, length=0.28, source=HERE, grown=0.0))
        climbed = self.land.reading(climb.points[:-1])
        self.compass = self.keep(Compass(climbed, self.climb, steepest=self.field.steepest))

    def _set_the_streams(self) -> None:
        """Ways of water from the two peaks, and every contour that each of them crosses."""
        springs = [spring for peak, count in ((0, 22), (1, 14)) for spring in self._springs(peak, count)]
        options = {"ascent": False, "n": 160, "tol": 1e-8, "method": "LSODA"}
        self.streams = [flow_line(self.land, spring, **options) for spring in springs]
        self.water = self.keep(FlowLines(self.streams, on=self.map, grown=0))
        met = [crossings(stream, self.contours) for stream in self.streams]
        self.worst = min(met, key=lambda each: each.least_angle)
        where = np.concatenate([each.points for each in met])
        where = where[np.argsort(-self.land.f(where), kind="stable")]  # from the peaks down
        self.squares = self.keep(
            RightAngles(where, self.land.grad(where), on=self.map, size=0.1, grown=0, width=STROKE.thin * 0.8)
        )

    def _springs(self, peak: int, count: int) -> np.ndarray:
        """Points close to a peak from which streams come out evenly on its flank.

        Near a peak, water runs away along each axis of curvature k as exp(|k| t): where it shall be at FLANK
        tells where it has to begin.
        """
        curvature = np.abs(self.summits.eigenvalues[self.by_height[peak]])
        axes = self.summits.eigenvectors[self.by_height[peak]]
        angle = 2 * np.pi * (np.arange(count) + 0.5) / count
        flank = FLANK * np.stack([np.cos(angle), np.sin(angle)], axis=-1)
        near = flank * np.exp(-curvature * np.log(FLANK / SPRING) / curvature.mean())
        near *= SPRING / np.linalg.norm(near, axis=-1, keepdims=True)
        return np.asarray(self.landmarks[peak] + near @ axes.T)

    def _set_the_rulers(self) -> None:
        """The same two lines through the hiker, measured with one ruler after the other."""
        below = flow_line(self.land, HERE, ascent=False, length=0.3)
        through = flow_line(self.land, below.points[-1], length=0.6, n=400)
        nearby = np.stack([HERE - 0.3, HERE + 0.3], axis=-1)
        here = contours(self.land, [float(self.reading.f)], nearby, max_chord=0.004)
        self.angles = [
            crossings(through, here, stretch=(stretch, 1.0)) for stretch in np.linspace(1, STRETCH, RULERS)
        ]
        ground, place = stretched(self.land, (STRETCH, 1.0)), HERE * [STRETCH, 1.0]
        by_new_ruler = ground.reading(place)
        below = flow_line(ground, place, ascent=False, length=0.3)
        through = flow_line(ground, below.points[-1], length=0.6, n=400)
        nearby = np.stack([place - 0.3, place + 0.3], axis=-1)
        self.new_angle = crossings(
            through, contours(ground, [float(by_new_ruler.f)], nearby, max_chord=0.004)
        )
        # on the stretched map its arrow is drawn as it is, so it is handed over in the old ruler's units
        new = by_new_ruler.gradient / [STRETCH, 1.0]
        self.new_needle = self.keep(self._needle(new, self.here))
        along = [-self.reading.gradient[1], self.reading.gradient[0]]  # away from the old one
        self.new_square = self.keep(RightAngles(HERE, new, along, on=self.map, size=0.3, grown=0))

    def angle_now(self) -> Reading:
        """The angle between needle and contour, as the ruler of this moment draws them."""
        stretch = self.map.chart.stretch.get_value()
        now = self.angles[round((stretch - 1) / (STRETCH - 1) * (RULERS - 1))]
        return read(now, "angle", index=0, decimals=1, name="angle of needle and contour")

    # -- the question --------------------------------------------------------------------------------

    @beat(chapter="The question")
    def stand_in_the_dark(self) -> None:
        """Night, somewhere on a mountain. Your lamp shows a few steps of ground, and nothing more."""
        self.add(self.hill, self.ways, self.headlight)
        walk = self.light.at.animate.set_value(self.light.walk.last)
        self.play(walk, *self.hill.look(**self._facing(HERE)), run_time=self.rest())

    @beat
    def ask_which_way(self) -> None:
        """You could set off in any direction at all. Which one climbs the fastest?"""
        title = Words(self.title, size=SIZE.title).move_to([0, 2.9, 0])
        self.play(self.ways.at.animate.set_value(1), FadeIn(title), run_time=PACE.slow)
        self.play(*self.hill.look(elevation=50, zoom=2.9), run_time=self.rest())
        self.leave(title, self.ways)

    @beat
    def bring_daylight(self) -> None:
        """Let us cheat, and wait for the sun. Two peaks, a pass between them, and a hollow."""
        self.add(self.rings)
        look = self.hill.look(daylight=1, zoom=FAR, focus_x=0, focus_y=-0.5, azimuth=-34, elevation=32)
        self.play(*look, run_time=PACE.slow)
        self.play(
            self.rings.grown.animate.set_value(1),
            *self.hill.look(azimuth=-20),
            run_time=self.rest(),
            rate_func=linear,
        )

    @beat
    def tip_the_hill(self) -> None:
        """Now rise into the air and look straight down. The mountain becomes its own map."""
        self.leave(self.rings, self.headlight, run_time=PACE.quick)
        self.play(
            *self.hill.look(tilt=1, zoom=1, azimuth=0, focus_x=0, focus_y=0),
            run_time=self.rest(least=PACE.grand),
        )
        self.bring_to_back(self.map, self.dusk)
        self.leave(self.hill)

    # -- every direction at once -----------------------------------------------------------------------

    @beat(chapter="Every direction at once")
    def walk_level(self) -> None:
        """Every line joins places of equal height. Walk along one, and your altimeter does not move."""
        self._insert(self.stroll_line, before=self.dusk)
        self.enter(self.stroll_line, self.hiker, self.altimeter, run_time=PACE.quick)
        self.play(self.stroll.at.animate.set_value(self.stroll_level), run_time=self.rest())

    @beat
    def walk_across(self) -> None:
        """Walk across the lines, and it climbs. Where they crowd, the ground is steep."""
        self.play(self.stroll.at.animate.set_value(self.stroll.last), run_time=self.rest())

    @beat
    def put_the_light_out(self) -> None:
        """Night again, and close. All we know of the mountain is the ground within this disc."""
        self.hiker.walk = self.here
        self.leave(self.stroll_line, self.altimeter)
        self.remove(self.hiker)
        self.add(self.lamp, self.hiker)
        close = self.map.aim(HERE, place=CLOSE_PLACE, scale=CLOSE)
        self.play(*close, self.lamp.daylight.animate.set_value(0), run_time=self.rest())

    @beat
    def look_one_way(self) -> None:
        """Pick a direction and cut the ground open along it. Rise over run: that is the slope this way."""
        stack = (self.rose, self.arm, self.tail, self.needle, self.square)
        self.remove(self.hiker)
        self.add(*stack, self.hiker)  # nothing of them shows yet; the hiker stands on top
        self.play(self.arm.reach.animate.set_value(LAMP), FadeIn(self.cut), run_time=PACE.normal)
        self.play(self.cut.tangent_share.animate.set_value(1), run_time=PACE.normal)
        run, rise = self.cut.to_screen([NUDGE / 2, NUDGE], [0, self.cut.slope * NUDGE / 2])
        self.run_and_rise = VGroup(
            Words("run", ink=INK.input).next_to(run, [0, -1, 0], buff=0.2),
            Words("rise", ink=INK.output).next_to(rise, [1, 0, 0], buff=0.2),
        )
        self.play(self.cut.run.animate.set_value(NUDGE), FadeIn(self.run_and_rise), run_time=PACE.normal)
        self.play(FadeIn(self.slope), run_time=self.rest())

    @beat
    def turn_a_little(self) -> None:
        """Turn, and the cut changes: steeper here, gentler there, level for a moment, and now it falls."""
        self.leave(self.run_and_rise)
        self.play(self.turn.animate.set_value(218), run_time=self.rest())

    @beat
    def keep_a_record(self) -> None:
        """Keep a record. In each direction, draw a spoke as long as the slope is steep: red climbs,
        white falls."""
        self.play(self.arm.length.animate.set_value(SPOKE), run_time=PACE.normal)
        self.play(self.turn.animate.set_value(360), run_time=PACE.slow)
        self._sweep(90)

    @beat
    def go_all_the_way_round(self) -> None:
        """All the way round. Three hundred and sixty directions, each slope measured by its own tiny
        nudge."""
        self._sweep(360)

    def _sweep(self, to: float) -> None:
        turn, swept = self.turn.animate.set_value(360 + to), self.rose.grown.animate.set_value(to / 360)
        self.play(turn, swept, run_time=self.rest(), rate_func=linear)

    @beat
    def see_two_circles(self) -> None:
        """Look what they have drawn: not a flower, not a star. Two circles, touching where you stand."""
        self.leave(self.cut, self.slope)
        hide = (self.arm.length.animate.set_value(0), self.arm.reach.animate.set_value(0))
        self.play(*hide, run_time=PACE.quick)
        self.play(self.rose.petals.animate.set_value(1), run_time=self.rest())

    @beat
    def lay_on_circles(self) -> None:
        """Are they? Lay perfect circles on top. The largest gap in any of these directions is this."""
        self.true_circles = self._true_circles()
        count = Words(
            "<count> slopes, measured one by one", count=read(self.ring, "value.size", name="directions")
        )
        label = Words("largest gap to a perfect circle")
        gap = Number(
            read(self.ring, "largest_gap", scientific=True, digits=2), size=SIZE.large, align="center"
        )
        self.gap = VGroup(count, label, gap).arrange([0, -1, 0], buff=0.55).move_to(PANEL)
        self.enter(count, run_time=PACE.quick)
        self._insert(self.true_circles, before=self.hiker)
        self.play(Create(self.true_circles), run_time=self.rest(0.5, least=PACE.slow), rate_func=linear)
        self.enter(label, gap, run_time=PACE.quick)

    def _true_circles(self) -> VGroup:
        """The circles whose diameters are the gradient and its opposite, dashed as exact things are."""
        centre, reach = self.map.to_screen(HERE), self.map.chart.direction(self.reading.gradient) * SPOKE
        angle = np.linspace(0, 2 * np.pi, 361)
        circle = np.stack([np.cos(angle), np.sin(angle), 0 * angle], axis=-1) * np.linalg.norm(reach) / 2
        rings = (VMobject(stroke_color=INK.casing, stroke_width=STROKE.normal) for _ in range(2))
        drawn = [
            ring.set_points(polyline(centre + side * reach / 2 + circle))
            for ring, side in zip(rings, (1, -1), strict=True)
        ]
        return VGroup(*(DashedVMobject(each, num_dashes=60) for each in drawn))

    @beat
    def find_the_longest(self) -> None:
        """The longest spoke is the steepest way up. No other direction climbs as fast."""
        self.turn.set_value(0)
        self.leave(self.gap, self.true_circles)
        self.enter(self.cut, self.slope, run_time=PACE.quick)
        show = (self.arm.length.animate.set_value(SPOKE), self.arm.reach.animate.set_value(LAMP))
        self.play(*show, self.turn.animate.set_value(self.uphill), run_time=PACE.slow)
        self.play(self.needle.grown.animate.set_value(1), run_time=self.rest())

    @beat
    def look_behind(self) -> None:
        """Turn your back on it, and you face the steepest way down: a spoke of exactly the same length."""
        self.play(self.turn.animate.set_value(self.uphill + 180), run_time=PACE.slow)
        self.play(self.tail.grown.animate.set_value(1), run_time=self.rest())

    @beat
    def find_the_level(self) -> None:
        """Halfway between, the spoke has shrunk to nothing. Look at the cut: that way, the ground is
        level."""
        self.play(
            self.turn.animate.set_value(self.uphill + 90),
            self.tail.grown.animate.set_value(0),
            run_time=self.rest(),
        )

    @beat
    def see_the_right_angle(self) -> None:
        """Level means along the contour. So the steepest way stands square on the contour: a right angle."""
        angle = Number(self.angle_now, size=SIZE.title, align="center")
        label = Words("between needle and contour", ink=INK.quiet)
        self.angle = VGroup(angle, label).arrange([0, -1, 0], buff=0.4).move_to(PANEL)
        self.leave(self.cut, self.slope)
        self.line.grown.set_value(0)
        self._insert(self.line, before=self.dusk)
        self.play(
            self.line.grown.animate.set_value(1), self.arm.reach.animate.set_value(0), run_time=PACE.slow
        )
        self.enter(self.angle, run_time=PACE.quick)
        self.play(self.square.grown.animate.set_value(1), run_time=self.rest())

    def _insert(self, picture: VMobject, *, before: Group) -> None:
        """Put a picture on stage beneath another one."""
        self.mobjects.insert(self.mobjects.index(before), picture)

    @beat
    def walk_round_the_peak(self) -> None:
        """Not only here. Walk the contour all the way round: the rose turns with you, and the needle
        stays square."""
        self.leave(self.angle)
        self.play(self.square.grown.animate.set_value(0), run_time=PACE.quick)
        self.remove(self.rose, self.needle, self.hiker)
        self.hiker.walk = self.round
        self.round.at.set_value(0)
        self.add(self.round_rose, self.round_needle, self.hiker)
        self.round_rose.petals.set_value(1)
        peak = self.landmarks[0]
        wide = (*self.map.aim(peak, place=ROUND_PLACE, scale=ROUND), self.lamp.daylight.animate.set_value(1))
        shrink = (each.length.animate.set_value(ROUND_SPOKE) for each in (self.round_rose, self.round_needle))
        self.play(*wide, *shrink, run_time=PACE.slow)
        self.remove(self.lamp)  # broad day: nothing left for it to do
        self.play(self.round.at.animate.set_value(self.round.last), run_time=self.rest(least=2 * PACE.grand))

    # -- name it ---------------------------------------------------------------------------------------

    @beat(chapter="Name it")
    def ask_for_two(self) -> None:
        """Must we really measure every direction? Keep just two: the slope to the east, and the slope
        to the north."""
        self._return_to_the_lamp()
        east, north = (self._slope_label(i) for i in (0, 1))
        self.slopes = VGroup(east, north).arrange([0, -1, 0], buff=0.5, aligned_edge=[-1, 0, 0])
        self.slopes.move_to([PANEL[0], 2.4, 0])
        self.play(FadeIn(east), self.parts.east.animate.set_value(1), run_time=PACE.slow)
        self.play(FadeIn(north), self.parts.north.animate.set_value(1), run_time=self.rest())

    def _return_to_the_lamp(self) -> None:
        """Back to where the hiker stood, by night, the needle not yet there."""
        self.hiker.walk = self.here
        self.play(self.round_needle.grown.animate.set_value(0), FadeOut(self.round_rose), run_time=PACE.quick)
        self.remove(self.round_needle, self.hiker)
        self.add(self.lamp)
        self.needle.grown.set_value(0)
        self.rose.faint.set_value(1)
        self.rose.petals.set_value(0)
        self.add(self.rose, self.arm, self.parts, self.needle, self.hiker)
        close = self.map.aim(HERE, place=CLOSE_PLACE, scale=CLOSE)
        self.play(*close, self.lamp.daylight.animate.set_value(0), FadeOut(self.line), run_time=PACE.slow)

    def _slope_label(self, i: int) -> VGroup:
        label = Words("slope to the " + ("east", "north")[i])
        return labelled(label, Number(read(self.two, "value", index=i, decimals=3), ink=INK.gradient))

    @beat
    def go_closer(self) -> None:
        """Two are enough, and here is why. Go closer, and the contours turn straight and even: a tilted
        plane."""
        self._insert(self.fine, before=self.dusk)
        closer = self.map.aim(HERE, place=CLOSE_PLACE, scale=CLOSER * CLOSE)
        narrow = self.lamp.radius.animate(rate_func=shrinking_as_it_grows(CLOSER)).set_value(LAMP / CLOSER)
        self.play(*closer, narrow, FadeIn(self.fine), run_time=self.rest())

    @beat
    def add_the_climbs(self) -> None:
        """On a plane, a slanted step is some way east and some way north. The two climbs simply add up."""
        self.turn.set_value(55)
        self.arm.length.set_value(0)
        self._insert(self.legs, before=self.needle)
        fold = (each.animate.set_value(0) for each in (self.parts.east, self.parts.north))
        out = self.arm.reach.animate.set_value(0.9 * LAMP / CLOSER)
        self.play(*fold, out, FadeIn(self.bars), run_time=PACE.quick)
        walk = self.legs.grown.animate.set_value(1)
        self.play(walk, self.bars.grown.animate.set_value(1), run_time=PACE.normal)
        self.play(self.turn.animate.set_value(170), run_time=PACE.slow)
        self.play(self.turn.animate.set_value(-10), run_time=self.rest(least=PACE.slow))

    def _leave_the_plane(self) -> None:
        """Back to where the two slopes were laid out."""
        back = self.map.aim(HERE, place=CLOSE_PLACE, scale=CLOSE)
        in_again = (self.arm.reach.animate.set_value(0), self.legs.grown.animate.set_value(0))
        wide = self.lamp.radius.animate(rate_func=shrinking_as_it_grows(1 / CLOSER)).set_value(LAMP)
        self.play(*in_again, FadeOut(self.bars), run_time=PACE.quick)
        self.play(*back, wide, FadeOut(self.fine), run_time=PACE.normal)
        self.remove(self.legs)

    @beat
    def build_the_needle(self) -> None:
        """So lay them along their axes, complete the rectangle, and its far corner is the tip of the
        needle."""
        self._leave_the_plane()
        grow = (each.animate.set_value(1) for each in (self.parts.east, self.parts.north))
        self.play(*grow, run_time=PACE.quick)
        self.play(self.parts.closed.animate.set_value(1), run_time=PACE.normal)
        self.play(self.needle.grown.animate.set_value(1), run_time=PACE.normal)
        self.play(self.rose.petals.animate.set_value(1), run_time=self.rest())

    @beat
    def name_the_gradient(self) -> None:
        """This arrow, made of two slopes, has a name: the gradient of f."""
        self.gradient = Formula(
            "{{nabla f : gradient}} = ((partial {{f : output}})/(partial {{x : input}}),"
            " space (partial {{f : output_2}})/(partial {{y : input_2}}))"
        ).move_to([PANEL[0], 0.55, 0])
        self.enter(self.gradient, run_time=PACE.normal)
        self.play(self.parts.closed.animate.set_value(0), run_time=self.rest())

    @beat
    def drop_a_shadow(self) -> None:
        """Any other direction? Let the needle cast its shadow on it, straight down. The shadow is the
        slope that way."""
        fold = (self.parts.east.animate.set_value(0), self.parts.north.animate.set_value(0))
        self.turn.set_value(self.uphill)
        self.arm.length.set_value(SPOKE)
        self.play(*fold, FadeOut(self.slopes), self.arm.reach.animate.set_value(LAMP), run_time=PACE.normal)
        self._insert(self.shadow, before=self.needle)
        self.enter(self.slope, run_time=PACE.quick)
        self.play(self.turn.animate.set_value(self.uphill + 62), run_time=self.rest())

    @beat
    def name_the_slope(self) -> None:
        """A shadow is a dot product: gradient times direction, or the needle's length times the cosine
        of the angle."""
        self.law = Formula(
            '"slope" = {{nabla f : gradient}} dot {{bold(u) : input}}'
            " = abs({{nabla f : gradient_2}}) cos {{phi : input_2}}"
        ).move_to([PANEL[0], -1.1, 0])
        self.play(FadeIn(self.law), FadeIn(self.opening), run_time=PACE.normal)
        self.play(self.turn.animate.set_value(self.uphill - 55), run_time=self.rest())

    @beat
    def read_the_cosine(self) -> None:
        """Along the needle the cosine is one, and nothing beats it. At a right angle it is zero: level
        ground."""
        self.play(self.turn.animate.set_value(self.uphill), run_time=self.rest(0.4))
        self.line.grown.set_value(0)
        self._insert(self.line, before=self.dusk)
        self.play(
            self.turn.animate.set_value(self.uphill + 90),
            self.line.grown.animate.set_value(1),
            run_time=self.rest(),
        )

    # -- a needle everywhere -----------------------------------------------------------------------------

    @beat(chapter="A needle everywhere")
    def switch_on_the_needles(self) -> None:
        """Two slopes at every place. So let us put a needle at every place, as long as it is steep there."""
        words = (self.slope, self.gradient, self.law, self.shadow, self.opening, self.line)
        away = (self.rose.length, self.arm.reach, self.arm.length)
        self.play(*map(FadeOut, words), *(each.animate.set_value(0) for each in away), run_time=PACE.quick)
        self.remove(self.rose, self.arm, self.parts, self.tail, self.square)
        self._insert(self.needles, before=self.dusk)
        whole = self.map.aim((0, 0), place=WHOLE_PLACE, scale=WHOLE)
        length = self.needle.length.animate.set_value(self.needles.length.get_value())
        self.play(*whole, self.lamp.daylight.animate.set_value(1), length, run_time=PACE.slow)
        self.remove(self.needle, self.lamp)
        self.leave(self.hiker)
        self.play(self.needles.grown.animate.set_value(1), run_time=self.rest(0.8, least=3.6))
        words = Words("<n> needles", n=read(self.field, "n", name="needles"))
        self.count = VGroup(plate(words), words).to_corner([-1, 1, 0], buff=0.5)
        self.enter(self.count, run_time=self.rest())

    @beat
    def find_the_silence(self) -> None:
        """On the two peaks, on the pass and in the hollow the needles shrink to nothing. There the
        compass falls silent."""
        rings = VGroup(*(self._ring(point) for point in self.landmarks))
        self.silence = rings
        self.leave(self.count)
        self.play(*(Create(ring) for ring in rings), run_time=self.rest(), lag_ratio=0.5)

    def _ring(self, point: np.ndarray) -> VMobject:
        angle = np.linspace(0, 2 * np.pi, 73)
        circle = 0.3 * np.stack([np.cos(angle), np.sin(angle), 0 * angle], axis=-1)
        ring = VMobject(stroke_color=INK.text, stroke_width=STROKE.bold)
        ring.set_points(polyline(self.map.to_screen(point) + circle))
        return ring.set_stroke(INK.casing, width=STROKE.bold + 4, opacity=0.8, background=True)

    @beat
    def follow_the_compass(self) -> None:
        """Carry one in your hand. Keep following its red end, and it leads you to a summit."""
        self.compass.move_to([STAGE.right - 1.2, STAGE.top - 1.2, 0]).scale(1.25)
        self.hiker.walk = self.footsteps.walk = self.climb
        self.leave(self.silence)
        self.add(self.footsteps)
        self.enter(self.hiker, self.compass, run_time=PACE.quick)
        self.play(self.climb.at.animate.set_value(self.climb.last - 1), run_time=self.rest())

    @beat
    def pour_water(self) -> None:
        """Follow the white end instead, and you run like water: off both peaks, past the pass, down to
        the hollow."""
        self.leave(self.hiker, self.compass, self.footsteps)
        self._insert(self.water, before=self.dusk)
        self.play(self.needles.length.animate.set_value(0), run_time=PACE.normal)
        self.remove(self.needles)
        self.play(self.water.grown.animate.set_value(1), run_time=self.rest(), rate_func=linear)

    @beat
    def check_the_crossings(self) -> None:
        """Every stream meets every contour at a right angle. The worst of all these crossings misses
        it by this much."""
        self._insert(self.squares, before=self.dusk)
        self.play(
            self.squares.grown.animate.set_value(1),
            run_time=self.rest(0.7),
            rate_func=linear,
        )
        number = Number(read(self.worst, "off_square", decimals=3))
        self.miss = on_plate(Words("largest miss"), number)
        self.enter(self.miss, run_time=self.rest())

    # -- what to take along --------------------------------------------------------------------------------

    @beat(
        chapter="What to take along",
        excuse={"unequal-units": "The east is stretched on purpose, to show that the right angle breaks."},
    )
    def stretch_the_map(self) -> None:
        """One warning. Draw the east twice as long, and on the paper the right angle is gone."""
        self.leave(self.miss, self.squares, self.water)
        self._set_up_at_the_contour()
        self._insert(self.line, before=self.dusk)
        self.play(*self.map.aim(HERE, place=(-1.9, -0.7), scale=3.2), FadeIn(self.line), run_time=PACE.normal)
        self.enter(self.hiker, self.angle, run_time=PACE.quick)
        self.play(self.needle.grown.animate.set_value(1), run_time=PACE.quick)
        self.play(self.square.grown.animate.set_value(1), run_time=PACE.quick)
        self.play(*self.map.aim(HERE, stretch=STRETCH), run_time=self.rest(least=PACE.slow))

    def _set_up_at_the_contour(self) -> None:
        """What the last act shows where the hiker stood first; nothing of it is seen yet."""
        self.hiker.walk = self.here
        for picture in (self.needle, self.new_needle, self.rose):
            picture.length.set_value(BROAD)
        for dial in (self.needle.grown, self.square.grown, self.rose.petals):
            dial.set_value(0)
        self.add(self.rose, self.square, self.new_square, self.parts, self.needle, self.new_needle)
        self.angle = on_plate(Words("angle"), Number(self.angle_now))

    @beat(excuse={"unequal-units": "The old right angle leans on purpose; the new ruler gives another."})
    def ask_the_ruler(self) -> None:
        """Steep means height per length, and length is what your ruler says. Another ruler, another
        compass."""
        old = labelled(
            Words("old compass", ink=INK.quiet), Number(read(self.angles[-1], "angle", index=0, decimals=1))
        )
        new = labelled(Words("new compass"), Number(read(self.new_angle, "angle", index=0, decimals=1)))
        rows = VGroup(new, old).arrange([0, -1, 0], buff=0.3, aligned_edge=[-1, 0, 0])
        self.both = VGroup(plate(rows), *rows).to_corner([-1, 1, 0], buff=0.5)
        self.play(FadeOut(self.angle), FadeIn(self.both), run_time=PACE.quick)
        dim = self.needle.arrow.animate.set_fill(opacity=0.35)
        self.play(
            self.new_needle.grown.animate.set_value(1),
            dim,
            self.square.grown.animate.set_value(0),
            run_time=PACE.slow,
        )
        self.play(self.new_square.grown.animate.set_value(1), run_time=self.rest())

    @beat(excuse={"unequal-units": "It begins on the stretched map and leads back to equal units."})
    def take_it_along(self) -> None:
        """With one ruler for both: two slopes tell the slope in every direction, and the best stands
        square on staying level."""
        away = (self.new_needle.grown.animate.set_value(0), self.new_square.grown.animate.set_value(0))
        self.play(
            *away, FadeOut(self.both), self.needle.arrow.animate.set_fill(opacity=1), run_time=PACE.quick
        )
        self.play(*self.map.aim(HERE, stretch=1), run_time=PACE.normal)
        parts = (self.parts.east, self.parts.north)
        self.play(*(each.animate.set_value(1) for each in parts), run_time=PACE.normal)
        self.play(self.rose.petals.animate.set_value(1), run_time=PACE.slow)
        fold = (each.animate.set_value(0) for each in parts)
        self.play(*fold, self.square.grown.animate.set_value(1), run_time=self.rest())

    @beat
    def pack_the_compass(self) -> None:
        """That is the compass of this course. Into the rucksack it goes, beside the magnifying glass."""
        self.leave(*self.mobjects)
        bag, packed = (Rucksack(tools, height=5.2).move_to([0, 0.35, 0]) for tools in (TOOLS[:1], TOOLS))
        self.climb.at.set_value(0)
        self.compass.move_to([-4.9, 0.35, 0]).scale(1.3)
        self.enter(bag, self.compass)
        tool = packed.tool(TOOLS[-1])
        home = self.compass.animate.scale(tool[0].width / self.compass.width).move_to(tool[0])
        self.play(home, run_time=self.rest(0.7))
        self.play(FadeIn(tool), FadeOut(self.compass), run_time=self.rest())


def longest(lines: Iterable[Contour]) -> Contour:
    """The line round the higher peak, where a level has two."""
    return max(lines, key=lambda line: line.length)


def up_to(line: np.ndarray, end: np.ndarray) -> np.ndarray:
    """A closed line (n, 2), begun such that it ends next to `end`."""
    last = int(np.argmin(np.linalg.norm(line[:-1] - end, axis=-1)))
    return np.roll(line[:-1], -last - 1, axis=0)


def shrinking_as_it_grows(factor: float) -> Callable[[float], float]:
    """The rate of 1 / s while s grows smoothly from 1 to `factor`, so that their product never changes."""
    return lambda time: float((1 / (1 + (factor - 1) * smooth(time)) - 1) / (1 / factor - 1))


def centred(label: Words, number: Number, place: np.ndarray) -> VGroup:
    """A label and its number, one pair, in the middle of a place."""
    return labelled(label, number).move_to(place)


def on_plate(label: Words, number: Number) -> VGroup:
    """A label and its number on a dark plate in the upper left corner, to be read on coloured ground."""
    pair = labelled(label, number)
    return VGroup(plate(pair), *pair).to_corner([-1, 1, 0], buff=0.5)
