"""What must not happen to a training, whatever comes through its socket."""

import json
from contextlib import suppress
from typing import Any

import httpx
import numpy as np
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from tests.app.calls import Calls
from tests.app.training.training_client import NEW, Frame, address, watch_address, watching
from tests.conftest import Serve

HUGE = 1e6


@pytest.fixture
def fresh(client: httpx.Client) -> Calls:
    return Calls(client, **NEW)


def start(**fields: object) -> str:
    return json.dumps({"type": "start", **fields})


BAD = {
    "rate of nothing": (start(learning_rate=0), "learning_rate"),
    "rate below nothing": (start(learning_rate=-1), "learning_rate"),
    "rate of text": (start(learning_rate="fast"), "learning_rate"),
    "rate of true": (start(learning_rate=True), "learning_rate"),
    "rate of a list": (start(learning_rate=[1]), "learning_rate"),
    "rate too large": (start(learning_rate=1e13), "learning_rate"),
    "rate is no number": ('{"type": "start", "learning_rate": NaN}', None),
    "rate infinite": ('{"type": "start", "learning_rate": Infinity}', None),
    "rate beyond doubles": ('{"type": "start", "learning_rate": 1e999}', None),
    "no batch": (start(batch_size=0), "batch_size"),
    "batch too large": (start(batch_size=60_001), "batch_size"),
    "batch far too large": (start(batch_size=10**30), "batch_size"),
    "batch of parts": (start(batch_size=2.5), "batch_size"),
    "batch of text": (start(batch_size="10"), "batch_size"),
    "no epoch": (start(epochs=0), "epochs"),
    "too many epochs": (start(epochs=1001), "epochs"),
    "epochs of parts": (start(epochs=1.5), "epochs"),
    "momentum of one": (start(momentum=1), "momentum"),
    "momentum below nothing": (start(momentum=-0.1), "momentum"),
    "seed below nothing": (start(seed=-1), "seed"),
    "no name": (start(name=""), "name"),
    "name of spaces": (start(name="   "), "name"),
    "long name": (start(name="x" * 61), "name"),
    "half a character": ('{"type": "start", "name": "\\ud800"}', None),
    "unknown field": (start(speed=3), "speed"),
    "settings": ('{"type": "settings", "batch_size": 0}', "batch_size"),
    "frame of text": ('{"type": "ack", "frame": "1"}', "frame"),
    "no frame": ('{"type": "ack"}', "frame"),
    "unknown message": ('{"type": "fly"}', "type"),
    "no type": ("{}", "type"),
    "type of a list": ('{"type": ["start"]}', "type"),
    "a list": ("[]", None),
    "a number": ("5", None),
    "null": ("null", None),
    "no JSON": ("start", None),
    "nothing": ("", None),
    "deep": ("[" * 20_000, None),
    "binary": (b'{"type": "start"}', None),
}


@pytest.mark.parametrize(("message", "field"), BAD.values(), ids=BAD.keys())
def test_what_cannot_be_obeyed_is_refused(
    fresh: Calls, message: str | bytes, field: str | None
) -> None:
    before = fresh.state()
    with watching(fresh) as watcher:
        watcher.socket.send(message)
        detail = watcher.refusal()
        assert detail
        for problem in detail:
            assert problem.keys() == {"type", "loc", "msg"}
            assert problem["msg"]
        expected = ["message"] if field is None else ["message", field]
        assert detail[0]["loc"] == expected
        assert fresh.state() == before
        assert fresh.client.get(f"{fresh.url}/runs").json() == {"runs": [], "current": None}
        assert watcher.run_on(1)["iteration"] == 1  # and the socket goes on


@pytest.mark.parametrize("command", ["start", "step", "epoch"])
@pytest.mark.parametrize("layers", [[5, 4, 10], [784, 4, 2]])
def test_a_network_that_is_no_reader_of_digits_is_not_trained(
    client: httpx.Client, layers: list[int], command: str
) -> None:
    calls = Calls(client, layers=layers, weights="random", seed=1)
    with watching(calls) as watcher:
        watcher.send(command)
        (problem,) = watcher.refusal()
        assert "784 inputs and 10 outputs" in problem["msg"]
        watcher.send("pause")
        watcher.send("stop")
        watcher.send("settings", batch_size=20)
        assert watcher.until(lambda frame: frame["settings"]["batch_size"] == 20)["run"] is None


@pytest.mark.parametrize(
    ("architecture", "wanted"),
    [
        ({}, {"learning_rate": 1e9}),
        ({"activation": "relu", "output": "softmax", "cost": "cross_entropy"}, {}),
        ({"activation": "relu", "output": "linear"}, {"learning_rate": 50, "batch_size": 60_000}),
        ({"activation": "tanh"}, {"learning_rate": 1e9, "momentum": 0.9}),
    ],
    ids=["sigmoid", "relu", "whole set", "momentum"],
)
def test_too_large_a_learning_rate_stops_by_itself(
    client: httpx.Client, architecture: dict[str, str], wanted: dict[str, float]
) -> None:
    calls = Calls(client, **NEW, **architecture)
    before = calls.state()[1]
    with watching(calls) as watcher:
        watcher.send("start", **({"learning_rate": 1e9} | wanted))
        frame = watcher.until_status("diverged")
        assert "learning rate" in frame["reason"]
        assert frame["run"]["status"] == "diverged"
        vector = calls.network().parameters.vector
        assert (np.abs(vector) <= HUGE).all()
        assert np.isfinite(watcher.column("record.batch_costs")).all()
        calls.done("forward", pixels=calls.pixels())
        assert frame["session"]["undo"] >= 1
        calls.done("undo")
        assert calls.state()[1] == before
        watcher.until(lambda frame: frame["iteration"] == 0 and frame["accuracy"] is None)
        watcher.run_on(2, learning_rate=0.001, momentum=0.0, batch_size=10)
        assert np.isfinite(calls.network().parameters.vector).all()


