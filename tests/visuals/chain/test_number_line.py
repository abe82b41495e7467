"""Numbers stand where they belong, however close one looks, and threads join what belongs together."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visuals import INK, Nudge, NumberLine, Threads, Zoom
from visuals.drawing.ticks import CAP, Scale

SHAPE = {"left": -5.0, "right": 2.0, "unit": 2.0, "start": -4.5}


@given(st.floats(0, 3), st.floats(1, 1e4), st.floats(-4, 1))
def test_to_data_undoes_to_screen_and_the_focus_stays(value, zoom, anchor):
    line = NumberLine(y=1.0, focus=0.9, zoom=Zoom(zoom), **SHAPE)
    line.anchor.set_value(anchor)
    assert float(line.to_data(line.to_screen(value))) == pytest.approx(value, abs=1e-9)
    assert line.to_screen(0.9)[0] == anchor
    assert np.diff(line.to_screen([0.9, 0.9 + 1 / zoom])[:, 0]) == pytest.approx(2.0)


@pytest.mark.parametrize("focus", [0.9, 0.81, 0.72428717])
def test_at_every_zoom_some_numbers_are_there_and_none_touch(focus):
    line = NumberLine(y=0.0, focus=focus, **SHAPE)
    line.anchor.set_value(-4.4)
    for zoom in np.geomspace(1, 1e4, 60):
        line.zoom.set_value(zoom)
        line.redraw()
        low, high = line.to_data(np.array([[line.left, 0.0], [line.right, 0.0]]))
        scale = Scale(float(low), float(high), line.left, line.right)
        shown = [row for row in line.rows if row.numbers.fill_rgbas[0, 3] > 0.4 and len(row.numbers.points)]
        assert len(shown) <= 2
        for row in shown:
            spans = sorted(
                (float(scale.place(row.values[k])), CAP * row.labels[k][1]) for k in row.within(scale)
            )
            for (left, one), (right, other) in pairwise(spans):
                assert right - left > (one + other) / 2


def test_a_line_drawn_longer_reaches_further_and_its_numbers_stay():
    line = NumberLine(y=0.0, **SHAPE)
    seen = np.ptp(line.line.points[:, 0])
    line.pose(end=6.0).redraw()
    assert (seen, np.ptp(line.line.points[:, 0])) == pytest.approx((7.0, 11.0))
    assert line.to_screen(0.9)[0] == pytest.approx(-4.5 + 0.9 * 2.0)
    assert line.clip(np.array([[-9.0, 0.0, 0.0], [9.0, 0.0, 0.0]]))[0][:, 0] == pytest.approx([-5.0, 6.0])


def test_a_nudge_is_as_long_as_it_says_and_grows():
    line = NumberLine(y=0.0, **SHAPE)
    bar = Nudge(line, lambda: (0.9, 0.5), ink=INK.input, grown=0.5)
    assert line.to_data(bar.ends) == pytest.approx([0.9, 1.15])
    assert np.ptp(bar.bar.points[:, 0]) == pytest.approx(0.25 * 2.0)


def test_threads_hang_from_numbers_to_their_images():
    zoom = Zoom(1.0)
    above, below = (NumberLine(y=y, zoom=zoom, **SHAPE) for y in (2.0, -1.0))
    x = np.array([0.0, 0.5, 1.2])
    threads = Threads(above, below, lambda: (x, x**2))
    assert above.to_data(threads.threads.points[0::4]) == pytest.approx(x)
    assert below.to_data(threads.threads.points[3::4]) == pytest.approx(x**2)
    threads.pose(grown=0.5).redraw()
    assert threads.threads.points[3::4, 1] == pytest.approx(0.5)
