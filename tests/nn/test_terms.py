"""What a neuron's sum is made of: everything shown adds up to z, and the largest are shown."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.nn.network import Network
from app.nn.terms import LayerTerms, largest_terms
from tests.nn.cases import cases, every_kind, make_case


@every_kind
@settings(max_examples=5)
@given(data=st.data(), count=st.integers(0, 8))
def test_what_is_shown_adds_up(
    activation: str, output: str, cost: str, data: st.DataObject, count: int
) -> None:
    case = data.draw(cases(activation, output, cost, batch=False))
    forward = case.network.forward(case.x)
    zs, activations = case.reference.passes()
    layers = largest_terms(case.network, forward, count)
    assert len(layers) == case.reference.last
    for l, layer in enumerate(layers, start=1):
        np.testing.assert_allclose(
            layer.products.sum(axis=-1) + layer.rest + layer.biases, zs[l - 1], rtol=0, atol=1e-12
        )
        np.testing.assert_allclose(layer.pre_activations, zs[l - 1], rtol=1e-12)
        np.testing.assert_allclose(layer.activations, activations[l], rtol=1e-12)
        np.testing.assert_array_equal(layer.biases, case.reference.biases[l - 1])


@every_kind
@settings(max_examples=5)
@given(data=st.data(), count=st.integers(0, 8))
def test_the_largest_are_shown(
    activation: str, output: str, cost: str, data: st.DataObject, count: int
) -> None:
    case = data.draw(cases(activation, output, cost, batch=False))
    layers = largest_terms(case.network, case.network.forward(case.x), count)
    before = case.reference.passes()[1]
    for l, layer in enumerate(layers, start=1):
        assert_shows_the_largest(layer, case.reference.weights[l - 1], before[l - 1], count)


def assert_shows_the_largest(
    layer: LayerTerms, weight: np.ndarray, before: np.ndarray, count: int
) -> None:
    """Neuron by neuron, in plain Python."""
    shown_count = min(count, before.size)
    assert layer.indices.shape == (len(weight), shown_count)
    assert layer.rest_count == before.size - shown_count
    for k, row in enumerate(weight):
        products = {i: w * a for i, (w, a) in enumerate(zip(row, before, strict=True))}
        shown = [int(i) for i in layer.indices[k]]
        assert len(set(shown)) == shown_count
        np.testing.assert_allclose(layer.weights[k], [row[i] for i in shown])
        np.testing.assert_allclose(layer.activations_before[k], [before[i] for i in shown])
        np.testing.assert_allclose(layer.products[k], [products[i] for i in shown], rtol=1e-12)
        sizes = sorted(map(abs, products.values()), reverse=True)
        np.testing.assert_allclose(np.abs(layer.products[k]), sizes[:shown_count], rtol=1e-12)
        rest = sum(product for i, product in products.items() if i not in shown)
        assert layer.rest[k] == pytest.approx(rest, rel=1e-12, abs=1e-14)


def test_terms_of_a_drawing() -> None:
    """The lecture's network and a picture that is mostly paper, where most products are equal."""
    network = Network()
    network.randomize(seed=1)
    x = np.zeros(784)
    x[300:400] = np.random.default_rng(2).uniform(0, 1, 100)
    first, *_ = largest_terms(network, network.forward(x), 6)
    assert_shows_the_largest(first, network.weights[0], x, 6)
    assert first.rest_count == 778


@pytest.mark.parametrize("count", [3, 784])
def test_where_all_products_are_equal_the_order_is_the_layers(count: int) -> None:
    network = Network()
    network.randomize(seed=1)
    first, *_ = largest_terms(network, network.forward(np.zeros(784)), count)
    assert (np.diff(first.indices, axis=-1) > 0).all()
    np.testing.assert_array_equal(first.rest, 0)


def test_terms_leave_the_network_and_the_pass_as_they_were() -> None:
    case = make_case("tanh", "softmax", "cross_entropy", layers=[5, 4, 3], examples=None)
    forward = case.network.forward(case.x)
    arrays = [case.network.parameters.vector, *forward.activations, *forward.pre_activations]
    for array in arrays:
        array.flags.writeable = False
    before = [array.tobytes() for array in arrays]
    layer, *_ = largest_terms(case.network, forward, 2)
    assert [array.tobytes() for array in arrays] == before
    kept = layer.biases.copy()
    case.network.parameters.vector.flags.writeable = True
    case.network.randomize(seed=9)
    np.testing.assert_array_equal(layer.biases, kept)


@pytest.mark.parametrize("examples", [1, 3])
def test_terms_are_of_one_example(examples: int) -> None:
    network = Network([3, 2])
    with pytest.raises(ValueError, match=r"Expected the pass of one example, but got .*mini-batch"):
        largest_terms(network, network.forward(np.zeros((examples, 3))), 2)
