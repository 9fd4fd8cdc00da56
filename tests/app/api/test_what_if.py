"""What if, and the check of a derivative, over HTTP."""

import json
from typing import Any

import httpx
import numpy as np
import pytest

from app.nn.network import Network
from app.nn.serialization import dump
from tests.app.calls import JSON, Calls, assert_close, problem_of
from tests.conftest import Serve

CROSS_ENTROPY = {"layers": [5, 4, 2], "cost": "cross_entropy", "seed": 2}
LARGE = {"layers": [784, 70, 10], "weights": "random", "seed": 2}  # over 50,000 parameters
TANH, RELU = (
    {"activation": activation, "weights": "random", "seed": 4} for activation in ("tanh", "relu")
)


def cost_of(network: Network, pixels: list[float], target: int) -> float:
    return network.backprop(np.array(pixels), np.eye(network.layers[-1])[target]).cost


@pytest.mark.parametrize("wanted", [{}, CROSS_ENTROPY, LARGE, TANH])
def test_another_parameter(client: httpx.Client, wanted: dict[str, Any]) -> None:
    session = Calls(client, **wanted)
    pixels, network = session.pixels(), session.network()
    for index in (3, network.parameters.vector.size - 1):
        before = cost_of(network, pixels, 1)
        derivative = network.backprop(
            np.array(pixels), np.eye(network.layers[-1])[1]
        ).gradient.vector[index]
        value_before = float(network.parameters.vector[index])
        answer = session.done(
            "what_if", pixels=pixels, target=1, quantity={"parameter": index}, value=0.75
        )
        network.parameters.vector[index] = 0.75
        trace = network.forward(np.array(pixels))
        assert answer.keys() == {
            *("activations", "pre_activations", "prediction", "name", "cost_before", "cost"),
            *("value_before", "value", "derivative", "promised", "change"),
        }
        assert_close(answer["activations"], trace.activations)
        assert_close(answer["pre_activations"], trace.pre_activations)
        assert answer["prediction"] == trace.prediction
        after = cost_of(network, pixels, 1)
        network.parameters.vector[index] = value_before
        assert answer["cost_before"] == pytest.approx(before, rel=1e-9)
        assert answer["cost"] == pytest.approx(after, rel=1e-9)
        assert answer["change"] == pytest.approx(after - before, rel=1e-6, abs=1e-12)
        assert (answer["value_before"], answer["value"]) == (value_before, 0.75)
        assert answer["derivative"] == pytest.approx(derivative, rel=1e-9)
        assert answer["promised"] == pytest.approx(derivative * (0.75 - value_before), rel=1e-9)


def test_change_is_that_of_two_calls(small: Calls) -> None:
    """As somebody sees it who puts the parameter himself."""
    body = {"pixels": small.pixels(), "target": 1}
    answer = small.done("what_if", **body, quantity={"parameter": 30}, value=-2)
    before = small.done("backward", **body)["cost"]
    network = small.network()
    network.parameters.vector[30] = -2
    assert small.put(dump(network.parameters, {})).status_code == 204
    after = small.done("backward", **body)
    assert answer["change"] == pytest.approx(after["cost"] - before, rel=1e-9)
    assert answer["activations"] == after["activations"]


@pytest.mark.parametrize("layer", range(4))
def test_another_activation(small: Calls, layer: int) -> None:
    pixels, network = small.pixels(), small.network()
    body = {"pixels": pixels, "target": 1}
    plain = small.done("backward", **body)
    quantity = {"activation": {"layer": layer, "index": 1}}
    answer = small.done("what_if", **body, quantity=quantity, value=0.3)
    changed = np.array(plain["activations"][layer])
    changed[1] = 0.3
    later = network.forward(changed, layer)
    assert_close(answer["activations"][layer:], later.activations)
    assert answer["activations"][:layer] == plain["activations"][:layer]
    assert answer["pre_activations"][:layer] == plain["pre_activations"][:layer]
    assert answer["name"] == f"a{layer}[1]"
    assert answer["value_before"] == plain["activations"][layer][1]
    assert answer["cost"] == pytest.approx(np.sum((later.output - [0, 1]) ** 2), rel=1e-9)
    if layer > 0:
        nudge = plain["nudges"]["activations"][layer - 1][1]
        assert answer["derivative"] == pytest.approx(-nudge, rel=1e-9)
    else:
        slope = np.dot(network.weights[0].T, plain["deltas"][0])[1]
        assert answer["derivative"] == pytest.approx(slope, rel=1e-9)


