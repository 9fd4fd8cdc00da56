"""Back-propagation against central differences, and against the lecture's own numbers."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.nn.arrays import Array
from app.nn.network import Network
from tests.nn.cases import (
    Case,
    cases,
    every_kind,
    make_case,
    one_or_many,
)
from tests.nn.finite_differences import STEP, assert_agree, central_differences

few = settings(max_examples=6)


# Back-propagation against central differences, in double precision to one part in a million


@every_kind
@one_or_many
@few
@given(data=st.data())
def test_gradient_of_every_parameter(
    activation: str, output: str, cost: str, batch: bool, data: st.DataObject
) -> None:
    case = data.draw(cases(activation, output, cost, batch))
    got = case.network.backprop(case.x, case.y).gradient.vector
    measured = central_differences(case.reference.mean_cost, case.network.parameters.vector)
    assert_agree("dC/dw", got, measured)


@every_kind
@one_or_many
@few
@given(data=st.data())
def test_gradient_of_every_activation(
    activation: str, output: str, cost: str, batch: bool, data: st.DataObject
) -> None:
    case = data.draw(cases(activation, output, cost, batch))
    trace = case.network.backprop(case.x, case.y)
    for l, got in enumerate(trace.gradient_activations, start=1):
        a = case.reference.passes()[1][l].copy()
        measured = central_differences(
            lambda l=l, a=a: case.reference.total_from_activation(l, a), a, step_for(case, l, a)
        )
        assert_agree(f"dC/da[{l}]", got, measured)


@every_kind
@few
@given(data=st.data())
def test_gradient_of_every_input(
    activation: str, output: str, cost: str, data: st.DataObject
) -> None:
    case = data.draw(cases(activation, output, cost, batch=False))
    got = case.network.backprop(case.x, case.y).input_nudges
    measured = central_differences(lambda: -case.reference.total_from_activation(0, case.x), case.x)
    assert_agree("-dC/dx", got, measured)


def test_a_mini_batch_has_no_nudges_of_inputs() -> None:
    case = make_case("tanh", "softmax", "cross_entropy", layers=[4, 3, 2], examples=3)
    with pytest.raises(ValueError, match="one example"):
        _ = case.network.backprop(case.x, case.y).input_nudges


def step_for(case: Case, l: int, a: Array) -> Array:
    """Logarithms want a step that leaves outputs between 0 and 1."""
    if l < case.reference.last or case.reference.cost == "squared_error":
        return np.full(a.shape, STEP)
    return STEP * (a if case.reference.output == "softmax" else np.minimum(a, 1 - a))


@every_kind
@one_or_many
@few
@given(data=st.data())
def test_deltas(activation: str, output: str, cost: str, batch: bool, data: st.DataObject) -> None:
    case = data.draw(cases(activation, output, cost, batch))
    trace = case.network.backprop(case.x, case.y)
    for l, got in enumerate(trace.deltas, start=1):
        z = case.reference.passes()[0][l - 1].copy()
        measured = central_differences(lambda l=l, z=z: case.reference.total_from_z(l, z), z)
        assert_agree(f"dC/dz[{l}]", got, measured)


@every_kind
@one_or_many
@few
@given(data=st.data())
def test_forward_pass_and_cost(
    activation: str, output: str, cost: str, batch: bool, data: st.DataObject
) -> None:
    case = data.draw(cases(activation, output, cost, batch))
    trace = case.network.backprop(case.x, case.y)
    for forward in (case.network.forward(case.x), trace.forward):
        zs, activations = case.reference.passes()
        for got, expected in zip(forward.pre_activations, zs, strict=True):
            np.testing.assert_allclose(got, expected, rtol=1e-12, atol=1e-13)
        for got, expected in zip(forward.activations, activations, strict=True):
            np.testing.assert_allclose(got, expected, rtol=1e-12, atol=1e-13)
        np.testing.assert_array_equal(forward.output, forward.activations[-1])
        np.testing.assert_array_equal(forward.prediction, forward.output.argmax(axis=-1))
    assert trace.cost == pytest.approx(case.reference.mean_cost(), rel=1e-12)
    assert trace.cost_terms.shape == case.y.shape


def test_failing_check_prints_both_numbers() -> None:
    q = np.array([2.0, 5.0])
    measured = central_differences(lambda: float(q[0] ** 2 + 3 * q[1]), q)
    assert_agree("dC/dq", np.array([4.0, 3.0]), measured)
    with pytest.raises(AssertionError, match=r"4\.00001, .* (4\.00000|3\.99999)"):
        assert_agree("dC/dq", np.array([4.00001, 3.0]), measured)
    with pytest.raises(AssertionError, match="nan"):
        assert_agree("dC/dq", np.array([np.nan, 3.0]), measured)


# The lecture's own numbers


def logit(a: float) -> float:
    return float(np.log(a / (1 - a)))


def test_one_neuron_of_the_lecture() -> None:
    network = Network([1, 1])
    network.weights[0][...] = 1.5
    network.biases[0][...] = logit(0.66) - 1.5 * 0.2
    trace = network.backprop(np.array([0.2]), np.array([1.0]))
    assert trace.forward.output == pytest.approx([0.66], rel=1e-12)
    assert trace.cost == pytest.approx(0.1156, rel=1e-12)  # (0.66 - 1.00)**2
    assert trace.gradient_activations[0] == pytest.approx([-0.68], rel=1e-12)
    assert trace.nudges[0] == pytest.approx([0.68], rel=1e-12)


def test_chain_of_the_lecture() -> None:
    network = Network([1, 1, 1, 1])
    for weight, bias, a_in, w, a_out in zip(
        network.weights, network.biases, (0.3, 0.8, 0.48), (-1.0, 0.5, 2.0), (0.8, 0.48, 0.66),
        strict=True,
    ):  # fmt: skip
        weight[...] = w
        bias[...] = logit(a_out) - w * a_in
    trace = network.backprop(np.array([0.3]), np.array([1.0]))
    assert [float(a[0]) for a in trace.forward.activations] == pytest.approx([0.3, 0.8, 0.48, 0.66])
    # dC/da = 2 (0.66 - 1); σ' = a (1 - a); then dC/dw = a(L-1) σ' dC/da, and w(L) in its place.
    assert trace.gradient_activations[2] == pytest.approx([-0.68])
    assert trace.deltas[2] == pytest.approx([0.66 * 0.34 * -0.68])
    assert trace.gradient.weights[2] == pytest.approx(np.array([[0.48 * 0.66 * 0.34 * -0.68]]))
    assert trace.gradient.biases[2] == pytest.approx([0.66 * 0.34 * -0.68])
    assert trace.gradient_activations[1] == pytest.approx([2.0 * 0.66 * 0.34 * -0.68])
    assert trace.deltas[1] == pytest.approx([0.48 * 0.52 * 2.0 * 0.66 * 0.34 * -0.68])
    assert trace.gradient.weights[1] == pytest.approx(
        np.array([[0.8 * 0.48 * 0.52 * 2.0 * 0.66 * 0.34 * -0.68]])
    )


# One example and many


@every_kind
@few
@given(data=st.data())
def test_mini_batch_asks_for_the_mean(
    activation: str, output: str, cost: str, data: st.DataObject
) -> None:
    case = data.draw(cases(activation, output, cost, batch=True))
    together = case.network.backprop(case.x, case.y)
    singles = [case.network.backprop(x, y) for x, y in zip(case.x, case.y, strict=True)]
    np.testing.assert_allclose(
        together.gradient.vector,
        np.mean([single.gradient.vector for single in singles], axis=0),
        rtol=1e-10,
        atol=1e-14,
    )
    assert together.cost == pytest.approx(np.mean([single.cost for single in singles]), rel=1e-12)
    assert_same_arrays(together.deltas, [single.deltas for single in singles])
    assert_same_arrays(together.nudges, [single.nudges for single in singles])
    assert_same_arrays(
        together.forward.activations, [single.forward.activations for single in singles]
    )


def assert_same_arrays(together: tuple[Array, ...], singles: list[tuple[Array, ...]]) -> None:
    for layer, rows in zip(together, zip(*singles, strict=True), strict=True):
        np.testing.assert_allclose(layer, np.stack(rows), rtol=1e-10, atol=1e-14)


@every_kind
def test_one_example_with_and_without_an_axis(activation: str, output: str, cost: str) -> None:
    case = make_case(activation, output, cost, layers=[5, 4, 3, 3], examples=None, seed=1)
    one = case.network.backprop(case.x, case.y)
    batch = case.network.backprop(case.x[np.newaxis], case.y[np.newaxis])
    np.testing.assert_allclose(batch.gradient.vector, one.gradient.vector, rtol=1e-12, atol=1e-15)
    assert batch.cost == pytest.approx(one.cost, rel=1e-12)
    assert_same_arrays(batch.nudges, [one.nudges])
    assert [a.shape for a in one.forward.activations] == [(5,), (4,), (3,), (3,)]
    assert [a.shape for a in batch.forward.activations] == [(1, 5), (1, 4), (1, 3), (1, 3)]
    assert one.forward.prediction.shape == ()
    assert batch.forward.prediction.shape == (1,)
