"""The strongest path is the largest of the products along all paths."""

from itertools import product

import numpy as np
import pytest

from app.nn.network import Network
from app.nn.strongest_path import strongest_path


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "leaky_relu"])
def test_no_path_to_its_end_is_stronger(activation: str) -> None:
    network = Network((3, 4, 5, 2), activation)
    network.randomize("standard_normal", 5)
    trace = network.backprop(np.array([0.2, 0.9, 0.4]), np.array([1.0, 0.0]))
    slopes = [
        network.activation.derivative(z, a)
        for z, a in zip(trace.forward.pre_activations, trace.forward.activations[1:], strict=True)
    ]
    strengths: dict[int, float] = {}
    for first, second in product(range(4), range(5)):
        near = network.weights[2][1, second] * slopes[1][second]
        whole = abs(near * network.weights[1][second, first] * slopes[0][first])
        strengths[first] = max(whole, strengths.get(first, 0.0))
    order = sorted(strengths, key=lambda first: -strengths[first])
    for rank, first in enumerate([*order, order[0]]):
        path = strongest_path(network, trace, 1, rank)
        assert [link.layer for link in path] == [2, 1]
        assert path[-1].neuron == first
        assert abs(path[-1].product) == pytest.approx(strengths[first])


def test_nothing_comes_back_where_no_neuron_lets_it_through() -> None:
    network = Network((2, 3, 2), "relu")
    network.biases[0][...] = -1
    trace = network.backprop(np.zeros(2), np.ones(2))
    assert strongest_path(network, trace, 0) == []
