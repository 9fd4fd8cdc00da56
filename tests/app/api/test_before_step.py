"""What a step does, taken or not: to the other digits, and with another rate."""

import httpx
import numpy as np
import pytest

from app.data.digits import load
from app.nn.training import one_hot
from tests.app.calls import Calls, assert_close, problem_of

SOFTMAX = {"activation": "relu", "output": "softmax"}


@pytest.fixture(params=[{}, SOFTMAX], ids=["squared error", "cross-entropy"])
def learner(request: pytest.FixtureRequest, client: httpx.Client) -> Calls:
    return Calls(client, trained_for=600, **request.param)


def costs_by_digit(session: Calls) -> list[float]:
    network, test = session.network(), load().test
    trace = network.forward(test.pixels(slice(None)))
    y = one_hot(test.labels, 10)
    costs = network.cost.terms(trace.pre_activations[-1], trace.output, y).sum(axis=-1)
    return [float(costs[test.labels == digit].mean()) for digit in range(10)]


def test_costs_of_the_others_before_and_after_a_step(learner: Calls, picture: list[float]) -> None:
    example = {"pixels": picture, "target": 8, "learning_rate": 1}
    before = learner.state()
    seen = learner.done("others", **example)
    assert learner.state() == before
    assert_close(seen["before"], np.array(costs_by_digit(learner)))
    assert seen["mean_before"] == pytest.approx(learner.accuracy()["cost"])
    step = learner.done("step", **example)
    assert_close(seen["after"], np.array(costs_by_digit(learner)))
    assert seen["mean_after"] == pytest.approx(learner.accuracy()["cost"])
    assert (seen["cost_before"], seen["cost_after"]) == (step["cost_before"], step["cost_after"])
    assert seen["counts"] == np.bincount(load().test.labels).tolist()
    assert sum(seen["counts"]) == 10_000


def test_rates_lead_where_steps_do(learner: Calls, picture: list[float]) -> None:
    example = {"pixels": picture, "target": 8}
    before = learner.state()
    seen = learner.done("rates", **example, learning_rate=0.7)
    assert learner.state() == before
    rates = seen["rates"]
    assert (rates[0], rates[1], rates[-1], len(rates)) == (0, 0.01, 10, 61)
    np.testing.assert_allclose(np.diff(np.log(rates[1:])), np.log(1000) / 59)
    assert seen["costs"][0] == seen["cost"]
    asked = [(rates[k], seen["costs"][k]) for k in (1, 30, 60)]
    for rate, cost in (*asked, (0.7, seen["present"]["cost"])):
        step = learner.done("step", **example, learning_rate=rate)
        assert cost == pytest.approx(step["cost_after"], rel=1e-12)
        learner.done("undo")
    lowest = int(np.argmin(seen["costs"]))
    assert seen["best"] == {"learning_rate": rates[lowest], "cost": seen["costs"][lowest]}


@pytest.mark.parametrize("what", ["others", "rates"])
def test_a_step_that_was_taken_is_asked_about_as_before_it(
    learner: Calls, picture: list[float], what: str
) -> None:
    example = {"pixels": picture, "target": 8, "learning_rate": 0.7}
    proposed = learner.done(what, **example)
    learner.done("step", **example)
    present = learner.state()
    taken = {"steps": 1, "learning_rate": 0.7}
    assert learner.done(what, **example, step=taken) == {**proposed, "iteration": 1}
    assert learner.done(what, **example) != proposed
    assert learner.state() == present


@pytest.mark.parametrize("what", ["others", "rates"])
def test_steps_until_it_is_read_begin_before_the_first(
    session: Calls, picture: list[float], what: str
) -> None:
    example = {"pixels": picture, "target": 8, "learning_rate": 0.02}
    before = session.done("backward", pixels=picture, target=8)["cost"]
    lesson = session.done("learn", **example, most=100)
    assert lesson["steps"] > 1
    taken = {"steps": lesson["steps"], "learning_rate": 0.02}
    seen = session.done(what, **example, step=taken)
    assert seen["cost" if what == "rates" else "cost_before"] == before
    if what == "others":
        assert seen["cost_after"] == pytest.approx(lesson["costs"][-1])
        assert_close(seen["after"], np.array(costs_by_digit(session)))


