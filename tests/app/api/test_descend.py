"""Steps of gradient descent over HTTP."""

import httpx
import numpy as np
import pytest

from app.data.digits import load
from app.nn.training import Batches, Descent, one_hot
from tests.app.calls import Calls, assert_close

RATE = 0.25


def test_a_step_on_one_example_goes_down_its_gradient(session: Calls) -> None:
    pixels, network = session.pixels(), session.network()
    answer = session.done("step", pixels=pixels, target=8, learning_rate=0.01)
    x, y = np.array(pixels), np.eye(10)[8]
    before = network.backprop(x, y)
    network.step(before.gradient, 0.01)
    assert (session.network().parameters.vector == network.parameters.vector).all()
    assert answer["iteration"] == 1
    assert_close(answer["cost_before"], before.cost)
    assert_close(answer["cost_after"], network.backprop(x, y).cost)
    assert answer["cost_after"] < answer["cost_before"]


def test_steps_on_mini_batches_are_those_of_the_seed(client: httpx.Client) -> None:
    session = Calls(client, weights="random", initializer="xavier", seed=11)
    start, network, train = session.network(), session.network(), load().train
    descent, batches = Descent(network), Batches(60_000, 10, 11)

    for calls, steps in ((1, 7), (2, 3)):
        answer = session.done("step", batch_size=10, steps=steps, learning_rate=RATE)
        first = {1: 0, 2: 7}[calls]
        for n in range(first, first + steps):
            x, y = train.pixels(batches[n]), one_hot(train.labels[batches[n]], 10)
            descent.step(x, y, RATE)
        assert_close(answer["cost_before"], start.backprop(x, y).cost)
        assert_close(answer["cost_after"], network.backprop(x, y).cost)
        assert answer["iteration"] == first + steps
        assert_close(session.network().parameters.vector, network.parameters.vector)
        start = session.network()


def test_a_large_mini_batch_is_one_step(client: httpx.Client) -> None:
    session = Calls(client, weights="random", initializer="xavier", seed=4)
    network, train = session.network(), load().train
    batch = Batches(60_000, 3000, 4)[0]
    session.done("step", batch_size=3000, steps=1, learning_rate=RATE)
    trace = network.backprop(train.pixels(batch), one_hot(train.labels[batch], 10))
    network.step(trace.gradient, RATE)
    assert_close(session.network().parameters.vector, network.parameters.vector)


def test_training_teaches(client: httpx.Client) -> None:
    session = Calls(client, weights="random", initializer="xavier", seed=0)
    before = session.accuracy()["correct"]
    session.done("step", batch_size=10, steps=3000, learning_rate=1)
    assert session.accuracy()["correct"] > before + 2000


def test_steps_on_examples_leave_the_order_of_the_digits(client: httpx.Client) -> None:
    plain, mixed = (Calls(client, weights="random", seed=5) for _ in range(2))
    mixed.done("step", pixels=mixed.pixels(), target=1, learning_rate=RATE)
    mixed.client.post(f"{mixed.url}/undo")
    for session in (plain, mixed):
        session.done("step", batch_size=10, steps=5, learning_rate=RATE)
    assert mixed.state()[1] == plain.state()[1]


@pytest.mark.parametrize("wanted", [{"activation": "relu"}, {"activation": "linear"}])
def test_a_diverging_step_is_refused(client: httpx.Client, wanted: dict[str, object]) -> None:
    session = Calls(client, layers=[784, 16, 16, 10], output="linear", seed=1, **wanted)
    session.done("step", pixels=session.pixels(), target=1, learning_rate=1e-3)
    before = session.state()
    for body in (
        {"pixels": session.pixels(), "target": 1},
        {"batch_size": 10, "steps": 200},
    ):
        answer = session.post("step", learning_rate=1000, **body)
        assert answer.status_code == 422
        (problem,) = answer.json()["detail"]
        assert (problem["type"], problem["loc"]) == ("diverged", ["body", "learning_rate"])
        assert session.state() == before
