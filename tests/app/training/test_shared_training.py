"""Training where two processes serve: whichever is told or asked, it is one training."""

import signal
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import httpx
import pytest
from websockets.exceptions import ConnectionClosed

from app.settings import Settings
from app.training import engine_peers, leases
from app.training.commander import LOST
from app.training.control import CHANGED
from tests import unencrypted
from tests.again import again
from tests.app.calls import Calls
from tests.app.training.training_client import (
    NEW,
    QUICK,
    Frame,
    TrainingClient,
    everything,
    finished_at,
    float32,
    listed_runs,
    trained,
    until_it_rests,
    watch_address,
    watching,
)
from tests.conftest import UNHURRIED, serving
from tests.engine import EngineProcess, engine
from tests.server_process import ServerProcess, started

PATIENT_S = 20
ENOUGH_S = 2.5
LOST_S = 1.5
"""Of a run whose process dies no more is lost: it is stored each second, and then is a slice."""
SLEEPS_AFTER_S = 1.5
NO_SESSION = 4404


@pytest.fixture(scope="module")
def servers(engine_process: EngineProcess) -> Iterator[list[httpx.Client]]:
    settings = Settings(**UNHURRIED, store=engine_process.url, store_within_s=PATIENT_S)
    with ExitStack() as stack:
        yield [stack.enter_context(serving(settings)) for _ in range(2)]


@pytest.fixture
def here(servers: list[httpx.Client]) -> Calls:
    return Calls(servers[0], **NEW)


@pytest.fixture
def there(here: Calls, servers: list[httpx.Client]) -> Calls:
    """The same session, asked for at another process."""
    return here.through(servers[1])


@contextmanager
def one_more(store: EngineProcess) -> Iterator[tuple[ServerProcess, Calls]]:
    """Give a process of its own, which may be killed, and a session that was begun there."""
    environment = {"NUDGE_STORE": store.url, "NUDGE_STORE_WITHIN_S": str(PATIENT_S)}
    with (
        started(**environment) as (process, url),
        unencrypted.Client(base_url=url, timeout=PATIENT_S) as client,
    ):
        yield process, Calls(client, **NEW)


@contextmanager
def one_that_trains(
    store: EngineProcess,
) -> Iterator[tuple[ServerProcess, Calls, TrainingClient]]:
    """Give such a process, whose session trains and is watched there."""
    with one_more(store) as (process, calls), watching(calls) as owner:
        owner.send("start", **QUICK)
        yield process, calls, owner


def until_running(watcher: TrainingClient) -> None:
    watcher.until(lambda frame: frame["status"] == "running" and frame["iteration"] > 0)


def until_setting(watcher: TrainingClient, name: str, value: float) -> None:
    watcher.until(lambda frame: frame["settings"][name] == value)


def running_once(watcher: TrainingClient) -> dict[int, Frame]:
    """Return the frames while it ran, by their iteration, where there is one alone."""
    counts = Counter(frame["iteration"] for frame in watcher.frames)
    return {
        frame["iteration"]: frame
        for frame in watcher.frames
        if frame["status"] == "running" and counts[frame["iteration"]] == 1
    }


def test_all_processes_show_what_one_of_them_trains(here: Calls, there: Calls) -> None:
    with watching(here) as owner, watching(there) as other:
        owner.send("start", **QUICK)
        until_running(owner)
        until_running(other)
        shared: list[Frame] = []
        while len(shared) < 3:
            owner.next_frame()
            other.next_frame()
            seen, told = running_once(owner), running_once(other)
            shared = [frame for iteration, frame in told.items() if iteration in seen]
        for frame in shared:
            one = seen[frame["iteration"]]
            for name in ("status", "costs", "settings", "batch", "norms", "layers", "session"):
                assert frame[name] == one[name], name
        owner.send("pause")
        ends = [each.until_status("paused") for each in (owner, other)]
        figures = ("iteration", "costs", "accuracy", "norms", "layers", "steps_per_second")
        for name in (*figures, "run", "settings"):
            assert ends[0][name] == ends[1][name], name
        for column in ("record.iterations", "record.batch_costs", "evaluations.accuracies"):
            assert owner.column(column)[-1] == other.column(column)[-1]
    assert everything(here) == everything(there)


def test_whoever_comes_late_sees_all_of_it(here: Calls, there: Calls) -> None:
    with watching(here) as owner:
        owner.send("start", **QUICK)
        owner.until_iteration(50)
        with watching(there, watch_address(there)) as viewer:
            frame = viewer.until(lambda frame: frame["status"] == "running")
            viewer.until_iteration(frame["iteration"] + 20)
            iterations = viewer.column("record.iterations")
            assert iterations[0] <= 2
            assert iterations == sorted(set(iterations))


