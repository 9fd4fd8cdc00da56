"""The cost on a plane around the network, over HTTP: against passes of our own."""

import json
from typing import Any

import httpx
import numpy as np
import pytest

from app.data.digits import load
from app.nn.serialization import dump
from app.nn.training import Batches, one_hot
from tests.app.calls import Calls, problem_of
from tests.app.training.training_client import trained, watching
from tests.conftest import Serve

BY_GRADIENT = {"directions": "gradient", "size": 5, "examples": 100}
NEW = {"layers": [784, 12, 10], "weights": "random", "seed": 3}
RELU = {"layers": [784, 4, 10], "activation": "relu", "output": "linear", "seed": 1}


def lines(session: Calls, **wanted: object) -> list[dict[str, Any]]:
    answer = session.post("landscape", **wanted)
    assert answer.status_code == 200, answer.text
    return [json.loads(line, parse_constant=pytest.fail) for line in answer.text.splitlines()]


def last_of(session: Calls, **wanted: object) -> dict[str, Any]:
    *_, last = lines(session, **wanted)
    return last


class Ground:
    """The digits under a landscape, and the cost over them."""

    def __init__(self, session: Calls, count: int) -> None:
        train = load().train
        indices = Batches(60_000, count, session.describe()["seed"])[0]
        self.x, self.y = train.pixels(indices), one_hot(train.labels[indices], 10)
        self.network = session.network()

    def cost(self, vector: np.ndarray) -> float:
        other = self.network.copy()
        other.parameters.vector[...] = vector
        return other.backprop(self.x, self.y).cost

    def downhill(self) -> np.ndarray:
        gradient = self.network.backprop(self.x, self.y).gradient.vector
        return -gradient / np.linalg.norm(gradient)


def random_network(client: httpx.Client) -> Calls:
    return Calls(client, layers=[784, 8, 6, 10], weights="random", seed=4)


def run_of(session: Calls) -> dict[str, Any]:
    """Train for an epoch, and return the run."""
    with watching(session) as watcher:
        watcher.send("start", epochs=1, batch_size=100, learning_rate=0.5, seed=5)
        run: dict[str, Any] = watcher.until_status("finished")["run"]
    assert len(run["moments"]) > 3
    return run


@pytest.mark.parametrize("wanted", [{}, NEW, {"layers": [784, 10], "seed": 2}, RELU])
def test_the_middle_is_the_present_point(client: httpx.Client, wanted: dict[str, Any]) -> None:
    session = Calls(client, **wanted)
    seen = last_of(session, **BY_GRADIENT)
    ground = Ground(session, 100)
    assert seen["point"] == [0, 0]
    assert seen["x"][2] == seen["y"][2] == 0
    assert seen["point_cost"] == pytest.approx(ground.cost(ground.network.parameters.vector))
    assert seen["costs"][2][2] == pytest.approx(seen["point_cost"], rel=1e-9)
    assert (seen["examples"], seen["iteration"], seen["path"]) == (100, 0, [])


@pytest.mark.parametrize("wanted", [{}, NEW, {"layers": [784, 10], "seed": 2}, RELU])
def test_x_is_downhill(client: httpx.Client, wanted: dict[str, Any]) -> None:
    session = Calls(client, **wanted)
    seen = last_of(session, **BY_GRADIENT)
    ground = Ground(session, 100)
    for x, cost in zip(seen["x"], seen["costs"][2], strict=True):
        place = ground.network.parameters.vector + x * ground.downhill()
        assert cost == pytest.approx(ground.cost(place), rel=1e-9)


def test_a_small_step_goes_downhill_as_the_gradient_promises(session: Calls) -> None:
    seen = last_of(session, **BY_GRADIENT, span=1e-3)
    assert seen["x"] == seen["y"] == pytest.approx([-1e-3, -5e-4, 0, 5e-4, 1e-3])
    left, right = seen["costs"][2][1], seen["costs"][2][3]
    assert (right - left) / 1e-3 == pytest.approx(-seen["gradient_norm"], rel=1e-3)
    below, above = seen["costs"][1][2], seen["costs"][3][2]
    assert abs(above - below) / 1e-3 < 1e-3 * seen["gradient_norm"]  # y is level


def test_the_seed_turns_the_other_direction(client: httpx.Client) -> None:
    session = random_network(client)
    first, again, other = (last_of(session, **BY_GRADIENT, seed=seed) for seed in (1, 1, 2))
    assert first["costs"] == again["costs"]
    assert first["costs"][2] == other["costs"][2]
    assert first["costs"][0] != other["costs"][0]


def test_progress_grows(session: Calls) -> None:
    seen = lines(session, directions="gradient", size=21, examples=1000)
    done = [line["done"] for line in seen]
    assert done == sorted(done)
    assert len({line["of"] for line in seen}) == 1
    assert done[-1] == seen[-1]["of"]
    assert "costs" not in seen[0]


