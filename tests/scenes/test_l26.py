"""Lecture 26 flies without a cut, and all that it descends is what its three lines give."""

from __future__ import annotations

import ast
import inspect
from functools import wraps
from types import SimpleNamespace

import numpy as np
import pytest
from manim import FadeIn, FadeOut
from numpy.testing import assert_allclose, assert_array_equal
from scipy.optimize import curve_fit, minimize_scalar

from calc_core import fitting, gradient_descent, hills, load_co2_recent, load_digits, load_heights, networks
from calc_core.descent import iteration
from tests.scenes.dry import lecture_class, read_anew
from tests.visuals.screening import small_frames
from visuals.kit.tools import TOOLS
from visuals.lecture import Passing
from visuals.lecture.coming import parts

TICK = 1 / 15
FASTEST = 0.09  # of the frame's width that the world moves in a tick, at most; scales move as little


@pytest.fixture(scope="module")
def lecture(tmp_path_factory):
    """The stage, set; `ran` holds the learning rate of every run of the three lines while it was."""
    ran, three_lines = [], iteration.downhill

    @wraps(three_lines)
    def counted(slopes, go, learning_rate):
        ran.append(learning_rate)
        three_lines(slopes, go, learning_rate)

    with pytest.MonkeyPatch.context() as patch, small_frames(tmp_path_factory.mktemp("l26")):
        patch.setattr(iteration, "downhill", counted)
        staged = lecture_class("summit")()
        staged.set_stage()
        staged.ran = ran
        yield staged


@pytest.fixture(scope="module")
def module():
    return SimpleNamespace(**lecture_class("summit").set_stage.__globals__)


class Onlooker(Passing):
    """Notes at every tick from where the world is seen, where its pictures stand, and what is on stage."""

    def __init__(self):
        super().__init__()
        self.seen, self.stand, self.stage, self.faded, self.looks, self.named = [], [], [], [], [], []

    def passes(self, lecture, play):
        if lecture.saying.name == "credits":
            return
        animations = lecture.animations or ()
        self.faded += [each.mobject for each in parts(animations) if isinstance(each, FadeIn | FadeOut)]
        for now in np.arange(0.0, float(lecture.duration), TICK):
            for each in animations:
                each.interpolate(min(now / each.run_time, 1.0))
            self.note(lecture)

    def beat_ended(self, lecture, time):
        if time.beat.name != "credits":
            self.note(lecture)
            self.looks.append((time.beat.name, lecture.camera.view.state))

    def note(self, lecture):
        self.seen.append(lecture.camera.view.state)
        self.stand.append(places(lecture))
        self.stage.append({id(each) for each in lecture.mobjects})
        name = lecture.names[3]
        if lecture.saying.name in ("rise_to_the_network", "train_it") and name in lecture.mobjects:
            self.named.append(in_frame(name, lecture.camera.view.state))


def in_frame(picture, view):
    """The corners of a picture (4, 2) as they are seen, in scene units from the middle of the frame."""
    x, y, scale = view
    corners = np.array([picture.get_corner([s, t, 0]) for s in (-1, 1) for t in (-1, 1)])[:, :2]
    return (corners - [x, y]) * scale


def places(lecture):
    """Where all pictures stand in the world: axes, charts, walls, hills, bags."""
    axes = (lecture.hike_axes, lecture.air, lecture.heights)
    view = lecture.hill.view
    return np.concatenate([
        *(each.state for each in axes), lecture.map.chart.state, lecture.hill.points.ravel(), view.centre,
        view.focus, [view.azimuth, view.elevation, view.zoom], lecture.knobs.places[[0, -1]].ravel(),
        lecture.digits.columns, lecture.code.box, lecture.sack.bag.get_center(),
        lecture.sack.pockets.get_center(),
        lecture.mountain.get_center(), lecture.flag.get_center(), *(each.at for each in lecture.turners),
    ])  # fmt: skip


@pytest.fixture(scope="module")
def flight(tmp_path_factory):
    """The whole film, its camera followed tick by tick."""
    with small_frames(tmp_path_factory.mktemp("l26_flight")):
        player = Onlooker()
        flown = lecture_class("summit")(player=player)
        flown.construct()
        player.lecture = flown
        return player


