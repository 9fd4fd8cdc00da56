"""The network: how it is made, and what its passes promise."""

from itertools import product

import numpy as np
import pytest

from app.nn.arrays import Array
from app.nn.network import Network
from app.nn.trace import BackwardTrace
from tests.nn.cases import HIDDEN, OUTPUTS_AND_COSTS, every_kind, make_case

# Passes change nothing; only a step does


def arrays_of(trace: BackwardTrace) -> list[Array]:
    """Everything of a trace that can be looked at, save the contributions."""
    forward = trace.forward
    return [
        *forward.activations,
        *forward.pre_activations,
        *trace.gradient_activations,
        *trace.deltas,
        *trace.nudges,
        *trace.bias_nudges,
        *trace.weight_nudges,
        trace.target,
        trace.gradient.vector,
        trace.cost_terms,
        np.array(trace.cost),
    ]


@pytest.mark.parametrize("examples", [None, 3])
@every_kind
def test_passes_change_nothing(
    activation: str, output: str, cost: str, examples: int | None
) -> None:
    case = make_case(activation, output, cost, layers=[4, 5, 3], examples=examples)
    for array in (case.network.parameters.vector, case.x, case.y):
        array.flags.writeable = False  # whoever writes fails at once
    before = [a.tobytes() for a in (case.network.parameters.vector, case.x, case.y)]
    case.network.forward(case.x)
    case.network.backprop(case.x, case.y)
    after = [a.tobytes() for a in (case.network.parameters.vector, case.x, case.y)]
    assert after == before


@pytest.mark.parametrize("examples", [None, 3])
@every_kind
def test_traces_stay_what_they_were(
    activation: str, output: str, cost: str, examples: int | None
) -> None:
    """Whether their parts are looked at before or only after the network has learnt."""
    case = make_case(activation, output, cost, layers=[4, 5, 6, 3], examples=examples)
    looked_at = case.network.backprop(case.x, case.y)
    left_alone = case.network.backprop(case.x, case.y)
    everything = arrays_of(looked_at) + (list(looked_at.contributions) if examples is None else [])
    before = [array.copy() for array in everything]
    case.network.step(looked_at.gradient, 10.0)
    case.network.backprop(case.x[::-1].copy() if examples else case.x, case.y)
    case.network.randomize("he", seed=3)
    later = arrays_of(left_alone) + (list(left_alone.contributions) if examples is None else [])
    for then, now, late in zip(before, everything, later, strict=True):
        np.testing.assert_array_equal(now, then)
        np.testing.assert_array_equal(late, then)


@pytest.mark.parametrize("examples", [None, 3])
@every_kind
def test_pass_may_start_at_any_layer(
    activation: str, output: str, cost: str, examples: int | None
) -> None:
    case = make_case(activation, output, cost, layers=[4, 5, 6, 3], examples=examples)
    whole = case.network.forward(case.x)
    for start, from_there in enumerate(whole.activations):
        part = case.network.forward(from_there, start)
        assert len(part.activations) == 4 - start
        for got, expected in zip(
            (*part.activations, *part.pre_activations),
            (*whole.activations[start:], *whole.pre_activations[start:]),
            strict=True,
        ):
            np.testing.assert_array_equal(got, expected)


def test_step_is_exactly_rate_times_gradient() -> None:
    case = make_case("tanh", "sigmoid", "squared_error", layers=[4, 5, 3], examples=3)
    trace = case.network.backprop(case.x, case.y)
    gradient, cost = trace.gradient, trace.cost
    before = case.network.parameters.vector.copy()
    kept = gradient.vector.copy()
    case.network.step(gradient, 0.3)
    np.testing.assert_array_equal(case.network.parameters.vector, before - 0.3 * kept)
    np.testing.assert_array_equal(gradient.vector, kept)
    assert case.network.backprop(case.x, case.y).cost < cost


def test_gradient_goes_where_it_is_asked_to() -> None:
    case = make_case("tanh", "softmax", "cross_entropy", layers=[4, 5, 3], examples=3)
    expected = case.network.backprop(case.x, case.y).gradient.vector
    buffer = Network([4, 5, 3]).parameters
    buffer.vector[...] = np.nan  # nothing of what was there may be left
    trace = case.network.backprop(case.x, case.y, buffer)
    assert trace.gradient is buffer
    np.testing.assert_array_equal(buffer.vector, expected)


