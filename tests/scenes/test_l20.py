"""Lecture 20: every tile, frame, stroke, curve and bar is where the network says, on what is drawn."""

import numpy as np
import pytest

from tests.scenes.dry import check_lengths, played, read_anew, shown

SLUG = "training-live"
TALL_BEATS = ("frame_the_wrong", "see_the_rush", "step_again", "take_ten", "finish_the_epoch")
LOW_BEATS = ("keep_a_record", "run_ten_epochs", "run_to_forty")
AFTER = dict(zip((*TALL_BEATS, *LOW_BEATS), (0, 1, 3, 10, 47, 47, 470, 1880), strict=True))  # steps


def play(module, folder, *, until=None):
    """Play the lecture dry; with it comes what was drawn at the end of each beat."""
    drawn = {}

    def look(lecture, time):
        stage = lecture.get_mobject_family_members()
        chances = getattr(lecture, "chances", None)
        drawn[time.beat.name] = {
            "at": lecture.at.get_value(),
            "places": lecture.wall.places,
            "sides": lecture.wall.sides(),
            "marked": lecture.wall.marked,
            "called": lecture.wall.forward,
            "is_wall": lecture.wall in stage,
            "weights": lecture.weights.values,
            "close": lecture.close.values[0],
            "lamp": lecture.lamp.light[0],
            "knobs": lecture.knobs.angles,
            "turns": lecture.knobs.turns,
            "steps": lecture.steps[1].reading.text if lecture.steps in stage else None,
            "all_knobs": lecture.all_knobs.angles,
            "curves": [
                each.axes.to_data(each.line.points[[0, *range(3, len(each.line.points), 4)]])
                if len(each.line.points) else None
                for each in (lecture.studied, lecture.exam, lecture.accuracy)
            ],
            "gap": lecture.plot.to_data(lecture.gap.ground.points),
            "bars": bars(chances) if chances in stage else None,
            "rim": rim(chances) if chances in stage else None,
        }  # fmt: skip

    return played(module.TrainingLive, folder, look, until), drawn


def bars(chances):
    """How high the bars are drawn, as shares of the box (10,)."""
    heights, tall = np.zeros(10), chances.box.top - chances.box.bottom
    for part in (chances.bars, chances.best):
        for bar in part.points.reshape(-1, 16, 3):
            k = int((bar[:, 0].mean() - chances.box.left) / chances.slot)
            heights[k] = (bar[:, 1].max() - chances.box.bottom) / tall
    return heights


def rim(chances):
    """Which answer's slot has the dashed rim."""
    x = chances.rim.points[:, 0]
    return int(((x.min() + x.max()) / 2 - chances.box.left) / chances.slot) if len(x) else None


@pytest.fixture(scope="module")
def reads(film):
    """What the network says of rows X after so many steps: shares (n, 10), hidden lamps, weights."""
    lecture = film[0]
    thetas = {
        int(steps): theta for steps, theta in zip(lecture.school.steps, lecture.school.theta, strict=True)
    }

    def read(steps, X):
        one, b, two, c = np.split(thetas[steps], np.cumsum([64 * 32, 32, 320]))
        hidden = np.tanh(X @ one.reshape(64, 32) + b)
        shares = np.exp(hidden @ two.reshape(32, 10) + c)
        return shares / shares.sum(axis=1, keepdims=True), hidden, one.reshape(64, 32)

    return read


def column_of(places):
    """In which of the ten columns tiles stand: both walls have them 1.36 apart from -6.8 on."""
    return np.floor((places[:, 0] + 6.8) / 1.36).astype(int)


@pytest.mark.parametrize("beat", AFTER)
def test_every_tile_stands_in_the_column_of_what_it_is_taken_for(beat, drawn, lecture, reads):
    said = reads(AFTER[beat], lecture.split.X_test)[0].argmax(axis=1)
    places = drawn[beat]["places"]
    assert len(places) == 297
    np.testing.assert_array_equal(column_of(places), said)
    assert len(np.unique(places.round(9), axis=0)) == 297


