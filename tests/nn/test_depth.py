"""What the vanishing scene says of deep networks, measured on the digits."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.data.digits import CLASSES, load
from app.nn.activations import ACTIVATIONS
from app.nn.arrays import Array
from app.nn.layer_statistics import LayerStatistics, layer_statistics
from app.nn.network import Network
from app.nn.training import Batches, Descent, count_correct, one_hot

SEEDS = range(5)
SQUARED = ("sigmoid", "squared_error")
CROSS_ENTROPY = ("softmax", "cross_entropy")
WIDTH = 30


def deep(
    depth: int,
    activation: str,
    initializer: str,
    ends: tuple[str, str],
    seed: int,
    width: int = WIDTH,
) -> Network:
    """A network as the scene makes it: in single precision, as it is trained."""
    layers = [784, *[width] * depth, 10]
    network = Network(layers, activation, *ends, np.float32)
    network.randomize(initializer, seed)
    return network


def examples(count: int = 200) -> tuple[Array, Array]:
    train = load().train
    return train.pixels(slice(0, count)), one_hot(train.labels[:count], CLASSES)


def figures(network: Network) -> tuple[LayerStatistics, ...]:
    return layer_statistics(network, network.backprop(*examples()))


def train(descent: Descent, rate: float, steps: int) -> int:
    """Take steps on mini-batches of 10; return after how many a number was not finite."""
    digits, batches = load().train, Batches(60_000, 10, seed=0)
    with np.errstate(all="ignore"):
        for n in range(steps):
            batch = batches[n]
            descent.step(digits.pixels(batch), one_hot(digits.labels[batch], CLASSES), rate)
            if not np.isfinite(descent.network.parameters.vector).all():
                return n + 1
    return steps


def accuracy(network: Network) -> float:
    test = load().test
    return count_correct(network, test.pixels(slice(0, 2000)), test.labels[:2000]) / 2000


# Vanishing


@pytest.mark.parametrize("ends", [SQUARED, CROSS_ENTROPY])
@pytest.mark.parametrize("seed", SEEDS)
def test_ten_sigmoid_layers_leave_the_first_a_thousandth(seed: int, ends: tuple[str, str]) -> None:
    layers = figures(deep(10, "sigmoid", "xavier", ends, seed))
    norms = [layer.gradient_norm for layer in layers]
    assert norms[0] < norms[-1] / 1000
    # Every layer further to the front learns less; the first has more weights to add up.
    assert norms[1:] == sorted(norms[1:])
    means = [layer.mean_gradient for layer in layers]
    assert means[0] < means[-1] / 1000
    assert means == sorted(means)


@pytest.mark.parametrize("seed", SEEDS)
def test_each_sigmoid_layer_takes_its_part(seed: int) -> None:
    ratios = []
    for depth in (2, 5, 10):
        layers = figures(deep(depth, "sigmoid", "xavier", SQUARED, seed))
        ratios.append(layers[0].gradient_norm / layers[-1].gradient_norm)
        assert all(layer.mean_slope <= 0.25 for layer in layers)
    assert 1 > ratios[0] > 0.05 > ratios[1] > 1e-4 > ratios[2]


@pytest.mark.parametrize("seed", SEEDS)
def test_relu_with_he_keeps_all_layers_alike(seed: int) -> None:
    layers = figures(deep(10, "relu", "he", SQUARED, seed))
    assert 1 / 10 < layers[0].gradient_norm / layers[-1].gradient_norm < 10
    # With softmax the norm of the first, which has 784 inputs, may come to a little more.
    layers = figures(deep(10, "relu", "he", CROSS_ENTROPY, seed))
    assert 1 / 10 < layers[0].mean_gradient / layers[-1].mean_gradient < 10
    assert 1 < layers[0].gradient_norm / layers[-1].gradient_norm < 20


def test_a_sigmoid_network_of_two_layers_learns_and_of_ten_stands_still() -> None:
    speeds, read = {}, {}
    for depth in (2, 10):
        network = deep(depth, "sigmoid", "xavier", SQUARED, seed=1)
        descent = Descent(network)
        before = network.weights[0].copy()
        train(descent, 0.5, 1500)
        moved = np.linalg.norm(network.weights[0] - before) / np.linalg.norm(before)
        speeds[depth], read[depth] = float(moved), accuracy(network)
    assert read[2] > 0.8
    assert read[10] < 0.2
    assert speeds[10] < speeds[2] / 1000


def test_relu_with_he_learns_at_the_same_depth() -> None:
    network = deep(10, "relu", "he", SQUARED, seed=1)
    assert train(Descent(network), 0.1, 1500) == 1500
    assert accuracy(network) > 0.7


@given(st.floats(-1000, 1000))
def test_the_slope_of_the_sigmoid_is_a_quarter_at_most(z: float) -> None:
    function, at = ACTIVATIONS["sigmoid"], np.array([z, 0])
    slope, highest = function.derivative(at, function(at))
    assert 0 <= slope <= 0.25 == highest


# Exploding


@pytest.mark.parametrize("seed", SEEDS)
def test_relu_with_a_large_start_explodes(seed: int) -> None:
    """Its dC/dz rise to the front as its activations rise to the back; a weight's is a product."""
    layers = figures(deep(10, "relu", "standard_normal", CROSS_ENTROPY, seed))
    deltas = [layer.mean_delta for layer in layers]
    for front, behind in pairwise(deltas[:-1]):
        assert front > 1.5 * behind
    assert deltas[0] > 1e4 * deltas[-1]
    activations = [layer.mean_activation for layer in layers[:-1]]  # the softmax bounds the last
    for front, behind in pairwise(activations):
        assert behind > 1.5 * front
    he = figures(deep(10, "relu", "he", CROSS_ENTROPY, seed))
    for large, small in zip(layers, he, strict=True):
        assert large.gradient_norm > 1e5 * small.gradient_norm


