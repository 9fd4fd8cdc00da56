"""Deep networks, trained through the channel: what each layer's figures say, and what overflows."""

import math
from typing import Any

import httpx
import numpy as np
import pytest

from app.data.digits import load
from app.nn.network import Network
from app.nn.training import Batches, one_hot
from tests.app.calls import Calls
from tests.app.training.training_client import NEW, Frame, float32, get_run, watching

FIGURES = {
    "mean_gradient",
    "gradient_norm",
    "mean_delta",
    "mean_activation",
    "mean_slope",
    "saturated",
    "speed",
}
EXPLODING = {"activation": "relu", "initializer": "standard_normal"}


@pytest.fixture
def fresh(client: httpx.Client) -> Calls:
    return Calls(client, **NEW)


def deep(client: httpx.Client, depth: int, **wanted: object) -> Calls:
    layers = [784, *[30] * depth, 10]
    return Calls(client, **{"layers": layers, "weights": "random", "seed": 1} | wanted)


def network_at(calls: Calls) -> Network:
    network = calls.network()
    network.parameters.vector[...] = float32(calls)
    return network


def norms_of(frame: Frame) -> list[float]:
    return [layer["gradient_norm"] for layer in frame["layers"]]


# The figures


@pytest.mark.parametrize("wanted", [{}, {"momentum": 0.9}, {"clip": 0.05}])
@pytest.mark.parametrize("batch_size", [20, 3000])
def test_frames_tell_how_strongly_each_layer_learns(
    client: httpx.Client, batch_size: int, wanted: dict[str, float]
) -> None:
    calls = deep(client, 3, activation="tanh", output="sigmoid", cost="squared_error")
    train = load().train
    with watching(calls) as watcher:
        assert watcher.frames[0]["layers"] is None
        watcher.run_on(2, batch_size=batch_size, learning_rate=0.2, seed=5, **wanted)
        network = network_at(calls)
        after = watcher.run_on(1)
        batch = Batches(60_000, batch_size, 5)[2]
        trace = network.backprop(train.pixels(batch), one_hot(train.labels[batch], 10))
        now = network_at(calls)
        assert len(after["layers"]) == 4
        for l, of_layer in enumerate(after["layers"], start=1):
            assert of_layer.keys() == FIGURES
            gradient, delta = trace.gradient.weights[l - 1], trace.deltas[l - 1]
            a = trace.forward.activations[l]
            slope = a * (1 - a) if l == 4 else 1 - a**2
            moved = now.weights[l - 1] - network.weights[l - 1]
            expected = {
                "mean_gradient": np.abs(gradient).mean(),
                "gradient_norm": np.sqrt((gradient**2).sum()),
                "mean_delta": np.abs(delta).mean(),
                "mean_activation": np.abs(a).mean(),
                "mean_slope": slope.mean(),
                "speed": np.sqrt((moved**2).sum() / (now.weights[l - 1] ** 2).sum()),
            }
            if batch_size > 1000:  # Of a mini-batch in pieces, these are the last piece's.
                for name in ("mean_delta", "mean_activation", "mean_slope"):
                    assert of_layer[name] == pytest.approx(expected.pop(name), rel=0.2)
            shown = {name: of_layer[name] for name in expected}
            assert shown == pytest.approx(expected, rel=2e-3)
            assert 0 <= of_layer["saturated"] <= 1


def test_there_are_none_where_the_network_was_changed(fresh: Calls) -> None:
    with watching(fresh) as watcher:
        assert watcher.run_on(1)["layers"] is not None
        fresh.done("undo")
        assert watcher.until(lambda frame: frame["iteration"] == 0)["layers"] is None


def test_they_go_on_while_it_trains(client: httpx.Client) -> None:
    calls = deep(client, 12)
    with watching(calls) as watcher:
        watcher.send("start")
        seen: set[float] = set()
        while len(seen) < 4:
            frame = watcher.until(lambda frame: frame["layers"] is not None)
            assert len(frame["layers"]) == 13
            seen.add(frame["layers"][-1]["gradient_norm"])
        assert frame["status"] == "running"


# What the scene says of depth


def test_ten_sigmoid_layers_leave_the_first_a_thousandth(client: httpx.Client) -> None:
    calls = deep(client, 10, activation="sigmoid", initializer="xavier")
    with watching(calls) as watcher:
        frame = watcher.run_on(50, learning_rate=0.5)
    norms = norms_of(frame)
    assert norms[0] < norms[-1] / 1000
    assert frame["layers"][0]["speed"] < frame["layers"][-1]["speed"] / 1000
    assert all(layer["mean_slope"] <= 0.25 for layer in frame["layers"])


def test_relu_with_he_keeps_all_layers_alike(client: httpx.Client) -> None:
    wanted = {"output": "sigmoid", "cost": "squared_error"}
    calls = deep(client, 10, activation="relu", initializer="he", **wanted)
    with watching(calls) as watcher:
        norms = norms_of(watcher.run_on(1, learning_rate=0.1))
    assert 1 / 10 < norms[0] / norms[-1] < 10


