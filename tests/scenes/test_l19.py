"""Lecture 19: the text on screen is the tested one, its matrices are what it computes, its slip is real."""

import inspect

import numpy as np
import pytest

from calc_core.networks import tiny
from tests.scenes.dry import check_lengths, played, shown
from visuals.theme import STAGE

SLUG = "code-it"
TILES = ("x", "w1", "b1", "a", "p", "w2", "b2", "y", "dz", "da", "dw1", "db1", "dw2", "db2")


def play(module, folder, *, until=None):
    """Play the lecture dry; with it comes what was drawn at the end of each beat."""
    drawn = {}

    def look(lecture, time):
        stage = lecture.get_mobject_family_members()
        listings = [each for each in (lecture.spoiled, lecture.step, lecture.loop) if each in stage]
        code = listings[0] if listings else lecture.code
        drawn[time.beat.name] = {
            "tiles": {
                name: {key: np.copy(getattr(tile, key)) for key in ("values", "box", "shape", "n_filled")}
                for name in TILES
                if (tile := getattr(lecture, name)) in stage and tile.grown.get_value() > 0
            },
            "lines": [k for k, row in enumerate(code.rows) if any(len(each.points) for each in row)],
            "runs": code.lines[round(code.running.get_value())],
            "code": code.source,
            "green": lecture.carpet.fine.points.copy(),
            "close": [each.source for each in lecture.close if each in stage],
            "orange": lecture.carpet.off.points.copy(),
            "marked": lecture.wall.marked.copy(),
            "on": [name for name, each in vars(lecture).items() if any(each is one for one in stage)],
        }

    return played(module.CodeIt, folder, look, until), drawn


@pytest.fixture(scope="module")
def ran(film):
    """The tested functions themselves, run once on the film's digits and first knobs."""
    lecture = film[0]
    was, Y = lecture.trace.values, np.eye(10)[lecture.label]
    knobs = [was[each] for each in ("W1", "b1", "W2", "b2")]
    A, P = tiny.forward(lecture.X, *knobs)
    slopes = tiny.backward(lecture.X, Y, A, P, knobs[2])
    losses = tiny.train(lecture.X, Y, knobs, 0.2, 101)[1]
    last = tiny.forward(lecture.X, *tiny.train(lecture.X, Y, knobs, 0.2, 100)[0])[1]
    return {"knobs": knobs, "A": A, "P": P, "Y": Y, "slopes": slopes, "losses": losses, "last": last}


def test_the_text_on_screen_is_the_source_of_the_tested_functions(drawn, lecture):
    source = inspect.getsource(tiny)
    assert lecture.code.source in source
    assert lecture.code.source.startswith("import numpy")
    assert source.rstrip().endswith(lecture.code.lines[-1])
    assert "20" in shown(lecture, "scroll_through")
    assert sum(bool(line.strip()) for line in lecture.code.lines) == 20


def test_the_code_is_read_at_thirty_two_pixels_and_more_and_twelve_lines_at_once(drawn, lecture):
    for code in (lecture.code, lecture.spoiled, lecture.step):
        assert code.cap / STAGE.pixel == pytest.approx(38)
    assert lecture.loop.cap / STAGE.pixel == pytest.approx(32)
    assert {each.source for each in (lecture.code, lecture.step, lecture.loop)} == {lecture.code.source}
    assert all(len(each["lines"]) <= 12 for each in drawn.values())


@pytest.mark.parametrize(
    ("beat", "words", "lines"),
    [
        ("swing_the_side", "A = np.tanh(X @ W1 + b1)", 2),
        ("score_them", "Z = A @ W2 + b2", 3),
        ("make_them_chances", "return A, E / E.sum(1, keepdims=True)", 5),
        ("subtract_the_stairs", "dZ = (P - Y) / len(X)", 2),
        ("pass_the_blame", "dA = dZ @ W2.T * (1 - A**2)", 3),
        ("do_the_same_again", "return X.T @ dA, dA.sum(0), A.T @ dZ, dZ.sum(0)", 4),
        ("take_a_step", "return [k - rate * s for k, s in zip(knobs, slopes)]", 2),
        ("delete_a_turn", "return X.T @ dA, dA.sum(0), A @ dZ, dZ.sum(0)", 4),
    ],
)
def test_the_line_that_runs_is_the_last_that_stands_there(drawn, beat, words, lines):
    assert drawn[beat]["runs"].strip() == words
    standing = [drawn[beat]["code"].split("\n")[k] for k in drawn[beat]["lines"]]
    assert standing[-1].strip() == words
    assert len(standing) == lines


