"""Sessions: what they are made of, and their end."""

import httpx
import numpy as np
import pytest

from app.data.trained import load_trained
from app.nn.network import Network
from tests.app.calls import JSON, Calls, assert_close
from tests.conftest import Serve

KEYS = {
    "id", "layers", "activation", "output", "cost", "initializer", "seed", "weights", "trained_for",
    "began_for", "parameter_count", "iteration", "revision", "undo", "redo",
}  # fmt: skip


def test_default_session_is_the_lectures_network_trained(client: httpx.Client) -> None:
    session = Calls(client).created
    assert session.keys() == KEYS
    assert session["layers"] == [784, 16, 16, 10]
    assert (session["activation"], session["output"]) == ("sigmoid", "sigmoid")
    assert (session["cost"], session["weights"]) == ("squared_error", "trained")
    assert session["parameter_count"] == 13002
    assert (session["iteration"], session["undo"], session["redo"]) == (0, 0, 0)


def test_body_may_be_left_out(client: httpx.Client) -> None:
    for answer in (
        client.post("/api/sessions"),
        client.post("/api/sessions", content="null", headers=JSON),
    ):
        assert answer.status_code == 201
        assert answer.json()["parameter_count"] == 13002


def test_trained_session_has_the_shipped_parameters(session: Calls) -> None:
    shipped = Network()
    load_trained(shipped)
    assert (session.network().parameters.vector == shipped.parameters.vector).all()


@pytest.mark.parametrize("initializer", ["standard_normal", "xavier", "he", "zeros"])
def test_random_session_is_drawn_from_its_seed(client: httpx.Client, initializer: str) -> None:
    wanted = {"layers": [784, 12, 10], "initializer": initializer, "seed": 7}
    session = Calls(client, **wanted)
    drawn = Network((784, 12, 10))
    drawn.randomize(initializer, 7)
    assert session.created["weights"] == "random"
    assert session.created["seed"] == 7
    assert (session.network().parameters.vector == drawn.parameters.vector).all()


def test_random_is_random_where_no_seed_is_given(client: httpx.Client) -> None:
    first, second = Calls(client, weights="random"), Calls(client, weights="random")
    assert first.created["seed"] != second.created["seed"]
    assert (first.network().weights[0] != second.network().weights[0]).any()


@pytest.mark.parametrize(
    ("wanted", "output", "cost", "weights"),
    [
        ({}, "sigmoid", "squared_error", "trained"),
        ({"activation": "tanh"}, "softmax", "cross_entropy", "trained"),
        ({"activation": "relu"}, "softmax", "cross_entropy", "trained"),
        ({"activation": "leaky_relu"}, "sigmoid", "squared_error", "random"),
        ({"activation": "linear"}, "sigmoid", "squared_error", "random"),
        ({"output": "softmax"}, "softmax", "cross_entropy", "random"),
        ({"cost": "cross_entropy"}, "sigmoid", "cross_entropy", "random"),
        ({"activation": "relu", "output": "linear"}, "linear", "squared_error", "random"),
        ({"layers": [784, 30, 10]}, "sigmoid", "squared_error", "random"),
    ],
)
def test_what_is_left_out_fits_what_is_named(
    client: httpx.Client, wanted: dict[str, object], output: str, cost: str, weights: str
) -> None:
    session = Calls(client, **wanted).created
    assert (session["output"], session["cost"], session["weights"]) == (output, cost, weights)


def test_a_session_is_found_again(session: Calls) -> None:
    assert session.describe() == session.created


def test_ids_are_long_and_never_the_same(client: httpx.Client) -> None:
    ids = {Calls(client, layers=[2, 2]).created["id"] for _ in range(50)}
    assert len(ids) == 50
    assert min(map(len, ids)) >= 32  # 192 bits, six a character


def test_a_deleted_session_is_gone(session: Calls) -> None:
    answer = session.client.delete(session.url)
    assert (answer.status_code, answer.content) == (204, b"")
    for gone in (
        session.client.get(session.url),
        session.client.delete(session.url),
        session.post("forward", pixels=session.pixels()),
        session.post("undo"),
        session.client.get(f"{session.url}/accuracy"),
        session.client.get(f"{session.url}/parameters"),
        session.put(b""),
    ):
        assert gone.status_code == 404
        assert gone.json() == {"detail": "There is no such session, or it has expired."}


def test_an_id_of_ones_own_makes_no_session(client: httpx.Client) -> None:
    assert client.get("/api/sessions/mine").status_code == 404
    assert client.post("/api/sessions/mine/undo").status_code == 404
    assert client.get("/api/sessions/mine").status_code == 404


def test_the_least_recently_used_session_goes_first(serve: Serve) -> None:
    client = serve(max_sessions=2)
    first, second = Calls(client), Calls(client)
    first.describe()
    Calls(client)
    assert client.get(second.url).status_code == 404
    assert client.get(first.url).status_code == 200


def test_large_networks_answer_as_small_ones_do(client: httpx.Client) -> None:
    session = Calls(client, layers=[784, 512, 186, 10], activation="relu", initializer="he")
    assert session.created["parameter_count"] == 499_208
    network = session.network()
    x, y = np.array(session.pixels()), np.eye(10)[4]

    answer = session.client.post(
        f"{session.url}/backward?weights=true", json={"pixels": x.tolist(), "target": 4}
    ).json()
    trace = network.backprop(x, y)
    assert answer["prediction"] == trace.forward.prediction
    assert_close(answer["contributions"], trace.contributions)
    assert_close(answer["nudges"]["weights"], trace.weight_nudges)

    session.done("step", pixels=x.tolist(), target=4, learning_rate=0.01)
    network.step(trace.gradient, 0.01)
    assert_close(session.tensors()["W1"], network.weights[0])
    session.done("reset", weights="random", seed=5)
    network.randomize("he", 5)
    assert_close(session.tensors()["W2"], network.weights[1])
    assert session.put(session.file()).status_code == 204
