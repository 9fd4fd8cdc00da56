"""The pass of a small network that the caller holds, and every factor of the chain rule."""

from itertools import pairwise
from typing import Any

import httpx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.nn.activations import HIDDEN_ACTIVATIONS
from app.nn.network import Network
from app.nn.parameters import parameter_count
from tests.app.calls import assert_close, problem_of

STEP = 1e-6
CHAIN = (1, 1, 1, 1)
VALUE = st.floats(-2.5, 2.5).map(lambda value: round(value, 6))
SMOOTH = ("sigmoid", "tanh", "linear")

Numbers = list[float]


def body_of(**change: object) -> dict[str, Any]:
    """Return a good body, with some of it changed."""
    good: dict[str, Any] = {
        "layers": CHAIN,
        "parameters": [0.8, 0.3, 1.2, -0.5, 1.5, -0.1],
        "x": [0.5],
        "y": [1.0],
    }
    return good | change


def done(client: httpx.Client, **change: object) -> Any:
    answer = client.post("/api/pass", json=body_of(**change))
    assert answer.status_code == 200, answer.text
    return answer.json()


def cost_of(parameters: Numbers, x: Numbers, y: Numbers, activation: str) -> float:
    """Return C0 of a chain, written out once more in plain Python."""
    functions = {
        "sigmoid": lambda z: 1 / (1 + np.exp(-z)),
        "tanh": np.tanh,
        "linear": lambda z: z,
    }
    a = x[0]
    for weight, bias in zip(parameters[::2], parameters[1::2], strict=True):
        a = functions[activation](weight * a + bias)
    return float((a - y[0]) ** 2)


@given(
    parameters=st.lists(VALUE, min_size=6, max_size=6),
    x=VALUE,
    y=VALUE,
    activation=st.sampled_from(SMOOTH),
)
def test_the_six_derivatives_of_a_chain_are_those_of_finite_differences(
    client: httpx.Client, parameters: Numbers, x: float, y: float, activation: str
) -> None:
    answer = done(
        client, parameters=parameters, x=[x], y=[y], activation=activation, output=activation
    )
    assert answer["cost"] == pytest.approx(cost_of(parameters, [x], [y], activation), abs=1e-12)
    for i in range(6):
        costs = []
        for step in (STEP, -STEP):
            moved = [*parameters]
            moved[i] += step
            costs.append(cost_of(moved, [x], [y], activation))
        difference = (costs[0] - costs[1]) / (2 * STEP)
        assert answer["gradient"][i] == pytest.approx(difference, rel=1e-5, abs=1e-6)


@given(parameters=st.lists(VALUE, min_size=6, max_size=6), x=VALUE, y=VALUE)
def test_the_factors_multiply_to_the_derivatives(
    client: httpx.Client, parameters: Numbers, x: float, y: float
) -> None:
    (example,) = done(client, parameters=parameters, x=[x], y=[y])["examples"]
    factors = example["factors"]
    upstream = factors["cost_by_activation"][-1][0]
    assert upstream == pytest.approx(2 * (example["activations"][-1][0] - y))
    for l in (2, 1, 0):
        upstream *= factors["activation_by_z"][l][0]
        assert factors["cost_by_z"][l][0] == pytest.approx(upstream, abs=1e-15)
        by_weight = factors["z_by_weight"][l][0] * upstream
        assert example["gradient"][2 * l] == pytest.approx(by_weight, abs=1e-15)
        assert example["gradient"][2 * l + 1] == pytest.approx(upstream, abs=1e-15)
        assert factors["z_by_weight"][l] == example["activations"][l]
        assert factors["z_by_activation"][l] == [[parameters[2 * l]]]
        upstream *= parameters[2 * l]


@given(
    parameters=st.lists(VALUE, min_size=6, max_size=6),
    index=st.integers(0, 5),
    by=st.sampled_from([1e-4, -1e-4]),
)
def test_the_ratios_of_a_small_ripple_are_the_factors(
    client: httpx.Client, parameters: Numbers, index: int, by: float
) -> None:
    answer = done(client, parameters=parameters, nudge={"parameter": index, "by": by})
    (example,) = answer["examples"]
    factors, moved = example["factors"], example["ripple"]
    l = index // 2
    expected = [1.0 if index % 2 else factors["z_by_weight"][l][0]]
    for layer in range(l, 3):
        if layer > l:
            expected.append(factors["z_by_activation"][layer][0][0])
        expected.append(factors["activation_by_z"][layer][0])
    expected.append(factors["cost_by_activation"][-1][0])
    changes = [by]
    for layer in range(l, 3):
        changes.append(moved["pre_activation_changes"][layer][0])
        changes.append(moved["activation_changes"][layer + 1][0])
    changes.append(moved["cost_change"])
    for ratio, factor, (old, new) in zip(moved["ratios"], expected, pairwise(changes), strict=True):
        assert ratio == (pytest.approx(new / old) if old else None)
        if abs(old) > 1e-9:  # below, what is left is rounding
            assert ratio == pytest.approx(factor, rel=1e-3, abs=1e-3)
    assert moved["cost"] - example["cost"] == pytest.approx(moved["cost_change"], abs=1e-15)


