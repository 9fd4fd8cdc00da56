"""Every derivative by forward passes alone, counted as they are taken."""

import json
from typing import Any

import httpx
import numpy as np
import pytest

from app.api.http import streams
from tests.app.calls import Calls, problem_of
from tests.conftest import Serve


def lines_of(session: Calls, **body: object) -> list[dict[str, Any]]:
    answer = session.post("check/all", **body)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/x-ndjson"
    return [json.loads(line) for line in answer.text.splitlines()]


def test_thirteen_thousand_passes_find_what_one_pass_back_finds(
    client: httpx.Client, picture: list[float]
) -> None:
    session = Calls(client, trained_for=1000)
    before = session.state()
    last = lines_of(session, pixels=picture, target=8)[-1]
    assert session.state() == before
    assert (last["done"], last["of"]) == (13_003, 13_003)
    assert (last["measured"], last["parameter_count"]) == (13_002, 13_002)
    assert last["largest_difference"] < 1e-5 * last["largest_derivative"]
    assert last["elapsed_ms"] > 0
    assert last["backprop_ms"] > 0
    network = session.network()
    gradient = network.backprop(np.array(picture), np.eye(10)[8]).gradient.vector
    assert last["largest_derivative"] == pytest.approx(np.abs(gradient).max(), rel=1e-5)


def test_the_passes_are_counted_as_they_run(
    monkeypatch: pytest.MonkeyPatch, session: Calls, picture: list[float]
) -> None:
    monkeypatch.setattr(streams, "INTERVAL_S", 0)
    lines = lines_of(session, pixels=picture, target=8)
    counts = [line["done"] for line in lines]
    assert len(counts) > 2
    assert counts == sorted(counts)
    assert all(line.keys() == lines[-1].keys() for line in lines)
    assert all(line["measured"] == max(0, line["done"] - 1) for line in lines)


@pytest.mark.parametrize("activation", ["sigmoid", "tanh", "relu", "leaky_relu", "linear"])
@pytest.mark.parametrize("output", ["sigmoid", "softmax", "linear"])
def test_they_agree_for_every_kind(client: httpx.Client, activation: str, output: str) -> None:
    kind = {"activation": activation, "output": output, "initializer": "xavier", "seed": 4}
    session = Calls(client, layers=[5, 4, 4, 3], weights="random", **kind)
    last = lines_of(session, pixels=session.pixels(), target=1)[-1]
    assert last["measured"] == 4 * 5 + 4 + 4 * 4 + 4 + 3 * 4 + 3
    assert last["largest_difference"] < 1e-5 * max(1, last["largest_derivative"])


def test_fewer_may_be_measured(session: Calls, picture: list[float]) -> None:
    last = lines_of(session, pixels=picture, target=8, count=50)[-1]
    assert (last["done"], last["measured"], last["parameter_count"]) == (51, 50, 13_002)


def test_no_more_are_measured_than_the_limit_allows(serve: Serve) -> None:
    session = Calls(serve(max_measured=10), layers=[5, 4, 3, 2])
    body = {"pixels": [0.5] * 5, "target": 1}
    assert lines_of(session, **body)[-1]["measured"] == 10
    problem = problem_of(session.post("check/all", **body, count=11))
    assert problem["loc"] == ["body", "count"]
    assert "at most 10" in problem["msg"]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"pixels": [0.5]}, "pixels"),
        ({"target": 2}, "target"),
        ({"count": 0}, "count"),
        ({"count": 48}, "count"),
        ({"count": 1.5}, "count"),
        ({"parameter": 1}, "parameter"),
    ],
)
def test_wrong_questions_are_refused(small: Calls, wrong: dict[str, object], field: str) -> None:
    body = {"pixels": [0.5] * 5, "target": 1} | wrong
    assert problem_of(small.post("check/all", **body))["loc"] == ["body", field]


def test_an_unknown_session_is_a_404(client: httpx.Client) -> None:
    body = {"pixels": [0.5] * 784, "target": 1}
    assert client.post("/api/sessions/unknown/check/all", json=body).status_code == 404