# -- one flight ------------------------------------------------------------------------------------------


def moved(seen):
    """Of the frame's width, how far what is in its middle moves from tick to tick; and how scales change."""
    x, y, scale = np.array(seen).T
    far = np.hypot(np.diff(x), np.diff(y)) * np.maximum(scale[1:], scale[:-1]) / (128 / 9)
    return far, np.abs(np.diff(np.log(scale)))


def test_the_camera_flies_on_without_a_cut(flight):
    far, nearer = moved(flight.seen[1:])  # the first look is where the film begins
    assert len(far) > 1200
    assert far.max() < FASTEST
    assert nearer.max() < FASTEST


def test_a_cut_would_be_noticed(flight):
    without = [*flight.seen[:300], *flight.seen[420:]]
    assert max(each.max() for each in moved(without)) > 3 * FASTEST


def test_the_pictures_stand_still_in_their_world(flight):
    stand = np.array(flight.stand)
    assert_array_equal(stand, np.broadcast_to(stand[0], stand.shape))


def test_all_pictures_are_there_from_the_first_moment_to_the_last(flight):
    lecture = flight.lecture
    named = [getattr(lecture, name) for name in type(lecture).layers.split() if name != "names"]
    pictures = [part for each in named for part in (each if isinstance(each, list) else [each])]
    assert len(pictures) >= 20
    for now in flight.stage:
        assert {id(each) for each in pictures} <= now
    words = (*lecture.names, lecture.scale, lecture.of_air, lecture.of_men)
    passing = {id(part) for each in words for part in each.get_family()}
    assert {id(each) for each in flight.faded} <= passing  # words alone fade


def test_at_the_end_all_of_the_world_is_seen(flight):
    assert flight.looks[-1][1] == pytest.approx((0.0, 7.7, 0.29))
    for each in (*flight.lecture.names, flight.lecture.code, flight.lecture.sack, flight.lecture.flag):
        assert (np.abs(in_frame(each, flight.looks[-1][1])) <= [64 / 9 - 0.3, 4 - 0.2]).all()
    caps = [word.readings for name in flight.lecture.names for word in name if hasattr(word, "readings")]
    assert [each[0].text for each in caps] == ["1", "2", "400", "2,410", "8", "2"]


def test_the_name_of_the_network_is_whole_whenever_it_is_there(flight):
    assert len(flight.named) > 60
    assert (np.abs(flight.named) <= [64 / 9 - 0.3, 4 - 0.2]).all()


def test_the_rucksack_is_full_and_shut_in_the_end(flight):
    sack = flight.lecture.sack
    for tool in TOOLS:
        strengths = [
            max(p.get_fill_opacity(), p.get_stroke_opacity())
            for p in sack.tool(tool).get_family()
            if len(p.points)
        ]
        assert max(strengths) == 1.0
    flaps = sack.submobjects[-1]
    assert len(flaps) == len(sack.pockets) == 4
    for (cloth, _, buckle), pocket in zip(flaps, sack.pockets, strict=True):
        assert cloth.get_bottom()[1] < pocket.get_center()[1] < pocket.get_top()[1] < cloth.get_top()[1]
        assert buckle.get_stroke_opacity() == 1.0


# -- the three lines --------------------------------------------------------------------------------------


class Stand:
    """Whoever walks here by the text that the film shows: a place, and the slope there; nothing else."""

    def __init__(self, x, slope, steps):
        self.path, self.slope, self.steps = [np.array(x, dtype=float)], slope, steps

    def slopes(self):
        for _ in range(self.steps):
            yield self.slope(self.path[-1])

    def go(self, step):
        self.path.append(self.path[-1] + step)


def by_the_text(lecture, x, slope, rate, steps):
    """All stops of a walk by the very text of the film's listing."""
    walker = Stand(x, slope, steps)
    exec(lecture.code.source, {"slopes": walker.slopes(), "go": walker.go, "learning_rate": rate})
    assert len(walker.path) == steps + 1
    return np.array(walker.path)


