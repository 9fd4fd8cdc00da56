"""The cost on a plane: at each point that of a pass with the parameters there."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.nn.network import Network
from app.nn.plane import PlaneCosts, plane
from tests.nn.cases import cases, every_kind, views_of
from tests.nn.finite_differences import Reference


@every_kind
@settings(max_examples=5)
@given(data=st.data(), x=st.floats(-2, 2), y=st.floats(-2, 2))
def test_each_point_is_a_pass_of_its_own(
    activation: str, output: str, cost: str, data: st.DataObject, x: float, y: float
) -> None:
    case = data.draw(cases(activation, output, cost, batch=True))
    network = case.network
    rng = np.random.default_rng(data.draw(st.integers(0, 1000)))
    before = network.parameters.vector.copy()
    ground = plane(before, *rng.standard_normal((2, before.size)))
    costs = PlaneCosts(network, ground, case.x, case.y)
    sums = [costs.cost_sum(*place) for place in ((0, 0), (x, y), (0, 0))]
    assert sums[0] == sums[2]
    np.testing.assert_array_equal(network.parameters.vector, before)
    for cost_sum, point in zip(sums, (before, ground.at(x, y)), strict=False):
        weights, biases = views_of(point, list(network.layers))
        there = Reference(weights, biases, activation, output, cost, case.x, case.y)
        assert cost_sum == pytest.approx(there.mean_cost() * len(case.x), rel=1e-9, abs=1e-12)


def test_numbers_beyond_all_bounds_are_told() -> None:
    network = Network([3, 2, 2], "linear", "linear")
    network.randomize(seed=1)
    ground = plane(network.parameters.vector, *np.random.default_rng(2).standard_normal((2, 14)))
    costs = PlaneCosts(network, ground, np.ones((4, 3)), np.zeros((4, 2)))
    with np.errstate(all="ignore"):
        assert not np.isfinite(costs.cost_sum(1e200, 1e200))
    assert np.isfinite(costs.cost_sum(0, 0))
