"""The tables are the ones we know, in the units they claim, and a damaged file says where it is damaged."""

import hashlib
import re
from pathlib import Path

import numpy as np
import pytest

from calc_core.data import csv_tables, datasets
from calc_core.data.certified import NIST
from calc_core.data.datasets import (
    CO2_RECENT,
    ORIGINS,
    load_co2,
    load_co2_recent,
    load_digits,
    load_galton,
    load_heights,
    load_iris_petals,
    load_terrain,
)
from calc_core.errors import DataError

LOADERS = (load_co2_recent, load_co2, load_heights, load_galton, load_digits, load_iris_petals, load_terrain)
SOURCES = (csv_tables.FOLDER.parent / "SOURCES.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("load", LOADERS, ids=lambda load: load.__name__)
def test_every_table_has_rows_units_and_a_maker(load):
    data = load()
    assert data.n > 0
    assert data.made_by.function == f"calc_core.data.datasets.{load.__name__}"
    assert set(data.columns) <= set(data.units)
    assert data.made_by.given["origin"].credit == data.credit  # so that a film's credits find it
    assert all(not column.flags.writeable for column in data.columns.values())
    assert all(np.isfinite(column).all() for column in data.columns.values() if column.dtype == float)
    for name in data.units:
        assert name in data.columns or hasattr(data, name)


@pytest.mark.parametrize("origin", [*ORIGINS, NIST], ids=lambda origin: origin.file)
def test_the_sources_page_and_the_code_say_the_same(origin):
    section = SOURCES.split(f"\n## {origin.file}\n")[1].split("\n## ")[0]
    assert f"- Source: {origin.source}\n" in section
    assert f"- Licence: {origin.licence}\n" in section
    assert f"- Credit: {origin.credit}\n" in section
    assert f"- SHA-256: `{origin.sha256}`" in section


def test_every_shipped_table_is_known_and_every_known_table_is_shipped():
    known = {origin.file for origin in (*ORIGINS, NIST)}
    assert {path.name for path in csv_tables.FOLDER.glob("[!.]*")} == known
    assert set(re.findall(r"^## (\S+\.(?:csv|txt))$", SOURCES, re.MULTILINE)) == known
    for origin in (*ORIGINS, NIST):
        assert hashlib.sha256((csv_tables.FOLDER / origin.file).read_bytes()).hexdigest() == origin.sha256


def test_months_stand_at_their_middle_and_five_are_missing():
    co2 = load_co2_recent()
    months = np.round((co2.year - co2.year[0]) * 12).astype(int)
    assert co2.first_year == 1958 + 2.5 / 12
    assert co2.last_year == 2020 + 3.5 / 12
    np.testing.assert_allclose(months / 12, co2.year - co2.year[0], atol=1e-9)
    assert len(set(range(months[-1] + 1)) - set(months.tolist())) == 5


def test_the_two_co2_records_tell_of_the_same_air():
    monthly, weekly = load_co2_recent(), load_co2()
    year = weekly.year[(weekly.year > 1975) & (weekly.year < 2001)]
    apart = np.interp(year, weekly.year, weekly.co2) - np.interp(year, monthly.year, monthly.co2)
    assert abs(apart.mean()) < 0.3
    assert apart.std() < 1


def test_terrain_lies_in_kilometres_with_cells_that_are_not_square():
    land = load_terrain()
    assert land.height.shape == (86, 100) == (len(land.y), len(land.x))
    np.testing.assert_allclose(np.diff(land.x), 0.2976)
    np.testing.assert_allclose(np.diff(land.y), 0.3708)
    assert (land.x[0], land.y[0]) == (0, 0)
    assert 100 < land.lowest < land.highest < 1500
    assert land.height[0, 0] == 577.0  # row 0 of the file is the south, column 0 the west
    assert land.height[0, 1] == 579.9


def test_heights_are_class_centres():
    heights = load_heights()
    written = np.loadtxt(csv_tables.FOLDER / datasets.HEIGHTS.file, delimiter=",", skiprows=1)
    np.testing.assert_allclose(heights.height, written[:, 1], atol=1e-4)
    assert (heights.people, heights.empty, heights.bin_width) == (3000, 2, 2.54)
    assert heights.count_error.min() == 1


def test_digits_are_all_ten_in_sixteen_greys():
    digits = load_digits()
    assert digits.pixels.shape == (1797, 64)
    assert (digits.pixels.min(), digits.pixels.max(), digits.ink.max()) == (0, 16, 1)
    assert set(digits.label) == set(range(10))


def test_galton_has_families_in_inches_and_midparents_as_galton_took_them():
    galton = load_galton()
    np.testing.assert_allclose(
        galton["midparent"], (galton["father"] + 1.08 * galton["mother"]) / 2, atol=0.006
    )
    assert len(set(galton["family"])) == 205
    assert galton.units["child"] == "in"


def test_petals_come_in_three_species_of_fifty():
    assert np.unique(load_iris_petals()["species"], return_counts=True)[1].tolist() == [50, 50, 50]


def test_an_unknown_column_is_answered_with_the_known_ones():
    with pytest.raises(DataError, match="has no column 'heigth'; it has height, count"):
        load_heights()["heigth"]


def damaged(folder: Path, old: str, new: str) -> None:
    for origin in ORIGINS:
        (folder / origin.file).write_bytes((csv_tables.FOLDER / origin.file).read_bytes())
    path = folder / CO2_RECENT.file
    path.write_text(path.read_text().replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("317.46,", "", r"co2_mauna_loa_monthly_1958_2020.csv, row 3: expected 3 values, got 2"),
        ("317.46", "many", r"co2_mauna_loa_monthly_1958_2020.csv, row 3: .*'many'"),
        ("317.46", "nan", r"co2_mauna_loa_monthly_1958_2020.csv, row 3: expected a finite number"),
        ("1958-04-01", "1958-13-01", r"co2_mauna_loa_monthly_1958_2020.csv, row 3: month"),
        ("Date,CO2", "CO2,Date", r"co2_mauna_loa_monthly_1958_2020.csv, row 1: expected the header Date"),
        (
            "317.46",
            "317.64",
            r"is not the file we know.*bring it back: .*co2_mauna_loa_monthly_1958_2020.csv as it came",
        ),
    ],
)
def test_a_damaged_file_says_where(tmp_path, old, new, complaint):
    damaged(tmp_path, old, new)
    parsers = (datasets.date.fromisoformat, csv_tables.number, csv_tables.number)
    with pytest.raises(DataError, match=complaint):
        csv_tables.read_table(CO2_RECENT, parsers, header=("Date", "CO2", "adjusted CO2"), folder=tmp_path)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(DataError, match=r"cannot read co2_mauna_loa_monthly_1958_2020.csv"):
        csv_tables.read_table(CO2_RECENT, (), folder=tmp_path)


@pytest.mark.parametrize("text", ["-1", "17", "1.5", "", "x"])
def test_a_pixel_is_a_whole_number_of_greys(tmp_path, text):
    path = tmp_path / datasets.DIGITS.file
    path.write_text(f"0,3\n{text},3\n")
    with pytest.raises(DataError, match=f"digits_8x8.csv, row 2: '{text}' is no value of its column"):
        csv_tables.read_table(
            datasets.DIGITS, (csv_tables.whole_number(16), csv_tables.whole_number(9)), folder=tmp_path
        )


def test_nobody_counts_minus_one_men():
    assert csv_tables.count("12") == 12
    with pytest.raises(ValueError, match="whole number"):
        csv_tables.count("-1")
