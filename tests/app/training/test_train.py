"""Training through the socket: commands in, frames out."""

import httpx
import numpy as np
import pytest

from app.data.digits import load
from app.nn.network import Network
from app.nn.score import score
from app.nn.training import Batches, Descent, one_hot
from app.training.metrics import MOST_STEPS
from tests.app.calls import Calls
from tests.app.training.training_client import (
    NEW,
    finished_at,
    float32,
    get_run,
    known_to_all,
    listed_runs,
    watching,
)

STEPS = {"iterations", "batch_costs", "gradient_norms"}
EVALUATIONS = {"iterations", "train_costs", "test_costs", "accuracies"}


@pytest.fixture
def fresh(client: httpx.Client) -> Calls:
    return Calls(client, **NEW)


def network_now(calls: Calls) -> Network:
    network = calls.network()
    network.parameters.vector[...] = float32(calls)
    return network


def test_the_first_frame_comes_at_once_and_tells_all(fresh: Calls) -> None:
    with watching(fresh) as watcher:
        first = watcher.frames[0]
        assert first["status"] == "idle"
        assert first["session"] == known_to_all(fresh)
        assert first["run"] is None
        assert first["complete"]
        assert first["iteration"] == 0
        assert first["epoch"] == 0
        assert first["accuracy"] is None


def test_start_and_pause(fresh: Calls) -> None:
    with watching(fresh) as watcher:
        watcher.send("start", batch_size=20, learning_rate=0.4, seed=7, name="quick")
        running = watcher.until_iteration(50)
        assert running["status"] == "running"
        assert running["run"]["status"] == "running"
        watcher.send("pause")
        paused = watcher.until_status("paused")
        assert paused["reason"] == ""
        assert paused["iteration"] == fresh.describe()["iteration"] >= 50
        assert paused["steps_per_epoch"] == 3000
        assert paused["epoch"] == pytest.approx(paused["iteration"] / 3000)
        run = paused["run"]
        assert run["name"] == "quick"
        assert run["settings"] == {
            "batch_size": 20,
            "learning_rate": 0.4,
            "momentum": 0,
            "seed": 7,
            "clip": None,
        }
        assert run["layers"] == NEW["layers"]
        assert run["iteration"] == paused["iteration"]
        assert paused["elapsed_s"] > 0


def test_a_step_is_one_mini_batch_and_an_epoch_all_of_them(fresh: Calls) -> None:
    with watching(fresh) as watcher:
        watcher.send("settings", batch_size=10_000)
        watcher.send("step")
        assert watcher.until_status("finished")["iteration"] == 1
        watcher.send("epoch")
        finished = watcher.until(finished_at(7))
        assert finished["epoch"] == pytest.approx(7 / 6)
        watcher.send("start", epochs=2)
        ended = watcher.until(finished_at(19))
        assert ended["remaining_s"] is None


def test_stop_ends_the_run_and_the_next_start_begins_another(fresh: Calls) -> None:
    with watching(fresh) as watcher:
        first = watcher.run_on(2)["run"]
        watcher.send("stop")
        idle = watcher.until_status("idle")
        assert idle["run"] is None
        assert idle["complete"]
        assert idle["iteration"] == 2
        second = watcher.run_on(1)["run"]
        assert second["id"] != first["id"]
        assert second["parent"] is None
        assert second["first_iteration"] == 2
        statuses = {run["id"]: run["status"] for run in listed_runs(fresh)["runs"]}
        assert statuses == {first["id"]: "stopped", second["id"]: "finished"}


def test_figures_from_the_first_step_to_the_last_are_those_of_the_record(fresh: Calls) -> None:
    with watching(fresh) as watcher:
        watcher.send("start")
        watcher.until_iteration(1500)
        watcher.send("pause")
        paused = watcher.until_status("paused")
        whole = get_run(fresh, paused["run"]["id"])
        for kind, names, least in (("record", STEPS, 150), ("evaluations", EVALUATIONS, 2)):
            iterations = watcher.column(f"{kind}.iterations")
            assert (iterations[0], iterations[-1]) == (kind == "record", paused["iteration"])
            assert iterations == sorted(set(iterations))
            assert len(iterations) >= least
            for name in names:
                known = dict(zip(whole[kind]["iterations"], whole[kind][name], strict=True))
                assert watcher.column(f"{kind}.{name}") == [known[each] for each in iterations]


def test_who_comes_later_gets_the_whole_record(fresh: Calls) -> None:
    with watching(fresh) as watcher:
        watcher.run_on(30)
        with watching(fresh) as other:
            first = other.frames[0]
            assert first["complete"]
            assert first.tensors["record.iterations"].tolist() == list(range(1, 31))
            assert first["run"]["id"] == watcher.frames[-1]["run"]["id"]
            other.run_on(1)
            assert not other.frames[-1]["complete"]
            assert other.column("record.iterations") == list(range(1, 32))