def test_an_activation_can_be_nudged(client: httpx.Client) -> None:
    nudge = {"layer": 2, "index": 0, "by": 0.01}
    (example,) = done(client, nudge=nudge)["examples"]
    moved = example["ripple"]
    assert moved["activation_changes"][2] == [pytest.approx(0.01)]
    assert moved["pre_activation_changes"] == [[0], [0], [pytest.approx(0.015)]]
    assert moved["ratios"][0] == pytest.approx(1.5)
    assert len(moved["ratios"]) == 3


@given(
    layers=st.lists(st.integers(1, 4), min_size=2, max_size=5),
    activation=st.sampled_from(sorted(HIDDEN_ACTIVATIONS)),
    ending=st.sampled_from(
        [("sigmoid", "squared_error"), ("softmax", "cross_entropy"), ("sigmoid", "cross_entropy")]
    ),
    count=st.integers(1, 4),
    seed=st.integers(0, 2**32 - 1),
)
def test_any_small_network_is_answered_as_the_core_computes_it(
    client: httpx.Client,
    layers: list[int],
    activation: str,
    ending: tuple[str, str],
    count: int,
    seed: int,
) -> None:
    rng = np.random.default_rng(seed)
    network = Network(layers, activation, *ending)
    network.parameters.vector[...] = rng.standard_normal(parameter_count(layers))
    x, y = rng.random((count, layers[0])), rng.random((count, layers[-1]))
    answer = done(
        client,
        layers=layers,
        activation=activation,
        output=ending[0],
        cost=ending[1],
        parameters=network.parameters.vector.tolist(),
        x=x.tolist(),
        y=y.tolist(),
    )
    assert_close(answer["gradient"], network.backprop(x, y).gradient.vector)
    assert_close(np.mean([each["gradient"] for each in answer["examples"]], 0), answer["gradient"])
    costs = [each["cost"] for each in answer["examples"]]
    assert answer["cost"] == pytest.approx(np.mean(costs))
    for example, one, wanted in zip(answer["examples"], x, y, strict=True):
        trace, factors = network.backprop(one, wanted), example["factors"]
        assert_close(example["activations"], trace.forward.activations)
        assert_close(example["pre_activations"], trace.forward.pre_activations)
        assert_close(factors["cost_by_activation"], trace.gradient_activations)
        assert_close(factors["cost_by_z"], trace.deltas)
        assert (factors["activation_by_z"][-1] is None) == (ending[0] == "softmax")
        for paths, asked in zip(factors["paths"], factors["cost_by_activation"], strict=False):
            assert_close(asked, np.sum(paths, axis=0))
        assert example["ripple"] is None


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"layers": [1]}, ["body", "layers"]),
        ({"layers": [1] * 9}, ["body", "layers"]),
        ({"layers": [1, 17, 1]}, ["body", "layers", 1]),
        ({"layers": [1, 0, 1]}, ["body", "layers", 1]),
        ({"parameters": [1.0] * 5}, ["body", "parameters"]),
        ({"parameters": [1.0] * 5 + ["a"]}, ["body", "parameters", 5]),
        ({"parameters": [1e200] * 6, "activation": "linear"}, ["body", "parameters"]),
        ({"activation": "softmax"}, ["body", "activation"]),
        ({"cost": "cross_entropy", "output": "tanh"}, ["body", "cost"]),
        ({"cost": "cross_entropy", "y": [2.0]}, ["body", "y"]),
        ({"x": []}, ["body", "x"]),
        ({"x": [0.1, 0.2]}, ["body", "x"]),
        ({"x": [[0.1], [0.1, 0.2]], "y": [[1.0], [1.0]]}, ["body", "x", 1]),
        ({"x": [[0.1], [0.2]]}, ["body", "y"]),
        ({"x": [[0.1]] * 65, "y": [[0.1]] * 65}, ["body", "x"]),
        ({"nudge": {"parameter": 6, "by": 0.1}}, ["body", "nudge", "parameter"]),
        ({"nudge": {"layer": 4, "index": 0, "by": 0.1}}, ["body", "nudge", "layer"]),
        ({"nudge": {"parameter": 5, "by": 1e200}, "output": "linear"}, ["body", "nudge", "by"]),
        ({"surplus": 1}, ["body", "surplus"]),
    ],
)
def test_what_does_not_fit_is_named(
    client: httpx.Client, change: dict[str, object], place: list[str | int]
) -> None:
    problem = problem_of(client.post("/api/pass", json=body_of(**change)))
    assert problem["loc"][: len(place)] == place
    assert problem["msg"].startswith("Expected")


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1e999"])
def test_only_finite_numbers_are_taken(client: httpx.Client, number: str) -> None:
    body = f'{{"layers": [1, 1], "parameters": [{number}, 0], "x": [0.5], "y": [1]}}'
    answer = client.post("/api/pass", content=body, headers={"Content-Type": "application/json"})
    assert problem_of(answer)["loc"] == ["body", "parameters", 0]


def test_the_largest_network_is_answered(client: httpx.Client) -> None:
    layers = [16] * 8
    answer = done(
        client,
        layers=layers,
        parameters=[0.01] * parameter_count(layers),
        x=[[0.5] * 16] * 64,
        y=[[0.5] * 16] * 64,
    )
    assert len(answer["examples"]) == 64
