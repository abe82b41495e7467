"""Lecture 09: two slopes give the slope in every direction, and the best one stands square on the contour."""

from __future__ import annotations

from typing import Any

import numpy as np
from manim import Circle, Create, FadeIn, FadeOut, LaggedStart, VGroup, linear

from calc_core import contours, critical_points, crossings, directional, flow_line, gradient
from calc_core import gradient_field, hills, ruler_sweep, sample_grid, springs
from visuals import INK, PACE, SIZE, STAGE, STROKE, Dial, Lecture, View, Walk, beat, read
from visuals import Arm, ClimbBars, Components, Cut, Legs, Opening, RightAngles, Shadow, SlopeRose
from visuals import Compass, Footsteps, Headlamp, Hiker, Lamps, Light, Marks, Rucksack, Terrain, Trail
from visuals import ContourLine, ContourLines, ContourMap, Dusk, FlowLines, Needle, NeedleField
from visuals import Formula, Number, Options, Page, Reading, Words

HERE = np.array([-2.3, -0.9])  # where the hiker stands
LAMP = 0.62  # how far the lamp shines, in the landscape's own units
LEVELS = np.arange(-2, 16) / 10  # heights of the contours
STROLL = 0.2  # height of the first walk
RELIEF = 3.2  # scene units from the lowest to the highest ground
FAR, NEAR = 0.76, 2.7  # zooms: the whole range, and close to the hiker
RING = np.deg2rad(np.arange(360))
SPOKE, BROAD, SHORT = 3.3, 2.3, 0.28  # scene units per unit of slope, the nearer the longer
CLOSER, FINE = 10.0, 0.01  # how much closer we go, and the height between contours there
NUDGE = 0.26  # the run that is shown, in the landscape's own units
SPRING, FLANK = 0.1, 1.3  # distances from a peak: where streams begin, and where they are evenly spread
STRETCH = 2.0  # the last ruler

MIDDLE = (0.0, 0.3)  # of the map that fills the frame
LAMPLIT = {"at": HERE, "place": (-3.3, 0.35)}
WHOLE = View("map", at=(0, 0), place=MIDDLE, scale=STAGE.width / 8)
BY_LAMP = View("map", **LAMPLIT, scale=4.6)
ON_A_PLANE = View("map", **LAMPLIT, scale=4.6 * CLOSER)
AT_THE_LINE = View("map", at=HERE, place=(-1.9, -0.7), scale=3.2)

ASIDE = 3.6  # middle of the dark beside the lamp's disc
HEAD = Page(ASIDE, 3.15, side="middle")
PANEL = Page(ASIDE, 1.2, side="middle", gap=0.5)
TWO = Page(1.75, 2.95, gap=0.5)  # the two slopes
PLATE = Page(-6.4, 3.28, plate=True, gap=0.3)  # in the upper left corner of coloured ground


