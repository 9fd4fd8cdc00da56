"""Back to a moment of a run, and on from there: bit for bit as if it had never been left."""

from typing import Any

import httpx
import numpy as np
import pytest

from tests.app.calls import Calls
from tests.app.training.training_client import (
    NEW,
    finished_at,
    float32,
    get_run,
    listed_runs,
    trained,
    until_it_rests,
    watching,
)

QUICK = {"batch_size": 100, "learning_rate": 0.5, "seed": 4}
FEW = QUICK | {"batch_size": 1000}
"""An epoch has sixty steps."""


@pytest.fixture
def fresh(client: httpx.Client) -> Calls:
    return Calls(client, **NEW)


def parameters(calls: Calls) -> bytes:
    return calls.network().parameters.vector.tobytes()


@pytest.mark.parametrize("momentum", [0.0, 0.7])
def test_back_in_time_is_bit_identical_and_goes_on_as_if_never_left(
    client: httpx.Client, momentum: float
) -> None:
    calls, other = Calls(client, **NEW), Calls(client, **NEW)
    trained(calls, 20, **QUICK, momentum=momentum)
    at_twenty = parameters(calls)
    end = trained(calls, 10)
    run_id = end["run"]["id"]
    at_thirty = parameters(calls)
    shown = {"pixels": calls.pixels(), "target": 3}
    answer = calls.done(f"runs/{run_id}/go", iteration=20, **shown)
    assert answer["pass"] == calls.done("backward", **shown)
    assert answer["session"] == calls.describe()
    assert answer["session"].items() <= answer.items()
    assert answer["iteration"] == 20
    assert parameters(calls) == at_twenty
    calls.done("undo")
    assert parameters(calls) == at_thirty

    # From its last moment the run itself goes on, also where a branch begins there as well.
    calls.done(f"runs/{run_id}/go", iteration=30)
    branched = trained(calls, 1, seed=99)["run"]
    assert branched["parent"] == {"run": run_id, "iteration": 30}
    calls.done(f"runs/{run_id}/go", iteration=30)
    assert parameters(calls) == at_thirty
    assert listed_runs(calls)["current"] == run_id
    assert trained(calls, 12)["run"]["id"] == run_id
    trained(other, 42, **QUICK, momentum=momentum)
    assert parameters(calls) == parameters(other)
    whole = get_run(calls, run_id)
    assert whole["record"] == get_run(other, listed_runs(other)["current"])["record"]


@pytest.mark.parametrize("momentum", [0.0, 0.7])
def test_a_branch_keeps_its_parents_record_and_repeats_it(fresh: Calls, momentum: float) -> None:
    trained(fresh, 15, **QUICK, momentum=momentum)
    end = trained(fresh, 15)
    run_id, after = end["run"]["id"], parameters(fresh)
    fresh.done(f"runs/{run_id}/go", iteration=15)
    branch = trained(fresh, 15)["run"]
    assert branch["parent"] == {"run": run_id, "iteration": 15}
    assert branch["id"] != run_id
    assert branch["first_iteration"] == 0
    assert parameters(fresh) == after  # the same digits, and the same momentum
    assert get_run(fresh, branch["id"])["record"] == get_run(fresh, run_id)["record"]
    assert branch["moments"][0] == 15


def test_the_same_seed_gives_the_same_curve_however_often_it_is_paused(
    client: httpx.Client,
) -> None:
    whole, paused = Calls(client, **NEW), Calls(client, **NEW)
    with watching(paused) as watcher:
        watcher.send("settings", **FEW)
        for _ in range(4):
            here = watcher.frames[-1]["iteration"]
            watcher.send("start")
            watcher.until_iteration(here + 5)
            watcher.send("pause")
            watcher.until_status("paused")
    with watching(paused) as watcher:  # and once by a page that was closed
        watcher.send("start")
        watcher.until_status("running")
    until_it_rests(paused)
    with watching(paused) as watcher:
        watcher.run_on(1)
        while (missing := -paused.describe()["iteration"] % 60) > 0:
            watcher.run_on(min(40, missing))
    iteration = paused.describe()["iteration"]
    with watching(whole) as watcher:
        watcher.send("start", epochs=iteration // 60, **FEW)
        watcher.until(finished_at(iteration))
    curve, other = (get_run(calls, listed_runs(calls)["current"]) for calls in (whole, paused))
    assert parameters(paused) == parameters(whole)
    assert other["record"] == curve["record"]
    # Where it was paused it was evaluated too; everywhere else nothing differs.
    evaluated = curve["evaluations"]["iterations"]
    assert evaluated[:6] == [0, 3, 6, 12, 30, 60]
    assert at(other, evaluated) == at(curve, evaluated)
    assert len(other["evaluations"]["iterations"]) > len(evaluated)


def at(run: dict[str, Any], iterations: list[int]) -> list[tuple[float, ...]]:
    rows = zip(*run["evaluations"].values(), strict=True)
    return [row for row in rows if row[0] in iterations]


def test_another_seed_gives_another_curve(client: httpx.Client) -> None:
    runs = []
    for seed in (1, 2):
        calls = Calls(client, **NEW)
        frame = trained(calls, 3, **(QUICK | {"seed": seed}))
        runs.append(get_run(calls, frame["run"]["id"])["record"]["batch_costs"])
    assert runs[0] != runs[1]


def test_going_back_while_it_trains_pauses_it(fresh: Calls) -> None:
    trained(fresh, 5)
    at_five = float32(fresh)
    with watching(fresh) as watcher:
        watcher.send("start")
        run_id = watcher.until_iteration(50)["run"]["id"]
        assert fresh.done(f"runs/{run_id}/go", iteration=5)["iteration"] == 5
        frame = watcher.until(lambda frame: frame["iteration"] == 5)
        assert frame["status"] == "paused"
        assert frame["evaluated_at"] == 5
        np.testing.assert_array_equal(float32(fresh), at_five)
        ended = next(run for run in listed_runs(fresh)["runs"] if run["id"] == run_id)
        assert ended["moments"][-1] >= 50  # and nothing of the run is lost
