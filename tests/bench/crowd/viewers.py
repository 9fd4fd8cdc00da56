"""Many watch one training: prints as JSON how often and how late their frames came.

Beside them, some read at 50 kB/s and some never read, where that is asked for.
"""

import asyncio
import json
import socket
import sys
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import uvloop

from tests.bench.crowd.sockets import HANDSHAKE, Viewer
from tests.bench.report import percentile
from tests.bench.server import HOST

SETTLE_S = 2.0
SLOW_BYTES_PER_S = 50_000
SLOW_TURN_S = 0.05
SLOW_BURST_BYTES = 10_000
"""What may be made up for after a turn that came late, because this process was busy."""
SMALL_BUFFER = 8_192
"""Of the system, for who reads slowly: what waits there is late, too."""
CLOSED_WITHIN_S = 25.0
LOOK_S = 0.2


class Ages:
    """How long after the first of all viewers each one had a frame."""

    def __init__(self) -> None:
        self._first: dict[int, float] = {}
        self.quick: list[float] = []
        self.slow: list[float] = []
        self.is_on = False

    def note_quick(self, frame: int, at: float) -> None:
        age = at - self._first.setdefault(frame, at)
        if self.is_on:
            self.quick.append(age)

    def note_slow(self, frame: int, at: float) -> None:
        if self.is_on:
            self.slow.append(at - self._first.get(frame, at))


async def measured(
    port: int, session: str, key: str, process: int, count: int, odd: int, lasts_s: float
) -> Any:
    """Return the figures of `count` viewers beside `odd` slow and `odd` that never read."""
    loop, ages = asyncio.get_running_loop(), Ages()

    async def opened(path: str) -> Viewer:
        _, viewer = await loop.create_connection(
            lambda: Viewer(port, path, ages.note_quick), HOST, port
        )
        await viewer.opened
        return viewer

    owner = await opened(f"/api/sessions/{session}/train")
    watch = f"/api/watch/{key}"
    viewers = [await opened(watch) for _ in range(count)]
    owner.send(b'{"type":"start"}')
    slow = [asyncio.create_task(_read_slowly(port, watch, ages)) for _ in range(odd)]
    await asyncio.sleep(SETTLE_S)
    open_before, silent_since = _descriptors(process), monotonic()
    silent = [_never_reading(port, watch) for _ in range(odd)]
    are_closed = asyncio.create_task(
        asyncio.to_thread(_all_closed_after, process, open_before, silent_since)
    )
    await asyncio.sleep(SETTLE_S)
    print("now", flush=True)
    ages.is_on, before, began = True, [each.frames for each in viewers], monotonic()
    await asyncio.sleep(lasts_s)
    ages.is_on, lapse = False, monotonic() - began
    rates = [(each.frames - n) / lapse for each, n in zip(viewers, before, strict=True)]
    print("then", flush=True)
    closed = await are_closed
    for own in silent:
        own.close()
    for task in slow:
        task.cancel()
    return {
        "per_second": min(rates, default=0),
        "lost": sum(each.closed.done() for each in viewers),
        "age_s": percentile(ages.quick, 99),
        "slow_age_s": percentile(ages.slow, 99) if odd else None,
        "slow_per_second": len(ages.slow) / lapse / odd if odd else None,
        "closed_s": closed if odd else None,
    }


async def _read_slowly(port: int, path: str, ages: Ages) -> None:
    """Watch with so few bytes a second."""
    own = _connected(port)
    own.setblocking(False)
    loop = asyncio.get_running_loop()
    viewer = Viewer(port, path, ages.note_slow)
    await loop.sock_sendall(own, HANDSHAKE.format(path=path, port=port).encode())
    viewer.transport = _Writing(own)  # type: ignore[assignment]
    at, may_read = monotonic(), 0.0
    while True:
        now = monotonic()
        may_read = min(SLOW_BURST_BYTES, may_read + (now - at) * SLOW_BYTES_PER_S)
        at = now
        if may_read >= 1:
            data = await loop.sock_recv(own, int(may_read))
            may_read -= len(data)
            viewer.data_received(data)
        await asyncio.sleep(SLOW_TURN_S)


class _Writing:
    """As much of a transport as a viewer writes to."""

    def __init__(self, own: socket.socket) -> None:
        self._own = own

    def is_closing(self) -> bool:
        return False

    def write(self, data: bytes) -> None:
        self._own.send(data)


def _connected(port: int) -> socket.socket:
    own = socket.socket()
    own.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SMALL_BUFFER)
    own.connect((HOST, port))
    return own


def _never_reading(port: int, path: str) -> socket.socket:
    own = _connected(port)
    own.sendall(HANDSHAKE.format(path=path, port=port).encode())
    return own


def _descriptors(process: int) -> int:
    """Return how many files and connections a process has open."""
    return len([*Path(f"/proc/{process}/fd").iterdir()])


def _all_closed_after(process: int, open_before: int, since: float) -> float:
    """Return after how long the server had no more connections than before they came."""
    while _descriptors(process) == open_before and monotonic() - since < SETTLE_S:
        sleep(LOOK_S)
    while _descriptors(process) > open_before:
        if monotonic() - since > CLOSED_WITHIN_S:
            break
        sleep(LOOK_S)
    return monotonic() - since


if __name__ == "__main__":
    port, session, key, process, count, odd, lasts_s = sys.argv[1:]
    figures = measured(int(port), session, key, int(process), int(count), int(odd), float(lasts_s))
    print(json.dumps(uvloop.run(figures)))
