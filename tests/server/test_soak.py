"""Minutes under many viewers who come and go: nothing grows, and nothing is left over."""

import asyncio
import os
import socket
from collections.abc import Awaitable, Callable, Iterator
from itertools import cycle
from pathlib import Path
from typing import NamedTuple

import httpx
import numpy as np
import pytest
import uvloop
from prometheus_client.parser import text_string_to_metric_families

from tests.bench.crowd.sockets import CLOSE, Viewer
from tests.bench.server import HOST, Server, playground

LASTS_S = float(os.environ.get("NUDGE_SOAK_S", "300"))
WHOLE_S = 300
WARM_UP_S = min(60, LASTS_S / 2)
WARM_UP_FRAMES = int(7 * WARM_UP_S)
"""After that nothing may grow: until then caches and a run's record fill, on a busy machine later
than on a quiet one, where so many frames take a minute at most."""
MEASURED_S = LASTS_S - WARM_UP_S

VIEWERS = 300
REPLACED_PER_S = VIEWERS // 100
SESSIONS_PER_S = 20 / 60
MOST_BYTES_IN_600_S = 1e6 if LASTS_S >= WHOLE_S else 3e6 * 600 / MEASURED_S
"""Of a short time a few megabytes are no sign: only what leaks fast stands out."""
MARGIN = 3
"""Descriptors and tasks that may be more than before: of requests that just come."""
SETTLE_S, DRAINED_WITHIN_S = 2, 60

SHORT_LIVED = {
    "SESSION_LIFETIME_S": "20",
    "MAX_RUN_BYTES": "1000000",
    "MAX_SESSION_REQUESTS_PER_S": "1000",
}
"""All that is kept for long is bounded anyway: here the bounds are reached in the first minute."""

NOT_READ = "Frames are not acknowledged."
"""On a busy machine a viewer here may come too late; a page comes back as these do."""

PIXELS = [0.5] * 784


class Sample(NamedTuple):
    """The server's own figures."""

    memory: float
    descriptors: float
    tasks: float
    viewers: float


class Metrics:
    """The port on which an administrator sees the figures."""

    def __init__(self, client: httpx.AsyncClient, port: int) -> None:
        self._client = client
        self._url = f"http://{HOST}:{port}/metrics"

    async def sample(self) -> Sample:
        text = (await self._client.get(self._url)).text
        values = {
            each.name: each.value
            for family in text_string_to_metric_families(text)
            for each in family.samples
        }
        return Sample(
            values["process_resident_memory_bytes"],
            values["process_open_fds"],
            values["nudge_tasks"],
            values["nudge_viewers"],
        )


class Hall:
    """Viewers of one training, of whom some go and others come."""

    def __init__(self, port: int, key: str) -> None:
        self._port = port
        self._path = f"/api/watch/{key}"
        self._all: set[Viewer] = set()
        self._seated: list[Viewer] = []
        self.reasons: set[str] = set()
        """Why viewers were closed who did nothing wrong."""
        self._ways: Iterator[Callable[[Viewer], None]] = cycle((_say_goodbye, _break, _fall_silent))

    async def seat(
        self, path: str | None = None, seen: Callable[[int, float], None] = lambda _frame, _at: None
    ) -> Viewer:
        """Open one more socket."""
        viewer = Viewer(self._port, path or self._path, seen)
        self._all.add(viewer)
        viewer.closed.add_done_callback(lambda _: self._all.discard(viewer))
        await asyncio.get_running_loop().create_connection(lambda: viewer, HOST, self._port)
        await viewer.opened
        return viewer

    async def fill(self) -> None:
        for _ in range(VIEWERS):
            self._seated.append(await self.seat())

    async def replace(self) -> None:
        """Let the oldest go, each in another way, and new ones come; who was closed comes back."""
        lost = [viewer for viewer in self._seated if viewer.closed.done()]
        self.reasons |= {viewer.reason for viewer in lost}
        for viewer in self._seated[:REPLACED_PER_S]:
            if viewer not in lost:
                next(self._ways)(viewer)
                lost.append(viewer)
        self._seated = [viewer for viewer in self._seated if viewer not in lost]
        for _ in range(VIEWERS - len(self._seated)):
            self._seated.append(await self.seat())

    def leave(self) -> None:
        for viewer in tuple(self._all):
            _break(viewer)


def _say_goodbye(viewer: Viewer) -> None:
    viewer.send(b"", CLOSE)


def _break(viewer: Viewer) -> None:
    if viewer.transport is not None and not viewer.closed.done():
        viewer.transport.abort()


def _fall_silent(viewer: Viewer) -> None:
    if viewer.transport is not None and not viewer.closed.done():
        viewer.transport.pause_reading()


