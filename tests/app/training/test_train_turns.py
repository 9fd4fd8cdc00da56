"""Many sessions train, and large steps are taken: everybody gets a turn."""

import signal
import sys
from contextlib import ExitStack
from time import monotonic

import httpx
import pytest

from tests import unencrypted
from tests.app.calls import Calls
from tests.app.training.training_client import NEW, watching
from tests.server_process import started

LARGE = {"layers": [784, 400, 200, 10], "weights": "random", "initializer": "xavier", "seed": 1}


def test_four_sessions_get_a_quarter_each_and_a_fifth_is_answered(client: httpx.Client) -> None:
    sessions = [Calls(client, **NEW) for _ in range(4)]
    idle = Calls(client, **NEW)
    waits = []
    with ExitStack() as stack:
        watchers = [stack.enter_context(watching(calls)) for calls in sessions]
        for watcher in watchers:
            watcher.send("start")
        for watcher in watchers:
            watcher.until_iteration(200)
        before = [calls.describe()["iteration"] for calls in sessions]
        for _ in range(120):
            began = monotonic()
            idle.done("forward", pixels=idle.pixels())
            waits.append(monotonic() - began)
            for watcher in watchers:
                watcher.read()
            if sum(calls.describe()["iteration"] for calls in sessions) > sum(before) + 8000:
                break
        after = [calls.describe()["iteration"] for calls in sessions]
    steps = [some - other for some, other in zip(after, before, strict=True)]
    share = sum(steps) / 4
    p95 = sorted(waits)[int(0.95 * len(waits))]
    print(f"steps {steps}, p95 of an idle session's forward {1000 * p95:.1f} ms")
    assert all(abs(some - share) <= 0.2 * share for some in steps)
    assert p95 < 0.5


@pytest.mark.parametrize("wanted", [NEW, LARGE], ids=["small", "large"])
def test_a_step_on_all_digits_lets_others_be_answered_and_can_be_given_up(
    client: httpx.Client, wanted: dict[str, object]
) -> None:
    calls, other = Calls(client, **wanted), Calls(client, **NEW)
    with watching(calls) as watcher, watching(other) as quick:
        watcher.send("start", batch_size=60_000)
        watcher.until(lambda frame: bool(frame["run"]["moments"]) and frame["accuracy"] is not None)
        for _ in range(20):
            assert client.get("/api/health").status_code == 200
            other.done("forward", pixels=other.pixels())
        assert quick.run_on(3)["iteration"] == 3
        watcher.send("pause")
        paused = watcher.until_status("paused")
        assert paused["evaluated_at"] == paused["iteration"] == calls.describe()["iteration"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signal to send")
def test_the_server_stops_while_networks_train() -> None:
    with (
        started() as (process, url),
        unencrypted.Client(base_url=url) as client,
        ExitStack() as stack,
    ):
        watchers = [
            stack.enter_context(watching(Calls(client, **wanted))) for wanted in (NEW, NEW, LARGE)
        ]
        for watcher in watchers:
            watcher.send("start", batch_size=60_000)
            watcher.until_status("running")
        began = monotonic()
        process.send_signal(signal.SIGTERM)
        assert [watcher.close_code() for watcher in watchers] == [1012] * 3
        assert process.wait(60) == 0
        assert monotonic() - began < 6
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()
