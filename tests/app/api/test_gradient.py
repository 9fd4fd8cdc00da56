"""What digits ask of the parameters: one by one, and on the average."""

import json
from typing import Any

import httpx
import numpy as np
import pytest
import safetensors.numpy

from app.data.digits import load
from app.nn.network import Network
from app.nn.training import Batches, one_hot
from tests.app.calls import Calls, problem_of
from tests.conftest import Serve

FIRST = [{"split": "train", "index": index} for index in (5, 0, 1, 2, 3, 4)]
AVERAGES = [
    ({"over": "mini_batch", "batch_size": 10}, 10),
    ({"over": "count", "count": 2500}, 2500),
    ({"over": "all"}, 60_000),
]


def all_wanted(session: Calls, examples: list[Any]) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
    """Return the metadata and the tensors of an answer that must succeed."""
    answer = session.post("gradient", examples=examples)
    assert answer.status_code == 200, answer.text
    file = answer.content
    header = json.loads(file[8 : 8 + int.from_bytes(file[:8], "little")])
    metadata = {key: json.loads(text) for key, text in header["__metadata__"].items()}
    return metadata, safetensors.numpy.load(file)


def lines(session: Calls, **wanted: object) -> list[dict[str, Any]]:
    answer = session.post("gradient/average", **wanted)
    assert answer.status_code == 200, answer.text
    return [json.loads(line) for line in answer.text.splitlines()]


def mean_gradient(network: Network, indices: Any) -> np.ndarray:
    """Compute it as one large mini-batch."""
    train = load().train
    y = one_hot(train.labels[indices], 10)
    return network.backprop(train.pixels(indices), y).gradient.vector


def test_each_row_is_what_that_digit_asks_for(session: Calls) -> None:
    pixels = session.pixels()
    examples = [*FIRST, {"pixels": pixels, "target": 3}]
    metadata, tensors = all_wanted(session, examples)
    train = load().train
    digits = [(train.pixels(each["index"]).tolist(), int(train.labels[each["index"]]))
              for each in FIRST]  # fmt: skip
    for k, (own, target) in enumerate([*digits, (pixels, 3)]):
        backward = session.done("backward?weights=true", pixels=own, target=target)
        nudges = backward["nudges"]
        flat = [
            np.append(np.ravel(weights), biases)
            for weights, biases in zip(nudges["weights"], nudges["biases"], strict=True)
        ]
        np.testing.assert_allclose(tensors["nudges"][k], np.concatenate(flat), 1e-12, 1e-18)
        assert metadata["costs"][k] == pytest.approx(backward["cost"], rel=1e-12)
        assert metadata["predictions"][k] == backward["prediction"]
        assert metadata["norms"][k] ** 2 == pytest.approx(np.sum(tensors["nudges"][k] ** 2))
        assert np.argmax(metadata["targets"][k]) == target


def test_the_average_is_the_mean_of_the_columns(session: Calls) -> None:
    metadata, tensors = all_wanted(session, FIRST)
    np.testing.assert_allclose(tensors["average"], tensors["nudges"].mean(axis=0), 1e-12, 1e-18)
    assert metadata["average_norm"] ** 2 == pytest.approx(np.sum(tensors["average"] ** 2))
    assert metadata["layers"] == [784, 16, 16, 10]


@pytest.mark.parametrize(("wanted", "count"), AVERAGES)
def test_an_average_is_the_gradient_of_one_large_batch(
    session: Calls, wanted: dict[str, Any], count: int
) -> None:
    *_, last = lines(session, **wanted)
    seed = session.describe()["seed"]
    expected = -mean_gradient(session.network(), Batches(60_000, count, seed)[0])
    np.testing.assert_allclose(last["average"], expected, 1e-9, 1e-15)
    assert last["norm"] == pytest.approx(np.linalg.norm(expected), rel=1e-9)
    assert (last["done"], last["of"], last["iteration"]) == (count, count, 0)
    assert last["indices"] == Batches(60_000, count, seed)[0][:100].tolist()


def test_progress_grows(session: Calls) -> None:
    seen = [line["done"] for line in lines(session, over="all")]
    assert seen == sorted(seen)
    assert len(seen) > 1
    assert seen[-1] == 60_000


def test_a_mini_batch_is_the_next_step_s(session: Calls) -> None:
    session.done("step", learning_rate=0.1, batch_size=10, steps=3)
    before = np.concatenate([np.ravel(part) for part in _in_order(session.tensors())])
    *_, last = lines(session, over="mini_batch", batch_size=10)
    session.done("step", learning_rate=0.5, batch_size=10, steps=1)
    after = np.concatenate([np.ravel(part) for part in _in_order(session.tensors())])
    np.testing.assert_allclose(after - before, 0.5 * np.asarray(last["average"]), 1e-9, 1e-14)


def _in_order(tensors: dict[str, np.ndarray]) -> list[np.ndarray]:
    return [tensors[name] for name in ("W1", "b1", "W2", "b2", "W3", "b3")]


@pytest.mark.parametrize(
    ("examples", "place"),
    [
        ([], ["examples"]),
        (FIRST * 3, ["examples"]),
        ([{"split": "train", "index": 60_000}], ["examples", 0, "index"]),
        ([FIRST[0], {"pixels": [0.0] * 783, "target": 1}], ["examples", 1, "pixels"]),
        ([FIRST[0], {"pixels": [0.0] * 784, "target": 10}], ["examples", 1, "target"]),
    ],
)
def test_odd_examples_are_named(session: Calls, examples: list[Any], place: list[Any]) -> None:
    before = session.state()
    assert problem_of(session.post("gradient", examples=examples))["loc"] == ["body", *place]
    assert session.state() == before


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        ({"over": "count"}, "count"),
        ({"over": "mini_batch"}, "batch_size"),
        ({"over": "count", "count": 0}, "count"),
        ({"over": "count", "count": 60_001}, "count"),
        ({"over": "mini_batch", "batch_size": 60_001}, "batch_size"),
        ({"over": "some"}, "over"),
        ({}, "over"),
    ],
)
def test_odd_averages_are_named(session: Calls, wanted: dict[str, Any], field: str) -> None:
    assert problem_of(session.post("gradient/average", **wanted))["loc"] == ["body", field]


def test_numbers_beyond_all_bounds_are_refused(client: httpx.Client) -> None:
    session = Calls(client, layers=[784, 3, 10], activation="linear", output="linear", seed=1)
    huge = {name: tensor * 0 + 1e6 for name, tensor in session.tensors().items()}
    session.put(safetensors.numpy.save(huge))
    answer = session.post("gradient/average", over="count", count=100)
    assert answer.status_code == 200
    network = Calls(client, layers=[784, *[64] * 12, 10], activation="linear", output="linear")
    large = {name: tensor * 0 + 1e6 for name, tensor in network.tensors().items()}
    network.put(safetensors.numpy.save(large))
    for_many = network.post("gradient/average", over="count", count=100)
    assert for_many.status_code == 200 or problem_of(for_many)["type"] == "not_finite"
    assert "NaN" not in for_many.text
    assert "Infinity" not in for_many.text


def test_a_caller_that_goes_away_ends_the_work(serve: Serve) -> None:
    client = serve(max_computations=1)
    session = Calls(client, layers=[784, 500, 100, 10], seed=1)
    with client.stream("POST", f"{session.url}/gradient/average", json={"over": "all"}) as answer:
        next(answer.iter_lines())
    for _ in range(200):
        if session.post("gradient/average", over="count", count=1).status_code == 200:
            return
    pytest.fail("the abandoned work still takes the only place")
