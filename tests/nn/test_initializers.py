"""Initializers: how far their weights spread, which biases they draw, and that seeds decide."""

import numpy as np
import pytest

from app.nn.initializers import INITIALIZERS, initialize
from app.nn.network import Network
from app.nn.parameters import Parameters

LAYERS = (300, 200, 100)
SPREADS = {
    "standard_normal": (1.0, 1.0),
    "xavier": ((2 / (300 + 200)) ** 0.5, (2 / (200 + 100)) ** 0.5),
    "he": ((2 / 300) ** 0.5, (2 / 200) ** 0.5),
}


def drawn(initializer: str, seed: int = 0) -> Parameters:
    parameters = Parameters(LAYERS)
    parameters.vector[...] = np.nan  # every number has to be set
    initialize(parameters, initializer, seed)
    return parameters


def test_names() -> None:
    assert tuple(INITIALIZERS) == ("standard_normal", "xavier", "he", "zeros")


@pytest.mark.parametrize("initializer", SPREADS)
def test_weights_are_normal_and_spread_as_their_source_says(initializer: str) -> None:
    for weight, spread in zip(drawn(initializer).weights, SPREADS[initializer], strict=True):
        units = weight.ravel() / spread
        # Five standard errors of each statistic of 20,000 and of 60,000 draws.
        error = 5 / np.sqrt(units.size)
        assert abs(units.mean()) < error
        assert abs(units.std() - 1) < error / np.sqrt(2)
        assert abs((units**4).mean() - 3) < error * np.sqrt(96)  # what only a normal one has


def test_biases() -> None:
    for bias in drawn("standard_normal").biases:
        assert abs(bias.std() - 1) < 5 / np.sqrt(2 * bias.size)
        assert abs(bias.mean()) < 5 / np.sqrt(bias.size)
    for initializer in ("xavier", "he", "zeros"):
        assert all((bias == 0).all() for bias in drawn(initializer).biases)


def test_zeros() -> None:
    np.testing.assert_array_equal(drawn("zeros").vector, 0)


@pytest.mark.parametrize("initializer", SPREADS)
def test_seed_decides(initializer: str) -> None:
    first, again, other = drawn(initializer, 1), drawn(initializer, 1), drawn(initializer, 2)
    np.testing.assert_array_equal(first.vector, again.vector)
    assert (first.weights[0] != other.weights[0]).all()
    assert np.unique(first.vector).size >= sum(weight.size for weight in first.weights)


def test_network_randomizes_in_place() -> None:
    network = Network(LAYERS, dtype=np.float32)
    vector = network.parameters.vector
    network.randomize("he", seed=3)
    assert network.parameters.vector is vector
    np.testing.assert_array_equal(vector, drawn("he", 3).vector.astype(np.float32))


def test_unknown_initializer_changes_nothing() -> None:
    parameters = drawn("he")
    before = parameters.vector.copy()
    with pytest.raises(ValueError, match=r"standard_normal, xavier, he, zeros, but got uniform$"):
        initialize(parameters, "uniform", 0)
    np.testing.assert_array_equal(parameters.vector, before)
