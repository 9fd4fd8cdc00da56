"""Runs over HTTP: their record, their names, their moments, and what goes on from there."""

import csv
from io import StringIO

import httpx
import pytest

from tests.app.calls import Calls, problem_of
from tests.app.training.training_client import (
    NEW,
    finished_at,
    get_run,
    listed_runs,
    trained,
    watching,
)
from tests.conftest import Serve

QUICK = {"batch_size": 100, "learning_rate": 0.5, "seed": 4}
EVALUATED = [0, 30, 60, 120, 300, 600]
"""With batches of 100: early in the first epoch, and twice in each."""


@pytest.fixture
def fresh(client: httpx.Client) -> Calls:
    return Calls(client, **NEW)


def epoch(calls: Calls) -> str:
    """Train for an epoch, and return the run's id."""
    with watching(calls) as watcher:
        watcher.send("settings", **QUICK)
        watcher.send("epoch")
        run_id: str = watcher.until(finished_at(600))["run"]["id"]
        return run_id


def test_there_is_none_at_first(fresh: Calls) -> None:
    assert listed_runs(fresh) == {"runs": [], "current": None}


def test_a_run_is_listed_and_told_in_full(fresh: Calls) -> None:
    run_id = epoch(fresh)
    found = listed_runs(fresh)
    assert found["current"] == run_id
    (run,) = found["runs"]
    assert run["settings"] == QUICK | {"momentum": 0, "clip": None}
    assert run["status"] == "finished"
    assert run["parent"] is None
    assert (run["first_iteration"], run["iteration"], run["steps_per_epoch"]) == (0, 600, 600)
    assert run["moments"] == EVALUATED
    assert run["layers"] == NEW["layers"]
    whole = get_run(fresh, run_id)
    assert {name: whole[name] for name in run} == run
    assert whole["record"]["iterations"] == list(range(1, 601))
    assert whole["evaluations"]["iterations"] == EVALUATED
    accuracies = whole["evaluations"]["accuracies"]
    assert run["best_accuracy"] == max(accuracies)
    assert accuracies[0] < 0.3 < accuracies[-1] <= 1


def test_the_table_holds_all_of_it(fresh: Calls) -> None:
    run_id = epoch(fresh)
    answer = fresh.client.get(f"{fresh.url}/runs/{run_id}/csv")
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.headers["content-disposition"] == f'attachment; filename="run-{run_id}.csv"'
    rows = list(csv.DictReader(StringIO(answer.text)))
    whole = get_run(fresh, run_id)
    for kind, rest in (("record", "batch_cost"), ("evaluations", "test_cost")):
        iterations = [int(row["iteration"]) for row in rows if row[rest]]
        assert iterations == whole[kind]["iterations"]
    for name in ("batch_cost", "gradient_norm"):
        assert [float(row[name]) for row in rows if row[name]] == whole["record"][f"{name}s"]
    for column, name in (
        ("train_cost", "train_costs"),
        ("test_cost", "test_costs"),
        ("accuracy", "accuracies"),
    ):
        assert [float(row[column]) for row in rows if row[column]] == whole["evaluations"][name]
    assert [float(row["epoch"]) for row in rows] == [int(row["iteration"]) / 600 for row in rows]


def test_renaming(fresh: Calls) -> None:
    first = trained(fresh, 1)["run"]
    with watching(fresh) as watcher:
        watcher.send("stop")
        watcher.until_status("idle")
        second = watcher.run_on(1)["run"]
        assert first["name"] != second["name"]
        url = f"{fresh.url}/runs/{second['id']}"
        answer = fresh.client.patch(url, json={"name": "  batch of 1,000 <b> "})
        assert answer.json()["name"] == "batch of 1,000 <b>"
        assert watcher.until(lambda frame: frame["run"]["name"] == "batch of 1,000 <b>")
        assert fresh.client.patch(url, json={"name": first["name"]}).json()["name"] == (
            f"{first['name']} (2)"
        )
        before = listed_runs(fresh)
        for name in ("", " ", "x" * 61, 5, None):
            problem = problem_of(fresh.client.patch(url, json={"name": name}))
            assert problem["loc"] == ["body", "name"]
        assert problem_of(fresh.client.patch(url, json={}))["loc"] == ["body", "name"]
        assert listed_runs(fresh) == before


