"""Maps from above: contours, gradients, slopes in all directions."""

from __future__ import annotations

import numpy as np

from calc_core import (
    basins,
    bowl,
    contours,
    crossings,
    directional,
    flow_line,
    gradient,
    gradient_descent,
    gradient_field,
    hills,
    himmelblau,
    sample_grid,
    squeezed_descents,
    total_derivative,
)
from visuals import (
    PACE,
    Arm,
    BowlMap,
    Box,
    ClimbBars,
    Components,
    ContourLine,
    ContourLines,
    ContourMap,
    Cut,
    Dial,
    Dusk,
    FamilyTrail,
    FlowLines,
    Hiker,
    Lecture,
    Legs,
    Needle,
    NeedleField,
    Opening,
    RightAngles,
    RuledMap,
    Shadow,
    SlopeRose,
    Tally,
    Trail,
    VelocityLegs,
    Walk,
    basin_inks,
)


def draw_contour_map(self: Lecture) -> None:
    """function of two variables, contour lines, level sets, topographic map, landscape"""
    land = hills()
    ground = ContourMap(sample_grid(land), contours(land, 15), width=12)
    self.add(ground)


def draw_contour_line(self: Lecture) -> None:
    """level set, contour, curve of equal height, implicit curve"""
    land = hills()
    ground = ContourMap(sample_grid(land), contours(land, 15), width=12)
    line = contours(land, [0.6]).longest()
    self.add(ground, ContourLine(line, on=ground))


def draw_contour_lines(self: Lecture) -> None:
    """contour lines of fine steps, level sets near a point, equal spacing"""
    land, here = hills(), np.array([-2.3, -0.9])
    ground = ContourMap(sample_grid(land), width=14)
    near = np.stack([here - 1.2, here + 1.2], axis=-1)  # from x to x, from y to y
    fine = contours(land, np.arange(0, 60) / 50, near)
    every_fifth = ContourLines(fine, ground.chart, index=True)
    self.add(ground, ContourLines(fine, ground.chart), every_fifth)
    self.play(*ground.aim(here, place=(0, 0), scale=6.5), pace=PACE.normal)


def draw_needle(self: Lecture) -> None:
    """gradient, steepest ascent, direction of fastest increase, vector, descent direction"""
    land, here = hills(), np.array([-2.3, -0.9])
    ground = ContourMap(sample_grid(land), contours(land, 15), width=12)
    slope = land.reading(here).gradient
    uphill = Needle(slope, here, on=ground, length=2.5)
    downhill = Needle(slope, here, on=ground, length=2.5, sign=-1)
    self.add(ground, downhill, uphill, Hiker(here, on=ground))


def draw_needle_field(self: Lecture) -> None:
    """gradient field, vector field, steepest ascent everywhere"""
    land = hills()
    ground = ContourMap(sample_grid(land), contours(land, 15), width=12)
    field = gradient_field(land, shape=(17, 27))
    self.add(ground, NeedleField(field, on=ground, length=0.4, girth=0.06))


def draw_right_angles(self: Lecture) -> None:
    """gradient perpendicular to contours, orthogonality, right angle, steepest path"""
    land = hills()
    lines = contours(land, 15)
    ground = ContourMap(sample_grid(land), lines, width=12)
    way = flow_line(land, (-3.8, -2.0), n=160)
    met = crossings(way, lines).points
    squares = RightAngles(met, land.grad(met), on=ground, size=0.2)
    self.add(ground, FlowLines([way], on=ground), squares)


def draw_flow_lines(self: Lecture) -> None:
    """gradient flow, steepest descent, streamlines, differential equation, water running downhill"""
    land = hills()
    ground = ContourMap(sample_grid(land), contours(land, 15), width=12)
    around = np.linspace(0, 2 * np.pi, 20, endpoint=False)
    springs = [-1.55, -0.2] + 0.4 * np.stack([np.cos(around), np.sin(around)], axis=-1)
    water = [flow_line(land, spring, ascent=False, n=80) for spring in springs]
    self.add(ground, FlowLines(water, on=ground))


