"""That was a 3: steps on one picture until the network says so."""

from typing import Any

import httpx
import numpy as np
import pytest

from app.nn.serialization import dump
from tests.app.calls import Calls, problem_of
from tests.conftest import Serve

LARGE = {"layers": [784, 70, 10], "weights": "random", "seed": 2}  # over 50,000 parameters


def wrong_target(session: Calls, pixels: list[float]) -> int:
    """Return a digit that the network does not take the picture for."""
    return (int(session.done("forward", pixels=pixels)["prediction"]) + 1) % 2


@pytest.mark.parametrize("wanted", [{"weights": "random", "seed": 3}, LARGE])
def test_network_learns_the_picture(client: httpx.Client, wanted: dict[str, Any]) -> None:
    session = Calls(client, **wanted)
    pixels, network = session.pixels(), session.network()
    target = wrong_target(session, pixels)
    answer = session.done("learn", pixels=pixels, target=target, learning_rate=1, most=200)
    assert {"iteration", "steps", "costs", "prediction", "learnt"} <= answer.keys()
    assert answer["learnt"] is True
    assert answer["prediction"] == target
    assert session.done("forward", pixels=pixels)["prediction"] == target
    assert 0 < answer["steps"] == answer["iteration"] == len(answer["costs"]) - 1
    x, y = np.array(pixels), np.eye(10)[target]
    for n, cost in enumerate(answer["costs"]):
        trace = network.backprop(x, y)
        assert cost == pytest.approx(trace.cost, rel=1e-9)
        assert (trace.forward.prediction == target) == (n == answer["steps"])
        if n < answer["steps"]:
            network.step(trace.gradient, 1)
    np.testing.assert_allclose(session.network().parameters.vector, network.parameters.vector)


def test_one_undo_takes_all_steps_back(session: Calls) -> None:
    before, pixels = session.state(), session.pixels()
    target = wrong_target(session, pixels)
    answer = session.done("learn", pixels=pixels, target=target, learning_rate=0.1, most=200)
    assert answer["steps"] > 1
    learnt = session.state()
    assert learnt[0]["undo"] == before[0]["undo"] + 1
    session.client.post(f"{session.url}/undo")
    after = session.state()
    assert after[1] == before[1]
    assert after[0]["iteration"] == before[0]["iteration"]
    session.client.post(f"{session.url}/redo")
    described, vector = session.state()
    assert vector == learnt[1]
    assert described == learnt[0] | {"revision": learnt[0]["revision"] + 2}


def test_it_is_given_up_after_the_most(session: Calls) -> None:
    pixels = session.pixels()
    target = wrong_target(session, pixels)
    answer = session.done("learn", pixels=pixels, target=target, learning_rate=1e-6, most=3)
    assert (answer["steps"], answer["learnt"]) == (3, False)
    assert answer["prediction"] != target
    assert session.describe()["iteration"] == 3


def test_what_is_known_already_changes_nothing(session: Calls) -> None:
    before, pixels = session.state(), session.pixels()
    plain = session.done("forward", pixels=pixels)
    target = plain["prediction"]
    answer = session.done("learn", pixels=pixels, target=target, learning_rate=1, most=5)
    assert (answer["steps"], answer["learnt"], answer["iteration"]) == (0, True, 0)
    assert len(answer["costs"]) == 1
    assert session.state() == before


def test_target_may_be_all_outputs(client: httpx.Client) -> None:
    session = Calls(client, layers=[784, 16, 10], initializer="xavier", seed=1)
    pixels = session.pixels()
    target = wrong_target(session, pixels)
    wanted = [0.1] * 10
    wanted[target] = 0.9
    answer = session.done("learn", pixels=pixels, target=wanted, learning_rate=1, most=200)
    assert (answer["prediction"], answer["learnt"]) == (target, True)


def test_a_diverging_lesson_is_refused(client: httpx.Client) -> None:
    session = Calls(client, layers=[784, 16, 10], activation="relu", output="linear", seed=1)
    network = session.network()
    network.parameters.vector *= 1e3  # so that the first step goes far beyond a million
    assert session.put(dump(network.parameters, {})).status_code == 204
    before, pixels = session.state(), session.pixels()
    target = wrong_target(session, pixels)
    answer = session.post("learn", pixels=pixels, target=target, learning_rate=10, most=200)
    problem = problem_of(answer)
    assert (problem["type"], problem["loc"]) == ("diverged", ["body", "learning_rate"])
    assert session.state() == before


@pytest.mark.parametrize(
    ("change", "place"),
    [
        *(({"most": most}, "most") for most in (0, -1, 201, 1.5, "3", None)),
        *(({"learning_rate": rate}, "learning_rate") for rate in (0, -1, 1001, "1", None)),
        ({"target": 10}, "target"),
        ({"pixels": [0.5]}, "pixels"),
        ({"steps": 3}, "steps"),
    ],
)
def test_wrong_wishes_are_told_by_field(
    session: Calls, change: dict[str, object], place: str
) -> None:
    before = session.describe()
    body = {"pixels": session.pixels(), "target": 3, "learning_rate": 1, "most": 5, **change}
    assert problem_of(session.post("learn", **body))["loc"] == ["body", place]
    assert session.describe() == before


def test_the_most_is_a_setting(serve: Serve) -> None:
    session = Calls(serve(max_learn_steps=2), layers=[5, 2])
    assert session.client.get("/api/limits").json()["max_learn_steps"] == 2
    body = {"pixels": session.pixels(), "target": 1, "learning_rate": 1}
    assert problem_of(session.post("learn", **body, most=3))["loc"] == ["body", "most"]
    assert session.post("learn", **body, most=2).status_code == 200
