"""Forward and backward passes over HTTP: the numbers of the contract."""

import httpx
import numpy as np
import pytest

from app.nn.serialization import dump
from tests.app.calls import Calls, assert_close, problem_of
from tests.conftest import Serve

ARCHITECTURES = [
    {},
    {"activation": "tanh"},
    {"layers": [6, 5, 4, 3], "activation": "relu", "output": "linear", "initializer": "he"},
    {"layers": [6, 4, 3], "activation": "leaky_relu", "cost": "cross_entropy", "seed": 2},
    {"layers": [6, 5, 4, 5, 3], "activation": "linear", "output": "softmax", "seed": 3},
    {"layers": [3, 2]},
]


@pytest.fixture(params=ARCHITECTURES, ids=lambda wanted: "-".join(map(str, wanted.values())) or "-")
def network_session(request: pytest.FixtureRequest, client: httpx.Client) -> Calls:
    return Calls(client, **request.param)


def test_forward_returns_every_activation(network_session: Calls) -> None:
    pixels = network_session.pixels()
    answer = network_session.done("forward", pixels=pixels)
    trace = network_session.network().forward(np.array(pixels))
    assert answer.keys() == {"activations", "pre_activations", "prediction"}
    assert_close(answer["activations"], trace.activations)
    assert_close(answer["pre_activations"], trace.pre_activations)
    assert answer["prediction"] == np.argmax(answer["activations"][-1])
    assert answer["activations"][0] == pixels


def test_backward_returns_all_of_back_propagation(network_session: Calls) -> None:
    pixels = network_session.pixels()
    answer = network_session.done("backward", pixels=pixels, target=1)
    network = network_session.network()
    trace = network.backprop(np.array(pixels), np.eye(network.layers[-1])[1])
    assert answer.keys() == {
        *("activations", "pre_activations", "prediction"),
        *("cost", "cost_terms", "nudges", "slopes", "deltas", "contributions"),
    }
    assert answer["nudges"].keys() == {"activations", "biases", "inputs"}
    assert_close(answer["nudges"]["inputs"], trace.input_nudges)
    assert_close(answer["activations"], trace.forward.activations)
    assert_close(answer["deltas"], trace.deltas)
    assert_close(answer["nudges"]["activations"], trace.nudges)
    assert_close(answer["nudges"]["biases"], trace.bias_nudges)
    assert_close(answer["contributions"], trace.contributions)
    assert_close(answer["cost"], trace.cost)


def test_what_single_precision_cannot_hold_stays_as_it_is(client: httpx.Client) -> None:
    calls = Calls(client, layers=[2, 2])
    for pixels, written in (([0.1, 1e-50], [0.1, 1e-50]), ([1 / 3, 1.0], [0.33333334, 1.0])):
        shown = {"pixels": pixels}
        for call, body in (("forward", shown), ("backward", {**shown, "target": 1})):
            asked = client.post(f"{calls.url}/{call}?terms=1&dtype=float32", json=body).json()
            assert asked["activations"][0] == written
            assert asked["terms"][0][0]["rest_count"] == 1
    assert (
        client.post(f"{calls.url}/forward?dtype=int8", json={"pixels": [0, 1]}).status_code == 422
    )


def test_a_slope_carries_a_nudge_of_a_to_one_of_z(network_session: Calls) -> None:
    answer = network_session.done("backward", pixels=network_session.pixels(), target=1)
    slopes, nudges, deltas = answer["slopes"], answer["nudges"]["activations"], answer["deltas"]
    assert len(slopes) == len(deltas)
    assert slopes[:-1] == [slope for slope in slopes[:-1] if slope is not None]
    assert (slopes[-1] is None) == (network_session.created["output"] == "softmax")
    for slope, nudge, delta in zip(slopes, nudges, deltas, strict=True):
        if slope is not None:
            assert_close(-np.array(slope) * nudge, delta)


def test_contributions_add_up_to_the_nudges(network_session: Calls) -> None:
    answer = network_session.done("backward", pixels=network_session.pixels(), target=0)
    layers = network_session.created["layers"]
    assert len(answer["contributions"]) == len(layers) - 2
    for l, matrix in enumerate(answer["contributions"], start=1):
        assert np.shape(matrix) == (layers[l + 1], layers[l])
        assert_close(np.sum(matrix, axis=0), np.array(answer["nudges"]["activations"][l - 1]))


def test_cost_is_the_sum_of_its_terms(network_session: Calls) -> None:
    answer = network_session.done("backward", pixels=network_session.pixels(), target=0)
    assert len(answer["cost_terms"]) == network_session.created["layers"][-1]
    assert answer["cost"] == pytest.approx(sum(answer["cost_terms"]), rel=1e-12)


