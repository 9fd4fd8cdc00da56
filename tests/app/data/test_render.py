"""Strokes to pictures: MNIST's rules for size and place, and how much ink there is."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from app.data.render import digit_image

coordinate = st.floats(0, 300, allow_nan=False)
stroke = st.lists(st.tuples(coordinate, coordinate), min_size=1, max_size=6).map(np.array)
drawings = st.lists(stroke, min_size=1, max_size=3)
radii = st.floats(4, 40)

SEVEN = [np.array([[10.0, 10.0], [90.0, 10.0], [40.0, 120.0]])]


def picture(strokes: list[NDArray[np.float64]], radius: float = 8.0) -> NDArray[np.float64]:
    return digit_image(strokes, radius).reshape(28, 28)


def centre_of_mass(image: NDArray[np.float64]) -> tuple[float, float]:
    places = np.arange(28) + 0.5
    return float(image.sum(0) @ places / image.sum()), float(image.sum(1) @ places / image.sum())


def extent(image: NDArray[np.float64]) -> tuple[int, int]:
    return int((image.sum(0) > 0).sum()), int((image.sum(1) > 0).sum())


@given(drawings, radii)
@settings(max_examples=60, deadline=None)
def test_values_lie_between_paper_and_ink(
    strokes: list[NDArray[np.float64]], radius: float
) -> None:
    image = digit_image(strokes, radius)
    assert image.shape == (784,)
    assert image.min() >= 0
    assert 0 < image.max() <= 1
    assert (image * 64 == np.round(image * 64)).all()


@given(drawings, radii)
@settings(max_examples=60, deadline=None)
def test_place_and_size_on_the_pad_change_nothing(
    strokes: list[NDArray[np.float64]], radius: float
) -> None:
    # Powers of two: no rounding comes in.
    moved = [stroke * 4 for stroke in strokes]
    assert np.array_equal(digit_image(strokes, radius), digit_image(moved, radius * 4))


def test_the_centre_of_mass_is_the_middle() -> None:
    assert centre_of_mass(picture(SEVEN)) == pytest.approx((14, 14), abs=1 / 16)


def test_the_larger_side_is_20_pixels() -> None:
    # 96 x 126 units of ink: 20 pixels high, which may lie over 21 rows, and 15.2 wide.
    image = picture(SEVEN)
    width, height = extent(image)
    assert height in (20, 21)
    assert width in (16, 17)
    assert image.max(axis=1)[image.sum(1) > 0][1:-1].min() == 1  # a brush of 2.5 pixels fills one


def test_a_wide_drawing_is_20_pixels_wide_and_keeps_its_proportions() -> None:
    image = picture([np.array([[0.0, 0.0], [90.0, 0.0]])], radius=5)  # 100 x 10 units
    width, height = extent(image)
    assert width in (20, 21)
    assert height == 2
    # A 90 x 10 rectangle and two half discs, 0.2 pixels a unit.
    assert image.sum() == pytest.approx((900 + np.pi * 25) * 0.04, rel=0.01)


def test_a_dot_is_a_disc_20_pixels_across() -> None:
    for dot in (np.array([[50.0, 70.0]]), np.array([[50.0, 70.0], [50.0, 70.0]])):
        image = picture([dot])
        assert image.sum() == pytest.approx(np.pi * 100, rel=0.005)
        assert centre_of_mass(image) == pytest.approx((14, 14), abs=1 / 16)
        assert np.array_equal(image, image.T)


def test_strokes_are_joined_by_ink_not_to_each_other() -> None:
    apart = picture([np.array([[0.0, 0.0], [0.0, 90.0]]), np.array([[60.0, 0.0], [60.0, 90.0]])])
    assert apart[14].nonzero()[0].size < 10
    assert apart[14, 14] == 0


def test_crossing_strokes_are_no_darker_than_ink() -> None:
    across = np.array([[0.0, 50.0], [100.0, 50.0]])
    down = np.array([[50.0, 0.0], [50.0, 100.0]])
    image = picture([across, down, across])
    assert image.max() == 1
    assert np.array_equal(image, picture([down, across]))


def test_up_stays_up() -> None:
    six = picture(
        [np.array([[50.0, 0.0], [30.0, 60.0], [50.0, 100.0], [70.0, 60.0], [35.0, 60.0]])]
    )
    assert six[:14].sum() < six[14:].sum()


def test_nothing_drawn_is_an_empty_picture() -> None:
    assert np.array_equal(digit_image([], 5.0), np.zeros(784))
