"""Lecture 15 draws slides, digits, a fractal with its lakes, and leaps: they are what Newton's rule makes."""

from dataclasses import replace
from decimal import Decimal, getcontext

import numpy as np
import pytest

import calc_core
from tests.scenes.dry import Onlooker, check_lengths, played, read_anew, shown
from visuals.approximation.newton_fractal import NEVER_INK
from visuals.drawing.camera import Canvas
from visuals.terrain.palette import channels

SLUG = "newton"
CUBIC = (1.0, 0.0, -2.0, 2.0)
FRAME = (128 / 9, 8.0)


def exact_root():
    """The real root of x^3 - 2x + 2 to forty digits, by halving an interval."""
    getcontext().prec = 50
    low, high = Decimal(-2), Decimal("-1.5")
    for _ in range(140):
        half = (low + high) / 2
        low, high = (half, high) if half**3 - 2 * half + 2 < 0 else (low, half)
    return low


def himmelblau(p):
    return (p[..., 0] ** 2 + p[..., 1] - 11) ** 2 + (p[..., 0] + p[..., 1] ** 2 - 7) ** 2


def bends(p, h=1e-4):
    """The eigenvalues of the Hessian at p, by nudges."""
    step = h * np.eye(2)
    f = himmelblau
    H = [
        [
            (f(p + a + b) - f(p + a - b) - f(p - a + b) + f(p - a - b)) / (4 * h * h)
            for b in step
        ]
        for a in step
    ]  # fmt: skip
    return np.linalg.eigvalsh(np.array(H))


def pixels(fractal, width=960, height=540):
    painted = np.zeros((height, width, 4), dtype=np.uint8)
    fractal.paint(Canvas(painted, (0.0, 0.0), FRAME))
    return painted[..., :3]


def play(module, folder, *, until=None):
    """Play the lecture dry; with it comes what was drawn at the end of each beat."""
    drawn = {}

    def look(lecture, time):
        name = time.beat.name
        drawn[name] = {
            "feet": lecture.axes.to_data(lecture.slides.tangents.points[3::4]),
            "tops": lecture.axes.to_data(lecture.slides.tangents.points[::4]),
            "loop": lecture.axes.to_data(lecture.loop.tangents.points[3::4]),
            "bars": [float(np.ptp(each.points[:, 0])) for each in lecture.rows.bars],
            "leaps": lecture.leaps.at.get_value(),
            "lamps": lecture.lights.stand(),
            "streams": [each[-1] for each in lecture.streams.walked()],
            "zoom": lecture.fractal.zoom.get_value(),
        }
        if name in ("show_three_roots", "colour_the_line", "measure_the_lakes"):
            on_line = name == "colour_the_line"
            drawn[name]["pixels"] = pixels(lecture.painted if on_line else lecture.fractal)

    return played(module.Newton, folder, look, until), drawn


def test_every_slide_is_a_tangent_that_ends_on_the_axis(drawn):
    tops, feet = drawn["double_the_digits"]["tops"], drawn["double_the_digits"]["feet"]
    x, f = tops[:4].T
    np.testing.assert_allclose(f, np.polyval(CUBIC, x), atol=1e-6)
    np.testing.assert_allclose(feet[:4, 0], x - f / (3 * x**2 - 2), atol=1e-6)
    np.testing.assert_allclose(feet[:4, 1], 0, atol=1e-6)
    assert x[0] == pytest.approx(-1.21)


def test_the_bars_are_as_long_as_the_digits_that_are_right(film, drawn):
    right = str(exact_root())
    counted = []
    for number in film[0].rows.numbers:
        text = number.reading.text.replace("\N{MINUS SIGN}", "-")
        same = next((k for k, (a, b) in enumerate(zip(text, right, strict=False)) if a != b), len(text))
        counted.append(sum(each.isdigit() for each in text[:same]))
    assert counted == [1, 2, 4, 8, 16]
    assert list(film[0].rows.right) == counted
    lengths = np.array(drawn["double_the_digits"]["bars"])
    cells = film[0].rows.cells
    reach = [row[n - 1].get_right()[0] - row[0].get_left()[0] for row, n in zip(cells, counted, strict=True)]
    np.testing.assert_allclose(lengths, reach, atol=1e-3)
    np.testing.assert_allclose(lengths[2:] / lengths[1:-1], 2, rtol=0.15)  # but for the point's own width
    assert {"1", "2", "4", "8", "16"} <= {each.reading.text for each in film[0].rows.counts}


