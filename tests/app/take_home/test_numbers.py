"""Sums whose shown digits add up, as anybody in the room can check."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.take_home.numbers import adding_up, row_in_units, sum_shown
from tests.app.take_home.programs import number, says_nearly, says_sum
from tests.page_modules import PageModules

sizes = st.integers(-12, 5)
terms = st.lists(st.floats(-10, 10), min_size=1, max_size=40)


def scaled(numbers: list[float], size: int) -> list[float]:
    return [each * 10.0**size for each in numbers]


def decimal(cell: str) -> Decimal:
    """Return exactly what a cell shows."""
    mantissa, _, power = cell.replace("−", "-").partition(" · 10")
    exponent = power.translate(str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789"))
    return Decimal(f"{mantissa}e{exponent or 0}")


@given(terms, sizes, st.booleans())
def test_shown_terms_add_up_to_the_shown_sum(
    numbers: list[float], size: int, is_signed: bool
) -> None:
    numbers = scaled(numbers, size)
    *cells, total = sum_shown(numbers, sum(numbers), is_signed=is_signed)
    assert sum(map(decimal, cells)) == decimal(total)
    says_nearly([*cells, total], [*numbers, sum(numbers)])


@given(terms, sizes)
def test_the_mean_of_shown_terms_rounds_to_the_shown_mean(numbers: list[float], size: int) -> None:
    numbers = scaled(numbers, size)
    mean = sum(numbers) / len(numbers)
    cells = sum_shown(numbers, mean, parts=len(numbers))
    says_sum(cells, [*numbers, mean], parts=len(numbers))


@given(terms, st.integers(-9, 0))
def test_rows_in_units_add_up(numbers: list[float], unit: int) -> None:
    numbers = scaled(numbers, unit)
    *cells, total = row_in_units(numbers, sum(numbers), unit)
    assert sum(decimal(cell.strip("≈")) for cell in cells) == decimal(total.strip("≈"))
    for cell, exact in zip(cells, numbers, strict=True):
        assert abs(number(cell) - exact / 10.0**unit) <= 0.015 * (1 + 1e-6)
        assert (cell == "0") == (exact == 0)


@pytest.mark.parametrize(
    ("numbers", "cells"),
    [
        ([0.004, 0.004, 1.0], ["0.00", "0.00", "1.01", "1.01"]),
        ([0.335, 0.335, -2.335], ["0.34", "0.34", "−2.34", "−1.66"]),
        ([0.0, 0.0], ["0.00", "0.00", "0.00"]),
        ([1.2e-7, 3e-9], ["1.20 · 10⁻⁷", "0.03 · 10⁻⁷", "1.23 · 10⁻⁷"]),
        ([0.012, 0.0123], ["0.012", "0.012", "0.024"]),
        ([12_345.678, 0.004], ["12345.68", "0.00", "12345.68"]),
        ([2e8, -1.5e6], ["2.00 · 10⁸", "−0.02 · 10⁸", "1.98 · 10⁸"]),
        ([1e308, 5e-324], ["1.00 · 10³⁰⁸", "0.00 · 10³⁰⁸", "1.00 · 10³⁰⁸"]),
    ],
)
def test_what_is_left_over_goes_to_the_largest(numbers: list[float], cells: list[str]) -> None:
    assert sum_shown(numbers, sum(numbers)) == cells


@given(
    terms,
    st.integers(-320, 290),
    st.booleans(),
    st.sampled_from([2, 4]),
    st.booleans(),
)
def test_the_page_shows_the_same_digits(
    page_modules: PageModules,
    numbers: list[float],
    size: int,
    is_signed: bool,
    places: int,
    is_mean: bool,
) -> None:
    numbers = scaled(numbers, size)
    parts = len(numbers) if is_mean else 1
    total = sum(numbers) / parts
    style = {"places": places, "plus": is_signed, "parts": parts}
    written = page_modules.call("static/js/kit/shown_sum.js", "formatSum", numbers, total, style)
    assert [each["text"] for each in written] == sum_shown(
        numbers, total, least_digits=places, is_signed=is_signed, parts=parts
    )


def test_numbers_beyond_all_digits_stay_as_they_are() -> None:
    assert adding_up([1e300, 0.004], 1e300) == [1e300, 0.004, 1e300]


def test_each_gives_way_by_one_unit_at_most() -> None:
    numbers = [0.0049] * 30
    *given_way, total = adding_up(numbers, sum(numbers))
    assert total == 0.15
    assert sorted(given_way) == [0.0] * 15 + [0.01] * 15
