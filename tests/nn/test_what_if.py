"""What if one number were another: the pass and its cost, against the contract's formulas."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.nn.arrays import Array
from app.nn.network import Network
from app.nn.what_if import OneActivation, OneParameter, WhatIf, what_if
from tests.nn.cases import Case, cases, every_kind, make_case
from tests.nn.finite_differences import assert_agree, central_differences


def held_parameter(case: Case, index: int) -> WhatIf:
    return what_if(case.network, case.network.backprop(case.x, case.y), OneParameter(index))


def held_activation(case: Case, layer: int, index: int) -> WhatIf:
    before = case.network.backprop(case.x, case.y)
    return what_if(case.network, before, OneActivation(layer, index))


@every_kind
@settings(max_examples=5)
@given(data=st.data(), value=st.floats(-3, 3))
def test_another_parameter(
    activation: str, output: str, cost: str, data: st.DataObject, value: float
) -> None:
    case = data.draw(cases(activation, output, cost, batch=False))
    vector = case.network.parameters.vector
    index = data.draw(st.integers(0, vector.size - 1))
    held = held_parameter(case, index)
    assert held.value == vector[index]
    trace, got = held.forward(value), held.cost(value)
    vector[index] = value  # the reference looks at the same numbers
    zs, activations = case.reference.passes()
    for some, expected in zip(trace.pre_activations, zs, strict=True):
        np.testing.assert_allclose(some, expected, rtol=1e-10, atol=1e-13)
    for some, expected in zip(trace.activations, activations, strict=True):
        np.testing.assert_allclose(some, expected, rtol=1e-10, atol=1e-13)
    # From z, as the reference's cost of a saturated output would be rounded.
    expected_cost = case.reference.total_from_z(case.reference.last, zs[-1])
    assert got == pytest.approx(expected_cost, rel=1e-9, abs=1e-12)


@every_kind
@settings(max_examples=5)
@given(data=st.data(), value=st.floats(0.05, 0.95))
def test_another_activation(
    activation: str, output: str, cost: str, data: st.DataObject, value: float
) -> None:
    case = data.draw(cases(activation, output, cost, batch=False))
    whole = case.network.forward(case.x)
    for layer, before in enumerate(whole.activations):
        index = data.draw(st.integers(0, before.size - 1))
        held = held_activation(case, layer, index)
        assert held.value == before[index]
        changed = before.copy()
        changed[index] = value
        expected = case.reference.total_from_activation(layer, changed)
        assert held.cost(value) == pytest.approx(expected, rel=1e-9, abs=1e-12)
        trace = held.forward(value)
        assert [a.shape for a in trace.activations] == [a.shape for a in whole.activations]
        np.testing.assert_array_equal(trace.activations[layer], changed)
        for l in range(layer):
            np.testing.assert_array_equal(trace.activations[l], whole.activations[l])
            np.testing.assert_array_equal(trace.pre_activations[l], whole.pre_activations[l])
        later = case.network.forward(changed, layer)
        for got, follows in zip(trace.activations[layer:], later.activations, strict=True):
            np.testing.assert_array_equal(got, follows)
        for got, follows in zip(trace.pre_activations[layer:], later.pre_activations, strict=True):
            np.testing.assert_array_equal(got, follows)


@every_kind
def test_derivative_is_the_slope_of_the_cost(activation: str, output: str, cost: str) -> None:
    case = make_case(activation, output, cost, layers=[4, 5, 3], examples=None, seed=3)
    held = [held_parameter(case, i) for i in range(case.network.parameters.vector.size)]
    held += [
        held_activation(case, layer, index)
        for layer, size in enumerate(case.network.layers)
        for index in range(size)
    ]
    for each in held:
        value = np.array([each.value])
        measured = central_differences(lambda each=each, value=value: each.cost(value[0]), value)
        assert_agree(each.name, np.array([each.derivative]), measured)
        step = 1e-5
        change = each.cost(each.value + step) - each.cost(each.value)
        assert each.promised(each.value + step) == pytest.approx(change, rel=1e-2, abs=1e-8)


@every_kind
def test_many_values_are_one_value_after_the_other(activation: str, output: str, cost: str) -> None:
    case = make_case(activation, output, cost, layers=[4, 5, 3], examples=None)
    values = np.linspace(0.1, 0.9, 7)
    held = [held_parameter(case, 0), held_parameter(case, 30)]
    held += [held_activation(case, layer, 1) for layer in range(3)]
    for each in held:
        costs = each.costs(values)
        assert costs.shape == (7,)
        np.testing.assert_allclose(costs, [each.cost(value) for value in values], rtol=1e-12)
        assert np.ptp(costs) > 0 or (each.name == "a2[1]" and case.y[1] == 0)


@every_kind
def test_at_its_own_value_nothing_changes(activation: str, output: str, cost: str) -> None:
    case = make_case(activation, output, cost, layers=[4, 5, 3], examples=None)
    cost_before = case.network.backprop(case.x, case.y).cost
    held = [held_parameter(case, i) for i in (0, 7, 22, 40)]
    for each in [*held, held_activation(case, 0, 2), held_activation(case, 1, 4)]:
        assert each.cost(each.value) == cost_before
        assert each.promised(each.value) == 0
    output_itself = held_activation(case, 2, 1)
    assert output_itself.cost(output_itself.value) == pytest.approx(cost_before, rel=1e-12)


def test_neither_network_nor_pass_is_changed() -> None:
    case = make_case("tanh", "sigmoid", "squared_error", layers=[4, 5, 3], examples=None)
    before = case.network.backprop(case.x, case.y)
    arrays: list[Array] = [
        case.network.parameters.vector,
        *before.forward.activations,
        *before.forward.pre_activations,
        *before.gradient_activations,
        before.gradient.vector,
    ]
    for array in arrays:
        array.flags.writeable = False  # whoever writes fails at once
    kept = [array.tobytes() for array in arrays]
    for quantity in (
        OneParameter(3),
        OneActivation(0, 1),
        OneActivation(1, 1),
        OneActivation(2, 1),
    ):
        held = what_if(case.network, before, quantity)
        held.forward(5.0)
        held.costs(np.array([1.0, 2.0]))
    assert [array.tobytes() for array in arrays] == kept


@pytest.mark.parametrize(
    ("output", "wanted", "defined"),
    [
        ("sigmoid", 1, [0.5, 1.0, 1.5]),
        ("sigmoid", 0, [-0.5, 0.0, 0.5]),
        ("softmax", 1, [0.5, 1, 2]),
    ],
)
@pytest.mark.parametrize("undefined", [True, False])
def test_cross_entropy_is_not_defined_for_every_output(
    output: str, wanted: float, defined: list[float], undefined: bool
) -> None:
    case = make_case("tanh", output, "cross_entropy", layers=[3, 2], examples=None)
    case.y[...] = (wanted, 1 - wanted)
    held = held_activation(case, 1, 0)
    values = np.array([-0.5, 0.0] if wanted else [1.0, 1.5]) if undefined else np.array(defined)
    with np.errstate(all="ignore"):
        costs = held.costs(values)
    assert np.isfinite(costs).any() != undefined


@pytest.mark.parametrize(
    ("quantity", "name"),
    [
        (OneParameter(0), "W1[0, 0]"),
        (OneParameter(7), "W1[1, 3]"),
        (OneParameter(12), "b1[0]"),
        (OneParameter(14), "b1[2]"),
        (OneParameter(15), "W2[0, 0]"),
        (OneParameter(20), "W2[1, 2]"),
        (OneParameter(22), "b2[1]"),
        (OneActivation(0, 3), "a0[3]"),
        (OneActivation(2, 1), "a2[1]"),
    ],
)
def test_names(quantity: OneParameter | OneActivation, name: str) -> None:
    network = Network([4, 3, 2])
    before = network.backprop(np.zeros(4), np.zeros(2))
    assert what_if(network, before, quantity).name == name


@pytest.mark.parametrize(
    "quantity",
    [
        *(OneParameter(index) for index in (-1, 23)),
        *(OneActivation(layer, 0) for layer in (-1, 3)),
        *(OneActivation(*place) for place in ((0, 4), (0, -1), (1, 3), (2, 2))),
    ],
)
def test_what_is_not_there_is_refused(quantity: OneParameter | OneActivation) -> None:
    network = Network([4, 3, 2])
    before = network.backprop(np.zeros(4), np.zeros(2))
    with pytest.raises(IndexError, match=r"^Expected .* below \d+, but got -?\d+$"):
        what_if(network, before, quantity)


@pytest.mark.parametrize("quantity", [OneParameter(0), OneActivation(1, 0)])
def test_what_if_is_for_one_example(quantity: OneParameter | OneActivation) -> None:
    network = Network([4, 3, 2])
    before = network.backprop(np.zeros((1, 4)), np.zeros((1, 2)))
    with pytest.raises(ValueError, match=r"Expected the pass of one example, but got .*mini-batch"):
        what_if(network, before, quantity)


def test_copy_is_the_same_and_its_own() -> None:
    network = Network([4, 3, 2], "tanh", "softmax", "cross_entropy", np.float32)
    network.randomize(seed=1)
    copy = network.copy()
    x = np.linspace(0, 1, 4)
    np.testing.assert_array_equal(copy.forward(x).output, network.forward(x).output)
    assert (copy.layers, copy.cost.name) == (network.layers, network.cost.name)
    assert copy.parameters.vector.dtype == np.float32
    copy.randomize(seed=2)
    assert not np.array_equal(copy.parameters.vector, network.parameters.vector)
