"""What is kept of the digits that a network has read."""

import numpy as np
import pytest

from app.data.digits import load
from app.nn.network import Network
from app.work import predictions
from app.work.predictions import predict_all
from tests.app.work.test_steps import finished


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(predictions, "_kept", type(predictions._kept)())


def network_of(seed: int, **how: str) -> Network:
    network = Network((784, 8, 10), **how)
    network.randomize("xavier", seed)
    return network


def test_the_same_parameters_are_read_once() -> None:
    test = load().test
    first, pieces = finished(predict_all(network_of(1), test))
    again, none = finished(predict_all(network_of(1), test))
    assert pieces > 0
    assert none == 0
    assert again is first


@pytest.mark.parametrize(
    "other",
    [
        network_of(2),
        network_of(1, activation="tanh"),
        network_of(1, output="softmax", cost="cross_entropy"),
        network_of(1, cost="cross_entropy"),
    ],
    ids=["parameters", "activation", "output", "cost"],
)
def test_of_another_network_nothing_is_taken(other: Network) -> None:
    test = load().test
    finished(predict_all(network_of(1), test))
    read, _ = finished(predict_all(other, test))
    trace = other.forward(test.pixels(slice(None)))
    assert (read.predictions == trace.prediction).all()
    assert read.correct == (trace.prediction == test.labels).sum()
    y = np.eye(10)[test.labels]
    terms = other.cost.terms(trace.pre_activations[-1], trace.output, y)
    assert read.cost == pytest.approx(terms.sum() / len(test), rel=1e-12)


def test_a_changed_parameter_is_noticed() -> None:
    test, network = load().test, network_of(1)
    before, _ = finished(predict_all(network, test))
    network.biases[-1][3] += 10.0
    after, _ = finished(predict_all(network, test))
    assert before.correct != after.correct


def test_another_split_is_another() -> None:
    digits, network = load(), network_of(1)
    finished(predict_all(network, digits.test))
    read, _ = finished(predict_all(network, digits.train))
    assert len(read.predictions) == 60_000


def test_what_was_asked_for_long_ago_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(predictions, "MOST_KEPT", 2)
    test = load().test
    for seed in (1, 2, 1, 3):  # 1 was asked for after 2: it stays.
        finished(predict_all(network_of(seed), test))
    assert finished(predict_all(network_of(1), test))[1] == 0
    assert finished(predict_all(network_of(2), test))[1] > 0
