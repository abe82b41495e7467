"""Lecture 10 draws the map, its matrix and its areas where they are, and the gap falls with the square."""

import numpy as np
import pytest

import calc_core
from tests.scenes.dry import check_lengths, played, read_anew

SLUG = "jacobian"
POINT = np.array([0.3, 1.9])
SLICE = (0.7, 0.35)


def warp(p):
    return p + np.sin(p[..., ::-1])


def J_by_hand(x, y):
    return np.array([[1.0, np.cos(y)], [np.cos(x), 1.0]])


def shoelace(corners):
    x, y = corners[:, :2].T
    return float(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2


def corners(part, frame):
    """The corners of what is drawn in straight pieces, in the data of a frame."""
    return frame.to_data(part.points[::4])


def play(module, folder, *, until=None):
    """Play the lecture dry; with it comes what was drawn at the end of each beat."""
    drawn = {}

    def look(lecture, time):
        glass, plane, paper = lecture.glass, lecture.plane, lecture.paper
        tail, one, far, other = glass.to_data(lecture.arrows.ends)
        misses = [glass.to_data(each.points) for each in glass.misses if len(each.points)]
        stride = lecture.stride.get_value() * lecture.side()
        sides = paper.to_data(lecture.slice_arrows.ends)
        drawn[time.beat.name] = {
            "cloth": plane.to_data(lecture.cloth.strong.points[::4]),
            "filled": [corners(each, plane) for each in lecture.cloth.shades],
            "p": glass.p,
            "side": lecture.side(),
            "columns": np.stack([one - tail, other - tail], axis=1) / stride,
            "spanned": shoelace(np.stack([tail, one, far, other])) / stride**2,
            "cell": shoelace(corners(lecture.cell.face, glass)) / lecture.side() ** 2,
            "needles": [(each.vector[:2] / each.length.get_value()) for each in lecture.compasses],
            "gap": max((np.linalg.norm(m[3::4] - m[0::4], axis=1).max() for m in misses), default=None),
            "walker": lecture.errors_axes.to_data(lecture.walker.dot.points.mean(axis=0)),
            "line": lecture.errors_axes.to_data(lecture.errors_line.line.points[::4])
            if len(lecture.errors_line.line.points)
            else None,
            "places": plane.to_data(np.array([each.get_center() for each in lecture.places])),
            "fan": [corners(each, paper) for each in lecture.fan.shades],
            "r": lecture.r.get_value(),
            "slid": shoelace(corners(lecture.paper_cell.face, paper)),
            "letter": shoelace(corners(lecture.paper_cell.sign, paper)),
            "spot": lecture.plot.to_data(lecture.spot.dot.points.mean(axis=0)),
            "dots": lecture.plot.to_data(lecture.behind.dots.points[::4].reshape(-1, 16, 3).mean(axis=1)),
            "slice arrows": np.linalg.norm(sides[[1, 3]] - sides[0], axis=-1),
        }  # fmt: skip

    return played(module.Jacobian, folder, look, until), drawn


def numbers(lecture, beat):
    return {n["name"]: n["text"] for n in lecture.report()["numbers"] if n["beat"] == beat}


def test_the_plane_is_drawn_where_the_rule_sends_it(drawn):
    k = np.arange(-30, 31) / 2
    fine = np.arange(-120, 121) / 12
    lines = np.concatenate(
        [np.stack(np.meshgrid(*pair), axis=-1).reshape(-1, 2) for pair in ((k, fine), (fine, k))]
    )
    images = np.round(warp(lines), 9)
    known = {tuple(each) for each in images + 0.0}
    seen = np.round(drawn["move_the_plane"]["cloth"], 9) + 0.0
    close = sum(tuple(each) in known for each in seen)
    assert close > 0.98 * len(seen)  # but for what rounding to nine places parts


def test_the_rows_are_the_compasses_and_the_columns_the_edges(drawn, lecture):
    J = J_by_hand(*POINT)
    for row, needle in zip(J, drawn["two_answers"]["needles"], strict=True):
        assert needle == pytest.approx(row, abs=1e-9)
    assert drawn["tile_the_glass"]["columns"] == pytest.approx(J, abs=1e-7)
    texts = [
        n["text"].replace("−", "-") for n in lecture.report()["numbers"] if n["beat"] == "write_the_columns"
    ]
    assert [float(each) for each in texts] == pytest.approx(J.T.ravel(), abs=0.005)  # column by column


@pytest.mark.parametrize(("beat", "zoom"), [("step_back", 1), ("come_back", 100), ("find_the_slope", 1000)])
def test_the_dot_stands_at_the_largest_gap_on_a_ring_of_that_distance(drawn, beat, zoom):
    turn = np.arange(64) * np.pi / 32
    step = np.stack([np.cos(turn), np.sin(turn)], axis=-1) / zoom
    gap = np.abs(warp(POINT + step) - warp(POINT) - step @ J_by_hand(*POINT).T).max()
    assert drawn[beat]["walker"] == pytest.approx([1 / zoom, gap], rel=1e-3)


def test_the_gap_falls_with_the_square_of_the_distance(drawn, lecture):
    h, gap = drawn["find_the_slope"]["line"].T
    near = h < 0.1
    assert near.sum() > 10
    assert np.polyfit(np.log(h[near]), np.log(gap[near]), 1)[0] == pytest.approx(2.0, abs=0.01)
    assert numbers(lecture, "find_the_slope")["slope of the gap"] == "2.00"
    shown = [numbers(lecture, beat)["error"] for beat in ("step_back", "come_back", "find_the_slope")]
    assert float(shown[0]) > 0.4
    assert drawn["come_back"]["gap"] < drawn["step_back"]["gap"] / 3000  # in the plane; in the glass / 30


def test_the_true_cell_comes_to_the_determinant(drawn, lecture):
    x, y = POINT
    exact = 1 - np.cos(x) * np.cos(y)
    assert drawn["send_a_square"]["spanned"] == pytest.approx(exact, abs=1e-7)
    assert drawn["measure_a_cell"]["cell"] == pytest.approx(exact, abs=5e-4)
    told = (
        numbers(lecture, "measure_a_cell")["ratio"],
        numbers(lecture, "name_the_determinant")["determinant"],
    )
    assert told == ("1.309", "1.309")
    assert f"{exact:.3f}" == "1.309"
    large = np.array(lecture.true_cell().middle)  # one side of the plane's own units, measured apart
    assert large == pytest.approx(lecture.glass.p + lecture.side() / 2)


def test_every_painted_cell_has_the_shade_of_its_own_area(drawn):
    shades = drawn["paint_the_plane"]["filled"]
    count = 0
    for k, outlines in enumerate(shades):
        grown = [shoelace(each) / 0.25 for each in outlines.reshape(-1, 16, 2)]
        assert all(abs(each - 2 * k / (len(shades) - 1)) < 1 / (len(shades) - 1) + 1e-9 for each in grown)
        count += len(grown)
    assert count == 32 * 20


def test_in_the_darkest_place_both_arrows_lie_on_one_line_and_the_area_is_gone(drawn, lecture):
    now = drawn["close_the_arrows"]
    assert now["p"] == pytest.approx([0, 0])
    assert now["columns"] == pytest.approx(np.ones((2, 2)), abs=1e-7)
    assert abs(now["spanned"]) < 1e-7
    assert numbers(lecture, "close_the_arrows")["determinant"] == "0.000"


def test_the_rings_stand_where_the_determinant_is_zero_and_it_is_nowhere_below(drawn, lecture):
    places = drawn["never_below"]["places"] / np.pi
    assert places == pytest.approx(np.round(places), abs=1e-9)  # whole multiples of pi, their own images
    assert (np.round(places).sum(axis=1) % 2 == 0).all()
    assert len(places) == 5
    x, y = np.random.default_rng(7).uniform(-7, 7, (2, 40_000))
    assert (1 - np.cos(x) * np.cos(y)).min() >= 0
    assert lecture.everywhere.smallest == pytest.approx(0.0, abs=1e-9)
    assert not (lecture.everywhere.ratio < 0).any()  # nor is any cell around them turned over


def test_the_fans_cells_are_as_large_as_the_radius_in_their_middle(drawn):
    shades = drawn["roll_it_up"]["fan"]
    found = [
        (np.hypot(*each.T).mean(), shoelace(each) / (0.5 * np.pi / 8))
        for outlines in shades
        for each in outlines.reshape(-1, 64, 2)
    ]
    assert len(found) == 6 * 16
    ratios = np.sort([ratio for _, ratio in found]).reshape(6, 16)
    assert ratios == pytest.approx(np.repeat(np.arange(0.25, 3, 0.5), 16).reshape(6, 16), rel=2e-4)


@pytest.mark.parametrize(
    ("beat", "r"),
    [("slide_a_cell", 0.4), ("see_the_arrows", 1.0), ("lose_the_angle", 0.0), ("turn_it_over", -2.6)],
)
def test_the_sliding_cell_grows_by_r_which_the_dot_shows_and_below_zero_it_is_mirrored(drawn, beat, r):
    now = drawn[beat]
    assert now["r"] == pytest.approx(r)
    assert now["slid"] / np.prod(SLICE) == pytest.approx(r, abs=5e-4)  # signed, of what is drawn
    assert now["spot"] == pytest.approx([r, r], abs=5e-4)
    assert now["dots"][:, 1] == pytest.approx(now["dots"][:, 0], abs=1e-4)
    assert now["dots"][:, 0].min() == pytest.approx(max(-2.6, np.ceil(r / 0.2 - 1e-9) * 0.2), abs=1e-3)
    assert now["slice arrows"] == pytest.approx([1.0, abs(r)], abs=1e-6)
    if abs(r) > 0.4:
        assert np.sign(now["letter"]) == np.sign(r)


def test_a_matrix_that_is_one_percent_off_is_seen(monkeypatch, tmp_path):
    honest = calc_core.linearise
    monkeypatch.setattr(calc_core, "linearise", lambda F, x0, **how: honest(lambda p: F(1.01 * p), x0, **how))
    _, drawn = play(read_anew(SLUG), tmp_path, until="tile_the_glass")
    assert np.abs(drawn["tile_the_glass"]["columns"] - J_by_hand(*POINT)).max() > 0.005


def test_cells_that_are_one_percent_off_are_seen(monkeypatch, tmp_path):
    module = read_anew(SLUG)
    honest = module.mapped_cells
    monkeypatch.setattr(
        module, "mapped_cells", lambda F, *where, **how: honest(lambda p: 1.005 * F(p), *where, **how)
    )
    lecture = module.Jacobian()
    lecture.prepare()
    cell = lecture.sliding()
    assert abs(float(cell.ratio) - lecture.r.get_value()) > 0.02
    assert np.abs(lecture.sweep.ratio - lecture.sweep.x).max() > 0.02


def test_three_to_five_minutes_and_every_beat_moves(lecture):
    check_lengths(lecture)