def test_squared_error_has_no_factor_one_half(session: Calls) -> None:
    answer = session.done("backward", pixels=session.pixels(), target=3)
    difference = np.array(answer["activations"][-1]) - np.eye(10)[3]
    assert_close(answer["cost_terms"], difference**2)
    assert_close(answer["nudges"]["activations"][-1], -2 * difference)


def test_weight_nudges_come_when_asked_for(session: Calls) -> None:
    pixels = session.pixels()
    body = {"pixels": pixels, "target": 3}
    answers = {
        wanted: session.client.post(f"{session.url}/backward{wanted}", json=body).json()
        for wanted in ("", "?weights=false", "?weights=true")
    }
    assert "weights" not in answers[""]["nudges"]
    assert "weights" not in answers["?weights=false"]["nudges"]
    trace = session.network().backprop(np.array(pixels), np.eye(10)[3])
    assert_close(answers["?weights=true"]["nudges"]["weights"], trace.weight_nudges)


def test_inputs_nudges_may_be_left_out(session: Calls) -> None:
    body = {"pixels": session.pixels(), "target": 3}
    url = f"{session.url}/backward?inputs"
    assert "inputs" not in session.client.post(f"{url}=false", json=body).json()["nudges"]
    assert len(session.client.post(f"{url}=true", json=body).json()["nudges"]["inputs"]) == 784
    problem = problem_of(session.client.post(f"{url}=maybe", json=body))
    assert problem["loc"] == ["query", "inputs"]


def test_inputs_nudges_are_finite_differences_of_the_cost(small: Calls) -> None:
    pixels, h = small.pixels(), 1e-6
    nudges = small.done("backward", pixels=pixels, target=1)["nudges"]["inputs"]
    for j, nudge in enumerate(nudges):
        costs = []
        for moved in (pixels[j] + h, pixels[j] - h):
            others = [*pixels[:j], moved, *pixels[j + 1 :]]
            costs.append(small.done("backward", pixels=others, target=1)["cost"])
        assert nudge == pytest.approx(-(costs[0] - costs[1]) / (2 * h), rel=1e-5)


def test_a_target_may_be_all_outputs(session: Calls) -> None:
    pixels = session.pixels()
    as_digit = session.done("backward", pixels=pixels, target=3)
    as_vector = session.done("backward", pixels=pixels, target=[0, 0, 0, 1, 0, 0, 0, 0, 0, 0])
    assert as_digit == as_vector
    target = np.linspace(-1, 2, 10)
    answer = session.done("backward", pixels=pixels, target=target.tolist())
    assert_close(answer["cost_terms"], (np.array(answer["activations"][-1]) - target) ** 2)


def test_nudges_are_finite_differences_of_the_cost(small: Calls) -> None:
    """Move one parameter up and down over HTTP, and see how the cost answers."""
    body = {"pixels": small.pixels(), "target": 1}
    answer = small.client.post(f"{small.url}/backward?weights=true", json=body).json()
    network = small.network()
    h = 1e-6
    for l, row, column in ((1, 0, 3), (1, 3, 4), (2, 2, 1), (3, 1, 2)):
        weights = network.weights[l - 1]
        before = weights[row, column]
        costs = []
        for moved in (before + h, before - h):
            weights[row, column] = moved
            assert small.put(dump(network.parameters, {})).status_code == 204
            costs.append(small.done("backward", **body)["cost"])
        weights[row, column] = before
        nudge = -(costs[0] - costs[1]) / (2 * h)
        assert answer["nudges"]["weights"][l - 1][row][column] == pytest.approx(nudge, rel=1e-5)


def test_passes_change_nothing(session: Calls) -> None:
    before = session.state()
    session.done("forward", pixels=session.pixels())
    session.done("backward", pixels=session.pixels(), target=3)
    assert session.state() == before


def test_what_grows_beyond_all_bounds_is_refused(serve: Serve) -> None:
    session = Calls(serve(max_parameter_size=1e300), layers=[2, 2, 2, 2], activation="linear")
    network = session.network()
    network.parameters.vector[...] = 1e200
    assert session.put(dump(network.parameters, {})).status_code == 204
    before = session.state()
    for what, body in (("forward", {}), ("backward", {"target": 0})):
        problem = problem_of(session.post(what, pixels=[1, 1], **body))
        assert problem["loc"] == ["body", "pixels"]
    problem = problem_of(session.post("step", pixels=[1, 1], target=0, learning_rate=0.1))
    assert problem["loc"] == ["body", "pixels"]
    assert session.state() == before


def test_a_target_beyond_all_bounds_is_refused(small: Calls) -> None:
    pixels, before = small.pixels(), small.state()
    for what, body in (("backward", {}), ("step", {"learning_rate": 0.1})):
        problem = problem_of(small.post(what, pixels=pixels, target=[1e200, 0], **body))
        assert (problem["type"], problem["loc"]) == ("not_finite", ["body", "target"])
    assert small.state() == before