@pytest.mark.parametrize("is_known_there", [False, True])
def test_commands_are_carried_out_wherever_it_trains(
    here: Calls, there: Calls, is_known_there: bool
) -> None:
    if is_known_there:
        there.describe()
    with watching(here) as owner, watching(there) as other:
        owner.send("start", **QUICK)
        until_running(other)
        other.send("settings", learning_rate=0.25)
        owner.until(lambda frame: frame["settings"]["learning_rate"] == 0.25)
        other.send("pause")
        paused = [each.until_status("paused") for each in (owner, other)]
        assert paused[0]["iteration"] == paused[1]["iteration"]
        other.send("step")
        goal = paused[0]["iteration"] + 1
        for each in (owner, other):
            end = each.until(lambda frame: frame["status"] == "finished")
            assert end["iteration"] == goal
            assert end["run"]["id"] == paused[0]["run"]["id"]
        owner.send("stop")
        for each in (owner, other):
            each.until_status("idle")
    assert everything(here) == everything(there)


def test_settings_are_the_same_everywhere(here: Calls, there: Calls) -> None:
    with watching(here) as owner, watching(there) as other:
        for seed in (5, 6, 4):
            owner.send("settings", **QUICK | {"seed": seed})
            until_setting(other, "seed", seed)
        end = other.run_on(3)
        assert {name: end["settings"][name] for name in QUICK} == QUICK
        assert owner.until(lambda frame: frame["iteration"] == 3)["run"]["id"] == end["run"]["id"]
        assert owner.run_on(2)["run"]["id"] == end["run"]["id"]
    alone = Calls(here.client, **NEW)
    trained(alone, 5, **QUICK)
    assert float32(alone).tobytes() == float32(there).tobytes()


def test_runs_are_managed_wherever_it_trains(here: Calls, there: Calls) -> None:
    first = trained(here, 3, **QUICK)["run"]["id"]
    with watching(here) as owner:
        owner.send("start", name="Second")
        until_running(owner)
        runs = listed_runs(there)
        assert [run["status"] for run in runs["runs"]] == ["finished", "running"]
        second = runs["current"]
        answer = there.client.patch(f"{there.url}/runs/{first}", json={"name": "First"})
        assert answer.json()["name"] == "First"
        assert there.client.delete(f"{there.url}/runs/{second}").status_code == 409
        assert there.client.delete(f"{there.url}/runs/none").status_code == 404
        assert there.post(f"runs/{first}/go", iteration=2).status_code == 404
        assert there.post(f"runs/{first}/go", iteration=3).json()["session"]["iteration"] == 3
        owner.until_status("paused")
        assert there.client.delete(f"{there.url}/runs/{second}").status_code == 204
    assert [run["name"] for run in listed_runs(here)["runs"]] == ["First"]
    assert everything(here) == everything(there)


def test_a_change_elsewhere_pauses_the_run_and_comes_on_top_of_it(
    here: Calls, there: Calls
) -> None:
    with watching(here) as owner:
        owner.send("start", **QUICK)
        shown = owner.until_iteration(30)
        body = {"pixels": here.pixels(), "target": 3, "learning_rate": 0.1}
        session = there.done("step", **body)["session"]
        assert session["iteration"] > shown["iteration"]
        owner.until(lambda frame: frame["iteration"] == session["iteration"])
        assert owner.frames[-1]["status"] == "paused"
        assert owner.frames[-1]["reason"] == CHANGED
        assert here.describe() == there.describe()
        there.done("undo")
        assert here.describe()["iteration"] == session["iteration"] - 1
        run = listed_runs(here)["runs"][0]
        assert run["iteration"] == session["iteration"] - 1
        here.done("undo")
        assert there.describe()["iteration"] == 0


def test_what_another_process_trains_is_read_fresh(here: Calls, there: Calls) -> None:
    there.describe()
    with watching(here) as owner:
        owner.send("start", **QUICK)
        until_running(owner)
        read = [there.describe()["iteration"]]
        for _ in range(3):
            goal = owner.frames[-1]["iteration"]
            owner.until_iteration(goal + 100)
            read.append(there.describe()["iteration"])
            assert read[-1] >= goal
        assert read == sorted(read)


def test_a_run_goes_on_as_long_as_an_owner_is_left_anywhere(here: Calls, there: Calls) -> None:
    with watching(there) as other:
        with watching(here) as owner:
            owner.send("start", **QUICK)
            until_running(other)
        gone = other.frames[-1]["iteration"]
        other.until_iteration(gone + 50)
        assert other.frames[-1]["status"] == "running"
    assert until_it_rests(here)["status"] == "paused"


