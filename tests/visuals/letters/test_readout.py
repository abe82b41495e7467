"""Only computed numbers pass the door, and they keep the call they came from."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from calc_core import gradient_descent, graph, himmelblau
from tests.visuals.toys import Survey, walk
from visuals.letters.readout import ReadingError, over_steps, read, series, sources

finite = st.floats(-1e12, 1e12, allow_nan=False).filter(lambda v: v == 0 or abs(v) > 1e-12)


def as_number(text: str) -> float:
    return float(text.replace("−", "-").replace(",", ""))


@pytest.mark.parametrize("impostor", [3.14, "0.81", np.float64(2.0), [1.0], None])
def test_a_bare_number_does_not_pass(impostor):
    with pytest.raises(ReadingError, match="only results of calc_core"):
        read(impostor, "value")


def test_a_field_that_is_not_there_is_named_with_those_that_are():
    with pytest.raises(ReadingError, match=r"no field 'height'; it has .*\bf\b"):
        read(walk(), "height")


def test_a_whole_array_is_no_number():
    with pytest.raises(ReadingError, match="say which one with index"):
        read(walk(), "f")


def test_nan_does_not_reach_the_screen():
    result = walk()
    object.__setattr__(result, "f", np.array([np.nan]))
    with pytest.raises(ReadingError, match="finite"):
        read(result, "f", index=0)


@given(finite, st.integers(0, 6))
def test_the_text_is_the_value_to_the_places_shown(value, decimals):
    result = walk()
    object.__setattr__(result, "f", np.array([value]))
    text = read(result, "f", index=0, decimals=decimals).text
    assert as_number(text) == pytest.approx(value, abs=0.5000001 * 10.0**-decimals, rel=1e-12)
    assert text != "−" + "0" * len(text)


@given(finite, st.integers(1, 8))
def test_significant_digits_are_as_many_as_asked(value, digits):
    result = walk()
    object.__setattr__(result, "f", np.array([value]))
    text = read(result, "f", index=0, digits=digits).text
    assert as_number(text) == pytest.approx(value, rel=0.5000001 * 10.0 ** (1 - digits))


@given(st.floats(0, 5))
def test_between_entries_a_history_is_read_on_the_straight_line(place):
    result = walk(6)
    assert read(result, "f", at=place).value == pytest.approx(np.interp(place, np.arange(6), result.f))


@pytest.mark.parametrize("place", range(6))
def test_at_an_entry_the_entry_itself_is_read(place):
    result = walk(6)
    assert read(result, "f", at=float(place)).value == result.f[place]


def test_a_reading_knows_the_call_and_its_arguments():
    reading = read(walk(4, survey=Survey()), "f", index=2, unit="km")
    assert reading.call.function == "tests.visuals.toys.walk"
    assert reading.call.arguments == {"stops": 4, "survey": "trial survey"}
    assert (reading.field, reading.unit) == ("f[2]", "km")


def test_a_unit_comes_from_the_result_unless_told():
    assert read(walk(), "f", index=0).text_with_unit == "3.000\u00a0m"


def test_words_and_shares_and_powers_are_written_as_people_write_them():
    result = walk()
    assert read(result, "label").text == "converged"
    object.__setattr__(result, "f", np.array([0.0934, 123456.0, 1.5e-13, -0.0004]))
    assert read(result, "f", index=0, percent=True, decimals=0).text_with_unit == "9\u00a0%"
    assert read(result, "f", index=1, decimals=0).text == "123,456"
    assert read(result, "f", index=1, decimals=0, grouped=False).text == "123456"
    assert read(result, "f", index=2, scientific=True).text == "1.5×10⁻¹³"
    assert read(result, "f", index=3, decimals=2).text == "0.00"
    assert read(result, "f", index=0, decimals=1, signed=True).text == "+0.1"


def test_sources_are_found_through_the_results_a_computation_was_given():
    from calc_core.results import Result, recorded

    @recorded
    def shorten(longer: Result) -> Result:
        return walk(2)

    outer = shorten(walk(5, survey=Survey()))
    assert [s.credit for s in sources(outer.made_by)] == ["Surveyor of the Trial"]


def test_a_series_keeps_its_columns_and_units():
    result = walk(5)
    plotted = series("walk", result, height="f")
    assert plotted.columns["height"] == pytest.approx(result.f)
    assert plotted.units == {"height": "m"}


def test_a_series_of_what_is_no_column_says_what_to_type():
    path = gradient_descent(himmelblau(), (0.4, -0.6), learning_rate=0.01, tol=1e-3)
    with pytest.raises(ReadingError, match=r"'n' is one number of a DescentPath, not a column; .*over_steps"):
        series("descent", path, step="n", height="f")
    with pytest.raises(ReadingError, match=rf"unequal length \(step {path.n}, height {path.n + 1}\)"):
        series("descent", path, step="step", height="f")
    with pytest.raises(ReadingError, match=r"method='status' of a DescentPath holds no numbers"):
        series("descent", path, method="status")
    several = gradient_descent(himmelblau(), [(0.4, -0.6), (1, 1)], learning_rate=0.01, max_iter=3)
    with pytest.raises(ReadingError, match=r"shape \(4, 2\), .* path\.walker\(0\)"):
        series("descent", several, height="f")
    assert series("descent", several.walker(0), height="f").columns["height"] == pytest.approx(
        several.f[:, 0]
    )


def test_two_columns_are_found_by_name_or_in_their_order():
    waves = graph(np.sin, np.linspace(0, 7, 9))
    shown = series("waves", waves, x="x", height="f")
    assert shown.pair() == shown.pair("x", "height") == (shown.columns["x"], shown.columns["height"])
    assert shown.pair("height", "x")[0] is shown.columns["height"]
    with pytest.raises(ReadingError, match=r"'waves' has no column 'year'; it has x, height"):
        shown.pair("year")
    with pytest.raises(ReadingError, match=r"'waves' has too few columns \(height\) .* over_steps\('waves'"):
        series("waves", waves, height="f").pair()


def test_a_history_over_its_steps_counts_them_and_comes_from_the_same_call():
    path = gradient_descent(himmelblau(), (0.4, -0.6), learning_rate=0.01, tol=1e-3)
    shown = over_steps("descent", path, height="f", slope="slope")
    assert list(shown.columns) == ["step", "height", "slope"]
    assert np.array_equal(shown.columns["step"], np.arange(path.n + 1))
    assert shown.columns["height"] == pytest.approx(path.f)
    assert shown.call is path.made_by
    sparse = replace(path, stride=10)
    object.__setattr__(sparse, "made_by", path.made_by)
    assert np.array_equal(
        over_steps("descent", sparse, height="f").columns["step"], 10 * np.arange(path.n + 1)
    )
    with pytest.raises(ReadingError, match=r"over_steps\('descent', result, height=\"f\"\)"):
        over_steps("descent", path)


def test_the_refusal_of_a_bare_number_says_how_to_compute_one_and_that_runs():
    from visuals.letters.readout import OWN_NUMBER

    with pytest.raises(ReadingError) as told:
        read(0.75, "value")
    assert OWN_NUMBER in str(told.value)
    names: dict = {"read": read, "__name__": "own"}
    *lines, last = [line[4:] for line in OWN_NUMBER.splitlines()]
    exec("\n".join(lines), names)
    reading = eval(last, names)
    assert reading.text_with_unit == "75.00\u00a0%"
    assert reading.call.arguments == {"part": 3, "whole": 4}


def test_a_method_of_a_result_is_read_with_its_arguments():
    result = walk(4)
    type(result).above = lambda self, level, *, twice=False: (2 if twice else 1) * (self.f - level)
    try:
        reading = read(result, "above", given=[1.0], at=0.5)
        assert reading.value == pytest.approx(1.25)
        assert (reading.name, reading.field) == ("above", "above(1.0)")
        assert read(result, "above", given={"level": 1.0, "twice": True}, index=0).value == 4.0
        with pytest.raises(ReadingError, match=r"'above' is a method of Walk that takes \(level.*given="):
            read(result, "above")
    finally:
        del type(result).above
    with pytest.raises(ReadingError, match="takes no arguments"):
        read(result, "f", given=[1.0])


def test_the_digits_of_a_descent_are_read_against_its_target():
    from calc_core import gradient_descent, hills

    land = hills()
    path = gradient_descent(land, (1.9, 0.2), learning_rate=0.4, tol=1e-3)
    last = len(path.x) - 1
    reading = read(path, "digits", given=[path.x[-1]], at=last, decimals=0)
    assert reading.value == 16.0
    assert reading.call.function.endswith("gradient_descent")