class GradientCompass(Lecture):
    title = "The gradient is a compass"
    goal = "Two slopes give the slope in every direction; the steepest one stands square on the contour."
    poster = "see_the_right_angle"
    layers = (
        "map fine stroll_line line needles water squares dusk hill ways headlight rings lamp rose round_rose"
        " square new_square arm parts legs shadow tail needle new_needle footsteps hiker"
    )

    def set_stage(self) -> None:
        self.land = hills()
        self.grid = sample_grid(self.land, shape=(151, 241))
        self.contours = contours(self.land, LEVELS)
        self.reading = self.land.reading(HERE)
        self.level = contours(self.land, [float(self.reading.f)], max_chord=0.008).longest()
        self.summits = critical_points(self.land)
        self.by_height = np.argsort(-self.summits.f)
        self.landmarks = self.summits.x[self.by_height]  # two peaks, the pass, the hollow: from the top down
        self.ring = directional(self.land.f, HERE, np.stack([np.cos(RING), np.sin(RING)], axis=-1))
        self.two = gradient(self.land.f, HERE)
        self.uphill = float(self.reading.heading_degrees)
        self._set_hill()
        self._set_map()
        self._set_ring()
        self._set_plane()
        self._set_daylight()

    def _set_hill(self) -> None:
        grid, approach = self.grid, Walk(flow_line(self.land, HERE, ascent=False, length=1.2).reversed())
        self.hill = Terrain(grid.x, grid.y, grid.f, width=STAGE.width, relief=RELIEF, contour_step=0.1)
        self.hill.set(at=approach.place, place=MIDDLE, azimuth=-50, elevation=34, zoom=NEAR, daylight=0)
        self.light = self.hill.shine(Light(approach, radius=LAMP))
        self.headlight = Lamps(self.light, on=self.hill)
        ways = LAMP * self.ring.u[::20]
        self.ways = Trail(np.stack([0 * ways, 0.8 * ways]) + HERE, on=self.hill, at=Dial(0), ink=INK.input)
        self.rings = Marks(self.landmarks, on=self.hill, kind="ring", size=17, ink=INK.text)

    def _set_map(self) -> None:
        self.map = ContourMap(self.grid, self.contours, width=STAGE.width, centre=MIDDLE, relief=RELIEF)
        self.dusk = Dusk()
        across = flow_line(self.land, HERE, ascent=False).between(STROLL, np.inf).reversed().points
        line = self.contours.longest(STROLL)
        along = line.begun_next_to(across[0]).points[-150:]
        self.stroll = Walk(np.concatenate([along, across]))
        self.stroll_level = len(along) - 1  # how many of its steps stay level
        self.stroll_reading = self.land.reading(self.stroll.path)
        self.stroll_line = ContourLine(line, on=self.map)
        self.hiker = Hiker(self.stroll, on=self.map)
        height = Number(lambda: read(self.stroll_reading, "f", at=self.stroll.now, decimals=2, name="height"))
        self.altimeter = PLATE.write((Words("height"), height))
        # the walk round the peak; until then, and from then on, everybody stands at its beginning
        loop = self.level.begun_next_to(HERE).points[6:-1:6]
        self.round = Walk(np.concatenate([[HERE], loop, [HERE]]))

    def _set_ring(self) -> None:
        """What is measured in every direction, and where its longest spoke points."""
        on, ring = self.map, self.ring
        self.turn = Dial(0)
        self.lamp = Headlamp(self.round, on=on, radius=LAMP)
        self.line = ContourLine(self.level, on=on)
        self.rose = SlopeRose(ring, self.round, on=on, length=SPOKE, grown=0)
        self.arm = Arm(ring, self.round, self.turn, on=on, reach=LAMP, grown=0)
        distance = np.linspace(-LAMP, LAMP, 81)
        profile = self.land.reading(HERE + ring.u[:, None] * distance[:, None])
        self.cut = Cut(profile, ring, distance, self.turn, centre=(ASIDE, 0.35), scale=4.6)
        how: Options = {"decimals": 2, "signed": True, "name": "slope"}
        slope = Number(lambda: read(ring, "value", at=self.turn.get_value() % 360, **how))
        self.slope = HEAD.write((Words("slope this way"), slope))
        self.needle = self._needle(self.land.reading(self.round.path).gradient)
        self.tail = self._needle(self.reading.gradient, sign=-1)
        self.square = RightAngles(HERE, self.reading.gradient, on=on, size=0.36, grown=0)
        slopes = directional(self.land.f, self.round.path[:, None], ring.u[None])
        self.round_rose = SlopeRose(slopes, self.round, on=on, length=SPOKE, petals=1)

    def _needle(self, gradients: np.ndarray, **look: Any) -> Needle:
        return Needle(gradients, self.round, on=self.map, grown=0, **{"length": SPOKE, **look})

    def _set_plane(self) -> None:
        """The needle made of two slopes, and why two are enough."""
        self.parts = Components(self.two.value, self.needle, east=0, north=0)
        self.legs, self.shadow = Legs(self.arm, grown=0), Shadow(self.needle, self.arm)
        self.opening = Opening(self.needle, self.arm)
        terms = self.two.value * self.ring.u  # what a step of length 1 gains by its two parts
        self.bars = ClimbBars(terms, self.ring, self.turn, centre=(ASIDE, -0.6), unit=2.1)
        near = np.stack([HERE - 0.3, HERE + 0.3], axis=-1)
        evenly = float(self.reading.f) + FINE * np.arange(-9, 10)
        self.fine = ContourLines(contours(self.land, evenly, near, shape=(41, 41)), self.map.chart)

    def _set_daylight(self) -> None:
        """Needles everywhere, ways of water with every contour that they cross, and another ruler."""
        self.field = gradient_field(self.land, shape=(40, 64))
        self.needles = NeedleField(self.field, on=self.map, length=SHORT, source=HERE)
        self.climb = Walk(flow_line(self.land, HERE, n=160))
        self.footsteps = Footsteps(self.climb, on=self.map)
        climbed = self.land.reading(self.climb.path[:-1])
        self.compass = Compass(climbed, self.climb, steepest=self.field.steepest)
        higher, lower = self.by_height[:2].tolist()
        how = {"distance": SPRING, "flank": FLANK}
        starts = [*springs(self.summits, higher, 22, **how).x, *springs(self.summits, lower, 14, **how).x]
        flow: Options = {"ascent": False, "n": 160, "tol": 1e-8, "method": "LSODA"}
        self.streams = [flow_line(self.land, start, **flow) for start in starts]
        self.water = FlowLines(self.streams, on=self.map)
        self.crossings = crossings(self.streams, self.contours)
        where = self.crossings.highest_first().points
        thin: Options = {"size": 0.1, "width": STROKE.thin * 0.8}
        self.squares = RightAngles(where, self.land.grad(where), on=self.map, **thin)
        self.rulers = ruler_sweep(self.land, HERE, STRETCH)
        new = self.rulers.new_gradient_on_old_map
        self.new_needle = self._needle(new, length=BROAD)
        along = np.array([-self.reading.gradient[1], self.reading.gradient[0]])  # away from the old one
        self.new_square = RightAngles(HERE, new, along, on=self.map, size=0.3)

    def angle_now(self) -> Reading:
        """The angle between needle and contour, as the ruler of this moment draws them."""
        now = self.rulers.nearest(self.map.chart.stretch.get_value())
        return read(self.rulers, "angle", index=now, decimals=1, name="angle of needle and contour")

    @beat(chapter="The question")
    def stand_in_the_dark(self) -> None:
        """Night, somewhere on a mountain. Your lamp shows a few steps of ground, and nothing more."""
        self.add(self.hill, self.ways, self.headlight)
        self.play(self.light.at.to(self.light.walk.last), *self.hill.look(at=HERE))

    @beat
    def ask_which_way(self) -> None:
        """You could set off in any direction at all. Which one climbs the fastest?"""
        title = Words(self.title, size=SIZE.title).move_to((0, 2.9, 0))
        self.play(self.ways.at.to(1), FadeIn(title), pace=PACE.slow)
        self.play(*self.hill.look(elevation=50, zoom=2.9))
        self.leave(title, self.ways)

    @beat
    def bring_daylight(self) -> None:
        """Let us cheat, and wait for the sun. Two peaks, a pass between them, and a hollow."""
        day = self.hill.look(daylight=1, zoom=FAR, focus_x=0, focus_y=-0.5, azimuth=-34, elevation=32)
        self.play(*day, pace=PACE.slow)
        self.enter(self.rings, *self.hill.look(azimuth=-20), share=1, rate_func=linear)

    @beat
    def tip_the_hill(self) -> None:
        """Now rise into the air and look straight down. The mountain becomes its own map."""
        self.leave(self.rings, self.headlight)
        self.play(*self.hill.look(tilt=1, zoom=1, azimuth=0, focus_x=0, focus_y=0), least=PACE.grand)
        self.add(self.map, self.dusk)
        self.leave(self.hill)

    @beat(chapter="Every direction at once")
    def walk_level(self) -> None:
        """Every line joins places of equal height. Walk along one, and your altimeter does not move."""
        self.enter(self.stroll_line, self.hiker, self.altimeter, pace=PACE.quick)
        self.play(self.stroll.at.to(self.stroll_level))

    @beat
    def walk_across(self) -> None:
        """Walk across the lines, and it climbs. Where they crowd, the ground is steep."""
        self.play(self.stroll.at.to(self.stroll.last))

    @beat
    def put_the_light_out(self) -> None:
        """Night again, and close. All we know of the mountain is the ground within this disc."""
        self.leave(self.stroll_line, self.altimeter)
        self.hiker.walk = self.round
        self.view(BY_LAMP, entering=self.lamp, share=1)

    @beat
    def look_one_way(self) -> None:
        """Pick a direction and cut the ground open along it. Rise over run: that is the slope this way."""
        self.enter(self.arm, self.cut)
        self.play(self.cut.tangent_share.to(1), pace=PACE.normal)
        run, rise = self.cut.to_screen([NUDGE / 2, NUDGE], [0, self.cut.slope * NUDGE / 2])
        self.run_and_rise = VGroup(
            Words("run", ink=INK.input).next_to(run, (0, -1, 0), buff=0.2),
            Words("rise", ink=INK.output).next_to(rise, (1, 0, 0), buff=0.2),
        )
        self.enter(self.cut.run.to(NUDGE), self.run_and_rise)
        self.enter(self.slope, share=1)

    @beat
    def turn_a_little(self) -> None:
        """Turn, and the cut changes: steeper here, gentler there, level for a moment, and now it falls."""
        self.leave(self.run_and_rise)
        self.play(self.turn.to(218))

    @beat
    def keep_a_record(self) -> None:
        """Keep a record. In each direction, draw a spoke as long as the slope is steep: red climbs,
        white falls."""
        self.play(self.arm.length.to(SPOKE), pace=PACE.normal)
        self.play(self.turn.to(360), pace=PACE.slow)
        self.add(self.rose)
        self.play(self.turn.to(450), self.rose.grown.to(0.25), rate_func=linear)

    @beat
    def go_all_the_way_round(self) -> None:
        """All the way round. Three hundred and sixty directions, each slope measured by its own tiny
        nudge."""
        self.play(self.turn.to(720), self.rose.grown.to(1), rate_func=linear)

    @beat
    def see_two_circles(self) -> None:
        """Look what they have drawn: not a flower, not a star. Two circles, touching where you stand."""
        self.leave(self.cut, self.slope, self.arm)
        self.play(self.rose.petals.to(1))

    @beat
    def lay_on_circles(self) -> None:
        """Are they? Lay perfect circles on top. The largest gap in any of these directions is this."""
        measured = read(self.ring, "value.size", name="directions")
        count = Words("<count> slopes, measured one by one", count=measured)
        label = Words("largest gap to a perfect circle")
        gap = read(self.ring, "largest_gap", scientific=True, digits=2)
        self.gap = PANEL.write(count, label, Number(gap, size=SIZE.large, align="center"))
        self.circles = self.rose.circles(self.reading.gradient)
        self.enter(count, pace=PACE.quick)
        self.enter(Create(self.circles), below=self.hiker, share=0.5, least=PACE.slow, rate_func=linear)
        self.enter(*self.gap[1:], pace=PACE.quick)

    @beat
    def find_the_longest(self) -> None:
        """The longest spoke is the steepest way up. No other direction climbs as fast."""
        self.arm.pose(turn=0)
        self.leave(self.gap, self.circles)
        self.enter(self.cut, self.slope, pace=PACE.quick)
        self.enter(self.arm, self.turn.to(self.uphill), pace=PACE.slow)
        self.enter(self.needle, share=1)

    @beat
    def look_behind(self) -> None:
        """Turn your back on it, and you face the steepest way down: a spoke of exactly the same length."""
        self.play(self.turn.to(self.uphill + 180), pace=PACE.slow)
        self.enter(self.tail, share=1)

    @beat
    def find_the_level(self) -> None:
        """Halfway between, the spoke has shrunk to nothing. Look at the cut: that way, the ground is
        level."""
        self.leave(self.tail, self.turn.to(self.uphill + 90), share=1)

    @beat
    def see_the_right_angle(self) -> None:
        """Level means along the contour. So the steepest way stands square on the contour: a right angle."""
        angle = Number(self.angle_now, size=SIZE.title, align="center")
        self.angle = PANEL.write(angle, Words("between needle and contour", ink=INK.quiet))
        self.leave(self.cut, self.slope)
        self.swap(self.arm, self.line, pace=PACE.slow)
        self.enter(self.angle, pace=PACE.quick)
        self.enter(self.square, share=1)

    @beat
    def walk_round_the_peak(self) -> None:
        """Not only here. Walk the contour all the way round: the rose turns with you, and the needle
        stays square."""
        self.leave(self.angle, self.square)
        self.remove(self.rose)
        self.add(self.round_rose)
        peak = View("map", at=self.landmarks[0], place=(-1.85, 0.42), scale=2.0)
        smaller = (each.length.to(1.35) for each in (self.round_rose, self.needle))
        self.view(peak, *smaller, leaving=self.lamp, pace=PACE.slow)
        self.play(self.round.at.to(self.round.last), least=2 * PACE.grand)

    @beat(chapter="Name it")
    def ask_for_two(self) -> None:
        """Must we really measure every direction? Keep just two: the slope to the east, and the slope
        to the north."""
        self.leave(self.needle, FadeOut(self.round_rose))
        self.needle.pose(length=SPOKE)
        self.view(BY_LAMP, FadeOut(self.line), entering=self.lamp, pace=PACE.slow)
        slopes = (read(self.two, "value", index=i, decimals=3) for i in (0, 1))
        east, north = (Number(each, ink=INK.gradient) for each in slopes)
        self.slopes = TWO.write((Words("slope to the east"), east), (Words("slope to the north"), north))
        self.add(self.parts)
        self.play(FadeIn(self.slopes[0]), self.parts.east.to(1), pace=PACE.slow)
        self.play(FadeIn(self.slopes[1]), self.parts.north.to(1))

    @beat
    def go_closer(self) -> None:
        """Two are enough, and here is why. Go closer, and the contours turn straight and even: a tilted
        plane."""
        self.view(ON_A_PLANE, self.lamp.keep_size(CLOSER), entering=self.fine, share=1)

    @beat
    def add_the_climbs(self) -> None:
        """On a plane, a slanted step is some way east and some way north. The two climbs simply add up."""
        self.arm.pose(turn=55, reach=0.9 * LAMP / CLOSER, length=0)
        self.swap(self.parts, self.arm, pace=PACE.quick)
        self.enter(self.legs, self.bars)
        self.play(self.turn.to(170), pace=PACE.slow)
        self.play(self.turn.to(-10), least=PACE.slow)

    @beat
    def build_the_needle(self) -> None:
        """So lay them along their axes, complete the rectangle, and its far corner is the tip of the
        needle."""
        self.leave(self.arm, self.legs, self.bars)
        self.view(BY_LAMP, self.lamp.keep_size(1 / CLOSER), leaving=self.fine)
        self.enter(self.parts, pace=PACE.quick)
        self.play(self.parts.closed.to(1), pace=PACE.normal)
        self.enter(self.needle)
        self.add(self.rose.pose(faint=1, petals=0))
        self.play(self.rose.petals.to(1))

    @beat
    def name_the_gradient(self) -> None:
        """This arrow, made of two slopes, has a name: the gradient of f."""
        gradient = Formula(
            "{{nabla f : gradient}} = ((partial {{f : output}})/(partial {{x : input}}),"
            " space (partial {{f : output_2}})/(partial {{y : input_2}}))"
        )
        self.gradient = PANEL.write(gradient)
        self.enter(self.gradient)
        self.play(self.parts.closed.to(0))

    @beat
    def drop_a_shadow(self) -> None:
        """Any other direction? Let the needle cast its shadow on it, straight down. The shadow is the
        slope that way."""
        self.arm.pose(turn=self.uphill, reach=LAMP, length=SPOKE)
        self.swap((self.parts, self.slopes), self.arm)
        self.enter(self.slope, self.shadow, pace=PACE.quick)
        self.play(self.turn.to(self.uphill + 62))

    @beat
    def name_the_slope(self) -> None:
        """A shadow is a dot product: gradient times direction, or the needle's length times the cosine
        of the angle."""
        law = Formula(
            '"slope" = {{nabla f : gradient}} dot {{bold(u) : input}}'
            " = abs({{nabla f : gradient_2}}) cos {{phi : input_2}}"
        )
        self.law = PANEL.write(law, below=self.gradient)
        self.enter(self.law, self.opening)
        self.play(self.turn.to(self.uphill - 55))

    @beat
    def read_the_cosine(self) -> None:
        """Along the needle the cosine is one, and nothing beats it. At a right angle it is zero: level
        ground."""
        self.play(self.turn.to(self.uphill), share=0.4)
        self.enter(self.line, self.turn.to(self.uphill + 90), share=1)

    @beat(chapter="A needle everywhere")
    def switch_on_the_needles(self) -> None:
        """Two slopes at every place. So let us put a needle at every place, as long as it is steep there."""
        words = (self.slope, self.gradient, self.law, self.opening)
        self.leave(*words, self.shadow, self.arm, self.line, FadeOut(self.rose))
        self.view(WHOLE, self.needle.length.to(SHORT), leaving=self.lamp, pace=PACE.slow)
        self.leave(self.hiker)
        self.enter(self.needles, share=0.8, least=3.6)
        self.count = PLATE.write(Words("<n> needles", n=read(self.field, "n", name="needles")))
        self.swap(self.needle, self.count, share=1)

    @beat
    def find_the_silence(self) -> None:
        """On the two peaks, on the pass and in the hollow the needles shrink to nothing. There the
        compass falls silent."""
        self.leave(self.count)
        ring = Circle(0.3, color=INK.text, stroke_width=STROKE.bold)
        ring.set_stroke(INK.casing, width=STROKE.bold + 4, opacity=0.8, background=True)
        places = self.map.to_screen(self.landmarks)
        self.silence = VGroup(*(ring.copy().move_to(each) for each in places))
        self.play(LaggedStart(*map(Create, self.silence), lag_ratio=0.5), until="nothing")

    @beat
    def follow_the_compass(self) -> None:
        """Carry one in your hand. Keep following its red end, and it leads you to a summit."""
        self.compass.move_to((STAGE.right - 1.2, STAGE.top - 1.2, 0)).scale(1.25)
        self.hiker.walk = self.climb
        self.leave(self.silence)
        self.enter(self.footsteps, self.hiker, self.compass, pace=PACE.quick)
        self.play(self.climb.at.to(self.climb.last - 1))

    @beat
    def pour_water(self) -> None:
        """Follow the white end instead, and you run like water: off both peaks, past the pass, down to
        the hollow."""
        self.leave(self.hiker, self.compass, self.footsteps)
        self.leave(self.needles, pace=PACE.normal)
        self.enter(self.water, share=1, rate_func=linear)

    @beat
    def check_the_crossings(self) -> None:
        """Every stream meets every contour at a right angle. The worst of all these crossings misses
        it by this much."""
        self.enter(self.squares, share=0.7, rate_func=linear)
        miss = Number(read(self.crossings, "off_square", decimals=3))
        self.miss = PLATE.write((Words("largest miss"), miss))
        self.enter(self.miss, share=1)

    @beat(
        chapter="What to take along",
        excuse={"unequal-units": "The east is stretched on purpose, to show that the right angle breaks."},
    )
    def stretch_the_map(self) -> None:
        """One warning. Draw the east twice as long, and on the paper the right angle is gone."""
        self.leave(self.miss, FadeOut(self.squares), FadeOut(self.water))
        self.hiker.walk = self.round
        self.needle.pose(length=BROAD)
        self.angle = PLATE.write((Words("angle"), Number(self.angle_now)))
        self.view(AT_THE_LINE, entering=self.line)
        self.enter(self.hiker, self.angle, pace=PACE.quick)
        self.enter(self.needle, pace=PACE.quick)
        self.enter(self.square, pace=PACE.quick)
        self.play(*self.map.look(at=HERE, stretch=STRETCH), least=PACE.slow)

    @beat(excuse={"unequal-units": "The old right angle leans on purpose; the new ruler gives another."})
    def ask_the_ruler(self) -> None:
        """Steep means height per length, and length is what your ruler says. Another ruler, another
        compass."""
        old, new = (Number(read(self.rulers, name, decimals=1)) for name in ("last_angle", "new_angle"))
        old_words = Words("old compass", ink=INK.quiet)
        self.both = PLATE.write((Words("new compass"), new), (old_words, old))
        self.swap(self.angle, self.both, pace=PACE.quick)
        dim = self.needle.arrow.animate.set_fill(opacity=0.35)
        self.swap(self.square, (self.new_needle, dim), pace=PACE.slow)
        self.enter(self.new_square, share=1)

    @beat(excuse={"unequal-units": "It begins on the stretched map and leads back to equal units."})
    def take_it_along(self) -> None:
        """With one ruler for both: two slopes tell the slope in every direction, and the best stands
        square on staying level."""
        bright = self.needle.arrow.animate.set_fill(opacity=1)
        self.leave(self.new_needle, self.new_square, self.both, bright)
        self.play(*self.map.look(at=HERE, stretch=1), pace=PACE.normal)
        self.enter(self.parts)
        self.add(self.rose.pose(petals=0, length=BROAD))
        self.play(self.rose.petals.to(1), pace=PACE.slow)
        self.swap(self.parts, self.square, share=1)

    @beat
    def pack_the_compass(self) -> None:
        """That is the compass of this course. Into the rucksack it goes, beside the magnifying glass."""
        ground = (self.map, self.dusk, self.line)
        self.leave(*map(FadeOut, (*ground, self.rose, self.square, self.needle, self.hiker)))
        sack = Rucksack(("magnifying glass",), height=5.2).move_to((0, 0.35, 0))
        self.climb.at.set_value(0)
        self.compass.move_to((-4.9, 0.35, 0)).scale(1.3)
        self.enter(sack, self.compass)
        self.swap(self.compass, sack.pack("compass and boots", coming_from=self.compass), share=0.7)