def test_the_part_of_a_line_that_stands_large_is_in_the_line_that_runs(drawn, lecture):
    for beat in ("turn_over_the_digits", "add_digit_by_digit", "match_the_shapes"):
        (said,) = drawn[beat]["close"]
        assert said == "X.T @ dA"
        assert said in drawn[beat]["runs"]
    assert lecture.close[1].source == lecture.large.source == "A.T @ dZ"
    assert lecture.large_lost.source.replace(" ", "") == "A@dZ"


def test_one_sum_is_built_from_the_products_of_its_row_and_column(drawn, lecture, ran):
    products = lecture.X[0] * ran["knobs"][0][:, 0]
    np.testing.assert_allclose(np.diff(lecture.adding.sums), products, atol=1e-15)
    lecture.adding.pose(grown=1).redraw()
    for path, wanted in ((lecture.adding.up, products > 0), (lecture.adding.down, products < 0)):
        bars = path.points.reshape(-1, 16, 3)
        middles = (bars.min(axis=1) + bars.max(axis=1))[:, 0] / 2
        np.testing.assert_allclose(middles, [lecture.x.home()[0] + lecture.x.cell * (k - 31.5)
                                             for k in np.flatnonzero(wanted)])  # fmt: skip
        heights = np.ptp(bars[..., 1], axis=1)
        np.testing.assert_allclose(heights, lecture.adding.unit * np.abs(products[wanted]))
    assert shown(lecture, "cross_a_row")[-1] == f"{products.sum():.2f}"


def test_biases_and_right_answers_lie_where_they_are_added_and_taken_away(drawn, lecture, ran):
    for one, below, beat in (("b1", "a", "bend_them"), ("b2", "p", "score_them")):
        strip, sheet = drawn[beat]["tiles"][one], drawn[beat]["tiles"][below]
        assert strip["shape"].tolist() == [1, sheet["shape"][1]]
        assert strip["box"][0::2] == pytest.approx(sheet["box"][0::2])
        assert strip["box"][1] > sheet["box"][3]
    y, p = (drawn["want_stairs"]["tiles"][each] for each in ("y", "p"))
    assert y["box"][1::2] == pytest.approx(p["box"][1::2])
    assert y["box"][2] < p["box"][0]
    lecture.met.set_value(1)
    assert lecture.y.box == pytest.approx(lecture.p.box)


def test_each_loss_curve_is_named_at_its_end(lecture):
    for words, run in zip(lecture.ends, (lecture.whole, lecture.broken), strict=True):
        end = lecture.fall.to_screen(100.0, run.losses[100])
        assert words.get_left()[0] == pytest.approx(end[0] + 0.2)
        assert abs(words.get_center()[1] - end[1]) < 0.25


def test_every_matrix_is_what_its_line_computes(drawn, lecture, ran):
    wanted = {
        "unroll_them": {"x": lecture.X},
        "hang_up_the_wires": {"w1": ran["knobs"][0]},
        "meet_every_column": {"a": lecture.X @ ran["knobs"][0]},
        "bend_them": {"a": ran["A"], "b1": ran["knobs"][1][None]},
        "score_them": {
            "a": ran["A"],
            "w2": ran["knobs"][2],
            "p": ran["A"] @ ran["knobs"][2],
            "b2": ran["knobs"][3][None],
        },
        "want_stairs": {"y": ran["Y"], "p": ran["P"]},
        "make_them_chances": {"p": ran["P"]},
        "subtract_the_stairs": {"dz": (ran["P"] - ran["Y"]) / 32},
        "add_digit_by_digit": {"dw1": ran["slopes"][0], "db1": ran["slopes"][1][None]},
        "take_a_step": {
            "w1": ran["knobs"][0] - 0.2 * ran["slopes"][0],
            "b1": ran["knobs"][1][None] - 0.2 * ran["slopes"][1],
        },
        "see_the_stairs": {"p": ran["last"]},
    }
    for beat, tiles in wanted.items():
        for name, values in tiles.items():
            seen = drawn[beat]["tiles"][name]
            np.testing.assert_allclose(seen["values"], values, atol=1e-13, err_msg=f"{beat}: {name}")
            assert seen["n_filled"] == values.size
    np.testing.assert_allclose(drawn["make_them_chances"]["tiles"]["p"]["values"].sum(1), 1, rtol=1e-12)


