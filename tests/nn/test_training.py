"""Mini-batches and descent: which examples, which steps, and whether anything is learnt."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.nn.network import Network
from app.nn.parameters import Parameters
from app.nn.training import Batches, Descent, chunks, clip_factor, count_correct, one_hot

sizes = st.integers(1, 40).flatmap(lambda count: st.tuples(st.just(count), st.integers(1, count)))


# Mini-batches


@given(sizes, st.integers(0, 2**31), st.integers(0, 5))
def test_each_epoch_shows_every_example_once(size: tuple[int, int], seed: int, epoch: int) -> None:
    count, batch_size = size
    batches = Batches(count, batch_size, seed)
    first = epoch * batches.per_epoch
    shown = [batches[n] for n in range(first, first + batches.per_epoch)]
    np.testing.assert_array_equal(np.sort(np.concatenate(shown)), np.arange(count))
    assert {len(batch) for batch in shown[:-1]} <= {batch_size}
    assert len(shown[-1]) == (count % batch_size or batch_size)


@given(sizes, st.integers(0, 2**31), st.data())
def test_a_batch_does_not_depend_on_those_before_it(
    size: tuple[int, int], seed: int, data: st.DataObject
) -> None:
    in_order = Batches(*size, seed)
    expected = [in_order[n].copy() for n in range(3 * in_order.per_epoch)]
    wanted = data.draw(st.lists(st.integers(0, len(expected) - 1), max_size=20))
    in_any_order = Batches(*size, seed)
    for n in wanted:
        np.testing.assert_array_equal(in_any_order[n], expected[n])


def test_epochs_and_seeds_differ() -> None:
    batches = Batches(100, 100, seed=1)
    first, second, other = batches[0].copy(), batches[1].copy(), Batches(100, 100, seed=2)[0]
    assert not np.array_equal(first, np.arange(100))
    assert not np.array_equal(first, second)
    assert not np.array_equal(first, other)


def test_there_is_no_batch_before_the_first() -> None:
    with pytest.raises(ValueError, match="non-negative"):
        _ = Batches(10, 3, seed=1)[-1]


@pytest.mark.parametrize("batch_size", [0, -1, 11])
def test_batch_size_that_does_not_fit_is_refused(batch_size: int) -> None:
    with pytest.raises(ValueError, match=rf"Expected .* from 1 to 10, but got {batch_size}$"):
        Batches(10, batch_size, seed=0)


def test_one_hot() -> None:
    got = one_hot(np.array([2, 0]), 3, np.float32)
    np.testing.assert_array_equal(got, [[0, 0, 1], [1, 0, 0]])
    assert got.dtype == np.float32


@given(st.integers(0, 50), st.integers(1, 20))
def test_chunks_cover_everything_once(count: int, size: int) -> None:
    parts = [range(count)[part] for part in chunks(count, size)]
    assert [i for part in parts for i in part] == list(range(count))
    assert all(1 <= len(part) <= size for part in parts)


# Descent, against a computation by hand: a = w x + b, C = mean of (a - y)**2


EXAMPLES = ((0.5, 1.0), (2.0, -1.0), (-1.0, 0.25))


def gradient_by_hand(w: float, b: float) -> tuple[float, float]:
    errors = [2 * (w * x + b - y) for x, y in EXAMPLES]
    by_w = sum(error * x for error, (x, _) in zip(errors, EXAMPLES, strict=True)) / 3
    return by_w, sum(errors) / 3


@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_descent_by_hand(momentum: float) -> None:
    network = Network([1, 1], output="linear")
    network.parameters.vector[...] = (0.75, -0.5)
    descent = Descent(network, momentum)
    x, y = (np.array(column)[:, np.newaxis] for column in zip(*EXAMPLES, strict=True))
    w, b, velocity_w, velocity_b = 0.75, -0.5, 0.0, 0.0
    for rate in (0.1, 0.1, 0.05, 0.2):
        cost = sum((w * x0 + b - y0) ** 2 for x0, y0 in EXAMPLES) / 3
        by_w, by_b = gradient_by_hand(w, b)
        trace = descent.step(x, y, rate)
        assert trace.cost == pytest.approx(cost, rel=1e-12)  # of the pass before the step
        velocity_w = momentum * velocity_w - rate * by_w
        velocity_b = momentum * velocity_b - rate * by_b
        w, b = w + velocity_w, b + velocity_b
        np.testing.assert_allclose(network.parameters.vector, [w, b], rtol=1e-12)


@pytest.mark.parametrize("momentum", [0.0, 0.5])
def test_descent_on_one_example(momentum: float) -> None:
    network = Network([1, 1], output="linear")
    Descent(network, momentum).step(np.array([0.5]), np.array([1.0]), 0.1)
    np.testing.assert_allclose(network.parameters.vector, [0.1 * 2 * 0.5, 0.1 * 2], rtol=1e-15)


def test_descent_is_backprop_and_step() -> None:
    plain, driven = Network([4, 5, 3]), Network([4, 5, 3])
    plain.randomize(seed=1)
    driven.randomize(seed=1)
    descent = Descent(driven)
    rng = np.random.default_rng(0)
    for _ in range(3):
        x, y = rng.uniform(0, 1, (6, 4)), rng.uniform(0, 1, (6, 3))
        plain.step(plain.backprop(x, y).gradient, 0.5)
        descent.step(x, y, 0.5)
    np.testing.assert_array_equal(driven.parameters.vector, plain.parameters.vector)


def test_two_descents_do_not_share_anything() -> None:
    networks = [Network([1, 1], output="linear") for _ in range(2)]
    descents = [Descent(network, 0.9) for network in networks]
    x, y = np.array([1.0]), np.array([1.0])
    for descent in descents:
        descent.step(x, y, 0.1)
        descent.step(x, y, 0.1)
    np.testing.assert_array_equal(networks[0].parameters.vector, networks[1].parameters.vector)


@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_descent_in_single_precision(momentum: float) -> None:
    network = Network([4, 5, 3], dtype=np.float32)
    descent = Descent(network, momentum)
    descent.step(np.ones((2, 4)), np.ones((2, 3)), 0.1)
    dtypes = {network.parameters.vector.dtype, descent.gradient.vector.dtype}
    assert dtypes == {np.dtype(np.float32)}


# Clipping


def gradient_of(numbers: list[float], dtype: type = np.float64) -> Parameters:
    return Parameters([1, len(numbers) // 2], np.array(numbers, dtype))


def test_a_long_gradient_is_shortened_and_a_short_one_is_not() -> None:
    gradient = gradient_of([3, 0, 0, 4])
    assert clip_factor(gradient, 5) == clip_factor(gradient, 6) == 1
    assert clip_factor(gradient, 0.5) == pytest.approx(0.1, rel=1e-15)
    assert clip_factor(gradient_of([0, 0]), 1) == 1


@pytest.mark.parametrize("size", [1e30, 1e-30])
def test_clipping_where_squares_would_not_do(size: float) -> None:
    gradient = gradient_of([3 * size, 4 * size], np.float32)
    assert clip_factor(gradient, size) == pytest.approx(0.2, rel=1e-6)


@pytest.mark.parametrize("number", [np.inf, np.nan])
def test_what_has_overflowed_is_not_made_finite(number: float) -> None:
    factor = clip_factor(gradient_of([1, number]), 1)
    assert not np.isfinite(factor * number)


@pytest.mark.parametrize("momentum", [0.0, 0.9])
@given(clip=st.floats(1e-3, 10), seed=st.integers(0, 99))
def test_clipped_descent_steps_along_the_gradient(momentum: float, clip: float, seed: int) -> None:
    network = Network([4, 5, 3], "tanh", "linear")
    network.randomize(seed=seed)
    rng = np.random.default_rng(seed)
    descent = Descent(network, momentum, clip)
    velocity = np.zeros_like(network.parameters.vector)
    for _ in range(3):
        x, y = rng.uniform(0, 1, (6, 4)), rng.uniform(0, 1, (6, 3))
        before = network.parameters.vector.copy()
        plain = network.backprop(x, y).gradient.vector
        descent.step(x, y, 0.5)
        np.testing.assert_array_equal(descent.gradient.vector, plain)
        length = np.sqrt((plain**2).sum())
        velocity = momentum * velocity - 0.5 * plain * min(1, clip / length)
        after = network.parameters.vector
        np.testing.assert_allclose(after, before + velocity, rtol=1e-12, atol=1e-14)
        np.testing.assert_allclose(descent.last_step().vector, velocity, rtol=1e-9, atol=1e-14)


# Learning


def test_network_learns_exclusive_or() -> None:
    x = np.array([[0, 0], [0, 1], [1, 0], [1, 1]], float)
    y = np.array([[0], [1], [1], [0]], float)
    network = Network([2, 4, 1], "tanh", "sigmoid")
    network.randomize("xavier", seed=1)
    descent = Descent(network, momentum=0.9)
    before = network.backprop(x, y).cost
    for _ in range(500):
        descent.step(x, y, 0.1)
    np.testing.assert_array_equal(network.forward(x).output.round(), y)
    assert network.backprop(x, y).cost < 0.01 < before


@pytest.mark.parametrize(
    ("activation", "output", "cost"),
    [
        ("sigmoid", "sigmoid", "squared_error"),
        ("sigmoid", "sigmoid", "cross_entropy"),
        ("relu", "softmax", "cross_entropy"),
        ("leaky_relu", "softmax", "squared_error"),
        ("tanh", "softmax", "cross_entropy"),
    ],
)
@settings(max_examples=3)
@given(seed=st.integers(0, 3))
def test_network_tells_three_clusters_apart(
    activation: str, output: str, cost: str, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    labels = np.arange(90) % 3
    x = np.array([[0, 0], [1, 0], [0, 1]])[labels] + 0.1 * rng.standard_normal((90, 2))
    y = one_hot(labels, 3)
    network = Network([2, 8, 3], activation, output, cost)
    network.randomize("xavier", seed)
    batches, descent = Batches(90, 10, seed), Descent(network, momentum=0.9)
    for n in range(40 * batches.per_epoch):
        descent.step(x[batches[n]], y[batches[n]], 0.1)
    assert count_correct(network, x, labels) >= 88


def test_count_correct() -> None:
    network = Network([2, 2])
    network.weights[0][...] = np.eye(2)
    x = np.array([[1, 0], [0, 1], [1, 0], [0, 1]], float)
    assert count_correct(network, x, np.array([0, 1, 1, 1])) == 3