def test_from_nought_the_sledge_lands_on_one_and_on_nought_for_ever(film, drawn):
    feet = drawn["go_round_for_ever"]["loop"]
    np.testing.assert_allclose(feet, [[1, 0], [0, 0], [1, 0], [0, 0], [1, 0]], atol=1e-6)
    assert film[0].rounds.status == "cycle"
    assert film[0].rounds.cycle_length == 2


def test_the_black_of_the_picture_is_what_reaches_no_root(film, drawn):
    seen = drawn["show_three_roots"]["pixels"]
    black = (seen == channels(NEVER_INK).astype(np.uint8)).all(axis=-1)
    x = ((np.arange(960) + 0.5) / 960 - 0.5) * FRAME[0] / 2
    y = (0.5 - (np.arange(540) + 0.5) / 540) * FRAME[1] / 2
    square = np.abs(x) <= 2
    lost = calc_core.newton_basins(CUBIC, x[square] + 1j * y[:, None], max_iter=200).label < 0
    assert (black[:, square] <= lost).all()
    assert lost.mean() == pytest.approx(0.0107, abs=3e-4)
    assert 0.0085 < black[:, square].mean() <= lost.mean()  # pixels on a shore are mixed
    share = 100 * film[0].square.lost
    assert share == pytest.approx(100 * lost.mean(), abs=0.03)
    assert f"{share:.1f}" in " ".join(shown(film[0], "measure_the_lakes"))


def test_the_picture_is_its_mirror_image_with_two_colours_swapped(film, drawn):
    seen = drawn["show_three_roots"]["pixels"].astype(int)
    roots = film[0].plane.roots
    assert roots[0] == pytest.approx(roots[1].conjugate())
    light = seen.sum(axis=-1)
    real = (seen[..., 0] > seen[..., 1]) & (seen[..., 1] > seen[..., 2])  # the real root's orange
    assert (real == real[::-1]).mean() > 0.99
    assert np.abs(light - light[::-1])[real & real[::-1]].mean() < 3


def test_on_the_line_there_is_orange_and_black_alone(drawn):
    strip = drawn["colour_the_line"]["pixels"][270].astype(int)
    dark = strip.max(axis=-1) < 9
    assert 0.01 < dark.mean() < 0.15
    assert (strip[~dark, 0] >= strip[~dark, 2]).mean() > 0.99


def test_the_plane_turns_about_the_line_and_the_line_keeps_its_place(film):
    tilted = film[0].tilted
    for turned in (0.0, 0.3, 0.8, 1.0):
        tilted.turned.set_value(turned)
        for x in (-3, -1, 2):
            np.testing.assert_allclose(tilted.to_screen(x, 0), [2 * x, 0, 0], atol=1e-12)
    for x, y in ((1, 1), (-2, -1), (3, 2)):
        np.testing.assert_allclose(tilted.to_screen(x, y), [2 * x, 2 * y, 0], atol=1e-12)
    tilted.turned.set_value(0.0)
    assert tilted.to_screen(1, 2)[1] == pytest.approx(0, abs=1e-12)  # edge-on, it all lies in the line


def test_the_painted_line_is_the_row_of_the_plane_in_its_middle(drawn):
    line = drawn["colour_the_line"]["pixels"]
    rows = np.flatnonzero(line.any(axis=(1, 2)))
    assert 10 <= len(rows) <= 24
    assert np.abs(rows.mean() - 269.5) <= 1
    assert (np.abs(line[rows].astype(int) - line[270]) <= 12).mean() > 0.99


def test_every_lamp_that_runs_downhill_leaves_its_way_and_ends_in_a_hollow(drawn):
    ends = np.array(drawn["drop_four_hundred"]["streams"])
    assert len(ends) == 400
    assert himmelblau(ends).max() < 1e-6


def test_the_lake_that_is_zoomed_into_never_arrives_and_its_shores_do(film, drawn):
    assert drawn["find_a_lake"]["zoom"] == pytest.approx(8000)
    z = complex(*read_anew(SLUG).BEACH)
    around = z + 3.4e-4 * np.exp(1j * np.linspace(0, 6, 60))
    labels = calc_core.newton_basins(CUBIC, np.array([z, *around]), max_iter=300).label
    assert labels[0] == -1
    assert len(set(labels[1:]) - {-1}) >= 2


