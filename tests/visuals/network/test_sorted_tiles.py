"""Whoever is sorted stands in the column of its class, and hops only when that changes."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tests.visuals.hills import GROUND, canvas
from visuals.drawing.dial import Dial
from visuals.network.sorted_tiles import Columns, SortedTiles, seats
from visuals.terrain.palette import channels
from visuals.theme import INK

STAND = Columns(left=-6.0, floor=-2.0, height=4.0, pitch=1.5, across=3, tile=0.4)
ASIDE = Columns(left=-5.0, floor=1.0, height=2.0, pitch=1.2, across=4, tile=0.25)
RNG = np.random.default_rng(3)
CLASSES, LABELS = RNG.integers(0, 8, (5, 60)), RNG.integers(0, 8, 60)

histories = st.integers(1, 25).flatmap(
    lambda n: st.tuples(
        st.integers(1, 5).flatmap(lambda stops: arrays(int, (stops, n), elements=st.integers(0, 3))),
        arrays(int, n, elements=st.integers(0, 3)),
    )
)


def wall(**options):
    return SortedTiles(RNG.random((60, 8, 8)), CLASSES, LABELS, at=Dial(0.0), columns=STAND, **options)


# -- seats --------------------------------------------------------------------------------------------------


@given(histories)
def test_no_column_has_a_gap_and_no_seat_two_tiles(history):
    classes, labels = history
    taken = seats(classes, labels)
    for now, seat in zip(classes, taken, strict=True):
        for column in np.unique(now):
            np.testing.assert_array_equal(np.sort(seat[now == column]), np.arange(np.sum(now == column)))


@given(histories)
def test_those_who_belong_to_a_column_sit_below_those_who_do_not(history):
    classes, labels = history
    for now, seat in zip(classes, seats(classes, labels), strict=True):
        for column in np.unique(now):
            at_home, strange = (seat[(now == column) & same] for same in (labels == now, labels != now))
            assert at_home.max(initial=-1) < strange.min(initial=len(now))


@given(histories)
def test_where_nothing_changes_everybody_stays(history):
    classes, labels = history
    taken = seats(np.repeat(classes, 2, axis=0), labels)
    np.testing.assert_array_equal(taken[1::2], taken[0::2])


# -- places -------------------------------------------------------------------------------------------------


def test_at_every_stop_all_stand_in_the_columns_of_their_classes():
    tiles = wall()
    for k in range(5):
        tiles.at.set_value(k)
        column = np.floor((tiles.places[:, 0] - STAND.left) / STAND.pitch)
        np.testing.assert_array_equal(column, CLASSES[k])
        assert len(np.unique(tiles.places.round(9), axis=0)) == 60
        half = STAND.tile / 2
        assert tiles.places[:, 1].min() == pytest.approx(STAND.floor + half)
        assert tiles.places[:, 1].max() <= STAND.floor + STAND.height - half + 1e-12


def test_where_one_column_is_full_all_tiles_shrink_and_none_hides_another():
    classes = np.repeat([4, 1], [99, 9])
    tiles = SortedTiles(np.zeros((108, 2, 2)), classes[None], classes, at=Dial(0.0), columns=STAND)
    side = tiles.sides()[0] / 0.93
    assert side < STAND.tile
    apart = np.abs(tiles.places[:, None] - tiles.places[None]).max(axis=2) + 9 * np.eye(108)
    assert apart.min() == pytest.approx(side)
    top = tiles.places[:, 1].max() + side / 2
    assert top <= STAND.floor + STAND.height + 1e-9


def test_tiles_that_have_grown_never_shrink_again():
    tiles = wall()
    sides = []
    for at in np.linspace(0, 4, 81):
        tiles.at.set_value(at)
        sides.append(tiles.sides()[0])
    assert (np.diff(sides) > -1e-12).all()


def test_between_stops_only_those_hop_whose_class_changes():
    tiles = wall()
    tiles.at.set_value(1.5)
    np.testing.assert_array_equal(tiles.hopping, CLASSES[1] != CLASSES[2])
    middle = tiles.places
    start, end = tiles.stop(1), tiles.stop(2)
    stays = ~tiles.hopping
    low, high = np.minimum(start, end)[stays] - 1e-9, np.maximum(start, end)[stays] + 1e-9
    assert ((middle[stays] >= low) & (middle[stays] <= high)).all()  # no arc
    on_the_way = np.abs(middle[:, 0] - (start + end)[:, 0] / 2) < np.abs(end - start)[:, 0] / 4
    above = (
        middle[:, 1]
        - (start + (middle[:, :1] - start[:, :1]) / (end - start + 1e-300)[:, :1] * (end - start))[:, 1]
    )
    assert (above[tiles.hopping & on_the_way & (middle[:, 1] < tiles.ceiling)] > 0.1).all()


def test_nobody_leaps_and_nobody_is_lost_on_the_way():
    tiles = wall()
    before = tiles.places
    for at in np.linspace(0, 4, 401)[1:]:
        tiles.at.set_value(at)
        assert tiles.places.shape == (60, 2)
        assert np.abs(tiles.places - before).max() < 0.75
        before = tiles.places
    np.testing.assert_allclose(before, tiles.stop(4), atol=1e-12)


@given(st.floats(0, 4))
def test_the_frames_are_worn_by_those_who_count_as_wrong(at):
    tiles = wall()
    tiles.at.set_value(at)
    np.testing.assert_array_equal(tiles.marked, tiles.taken_for != LABELS)
    before, after = CLASSES[int(at)], CLASSES[min(int(at) + 1, 4)]
    assert ((tiles.taken_for == before) | (tiles.taken_for == after)).all()
    if at == int(at):
        np.testing.assert_array_equal(tiles.taken_for, before)


def test_who_hops_counts_in_the_new_column_from_half_way_on():
    tiles = wall()
    tiles.at.set_value(1.5)
    start, end = tiles.stop(1)[:, 0], tiles.stop(2)[:, 0]
    nearer_the_new = np.abs(tiles.places[:, 0] - end) < np.abs(tiles.places[:, 0] - start)
    hops = tiles.hopping
    np.testing.assert_array_equal(nearer_the_new[hops], (tiles.taken_for == CLASSES[2])[hops])
    assert 0 < nearer_the_new[hops].sum() < hops.sum()


def test_aside_they_stand_in_the_other_columns_at_their_size():
    tiles = wall(others=ASIDE)
    tiles.aside.set_value(1)
    np.testing.assert_array_equal(np.floor((tiles.places[:, 0] - ASIDE.left) / ASIDE.pitch), CLASSES[0])
    assert tiles.sides() == pytest.approx(np.full(60, 0.93 * ASIDE.tile))
    half_way = wall(others=ASIDE)
    half_way.aside.set_value(0.5)
    np.testing.assert_allclose(half_way.places, (wall().places + tiles.places) / 2)


def test_before_they_are_sorted_they_lie_where_they_lay():
    lying = np.stack([np.linspace(-5, 5, 60), np.full(60, 1.0)], axis=1)
    tiles = wall(loose=lying, loose_tile=0.3)
    np.testing.assert_allclose(tiles.places, lying)
    np.testing.assert_allclose(tiles.sides(), 0.93 * 0.3)
    tiles.sorted.set_value(1)
    np.testing.assert_allclose(tiles.places, wall().places)


# -- pixels -------------------------------------------------------------------------------------------------


def test_every_tile_is_painted_where_it_stands_and_the_wrong_ones_wear_a_frame():
    classes, labels = np.array([[0, 1, 2, 3]]), np.array([0, 1, 3, 3])
    images = np.array([np.full((2, 2), share) for share in (0.2, 0.5, 0.8, 1.0)])
    tiles = SortedTiles(images, classes, labels, at=Dial(0.0), columns=STAND)
    stage = canvas(1920, 1080)
    tiles.paint(stage)
    spots = stage.to_pixels(tiles.places).astype(int)
    seen = np.array([stage.pixels[row, column, :3].astype(float).mean() for column, row in spots])
    slope, level = np.polyfit([0.2, 0.5, 0.8, 1.0], seen, 1)
    np.testing.assert_allclose(seen, slope * np.array([0.2, 0.5, 0.8, 1.0]) + level, atol=1.5)
    edge = int(0.93 * STAND.tile / 2 * stage.per_unit[0] + 1.2)
    for k, (column, row) in enumerate(spots):
        frame = stage.pixels[row, column - edge, :3]
        if classes[0, k] == labels[k]:
            assert tuple(frame) == GROUND
        else:
            np.testing.assert_allclose(frame, channels(INK.minus), atol=2)


def test_a_copy_asks_the_same_lecture():
    class Lecture:
        def __deepcopy__(self, memo):
            raise AssertionError("a lecture is not copied")

        def lying(self):
            return np.zeros((60, 2))

        def tile(self):
            return np.array(0.2)

    lecture = Lecture()
    tiles = wall(loose=lecture.lying, loose_tile=lecture.tile)
    np.testing.assert_array_equal(tiles.copy().places, tiles.places)


def test_images_classes_and_labels_belong_together():
    with pytest.raises(ValueError, match="each of 3 images"):
        SortedTiles(
            np.zeros((3, 2, 2)), np.zeros((2, 4), dtype=int), np.zeros(4), at=Dial(0.0), columns=STAND
        )