def test_sides_are_true_and_rows_and_columns_lie_in_line(drawn, lecture):
    cell = lecture.x.cell
    for beat, each in drawn.items():
        for name, tile in each["tiles"].items():
            left, low, right, high = tile["box"]
            rows, columns = tile["shape"]
            assert (high - low, right - left) == pytest.approx((rows * cell, columns * cell)), (beat, name)
    for left, right, product, beat in (
        ("x", "w1", "a", "meet_every_column"),
        ("a", "w2", "p", "score_them"),
        ("dz", "w2", "da", "pass_the_blame"),
        ("x", "da", "dw1", "add_digit_by_digit"),
    ):
        tiles = drawn[beat]["tiles"]
        a, b, c = (tiles[each] for each in (left, right, product))
        assert a["shape"][1] == b["shape"][0]
        assert tuple(c["shape"]) == (a["shape"][0], b["shape"][1])
        assert a["box"][1::2] == pytest.approx(
            c["box"][1::2]
        )  # the rows of the product are those of the left
        assert b["box"][0::2] == pytest.approx(c["box"][0::2])


def test_the_rows_of_chances_are_as_long_as_the_box_and_those_before_are_not(lecture):
    stood = lecture.sharp.get_value()
    left, _, right, _ = lecture.row_lengths.box
    for sharp, flush in ((1.0, False), (2.0, True)):
        lecture.sharp.set_value(sharp)
        lecture.row_lengths.pose(grown=1).redraw()
        ends = lecture.row_lengths.parts[-1].points.reshape(32, -1, 3)[..., 0].max(axis=1)
        assert np.allclose(ends, right, atol=1e-9) is flush
        assert (ends > left).all()
    lecture.sharp.set_value(stood)


def test_a_transpose_turns_the_matrix_over_and_makes_it_fit(drawn, lecture):
    assert drawn["fail_to_fit"]["tiles"]["w2"]["shape"].tolist() == [32, 10]
    assert drawn["turn_it_over"]["tiles"]["w2"]["shape"].tolist() == [10, 32]
    assert drawn["turn_over_the_digits"]["tiles"]["x"]["shape"].tolist() == [64, 32]
    assert shown(lecture, "fail_to_fit").count("10") == shown(lecture, "fail_to_fit").count("32") == 1
    assert shown(lecture, "swing_the_side").count("64") >= 2
    assert lecture.hinge.fits


def test_slopes_have_the_shape_and_the_place_of_their_knobs(lecture):
    pairs = (("dw1", "w1"), ("db1", "b1"), ("dw2", "w2"), ("db2", "b2"))
    for slopes, knobs in ((getattr(lecture, each) for each in pair) for pair in pairs):
        assert slopes.values.shape == knobs.values.shape
        assert slopes.box == pytest.approx(knobs.box)


def test_after_so_many_digits_the_sheet_is_their_sum(lecture, ran):
    dA = (ran["P"] - ran["Y"]) / 32 @ ran["knobs"][2].T * (1 - ran["A"] ** 2)
    stood = lecture.added.get_value()
    for n in (0, 1, 7, 32):
        lecture.added.set_value(n)
        np.testing.assert_allclose(lecture.dw1.values, lecture.X[:n].T @ dA[:n], atol=1e-14)
        if n < 32:
            lecture.stripes[1].pose(grown=1).redraw()
            assert lecture.stripes[1].line.get_center()[1] == pytest.approx(lecture.da.place(n, 0)[1])
    lecture.added.set_value(stood)