def test_the_lines_on_screen_are_the_source_that_walks_every_plain_descent(lecture):
    function = ast.parse(inspect.getsource(iteration.downhill)).body[0]
    ran = [ast.unparse(each) for each in function.body[1:]]
    assert [ast.unparse(each) for each in ast.parse(lecture.code.source).body] == ran
    assert len(lecture.code.lines) == 3
    assert all(len(row.text) > 0 for row in lecture.code.rows)


def test_every_descent_of_the_film_ran_through_these_lines(lecture, module):
    """The network's first epoch runs twice, once to keep each step, and so does the air's beginning."""
    of_air = lecture.breathing.params["learning_rate"]
    rates = [module.HIKE_RATE, module.HILL_RATE, module.CROWD_RATE, module.RATE, module.RATE]
    assert lecture.ran == [*rates, of_air, of_air, module.BELL_RATE]


def test_the_glass_walks_as_the_lines_say(lecture, module):
    hike = lecture.hike
    assert_array_equal(by_the_text(lecture, hike.x[0], lecture.land.grad, module.HIKE_RATE, hike.n), hike.x)
    lecture.led.at.set_value(lecture.led.last)
    lecture.glass.redraw()
    lecture.hike_prints.redraw()
    lowest = minimize_scalar(lambda x: float(lecture.land.f([x])), bounds=(4.5, 5.5), method="bounded")
    assert lecture.glass.x.get_value() == pytest.approx(lowest.x, abs=2e-3)
    shown = lecture.hike_axes.to_data(lecture.hike_prints.dots.points.reshape(-1, 16, 3).mean(axis=1))
    assert_allclose(shown[:, 0], hike.x[:, 0], atol=1e-6)


def test_the_hiker_walks_as_the_lines_say_on_the_map_of_lecture_09(lecture, module):
    walk, land = lecture.walk, hills()
    assert_array_equal(by_the_text(lecture, walk.x[0], land.grad, module.HILL_RATE, walk.n), walk.x)
    ninth = read_anew("gradient-compass")
    assert_array_equal(module.LEVELS, ninth.LEVELS)
    assert_array_equal(lecture.field.vec, land.grad(lecture.field.xy))
    lecture.hiking.at.set_value(lecture.hiking.last)
    lecture.hiker.redraw()
    assert_allclose(lecture.map.to_data(lecture.hiker.dot.get_center()), walk.last, atol=1e-9)


def test_the_lamps_walk_as_the_lines_say_and_as_in_lecture_12(lecture, module):
    crowd, twelfth = lecture.crowd, read_anew("in-the-dark")
    told = ("SMOOTH", "SEED", "POKES", "CROWD", "TALL")
    assert [getattr(module, each) for each in told] == [getattr(twelfth, each) for each in told]
    assert module.CROWD_RATE == twelfth.CROWD_STRIDE
    land = lecture.ground
    of_12 = gradient_descent(
        land, crowd.x[0], learning_rate=twelfth.CROWD_STRIDE, backtracking=True, max_iter=2000, tol=0.1
    )
    assert_array_equal(crowd.x, of_12.x)
    low, high = land.bounds.T

    def slope(x):
        inside = ((x > low) & (x < high)).all(axis=-1)
        found = np.zeros_like(x)
        found[inside] = land.grad(x[inside])
        found[np.linalg.norm(found, axis=-1) <= 0.1] = 0.0  # who stands on level ground has arrived
        return found

    walked = by_the_text(lecture, crowd.x[0], slope, module.CROWD_RATE, crowd.n)
    for k, steps in enumerate(crowd.n_steps):
        whole = steps + (crowd.status[k] != "left")  # the last step of who leaves ends at the map's border
        assert_array_equal(walked[:whole, k], crowd.x[:whole, k])