@pytest.mark.parametrize("beat", AFTER)
def test_frames_are_worn_by_the_wrong_ones_alone(beat, drawn, lecture, reads):
    said = reads(AFTER[beat], lecture.split.X_test)[0].argmax(axis=1)
    np.testing.assert_array_equal(drawn[beat]["marked"], said != lecture.split.label_test)
    wrong = int(np.sum(said != lecture.split.label_test))
    told = shown(lecture, beat) if beat != "keep_a_record" else shown(lecture, "finish_the_epoch")
    assert {f"{wrong}", f"{297 - wrong}"} <= set(told)
    assert "297" in shown(lecture, "frame_the_wrong")


def test_in_every_frame_wrong_and_right_are_all_297_and_those_that_wear_a_frame_or_none(lecture):
    stop = lecture.at.get_value()
    for at in np.linspace(0, lecture.school.n, 173):
        lecture.at.set_value(at)
        lecture.wall.call.set_value(0)
        assert lecture.wall.places.shape == (297, 2)
        assert np.isfinite(lecture.wall.places).all()
        wrong, right = (int(row[1].follow().text) for row in (lecture.wrong, lecture.right))
        assert wrong + right == 297
        assert wrong == lecture.wall.marked.sum()
        before, after = (lecture.school.n_wrong[int(each)] for each in (np.floor(at), np.ceil(at)))
        if before == after == at:
            assert wrong == before
    lecture.at.set_value(stop)


def test_tiles_are_large_enough_to_be_read_and_none_lies_over_another(drawn):
    for beat, pixels in (("take_ten", 32), ("finish_the_epoch", 40), ("run_to_forty", 40)):
        assert (drawn[beat]["sides"] * 135 >= pixels).all()
    for beat in AFTER:
        places, sides = drawn[beat]["places"], drawn[beat]["sides"]
        apart = np.abs(places[:, None] - places[None]).max(axis=2) + 9 * np.eye(297)
        assert apart.min() >= sides.max()


def test_the_exam_is_none_of_what_it_learns_from_and_is_read_as_the_issue_says(lecture):
    rows = set(lecture.rain.chosen)
    assert len(rows) == 297
    assert not rows & set(lecture.split.rows)
    assert len(rows | set(lecture.rain.others)) == 1797
    assert lecture.history.n_steps == 1880
    assert 0.96 <= lecture.history.last_test_acc <= 0.99
    pixels = lecture.digits.pixels[lecture.rain.chosen].reshape(-1, 8, 8) / 16
    np.testing.assert_array_equal(lecture.wall.values, pixels)


def test_the_asked_digit_is_answered_by_the_bars(drawn, lecture, reads):
    row = lecture.first
    assert lecture.split.label_test[row] == 3
    shares = reads(0, lecture.split.X_test[[row]])[0][0]
    np.testing.assert_allclose(drawn["hear_it"]["bars"], shares, atol=2e-3)
    assert shares.argmax() == 6
    assert "6" in shown(lecture, "hear_it")
    assert drawn["hear_it"]["rim"] == 3


def test_the_first_step_turns_the_knobs_by_half_a_slope_of_its_own_rows_ten_times_enlarged(drawn, lecture):
    rows = lecture.school.first_rows
    np.testing.assert_array_equal(lecture.batch.values, lecture.split.X[rows].reshape(-1, 8, 8))
    slope = lecture.net.backward(lecture.split.X[rows], lecture.split.label[rows]).flat

    def angles(times):
        return 135 * np.clip((lecture.net.theta - times * 0.5 * slope) / 0.55, -1, 1)[-330:]

    assert shown(lecture, "take_thirty_two") == ["10"]
    np.testing.assert_allclose(drawn["take_thirty_two"]["knobs"], angles(0), atol=1e-9)
    np.testing.assert_allclose(drawn["turn_every_knob"]["knobs"], angles(10), atol=1e-9)
    for beat in ("take_thirty_two", "turn_every_knob"):  # what is asked lies on them, before and after
        turns = np.stack([angles(0), angles(10)], axis=1)
        np.testing.assert_allclose(drawn[beat]["turns"], turns, atol=1e-9)
    seen = np.abs(angles(10) - angles(0))
    assert np.median(seen) > 15  # degrees: it is seen
    assert np.median(np.abs(angles(1) - angles(0))) < 3


