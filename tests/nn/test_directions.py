"""How a vector points beside another: lengths and angles, against their definitions."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.nn.directions import deviation

SEEDS = st.integers(0, 2**32 - 1)


@given(seed=SEEDS, count=st.integers(1, 50), scale=st.floats(1e-6, 1e6))
def test_along_and_across_make_up_the_whole(seed: int, count: int, scale: float) -> None:
    rng = np.random.default_rng(seed)
    direction, vector = rng.standard_normal(count), scale * rng.standard_normal(count)
    got = deviation(vector, direction)
    assert got.norm == pytest.approx(np.sqrt((vector**2).sum()), rel=1e-12)
    assert got.along**2 + got.across**2 == pytest.approx(got.norm**2, rel=1e-12)
    projection = (vector @ direction) / (direction @ direction) * direction
    assert abs(got.along) == pytest.approx(np.sqrt((projection**2).sum()), rel=1e-9)
    assert np.sign(got.along) == np.sign(vector @ direction)
    cosine = (vector @ direction) / np.sqrt((vector @ vector) * (direction @ direction))
    assert np.cos(np.radians(got.angle)) == pytest.approx(cosine, abs=1e-9)
    assert 0 <= got.angle <= 180


@pytest.mark.parametrize("degrees", [0, 1e-7, 0.5, 45, 90, 135, 179.9999, 180])
def test_the_angle_is_right_however_small(degrees: float) -> None:
    """An arc cosine would lose the small ones."""
    turned = np.radians(degrees)
    vector = 3 * np.array([np.cos(turned), np.sin(turned), 0])
    got = deviation(vector, np.array([2.0, 0, 0]))
    assert got.angle == pytest.approx(degrees, rel=1e-9, abs=1e-12)
    assert got.along == pytest.approx(3 * np.cos(turned), abs=1e-12)
    assert got.across == pytest.approx(3 * np.sin(turned), abs=1e-12)


@given(seed=SEEDS, stretch=st.floats(1e-3, 1e3))
def test_the_direction_s_length_does_not_matter(seed: int, stretch: float) -> None:
    rng = np.random.default_rng(seed)
    vector, direction = rng.standard_normal((2, 20))
    stretched = deviation(vector, stretch * direction)
    assert stretched == pytest.approx(deviation(vector, direction), rel=1e-9)


def test_beside_no_direction_all_is_across() -> None:
    vector = np.array([3.0, 4.0])
    assert deviation(vector, np.zeros(2)) == (5, 0, 5)
    assert deviation(np.zeros(2), vector) == (0, 0, 0)
