"""Gradients: odd requests are refused by their field, limits are settings, and answers are JSON."""

import json
from typing import Any

import httpx
import numpy as np
import pytest
import safetensors.numpy

from app.data.digits import load
from app.nn.serialization import dump
from app.nn.training import Batches, one_hot
from tests.app.calls import JSON, Calls, problem_of
from tests.app.training.training_client import watching
from tests.conftest import Serve

DIGIT = {"split": "train", "index": 7}
PICTURE = {"pixels": [0.5] * 5, "target": 1}


@pytest.mark.parametrize(
    ("example", "place"),
    [
        ("{}", ["pixels"]),
        ("null", []),
        ("3", []),
        ('"train"', []),
        ("[]", []),
        ('{"index": 3}', ["split"]),
        ('{"split": "test"}', ["index"]),
        ('{"split": "validation", "index": 3}', ["split"]),
        ('{"split": "test", "index": -1}', ["index"]),
        ('{"split": "test", "index": 1.5}', ["index"]),
        ('{"split": "test", "index": "1"}', ["index"]),
        ('{"split": "test", "index": 1, "pixels": [0, 0, 0, 0, 0]}', ["pixels"]),
        ('{"pixels": [0, 0, NaN, 0, 0], "target": 1}', ["pixels", 2]),
        ('{"pixels": [0, 0, 2, 0, 0], "target": 1}', ["pixels", 2]),
        ('{"pixels": [0, 0, 0, 0], "target": 1}', ["pixels"]),
        ('{"pixels": [0, 0, 0, 0, 0]}', ["target"]),
        ('{"pixels": [0, 0, 0, 0, 0], "target": 2}', ["target"]),
        ('{"pixels": [0, 0, 0, 0, 0], "target": [0, 1, 0]}', ["target"]),
        ('{"pixels": [0, 0, 0, 0, 0], "target": [0, NaN]}', ["target", 1]),
        ('{"pixels": [0, 0, 0, 0, 0], "target": 1, "label": 1}', ["label"]),
    ],
)
def test_odd_examples_are_told_by_field(small: Calls, example: str, place: list[Any]) -> None:
    before = small.state()
    body = f'{{"examples": [{json.dumps(PICTURE)}, {example}]}}'
    problem = problem_of(small.client.post(f"{small.url}/gradient", content=body, headers=JSON))
    assert problem["loc"] == ["body", "examples", 1, *place]
    assert problem["msg"].startswith("Expected")
    assert small.state() == before


def test_mnist_needs_a_network_that_takes_it(small: Calls) -> None:
    loc = problem_of(small.post("gradient", examples=[DIGIT]))["loc"]
    assert loc[:3] == ["body", "examples", 0]
    for what in ({"over": "all"}, {"over": "count", "count": 3}):
        answer = small.post("gradient/average", **what)
        assert problem_of(answer)["loc"] == ["path", "session_id"]


def test_a_small_network_s_own_pictures(small: Calls) -> None:
    answer = small.post("gradient", examples=[PICTURE, {**PICTURE, "target": [0.25, 0.5]}])
    assert answer.status_code == 200
    nudges = safetensors.numpy.load(answer.content)["nudges"]
    network, x = small.network(), np.full(5, 0.5)
    for row, target in zip(nudges, ([0, 1], [0.25, 0.5]), strict=True):
        expected = -network.backprop(x, np.array(target)).gradient.vector
        np.testing.assert_allclose(row, expected, rtol=1e-12)


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"over": "all", "count": 5}, "count"),
        ({"over": "all", "batch_size": 5}, "batch_size"),
        ({"over": "count", "count": 5, "batch_size": 5}, "batch_size"),
        ({"over": "mini_batch", "count": 5, "batch_size": 5}, "count"),
        ({"over": "mini_batch", "batch_size": 0}, "batch_size"),
        ({"over": "mini_batch", "batch_size": "10"}, "batch_size"),
        ({"over": "count", "count": 10**30}, "count"),
        ({"over": "count", "count": True}, "count"),
        ({"over": "all", "seed": 5}, "seed"),
        ({"over": None}, "over"),
    ],
    ids=str,
)
def test_odd_averages_are_told_by_field(session: Calls, wanted: dict[str, Any], field: str) -> None:
    before = session.state()
    problem = problem_of(session.post("gradient/average", **wanted))
    assert problem["loc"] == ["body", field]
    assert problem["msg"].startswith("Expected")
    assert session.state() == before


def test_limits_are_settings(serve: Serve) -> None:
    client = serve(max_gradient_examples=3, max_gradient_numbers=2 * 13_002)
    limits = client.get("/api/limits").json()
    assert (limits["max_gradient_examples"], limits["max_gradient_numbers"]) == (3, 26_004)
    lecture, small = Calls(client), Calls(client, layers=[784, 2, 10])
    assert lecture.post("gradient", examples=[DIGIT] * 2).status_code == 200
    assert small.post("gradient", examples=[DIGIT] * 3).status_code == 200
    for session, count in ((lecture, 3), (small, 4)):
        answer = session.post("gradient", examples=[DIGIT] * count)
        assert problem_of(answer)["loc"] == ["body", "examples"]


def test_the_answer_of_a_large_network_is_written_in_parts(client: httpx.Client) -> None:
    session = Calls(client, layers=[784, 70, 10], seed=1)
    answer = session.post("gradient/average", over="count", count=20)
    assert answer.headers["content-type"] == "application/x-ndjson"
    assert answer.headers["x-accel-buffering"] == "no"
    last = json.loads(answer.text.splitlines()[-1], parse_constant=pytest.fail)
    train, digits = load().train, Batches(60_000, 20, session.created["seed"])[0]
    y = one_hot(train.labels[digits], 10)
    gradient = session.network().backprop(train.pixels(digits), y).gradient.vector
    assert gradient.size > 50_000
    np.testing.assert_allclose(last["average"], -gradient, rtol=1e-9, atol=1e-15)


def test_a_mini_batch_is_the_next_of_a_run_with_its_own_seed(client: httpx.Client) -> None:
    session = Calls(client, layers=[784, 12, 10], weights="random", seed=3)
    with watching(session) as watcher:
        watcher.run_on(4, seed=11, batch_size=20)
        answer = session.post("gradient/average", over="mini_batch", batch_size=20)
        indices = json.loads(answer.text.splitlines()[-1])["indices"]
        assert indices == Batches(60_000, 20, 11)[4].tolist()
        assert watcher.run_on(1)["batch"]["indices"] == indices


@pytest.mark.parametrize("over", [{"over": "all"}, {"over": "count", "count": 10}])
def test_numbers_beyond_all_bounds_are_refused_before_the_answer_begins(
    serve: Serve, over: dict[str, Any]
) -> None:
    wanted = {"layers": [784, 3, 10], "activation": "relu", "output": "linear", "seed": 1}
    session = Calls(serve(max_parameter_size=1e300), **wanted)
    network = session.network()
    network.parameters.vector[...] = 1e200
    assert session.put(dump(network.parameters, {})).status_code == 204
    assert problem_of(session.post("gradient/average", **over))["type"] == "not_finite"
    assert problem_of(session.post("gradient", examples=[DIGIT]))["type"] == "not_finite"
    answer = session.post("directions", batch_size=10, batches=1)
    assert problem_of(answer)["type"] == "not_finite"