def test_the_words_of_the_first_steps_are_true(lecture):
    taught, label = lecture.school, lecture.split.label_test
    assert np.sum(taught.said[1] == 8) > 0.9 * 297  # nearly everything
    assert [np.bincount(taught.said[k]).argmax() for k in (2, 3)] == [5, 1]
    assert np.mean(taught.said[10] == label) == pytest.approx(2 / 3, abs=0.01)
    assert np.mean(taught.said[list(taught.steps).index(47)] == label) == pytest.approx(0.9, abs=0.01)
    assert taught.n_wrong[0] == 262


@pytest.mark.parametrize(("beat", "epochs"), [("run_ten_epochs", 10), ("run_to_forty", 40), ("name_it", 40)])
def test_curves_are_drawn_as_far_as_the_wall_has_come(beat, epochs, drawn, lecture):
    for curve, field in zip(drawn[beat]["curves"], ("loss", "test_loss", "test_acc"), strict=True):
        x, y = curve.T
        assert x.max() == pytest.approx(epochs)
        at = [int(np.argmin(np.abs(x - k))) for k in range(epochs + 1)]
        np.testing.assert_allclose(x[at], np.arange(epochs + 1), atol=1e-9)
        np.testing.assert_allclose(y[at], getattr(lecture.history, field)[: epochs + 1], rtol=1e-9)


def test_every_weight_image_is_the_weights_of_its_neuron(drawn, lecture, reads):
    taught = lecture.split.X.mean(axis=0) >= 0.005
    for beat, steps, rows in (
        ("open_it", 0, slice(None)),
        ("let_it_crystallise", 1880, slice(None)),
        ("look_at_the_edge", 1880, taught),
        ("say_what_did_it", 1880, taught),
    ):
        weights = reads(steps, lecture.split.X_test[:1])[2]
        shown_now = drawn[beat]["weights"].reshape(32, 64).T
        np.testing.assert_allclose(shown_now[rows], weights[rows], rtol=0, atol=1e-12)
    assert not shown_now[~taught].any()
    assert lecture.weights.kind == "signed"
    start, end = (np.abs(drawn[beat]["weights"]) for beat in ("open_it", "let_it_crystallise"))
    assert end.mean() / lecture.weights.most > 0.35  # bright enough
    assert end.mean() > 1.8 * start.mean()


def test_the_pixels_that_are_left_out_kept_their_noise_for_want_of_ink(lecture):
    first, last = (lecture.school.theta[k][:2048].reshape(64, 32) for k in (0, -1))
    moved, faint = np.abs(last - first).mean(axis=1), lecture.faint.ravel()
    np.testing.assert_array_equal(lecture.ink.values[0], lecture.split.X.mean(axis=0).reshape(8, 8))
    assert lecture.faint[:, 0].all()  # the left edge, and some of the right
    assert not lecture.faint[:, 1:7].any()
    assert 8 < faint.sum() < 16
    assert moved[faint].max() < 0.1 * np.median(moved[~faint])


@pytest.mark.parametrize(("beat", "digit", "sign"), [("lay_a_nine", 9, 1), ("lay_a_six", 6, -1)])
def test_the_close_neuron_answers_as_its_lamp_shines(beat, digit, sign, drawn, lecture, reads):
    row = int(np.flatnonzero(lecture.split.label_test == digit)[0])
    _, hidden, weights = reads(1880, lecture.split.X_test)
    assert drawn[beat]["lamp"] == pytest.approx(hidden[row, 26], abs=1e-12)
    ink = lecture.split.X_test[row]
    np.testing.assert_allclose(drawn[beat]["close"].ravel(), weights[:, 26] * ink, atol=1e-12)
    total = np.arctanh(hidden[row, 26])
    assert sign * total > 1
    assert f"{total:+.1f}".replace("-", "\u2212") in shown(lecture, beat)
    means = np.array([hidden[lecture.split.label_test == k, 26].mean() for k in range(10)])
    assert (means.argmax() if sign > 0 else means.argmin()) == digit


