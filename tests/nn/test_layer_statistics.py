"""Figures of each layer, against sums over single weights, neurons and examples."""

import math
from statistics import fmean

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.nn.arrays import Array
from app.nn.layer_statistics import LayerStatistics, layer_statistics
from app.nn.network import Network
from app.nn.norms import norm
from app.nn.training import Descent
from tests.nn.cases import Case, cases, every_kind, make_case
from tests.nn.finite_differences import Reference

SLOPES = {
    "sigmoid": lambda z: math.exp(-z) / (1 + math.exp(-z)) ** 2,
    "tanh": lambda z: 1 / math.cosh(z) ** 2,
    "relu": lambda z: 1 if z > 0 else 0,
    "leaky_relu": lambda z: 1 if z > 0 else 0.01,
    "linear": lambda _: 1,
}


def slopes_by_hand(reference: Reference, l: int) -> list[list[float]]:
    """Each neuron's slope for each example of layer l."""
    zs, function = reference.passes()[0][l - 1], reference.function(l)
    if function != "softmax":
        return [[SLOPES[function](z) for z in row] for row in zs]
    shares = [[math.exp(z) / sum(math.exp(k) for k in row) for z in row] for row in zs]
    return [[share * (1 - share) for share in row] for row in shares]


def saturated_by_hand(function: str, slopes: list[list[float]]) -> float:
    if function == "relu":
        return fmean(all(slope == 0 for slope in neuron) for neuron in zip(*slopes, strict=True))
    if function in ("leaky_relu", "linear"):
        return 0
    return fmean(slope < 0.01 for row in slopes for slope in row)


def gradients_by_hand(case: Case, l: int, deltas: Array) -> list[float]:
    """dC/dw of every weight of layer l: the mean over the examples of delta times activation."""
    below, (n_out, n_in) = case.reference.passes()[1][l - 1], case.network.weights[l - 1].shape
    return [
        fmean(float(delta[j] * a[k]) for delta, a in zip(deltas, below, strict=True))
        for j in range(n_out)
        for k in range(n_in)
    ]


@every_kind
@settings(max_examples=5)
@given(data=st.data())
def test_figures_are_sums_over_single_numbers(
    activation: str, output: str, cost: str, data: st.DataObject
) -> None:
    case = data.draw(cases(activation, output, cost, batch=True))
    network, reference = case.network, case.reference
    step = Descent(network).gradient
    step.vector[...] = np.arange(1, step.vector.size + 1)
    trace = network.backprop(case.x, case.y)
    found = layer_statistics(network, trace, step)
    assert len(found) == len(network.layers) - 1
    for l, of_layer in enumerate(found, start=1):
        slopes = slopes_by_hand(reference, l)
        gradients = gradients_by_hand(case, l, trace.deltas[l - 1])
        weights = reference.weights[l - 1].ravel().tolist()
        expected = LayerStatistics(
            mean_gradient=fmean(map(abs, gradients)),
            gradient_norm=math.hypot(*gradients),
            mean_delta=fmean(abs(d) for row in trace.deltas[l - 1].tolist() for d in row),
            mean_activation=fmean(abs(a) for row in reference.passes()[1][l].tolist() for a in row),
            mean_slope=fmean(slope for row in slopes for slope in row),
            saturated=saturated_by_hand(reference.function(l), slopes),
            speed=math.hypot(*step.weights[l - 1].ravel()) / math.hypot(*weights),
        )
        assert vars(of_layer) == pytest.approx(vars(expected), rel=1e-7, abs=1e-12)


@pytest.mark.parametrize("activation", ["sigmoid", "relu"])
def test_one_example_is_a_batch_of_one(activation: str) -> None:
    one = make_case(activation, "sigmoid", "squared_error", layers=[3, 4, 2], examples=None)
    network = one.network
    trace = network.backprop(one.x, one.y)
    alone = layer_statistics(network, trace, trace.gradient)
    trace = network.backprop(one.x[np.newaxis], one.y[np.newaxis])
    batch = layer_statistics(network, trace, trace.gradient)
    for a, b in zip(alone, batch, strict=True):
        assert vars(a) == pytest.approx(vars(b), rel=1e-12)


def test_a_neuron_is_dead_where_it_is_off_for_all_and_saturated_for_each() -> None:
    network = Network([1, 2, 1], "relu", "sigmoid")
    network.weights[0][...] = [[1], [-1]]
    network.biases[1][...] = 10
    x = np.array([[1.0], [2.0], [3.0], [-0.5]])
    hidden, output = layer_statistics(network, network.backprop(x[:3], np.ones((3, 1))))
    assert hidden.saturated == 0.5
    assert output.saturated == 1  # the slope at z = 10 is 0.00005
    hidden, _ = layer_statistics(network, network.backprop(x, np.ones((4, 1))))
    assert hidden.saturated == 0  # the fourth wakes the second neuron


def test_without_a_step_or_weights_there_is_no_speed() -> None:
    network = Network([2, 2])
    x, y = np.ones((3, 2)), np.ones((3, 2))
    trace = network.backprop(x, y)
    assert layer_statistics(network, trace)[0].speed is None
    assert layer_statistics(network, trace, trace.gradient)[0].speed is None
    network.weights[0][...] = 1
    (of_layer,) = layer_statistics(network, trace, trace.gradient)
    assert of_layer.speed == pytest.approx(of_layer.gradient_norm / 2)


def test_what_overflows_is_told_and_warns_nobody() -> None:
    network = Network([1, 1, 1], "relu", "linear", dtype=np.float32)
    network.parameters.vector[...] = 3e25
    with np.errstate(all="ignore"):
        trace = network.backprop(np.ones((2, 1)), np.ones((2, 1)))
    found = layer_statistics(network, trace)
    assert not math.isfinite(found[0].gradient_norm)
    assert found[0].mean_slope == 1


# Norms


@given(st.floats(-20, 17), st.integers(1, 30), st.integers(0, 99))
def test_norms_beyond_what_squares_can_hold(exponent: float, count: int, seed: int) -> None:
    numbers = np.random.default_rng(seed).standard_normal(count) * 10**exponent
    numbers = (numbers * 10.0**exponent).astype(np.float32)
    assert norm(numbers) == pytest.approx(math.hypot(*numbers.tolist()), rel=1e-5)
    assert norm(numbers.reshape(1, -1)) == norm(numbers)


@pytest.mark.parametrize("number", [math.inf, -math.inf, math.nan])
def test_a_norm_tells_what_is_not_finite(number: float) -> None:
    assert not math.isfinite(norm(np.array([1, number], np.float32)))