def test_who_watches_by_a_key_does_not_keep_a_run_going(here: Calls, there: Calls) -> None:
    with watching(there, watch_address(there)) as viewer:
        with watching(here) as owner:
            owner.send("start", **QUICK)
            until_running(viewer)
        assert viewer.until_status("paused")["reason"] == ""


def test_both_are_told_to_begin_at_once(here: Calls, there: Calls) -> None:
    with watching(here) as owner, watching(there) as other:
        for each in (owner, other):
            each.send("step")
        for each in (owner, other):
            each.until(lambda frame: frame["status"] == "finished" and frame["iteration"] == 2)
    assert len(listed_runs(here)["runs"]) == 1
    assert everything(here) == everything(there)


def test_deleted_elsewhere_it_is_over(here: Calls, there: Calls) -> None:
    with watching(here) as owner, watching(here, watch_address(here)) as viewer:
        owner.send("start", **QUICK)
        until_running(owner)
        assert there.client.delete(there.url).status_code == 204
        assert owner.close_code() == NO_SESSION
        assert viewer.close_code() == NO_SESSION
    assert here.client.get(here.url).status_code == 404


def test_deleted_elsewhere_it_is_over_at_rest_as_well(here: Calls, there: Calls) -> None:
    with watching(here) as owner, watching(there) as other:
        owner.send("settings", **QUICK)
        until_setting(other, "seed", 4)
        assert there.client.delete(there.url).status_code == 204
        for each in (owner, other):
            assert each.close_code() == NO_SESSION


def test_a_lease_is_kept_as_long_as_a_run_goes_on(
    here: Calls, there: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leases, "LEASE_S", 0.5)
    monkeypatch.setattr(engine_peers, "BEAT_S", 0.1)
    with watching(here) as owner:
        owner.send("start", **QUICK)
        shown = owner.until(lambda frame: frame["elapsed_s"] > 1.5)
        body = {"pixels": here.pixels(), "target": 3, "learning_rate": 0.1}
        assert there.done("step", **body)["session"]["iteration"] > shown["iteration"]


def test_a_watch_key_is_the_same_everywhere(
    here: Calls, there: Calls, servers: list[httpx.Client]
) -> None:
    assert watch_address(here).rpartition("/")[2] == watch_address(there).rpartition("/")[2]
    with watching(there, watch_address(there)) as viewer:
        assert viewer.frames[0]["status"] == "idle"
    unknown = watch_address(there)[:-3] + "AAA"
    with pytest.raises(ConnectionClosed) as closed, watching(there, unknown):
        pass
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == NO_SESSION


def test_a_watch_key_lives_as_long_as_its_network(
    here: Calls, engine_process: EngineProcess
) -> None:
    key = f"nudge:watch:{watch_address(here).rpartition('/')[2]}"
    engine_process.client.pexpire(key, 60_000)
    here.describe()
    assert engine_process.client.pttl(key) > 60_000


@pytest.mark.long
def test_processes_that_are_cut_off_from_each_other_hear_all_again(
    here: Calls, there: Calls, engine_process: EngineProcess
) -> None:
    with watching(here) as owner, watching(there) as other:
        owner.send("start", **QUICK)
        until_running(other)
        for rate in (0.1, 0.2, 0.3, 0.4):
            engine_process.client.client_kill_filter(_type="pubsub")
            other.send("settings", learning_rate=rate)
            while not all(
                each.next_frame()["settings"]["learning_rate"] == rate for each in (owner, other)
            ):
                pass
            other.until_iteration(owner.frames[-1]["iteration"])
        iterations = other.column("record.iterations")
        assert iterations == sorted(set(iterations))
        other.send("pause")
        paused = [each.until_status("paused") for each in (owner, other)]
        assert paused[0]["iteration"] == paused[1]["iteration"]
        for rate in (0.1, 0.2, 0.3):
            engine_process.client.client_kill_filter(_type="pubsub")
            owner.send("settings", learning_rate=rate)
            until_setting(other, "learning_rate", rate)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal to send")
@pytest.mark.parametrize("how", ["SIGKILL", *again("SIGTERM")])
def test_where_the_process_dies_the_run_rests_and_any_other_goes_on(
    engine_process: EngineProcess, servers: list[httpx.Client], how: str
) -> None:
    with ExitStack() as stack:
        process, calls = stack.enter_context(one_more(engine_process))
        left = calls.through(servers[0])
        other = stack.enter_context(watching(left))
        other.send("settings", **QUICK)
        with watching(calls) as owner:
            owner.send("start")
            until_running(owner)
            shown = other.until(lambda frame: frame["elapsed_s"] > ENOUGH_S)
        process.send_signal(signal.Signals[how])
        rests = other.until_status("paused")
        assert rests["reason"] == LOST
        assert rests["iteration"] > (0 if how == "SIGKILL" else shown["iteration"])
        assert rests["elapsed_s"] > shown["elapsed_s"] - LOST_S
        assert left.describe()["iteration"] == rests["iteration"]
        with watching(left, watch_address(left)) as viewer:
            assert viewer.frames[0]["reason"] == LOST
            end = other.run_on(5)
            assert end["run"]["id"] == shown["run"]["id"]
            assert end["iteration"] == rests["iteration"] + 5
            viewer.until(lambda frame: frame["iteration"] == end["iteration"])


