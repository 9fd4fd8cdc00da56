"""MNIST's digits over HTTP, and how many of them a network knows."""

from typing import Any

import httpx
import numpy as np
import pytest

from app.data.digits import Split, load
from app.nn.serialization import dump
from app.nn.training import count_correct
from tests.app.calls import Calls, problem_of
from tests.conftest import Serve


def digits_of(client: httpx.Client, **query: object) -> list[dict[str, Any]]:
    answer = client.get("/api/digits", params=query)  # type: ignore[arg-type]
    assert answer.status_code == 200, answer.text
    digits: list[dict[str, Any]] = answer.json()["digits"]
    return digits


def split_called(name: str) -> Split:
    return load().train if name == "train" else load().test


@pytest.mark.parametrize("split", ["train", "test"])
def test_digits_are_those_of_their_split(client: httpx.Client, split: str) -> None:
    digits = digits_of(client, split=split, offset=40, count=3)
    assert [digit["index"] for digit in digits] == [40, 41, 42]
    for digit in digits:
        assert digit["label"] == split_called(split).labels[digit["index"]]
        assert digit["pixels"] == split_called(split).pixels(digit["index"]).tolist()


def test_digits_of_one_label_are_counted_by_themselves(client: httpx.Client) -> None:
    digits = digits_of(client, label=7, offset=5, count=100)
    assert [digit["index"] for digit in digits] == load().test.with_label(7)[5:105].tolist()
    assert {digit["label"] for digit in digits} == {7}


def test_ten_test_digits_where_nothing_is_asked_for(client: httpx.Client) -> None:
    assert [digit["index"] for digit in digits_of(client)] == list(range(10))
    assert digits_of(client) == digits_of(client, split="test")


def test_one_digit_is_sent_small(client: httpx.Client) -> None:
    """Each phone in a hall asks for the one that is shown."""
    one = client.get("/api/digits", params={"indices": "12"})
    assert int(one.headers["content-length"]) < 1500
    plain = {"Accept-Encoding": "identity"}
    assert one.json() == client.get("/api/digits?indices=12", headers=plain).json()


def test_there_is_an_end(client: httpx.Client) -> None:
    assert [digit["index"] for digit in digits_of(client, offset=9998)] == [9998, 9999]
    assert digits_of(client, offset=10_000) == []
    assert digits_of(client, split="train", offset=10_000, count=1) != []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"split": "validation"}, "split"),
        ({"label": 10}, "label"),
        ({"label": -1}, "label"),
        ({"label": "three"}, "label"),
        ({"offset": -1}, "offset"),
        ({"offset": 10**30}, "offset"),
        ({"offset": "NaN"}, "offset"),
        ({"count": 0}, "count"),
        ({"count": 101}, "count"),
        ({"count": 1.5}, "count"),
        ({"count": "9" * 5000}, "count"),
    ],
)
def test_odd_questions_are_refused(client: httpx.Client, query: dict[str, Any], field: str) -> None:
    assert problem_of(client.get("/api/digits", params=query))["loc"] == ["query", field]


def test_most_digits_are_the_settings(serve: Serve) -> None:
    client = serve(max_digits_per_call=3)
    assert len(digits_of(client, count=3)) == 3
    assert client.get("/api/digits?count=4").status_code == 422


@pytest.mark.parametrize("split", ["train", "test"])
def test_accuracy_counts_the_digits_that_are_known(session: Calls, split: str) -> None:
    digits = split_called(split)
    correct = count_correct(session.network(), digits.pixels(slice(None)), digits.labels)
    answer = session.accuracy(split)
    assert answer.keys() == {"correct", "total", "cost"}
    assert (answer["correct"], answer["total"]) == (correct, len(digits))


@pytest.mark.parametrize("wanted", [{}, {"activation": "tanh"}], ids=["squares", "cross-entropy"])
def test_accuracy_tells_the_mean_cost(client: httpx.Client, wanted: dict[str, str]) -> None:
    session = Calls(client, **wanted)
    test = load().test
    x, y = test.pixels(slice(None)), np.eye(10)[test.labels]
    expected = session.network().backprop(x, y).cost
    assert session.accuracy()["cost"] == pytest.approx(expected, rel=1e-9)


def test_accuracy_beyond_all_bounds_is_refused(serve: Serve) -> None:
    client = serve(max_parameter_size=1e300)
    session = Calls(client, layers=[784, 2, 10], activation="linear", output="linear")
    network = session.network()
    network.parameters.vector[...] = 1e200
    assert session.put(dump(network.parameters, {})).status_code == 204
    problem = problem_of(session.client.get(f"{session.url}/accuracy"))
    assert (problem["type"], problem["loc"]) == ("not_finite", ["path", "session_id"])


def test_accuracy_is_that_of_the_test_digits(session: Calls) -> None:
    answer = session.client.get(f"{session.url}/accuracy").json()
    assert answer["total"] == 10_000
    assert answer["correct"] >= 9000
    assert session.describe() == session.created


def test_accuracy_needs_a_network_for_digits(small: Calls) -> None:
    answer = small.client.get(f"{small.url}/accuracy")
    assert problem_of(answer)["loc"] == ["path", "session_id"]
    assert small.client.get(f"{small.url}/accuracy?split=all").status_code == 422


def test_predictions_agree_with_the_accuracy(session: Calls) -> None:
    digits = digits_of(session.client, count=100)
    predictions = [session.done("forward", pixels=d["pixels"])["prediction"] for d in digits]
    network, test = session.network(), load().test
    assert predictions == network.forward(test.pixels(slice(100))).prediction.tolist()
    known = np.array(predictions) == test.labels[:100]
    assert known.mean() > 0.8
