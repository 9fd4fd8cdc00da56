"""Activation functions: values, derivatives and what happens far out."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.nn.activations import ACTIVATION_DESCRIPTIONS, ACTIVATIONS, HIDDEN_ACTIVATIONS
from app.nn.arrays import Array
from tests.nn.cases import HIDDEN
from tests.nn.finite_differences import FUNCTIONS, assert_agree, central_differences

moderate = st.lists(st.floats(-8, 8), min_size=1, max_size=6).map(np.array)
precisions = pytest.mark.parametrize("dtype", [np.float32, np.float64])


def test_names() -> None:
    assert tuple(HIDDEN_ACTIVATIONS) == HIDDEN
    assert tuple(ACTIVATIONS) == (*HIDDEN, "softmax")
    assert all(function.name == name for name, function in ACTIVATIONS.items())


@pytest.mark.parametrize("name", ACTIVATIONS)
@given(z=moderate)
def test_values(name: str, z: Array) -> None:
    kept = z.copy()
    a = ACTIVATIONS[name](z)
    np.testing.assert_allclose(a, FUNCTIONS[name](z), rtol=1e-13, atol=0)
    np.testing.assert_array_equal(z, kept)
    assert not np.shares_memory(a, z)


@pytest.mark.parametrize("name", HIDDEN)
@given(z=moderate)
def test_derivatives(name: str, z: Array) -> None:
    function = ACTIVATIONS[name]
    z = np.where(np.abs(z) < 0.01, 0.01, z)  # no ReLU at its kink
    a = function(z)
    kept = z.copy(), a.copy()
    got = function.derivative(z, a)
    for i in range(z.size):
        one = z[i : i + 1].copy()
        measured = central_differences(lambda one=one: float(FUNCTIONS[name](one)[0]), one)
        assert_agree(f"{name}'({z[i]})", got[i : i + 1], measured)
    np.testing.assert_array_equal((z, a), kept)


@given(z=moderate, data=st.data())
def test_softmax_carries_gradients_back(z: Array, data: st.DataObject) -> None:
    entries = st.floats(-2, 2)
    asked = np.array(data.draw(st.lists(entries, min_size=z.size, max_size=z.size)))
    got = ACTIVATIONS["softmax"].delta(asked, z, ACTIVATIONS["softmax"](z))
    measured = central_differences(lambda: float(asked @ FUNCTIONS["softmax"](z)), z)
    assert_agree("dC/dz", got, measured)


@pytest.mark.parametrize("name", ["relu", "leaky_relu"])
def test_kink_counts_as_left_of_it(name: str) -> None:
    z = np.array([0.0])
    left = ACTIVATIONS[name].derivative(np.array([-1.0]), ACTIVATIONS[name](np.array([-1.0])))
    np.testing.assert_array_equal(ACTIVATIONS[name](z), [0.0])
    np.testing.assert_array_equal(ACTIVATIONS[name].derivative(z, ACTIVATIONS[name](z)), left)


@pytest.mark.parametrize("name", ACTIVATIONS)
@precisions
def test_shape_and_precision_are_kept(name: str, dtype: type) -> None:
    function = ACTIVATIONS[name]
    for shape in ((3,), (2, 3), (1, 1)):
        z = np.random.default_rng(0).standard_normal(shape).astype(dtype)
        a = function(z)
        arrays = [a, function.delta(a, z, a)]
        arrays += [function.derivative(z, a)] if name in HIDDEN else []
        assert all(array.shape == shape and array.dtype == dtype for array in arrays)


# Far out


def far(dtype: type) -> list[float]:
    return [1e4, 1e30, 1e38] if dtype == np.float32 else [1e4, 1e100, 1e300]


@precisions
def test_sigmoid_and_tanh_reach_their_limits(dtype: type) -> None:
    for size in far(dtype):
        z = np.array([-size, size], dtype)
        with np.errstate(all="raise", under="ignore"):
            low, high = ACTIVATIONS["sigmoid"](z)
            tanh = ACTIVATIONS["tanh"](z)
        assert high == 1
        assert 0 <= low <= 2 * np.finfo(dtype).tiny
        np.testing.assert_array_equal(tanh, [-1, 1])


@precisions
def test_softmax_reaches_its_limits(dtype: type) -> None:
    for size in far(dtype):
        with np.errstate(all="raise", under="ignore"):
            one = ACTIVATIONS["softmax"](np.array([[-size, size, 0], [0, size, size]], dtype))
            same = ACTIVATIONS["softmax"](np.array([size, size, size, size], dtype))
            low = ACTIVATIONS["softmax"](np.array([-size, -size], dtype))
        np.testing.assert_array_equal(one, np.array([[0, 1, 0], [0, 0.5, 0.5]]))
        np.testing.assert_array_equal(same, [0.25] * 4)
        np.testing.assert_array_equal(low, [0.5, 0.5])


@pytest.mark.parametrize("name", HIDDEN)
@precisions
def test_derivatives_far_out_are_numbers(name: str, dtype: type) -> None:
    function = ACTIVATIONS[name]
    slopes = {"relu": [0, 1], "leaky_relu": [dtype(0.01), 1], "linear": [1, 1]}
    for size in far(dtype):
        z = np.array([-size, size], dtype)
        with np.errstate(all="raise", under="ignore"):
            got = function.derivative(z, function(z))
        np.testing.assert_allclose(got, slopes.get(name, [0, 0]), atol=2 * np.finfo(dtype).tiny)


@given(st.floats(-700, 40))
def test_sigmoid_is_exact_in_relation_to_its_size(z: float) -> None:
    """Small activations keep their digits: 1e-300 is not 0, and not 1e-16 off."""
    exact = math.exp(z) / (1 + math.exp(z)) if z < 0 else 1 / (1 + math.exp(-z))
    got = ACTIVATIONS["sigmoid"](np.array([z]))[0]
    assert abs(got - exact) <= 1e-14 * exact


@given(st.floats(-86, 20, width=32))
def test_sigmoid_is_exact_in_single_precision(z: float) -> None:
    exact = math.exp(z) / (1 + math.exp(z)) if z < 0 else 1 / (1 + math.exp(-z))
    got = float(ACTIVATIONS["sigmoid"](np.array([z], np.float32))[0])
    assert abs(got - exact) <= 5e-7 * exact


@given(z=st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=10).map(np.array))
def test_softmax_sums_to_one(z: Array) -> None:
    a = ACTIVATIONS["softmax"](z)
    assert a.sum() == pytest.approx(1, rel=1e-14)
    assert ((a >= 0) & (a <= 1)).all()


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_what_plots_are_told_is_so(name: str) -> None:
    function, description = ACTIVATIONS[name], ACTIVATION_DESCRIPTIONS[name]
    z = np.linspace(-40, 40, 8001)  # (n,)
    pairs = np.stack([z, np.zeros_like(z)], axis=-1)  # a softmax compares two outputs
    a = function(z) if function.is_elementwise else function(pairs)[:, 0]
    slope = function.derivative(z, a) if function.is_elementwise else a - a * a
    assert np.abs(slope).max() == pytest.approx(description.ceiling, rel=1e-4)
    for end, reached in ((description.low, a.min()), (description.high, a.max())):
        assert abs(reached) >= 0.4 if end is None else reached == pytest.approx(end, abs=1e-9)


def test_all_are_described() -> None:
    assert ACTIVATION_DESCRIPTIONS.keys() == ACTIVATIONS.keys()
