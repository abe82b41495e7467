"""Real measurements: each table knows its units, its origin, its licence and its checksum."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

import numpy as np
from jaxtyping import Float, Int
from numpy import ndarray

from calc_core.data.csv_tables import Origin, count, number, one_of, read_table, whole_number
from calc_core.errors import DataError
from calc_core.results import Result, recorded

CM_PER_INCH = 2.54
CELL_KM = (4 * 0.0744, 4 * 0.0927)  # the terrain's cell: 3 arc-seconds of longitude and latitude, times 4


@dataclass(frozen=True, eq=False)
class Dataset(Result):
    """A table of measurements, one array per column, all of one length (the terrain's heights are a grid).

    `units` names the unit of every column, and of every property that is a single number;
    "" stands for a count or a label.
    """

    name: str
    columns: Mapping[str, ndarray]
    units: Mapping[str, str]
    source: str
    licence: str
    credit: str
    sha256: str
    note: str

    def __post_init__(self) -> None:
        super().__post_init__()
        for column in self.columns.values():
            column.flags.writeable = False
        object.__setattr__(self, "columns", MappingProxyType(dict(self.columns)))
        object.__setattr__(self, "units", MappingProxyType(dict(self.units)))

    def __getitem__(self, column: str) -> ndarray:
        if column not in self.columns:
            raise DataError(f"{self.name} has no column {column!r}; it has {', '.join(self.columns)}")
        return self.columns[column]

    @property
    def n(self) -> int:
        """Number of rows."""
        return len(next(iter(self.columns.values())))


class CO2Record(Dataset):
    """Carbon dioxide in dry air at Mauna Loa, over time."""

    @property
    def year(self) -> Float[ndarray, " n"]:
        """When, in decimal years."""
        return self["year"]

    @property
    def co2(self) -> Float[ndarray, " n"]:
        """Mole fraction in dry air, in ppm."""
        return self["co2"]

    @property
    def first_year(self) -> float:
        """Decimal year of the first value."""
        return float(self.year[0])

    @property
    def last_year(self) -> float:
        """Decimal year of the last value."""
        return float(self.year[-1])

    @property
    def first_co2(self) -> float:
        """The first value, in ppm."""
        return float(self.co2[0])

    @property
    def last_co2(self) -> float:
        """The last value, in ppm."""
        return float(self.co2[-1])

    @property
    def rise(self) -> float:
        """Last value minus the value of the same time of the year at the start, in ppm."""
        whole_years = np.floor(self.last_year - self.first_year)
        return float(self.co2[-1] - np.interp(self.last_year - whole_years, self.year, self.co2))


class Terrain(Dataset):
    """Heights of real ground on a grid: `height[j, i]` lies at `(x[i], y[j])`, row 0 in the south."""

    @property
    def x(self) -> Float[ndarray, " nx"]:
        """Eastward position of the cell centres, in km from the westernmost ones."""
        return self["x"]

    @property
    def y(self) -> Float[ndarray, " ny"]:
        """Northward position of the cell centres, in km from the southernmost ones."""
        return self["y"]

    @property
    def height(self) -> Float[ndarray, "ny nx"]:
        """Height above the sea, in metres, averaged over each cell."""
        return self["height"]

    @property
    def n(self) -> int:
        """Number of cells."""
        return int(self.height.size)

    @property
    def dx(self) -> float:
        """Width of a cell, in km."""
        return CELL_KM[0]

    @property
    def dy(self) -> float:
        """Depth of a cell (south to north), in km: not the same as its width."""
        return CELL_KM[1]

    @property
    def width(self) -> float:
        """West to east, between the outermost cell centres, in km."""
        return float(self.x[-1])

    @property
    def depth(self) -> float:
        """South to north, between the outermost cell centres, in km."""
        return float(self.y[-1])

    @property
    def lowest(self) -> float:
        """The lowest cell's height, in metres."""
        return float(self.height.min())

    @property
    def highest(self) -> float:
        """The highest cell's height, in metres."""
        return float(self.height.max())


class HeightHistogram(Dataset):
    """How many men fall into each class of body height."""

    @property
    def height(self) -> Float[ndarray, " bins"]:
        """Centres of the classes, in cm."""
        return self["height"]

    @property
    def count(self) -> Float[ndarray, " bins"]:
        """Men in each class."""
        return self["count"]

    @property
    def people(self) -> int:
        """Men in all."""
        return int(self.count.sum())

    @property
    def bin_width(self) -> float:
        """Width of a class (one inch), in cm."""
        return CM_PER_INCH

    @property
    def empty(self) -> int:
        """Classes with nobody in them: there the error bar sqrt(count) is 0 and of no use."""
        return int(np.sum(self.count == 0))

    @property
    def count_error(self) -> Float[ndarray, " bins"]:
        """Counting error sqrt(max(count, 1)) of each class; the 1 stands in for empty classes."""
        errors: ndarray = np.sqrt(np.maximum(self.count, 1))
        return errors


class DigitImages(Dataset):
    """Handwritten digits, each 8x8 pixels in reading order."""

    @property
    def pixels(self) -> Float[ndarray, "n 64"]:
        """Ink from 0 (none) to 16 (full)."""
        return self["pixels"]

    @property
    def label(self) -> Int[ndarray, " n"]:
        """Which digit was meant."""
        return self["label"]

    @property
    def ink(self) -> Float[ndarray, "n 64"]:
        """Pixels as a network likes them: from 0 to 1."""
        return self.pixels / 16


CO2_RECENT = Origin(
    file="co2_mauna_loa_monthly_1958_2020.csv",
    source="Scripps CO2 Program, Mauna Loa Observatory: monthly in-situ record, March 1958 to April 2020",
    licence="CC BY 4.0",
    credit="Scripps CO2 Program, Mauna Loa monthly means 1958–2020",
    sha256="c1a4a970864145940a28225cae288618b156cb32f9a2a1b6606ba7124134febb",
)
CO2_WEEKLY = Origin(
    file="co2_mauna_loa_weekly_1958_2001.csv",
    source="C. D. Keeling and T. P. Whorf (2004), CDIAC: weekly flask and in-situ record, 1958 to 2001",
    licence="public domain",
    credit="Keeling and Whorf 2004, Mauna Loa weekly means 1958–2001",
    sha256="cda753fef3d08d48e1b1ac6b9edc9ae2c55ddee865107b7caa69fda8f8208b08",
)
HEIGHTS = Origin(
    file="heights_macdonell_1902.csv",
    source="W. R. Macdonell (1902), Biometrika 1, 177-227, table III: heights of 3,000 men",
    licence="public domain",
    credit="W. R. Macdonell, Biometrika 1 (1902), table III",
    sha256="e13560016c8d1135d2a6b8829beb46b3a7ac70baa69428127eb3047bfc384898",
)
GALTON = Origin(
    file="galton_families_1886.csv",
    source="F. Galton's family notebooks (1886), transcribed by J. A. Hanley (2004): 934 grown children",
    licence="public domain",
    credit="F. Galton 1886, transcribed by J. A. Hanley 2004",
    sha256="fe8f00ceefb4a136e6a30f01e3200c4085b18a2ec2b023a6a807117b31d1cf61",
)
DIGITS = Origin(
    file="digits_8x8.csv",
    source="E. Alpaydin and C. Kaynak (1998), UCI Optical Recognition of Handwritten Digits, test part",
    licence="CC BY 4.0",
    credit="E. Alpaydin and C. Kaynak 1998, UCI handwritten digits",
    sha256="6ebb3d2fee246a4e99363262ddf8a00a3c41bee6014c373ed9d9216ba7f651b8",
)
IRIS = Origin(
    file="iris_petals_1936.csv",
    source="E. Anderson (1935), published by R. A. Fisher (1936), Annals of Eugenics 7, 179-188: petals only",
    licence="CC BY 4.0",
    credit="E. Anderson 1935, R. A. Fisher 1936, UCI Iris",
    sha256="391c88355da85515d5102b0d69d55adf366fdbd2d79dbdc678674e2d8cdfa166",
)
TERRAIN = Origin(
    file="jacksboro_srtm_block4_86x100_m.csv",
    source="NASA and USGS, Shuttle Radar Topography Mission, 3 arc-seconds: Jacksboro fault, Tennessee",
    licence="public domain",
    credit="NASA/USGS SRTM, Jacksboro fault, Tennessee",
    sha256="dc965e8b01ef9c4374af1c3ea21032f7173e9792170e0858ef61cd3d4eddab32",
)
ORIGINS = (CO2_RECENT, CO2_WEEKLY, HEIGHTS, GALTON, DIGITS, IRIS, TERRAIN)


@recorded
def load_co2_recent(origin: Origin = CO2_RECENT) -> CO2Record:
    """Monthly mean CO2 at Mauna Loa, 741 months from March 1958 to April 2020 (five months are missing).

    A monthly mean stands for its whole month, so it is placed at the middle:
    year + (month - 1/2)/12. `adjusted` is the value with the season taken out by Scripps.

    >>> print(cc.load_co2_recent().n, cc.load_co2_recent().credit)
    741 Scripps CO2 Program, Mauna Loa monthly means 1958–2020
    """
    when, co2, adjusted = read_table(
        origin, (date.fromisoformat, number, number), header=("Date", "CO2", "adjusted CO2")
    )
    columns = {
        "year": np.array([day.year + (day.month - 0.5) / 12 for day in when]),
        "co2": np.array(co2),
        "adjusted": np.array(adjusted),
    }
    units = {"co2": "ppm", "adjusted": "ppm", **_CO2_UNITS}
    return CO2Record(**_about(origin), columns=columns, units=units, note="monthly means at mid-month")


@recorded
def load_co2(origin: Origin = CO2_WEEKLY) -> CO2Record:
    """Weekly mean CO2 at Mauna Loa, 2,225 weeks from March 1958 to December 2001 (59 weeks are missing).

    >>> print(cc.load_co2().n, cc.load_co2().credit)
    2225 Keeling and Whorf 2004, Mauna Loa weekly means 1958–2001
    """
    when, co2 = read_table(origin, (date.fromisoformat, number), header=("date", "co2"))
    columns = {"year": np.array([_decimal_year(day) for day in when]), "co2": np.array(co2)}
    return CO2Record(
        **_about(origin), columns=columns, units={"co2": "ppm", **_CO2_UNITS}, note="weekly means"
    )


@recorded
def load_heights(origin: Origin = HEIGHTS) -> HeightHistogram:
    """Heights of 3,000 men in 22 classes one inch wide (Macdonell 1902; Student's example of 1908).

    The table prints the classes' *lower* ends, 4 ft 7 9/16 in and so on: half an inch is added
    to reach the centres, and inches become cm once, here.

    >>> print(cc.load_heights().people, cc.load_heights().credit)
    3000 W. R. Macdonell, Biometrika 1 (1902), table III
    """
    lower, _, men = read_table(
        origin, (number, number, count), header=("class_lower_in", "class_mid_cm", "count")
    )
    columns = {"height": (np.array(lower) + 0.5) * CM_PER_INCH, "count": np.array(men, dtype=float)}
    none = dict.fromkeys(("count", "count_error", "n", "people", "empty"), "")
    units = {"height": "cm", **none, "bin_width": "cm"}
    return HeightHistogram(
        **_about(origin), columns=columns, units=units, note="class centres; two classes are empty"
    )


@recorded
def load_galton(origin: Origin = GALTON) -> Dataset:
    """Grown children and their parents: 934 children of 205 families, heights in inches (Galton 1886).

    >>> print(cc.load_galton().n, cc.load_galton().credit)
    934 F. Galton 1886, transcribed by J. A. Hanley 2004
    """
    header = ("family", "father", "mother", "midparentHeight", "gender", "childHeight")
    family, father, mother, midparent, gender, child = read_table(
        origin, (str, number, number, number, one_of("male", "female"), number), header=header
    )
    heights = {"father": father, "mother": mother, "midparent": midparent, "child": child}
    columns = {name: np.array(values) for name, values in heights.items()}
    columns |= {"family": np.array(family), "gender": np.array(gender)}
    units = dict.fromkeys(heights, "in") | {"family": "", "gender": "", "n": ""}
    note = "midparent is the mean of the father's height and 1.08 times the mother's, as Galton took it"
    return Dataset(**_about(origin), columns=columns, units=units, note=note)


@recorded
def load_digits(origin: Origin = DIGITS) -> DigitImages:
    """1,797 handwritten digits of 8x8 pixels, ink 0 to 16 (Alpaydin and Kaynak 1998).

    The rows are ordered by writer: shuffle before setting rows aside for a test.

    >>> print(cc.load_digits().n, cc.load_digits().credit)
    1797 E. Alpaydin and C. Kaynak 1998, UCI handwritten digits
    """
    *pixels, label = read_table(origin, (*[whole_number(16)] * 64, whole_number(9)))
    columns = {"pixels": np.array(pixels, dtype=float).T.copy(), "label": np.array(label)}
    units = {"pixels": "ink 0-16", "ink": "", "label": "", "n": ""}
    return DigitImages(**_about(origin), columns=columns, units=units, note="rows are ordered by writer")


@recorded
def load_iris_petals(origin: Origin = IRIS) -> Dataset:
    """Length and width in cm of 150 iris petals, 50 of each of three species (Anderson 1935, Fisher 1936).

    >>> print(cc.load_iris_petals().n, cc.load_iris_petals().credit)
    150 E. Anderson 1935, R. A. Fisher 1936, UCI Iris
    """
    species = one_of("setosa", "versicolor", "virginica")
    length, width, kind = read_table(
        origin, (number, number, species), header=("petal_length_cm", "petal_width_cm", "species")
    )
    columns = {"length": np.array(length), "width": np.array(width), "species": np.array(kind)}
    units = {"length": "cm", "width": "cm", "species": "", "n": ""}
    return Dataset(**_about(origin), columns=columns, units=units, note="petals only")


@recorded
def load_terrain(origin: Origin = TERRAIN) -> Terrain:
    """The ground around the Jacksboro fault, Tennessee: 86 x 100 cells, positions in km, heights in metres.

    Each cell is the mean of 4 x 4 SRTM cells of 74.4 m x 92.7 m, so it measures 0.2976 km west
    to east and 0.3708 km south to north: not a square, and smoothing must go by length, not by cells.

    >>> print(len(cc.load_terrain().y), len(cc.load_terrain().x), cc.load_terrain().credit)
    86 100 NASA/USGS SRTM, Jacksboro fault, Tennessee
    """
    height = np.array(read_table(origin, (number,) * 100)).T.copy()
    rows, across = height.shape
    columns = {"x": np.arange(across) * CELL_KM[0], "y": np.arange(rows) * CELL_KM[1], "height": height}
    units = dict.fromkeys(("x", "y", "dx", "dy", "width", "depth"), "km")
    units |= {"height": "m", "lowest": "m", "highest": "m", "n": ""}
    return Terrain(
        **_about(origin), columns=columns, units=units, note="4 x 4 block means; row 0 is the south"
    )


_CO2_UNITS = dict.fromkeys(("year", "first_year", "last_year"), "yr")
_CO2_UNITS |= dict.fromkeys(("first_co2", "last_co2", "rise"), "ppm") | {"n": ""}


def _about(origin: Origin) -> dict[str, Any]:
    return {name: getattr(origin, name) for name in ("name", "source", "licence", "credit", "sha256")}


def _decimal_year(day: date) -> float:
    start = date(day.year, 1, 1)
    return day.year + (day - start).days / (date(day.year + 1, 1, 1) - start).days