def test_the_network_learns_as_the_lines_say_and_as_in_lecture_20(lecture, module):
    twentieth = read_anew("training-live")
    told = ("SIZES", "EPOCHS", "BATCH", "RATE", "STOPS", "FULL")
    assert [getattr(module, each) for each in told] == [getattr(twentieth, each) for each in told]
    split = networks.split_digits(load_digits())
    net = networks.MLP(module.SIZES, activation="tanh").init(twentieth.SEED)
    rng, rest = np.random.default_rng(twentieth.SEED), []

    def slope(theta):
        """The slope on the next 32 rows; when all have been seen, in a new order."""
        if not rest:
            order = rng.permutation(split.n)
            rest.extend(order[k : k + module.BATCH] for k in range(0, split.n, module.BATCH))
        rows = rest.pop(0)
        return (
            networks.MLP(net.sizes, activation="tanh", theta=theta)
            .backward(split.X[rows], split.label[rows])
            .flat
        )

    school = lecture.school
    walked = by_the_text(lecture, net.theta, slope, module.RATE, int(school.steps[-1]))
    assert_allclose(walked[school.steps.astype(int)], school.theta, rtol=1e-9, atol=1e-11)
    trained = networks.MLP(net.sizes, activation="tanh", theta=walked[-1])
    right = trained.predict(split.X_test) == split.label_test
    assert right.sum() == 290  # as in lecture 20
    assert right.mean() == pytest.approx(school.accuracy[-1])
    lecture.trained.set_value(school.n)
    angles = np.clip(walked[-1] / module.FULL, -1, 1) * 135
    assert_allclose(lecture.knobs.angles, angles, atol=1e-6)
    columns = np.round((lecture.digits.now()[:, 0] - lecture.digits.columns.left) / 0.59 - 0.5).astype(int)
    assert (columns == split.label_test).sum() == 290


def test_the_curve_breathes_as_the_lines_say_and_as_in_lecture_25(lecture, module):
    last = read_anew("finale-co2")
    assert (module.AIR_START, module.AIR_STEPS, module.DENSE) == (last.START, last.STEPS, last.DENSE)
    record, model, walk = load_co2_recent(), fitting.co2(), lecture.breathing
    t, y = record.year, record.co2
    rate = walk.params["learning_rate"]
    valley = model.residuals(t, y)
    assert rate == 0.9 * fitting.stable_rate(valley, fitting.levenberg_marquardt(valley, last.START).theta)
    walked = by_the_text(lecture, module.AIR_START, model.slope(t, y), rate, module.AIR_STEPS)
    assert_array_equal(walked[:: module.DENSE], walk.x)
    plainly = lambda theta: -2 * (y - model(theta, t)) @ model.jacobian(theta, t)  # noqa: E731
    first = by_the_text(lecture, module.AIR_START, plainly, rate, module.DENSE)
    assert_allclose(first, walked[: module.DENSE + 1], rtol=1e-9, atol=1e-12)
    assert (np.diff(walk.rms) < 0).all()
    for steps in (0, 7, module.DENSE, 5000, module.AIR_STEPS):
        lecture.breathed.set_value(np.log10(1 + steps))
        assert_allclose(lecture.breath.y, model(walked[steps], lecture.breath.x), atol=1e-6)


def test_the_bell_settles_as_the_lines_say_where_scipy_puts_it(lecture, module):
    welcome = read_anew("welcome")
    assert (module.BELL_START, module.BELL_RATE, module.CM, module.MEN) == (
        welcome.BAD, welcome.RATE, welcome.CM, welcome.MEN
    )  # fmt: skip
    men, settling = load_heights(), lecture.settling
    model = fitting.bell(men.people * men.bin_width, x_unit="cm")
    land = fitting.misfit_landscape(model, men.height, men.count, bounds=welcome.KNOBS)
    walked = by_the_text(lecture, module.BELL_START, land.grad, module.BELL_RATE, settling.n)
    assert_array_equal(walked, settling.x)
    area = men.people * men.bin_width

    def bell(x, middle, width):
        return area / (np.sqrt(2 * np.pi) * width) * np.exp(-((x - middle) ** 2) / (2 * width**2))

    best, _ = curve_fit(bell, men.height, men.count, p0=(165.0, 7.0))
    assert_allclose(settling.last, best, atol=2e-3)
    lecture.settled.set_value(settling.n)
    assert_allclose(lecture.bell.y, bell(lecture.bell.x, *best), atol=0.2)
    lecture.settled.set_value(0)
    assert np.abs(lecture.bell.y - bell(lecture.bell.x, *best)).max() > 300
