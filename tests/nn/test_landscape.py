"""A plane through all parameters: right angles, units, and the principal directions of a path."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.nn.network import Network
from app.nn.plane import Plane, axis, plane, principal_directions, random_direction

SEEDS = st.integers(0, 2**32 - 1)


def assert_orthonormal(*vectors: np.ndarray) -> None:
    together = np.stack(vectors)
    np.testing.assert_allclose(together @ together.T, np.eye(len(vectors)), rtol=0, atol=1e-10)


def drawn(seed: int, count: int = 30) -> Plane:
    origin, first, second = np.random.default_rng(seed).standard_normal((3, count))
    return plane(origin, first, second)


@given(seed=SEEDS, first_length=st.floats(1e-6, 1e6), second_length=st.floats(1e-6, 1e6))
def test_a_plane_holds_both_directions(
    seed: int, first_length: float, second_length: float
) -> None:
    rng = np.random.default_rng(seed)
    origin, first, second = rng.standard_normal((3, 30))
    got = plane(origin, first_length * first, second_length * second)
    assert_orthonormal(got.across, got.up)
    np.testing.assert_allclose(got.across, first / np.linalg.norm(first), atol=1e-12)
    for direction in (first, second):
        rest = direction - (direction @ got.across) * got.across - (direction @ got.up) * got.up
        np.testing.assert_allclose(rest, 0, atol=1e-10)
    assert second @ got.up > 0


@given(seed=SEEDS, x=st.floats(-100, 100), y=st.floats(-100, 100))
def test_a_point_is_found_where_it_was_put(seed: int, x: float, y: float) -> None:
    ground = drawn(seed)
    np.testing.assert_allclose(ground.project(ground.at(x, y)[np.newaxis]), [[x, y]], atol=1e-10)
    np.testing.assert_array_equal(ground.at(0, 0), ground.origin)


@given(seed=SEEDS)
def test_a_projection_is_the_nearest_point(seed: int) -> None:
    ground = drawn(seed)
    outside = np.random.default_rng((seed, 1)).standard_normal((4, ground.origin.size))
    for vector, (x, y) in zip(outside, ground.project(outside), strict=True):
        across = vector - ground.at(x, y)
        assert across @ ground.across == pytest.approx(0, abs=1e-10)
        assert across @ ground.up == pytest.approx(0, abs=1e-10)


def test_directions_that_are_nearly_one_make_a_right_angle_too() -> None:
    first, other = np.random.default_rng(1).standard_normal((2, 13_002))
    ground = plane(np.zeros(13_002), first, first + 1e-7 * other)
    assert_orthonormal(ground.across, ground.up)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ([0, 0, 0], [1, 0, 0]),
        ([1, 0, 0], [0, 0, 0]),
        ([1, 2, 3], [2, 4, 6]),
        ([0.1, 0.2, 0.3], [-0.3, -0.6, -0.9]),
        ([np.inf, 0, 0], [0, 1, 0]),
        ([1, 0, 0], [0, np.nan, 0]),
    ],
)
def test_what_spans_no_plane_is_refused(first: list[float], second: list[float]) -> None:
    with pytest.raises(ValueError, match="Expected"):
        plane(np.zeros(3), np.array(first, float), np.array(second, float))


def test_a_random_direction_is_scaled_like_the_parameters() -> None:
    network = Network([6, 5, 4, 3])
    network.randomize("xavier", 1)
    for l, bias in enumerate(network.biases, start=1):
        bias[...] = l
    got = Network([6, 5, 4, 3])
    got.parameters.vector[...] = random_direction(network.parameters, 5)
    parts = zip((*got.weights, *got.biases), (*network.weights, *network.biases), strict=True)
    for part, like in parts:
        assert np.linalg.norm(part) == pytest.approx(np.linalg.norm(like), rel=1e-12)


def test_a_random_direction_follows_its_seed() -> None:
    network = Network([4, 3, 2])
    network.randomize("standard_normal", 1)
    before = network.parameters.vector.copy()
    first, again, other = (random_direction(network.parameters, seed) for seed in (1, 1, 2))
    np.testing.assert_array_equal(first, again)
    assert not np.allclose(first, other)
    np.testing.assert_array_equal(network.parameters.vector, before)


def test_a_network_of_zeros_has_random_directions_too() -> None:
    direction = random_direction(Network([4, 3, 2]).parameters, 1)
    assert np.isfinite(direction).all()
    assert np.linalg.norm(direction) > 0


@given(seed=SEEDS, checkpoints=st.integers(3, 12), shift=st.floats(-1000, 1000))
def test_principal_directions_are_those_of_the_covariance(
    seed: int, checkpoints: int, shift: float
) -> None:
    """Computed the other way: as eigenvectors of the 15 x 15 covariance matrix."""
    rng = np.random.default_rng(seed)
    spread = np.linspace(5, 0.5, 15)
    path = rng.standard_normal((checkpoints, 15)) * spread + shift
    got = principal_directions(path)
    assert_orthonormal(*got)
    variances, vectors = np.linalg.eigh(np.cov(path.T))
    if variances[-2] - variances[-3] < 1e-2 * variances[-1]:
        return  # nearly equal: any mixture of both is as good
    if variances[-1] - variances[-2] < 1e-2 * variances[-1]:
        return
    for direction, expected in zip(got, vectors.T[::-1], strict=False):
        assert abs(direction @ expected) == pytest.approx(1, abs=1e-8)


def test_a_path_in_a_plane_is_found_there() -> None:
    rng = np.random.default_rng(3)
    first, second = np.linalg.qr(rng.standard_normal((40, 2)))[0].T
    turns = np.linspace(0, 4, 9)
    path = 7 + np.outer(5 * np.cos(turns), first) + np.outer(np.sin(turns), second)
    ground = plane(path[-1], *principal_directions(path))
    places = ground.project(path)
    np.testing.assert_allclose([ground.at(x, y) for x, y in places], path, atol=1e-9)
    distances = np.linalg.norm(path - path[0], axis=1)
    np.testing.assert_allclose(np.linalg.norm(places - places[0], axis=1), distances, atol=1e-9)


@pytest.mark.parametrize(
    "path",
    [np.ones((5, 8)), np.outer(np.arange(5.0), np.arange(8.0)), np.ones((1, 8)), np.eye(8)[:2]],
    ids=["standing still", "straight", "one moment", "two moments"],
)
def test_a_path_that_does_not_bend_has_no_plane(path: np.ndarray) -> None:
    with pytest.raises(ValueError, match="Expected a path that bends"):
        principal_directions(path)


@pytest.mark.parametrize(("half", "size"), [(1.0, 5), (0.3, 21), (1e-9, 41), (1e6, 7)])
def test_an_axis_is_even_and_has_a_middle(half: float, size: int) -> None:
    values = axis(half, size)
    np.testing.assert_allclose(values, np.linspace(-half, half, size), rtol=1e-12, atol=1e-15)
    assert values[size // 2] == 0
    assert values[0] == -values[-1]
