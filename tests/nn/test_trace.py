"""What a pass leaves behind: nudges are minus gradients, and contributions add up to them."""

from dataclasses import FrozenInstanceError

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.nn.network import Network
from app.nn.trace import BackwardTrace
from tests.nn.cases import cases, every_kind, make_case, one_or_many


@every_kind
@one_or_many
def test_nudges_are_gradients_with_the_sign_turned(
    activation: str, output: str, cost: str, batch: bool
) -> None:
    examples = 3 if batch else None
    case = make_case(activation, output, cost, layers=[4, 5, 6, 3], examples=examples)
    trace = case.network.backprop(case.x, case.y)
    pairs = [
        *zip(trace.nudges, trace.gradient_activations, strict=True),
        *zip(trace.bias_nudges, trace.gradient.biases, strict=True),
        *zip(trace.weight_nudges, trace.gradient.weights, strict=True),
    ]
    assert len(pairs) == 9
    for nudge, gradient in pairs:
        assert nudge.shape == gradient.shape
        np.testing.assert_array_equal(nudge, -gradient)


def test_nudge_is_positive_where_the_quantity_should_grow() -> None:
    network = Network([2, 3])
    trace = network.backprop(np.array([1.0, 0.5]), np.array([1.0, 0.0, 1.0]))
    np.testing.assert_array_equal(trace.forward.output, [0.5, 0.5, 0.5])
    np.testing.assert_array_equal(np.sign(trace.nudges[0]), [1, -1, 1])
    np.testing.assert_array_equal(np.sign(trace.bias_nudges[0]), [1, -1, 1])
    np.testing.assert_array_equal(np.sign(trace.weight_nudges[0]), [[1, 1], [-1, -1], [1, 1]])


@every_kind
@settings(max_examples=10)
@given(data=st.data())
def test_contributions(activation: str, output: str, cost: str, data: st.DataObject) -> None:
    case = data.draw(cases(activation, output, cost, batch=False))
    trace = case.network.backprop(case.x, case.y)
    layers = case.network.layers
    assert len(trace.contributions) == len(layers) - 2
    for l, matrix in enumerate(trace.contributions, start=1):
        assert matrix.shape == (layers[l + 1], layers[l])
        # nudges start at layer 1, deltas too, and W[l + 1] is the reference's weights[l].
        weight, delta = case.reference.weights[l], trace.deltas[l]
        for k, j in np.ndindex(matrix.shape):
            assert matrix[k, j] == pytest.approx(-weight[k, j] * delta[k], rel=1e-12)
        np.testing.assert_allclose(matrix.sum(axis=0), trace.nudges[l - 1], rtol=1e-10, atol=1e-14)


@pytest.mark.parametrize("examples", [1, 3])
def test_contributions_are_of_one_example(examples: int) -> None:
    trace = Network([3, 4, 2]).backprop(np.zeros((examples, 3)), np.zeros((examples, 2)))
    with pytest.raises(ValueError, match=r"Expected the pass of one example, but got .*mini-batch"):
        _ = trace.contributions


def test_network_without_hidden_layers_has_no_contributions() -> None:
    assert Network([3, 2]).backprop(np.zeros(3), np.zeros(2)).contributions == ()


def trace_of_the_default_network(examples: int | None) -> BackwardTrace:
    network = Network()
    network.randomize(seed=1)
    rng = np.random.default_rng(2)
    shape = () if examples is None else (examples,)
    return network.backprop(
        rng.uniform(0, 1, (*shape, 784)), np.eye(10)[rng.integers(10, size=shape)]
    )


@pytest.mark.parametrize("examples", [None, 7])
def test_shapes(examples: int | None) -> None:
    trace = trace_of_the_default_network(examples)
    first = () if examples is None else (examples,)
    beyond_input = [(*first, 16), (*first, 16), (*first, 10)]
    assert [a.shape for a in trace.forward.activations] == [(*first, 784), *beyond_input]
    assert [z.shape for z in trace.forward.pre_activations] == beyond_input
    assert [g.shape for g in trace.gradient_activations] == beyond_input
    assert [delta.shape for delta in trace.deltas] == beyond_input
    assert [nudge.shape for nudge in trace.nudges] == beyond_input
    assert [nudge.shape for nudge in trace.bias_nudges] == [(16,), (16,), (10,)]
    assert [nudge.shape for nudge in trace.weight_nudges] == [(16, 784), (16, 16), (10, 16)]
    assert trace.target.shape == trace.cost_terms.shape == (*first, 10)
    assert trace.forward.prediction.shape == first
    assert isinstance(trace.cost, float)


def test_cost_is_the_sum_of_its_terms() -> None:
    trace = trace_of_the_default_network(None)
    squares = (trace.forward.output - trace.target) ** 2
    np.testing.assert_allclose(trace.cost_terms, squares, rtol=1e-12)
    assert trace.cost == pytest.approx(squares.sum(), rel=1e-12)


def test_prediction_is_the_index_of_the_largest_output() -> None:
    network = Network([2, 3])
    network.weights[0][...] = [[1, 0], [0, 1], [0.5, 0.5]]
    assert network.forward(np.array([0.2, 0.9])).prediction == 1
    batch = network.forward(np.array([[0.9, 0.1], [0.1, 0.9]])).prediction
    np.testing.assert_array_equal(batch, [0, 1])
    assert np.issubdtype(batch.dtype, np.integer)


def test_traces_are_frozen() -> None:
    trace = trace_of_the_default_network(None)
    with pytest.raises(FrozenInstanceError):
        trace.deltas = ()  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        trace.forward.activations = ()  # type: ignore[misc]
