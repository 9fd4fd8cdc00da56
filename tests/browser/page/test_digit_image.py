"""Ink becomes 784 numbers by MNIST's rule, in the browser that draws it."""

import math
from collections.abc import Sequence

import pytest
from playwright.sync_api import Page

from tests.browser.support.drawing import DIGITS, Stroke

BRUSH = 1 / 24
SIDE = 28
CENTRE = pytest.approx((14, 14), abs=1 / 8)


def picture(modules: Page, strokes: Sequence[Stroke], brush: float = BRUSH) -> list[list[float]]:
    """Return the 28 rows that the page's code makes of strokes on a pad whose side is 1."""
    numbers = modules.evaluate(
        """async ([strokes, brush]) => {
          const { digitImage } = await import("/static/js/input/digit_image.js");
          return [...digitImage(strokes, brush)];
        }""",
        [strokes, brush],
    )
    assert len(numbers) == SIDE * SIDE
    return [numbers[row * SIDE : (row + 1) * SIDE] for row in range(SIDE)]


def placed(strokes: Sequence[Stroke], scale: float, x: float, y: float) -> list[Stroke]:
    """Return the strokes smaller or larger, and elsewhere."""
    return [[(px * scale + x, py * scale + y) for px, py in stroke] for stroke in strokes]


def centre_of_mass(rows: list[list[float]]) -> tuple[float, float]:
    mass = sum(map(sum, rows))
    x = sum(value * (column + 0.5) for row in rows for column, value in enumerate(row))
    y = sum(value * (number + 0.5) for number, row in enumerate(rows) for value in row)
    return x / mass, y / mass


def extent(rows: list[list[float]]) -> tuple[int, int]:
    columns = [any(row[column] > 0 for row in rows) for column in range(SIDE)]
    return sum(columns), sum(any(value > 0 for value in row) for row in rows)


@pytest.mark.parametrize("digit", DIGITS)
def test_the_larger_side_is_20_pixels_and_the_centre_of_mass_the_middle(
    modules: Page, digit: int
) -> None:
    rows = picture(modules, DIGITS[digit])
    # 20 pixels, which may lie over 21 where they begin between two.
    assert max(extent(rows)) in (20, 21)
    assert centre_of_mass(rows) == CENTRE


@pytest.mark.parametrize("digit", DIGITS)
def test_place_and_size_on_the_pad_make_no_difference(modules: Page, digit: int) -> None:
    whole = picture(modules, DIGITS[digit])
    # Powers of two, so that no rounding comes in; the brush shrinks along.
    corner = placed(DIGITS[digit], 0.25, 0.125, 0.75)
    assert picture(modules, corner, BRUSH / 4) == whole


@pytest.mark.parametrize("digit", DIGITS)
def test_a_small_drawing_differs_by_the_brush_alone(modules: Page, digit: int) -> None:
    small = picture(modules, placed(DIGITS[digit], 0.5, 0.1, 0.3))
    assert max(extent(small)) in (20, 21)
    assert centre_of_mass(small) == CENTRE
    thick = picture(modules, DIGITS[digit], 2 * BRUSH)
    differences = [
        abs(a - b)
        for ours, theirs in zip(small, thick, strict=True)
        for a, b in zip(ours, theirs, strict=True)
    ]
    assert max(differences) <= 1 / 16


def test_a_wide_drawing_keeps_its_shape(modules: Page) -> None:
    rows = picture(modules, [[(0.1, 0.5), (0.9, 0.5)]], 0.05)  # 0.9 x 0.1 of the pad
    assert extent(rows)[0] in (20, 21)
    area = 0.8 * 0.1 + math.pi * 0.05**2
    assert sum(map(sum, rows)) == pytest.approx(area * (20 / 0.9) ** 2, rel=0.02)


def test_paper_is_0_ink_is_1_and_edges_lie_between(modules: Page) -> None:
    values = [value for row in picture(modules, DIGITS[0]) for value in row]
    assert min(values) == 0
    assert max(values) == 1
    assert any(0 < value < 1 for value in values)


def test_an_empty_pad_is_paper(modules: Page) -> None:
    assert sum(map(sum, picture(modules, []))) == 0


def test_up_stays_up_and_left_stays_left(modules: Page) -> None:
    rows = picture(modules, [[(0.2, 0.2), (0.2, 0.8), (0.6, 0.8)]])  # an L
    x, y = map(int, centre_of_mass(rows))
    assert sum(sum(row[x + 2 :]) for row in rows[: y - 2]) == 0
    assert min(sum(sum(row[:x]) for row in rows[:y]), sum(sum(row[x:]) for row in rows[y:])) > 0