@pytest.mark.parametrize("what", ["others", "rates"])
def test_a_step_that_was_not_the_last_is_a_conflict(
    session: Calls, picture: list[float], what: str
) -> None:
    example = {"pixels": picture, "target": 8, "learning_rate": 0.5}
    taken = {"steps": 1, "learning_rate": 0.5}
    assert session.post(what, **example, step=taken).status_code == 409
    session.done("step", **example)
    for other in ({"steps": 2}, {"learning_rate": 0.4}):
        assert session.post(what, **example, step=taken | other).status_code == 409
    beyond = {"steps": 201, "learning_rate": 0.5}
    assert problem_of(session.post(what, **example, step=beyond))["loc"][1:] == ["step", "steps"]
    session.done(what, **example, step=taken)


def test_the_slope_is_a_finite_difference(learner: Calls, picture: list[float]) -> None:
    example = {"pixels": picture, "target": 8}
    seen = learner.done("rates", **example, learning_rate=1e-6)
    measured = (seen["present"]["cost"] - seen["cost"]) / 1e-6
    assert seen["slope"] == pytest.approx(measured, rel=1e-3)
    assert seen["slope"] < 0
    tangent = seen["cost"] + seen["slope"] * np.array(seen["rates"])
    assert_close(seen["tangent"], tangent)


def test_a_rate_that_leads_out_of_all_bounds_has_no_cost(client: httpx.Client) -> None:
    session = Calls(client, layers=[4, 3, 3, 2], activation="linear", output="linear", seed=1)
    blown_up = {"pixels": [1.0] * 4, "target": [1e60, -1e60]}
    seen = session.done("rates", **blown_up, learning_rate=1000)
    assert seen["costs"][0] > 0
    assert seen["costs"][-1] is None
    assert seen["present"]["cost"] is None
    assert seen["best"]["cost"] is not None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"pixels": [0.5] * 3}, "pixels"),
        ({"target": 10}, "target"),
        ({"learning_rate": 0}, "learning_rate"),
        ({"learning_rate": 1001}, "learning_rate"),
        ({"learning_rate": None}, "learning_rate"),
        ({"batch_size": 10}, "batch_size"),
    ],
)
@pytest.mark.parametrize("what", ["others", "rates"])
def test_wrong_questions_are_refused(
    session: Calls, picture: list[float], what: str, wrong: dict[str, object], field: str
) -> None:
    body = {"pixels": picture, "target": 3, "learning_rate": 0.5} | wrong
    assert problem_of(session.post(what, **body))["loc"] == ["body", field]


def test_others_are_refused_where_there_are_none_or_the_step_is_too_long(
    client: httpx.Client, small: Calls
) -> None:
    body = {"pixels": [0.5] * 5, "target": 1, "learning_rate": 0.5}
    assert "784 inputs" in problem_of(small.post("others", **body))["msg"]
    linear = Calls(client, output="linear", activation="linear", seed=1)
    far = {"pixels": [1.0] * 784, "target": [1e5] * 10, "learning_rate": 1000}
    problem = problem_of(linear.post("others", **far))
    assert (problem["loc"], problem["type"]) == (["body", "learning_rate"], "diverged")


@pytest.mark.parametrize("what", ["others", "rates"])
def test_an_unknown_session_is_a_404(client: httpx.Client, what: str) -> None:
    body = {"pixels": [0.5] * 784, "target": 1, "learning_rate": 0.5}
    assert client.post(f"/api/sessions/unknown/{what}", json=body).status_code == 404