def draw_ruled_map(self: Lecture) -> None:
    """condition number, ellipse and circle, preconditioning, change of variables, squeezed bowl"""
    land, extent = bowl(25), [(-12, 12), (-3, 3)]
    lines = contours(land, np.arange(10, 200, 10), extent)
    ground = RuledMap(sample_grid(land, extent).capped(200.0), lines, unit=0.5, tall=1)
    self.add(ground)
    self.play(*ground.rule(tall=2.5), pace=PACE.normal)  # at 5 the contours are circles


def draw_family_trail(self: Lecture) -> None:
    """zigzag of gradient descent, condition number, narrow valley, learning rate, iterations"""
    family = squeezed_descents((10.0, 1.0), [5.0, 20.0, 80.0], tol=1e-3)
    land, extent = bowl(20), [(-3, 12), (-3.5, 3.5)]
    lines = contours(land, np.arange(10, 120, 10), extent)
    ground = ContourMap(sample_grid(land, extent).capped(120.0), lines, width=13)
    self.add(ground, FamilyTrail(lambda: family.at(20.0), on=ground, size=12))


def draw_slope_rose(self: Lecture) -> None:
    """directional derivative in all directions, slope, cosine, two circles"""
    land, here = hills(), np.array([-2.3, -0.9])
    ground = ContourMap(sample_grid(land), contours(land, 15), width=12)
    angle = np.deg2rad(np.arange(0, 360, 3))
    ring = directional(land.f, here, np.stack([np.cos(angle), np.sin(angle)], axis=-1))
    rose = SlopeRose(ring, here, on=ground, length=2.5, petals=1)
    self.add(ground, rose)


def draw_arm(self: Lecture) -> None:
    """directional derivative, direction, unit vector, slope one way"""
    land, here = hills(), np.array([-2.3, -0.9])
    ground = ContourMap(sample_grid(land), contours(land, 15), width=12)
    angle = np.deg2rad(np.arange(360))
    ring = directional(land.f, here, np.stack([np.cos(angle), np.sin(angle)], axis=-1))
    arm = Arm(ring, here, Dial(30), on=ground, reach=1.6, length=2.5)
    self.add(ground, arm, Hiker(here, on=ground))


def draw_legs(self: Lecture) -> None:
    """direction as two components, step east and step north, total differential"""
    land, here = hills(), np.array([-2.3, -0.9])
    ground = ContourMap(sample_grid(land), contours(land, 15), width=12)
    angle = np.deg2rad(np.arange(360))
    ring = directional(land.f, here, np.stack([np.cos(angle), np.sin(angle)], axis=-1))
    arm = Arm(ring, here, Dial(35), on=ground, reach=2)
    self.add(ground, arm, Legs(arm), Hiker(here, on=ground))


def draw_components(self: Lecture) -> None:
    """partial derivatives, components of the gradient, vector addition"""
    land, here = hills(), np.array([-2.3, -0.9])
    ground = ContourMap(sample_grid(land), contours(land, 15), width=12)
    needle = Needle(land.reading(here).gradient, here, on=ground, length=3.5)
    parts = Components(gradient(land.f, here).value, needle)
    self.add(ground, needle, parts, Hiker(here, on=ground))


def draw_shadow(self: Lecture) -> None:
    """dot product, projection, directional derivative, cosine"""
    land, here = hills(), np.array([-2.3, -0.9])
    ground = ContourMap(sample_grid(land), contours(land, 15), width=12)
    angle = np.deg2rad(np.arange(360))
    ring = directional(land.f, here, np.stack([np.cos(angle), np.sin(angle)], axis=-1))
    needle = Needle(land.reading(here).gradient, here, on=ground, length=3.5)
    arm = Arm(ring, here, Dial(350), on=ground, reach=2, length=3.5)
    self.add(ground, arm, needle, Shadow(needle, arm), Hiker(here, on=ground))


