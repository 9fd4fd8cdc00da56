"""The check of one derivative: it agrees with what is right, and with nothing else."""

from dataclasses import replace

import numpy as np
import pytest

from app.nn.finite_difference import GradientCheck, check_gradient
from app.nn.network import Network
from app.nn.what_if import OneParameter, WhatIfParameter
from tests.nn.cases import every_kind, make_case


def check_of(network: Network, x: np.ndarray, y: np.ndarray, index: int) -> GradientCheck:
    return check_gradient(WhatIfParameter(network, network.backprop(x, y), OneParameter(index)))


@every_kind
def test_backprop_agrees(activation: str, output: str, cost: str) -> None:
    case = make_case(activation, output, cost, layers=[4, 5, 3], examples=None, seed=2)
    gradient = case.network.backprop(case.x, case.y).gradient.vector
    for index, derivative in enumerate(gradient):
        check = check_of(case.network, case.x, case.y, index)
        assert check.agree, check
        assert check.backprop == derivative
        assert check.value == case.network.parameters.vector[index]
        assert check.finite_difference == pytest.approx(derivative, rel=1e-6, abs=1e-10)


@every_kind
def test_what_is_wrong_does_not_agree(activation: str, output: str, cost: str) -> None:
    case = make_case(activation, output, cost, layers=[4, 5, 3], examples=None, seed=2)
    checks = [
        check_of(case.network, case.x, case.y, i)
        for i in range(case.network.parameters.vector.size)
    ]
    large = [check for check in checks if abs(check.backprop) > 1e-4]
    assert large
    for check in large:
        for wrong in (check.backprop * (1 + 1e-5), -check.backprop, 0.0):
            assert not replace(check, backprop=wrong).agree


def test_one_step_of_the_formula_by_hand() -> None:
    """a = w x + b, C0 = (a - y)**2: differences of a parabola are exact to rounding."""
    network = Network([1, 1], output="linear")
    network.parameters.vector[...] = (0.75, -0.5)
    check = check_of(network, np.array([0.5]), np.array([1.0]), 0)
    assert (check.name, check.value) == ("W1[0, 0]", 0.75)
    assert check.backprop == pytest.approx(2 * (0.75 * 0.5 - 0.5 - 1) * 0.5, rel=1e-15)
    assert check.finite_difference == pytest.approx(check.backprop, rel=1e-11)
    assert check.step == pytest.approx(1e-3)


def test_step_is_smaller_where_the_weight_meets_a_large_activation() -> None:
    network = Network([2, 1], output="linear")
    checks = [check_of(network, np.array([0.5, 100.0]), np.array([1.0]), i) for i in range(3)]
    assert [check.step for check in checks] == pytest.approx([1e-3, 1e-5, 1e-3])
    assert all(check.agree for check in checks)


def test_step_does_not_cross_a_kink() -> None:
    """z is 1.5e-4 from the kink: with the first step the difference would mix both sides."""
    network = Network([1, 1, 1], "relu", "linear")
    network.parameters.vector[...] = (1.0, -0.99985, 2.0, 0.0)
    check = check_of(network, np.array([1.0]), np.array([1.0]), 0)
    assert check.backprop != 0
    assert check.step < 1e-4
    assert check.agree, check


def test_on_a_kink_nothing_agrees() -> None:
    network = Network([1, 1, 1], "relu", "linear")
    network.parameters.vector[...] = (1.0, -1.0, 2.0, 0.0)
    check = check_of(network, np.array([1.0]), np.array([1.0]), 0)
    assert check.backprop == 0
    assert check.finite_difference == pytest.approx(-2, rel=1e-3)  # half of either side's
    assert not check.agree
    assert check.relative_difference == 1


def test_saturated_neurons_agree_within_the_floor() -> None:
    network = Network([1, 1, 1])
    network.parameters.vector[...] = (35.0, 0.0, 1.0, 0.0)
    check = check_of(network, np.array([1.0]), np.array([1.0]), 0)
    assert 0 < abs(check.backprop) < 1e-15
    assert check.relative_difference > 1e-6
    assert check.agree
    assert check.floor < 1e-11


def test_two_zeros_do_not_differ() -> None:
    network = Network([1, 1])
    check = check_of(network, np.array([0.0]), np.array([1.0]), 0)
    assert check.backprop == check.finite_difference == check.relative_difference == 0
    assert check.agree


@pytest.mark.parametrize("value", [1e6, -123456.789])
def test_large_parameters(value: float) -> None:
    network = Network([1, 1], output="linear")
    network.parameters.vector[...] = (value, 0.5 - value)
    check = check_of(network, np.array([1.0]), np.array([0.0]), 0)
    assert check.agree, check
