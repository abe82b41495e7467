"""The metal that is drawn has the volume that is computed, wherever the nudges stand; pieces are closed."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from calc_core import can_mass
from visuals.drawing.camera import Canvas
from visuals.drawing.dial import Dial
from visuals.solid.pieces import disc, wall
from visuals.solid.tin_can import TinCan
from visuals.theme import INK

SIZES = (3.0, 11.0, 0.3)
shares = st.floats(0.0, 1.0)


def volume(pieces):
    return sum(each.volume for each in pieces)


def metal_of(r, h, t):
    """The volume of a can: its mass at density 1."""
    return float(can_mass(np.array([r, h, t, 1.0])))


@settings(max_examples=25, deadline=None)
@given(dr=st.floats(0.01, 0.8), dh=st.floats(0.01, 2.0), dt=st.floats(0.01, 0.2), which=st.integers(0, 3))
def test_new_metal_is_the_actual_difference_also_when_all_are_nudged(dr, dh, dt, which):
    nudged = [dr * (which in (0, 3)), dh * (which in (1, 3)), dt * (which in (2, 3))]
    can = TinCan(*SIZES).pose(**dict(zip(("dr", "dh", "dt"), nudged, strict=True)))
    metal = can.metal()
    assert volume(metal["old"]) == pytest.approx(metal_of(*SIZES), rel=1e-3)  # rounds are drawn with corners
    gained = metal_of(*np.add(SIZES, nudged)) - metal_of(*SIZES)
    assert volume(metal["new"] + metal["skin"]) == pytest.approx(gained, rel=2e-3)


@settings(max_examples=20, deadline=None)
@given(shares)
def test_unrolling_keeps_the_rings_metal_and_ends_in_a_straight_strip(unrolled):
    can = TinCan(*SIZES).pose(dh=1.2, unrolled=unrolled)
    r, _, t = SIZES
    assert volume(can.metal()["new"]) == pytest.approx(2 * np.pi * r * t * 1.2, rel=1e-3)
    can.pose(unrolled=1)
    corners = np.concatenate([face.reshape(-1, 3) for face in can.metal()["new"][0].faces])
    assert np.ptp(corners, axis=0) == pytest.approx([2 * np.pi * r, t, 1.2], rel=1e-9)


def test_the_strip_in_the_wall_is_two_pi_times_the_nudge_wide_however_wide_the_can():
    for r in (0.8, 3.0, 40.0):
        can = TinCan(r, 2 * r, 0.1 * r).pose(dr=0.1 * r)
        strip = can.metal()["new"][0]
        middle = (strip.faces[0] + strip.faces[3][::-1])[0] / 2  # between outside and inside, along the foot
        length = np.linalg.norm(np.diff(middle, axis=0), axis=1).sum()
        assert length == pytest.approx(2 * np.pi * 0.1 * r, rel=1e-3)


def test_a_wedge_takes_its_share_of_the_metal():
    can = TinCan(*SIZES)
    whole = volume(can.metal()["old"])
    assert volume(can.pose(open=90).metal()["old"]) == pytest.approx(0.75 * whole, rel=1e-3)


@pytest.mark.parametrize(
    "piece",
    [
        wall(5.0, 3.0, 0.0, 2.0, (-0.2, 0.2)),
        wall(5.0, 3.0, 0.0, 2.0, (-0.2, 0.2), straight=0.6, facing=50, start=-1),
        wall(2 * np.pi * 3, 3.0, 0.0, 2.0, (-0.2, 0.2)),
        disc(0.0, 2.0, 0.0, 0.3),
        disc(1.0, 2.0, 0.0, 0.3, span=(20, 170)),
    ],
)
def test_a_piece_is_closed_and_turned_outwards(piece):
    """What it encloses is the same wherever it stands: no face is missing or inside out."""
    moved = type(piece)(tuple(face + [7.0, -3.0, 5.0] for face in piece.faces))
    assert moved.volume == pytest.approx(piece.volume, rel=1e-9)
    assert piece.volume > 0


def ink_of(can):
    page = Canvas(np.zeros((270, 480, 4), dtype=np.uint8), (0.0, 0.0), (128 / 9, 8.0))
    can.paint(page)
    return page.pixels.astype(int)


def test_new_metal_wears_the_ink_of_nudges_and_grows_with_its_dial():
    nudge = Dial(0.0)
    can = TinCan(*SIZES, dh=nudge)

    def green():
        pixels = ink_of(can)
        return int(((pixels[..., 1] - pixels[..., 0]) > 40).sum())

    assert INK.input == "#5CD0B3"
    counts = []
    for dh in (0.0, 0.5, 1.0):
        nudge.set_value(dh)
        counts.append(green())
    assert counts[0] == 0
    assert counts[2] - counts[1] == pytest.approx(counts[1], rel=0.35)
    assert counts[1] > 100


def test_it_stands_where_its_dials_say():
    can = TinCan(*SIZES, place=(2.0, 0.5))
    assert can.to_screen([0, 0, SIZES[1] / 2]) == pytest.approx([2.0, 0.5, 0.0])
    lit = np.argwhere(ink_of(can)[..., 3] > 0)
    assert (lit.min(axis=0)[1] + lit.max(axis=0)[1]) / 2 == pytest.approx(
        480 * (0.5 + 2.0 / (128 / 9)), abs=2
    )


def test_a_copy_follows_the_same_nudge():
    nudge = Dial(0.0)
    copy = TinCan(*SIZES, dh=nudge).copy()
    nudge.set_value(1.0)
    assert volume(copy.metal()["new"]) > 0


def test_a_can_without_a_size_is_refused():
    with pytest.raises(ValueError, match="a can's h is a length"):
        TinCan(3.0, 0.0, 0.3)
    with pytest.raises(TypeError, match="no dial 'width_'"):
        TinCan(*SIZES).pose(width_=1)
