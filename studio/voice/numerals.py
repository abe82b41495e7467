"""Writes numbers as spoken words."""

from __future__ import annotations

import re

ONES = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
TENS = ["", "", *["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]]
THOUSANDS = ((10**9, "billion"), (10**6, "million"), (10**3, "thousand"))
NUMERAL = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?")
YEARS = range(1100, 2100)


def numeral(written: str) -> list[str]:
    """The words of a number written in digits: four digits of a year are said in pairs, decimals one by one.

    >>> numeral("1958"), numeral("10,000"), numeral("0.05")
    (['nineteen', 'fifty', 'eight'], ['ten', 'thousand'], ['zero', 'point', 'zero', 'five'])
    """
    whole, _, decimals = written.replace(",", "").partition(".")
    if decimals or "," in written or len(whole) != 4 or int(whole) not in YEARS:
        point = ["point", *(ONES[int(digit)] for digit in decimals)] if decimals else []
        return cardinal(int(whole)) + point
    century, year = divmod(int(whole), 100)
    if century % 10 == 0 and year < 10:  # two thousand (and) five
        return cardinal(int(whole))
    return cardinal(century) + (cardinal(year) if year > 9 else ["oh", ONES[year]] if year else ["hundred"])


def cardinal(number: int) -> list[str]:
    """The words of a whole number that is not negative and below a thousand billion."""
    if number < 20:
        return [ONES[number]]
    if number < 100:
        return [TENS[number // 10]] + ([ONES[number % 10]] if number % 10 else [])
    if number < 1000:
        return [ONES[number // 100], "hundred"] + (cardinal(number % 100) if number % 100 else [])
    size, name = next(each for each in THOUSANDS if number >= each[0])
    return [*cardinal(number // size), name] + (cardinal(number % size) if number % size else [])
