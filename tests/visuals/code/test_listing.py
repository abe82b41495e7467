"""Code stands on the stage letter for letter, types itself in, and follows the line that runs."""

import inspect

import numpy as np
import pytest

from calc_core import networks
from calc_core.networks import tiny
from visuals.code.listing import LEADING, Listing
from visuals.letters.outlines import code_outlines
from visuals.letters.readout import read
from visuals.theme import INK

BOX = (-6.3, -3.0, 6.4, 3.6)
SHORT = 'def f(x):\n    """Twice."""\n    return 2 * x  # so\n\nprint(f(3))'


def drawn_columns(row):
    """The columns of a line in which ink stands."""
    advance = code_outlines("H")[1] * row.cap
    paths = [path.points for path in row.submobjects if len(path.points)]
    starts = [each[..., 0] for each in paths]
    return {int((x - BOX[0]) // advance) for path in starts for x in path}


def done(animations):
    """Play animations to their end."""
    for each in animations:
        played = each.build()
        played.begin()
        played.finish()


def test_every_character_of_the_source_stands_in_its_column():
    code = Listing(SHORT, box=BOX)
    for row, line in zip(code.rows, SHORT.split("\n"), strict=True):
        assert drawn_columns(row) == {k for k, letter in enumerate(line) if letter != " "}


def test_the_twenty_lines_fit_and_are_the_tested_functions_own():
    rng = np.random.default_rng(0)
    run = networks.run_tiny(rng.normal(size=(20, 4)), np.arange(20) % 3, hidden=3, steps=2)
    code = Listing(read(run, "source"), box=BOX)
    assert code.readings[0].call.function.endswith("run_tiny")
    assert code.source in inspect.getsource(tiny)
    assert code.window == 12
    assert sum(bool(line.strip()) for line in code.lines) == 20


def test_lines_type_themselves_in_from_the_left():
    code = Listing(SHORT, box=BOX, typed=0.0)
    assert not any(drawn_columns(row) for row in code.rows)
    code.pose(typed=2.5).redraw()
    assert drawn_columns(code.rows[1]) == {k for k, letter in enumerate(code.lines[1]) if letter != " "}
    half = len(code.lines[2]) / 2
    assert drawn_columns(code.rows[2]) == {k for k, x in enumerate(code.lines[2]) if x != " " and k < half}
    assert not drawn_columns(code.rows[4])


def test_the_line_that_runs_stands_out_on_its_bar():
    code = Listing(SHORT, box=BOX)
    code.pose(running=2.0, lit=1.0).redraw()
    strong = [row.submobjects[0].get_fill_opacity() for row in code.rows if row.submobjects]
    assert strong[2] == 1.0
    assert max(strong[:2] + strong[3:]) < 0.85
    assert code.bar.get_center()[1] == pytest.approx(code.place(2)[1])
    assert code.bar.height == pytest.approx(LEADING * code.cap)


def test_the_window_follows_the_line_that_runs():
    code = Listing("\n".join(f"x{k} = {k}" for k in range(20)), box=BOX, lines=5)
    assert code.bring(2) == []
    assert [each.mobject for each in code.bring(7)] == [code.top]
    done(code.bring(7))
    code.redraw()
    seen = [bool(drawn_columns(row)) for row in code.rows]
    assert seen == [4 <= k <= 8 for k in range(20)]
    assert all(BOX[1] < code.place(k)[1] < BOX[3] for k in range(4, 9))


def test_typing_and_running_bring_their_line_into_the_window():
    code = Listing("\n".join(f"x{k} = {k}" for k in range(20)), box=BOX, lines=5, typed=0.0)
    done(code.type_to(9))
    code.redraw()
    assert [bool(drawn_columns(row)) for row in code.rows] == [6 <= k <= 9 for k in range(20)]
    done(code.run(1))
    assert (code.running.get_value(), code.lit.get_value(), code.top.get_value()) == (1.0, 1.0, 0.0)


def test_names_wear_the_colour_of_their_concept_and_only_names():
    code = Listing('W1 = "W1"', box=BOX, concepts={"W1": "parameter"})
    inks = [path.get_fill_color().to_hex() for path in code.rows[0].submobjects]
    assert inks[0] == INK.parameter
    assert inks.count(INK.parameter) == 1
    assert INK.two in inks


def test_a_line_is_found_by_its_words_and_too_small_a_box_is_refused():
    code = Listing(SHORT, box=BOX)
    assert code.line_of("return") == 2
    assert code.line_of("f(", after=0) == 4
    with pytest.raises(ValueError, match="no line after -1 holds 'retrun'"):
        code.line_of("retrun")
    with pytest.raises(ValueError, match="make the box larger"):
        Listing(SHORT, box=(-1, -3, 1, 3))


def test_words_are_found_where_they_stand():
    code = Listing(SHORT, box=BOX)
    advance = code_outlines("H")[1] * code.cap
    words, part = code.extent(2, "2 * x"), code.extent(2, "2 * x", "x")
    assert words.left == pytest.approx(BOX[0] + 11 * advance)
    assert part.left == pytest.approx(BOX[0] + 15 * advance)
    assert words.right == pytest.approx(part.right) == pytest.approx(BOX[0] + 16 * advance)
    assert (part.bottom + part.top) / 2 == pytest.approx(code.place(2)[1])
    with pytest.raises(ValueError, match="not found"):
        code.extent(2, "3 * x")


def test_a_snug_bar_is_as_wide_as_its_line():
    code = Listing(SHORT, box=BOX, snug=True)
    rights = []
    for line in (0, 1, 0.5):
        code.pose(running=line, lit=1.0).redraw()
        rights.append(code.bar.get_right()[0])
    letters = code_outlines("H")[1] * code.cap
    assert rights[0] - BOX[0] == pytest.approx(9 * letters, abs=0.3)
    assert rights[1] - rights[0] == pytest.approx(7 * letters)
    assert rights[2] == pytest.approx((rights[0] + rights[1]) / 2)  # it glides
