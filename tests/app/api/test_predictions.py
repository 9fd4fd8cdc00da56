"""What a network reads in all digits of a split, and digits by their places."""

import httpx
import numpy as np
import pytest

from app.data.digits import load
from tests.app.calls import Calls, problem_of


@pytest.mark.parametrize("split", ["test", "train"])
def test_predictions_agree_with_the_network(session: Calls, split: str) -> None:
    answer = session.client.get(f"{session.url}/predictions", params={"split": split}).json()
    digits = getattr(load(), split)
    labels = np.asarray(answer["labels"])
    predictions = np.asarray(answer["predictions"])
    np.testing.assert_array_equal(labels, digits.labels)
    sample = np.arange(0, len(labels), 97)
    read = session.network().forward(digits.pixels(sample)).prediction
    np.testing.assert_array_equal(predictions[sample], read)
    table = np.asarray(answer["confusion"])
    for label in range(10):
        for prediction in range(10):
            count = ((labels == label) & (predictions == prediction)).sum()
            assert table[label, prediction] == count
    assert answer["correct"] == np.trace(table) == (labels == predictions).sum()
    assert answer["total"] == table.sum() == len(digits)
    np.testing.assert_allclose(answer["class_accuracy"], np.diag(table) / table.sum(axis=1))
    score = session.accuracy(split)
    assert (answer["correct"], answer["total"]) == (score["correct"], score["total"])
    assert answer["cost"] == pytest.approx(score["cost"], rel=1e-12)
    assert answer["iteration"] == 0


def test_predictions_need_a_network_that_takes_digits(small: Calls) -> None:
    before = small.state()
    answer = small.client.get(f"{small.url}/predictions")
    assert problem_of(answer)["loc"] == ["path", "session_id"]
    assert small.state() == before


def test_digits_by_their_places(client: httpx.Client) -> None:
    answer = client.get("/api/digits", params={"split": "train", "indices": "59999,5,0,5"})
    digits = answer.json()["digits"]
    assert [digit["index"] for digit in digits] == [59999, 5, 0, 5]
    train = load().train
    for digit in digits:
        assert digit["label"] == train.labels[digit["index"]]
        np.testing.assert_allclose(digit["pixels"], train.pixels(digit["index"]))


@pytest.mark.parametrize(
    "indices",
    ["", ",", "1,,2", "-1", "1.5", "x", "10000", "1,10000", "99999999999999999999", "１", "1 2"],
)
def test_odd_places_are_named(client: httpx.Client, indices: str) -> None:
    answer = client.get("/api/digits", params={"indices": indices})
    assert problem_of(answer)["loc"] == ["query", "indices"]


def test_places_are_bounded(client: httpx.Client) -> None:
    hundred = ",".join(map(str, range(100)))
    assert len(client.get("/api/digits", params={"indices": hundred}).json()["digits"]) == 100
    answer = client.get("/api/digits", params={"indices": f"{hundred},100"})
    assert problem_of(answer)["loc"] == ["query", "indices"]


@pytest.mark.parametrize("name", ["label", "offset", "count"])
def test_places_stand_alone(client: httpx.Client, name: str) -> None:
    answer = client.get("/api/digits", params={"indices": "1", name: "1"})
    assert problem_of(answer)["loc"] == ["query", name]