def draw_opening(self: Lecture) -> None:
    """angle between two directions, cosine, dot product"""
    land, here = hills(), np.array([-2.3, -0.9])
    ground = ContourMap(sample_grid(land), contours(land, 15), width=12)
    angle = np.deg2rad(np.arange(360))
    ring = directional(land.f, here, np.stack([np.cos(angle), np.sin(angle)], axis=-1))
    needle = Needle(land.reading(here).gradient, here, on=ground, length=3.5)
    arm = Arm(ring, here, Dial(15), on=ground, reach=2)
    self.add(ground, arm, needle, Opening(needle, arm, radius=1.1), Hiker(here, on=ground))


def draw_climb_bars(self: Lecture) -> None:
    """dot product as a sum, directional derivative, partial derivatives add up, linearity"""
    land, here = hills(), np.array([-2.3, -0.9])
    angle = np.deg2rad(np.arange(360))
    ring = directional(land.f, here, np.stack([np.cos(angle), np.sin(angle)], axis=-1))
    terms = gradient(land.f, here).value * ring.u
    self.add(ClimbBars(terms, ring, Dial(40), centre=(0, 0.4), unit=2.6, grown=1))


def draw_cut(self: Lecture) -> None:
    """directional derivative, slice of a landscape, profile, tangent, rise over run"""
    land, here = hills(), np.array([-2.3, -0.9])
    angle, distance = np.deg2rad(np.arange(360)), np.linspace(-1.2, 1.2, 81)
    ways = np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    profile = land.reading(here + ways[:, None] * distance[:, None])
    ring = directional(land.f, here, ways)
    self.add(Cut(profile, ring, distance, Dial(40), centre=(0, 0), scale=4.5, run=0.6, tangent=1))


def draw_dusk(self: Lecture) -> None:
    """captions that can be read, ground that fades below the words"""
    land = hills()
    ground = ContourMap(sample_grid(land), contours(land, 15), width=14.3)
    self.add(ground, Dusk())


def draw_tally(self: Lecture) -> None:
    """basins of attraction, local minima, how many descents end where, histogram"""
    land = himmelblau()
    starts = np.random.default_rng(2).uniform(-5, 5, (120, 2))
    walks = gradient_descent(land, starts, learning_rate=0.01, backtracking=True, tol=1e-3)
    ends = basins(walks, land)
    tally = Tally(ends, basin_inks(ends.n_hollows), left=-4, base=-2.2, width=8, height=4)
    tally.grown.set_value(1)
    self.add(tally)


def draw_velocity_legs(self: Lecture) -> None:
    """velocity, components of a velocity, path, parametric curve, dx and dy of a step"""
    land, circle = hills(), lambda t: np.stack([np.cos(t), 1.4 * np.sin(t)], axis=-1)
    walk = total_derivative(land.f, circle, np.linspace(0, 2 * np.pi, 241))
    ground = ContourMap(sample_grid(land), contours(land, 15), width=12)
    here = Walk(walk.x, Dial(25))
    legs = VelocityLegs(walk.velocity, here, on=ground, reach=0.8)
    self.add(ground, Trail(walk.x, on=ground), legs, Hiker(here, on=ground))


def draw_bowl_map(self: Lecture) -> None:
    """condition number, ravine, quadratic form, centring, scaling, least squares"""
    stretched, round_ = (np.array([[40.0, 6.0], [6.0, 1.0]]), 2 * np.eye(2))
    home = np.zeros(2)
    self.add(BowlMap(lambda: (stretched, home), box=Box(-6.4, -2.5, -0.3, 3.0), unit=1.2, rise=8.0))
    self.add(BowlMap(lambda: (round_, home), box=Box(0.3, -2.5, 6.4, 3.0), unit=1.2, rise=8.0))