def test_a_diverged_run_can_go_on_more_slowly(fresh: Calls) -> None:
    with watching(fresh) as watcher:
        steady = watcher.run_on(10, learning_rate=0.1)
        watcher.send("start", learning_rate=1e9)
        diverged = watcher.until_status("diverged")
        assert diverged["iteration"] >= 10
        watcher.send("settings", learning_rate=0.1)
        watcher.send("step")
        frame = watcher.until(lambda frame: frame["iteration"] == diverged["iteration"] + 1)
        assert frame["run"]["id"] == steady["run"]["id"]


def test_a_message_beyond_the_limit_closes_that_socket_alone(serve: Serve) -> None:
    calls = Calls(serve(max_socket_message_bytes=1000), **NEW)
    with watching(calls) as other, watching(calls) as watcher:
        watcher.socket.send(json.dumps({"type": "start", "name": "x" * 2000}))
        assert watcher.close_code() == 1009
        assert other.run_on(1)["iteration"] == 1


def test_a_flood_closes_that_socket_alone(fresh: Calls) -> None:
    with watching(fresh) as other, watching(fresh) as watcher:
        watcher.send("start")
        other.until_iteration(5)
        for _ in range(5000):
            try:
                watcher.send("ack", frame=0)
            except Exception:  # noqa: BLE001  (it is closed already)
                break
        assert watcher.close_code() == 1008
        here = other.frames[-1]["iteration"]
        assert other.until_iteration(here + 50)["status"] == "running"


def test_a_flood_of_commands_is_refused_or_obeyed(fresh: Calls) -> None:
    with watching(fresh) as watcher:
        for _ in range(150):
            watcher.send("step")
        watcher.send("pause")
        fresh.describe()
    assert fresh.describe()["iteration"] <= 150


@pytest.mark.parametrize("session_id", ["unknown", "x" * 500, "%00"])
def test_an_unknown_session_is_told_apart(client: httpx.Client, session_id: str) -> None:
    calls = Calls(client, **NEW)
    calls.url = f"/api/sessions/{session_id}"
    with connect(address(calls), proxy=None) as socket:
        assert close_of(socket) == (4404, "There is no such session, or it has expired.")


def close_of(socket: Any) -> tuple[int, str]:
    with pytest.raises(Exception, match="received") as caught:
        socket.recv(20)
    close = caught.value.rcvd  # type: ignore[attr-defined]
    return close.code, close.reason


def test_foreign_pages_are_refused(fresh: Calls) -> None:
    headers = {"Origin": "https://evil.example.com"}
    with pytest.raises(InvalidStatus) as caught, watching(fresh, additional_headers=headers):
        pass
    assert caught.value.response.status_code == 403


@pytest.mark.parametrize("trains", [True, False])
def test_a_deleted_session_closes_its_sockets_and_harms_nobody(
    client: httpx.Client, trains: bool
) -> None:
    calls, other = Calls(client, **NEW), Calls(client, **NEW)
    with watching(calls) as watcher, watching(other) as undisturbed:
        undisturbed.send("start")
        if trains:
            watcher.send("start")
            watcher.until_iteration(10)
        assert client.delete(calls.url).status_code == 204
        assert watcher.close_code() == 4404
        here = undisturbed.until_iteration(1)["iteration"]
        assert undisturbed.until_iteration(here + 100)["status"] == "running"
    assert client.get(calls.url).status_code == 404


def test_sessions_train_up_to_the_limit(serve: Serve) -> None:
    client = serve(max_training_sessions=1)
    calls, other = Calls(client, **NEW), Calls(client, **NEW)
    before = other.state()
    with watching(calls) as watcher, watching(other) as waiting:
        watcher.send("start")
        watcher.until_iteration(5)
        waiting.send("start")
        assert "Too many networks train" in waiting.refusal()
        assert other.state() == before
        watcher.send("pause")
        watcher.until_status("paused")
        assert waiting.run_on(3)["iteration"] == 3
        assert watcher.run_on(1)["status"] == "finished"


def test_pages_watch_up_to_the_limit(serve: Serve) -> None:
    calls = Calls(serve(max_viewers_per_session=2), **NEW)
    at = watch_address(calls)
    with watching(calls, at):
        with watching(calls, at):
            with connect(at, proxy=None) as socket:
                assert close_of(socket)[0] == 1013
            with watching(calls) as own:
                assert own.run_on(1)["iteration"] == 1
        assert once_let_in(calls, at)["iteration"] == 1


def once_let_in(calls: Calls, at: str) -> Frame:
    """Return the first frame: who has left before is noticed, but not by a promised time."""
    while True:
        with suppress(ConnectionClosed), watching(calls, at) as watcher:
            return watcher.frames[0]
