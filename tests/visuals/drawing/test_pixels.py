"""Pixels packed into 32 bits are the pixels that one formula says."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from visuals.drawing.pixels import laid_over, packed

bytes_ = st.integers(0, 255)


@given(
    st.tuples(bytes_, bytes_, bytes_, bytes_), st.tuples(bytes_, bytes_, bytes_), st.floats(0, 1, width=32)
)
def test_a_colour_is_laid_over_by_its_share_and_the_alpha_stays(before, colour, share):
    pixels = np.array([[before]], dtype=np.uint8)
    whole = packed(pixels)
    whole[0, 0] = laid_over(whole[0, 0], *map(np.float32, colour), np.float32(share))
    mixed = np.array(before[:3]) + (np.array(colour) - before[:3]) * share
    assert np.abs(pixels[0, 0, :3] - mixed).max() <= 0.5 + 1e-4
    assert pixels[0, 0, 3] == before[3]


def test_packed_pixels_are_the_same_memory():
    pixels = np.zeros((2, 3, 4), dtype=np.uint8)
    packed(pixels)[1, 2] = 0x04030201
    assert pixels[1, 2].tolist() == [1, 2, 3, 4]
    assert pixels.sum() == 10
