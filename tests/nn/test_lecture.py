"""The lecture's version of back-propagation gives the numbers that the network's own gives."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.nn.lecture import lecture_backprop
from app.nn.network import Network
from tests.nn.cases import Case, cases


def assert_same_numbers(case: Case) -> None:
    ours = case.network.backprop(case.x, case.y).gradient
    columns = [bias[:, np.newaxis] for bias in case.network.biases]
    weights, biases = lecture_backprop(
        case.network.weights, columns, case.x[:, np.newaxis], case.y[:, np.newaxis]
    )
    assert len(weights) == len(biases) == len(ours.weights)
    for got, expected in zip(weights, ours.weights, strict=True):
        np.testing.assert_allclose(got, expected, rtol=1e-10, atol=1e-14)
    for got, expected in zip(biases, ours.biases, strict=True):
        assert got.shape == (*expected.shape, 1)
        np.testing.assert_allclose(got[:, 0], expected, rtol=1e-10, atol=1e-14)


@given(cases("sigmoid", "sigmoid", "squared_error", batch=False))
def test_same_numbers_as_backprop(case: Case) -> None:
    assert_same_numbers(case)


@given(st.integers(0, 2**32 - 1))
def test_same_numbers_for_the_lectures_network(seed: int) -> None:
    network = Network()
    network.randomize("xavier", seed)
    x = np.random.default_rng(seed).uniform(0, 1, 784)
    trace = network.backprop(x, np.eye(10)[seed % 10])
    weights, biases = lecture_backprop(
        network.weights,
        [bias.reshape(-1, 1) for bias in network.biases],
        x.reshape(-1, 1),
        np.eye(10)[:, [seed % 10]],
    )
    got = np.concatenate(
        [part.ravel() for pair in zip(weights, biases, strict=True) for part in pair]
    )
    np.testing.assert_allclose(got, trace.gradient.vector, rtol=1e-9, atol=1e-15)


def test_lecture_changes_nothing() -> None:
    network = Network([4, 3, 2])
    network.randomize(seed=1)
    biases = [bias[:, np.newaxis] for bias in network.biases]
    x, y = np.full((4, 1), 0.5), np.array([[1.0], [0.0]])
    for array in (network.parameters.vector, x, y):
        array.flags.writeable = False
    lecture_backprop(network.weights, biases, x, y)


@pytest.mark.parametrize("layers", [[3, 2], [3, 5, 4, 4, 2]])
def test_any_depth(layers: list[int]) -> None:
    network = Network(layers)
    weights, biases = lecture_backprop(
        network.weights,
        [bias[:, np.newaxis] for bias in network.biases],
        np.ones((3, 1)),
        np.ones((2, 1)),
    )
    assert [w.shape for w in weights] == [w.shape for w in network.weights]
    assert [b.shape for b in biases] == [(n, 1) for n in layers[1:]]