@pytest.mark.parametrize("seed", SEEDS)
def test_tanh_with_a_large_start_has_norms_that_rise_to_the_front(seed: int) -> None:
    layers = figures(deep(10, "tanh", "standard_normal", CROSS_ENTROPY, seed))
    norms = [layer.gradient_norm for layer in layers[:-1]]
    for front, two_behind in zip(norms[:-2], norms[2:], strict=True):
        assert front > 1.5 * two_behind
    assert norms[0] > 30 * norms[-1]
    assert all(layer.saturated > 0.5 for layer in layers[1:-1])


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("rate", [0.01, 0.1])
def test_the_exploding_network_overflows_at_once(seed: int, rate: float) -> None:
    network = deep(10, "relu", "standard_normal", CROSS_ENTROPY, seed)
    assert train(Descent(network), rate, 20) <= 5


@pytest.mark.parametrize("seed", SEEDS)
def test_clipping_keeps_the_exploding_network_finite(seed: int) -> None:
    network = deep(10, "relu", "standard_normal", CROSS_ENTROPY, seed)
    assert train(Descent(network, clip=1), 0.1, 300) == 300
    assert np.isfinite(network.forward(examples()[0]).output).all()


def test_clipping_lets_a_deep_network_learn_at_a_rate_that_kills_it_else() -> None:
    read = {}
    for clip in (None, 0.3):
        network = deep(10, "relu", "he", SQUARED, seed=2)
        train(Descent(network, clip=clip), 0.5, 1500)
        read[clip] = accuracy(network)
    assert read[None] < 0.5
    assert read[0.3] > 0.7


def test_clipping_bears_a_rate_at_which_the_numbers_run_away_else() -> None:
    hasty = deep(5, "relu", "he", CROSS_ENTROPY, seed=7, width=32)
    assert train(Descent(hasty), 1, 50) < 50
    clipped = deep(5, "relu", "he", CROSS_ENTROPY, seed=7, width=32)
    assert train(Descent(clipped, clip=0.5), 1, 1500) == 1500
    assert accuracy(clipped) > 0.7


# Starts


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("activation", "initializer"), [("relu", "he"), ("tanh", "xavier")])
def test_a_fitting_start_keeps_activations_and_gradients_their_size(
    activation: str, initializer: str, seed: int
) -> None:
    hidden = figures(deep(10, activation, initializer, CROSS_ENTROPY, seed))[:-1]
    for sizes in (
        [layer.mean_activation for layer in hidden],
        [layer.mean_delta for layer in hidden],
    ):
        assert max(sizes) < 5 * min(sizes)
    # As a norm the first layer stands out: it has 784 inputs, the others 30.
    means = [layer.mean_gradient for layer in hidden]
    assert max(means) < 10 * min(means)


@pytest.mark.parametrize("seed", SEEDS)
def test_relu_with_xavier_loses_what_he_keeps(seed: int) -> None:
    """Half of the neurons are off, so that the same sum needs twice the variance."""

    def kept(initializer: str) -> float:
        hidden = figures(deep(10, "relu", initializer, CROSS_ENTROPY, seed))[:-1]
        return hidden[0].mean_delta / hidden[-1].mean_delta

    assert kept("xavier") < kept("he") / 5


# Norm against mean


@pytest.mark.parametrize("seed", SEEDS)
def test_the_norm_can_reverse_the_order_of_layers(seed: int) -> None:
    first, second, *_ = figures(deep(10, "relu", "he", CROSS_ENTROPY, seed))
    assert first.gradient_norm > second.gradient_norm, "784 x 30 weights add up to more"
    assert first.mean_gradient < second.mean_gradient, "but each of them has less"