def test_what_is_not_there(fresh: Calls) -> None:
    run_id = trained(fresh, 3)["run"]["id"]
    before = fresh.state()
    client, url = fresh.client, f"{fresh.url}/runs"
    for answer in (
        client.get(f"{url}/none"),
        client.get(f"{url}/none/csv"),
        client.patch(f"{url}/none", json={"name": "x"}),
        client.delete(f"{url}/none"),
        client.post(f"{url}/none/go", json={"iteration": 0}),
        client.post(f"{url}/{run_id}/go", json={"iteration": 2**62}),
        client.get("/api/sessions/none/runs"),
        client.post(f"/api/sessions/none/runs/{run_id}/go", json={"iteration": 0}),
    ):
        assert answer.status_code == 404
        assert answer.json().keys() == {"detail"}
    for iteration in (-1, 1.5, "3", None, True, [3]):
        answer = client.post(f"{url}/{run_id}/go", json={"iteration": iteration})
        assert problem_of(answer)["loc"] == ["body", "iteration"]
    assert fresh.state() == before


def test_deleting(fresh: Calls) -> None:
    with watching(fresh) as watcher:
        watcher.send("start")
        run_id = watcher.until_iteration(5)["run"]["id"]
        url = f"{fresh.url}/runs/{run_id}"
        answer = fresh.client.delete(url)
        assert answer.status_code == 409
        watcher.send("pause")
        watcher.until_status("paused")
        before = fresh.state()
        assert fresh.client.delete(url).status_code == 204
        assert watcher.until(lambda frame: frame["run"] is None)["status"] in ("idle", "paused")
        assert listed_runs(fresh) == {"runs": [], "current": None}
        assert fresh.client.delete(url).status_code == 404
        assert fresh.state() == before
        assert watcher.run_on(1)["run"]["id"] != run_id


def test_the_number_of_runs_is_bounded(serve: Serve) -> None:
    calls = Calls(serve(max_runs=3), **NEW)
    ids = []
    with watching(calls) as watcher:
        for n in range(5):
            watcher.send("start", name=f"run {n}")
            ids.append(watcher.until_iteration(3 * n + 3)["run"]["id"])
            watcher.send("stop")
            watcher.until_status("idle")
    assert [run["id"] for run in listed_runs(calls)["runs"]] == ids[2:]


def test_their_memory_is_bounded(serve: Serve) -> None:
    """Room for 8 moments, of which each run needs two: its beginning and its end."""
    size = 4 * (784 * 12 + 12 + 12 * 10 + 10)
    calls = Calls(serve(max_run_bytes=8 * size), **NEW)
    frame = trained(calls, 30)
    assert len(frame["run"]["moments"]) <= 8
    assert frame["run"]["moments"][0] == 0
    assert frame["run"]["moments"][-1] == 30
    with watching(calls) as watcher:
        for _ in range(5):
            watcher.send("stop")
            watcher.until_status("idle")
            watcher.run_on(3)
    runs = listed_runs(calls)["runs"]
    assert sum(len(run["moments"]) for run in runs) <= 8
    for run in runs:
        assert run["moments"][0] == run["first_iteration"]
        assert run["moments"][-1] == run["iteration"]


def test_moments_are_bounded_while_it_trains(fresh: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each step is an epoch, and kept; how many are too many is tested in test_run.py."""
    monkeypatch.setattr("app.training.run.MOST_CHECKPOINTS", 8)
    with watching(fresh) as watcher:
        watcher.send("start", batch_size=60_000)
        last = watcher.until_iteration(12)
        assert last["status"] == "running"
        checkpoints = last["run"]["moments"]
        assert 4 <= len(checkpoints) <= 9
        assert checkpoints[0] == 0
        assert checkpoints[-1] >= 11
