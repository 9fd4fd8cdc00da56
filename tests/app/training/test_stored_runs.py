"""Runs outlive the process that trained them: bit for bit as if it had never ended."""

import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import pytest

from app.settings import Settings
from tests import unencrypted
from tests.app.calls import Calls
from tests.app.training.training_client import (
    NEW,
    QUICK,
    everything,
    get_run,
    listed_runs,
    trained,
    until_it_rests,
    watching,
)
from tests.conftest import UNHURRIED, serving
from tests.engine import EngineProcess
from tests.server_process import started

PATIENT_S = 20
SECONDS = 3
"""For so long a run goes on before its process is killed: it is stored each second."""


@contextmanager
def another(calls: Calls, engine_process: EngineProcess) -> Iterator[Calls]:
    """Give a new process's way to the same session."""
    settings = Settings(**UNHURRIED, store=engine_process.url, store_within_s=PATIENT_S)
    with serving(settings) as client:
        yield calls.through(client)


@pytest.fixture
def fresh(engine_client: httpx.Client) -> Calls:
    return Calls(engine_client, **NEW)


@pytest.mark.parametrize("momentum", [0.0, 0.7])
def test_another_process_goes_on_with_a_run(
    fresh: Calls, engine_client: httpx.Client, engine_process: EngineProcess, momentum: float
) -> None:
    unbroken = Calls(engine_client, **NEW)
    trained(unbroken, 30, **QUICK, momentum=momentum)
    first = trained(fresh, 15, **QUICK, momentum=momentum)
    before = everything(fresh)
    with another(fresh, engine_process) as there:
        assert everything(there) == before
        with watching(there) as watcher:
            assert watcher.frames[0]["status"] == first["status"]
            assert watcher.frames[0]["run"] == first["run"]
        end = trained(there, 15)
        assert end["run"]["id"] == first["run"]["id"]
        assert everything(there)[3] == everything(unbroken)[3]
        record = get_run(there, end["run"]["id"])["record"]
        assert record == get_run(unbroken, listed_runs(unbroken)["current"])["record"]
        there.done(f"runs/{end['run']['id']}/go", iteration=15)
        assert there.network().parameters.vector.tobytes() == before[3]
        # The process before it hears of all this, too.
        assert everything(fresh) == everything(there)


def test_branches_parents_and_names_are_kept(fresh: Calls, engine_process: EngineProcess) -> None:
    run_id = trained(fresh, 15, **QUICK)["run"]["id"]
    trained(fresh, 15)
    fresh.done(f"runs/{run_id}/go", iteration=15)
    trained(fresh, 1, seed=99)
    fresh.client.patch(f"{fresh.url}/runs/{run_id}", json={"name": "The first"})
    before = everything(fresh)
    with another(fresh, engine_process) as there:
        assert everything(there) == before


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal to send")
@pytest.mark.long
def test_a_run_whose_process_was_killed_rests_where_it_was_stored(
    engine_process: EngineProcess,
) -> None:
    environment = {"NUDGE_STORE": engine_process.url, "NUDGE_STORE_WITHIN_S": str(PATIENT_S)}
    with (
        started(**environment) as (process, url),
        unencrypted.Client(base_url=url, timeout=PATIENT_S) as client,
    ):
        calls = Calls(client, **NEW)
        with watching(calls) as watcher:
            watcher.send("start", **QUICK)
            watcher.until(lambda frame: frame["elapsed_s"] > SECONDS)
            early = next(frame for frame in watcher.frames if frame["elapsed_s"] > 0.2)
            process.send_signal(signal.SIGKILL)
    with another(calls, engine_process) as there:
        run = until_it_rests(there)
        assert run["status"] == "paused"
        assert run["id"] == early["run"]["id"]
        assert there.describe()["iteration"] == run["iteration"] == run["moments"][-1]
        assert run["iteration"] > early["iteration"]
        on = trained(there, 5)
        assert on["run"]["id"] == run["id"]
        assert on["iteration"] == run["iteration"] + 5
