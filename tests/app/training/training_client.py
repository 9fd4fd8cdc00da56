"""A page's end of the training channel: it reads frames, and acknowledges them or not."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any, NamedTuple

import numpy as np
import pytest
import safetensors.numpy
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from app.nn.serialization import read_metadata
from tests.app.calls import Calls

NEW = {"layers": [784, 12, 10], "weights": "random", "seed": 3}
"""A small network that reads digits, always the same."""

QUICK = {"batch_size": 100, "learning_rate": 0.5, "seed": 4}
"""Settings by which such a network learns something soon."""

SOON_S = 5
"""Within this time a closed tab's run pauses."""

PATIENCE_S = 20.0


class Frame(NamedTuple):
    """What one binary message holds."""

    metadata: dict[str, Any]
    tensors: dict[str, np.ndarray]

    def __getitem__(self, name: str) -> Any:
        return self.metadata[name]


def _no_number(name: str) -> None:
    raise AssertionError(f"Expected what a page can read as JSON, but got {name}")


class TrainingClient:
    """One socket."""

    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self.acknowledges = True
        self.frames: list[Frame] = []
        self.pictures: list[Frame] = []
        self.largest = 0
        """Bytes in the largest message."""
        self.errors: list[Any] = []

    def send(self, type_: str, **fields: object) -> None:
        self.socket.send(json.dumps({"type": type_, **fields}))

    def acknowledge(self) -> None:
        """Acknowledge the last frame, and all before it."""
        self.send("ack", frame=self.frames[-1]["frame"])

    def read(self, timeout: float = PATIENCE_S) -> Frame | None:
        """Return the next message's frame; None where it was an error or a picture, and is kept."""
        message = self.socket.recv(timeout)
        if isinstance(message, str):
            error = json.loads(message)
            assert error.keys() == {"type", "detail"}
            assert error["type"] == "error"
            self.errors.append(error["detail"])
            return None
        metadata = {
            name: json.loads(text, parse_constant=_no_number)
            for name, text in read_metadata(message).items()
        }
        frame = Frame(metadata, safetensors.numpy.load(message))
        self.largest = max(self.largest, len(message))
        if "picture" in frame.tensors:
            self.pictures.append(frame)
            return None
        self.frames.append(frame)
        if self.acknowledges:
            self.acknowledge()
        return frame

    def next_frame(self, timeout: float = PATIENCE_S) -> Frame:
        """Return the next frame, whatever else comes before it."""
        while (frame := self.read(timeout)) is None:
            pass
        return frame

    def until(self, condition: Callable[[Frame], bool]) -> Frame:
        """Read until a frame fulfils the condition, and return it."""
        while True:
            frame = self.next_frame()
            if condition(frame):
                return frame

    def until_status(self, *statuses: str) -> Frame:
        return self.until(lambda frame: frame["status"] in statuses)

    def until_iteration(self, iteration: int) -> Frame:
        return self.until(lambda frame: frame["iteration"] >= iteration)

    def refusal(self) -> Any:
        """Read until something is refused, and return what is said about it."""
        while not self.errors:
            self.read()
        return self.errors.pop()

    def close_code(self) -> int:
        """Read until the server closes, and return why."""
        with pytest.raises(ConnectionClosed) as caught:
            self.until(lambda _: False)
        assert caught.value.rcvd is not None, "The connection was cut, not closed"
        return caught.value.rcvd.code

    def run_on(self, steps: int, **settings: object) -> Frame:
        """Train for so many steps from here, and return the frame at their end."""
        goal = self.frames[-1]["iteration"] + steps
        if settings:
            self.send("settings", **settings)
        for _ in range(steps):
            self.send("step")
        return self.until(lambda frame: frame["status"] != "running" and frame["iteration"] == goal)

    def column(self, name: str) -> list[float]:
        """Return a column of all frames since the last complete one, joined."""
        parts: list[float] = []
        for frame in self.frames:
            if frame["complete"]:
                parts = []
            parts += frame.tensors[name].tolist() if name in frame.tensors else []
        return parts


def address(calls: Calls) -> str:
    return f"{calls.client.base_url}{calls.url}/train".replace("http://", "ws://").replace(
        "//api", "/api"
    )


def watch_address(calls: Calls) -> str:
    """Return where others watch."""
    answer = calls.client.get(f"{calls.url}/watch")
    assert answer.status_code == 200
    path = f"/api/watch/{answer.json()['watch_key']}"
    return f"{calls.client.base_url}{path}".replace("http://", "ws://").replace("//api", "/api")


@contextmanager
def watching(calls: Calls, at: str = "", **options: Any) -> Iterator[TrainingClient]:
    """Open a socket, of an owner or at an address, and read the first frame: it comes at once."""
    with connect(
        at or address(calls),
        compression=None,
        max_size=None,
        proxy=None,
        close_timeout=1,
        **options,
    ) as socket:
        watcher = TrainingClient(socket)
        watcher.next_frame()
        yield watcher


def trained(calls: Calls, steps: int, **settings: object) -> Frame:
    """Train for so many steps with a socket of its own; return the last frame."""
    with watching(calls) as watcher:
        return watcher.run_on(steps, **settings)


def finished_at(iteration: int) -> Callable[[Frame], bool]:
    return lambda frame: (frame["status"], frame["iteration"]) == ("finished", iteration)


def float32(calls: Calls) -> np.ndarray:
    """Return the session's parameters as those who train them have them."""
    return calls.network().parameters.vector.astype(np.float32)


def until_it_rests(calls: Calls) -> dict[str, Any]:
    """Look at the runs until the present one is not running any more; return it."""
    began = monotonic()
    while True:
        runs = listed_runs(calls)["runs"]
        if runs[-1]["status"] != "running":
            run: dict[str, Any] = runs[-1]
            return run
        assert monotonic() - began < 2 * SOON_S


def listed_runs(calls: Calls) -> dict[str, Any]:
    answer = calls.client.get(f"{calls.url}/runs")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def get_run(calls: Calls, run_id: str) -> dict[str, Any]:
    answer = calls.client.get(f"{calls.url}/runs/{run_id}")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


def known_to_all(calls: Calls) -> dict[str, Any]:
    """Return the session object less what only its owner knows."""
    described = calls.describe()
    assert described.pop("id") == calls.created["id"]
    return described


def everything(calls: Calls) -> tuple[object, ...]:
    """Return all that is told of a session and its runs."""
    listed = listed_runs(calls)
    runs = [get_run(calls, run["id"]) for run in listed["runs"]]
    return calls.describe(), listed, runs, calls.network().parameters.vector.tobytes()