def test_the_exploding_network_stops_and_says_so(client: httpx.Client) -> None:
    """The figures are those of the last step that could be taken: here the first."""
    calls = deep(client, 10, **EXPLODING)
    start, batch = calls.network(), Batches(60_000, 10, 1)[0]
    with watching(calls) as watcher:
        watcher.send("start", learning_rate=0.01)
        frame = watcher.until_status("diverged")
        assert frame["reason"].startswith("The gradient has overflowed")
        assert frame["run"]["status"] == "diverged"
        assert np.isfinite(float32(calls)).all()
        assert frame["iteration"] == 1
        assert frame["batch"]["indices"] == batch.tolist()
        train = load().train
        gradient = start.backprop(train.pixels(batch), one_hot(train.labels[batch], 10)).gradient
        expected = [np.sqrt((w**2).sum()) for w in gradient.weights]
        assert norms_of(frame) == pytest.approx(expected, rel=1e-3)
        shown = [number for layer in frame["layers"] for number in layer.values()]
        assert all(math.isfinite(number) for number in shown)
        assert min(norms_of(frame)) > 1e4
        deltas = [layer["mean_delta"] for layer in frame["layers"]]
        assert deltas == sorted(deltas, reverse=True)


def test_where_the_first_step_is_too_far_its_gradient_is_told(client: httpx.Client) -> None:
    calls = deep(client, 10, **EXPLODING)
    with watching(calls) as watcher:
        watcher.send("start", learning_rate=100)
        frame = watcher.until_status("diverged")
        assert frame["iteration"] == 0
        assert "learning rate is too large" in frame["reason"]
        assert frame["batch"]["indices"] == Batches(60_000, 10, 1)[0].tolist()
        assert min(norms_of(frame)) > 1e4
        assert all(layer["speed"] is None for layer in frame["layers"])


def test_a_whole_set_that_overflows_is_told_as_well(client: httpx.Client) -> None:
    calls = deep(client, 10, **EXPLODING)
    with watching(calls) as watcher:
        watcher.send("start", learning_rate=0.01, batch_size=6000)
        frame = watcher.until_status("diverged")
        assert min(norms_of(frame)) > 1e4
        assert np.isfinite(float32(calls)).all()


# Clipping


def test_clipping_keeps_the_exploding_network_going(client: httpx.Client) -> None:
    calls = deep(client, 10, **EXPLODING)
    with watching(calls) as watcher:
        watcher.send("start", learning_rate=0.1, clip=1)
        frame = watcher.until_iteration(300)
        assert frame["status"] == "running"
        assert frame["settings"]["clip"] == 1
        watcher.send("pause")
        frame = watcher.until_status("paused")
        assert np.isfinite(float32(calls)).all()
        assert frame["run"]["name"] == "rate 0.1, batch 10, clip 1"
        assert get_run(calls, frame["run"]["id"])["settings"]["clip"] == 1


def test_a_clipped_step_is_no_longer_than_it_may_be(fresh: Calls) -> None:
    with watching(fresh) as watcher:
        watcher.run_on(1, learning_rate=0.5, clip=0.01)
        before = float32(fresh)
        after = watcher.run_on(1)
        assert np.linalg.norm(float32(fresh) - before) == pytest.approx(0.005, rel=1e-3)
        assert after["norms"]["gradient"] > 0.01  # Frames tell the gradient as it is.


def test_clipping_is_turned_off_by_null_and_stays_where_it_is_left_out(fresh: Calls) -> None:
    with watching(fresh) as watcher:
        assert watcher.frames[0]["settings"]["clip"] is None
        for rate, wanted, expected in (
            (0.1, {"clip": 2.5}, 2.5),
            (0.2, {}, 2.5),
            (0.3, {"clip": None}, None),
            (0.4, {}, None),
        ):
            watcher.send("settings", learning_rate=rate, **wanted)
            frame = watcher.until(
                lambda frame, rate=rate: frame["settings"]["learning_rate"] == rate
            )
            assert frame["settings"]["clip"] == expected
        run = watcher.run_on(1)["run"]
        assert run["settings"]["clip"] is None
        assert "clip" not in run["name"]


@pytest.mark.parametrize("clip", [0, -1, "1", True, [1], 1e999])
def test_what_is_no_norm_is_refused(fresh: Calls, clip: Any) -> None:
    with watching(fresh) as watcher:
        watcher.send("settings", clip=clip)
        (problem,) = watcher.refusal()
        assert problem["loc"][0] == "message"
        watcher.send("settings", learning_rate=0.125)
        frame = watcher.until(lambda frame: frame["settings"]["learning_rate"] == 0.125)
        assert frame["settings"]["clip"] is None