def test_each_leap_lands_where_the_paraboloid_is_level(film):
    lecture = film[0]
    for path, leaps in ((lecture.falls, lecture.leaps), (lecture.climbs, lecture.rises)):
        for k in range(2):
            touching = calc_core.taylor2(himmelblau, path.x[k])  # slopes and bends by nudges
            landed = leaps.way(k, 0.75)[-1]
            nudge = 1e-3 * np.eye(2)
            slopes = [(touching(landed[:2] + e) - touching(landed[:2] - e)) / 2e-3 for e in nudge]
            np.testing.assert_allclose(slopes, 0, atol=1e-3)
            assert landed[2] == pytest.approx(float(touching(landed[:2])), abs=1e-3)
            assert leaps.way(k, 1.0)[-1][:2] == pytest.approx(path.x[k + 1])


def test_one_walk_falls_into_a_hollow_and_the_other_climbs_onto_a_pass(film):
    falls, climbs = film[0].falls, film[0].climbs
    assert himmelblau(falls.last) == pytest.approx(0, abs=1e-12)
    assert (bends(falls.last) > 0).all()
    heights = himmelblau(climbs.x)
    assert heights[0] < heights[1] < heights[-1]
    low, high = bends(climbs.last)
    assert low < 0 < high
    assert f"{heights[-1]:.1f}" in shown(film[0], "climb_to_it")


def test_the_digits_on_the_mountain_double(film):
    told = [float(each) for each in shown(film[0], "double_again")]
    gone = -np.log10(np.linalg.norm(film[0].falls.x - [3, 2], axis=-1).clip(1e-16))
    assert told[-1] == round(gone[4])
    assert gone[3] / gone[2] == pytest.approx(2, abs=0.25)
    assert gone[4] / gone[3] == pytest.approx(2, abs=0.1)


def test_four_hundred_lamps_stand_on_hollows_passes_and_peaks_as_counted(film, drawn):
    lecture = film[0]
    stand = np.asarray(drawn["watch_them_jump"]["lamps"])[:, :2]
    kinds = [int((bends(p) < 0).sum()) for p in stand]
    counts = [kinds.count(k) for k in range(3)]
    assert counts == lecture.table.jumped.counts
    assert sum(counts) == 400
    assert counts[0] < 200
    assert lecture.table.walked.counts == [400, 0, 0]
    assert np.diff(lecture.table.jumped.edges) * 400 / 5.6 == pytest.approx(counts)
    assert {str(each) for each in counts} <= set(shown(lecture, "watch_them_jump"))


def test_the_race_of_last_time_had_a_thousand_steps_and_one_jump(film):
    assert (film[0].slow.n_steps, film[0].fast.n_steps) == (1152, 1)
    assert {"1,152", "1"} <= set(shown(film[0], "remember_the_race"))


def test_a_slope_that_is_one_percent_off_is_seen(monkeypatch):
    module = read_anew(SLUG)
    honest = module.newton
    monkeypatch.setattr(module, "newton", lambda f, x, df: honest(f, x, df=lambda p: 1.01 * df(p)))
    lecture = module.Newton(player=Onlooker(lambda *_: None))
    lecture._set_curve()
    assert list(lecture.rows.right[:5]) != [1, 2, 4, 8, 16]


def test_a_cap_that_is_one_percent_too_flat_is_seen(monkeypatch):
    module = read_anew(SLUG)
    honest = module.taylor2

    def wrong(land, place):
        told = honest(land, place)
        return replace(told, hessian=0.99 * told.hessian)

    monkeypatch.setattr(module, "taylor2", wrong)
    lecture = module.Newton(player=Onlooker(lambda *_: None))
    lecture._set_mountain()
    landed = lecture.leaps.way(0, 0.75)[-1]
    right = calc_core.taylor2(himmelblau, lecture.falls.x[0])
    assert abs(landed[2] - float(right(landed[:2]))) > 0.1


def test_three_to_five_minutes_and_every_beat_is_short(lecture):
    check_lengths(lecture)
