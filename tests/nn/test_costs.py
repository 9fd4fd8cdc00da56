"""Costs: the contract's formulas, and cross-entropy where outputs round to 0 or 1."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.nn.activations import ACTIVATIONS
from app.nn.arrays import Array
from app.nn.costs import COST_DESCRIPTIONS, COSTS, cost_for
from tests.nn.cases import HIDDEN

precisions = pytest.mark.parametrize("dtype", [np.float32, np.float64])


def outputs(name: str, z: list[float] | list[list[float]], dtype: type) -> tuple[Array, Array]:
    """Return z and a as arrays of the precision asked for."""
    pre_activations = np.array(z, dtype)
    return pre_activations, ACTIVATIONS[name](pre_activations)


def test_squared_error_has_no_factor_of_a_half() -> None:
    cost = cost_for("squared_error", "sigmoid")
    a, y = np.array([0.66, 0.2, 1.0]), np.array([1.0, 0.0, 1.0])
    np.testing.assert_allclose(cost.terms(a, a, y), [0.34**2, 0.04, 0], rtol=1e-12)
    np.testing.assert_allclose(cost.derivative(a, y), [-0.68, 0.4, 0], rtol=1e-12)


@given(z=st.lists(st.floats(-10, 10), min_size=1, max_size=6), seed=st.integers(0, 1000))
def test_binary_cross_entropy_is_the_contracts(z: list[float], seed: int) -> None:
    zs, a = outputs("sigmoid", z, np.float64)
    y = np.random.default_rng(seed).uniform(0, 1, a.shape)
    expected = -(y * np.log(a) + (1 - y) * np.log(1 - a))
    got = cost_for("cross_entropy", "sigmoid").terms(zs, a, y)
    np.testing.assert_allclose(got, expected, rtol=1e-9, atol=1e-11)


@given(z=st.lists(st.floats(-10, 10), min_size=1, max_size=6), seed=st.integers(0, 1000))
def test_cross_entropy_of_softmax_is_the_contracts(z: list[float], seed: int) -> None:
    zs, a = outputs("softmax", z, np.float64)
    y = np.random.default_rng(seed).uniform(0, 1, a.shape)
    got = cost_for("cross_entropy", "softmax").terms(zs, a, y)
    np.testing.assert_allclose(got, -y * np.log(a), rtol=1e-9, atol=1e-14)


# Where outputs round to 0 or 1


@precisions
@pytest.mark.parametrize("size", [50.0, 1e4, 1e30])
def test_binary_cross_entropy_at_saturation(size: float, dtype: type) -> None:
    z, a = outputs("sigmoid", [size, size, -size, -size], dtype)
    y = np.array([1, 0, 1, 0], dtype)
    cost = cost_for("cross_entropy", "sigmoid")
    with np.errstate(all="raise", under="ignore"):
        terms = cost.terms(z, a, y)
        gradient_a = cost.derivative(a, y)
        delta = cost.delta(gradient_a, ACTIVATIONS["sigmoid"], z, a, y)
    right = math.exp(-size)  # -ln(1 / (1 + exp(-size))), to its last place
    np.testing.assert_allclose(terms, [right, size, size, right], rtol=1e-6, atol=1e-45)
    np.testing.assert_allclose(delta, [0, 1, -1, 0], atol=1e-20)
    # What is right already: -1/a and 1/(1 - a). What is wrong: as large as the precision allows.
    assert gradient_a[0] == pytest.approx(-1, rel=1e-6)
    assert gradient_a[3] == pytest.approx(1, rel=1e-6)
    assert 1e15 < gradient_a[1] < np.inf
    assert -np.inf < gradient_a[2] < -1e15


@given(z=st.floats(-700, 36), y=st.sampled_from([0.0, 1.0]))
def test_binary_cross_entropy_keeps_its_digits(z: float, y: float) -> None:
    zs, a = outputs("sigmoid", [z], np.float64)
    cost = cost_for("cross_entropy", "sigmoid")
    signed = z if y == 0 else -z
    exact = max(signed, 0) + math.log1p(math.exp(-abs(signed)))
    assert cost.terms(zs, a, np.array([y]))[0] == pytest.approx(exact, rel=1e-14, abs=0)
    slope = -1 / a[0] if y == 1 else 1 / (1 - a[0])
    assert cost.derivative(a, np.array([y]))[0] == pytest.approx(slope, rel=1e-14, abs=0)


@precisions
@pytest.mark.parametrize("size", [200.0, 1e4, 1e30])
def test_cross_entropy_of_softmax_at_saturation(size: float, dtype: type) -> None:
    z, a = outputs("softmax", [[size, 0, 0], [size, 0, 0], [-size, 0, -size]], dtype)
    y = np.array([[1, 0, 0], [0, 1, 0], [0.5, 0, 0.5]], dtype)
    cost = cost_for("cross_entropy", "softmax")
    with np.errstate(all="raise", under="ignore"):
        terms = cost.terms(z, a, y)
        gradient_a = cost.derivative(a, y)
        delta = cost.delta(gradient_a, ACTIVATIONS["softmax"], z, a, y)
    expected = np.array([[0, 0, 0], [0, size, 0], [size / 2, 0, size / 2]])
    np.testing.assert_allclose(terms, expected, rtol=1e-6, atol=0)
    np.testing.assert_allclose(delta, [[0, 0, 0], [1, -1, 0], [-0.5, 1, -0.5]], atol=1e-30)
    np.testing.assert_array_equal(gradient_a[0], [-1, 0, 0])
    assert np.isfinite(gradient_a).all()
    assert gradient_a[1, 1] < -1e30


def test_target_that_does_not_sum_to_one() -> None:
    """The softmax then pulls as often as there is target to share: dC/dz = a Σ y - y."""
    z, a = outputs("softmax", [0.3, -1.0, 0.4], np.float64)
    y = np.array([0.5, 1.0, 0.7])
    cost = cost_for("cross_entropy", "softmax")
    delta = cost.delta(cost.derivative(a, y), ACTIVATIONS["softmax"], z, a, y)
    np.testing.assert_allclose(delta, a * 2.2 - y, rtol=1e-12)


# Names


def test_names() -> None:
    assert tuple(COSTS) == ("squared_error", "cross_entropy")


@pytest.mark.parametrize("output", [*HIDDEN, "softmax"])
def test_squared_error_fits_every_output(output: str) -> None:
    assert cost_for("squared_error", output).name == "squared_error"


@pytest.mark.parametrize("output", ["tanh", "relu", "leaky_relu", "linear"])
def test_cross_entropy_needs_probabilities(output: str) -> None:
    with pytest.raises(ValueError, match=rf"Expected sigmoid or softmax .*, but got {output}$"):
        cost_for("cross_entropy", output)


def test_unknown_cost() -> None:
    with pytest.raises(
        ValueError, match=r"Expected .*squared_error, cross_entropy, but got hinge$"
    ):
        cost_for("hinge", "sigmoid")


def test_all_are_described() -> None:
    assert COST_DESCRIPTIONS.keys() == {
        type(cost) for of_name in COSTS.values() for cost in of_name
    }
