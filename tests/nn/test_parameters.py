"""The flat layout: for l = 1 … L the weights W[l] row by row, then the biases b[l]."""

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.nn.network import Network
from app.nn.parameters import Parameters, parameter_count

layer_sizes = st.lists(st.integers(1, 6), min_size=2, max_size=5)


def test_the_lectures_network_has_13002() -> None:
    assert parameter_count([784, 16, 16, 10]) == 13_002
    assert Parameters([784, 16, 16, 10]).vector.shape == (13_002,)


def test_layout_of_a_small_network() -> None:
    parameters = Parameters([3, 2, 1], np.arange(11.0))
    first, second = parameters.weights
    np.testing.assert_array_equal(first, [[0, 1, 2], [3, 4, 5]])
    np.testing.assert_array_equal(parameters.biases[0], [6, 7])
    np.testing.assert_array_equal(second, [[8, 9]])
    np.testing.assert_array_equal(parameters.biases[1], [10])


@given(layer_sizes)
def test_layout_of_any_network(layers: list[int]) -> None:
    parameters = Parameters(layers, np.arange(float(parameter_count(layers))))
    parts = [
        part.ravel()
        for pair in zip(parameters.weights, parameters.biases, strict=True)
        for part in pair
    ]
    np.testing.assert_array_equal(np.concatenate(parts), parameters.vector)
    expected = [(n_out, n_in) for n_in, n_out in itertools.pairwise(layers)]
    assert [weight.shape for weight in parameters.weights] == expected
    assert [bias.shape for bias in parameters.biases] == [(n_out,) for n_out, _ in expected]


def test_views_and_vector_are_the_same_numbers() -> None:
    for parameters in (Parameters([3, 2, 2]), Network([3, 2, 2]).parameters):
        parameters.weights[0][1, 2] = 7
        parameters.biases[1][0] = 8
        assert parameters.vector[5] == 7
        assert parameters.vector[12] == 8
        parameters.vector[4] = 9
        parameters.vector[7] = 10
        assert parameters.weights[0][1, 1] == 9
        assert parameters.biases[0][1] == 10
        views = (*parameters.weights, *parameters.biases)
        assert all(np.shares_memory(view, parameters.vector) for view in views)


def test_network_and_its_parameters_are_the_same_numbers() -> None:
    network = Network([2, 3, 2])
    network.weights[1][...] = 1
    network.biases[1][...] = 1
    np.testing.assert_array_equal(network.parameters.vector, [0] * 9 + [1] * 8)


def test_gradient_has_the_same_layout() -> None:
    network = Network([3, 4, 2])
    network.randomize(seed=1)
    gradient = network.backprop(np.array([0.1, 0.2, 0.3]), np.array([0.0, 1.0])).gradient
    assert gradient.vector.shape == network.parameters.vector.shape
    assert gradient.vector.flags.c_contiguous
    np.testing.assert_array_equal(gradient.vector[:12].reshape(4, 3), gradient.weights[0])
    np.testing.assert_array_equal(gradient.vector[12:16], gradient.biases[0])
    np.testing.assert_array_equal(gradient.vector[16:24].reshape(2, 4), gradient.weights[1])
    np.testing.assert_array_equal(gradient.vector[24:], gradient.biases[1])


def test_a_given_vector_is_used_as_it_is() -> None:
    vector = np.zeros(11, np.float32)
    parameters = Parameters([3, 2, 1], vector)
    assert parameters.vector is vector
    assert parameters.weights[0].dtype == np.float32


@pytest.mark.parametrize("shape", [(10,), (12,), (11, 1), ()])
def test_vector_of_another_shape_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="Expected a vector of 11 numbers, but got"):
        Parameters([3, 2, 1], np.zeros(shape))
