"""Numbers that a caller may send, but that hardly anything can be computed with.

Every answer is held to the OpenAPI description by the client: a number is a number wherever one is
promised, and a refusal is one that is documented.
"""

import random
from collections import Counter
from typing import Any

import httpx
import numpy as np
import pytest

from app.nn.parameters import Parameters, parameter_count
from app.nn.serialization import dump
from tests.app.calls import Calls
from tests.conftest import Serve

ROUNDS = 25

NETWORKS: list[dict[str, Any]] = [
    {"layers": [3, 4, 2], "activation": "relu", "output": "linear"},
    {"layers": [3, 2, 2], "activation": "sigmoid"},
    {"layers": [2, 3, 3, 2], "activation": "leaky_relu", "output": "softmax"},
    {"layers": [1, 1, 1], "activation": "linear", "output": "linear"},
    {"layers": [3, 4, 2], "activation": "tanh", "output": "sigmoid", "cost": "cross_entropy"},
]


def extreme(rng: random.Random, largest: float) -> float:
    """Return a number of any size up to `largest`, 0 and the largest more often than others."""
    size = rng.choice([0.0, 1.0, largest, largest * 10 ** rng.uniform(-320, 0)])
    return rng.choice([-1, 1]) * size


def parameters(rng: random.Random, layers: list[int], largest: float) -> list[float]:
    return [extreme(rng, largest) for _ in range(parameter_count(layers))]


def target(rng: random.Random, network: dict[str, Any]) -> int | list[float]:
    outputs = network["layers"][-1]
    if rng.random() < 0.3:
        return rng.randrange(outputs)
    if network.get("cost") == "cross_entropy" or network.get("output") == "softmax":
        return [rng.choice([0.0, 1.0, rng.random()]) for _ in range(outputs)]
    return [extreme(rng, rng.choice([1e154, 1.3e154, 1e308])) for _ in range(outputs)]


def questions(rng: random.Random, network: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Return one call of every computing operation of a session."""
    layers = network["layers"]
    pixels = [rng.choice([0.0, 1.0, 5e-324, rng.random()]) for _ in range(layers[0])]
    example = {"pixels": pixels, "target": target(rng, network)}
    parameter = rng.randrange(parameter_count(layers))
    rate = 10 ** rng.uniform(-300, 3)
    layer = rng.randrange(len(layers))
    quantity = rng.choice(
        [
            {"parameter": parameter},
            {"activation": {"layer": layer, "index": rng.randrange(layers[layer])}},
        ]
    )
    what_if = {"quantity": quantity, "value": extreme(rng, 1000)}
    curve = {"curve": {"from": -1000, "to": extreme(rng, 1000) + 1e-3, "count": 5}}
    return [
        ("forward?terms=3", {"pixels": pixels}),
        ("backward?weights=true&terms=3", example),
        ("what_if", example | what_if | rng.choice([{}, curve])),
        ("check", example | {"parameter": parameter}),
        ("check/all", example),
        ("gradient", {"examples": [example, example]}),
        ("fold", example | {"path": [rng.randrange(size) for size in layers]}),
        ("rates", example | {"learning_rate": rate}),
        ("learn", example | {"learning_rate": rate, "most": 3}),
        ("step", example | {"learning_rate": rate}),
        ("undo", {}),
    ]


@pytest.mark.parametrize("network", NETWORKS, ids=lambda network: network["activation"])
def test_a_number_is_a_number_or_the_question_is_refused(
    network: dict[str, Any], serve: Serve
) -> None:
    rng = random.Random(str(network))
    session = Calls(serve(), weights="random", **network)
    statuses: Counter[int] = Counter()
    for _ in range(ROUNDS):
        largest = rng.choice([1.0, 1e3, 1e6])
        vector = np.array(parameters(rng, network["layers"], largest))
        answer = session.put(dump(Parameters(network["layers"], vector), {}, "float64"))
        assert answer.status_code == 204, answer.text
        for what, body in questions(rng, network):
            statuses[session.post(what, **body).status_code] += 1
    assert statuses.keys() <= {200, 409, 422}
    assert statuses[200] > ROUNDS


def test_the_pass_of_a_callers_own_network_too(client: httpx.Client) -> None:
    rng = random.Random(1)
    for _ in range(5 * ROUNDS):
        network = rng.choice(NETWORKS)
        layers = network["layers"]
        body = network | {
            "parameters": parameters(rng, layers, 10 ** rng.uniform(0, 308)),
            "x": [extreme(rng, 10 ** rng.uniform(0, 308)) for _ in range(layers[0])],
            "y": [extreme(rng, 1.3e154) for _ in range(layers[-1])],
            "nudge": rng.choice([None, {"parameter": 0, "by": extreme(rng, 1e308)}]),
        }
        assert client.post("/api/pass", json=body).status_code in {200, 422}


@pytest.mark.parametrize("path", ["backward", "step"])
def test_a_cost_beyond_all_numbers_is_refused(client: httpx.Client, path: str) -> None:
    session = Calls(client, layers=[3, 2], weights="random", output="linear")
    example = {"pixels": [0, 0, 0], "target": [1.3e154, -1.3e154]}
    answer = session.post(path, **example, **({"learning_rate": 1} if path == "step" else {}))
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["type"] == "not_finite"


@pytest.mark.parametrize("depth", [2, 3])
def test_a_derivative_of_a_large_weight_is_measured(client: httpx.Client, depth: int) -> None:
    layers = [1] * (depth + 1)
    session = Calls(client, layers=layers, activation="relu", output="linear", weights="random")
    vector = np.array([1e6, 0] * depth)
    assert session.put(dump(Parameters(layers, vector), {}, "float64")).status_code == 204
    parameter = 2 * depth - 2
    checked = session.done("check", pixels=[1.0], target=[0.0], parameter=parameter)
    assert checked["agree"]
    assert checked["finite_difference"] == pytest.approx(checked["backprop"], rel=0.01)