def test_the_path_of_a_run(client: httpx.Client) -> None:
    session = Calls(client, **NEW)
    run = run_of(session)
    wanted = {"directions": "path", "run": run["id"], "size": 9, "examples": 100}
    seen = last_of(session, **wanted)
    places = seen["path"]
    assert [place["iteration"] for place in places] == run["moments"]
    ground = Ground(session, 100)
    vectors = []
    for place in places:
        answer = session.post(f"runs/{run['id']}/go", iteration=place["iteration"])
        assert answer.status_code == 200, answer.text
        vectors.append(session.network().parameters.vector)
        assert place["cost"] == pytest.approx(ground.cost(vectors[-1]), rel=1e-6)
    # The plane goes through the present point, which was the run's last.
    away = np.array(vectors) - ground.network.parameters.vector
    centred = np.array(vectors) - np.mean(vectors, axis=0)
    _, _, directions = np.linalg.svd(centred, full_matrices=False)
    for name, direction in zip("xy", directions, strict=False):
        expected = away @ direction
        got = np.array([place[name] for place in places])
        sign = np.sign(got @ expected)
        np.testing.assert_allclose(got, sign * expected, rtol=1e-6, atol=1e-6)
    assert (places[-1]["x"], places[-1]["y"]) == pytest.approx((0, 0), abs=1e-9)
    assert max(abs(place[name]) for place in places for name in "xy") < seen["x"][-1]
    assert seen["costs"][4][4] == pytest.approx(places[-1]["cost"], rel=1e-6)


def test_a_path_lies_on_the_gradient_s_plane_too(client: httpx.Client) -> None:
    session = Calls(client, **NEW)
    run = run_of(session)
    seen = last_of(session, **BY_GRADIENT, run=run["id"])
    assert [place["iteration"] for place in seen["path"]] == run["moments"]
    session.post(f"runs/{run['id']}/go", iteration=0)
    ground = Ground(session, 100)
    assert seen["path"][0]["cost"] == pytest.approx(
        ground.cost(session.network().parameters.vector), rel=1e-6
    )


def test_a_path_needs_a_run(session: Calls) -> None:
    wanted = {"directions": "path", "size": 5, "examples": 100}
    assert problem_of(session.post("landscape", **wanted))["loc"] == ["body", "run"]
    answer = session.post("landscape", **wanted, run="none")
    assert (answer.status_code, answer.json().keys()) == (404, {"detail"})


def test_a_run_that_has_just_begun_has_no_plane(client: httpx.Client) -> None:
    session = Calls(client, **NEW)
    run = trained(session, 1, batch_size=10, learning_rate=0.5)["run"]
    assert len(run["moments"]) < 3
    wanted = {"directions": "path", "run": run["id"], "size": 5, "examples": 100}
    answer = session.post("landscape", **wanted)
    assert (answer.status_code, answer.json().keys()) == (409, {"detail"})


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"directions": "up"}, "directions"),
        ({"directions": None}, "directions"),
        *(({"size": size}, "size") for size in (3, 6, 43, 10**30, 5.5, "5", None)),
        *(({"span": span}, "span") for span in (0, -1, 1e7, "1", True)),
        *(({"examples": count}, "examples") for count in (0, 9, 10_001, 60_001, 1.5, None)),
        *(({"seed": seed}, "seed") for seed in (-1, 2**53, 0.5)),
        ({"run": 1}, "run"),
        ({"run": "x" * 10_000}, "run"),
        ({"batch_size": 10}, "batch_size"),
    ],
    ids=str,
)
def test_odd_wishes_are_named(session: Calls, change: dict[str, Any], field: str) -> None:
    before = session.state()
    problem = problem_of(session.post("landscape", **{**BY_GRADIENT, **change}))
    assert problem["loc"] == ["body", field]
    assert problem["msg"].startswith("Expected")
    assert session.state() == before


def test_it_needs_a_network_that_takes_digits(small: Calls) -> None:
    answer = small.post("landscape", **BY_GRADIENT)
    assert problem_of(answer)["loc"] == ["path", "session_id"]


def test_where_the_cost_has_no_number_there_is_none(serve: Serve) -> None:
    session = Calls(serve(max_parameter_size=1e300), **RELU)
    network = session.network()
    network.parameters.vector *= 1e75
    assert session.put(dump(network.parameters, {})).status_code == 204
    answer = session.post("landscape", **BY_GRADIENT)
    if answer.status_code == 200:
        costs = np.array(json.loads(answer.text.splitlines()[-1])["costs"], dtype=float)
        assert np.isnan(costs).any()
    else:
        assert problem_of(answer)["type"] == "not_finite"


def test_it_changes_nothing(session: Calls) -> None:
    before = session.state()
    last_of(session, **BY_GRADIENT)
    assert session.state() == before


def test_the_limits_are_settings(serve: Serve) -> None:
    products = 25 * 100 * 13_002
    limits = {
        "max_landscape_examples": 200,
        "max_landscape_size": 7,
        "max_landscape_products": products,
    }
    session = Calls(serve(**limits))
    assert limits.items() <= session.client.get("/api/limits").json().items()
    assert session.post("landscape", **BY_GRADIENT).status_code == 200
    for change, field in (
        ({"examples": 101}, "examples"),
        ({"examples": 201}, "examples"),
        ({"size": 7}, "examples"),
        ({"size": 9}, "size"),
    ):
        answer = session.post("landscape", **{**BY_GRADIENT, **change})
        assert problem_of(answer)["loc"] == ["body", field]