def test_printed_losses_are_those_of_running_the_text(drawn, lecture, ran):
    printed = shown(lecture, "run_it")
    assert {f"{ran['losses'][step]:.3f}" for step in (0, 10, 20, 40, 100)} <= set(printed)
    np.testing.assert_array_equal(lecture.curve.stack[0], ran["losses"])
    assert ran["losses"][0] > 2.2 > 0.15 > ran["losses"][100]


def test_the_staircase_stands_where_the_labels_say(drawn, lecture):
    frames = lecture.stairs.frames.points.reshape(32, -1, 3)
    middles = (frames.min(axis=1) + frames.max(axis=1)) / 2
    wanted = [lecture.p.place(row, label) for row, label in enumerate(lecture.label)]
    np.testing.assert_allclose(middles, wanted, atol=1e-12)
    assert (np.diff(lecture.label) >= 0).all()
    answers = drawn["see_the_stairs"]["tiles"]["p"]["values"].argmax(1)
    assert (answers == lecture.label).sum() == 32
    assert shown(lecture, "see_the_stairs").count("32") == 2


def test_the_broken_text_is_the_text_without_one_transpose(drawn, lecture):
    whole, broken = lecture.code.source, drawn["delete_a_turn"]["code"]
    at = next(k for k in range(len(whole)) if whole[k] != broken[k])
    assert whole[at : at + 2] == ".T"
    assert whole[:at] + whole[at + 2 :] == broken
    lecture.strike.pose(grown=1).redraw()
    stroke, struck = lecture.strike.stroke, lecture.large.extent(0, "A.T @ dZ", ".T")
    assert stroke.get_left()[0] < struck.left < struck.right < stroke.get_right()[0]
    assert drawn["put_it_back"]["code"] == whole
    said = {}
    exec(broken, said)
    knobs = [lecture.trace.values[each] for each in ("W1", "b1", "W2", "b2")]
    losses = said["train"](lecture.X, np.eye(10)[lecture.label], knobs, 0.2, 101)[1]
    np.testing.assert_array_equal(lecture.lost_curve.stack[0], losses)
    assert losses[100] < 0.15 * losses[0]  # it learns all the same


def dots(points):
    """Middles (n, 2) of the carpet's dots."""
    each = points.reshape(-1, 16, 3)
    return (each.min(axis=1) + each.max(axis=1))[:, :2] / 2


def test_the_check_turns_orange_for_the_knobs_of_the_lost_transpose_alone(drawn, lecture, ran):
    for beat in ("see_it_green", "delete_a_turn", "put_it_back"):
        assert len(dots(drawn[beat]["green"])) == 2410
        assert not len(drawn[beat]["orange"])
    green, orange = dots(drawn["see_it_orange"]["green"]), dots(drawn["see_it_orange"]["orange"])
    assert (len(green), len(orange)) == (2090, 320)
    x, height = lecture.check.to_data(orange).T
    first, last = lecture.parts[2]
    assert first <= x.min()
    assert x.max() == pytest.approx(last)
    # an independent witness: what A instead of A.T gives, as a share of the largest slope
    A, dZ = ran["A"], (ran["P"] - ran["Y"]) / 32
    largest = max(np.abs(each).max() for each in ran["slopes"])
    np.testing.assert_allclose(height, np.abs(A @ dZ - A.T @ dZ).ravel() / largest, rtol=1e-6)
    assert lecture.check.to_data(green)[:, 1].max() < 1e-15
    assert "320" in shown(lecture, "see_it_orange")
    assert any(each.endswith("10⁻¹⁶") for each in shown(lecture, "see_it_green"))
    assert any(each.endswith("10⁻¹⁶") for each in shown(lecture, "put_it_back"))


def test_three_to_five_minutes_and_every_beat_is_short(lecture):
    check_lengths(lecture)
    assert len(lecture.report()["sources"]) == 1