@pytest.mark.parametrize("wanted", [{}, LARGE], ids=["default", "large"])
@pytest.mark.parametrize(
    "quantity", [{"parameter": 12_560}, {"activation": {"layer": 1, "index": 3}}]
)
def test_curve(client: httpx.Client, wanted: dict[str, Any], quantity: dict[str, Any]) -> None:
    session = Calls(client, **wanted)
    body = {"pixels": session.pixels(), "target": 3, "quantity": quantity}
    span = {"from": -2, "to": 2.5, "count": 201}
    curve = session.done("what_if", **body, value=0.5, curve=span)["curve"]
    assert curve.keys() == {"values", "costs"}
    np.testing.assert_allclose(curve["values"], np.linspace(-2, 2.5, 201), rtol=1e-12, atol=1e-12)
    assert len(curve["costs"]) == 201
    for n in (0, 100, 200):
        one = session.done("what_if", **body, value=curve["values"][n])
        assert curve["costs"][n] == pytest.approx(one["cost"], rel=1e-9)


def test_where_there_is_no_cost(client: httpx.Client) -> None:
    """Cross-entropy of an output outside 0..1: the curve has gaps, and such a value is refused."""
    session = Calls(client, **CROSS_ENTROPY)
    output = {"activation": {"layer": 2, "index": 0}}
    body = {"pixels": session.pixels(), "target": 0, "quantity": output}
    curve = {"from": -0.5, "to": 0.5, "count": 3}
    costs = session.done("what_if", **body, value=0.5, curve=curve)["curve"]["costs"]
    assert costs[:2] == [None, None]
    assert costs[2] > 0
    problem = problem_of(session.post("what_if", **body, value=-0.5))
    assert (problem["type"], problem["loc"]) == ("not_finite", ["body", "value"])


@pytest.mark.parametrize("wanted", [{}, CROSS_ENTROPY, LARGE, RELU])
def test_check(client: httpx.Client, wanted: dict[str, Any]) -> None:
    session = Calls(client, **wanted)
    pixels, network = session.pixels(), session.network()
    trace = network.backprop(np.array(pixels), np.eye(network.layers[-1])[1])
    for index in (2, network.parameters.vector.size - 1):
        answer = session.done("check", pixels=pixels, target=1, parameter=index)
        assert answer.keys() == {
            *("parameter", "name", "value", "backprop", "finite_difference", "step"),
            *("relative_difference", "agree"),
        }
        assert answer["parameter"] == index
        assert answer["value"] == network.parameters.vector[index]
        assert answer["backprop"] == pytest.approx(trace.gradient.vector[index], rel=1e-9)
        assert answer["finite_difference"] == pytest.approx(answer["backprop"], rel=1e-6, abs=1e-10)
        assert answer["agree"] is True
    assert answer["name"] == f"b{len(network.layers) - 1}[{network.layers[-1] - 1}]"


def test_questions_change_nothing(small: Calls) -> None:
    body = {"pixels": small.pixels(), "target": 1}
    small.done("step", **body, learning_rate=0.1)
    before = small.state()
    curve = {"from": -1, "to": 1, "count": 5}
    small.done("what_if", **body, quantity={"parameter": 4}, value=2, curve=curve)
    small.done("what_if", **body, quantity={"activation": {"layer": 1, "index": 0}}, value=2)
    small.done("check", **body, parameter=7)
    assert small.state() == before


