"""What a network was trained on and what the page shows it are the same pictures."""

from collections.abc import Sequence

import numpy as np
import pytest
from numpy.typing import NDArray

from app.data.render import digit_image
from tests.pretrain.page import pictures_on_the_page

SAMPLE = 1 / 64
"""One sample of a pixel, which may fall to either side of the brush's edge by rounding."""


def wavering_strokes(rng: np.random.Generator) -> list[NDArray[np.float64]]:
    return [rng.uniform(0.2, 0.8, 2) + rng.normal(0, 0.05, (12, 2)).cumsum(axis=0) for _ in "ab"]


def assert_same(drawings: Sequence[list[NDArray[np.float64]]], radius: float) -> None:
    expected = np.array([digit_image(strokes, radius) for strokes in drawings])
    differences = np.abs(pictures_on_the_page(drawings, radius) - expected)
    assert (differences > 0).mean() < 0.001
    assert (differences > SAMPLE + 1e-9).mean() < 0.0001


@pytest.mark.parametrize("radius", [1 / 60, 1 / 24, 1 / 8])
def test_python_and_the_page_render_alike(radius: float) -> None:
    rng = np.random.default_rng(7)
    assert_same([wavering_strokes(rng) for _ in range(40)], radius)


def test_dots_lines_and_lopsided_drawings_too() -> None:
    dot = np.array([[0.3, 0.4]])
    line = np.array([[0.1, 0.5], [0.9, 0.5]])
    comb = [np.array([[0.1, 0.1], [0.9, 0.1]])] * 2 + [np.array([[0.1, 0.1], [0.1, 0.9]])]
    assert_same([[dot], [line], [dot, line], [line[::-1]], comb], 1 / 24)


def test_an_empty_pad_is_an_empty_picture() -> None:
    assert not pictures_on_the_page([[]], 1 / 24).any()