@every_kind
def test_single_precision_stays_single(activation: str, output: str, cost: str) -> None:
    network = Network([4, 5, 3], activation, output, cost, dtype=np.float32)
    network.randomize("xavier", seed=1)
    x, y = np.random.default_rng(0).uniform(0, 1, (6, 4)), np.eye(3)[[0, 1, 2, 0, 1, 2]]
    for trace in (network.backprop(x, y), network.backprop(x[0], y[0])):
        arrays = [array for array in arrays_of(trace) if array.ndim > 0]
        assert {array.dtype for array in arrays} == {np.dtype(np.float32)}
        network.step(trace.gradient, 0.1)
    assert network.parameters.vector.dtype == np.float32


# Extremes


@pytest.mark.parametrize("examples", [None, 4])
@every_kind
def test_large_numbers_stay_numbers(
    activation: str, output: str, cost: str, examples: int | None
) -> None:
    case = make_case(activation, output, cost, layers=[3, 4, 3], examples=examples, seed=4)
    for dtype, size in product((np.float32, np.float64), (1, 1e2, 1e4)):
        network = Network([3, 4, 3], activation, output, cost, dtype=dtype)
        network.parameters.vector[...] = case.network.parameters.vector * size
        with np.errstate(all="raise", under="ignore"):
            trace = network.backprop(case.x, case.y)
            arrays = arrays_of(trace)
        assert max(np.abs(z).max() for z in trace.forward.pre_activations) >= 0.1 * size
        assert all(np.isfinite(array).all() for array in arrays)


# Construction


def test_default_network_is_the_lectures() -> None:
    network = Network()
    assert network.layers == (784, 16, 16, 10)
    assert network.parameters.vector.shape == (13_002,)
    assert [w.shape for w in network.weights] == [(16, 784), (16, 16), (10, 16)]
    assert network.parameters.vector.dtype == np.float64
    network.randomize(seed=5)
    x = np.random.default_rng(1).uniform(0, 1, 784)
    trace = network.backprop(x, np.eye(10)[3])
    a = x
    for weight, bias in zip(network.weights, network.biases, strict=True):
        a = 1 / (1 + np.exp(-(weight @ a + bias)))
    np.testing.assert_allclose(trace.forward.output, a, rtol=1e-12)
    assert trace.cost == pytest.approx(np.sum((a - np.eye(10)[3]) ** 2))


@pytest.mark.parametrize(
    ("arguments", "expected", "got"),
    [
        ({"activation": "sine"}, HIDDEN, "sine"),
        ({"activation": "softmax"}, HIDDEN, "softmax"),
        ({"output": "sine"}, (*HIDDEN, "softmax"), "sine"),
        ({"cost": "hinge"}, ("squared_error", "cross_entropy"), "hinge"),
        ({"layers": (3, 0, 2)}, ("at least 1",), "(3, 0, 2)"),
        ({"layers": (0, 2)}, ("at least 1",), "(0, 2)"),
        ({"layers": (3, -1, 2)}, ("at least 1",), "(3, -1, 2)"),
        ({"layers": (3,)}, ("two or more",), "(3,)"),
        ({"layers": ()}, ("two or more",), "()"),
        *(
            ({"output": output, "cost": "cross_entropy"}, ("sigmoid", "softmax"), output)
            for output in HIDDEN
            if output != "sigmoid"
        ),
    ],
)
def test_what_does_not_fit_is_refused(
    arguments: dict[str, object], expected: tuple[str, ...], got: str
) -> None:
    with pytest.raises(ValueError, match=r"^Expected .+, but got ") as raised:
        Network(**arguments)  # type: ignore[arg-type]
    wanted, _, came = str(raised.value).rpartition(", but got ")
    assert all(name in wanted for name in expected)
    assert came == got


@pytest.mark.parametrize(("output", "cost"), OUTPUTS_AND_COSTS)
def test_every_fitting_pair_is_taken(output: str, cost: str) -> None:
    assert Network([2, 2], "tanh", output, cost).cost.name == cost


@pytest.mark.parametrize("x", [np.zeros(3), np.zeros((2, 3)), np.zeros(0)])
def test_input_of_another_length_is_refused(x: Array) -> None:
    with pytest.raises(ValueError, match="shapes"):
        Network([4, 2]).forward(x)