GOOD = {
    "pixels": [0.5] * 5,
    "target": 1,
    "quantity": {"parameter": 0},
    "value": 0.5,
    "curve": {"from": -1, "to": 1, "count": 3},
}
NEURON = {"layer": 1, "index": 0}
# What is changed in a good question to a session with layers 5, 4, 3, 2, and the field to name.
WRONG: list[tuple[dict[str, Any], list[str]]] = [
    ({"pixels": [0.5] * 4}, ["pixels"]),
    ({"target": 2}, ["target"]),
    ({"value": 1000.5}, ["value"]),
    ({"value": -1000.5}, ["value"]),
    ({"value": float("nan")}, ["value"]),
    ({"value": float("inf")}, ["value"]),
    ({"value": "1"}, ["value"]),
    ({"value": None}, ["value"]),
    ({"quantity": {}}, ["quantity"]),
    ({"quantity": {"parameter": 1, "activation": NEURON}}, ["quantity"]),
    ({"quantity": {"bias": 1}}, ["quantity", "bias"]),
    ({"quantity": 1}, ["quantity"]),
    ({"quantity": {"parameter": -1}}, ["quantity", "parameter"]),
    ({"quantity": {"parameter": 47}}, ["quantity", "parameter"]),
    ({"quantity": {"parameter": 1.5}}, ["quantity", "parameter"]),
    ({"quantity": {"parameter": 10**30}}, ["quantity", "parameter"]),
    ({"quantity": {"activation": {"layer": 4, "index": 0}}}, ["quantity", "activation", "layer"]),
    ({"quantity": {"activation": {"layer": -1, "index": 0}}}, ["quantity", "activation", "layer"]),
    ({"quantity": {"activation": {"layer": 0, "index": 5}}}, ["quantity", "activation", "index"]),
    ({"quantity": {"activation": {"layer": 3, "index": 2}}}, ["quantity", "activation", "index"]),
    ({"quantity": {"activation": {"layer": 1}}}, ["quantity", "activation", "index"]),
    ({"curve": {"from": 0, "to": 1, "count": 202}}, ["curve", "count"]),
    ({"curve": {"from": 0, "to": 1, "count": 1}}, ["curve", "count"]),
    ({"curve": {"from": 0, "to": 1}}, ["curve", "count"]),
    ({"curve": {"from": 1, "to": 1, "count": 3}}, ["curve", "to"]),
    ({"curve": {"from": -1001, "to": 1, "count": 3}}, ["curve", "from"]),
    ({"curve": {"from": 0, "to": 1001, "count": 3}}, ["curve", "to"]),
    ({"curve": {"from": 0, "to": float("nan"), "count": 3}}, ["curve", "to"]),
    ({"curve": {"start": 0, "to": 1, "count": 3}}, ["curve", "from"]),
]


@pytest.mark.parametrize(("change", "place"), WRONG, ids=[str(change) for change, _ in WRONG])
def test_wrong_what_if_is_told_by_field(
    small: Calls, change: dict[str, Any], place: list[str]
) -> None:
    before = small.state()
    body = json.dumps({**GOOD, **change})  # with NaN, which httpx would not send
    answer = small.client.post(f"{small.url}/what_if", content=body, headers=JSON)
    problem = problem_of(answer)
    assert problem["loc"] == ["body", *place]
    assert problem["msg"].startswith("Expected")
    assert small.state() == before


@pytest.mark.parametrize("parameter", [47, -1, 1.5, "0", None, 10**30])
def test_wrong_parameter_is_told(small: Calls, parameter: object) -> None:
    answer = small.post("check", pixels=small.pixels(), target=1, parameter=parameter)
    assert problem_of(answer)["loc"] == ["body", "parameter"]


def test_good_question_is_good(small: Calls) -> None:
    assert small.post("what_if", **GOOD).status_code == 200


def test_limits_are_settings(serve: Serve) -> None:
    session = Calls(serve(max_what_if_size=2, max_curve_points=2), layers=[5, 2])
    limits = session.client.get("/api/limits").json()
    assert (limits["max_what_if_size"], limits["max_curve_points"]) == (2, 2)
    assert problem_of(session.post("what_if", **{**GOOD, "value": 2.5}))["loc"] == ["body", "value"]
    assert problem_of(session.post("what_if", **GOOD))["loc"] == ["body", "curve", "count"]


def test_what_grows_beyond_all_bounds_is_refused(serve: Serve) -> None:
    client = serve(max_parameter_size=1e300)
    session = Calls(client, layers=[2, 2, 2], activation="linear", output="linear")
    network = session.network()
    network.parameters.vector[...] = 0
    network.weights[1][...] = 1e155
    assert session.put(dump(network.parameters, {})).status_code == 204
    body = {"pixels": [1, 1], "target": 0}
    before = session.state()
    problem = problem_of(session.post("what_if", **body, quantity={"parameter": 0}, value=10))
    assert (problem["type"], problem["loc"]) == ("not_finite", ["body", "value"])
    assert session.state() == before