async def _pass_through(client: httpx.AsyncClient, hall: Hall, deletes: bool) -> None:
    """Begin a network, use and train it, and delete it or leave it to expire."""
    session = (await client.post("/api/sessions", json={"weights": "random"})).json()["id"]
    url = f"/api/sessions/{session}"
    for _ in range(5):
        await client.post(f"{url}/backward", json={"pixels": PIXELS, "target": 3})
        await client.post(f"{url}/step", json={"pixels": PIXELS, "target": 3, "learning_rate": 0.1})
    owner = await hall.seat(f"{url}/train")
    owner.send(b'{"type":"step"}')
    await asyncio.sleep(1)
    _say_goodbye(owner)
    if deletes:
        await client.delete(url)  # On a busy machine it may have expired.


async def _every(interval_s: float, what: Callable[[], Awaitable[object]]) -> None:
    """Do something again and again, at its own pace."""
    loop = asyncio.get_running_loop()
    due = loop.time()
    while True:
        await what()
        due = max(due + interval_s, loop.time())
        await asyncio.sleep(due - loop.time())


async def soaked(
    server: Server, metrics_port: int
) -> tuple[Sample, list[Sample], set[str], Sample]:
    """Return the figures before, each second once it is warm, why viewers were closed, after."""
    async with httpx.AsyncClient(base_url=server.url, timeout=60) as client:
        metrics = Metrics(client, metrics_port)
        session = (await client.post("/api/sessions", json={"weights": "random"})).json()["id"]
        (await client.get(f"/api/sessions/{session}/accuracy")).raise_for_status()
        await asyncio.sleep(SETTLE_S)
        before = await metrics.sample()
        key = (await client.get(f"/api/sessions/{session}/watch")).json()["watch_key"]
        hall = Hall(server.port, key)
        is_warm = asyncio.Event()
        owner = await hall.seat(f"/api/sessions/{session}/train", _until_warm(is_warm))
        await hall.fill()
        owner.send(b'{"type":"start"}')
        samples: list[Sample] = []
        kinds = cycle((True, False))

        async def look() -> None:
            samples.append(await metrics.sample())

        work = [
            asyncio.create_task(_every(1, hall.replace)),
            asyncio.create_task(_every(1, look)),
            asyncio.create_task(
                _every(1 / SESSIONS_PER_S, lambda: _pass_through(client, hall, next(kinds)))
            ),
        ]
        warm = asyncio.create_task(is_warm.wait())
        await asyncio.wait([*work, warm], return_when=asyncio.FIRST_COMPLETED)
        began = len(samples)
        done, _ = await asyncio.wait(work, timeout=MEASURED_S, return_when=asyncio.FIRST_EXCEPTION)
        for task in (*work, warm):
            task.cancel()
        await asyncio.wait(work, timeout=SETTLE_S)
        hall.leave()
        for task in done:
            task.result()
        return before, samples[began:], hall.reasons, await _drained(metrics, before)


def _until_warm(is_warm: asyncio.Event) -> Callable[[int, float], None]:
    """Return what is called with each frame of the training, and tells when there were enough."""
    left = iter(range(WARM_UP_FRAMES))

    def note(_frame: int, _at: float) -> None:
        if next(left, None) is None:
            is_warm.set()

    return note


async def _drained(metrics: Metrics, before: Sample) -> Sample:
    """Return the figures once they are as before, or those that are left over in the end."""
    loop = asyncio.get_running_loop()
    end = loop.time() + DRAINED_WITHIN_S
    while True:
        after = await metrics.sample()
        if _is_as_before(after, before) or loop.time() > end:
            return after
        await asyncio.sleep(1)


def _is_as_before(after: Sample, before: Sample) -> bool:
    return (
        after.viewers == 0
        and after.descriptors <= before.descriptors + MARGIN
        and after.tasks <= before.tasks + MARGIN
    )


def growth_in_600_s(memory: list[float], interval_s: float) -> float:
    """Return by how much memory grows in ten minutes, on the line that fits best."""
    at = np.arange(len(memory)) * interval_s
    return float(np.polyfit(at, memory, 1)[0] * 600)


@pytest.mark.long
@pytest.mark.timeout(2 * LASTS_S + 240)
@pytest.mark.skipif(not Path("/proc").is_dir(), reason="Memory is read from /proc")
def test_nothing_grows_and_nothing_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server((HOST, 0)) as listener:
        metrics_port = listener.getsockname()[1]
    for name, value in (SHORT_LIVED | {"METRICS_PORT": str(metrics_port)}).items():
        monkeypatch.setenv(f"NUDGE_{name}", value)
    with playground() as server:
        before, samples, reasons, after = uvloop.run(soaked(server, metrics_port))
    memory = [sample.memory for sample in samples]
    growth = growth_in_600_s(memory, MEASURED_S / len(memory))
    each_second = np.round(np.divide(memory, 1e6), 1)
    told = f"{growth / 1e6:.2f} MB in 10 minutes; each second: {each_second}"
    print(told)
    assert growth <= MOST_BYTES_IN_600_S, told
    assert reasons <= {NOT_READ}
    assert _is_as_before(after, before), (before, after)