def test_a_run_that_was_told_of_is_known_everywhere(here: Calls, there: Calls) -> None:
    with watching(here) as owner:
        owner.send("start", **QUICK, name="Named")
        run = owner.until_status("running")["run"]["id"]
        about = there.client.get(f"{there.url}/runs/{run}")
        assert (about.status_code, about.json()["name"]) == (200, "Named")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal to send")
@pytest.mark.long
def test_a_run_that_was_told_of_outlives_its_process(
    engine_process: EngineProcess, servers: list[httpx.Client]
) -> None:
    """However soon that dies, whoever comes back to it finds a run that can go on."""
    with ExitStack() as stack:
        process, calls, owner = stack.enter_context(one_that_trains(engine_process))
        run = owner.until_status("running")["run"]["id"]
        process.send_signal(signal.SIGKILL)
        with watching(calls.through(servers[0])) as other:
            rests = other.frames[-1]
            while rests["status"] == "running":
                rests = other.next_frame()
            assert (rests["status"], rests["reason"]) == ("paused", LOST)
            assert rests["run"]["id"] == run
            assert other.run_on(2)["run"]["id"] == run


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal to send")
@pytest.mark.long
def test_told_to_go_on_before_it_is_known_that_the_process_died(
    engine_process: EngineProcess, servers: list[httpx.Client]
) -> None:
    with ExitStack() as stack:
        process, calls, owner = stack.enter_context(one_that_trains(engine_process))
        owner.until(lambda frame: frame["elapsed_s"] > 1.5)
        process.send_signal(signal.SIGKILL)
        left = calls.through(servers[0])
        with watching(left) as other:
            other.send("step")
            end = other.until_status("finished")
            assert end["run"]["id"] == owner.frames[-1]["run"]["id"]
        before = left.describe()
        step = {"pixels": left.pixels(), "target": 3, "learning_rate": 0.1}
        assert left.done("step", **step)["session"]["iteration"] == before["iteration"] + 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal to send")
@pytest.mark.parametrize("trains_on", [True, False])
@pytest.mark.long
def test_a_process_that_slept_takes_nothing_back(
    engine_process: EngineProcess, servers: list[httpx.Client], trains_on: bool
) -> None:
    """It wakes while another process trains, or after that: what was told there stays."""
    with ExitStack() as stack:
        process, calls, owner = stack.enter_context(one_that_trains(engine_process))
        owner.until(lambda frame: frame["elapsed_s"] > SLEEPS_AFTER_S)
        process.send_signal(signal.SIGSTOP)
        left = calls.through(servers[0])
        other = stack.enter_context(watching(left))
        end = other.run_on(5)
        if trains_on:
            other.send("start")
            until_running(other)
        process.send_signal(signal.SIGCONT)
        while not (listed := listed_runs(calls)["runs"])[0]["iteration"] >= end["iteration"]:
            pass
        if trains_on:
            other.until_iteration(other.frames[-1]["iteration"] + 200)
            other.send("pause")
            end = other.until_status("paused")
        assert len(listed) == 1
        other.send("step")
        other.until(finished_at(end["iteration"] + 1))
        assert everything(calls) == everything(left)
        assert left.describe()["iteration"] == end["iteration"] + 1


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal to send")
def test_after_the_engine_was_away_all_is_shown_again() -> None:
    with engine("--appendonly", "yes", "--appendfsync", "always") as store, ExitStack() as stack:
        settings = Settings(**UNHURRIED, store=store.url)
        clients = [stack.enter_context(serving(settings)) for _ in range(2)]
        here = Calls(clients[0], **NEW)
        there = here.through(clients[1])
        owner = stack.enter_context(watching(here))
        other = stack.enter_context(watching(there))
        owner.send("start", **QUICK)
        until_running(other)
        store.end()
        away = owner.frames[-1]["iteration"]
        owner.until_iteration(away + 200)
        store.begin()
        other.until(lambda frame: frame["iteration"] > away + 200)
        other.send("pause")
        paused = [each.until_status("paused") for each in (owner, other)]
        assert paused[0]["iteration"] == paused[1]["iteration"]
        assert everything(here) == everything(there)
        assert all(store.client.ttl(key) > 0 for key in store.client.scan_iter())
