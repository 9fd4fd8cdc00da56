"""Networks trained for a while by the recipe, as sessions."""

from typing import Any

import httpx
import numpy as np
import pytest

from app.data.digits import load
from app.nn.network import Network
from app.nn.training import one_hot
from tests.app.calls import Calls, problem_of
from tests.conftest import Serve


def by_hand(recipe: dict[str, Any], count: int, **architecture: Any) -> np.ndarray:
    """Return the parameters that the recipe leads to, trained here step by step."""
    network = Network(dtype=np.float32, **architecture)
    network.randomize(recipe["initializer"], recipe["seed"])
    train, size = load().train, recipe["batch_size"]
    order = np.random.default_rng((recipe["seed"], 0)).permutation(len(train))
    rates = recipe["learning_rates"]
    rate = min(rates[network.activation.name], rates[network.output.name])
    for n in range(count):
        digits = order[n * size : (n + 1) * size]
        y = one_hot(train.labels[digits], 10, np.float32)
        network.step(network.backprop(train.pixels(digits, np.float32), y).gradient, rate)
    return network.parameters.vector


@pytest.fixture
def recipe(client: httpx.Client) -> dict[str, Any]:
    recipe: dict[str, Any] = client.get("/api/options").json()["trained_for"]
    return recipe


def test_options_name_the_recipe(recipe: dict[str, Any]) -> None:
    assert recipe["stops"] == [0, 100, 300, 600, 1000, 2000, 6000]
    assert (recipe["initializer"], recipe["batch_size"]) == ("xavier", 10)
    assert recipe["learning_rates"]["sigmoid"] == 0.5


@pytest.mark.parametrize("count", [0, 100, 137])
@pytest.mark.parametrize(
    "architecture", [{}, {"activation": "relu", "output": "softmax", "cost": "cross_entropy"}]
)
def test_a_session_begins_as_the_recipe_says(
    client: httpx.Client, recipe: dict[str, Any], count: int, architecture: dict[str, Any]
) -> None:
    session = Calls(client, trained_for=count, **architecture)
    assert session.created["trained_for"] == count
    assert session.created["iteration"] == 0
    expected = by_hand(recipe, count, **architecture)
    assert session.network().parameters.vector.astype(np.float32).tobytes() == expected.tobytes()


def test_seed_and_initializer_make_no_difference(client: httpx.Client) -> None:
    all_wanted: list[dict[str, object]] = [{"seed": 1}, {"seed": 2, "initializer": "zeros"}]
    first, second = (Calls(client, trained_for=20, **wanted) for wanted in all_wanted)
    assert first.tensors()["W1"].tobytes() == second.tensors()["W1"].tobytes()
    assert (first.created["seed"], second.created["seed"]) == (1, 2)


def test_it_learns_to_read(client: httpx.Client) -> None:
    shares = [Calls(client, trained_for=n).accuracy()["correct"] / 10_000 for n in (0, 1000, 6000)]
    assert shares[0] < 0.2 < 0.6 < shares[1] < shares[2]


@pytest.mark.parametrize(
    "architecture",
    [
        {"activation": "tanh"},
        {"activation": "tanh", "output": "linear"},
        {"activation": "leaky_relu", "output": "leaky_relu"},
        {"activation": "linear", "output": "linear"},
        {"activation": "relu", "output": "sigmoid", "cost": "cross_entropy"},
        {"output": "softmax"},
        {"layers": [784, 10]},
        {"layers": [784, 30, 10], "output": "relu"},
    ],
)
def test_every_activation_learns(client: httpx.Client, architecture: dict[str, object]) -> None:
    session = Calls(client, trained_for=2000, **architecture)
    assert session.accuracy()["correct"] > 5000


def test_a_step_ends_it_and_undo_brings_it_back(session: Calls, picture: list[float]) -> None:
    began = session.describe()
    assert began["trained_for"] is None
    reset = session.done("reset", trained_for=600)
    assert (reset["trained_for"], reset["undo"]) == (600, 1)
    at_600 = session.tensors()["W1"].tobytes()
    step = session.done("step", pixels=picture, target=3, learning_rate=0.5)
    assert step["session"]["trained_for"] is None
    assert session.done("undo")["trained_for"] == 600
    assert session.tensors()["W1"].tobytes() == at_600
    assert session.done("undo")["trained_for"] is None
    assert session.done("redo")["trained_for"] == 600


def test_uploads_and_other_resets_are_no_stops(client: httpx.Client) -> None:
    session = Calls(client, trained_for=100)
    assert session.put(session.file()).status_code == 204
    assert session.describe()["trained_for"] is None
    session.done("reset", trained_for=100)
    assert session.done("reset", weights="random")["trained_for"] is None


def test_two_beginnings_at_once_are_refused(client: httpx.Client, session: Calls) -> None:
    both = {"weights": "random", "trained_for": 100}
    before = session.state()
    for answer in (client.post("/api/sessions", json=both), session.post("reset", **both)):
        problem = problem_of(answer)
        assert problem["loc"] == ["body", "trained_for"]
        assert "both" in problem["msg"]
    assert problem_of(session.post("reset"))["loc"] == ["body", "weights"]
    assert session.state() == before


@pytest.mark.parametrize(
    "count", [-1, 6001, 1.5, "100", True, 10**400, 1e300], ids=lambda n: str(n)[:6]
)
def test_other_numbers_are_refused(client: httpx.Client, session: Calls, count: object) -> None:
    for answer in (
        client.post("/api/sessions", json={"trained_for": count}),
        session.post("reset", trained_for=count),
    ):
        assert problem_of(answer)["loc"] == ["body", "trained_for"]


@pytest.mark.parametrize("layers", [[5, 4, 10], [784, 16, 3]])
def test_networks_that_take_no_digits_are_refused(client: httpx.Client, layers: list[int]) -> None:
    problem = problem_of(client.post("/api/sessions", json={"layers": layers, "trained_for": 0}))
    assert problem["loc"] == ["body", "trained_for"]
    assert "784 inputs and 10 outputs" in problem["msg"]
    session = Calls(client, layers=layers)
    assert problem_of(session.post("reset", trained_for=0))["loc"] == ["body", "trained_for"]


def test_what_the_recipe_drives_beyond_all_bounds_is_refused(client: httpx.Client) -> None:
    wide = {"layers": [784, 400, 400, 10], "activation": "linear", "output": "linear"}
    problem = problem_of(client.post("/api/sessions", json=wide | {"trained_for": 100}))
    assert (problem["loc"], problem["type"]) == (["body", "trained_for"], "diverged")


def test_the_limit_is_a_setting(serve: Serve) -> None:
    client = serve(max_trained_for=300, max_parameter_size=1.0)
    assert client.get("/api/options").json()["trained_for"]["stops"] == [0, 100, 300]
    problem = problem_of(client.post("/api/sessions", json={"trained_for": 301}))
    assert "at most 300" in problem["msg"]
    problem = problem_of(client.post("/api/sessions", json={"trained_for": 300}))
    assert problem["type"] == "diverged"  # some parameter is larger than 1
