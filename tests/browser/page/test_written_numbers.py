"""A program writes every number as the page does, digit by digit."""

from collections.abc import Callable

import numpy as np
import pytest
from playwright.sync_api import Page

from app.take_home.numbers import (
    among,
    digits_alike,
    fine,
    fine_signed,
    shown,
    signed,
    unit_of,
)

WRITE = """async (values) => {
  const js = "/static/js";
  const { FINE, FINE_SIGNED, format, placesFor } = await import(`${js}/kit/format.js`);
  const { among, unitOf } = await import(`${js}/print/tables.js`);
  const text = (value, style) => format(value, style).text;
  return values.map((value) => [
    text(value),
    text(value, { plus: true }),
    text(value, 2),
    text(value, 3),
    text(value, FINE),
    text(value, FINE_SIGNED),
    among(value, -3),
    among(value, unitOf([value])),
    text(value, placesFor([value])),
  ]);
}"""
FUNCTIONS: list[Callable[[float], str]] = [
    shown,
    signed,
    lambda value: shown(value, 2),
    lambda value: shown(value, 3),
    fine,
    fine_signed,
    lambda value: among(value, -3),
    lambda value: among(value, unit_of([value])),
    lambda value: shown(value, digits_alike([value])),
]


def ties() -> list[float]:
    """Return numbers that lie exactly between two of two or three digits, and their neighbours."""
    exact = [n / 8 for n in range(1, 40)] + [n / 16 for n in range(1, 40)]
    exact += [n / 256 for n in range(1, 64)] + [n * 2.0**-20 for n in range(1, 64)]
    return [near for tie in exact for near in (tie, np.nextafter(tie, 0), np.nextafter(tie, 9))]


def edges() -> list[float]:
    """Return the powers of ten and the numbers at which the way of writing changes."""
    exact = [10.0**n for n in range(-12, 9)] + [0.095, 0.0095, 0.0005, 0.00095, 0.995, 999999.995]
    return [near for edge in exact for near in (edge, np.nextafter(edge, 0), edge * 1.000000001)]


def random_numbers() -> list[float]:
    rng = np.random.default_rng(0)
    mantissas = rng.uniform(-10, 10, 3000)
    return (mantissas * 10.0 ** rng.integers(-14, 8, 3000)).tolist()


@pytest.mark.parametrize("make", [ties, edges, random_numbers])
def test_numbers_are_written_alike(modules: Page, make: Callable[[], list[float]]) -> None:
    values = [0.0, *map(float, make())]
    values += [-value for value in values]
    for value, written in zip(values, modules.evaluate(WRITE, values), strict=True):
        assert [write(value) for write in FUNCTIONS] == written, value