def test_the_gap_lies_between_the_curves_and_the_counts_are_the_networks(drawn, lecture, reads):
    x, y = drawn["name_it"]["gap"][::4].T
    low, high = (
        np.interp(x, np.arange(41), each) for each in (lecture.history.loss, lecture.history.test_loss)
    )
    assert ((np.abs(np.log(y / low)) < 1e-6) | (np.abs(np.log(y / high)) < 1e-6)).all()
    said, exam = (reads(1880, X)[0].argmax(axis=1) for X in (lecture.split.X, lecture.split.X_test))
    right = [int(np.sum(said == lecture.split.label)), int(np.sum(exam == lecture.split.label_test))]
    assert {f"{right[0]:,}", "1,500", f"{right[1]}", "297"} <= set(shown(lecture, "compare_the_counts"))
    history = lecture.history
    assert history.loss[40] < 0.5 * history.loss[20]  # on and on
    assert history.test_loss[40] > 0.9 * history.test_loss[20]  # next to nothing


@pytest.mark.parametrize(
    ("beat", "k"), [("call_the_first", 0), ("call_two_more", 2), ("let_it_doubt", 4), ("let_it_be_sure", 6)]
)
def test_the_last_mistakes_come_forward_with_what_they_are_taken_for(beat, k, drawn, lecture, reads):
    shares = reads(1880, lecture.split.X_test)[0]
    wrong = np.flatnonzero(shares.argmax(axis=1) != lecture.split.label_test)
    assert len(wrong) == 7
    forward = np.zeros(297)
    forward[wrong[k]] = 1
    np.testing.assert_allclose(drawn[beat]["called"], forward, atol=1e-12)
    np.testing.assert_allclose(drawn[beat]["places"][wrong[k]], lecture.wall.front)
    assert drawn[beat]["sides"][wrong[k]] == max(drawn[beat]["sides"]) > 4
    np.testing.assert_allclose(drawn[beat]["bars"], shares[wrong[k]], atol=2e-3)
    label = lecture.split.label_test[wrong[k]]
    assert drawn[beat]["rim"] == label
    assert {str(shares[wrong[k]].argmax()), str(label)} <= set(shown(lecture, beat))


def test_the_words_about_the_last_seven_are_true(lecture):
    wrong = lecture.history.mistakes
    said, was = lecture.history.predictions[-1][wrong], lecture.split.label_test[wrong]
    assert list(zip(was, said, strict=True)) == [(6, 8), (3, 2), (9, 5), (8, 2), (8, 1), (5, 2), (5, 9)]


def test_all_knobs_walk_the_whole_way(drawn, lecture):
    end = 135 * np.clip(lecture.trained.theta / 0.55, -1, 1)
    np.testing.assert_allclose(drawn["hand_over"]["all_knobs"], end, atol=1e-9)
    assert len(np.unique(lecture.all_knobs.places.round(9), axis=0)) == 2410
    assert "2,410" in shown(lecture, "hand_over")
    assert drawn["say_what_did_it"]["steps"] == "1,880"


def test_a_wall_that_flatters_the_network_is_seen(lecture, reads):
    module = read_anew(SLUG)
    said, label = lecture.school.said.copy(), lecture.split.label_test
    said[10, np.flatnonzero(said[10] != label)[0]] = label[np.flatnonzero(said[10] != label)[0]]
    wall = module.Exam(
        lecture.images, said, label, at=module.Dial(10.0), columns=module.TALL,
        called=[0], front=(0, 0), front_tile=1,
    )  # fmt: skip
    honest = reads(10, lecture.split.X_test)[0].argmax(axis=1)
    assert np.sum(column_of(wall.places) != honest) == 1
    assert wall.marked.sum() == np.sum(honest != label) - 1


def test_three_to_five_minutes_and_every_beat_is_short(lecture):
    check_lengths(lecture)
    assert {each["name"] for each in lecture.report()["sources"]} == {lecture.digits.name}