def test_frames_come_ten_times_a_second_at_most(fresh: Calls) -> None:
    with watching(fresh) as watcher:
        watcher.send("start")
        watcher.until(lambda frame: frame["elapsed_s"] > 1.5)
        before = len(watcher.frames)
        last = watcher.until(lambda frame: frame["elapsed_s"] > 3)
        frames = watcher.frames[before:]
        passed = last["elapsed_s"] - watcher.frames[before - 1]["elapsed_s"]
        assert len(frames) <= 10 * passed + 1
        iterations = [frame["iteration"] for frame in watcher.frames]
        assert iterations == sorted(iterations)


@pytest.mark.parametrize("cost", ["squared_error", "cross_entropy"])
def test_figures_are_those_of_the_frames_parameters(client: httpx.Client, cost: str) -> None:
    calls = Calls(client, **NEW, activation="tanh", output="sigmoid", cost=cost)
    digits = load()
    with watching(calls) as watcher:
        watcher.run_on(3, batch_size=50, learning_rate=0.1, seed=11)
        before = network_now(calls)
        after = watcher.run_on(1)
        network = network_now(calls)
        test = score(network, digits.test.pixels(slice(None)), digits.test.labels)
        train = score(network, digits.train.pixels(slice(0, 10_000)), digits.train.labels[:10_000])
        assert after["evaluated_at"] == after["iteration"] == 4
        assert after["costs"]["test"] == pytest.approx(test.cost_sum / 10_000, rel=1e-4)
        assert after["costs"]["train"] == pytest.approx(train.cost_sum / 10_000, rel=1e-4)
        # In single precision a digit on the edge may fall to the other side.
        answered = calls.accuracy()
        assert after["accuracy"] == pytest.approx(answered["correct"] / answered["total"], abs=2e-4)

        batch = Batches(60_000, 50, 11)[3]
        assert after["batch"] == {"indices": batch.tolist(), "size": 50}
        descent = Descent(before)
        x, y = digits.train.pixels(batch), one_hot(digits.train.labels[batch], 10)
        trace = descent.step(x, y, 0.1)
        gradient = descent.gradient
        assert after["costs"]["batch"] == pytest.approx(trace.cost, rel=1e-4)
        by_layer = [
            np.sqrt((w**2).sum() + (b**2).sum())
            for w, b in zip(gradient.weights, gradient.biases, strict=True)
        ]
        assert after["norms"]["gradient_by_layer"] == pytest.approx(by_layer, rel=1e-4)
        assert after["norms"]["gradient"] == pytest.approx(
            np.linalg.norm(gradient.vector), rel=1e-4
        )
        assert after["norms"]["parameters"] == pytest.approx(
            np.linalg.norm(float32(calls)), rel=1e-5
        )
        np.testing.assert_allclose(
            float32(calls), descent.network.parameters.vector, rtol=1e-4, atol=1e-6
        )
        assert watcher.column("record.batch_costs")[-1] == after["costs"]["batch"]


def test_momentum_is_that_of_the_core(fresh: Calls) -> None:
    digits = load()
    network = fresh.network()
    descent = Descent(network, 0.8)
    for n in range(5):
        batch = Batches(60_000, 32, 2)[n]
        x, y = digits.train.pixels(batch), one_hot(digits.train.labels[batch], 10)
        descent.step(x, y, 0.3)
    with watching(fresh) as watcher:
        watcher.run_on(5, batch_size=32, learning_rate=0.3, momentum=0.8, seed=2)
        np.testing.assert_allclose(float32(fresh), network.parameters.vector, rtol=1e-4, atol=1e-5)


def test_settings_hold_from_the_next_step_on_and_others_digits_branch_off(fresh: Calls) -> None:
    with watching(fresh) as watcher:
        # So large mini-batches that it goes on for long, in fewer steps than a record keeps whole.
        watcher.send("start", batch_size=6000, epochs=(MOST_STEPS - 1) // 10)
        first = watcher.until_iteration(30)["run"]
        watcher.send("settings", learning_rate=0.125)
        frame = watcher.until(lambda frame: frame["run"]["settings"]["learning_rate"] == 0.125)
        assert (frame["run"]["id"], frame["status"]) == (first["id"], "running")
        watcher.send("settings", batch_size=5000)
        frame = watcher.until(lambda frame: frame["run"]["id"] != first["id"])
        branch = frame["run"]
        assert branch["parent"]["run"] == first["id"]
        assert branch["settings"]["batch_size"] == 5000
        assert branch["settings"]["learning_rate"] == 0.125
        frame = watcher.until_iteration(branch["parent"]["iteration"] + 5)
        assert frame["status"] == "running"
        watcher.send("pause")
        paused = watcher.until_status("paused")
        iterations = watcher.column("record.iterations")
        assert (iterations[0], iterations[-1]) == (1, paused["iteration"])
        parent, child = listed_runs(fresh)["runs"]
        assert parent["id"] == first["id"]
        assert parent["iteration"] == branch["parent"]["iteration"]
        assert child["first_iteration"] == 0
