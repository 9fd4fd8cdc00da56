"""Where mini-batches point beside the exact gradient, over HTTP."""

import json
from typing import Any

import numpy as np
import pytest

from app.data.digits import load
from app.nn.network import Network
from app.nn.training import Batches, one_hot
from tests.app.calls import Calls, problem_of
from tests.conftest import Serve


def lines(session: Calls, **wanted: object) -> list[dict[str, Any]]:
    answer = session.post("directions", **wanted)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/x-ndjson"
    return [json.loads(line) for line in answer.text.splitlines()]


def gradient(network: Network, indices: Any) -> tuple[np.ndarray, float]:
    train = load().train
    trace = network.backprop(train.pixels(indices), one_hot(train.labels[indices], 10))
    return trace.gradient.vector, trace.cost


def test_the_next_mini_batches_beside_the_exact_gradient(session: Calls) -> None:
    session.done("step", learning_rate=0.1, batch_size=20, steps=2)
    *progress, last = lines(session, batch_size=20, batches=3)
    network, seed = session.network(), session.describe()["seed"]
    exact, cost = gradient(network, slice(None))
    length = np.linalg.norm(exact)
    assert last["exact"]["norm"] == pytest.approx(length, rel=1e-9)
    assert last["exact"]["cost"] == pytest.approx(cost, rel=1e-9)
    assert last["iteration"] == 2
    batches = Batches(60_000, 20, seed)
    for n, batch in enumerate(last["batches"], start=2):
        assert batch["indices"] == batches[n].tolist()
        vector, cost = gradient(network, batches[n])
        along = vector @ exact / length
        norm = np.linalg.norm(vector)
        assert batch["cost"] == pytest.approx(cost, rel=1e-9)
        assert batch["norm"] == pytest.approx(norm, rel=1e-9)
        assert batch["along"] == pytest.approx(along, rel=1e-9)
        assert batch["along"] ** 2 + batch["across"] ** 2 == pytest.approx(norm**2, rel=1e-9)
        assert np.cos(np.radians(batch["angle"])) == pytest.approx(along / norm, rel=1e-9)
    done = [line["done"] for line in (*progress, last)]
    assert done == sorted(done)
    assert {line["of"] for line in (*progress, last)} == {60_060}
    assert done[-1] == 60_060


def test_a_batch_of_all_digits_points_like_the_exact_one(session: Calls) -> None:
    *_, last = lines(session, batch_size=60_000, batches=1)
    (batch,) = last["batches"]
    assert batch["along"] == pytest.approx(last["exact"]["norm"], rel=1e-9)
    assert batch["angle"] == pytest.approx(0, abs=1e-6)
    assert len(batch["indices"]) == 100


def test_a_step_along_the_next_batch_is_the_one_that_is_taken(session: Calls) -> None:
    *_, last = lines(session, batch_size=10, batches=1)
    before = session.network().parameters.vector
    session.done("step", learning_rate=0.5, batch_size=10, steps=1)
    moved = np.linalg.norm(session.network().parameters.vector - before)
    assert moved == pytest.approx(0.5 * last["batches"][0]["norm"], rel=1e-9)


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({}, "batch_size"),
        ({"batch_size": 10}, "batches"),
        ({"batch_size": 0, "batches": 1}, "batch_size"),
        ({"batch_size": 60_001, "batches": 1}, "batch_size"),
        ({"batch_size": 1.5, "batches": 1}, "batch_size"),
        ({"batch_size": 10, "batches": 0}, "batches"),
        ({"batch_size": 10, "batches": 51}, "batches"),
        ({"batch_size": 60_000, "batches": 11}, "batches"),
        ({"batch_size": 10, "batches": 10**30}, "batches"),
        ({"batch_size": 10, "batches": 1, "seed": 1}, "seed"),
    ],
)
def test_odd_wishes_are_named(session: Calls, wanted: dict[str, Any], field: str) -> None:
    before = session.state()
    assert problem_of(session.post("directions", **wanted))["loc"] == ["body", field]
    assert session.state() == before


def test_they_need_a_network_that_takes_digits(small: Calls) -> None:
    answer = small.post("directions", batch_size=10, batches=1)
    assert problem_of(answer)["loc"] == ["path", "session_id"]


def test_the_limit_is_a_setting(serve: Serve) -> None:
    session = Calls(serve(max_directions=2))
    assert session.client.get("/api/limits").json()["max_directions"] == 2
    answer = session.post("directions", batch_size=1, batches=3)
    assert problem_of(answer)["loc"] == ["body", "batches"]
