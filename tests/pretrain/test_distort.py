"""Random affine changes of pictures."""

from collections.abc import Callable

import numpy as np
import pytest
from numpy.typing import NDArray

from app.pretrain.distort import Distortion, distort, resample

NONE = Distortion(rotation=0, scale=0, shear=0, shift=0)


def pictures(count: int = 250) -> NDArray[np.float32]:
    """Random blobs that leave a border of 6 pixels free."""
    result = np.zeros((count, 28, 28), np.float32)
    result[:, 6:22, 6:22] = np.random.default_rng(1).random((count, 16, 16))
    return result.reshape(count, -1)


def mapped(picture: NDArray[np.float32], matrix: list[list[float]]) -> NDArray[np.float32]:
    out = np.empty_like(picture[np.newaxis])
    resample(picture[np.newaxis], np.array([matrix], np.float32), out)
    return out.reshape(28, 28)


def test_no_change_changes_nothing() -> None:
    x = pictures()
    assert np.array_equal(distort(x, NONE, np.random.default_rng(0)), x)


@pytest.mark.parametrize(
    ("matrix", "expected"),
    [
        ([[1, 0, 1], [0, 1, 0]], lambda image: np.roll(image, -1, axis=1)),
        ([[1, 0, 0], [0, 1, -2]], lambda image: np.roll(image, 2, axis=0)),
        ([[0, 1, 0], [-1, 0, 0]], lambda image: np.rot90(image, -1)),
        ([[-1, 0, 0], [0, -1, 0]], lambda image: image[::-1, ::-1]),
    ],
)
def test_pictures_are_moved_about_their_middle(
    matrix: list[list[float]],
    expected: Callable[[NDArray[np.float32]], NDArray[np.float32]],
) -> None:
    picture = pictures(1)[0]
    assert mapped(picture, matrix) == pytest.approx(expected(picture.reshape(28, 28)), abs=1e-5)


def test_between_pixels_ink_is_shared() -> None:
    picture = np.zeros((28, 28), np.float32)
    picture[10, 10] = 1
    moved = mapped(picture.ravel(), [[1, 0, 0.25], [0, 1, 0.5]])
    assert moved[9:11, 9:11] == pytest.approx(np.array([[0.125, 0.375], [0.125, 0.375]]))
    assert moved.sum() == pytest.approx(1)


def test_what_leaves_the_picture_is_gone_and_paper_comes_in() -> None:
    ink = np.ones(784, np.float32)
    moved = mapped(ink, [[1, 0, 30], [0, 1, 0]])
    assert not moved.any()
    half = mapped(ink, [[1, 0, 14], [0, 1, 0]])
    assert half[:, :14].all()
    assert not half[:, 14:].any()


def test_each_picture_is_changed_in_its_own_way_within_bounds() -> None:
    x = np.repeat(pictures(1), 300, axis=0)
    moved = distort(x, Distortion(0, 0, 0, shift=2), np.random.default_rng(0))
    assert len(np.unique(moved, axis=0)) == 300
    assert moved.min() >= 0
    assert moved.max() <= x.max()
    centre = moved.reshape(-1, 28, 28).sum(axis=1) @ np.arange(28) / moved.sum(axis=1)
    assert 3.5 < np.ptp(centre) <= 4


def test_the_seed_decides() -> None:
    x = pictures()
    first, second, other = (
        distort(x, Distortion(), np.random.default_rng(seed)) for seed in (0, 0, 1)
    )
    assert np.array_equal(first, second)
    assert not np.array_equal(first, other)


def test_no_strength_is_no_distortion() -> None:
    assert Distortion().weakened(0) == NONE
