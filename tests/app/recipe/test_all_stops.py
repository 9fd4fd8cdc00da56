"""All stops of the recipe at once: their parameters in one file, and one picture's passes."""

import json
from typing import Any

import httpx
import numpy as np
import pytest
import safetensors.numpy

from app.nn.serialization import read_metadata
from tests.app.calls import Calls, assert_close, problem_of
from tests.conftest import Serve

STOPS = [0, 100, 300, 600, 1000, 2000, 6000]
RELU = {"activation": "relu"}


def file_of(client: httpx.Client, **asked: str) -> tuple[np.ndarray, dict[str, Any]]:
    answer = client.get("/api/trained_for", params=asked)
    assert answer.status_code == 200, answer.text
    (rows,) = safetensors.numpy.load(answer.content).values()
    metadata = {key: json.loads(text) for key, text in read_metadata(answer.content).items()}
    return rows, metadata


def flat(session: Calls) -> np.ndarray:
    return session.network().parameters.vector


def test_the_file_holds_what_sessions_begin_with(client: httpx.Client) -> None:
    rows, metadata = file_of(client)
    assert metadata["stops"] == [*STOPS, None]
    assert metadata["layers"] == [784, 16, 16, 10]
    assert (rows.shape, rows.dtype) == ((8, 13002), np.float32)
    session = Calls(client, weights="trained")
    assert (rows[-1] == flat(session)).all()
    for row, count in ((0, 0), (4, 1000)):
        session.done("reset", trained_for=count)
        assert (rows[row] == flat(session)).all()


def test_half_precision_is_half_as_long_and_nearly_the_same(client: httpx.Client) -> None:
    exact, _ = file_of(client)
    short, _ = file_of(client, dtype="float16")
    assert short.nbytes * 2 == exact.nbytes
    np.testing.assert_allclose(short, exact, rtol=1e-3, atol=1e-6)


def test_a_network_that_is_not_shipped_has_the_recipes_stops_only(client: httpx.Client) -> None:
    rows, metadata = file_of(client, layers="784,12,10", activation="tanh", output="tanh")
    assert metadata["stops"] == STOPS
    assert metadata["cost"] == "squared_error"
    assert rows.shape == (7, 784 * 12 + 12 + 130)


def test_the_file_is_kept_for_good_under_its_version(client: httpx.Client) -> None:
    version = client.get("/api/options").json()["trained_for"]["version"]
    for asked, kept in (({}, "no-cache"), ({"version": version}, "immutable")):
        answer = client.get("/api/trained_for", params=asked)
        assert kept in answer.headers["cache-control"]
        again = client.get(
            "/api/trained_for", params=asked, headers={"If-None-Match": answer.headers["etag"]}
        )
        assert (again.status_code, again.content) == (304, b"")
    other = client.get("/api/trained_for", params={"dtype": "float16"})
    assert other.headers["etag"] != answer.headers["etag"]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"layers": "784"}, ["query", "layers"]),
        ({"layers": "784,0,10"}, ["query", "layers"]),
        ({"layers": "784,16.5,10"}, ["query", "layers"]),
        ({"layers": "784," + "9" * 5000}, ["query", "layers"]),
        ({"layers": "784,9999,10"}, ["query", "layers", 1]),
        ({"layers": "784,16,11"}, ["query", "layers"]),
        ({"layers": "784,400,10"}, ["query", "layers"]),
        ({"activation": "softmax"}, ["query", "activation"]),
        ({"output": "step"}, ["query", "output"]),
        ({"activation": "relu", "cost": "squared"}, ["query", "cost"]),
        ({"output": "tanh", "cost": "cross_entropy"}, ["query", "cost"]),
        ({"dtype": "int8"}, ["query", "dtype"]),
    ],
)
def test_a_wrong_address_is_refused(
    client: httpx.Client, asked: dict[str, str], field: list[object]
) -> None:
    assert problem_of(client.get("/api/trained_for", params=asked))["loc"] == field


@pytest.mark.parametrize("kind", [{}, RELU])
def test_a_picture_at_all_stops(
    client: httpx.Client, picture: list[float], kind: dict[str, str]
) -> None:
    body = {"pixels": picture, "target": 3, **kind}
    answer = client.post("/api/trained_for/passes", json=body).json()
    assert [each["trained_for"] for each in answer["stops"]] == [*STOPS, None]
    session = Calls(client, weights="trained", **kind)
    for at_stop in answer["stops"]:
        count = at_stop["trained_for"]
        session.done(
            "reset", **({"weights": "trained"} if count is None else {"trained_for": count})
        )
        seen = session.done("backward", pixels=picture, target=3)
        assert at_stop["prediction"] == seen["prediction"]
        assert_close(at_stop["outputs"], np.array(seen["activations"][-1]))
        assert_close(at_stop["cost"], np.array(seen["cost"]))
        largest = [np.abs(nudges).max() for nudges in seen["nudges"]["activations"]]
        assert_close(at_stop["largest_nudges"], np.array(largest))
        assert at_stop["largest_nudge"] == at_stop["largest_nudges"][-2]
        assert "pass" not in at_stop


def test_whole_passes_are_those_of_sessions(client: httpx.Client, picture: list[float]) -> None:
    url = "/api/trained_for/passes?whole=true&terms=2&weights=true&inputs=true"
    answer = client.post(url, json={"pixels": picture, "target": 5}).json()
    session = Calls(client, trained_for=600)
    url = f"{session.url}/backward?terms=2&weights=true"
    seen = client.post(url, json={"pixels": picture, "target": 5}).json()
    assert answer["stops"][STOPS.index(600)]["pass"] == seen


def test_without_a_target_there_is_no_cost(client: httpx.Client, picture: list[float]) -> None:
    answer = client.post("/api/trained_for/passes", json={"pixels": picture}).json()
    for at_stop in answer["stops"]:
        assert len(at_stop["outputs"]) == 10
        assert (at_stop["cost"], at_stop["largest_nudge"], at_stop["largest_nudges"]) == (None,) * 3


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"pixels": [0.5] * 5}, ["body", "pixels"]),
        ({"target": 10}, ["body", "target"]),
        ({"target": [0.5]}, ["body", "target"]),
        ({"layers": [784, 16, 9]}, ["body", "layers"]),
        ({"layers": [784, 400, 10]}, ["body", "layers"]),
        ({"activation": "step"}, ["body", "activation"]),
        ({"seed": 1}, ["body", "seed"]),
    ],
)
def test_wrong_passes_are_refused(
    client: httpx.Client, picture: list[float], wrong: dict[str, object], field: list[str]
) -> None:
    body = {"pixels": picture, "target": 3} | wrong
    assert problem_of(client.post("/api/trained_for/passes", json=body))["loc"] == field
    answer = client.post("/api/trained_for/passes?whole=2", json={"pixels": picture})
    assert problem_of(answer)["loc"] == ["query", "whole"]


def test_stops_beyond_the_limit_are_left_out(serve: Serve) -> None:
    rows, metadata = file_of(serve(max_trained_for=300))
    assert metadata["stops"] == [0, 100, 300, None]
    assert len(rows) == 4
