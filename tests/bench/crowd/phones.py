"""A hall of phones in a room: joins, listens, votes, draws. Prints figures as JSON at its end.

A line names each phase as it begins, so that the server can be looked at meanwhile.
"""

import asyncio
import json
import random
import secrets
import sys
from time import perf_counter
from typing import Any

import uvloop

from tests.bench.report import percentile
from tests.bench.server import HOST

JOIN_S, VOTE_S, DRAW_S = 2.0, 1.0, 5.0
QUIET_S = 10.0
CHANGES = 12
ROWS = "0,1,2,12785,12786,12787,13001"
"""What the table of a room's mini-batch shows of it."""
PICTURE = [0.25] * 784


class Asking:
    """One connection for one request after the other."""

    def __init__(self, port: int, key: str = "") -> None:
        self._port = port
        self._key = key
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None
        self.bytes = 0

    async def ask(self, method: str, path: str, body: Any = None) -> tuple[int, bytes]:
        """Return the status and the body of an answer."""
        if self._streams is None:
            self._streams = await asyncio.open_connection(HOST, self._port)
        reader, writer = self._streams
        content = b"" if body is None else json.dumps(body).encode()
        head = f"{method} {path} HTTP/1.1\r\nHost: {HOST}\r\nAccept-Encoding: gzip\r\n"
        head += f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n"
        head += f"Authorization: Bearer {self._key}\r\n\r\n" if self._key else "\r\n"
        writer.write(head.encode() + content)
        answered = await reader.readuntil(b"\r\n\r\n")
        status, length = int(answered.split(b" ", 2)[1]), 0
        for line in answered.lower().split(b"\r\n"):
            if line.startswith(b"content-length:"):
                length = int(line.partition(b":")[2])
        came = await reader.readexactly(length)
        self.bytes += len(answered) + length
        return status, came

    async def close(self) -> None:
        """Close the connection, as a server does with one that is idle for 5 s."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


class Phone:
    """A seat: its stream of news, and what it asks for besides."""

    def __init__(self, port: int, room: str) -> None:
        self.seat = secrets.token_urlsafe(16)
        self.room = room
        self.asking = Asking(port)
        self.frame = Asking(port)
        self.joined_s = 0.0
        self.bytes = 0
        self.heard: dict[str, float] = {}
        """When an address came."""
        self.shown: dict[str, float] = {}
        """When the digit that it names could be shown, with what is made of it."""
        self._wanted = ""
        self._showing: asyncio.Task[None] | None = None
        self.has_batch = False
        self.batches: dict[int, float] = {}
        """When the batch's numbers came, by the network that they are of."""
        self._port = port

    async def join(self, delay_s: float) -> None:
        """Listen, and fetch what the first picture is made of."""
        await asyncio.sleep(delay_s)
        began = perf_counter()
        reader, self._writer = await asyncio.open_connection(HOST, self._port)
        path = f"{self.room}/news?seat={self.seat}"
        self._writer.write(f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode())
        first = asyncio.Event()
        self._listening = asyncio.create_task(self._listen(reader, first))
        await first.wait()
        await self._fetch()
        status, _ = await self.asking.ask("GET", f"{self.room}/parameters?dtype=float32")
        assert status == 200, status
        self.joined_s = perf_counter() - began
        await self.asking.close()

    async def _fetch(self) -> None:
        path = f"{self.room}/pass?inputs=false&dtype=float32&seat={self.seat}"
        status, _ = await self.asking.ask("GET", path)
        assert status == 200, status

    async def _show(self) -> None:
        """Fetch what the frame with the whole picture does of another digit, the newest last."""
        while (address := self._wanted) not in self.shown:
            named = address.partition("?")[2]  # digit=test-12&target=3
            digit = named.removeprefix("digit=test-").partition("&")[0]
            for path in (
                f"/api/digits?split=test&indices={digit}",
                f"{self.room}/pass?{named}&seat={self.seat}&inputs=false&dtype=float32",
            ):
                status, _ = await self.frame.ask("GET", path)
                assert status == 200, status
            self.shown[address] = perf_counter()

    async def _listen(self, reader: asyncio.StreamReader, first: asyncio.Event) -> None:
        while line := await reader.readline():
            self.bytes += len(line)
            if line.startswith(b"data:"):
                state = json.loads(line[5:])
                address, network = state["address"], state["network"]
                if self.has_batch and network not in self.batches:
                    await self._fetch_batch(network)
                is_other = bool(self.heard) and address not in self.heard
                self.heard.setdefault(address, perf_counter())
                first.set()
                if is_other and "&over=" not in address:
                    self._wanted = address
                    if self._showing is None or self._showing.done():
                        self._showing = asyncio.create_task(self._show())

    async def _fetch_batch(self, network: int) -> None:
        """Fetch what a phone's page does after a step on the room's mini-batch."""
        own = f"{self.room}/drawings/{self.seat}?pixels=false"
        table = f"{self.room}/batch?rows={ROWS}&seat={self.seat}&pixels=false"
        for path in (own, table):
            status, _ = await self.asking.ask("GET", path)
            assert status == 200, status
        self.batches[network] = perf_counter()

    async def say(self, delay_s: float, path: str, body: Any) -> int:
        """Vote or draw, after a while."""
        await self.asking.close()
        await asyncio.sleep(delay_s)
        status, _ = await self.asking.ask("PUT", f"{self.room}/{path}/{self.seat}", body)
        return status

    def leave(self) -> None:
        """Listen no longer."""
        self._listening.cancel()
        self._writer.close()
        if self._showing is not None:
            self._showing.cancel()


async def lesson(port: int, code: str, key: str, count: int) -> dict[str, object]:
    """Go through a lesson's phases, and return the figures."""
    room = f"/api/rooms/{code}"
    presenter = Asking(port, key)
    phones = [Phone(port, room) for _ in range(count)]
    print("join", flush=True)
    await asyncio.gather(*(phone.join(random.uniform(0, JOIN_S)) for phone in phones))
    await asyncio.sleep(1.0)
    print("quiet", flush=True)
    await asyncio.sleep(QUIET_S)
    print("changes", flush=True)
    before, began, pressed = _bytes(phones), perf_counter(), {}
    for number in range(CHANGES):
        address = f"#walk/cost?digit=test-{number + 100}&target={number % 10}"
        pressed[address] = perf_counter()
        await presenter.ask("PUT", room, {"address": address})
        await asyncio.sleep(began + number + 1 - perf_counter())
    lapse, moved = perf_counter() - began, _bytes(phones) - before
    late, ages = (
        [times[at] - pressed[at] for times in all_times for at in pressed if at in times]
        for all_times in ([phone.heard for phone in phones], [phone.shown for phone in phones])
    )
    print("votes", flush=True)
    _, asked = await presenter.ask(
        "PUT", room, {"question": {"text": "Which?", "choices": ["a", "b"], "right": 1}}
    )
    question = json.loads(asked)["question"]["id"]
    votes = await _say(phones, VOTE_S, f"questions/{question}/votes", {"choice": 1})
    _, told = await presenter.ask("PUT", room, {"reveal": True, "drawing": True})
    print("drawings", flush=True)
    drawings = await _say(phones, DRAW_S, "drawings", {"pixels": PICTURE, "label": 4})
    await presenter.close()
    _, state = await presenter.ask("GET", room)
    batch = await _batch(phones, presenter, room)
    print("end", flush=True)
    for phone in phones:
        phone.leave()
    return {
        "joined_p95_s": percentile([phone.joined_s for phone in phones], 95),
        "late_p95_s": percentile(late, 95),
        "lost": count * CHANGES - len(late),
        "age_p95_s": percentile(ages, 95),
        "unseen": sum(address not in phone.shown for phone in phones),
        "bytes_per_s": moved / lapse,
        "votes": votes,
        "counted": json.loads(told)["closed_question"]["counts"][1],
        "drawings": drawings,
        **batch,
        "drawn": json.loads(state)["drawings"]["count"],
    }


async def _batch(phones: list[Phone], presenter: Asking, room: str) -> dict[str, object]:
    """Have the presenter take steps on all that was drawn, one a second; all phones follow."""
    for phone in phones:
        await phone.asking.close()
    body = {"address": "#descent/wishes?digit=test-12&over=room", "drawing": False}
    _, shown = await presenter.ask("PUT", room, body)
    first = json.loads(shown)["network"]
    _, sent = await presenter.ask("GET", f"{room}/drawings?pixels=false")
    seats = [drawing["seat"] for drawing in json.loads(sent)["drawings"]]
    await presenter.ask("PUT", f"{room}/drawings/shown", {"seats": seats[:6]})
    await asyncio.sleep(2.0)
    print("batch", flush=True)
    before, began, taken = _bytes(phones), perf_counter(), []
    for phone in phones:
        await phone.asking.close()
        phone.has_batch = True
    for number in range(CHANGES):
        taken.append(perf_counter())
        status, _ = await presenter.ask("POST", f"{room}/drawings/step", {"learning_rate": 1.0})
        assert status == 200, status
        await asyncio.sleep(max(0.0, began + number + 1 - perf_counter()))
    lapse, moved = perf_counter() - began, _bytes(phones) - before
    await asyncio.sleep(1.0)
    steps = dict(enumerate(taken, first + 1))
    late = [
        at - steps[network]
        for phone in phones
        for network, at in phone.batches.items()
        if network in steps
    ]
    return {
        "batch_late_p95_s": percentile(late, 95),
        "batch_lost": sum(max(steps) not in phone.batches for phone in phones),
        "batch_bytes_per_s": moved / lapse,
    }


async def _say(phones: list[Phone], within_s: float, path: str, body: Any) -> int:
    """Have all send something; return how many have been thanked for it."""
    delays = (random.uniform(0, within_s) for _ in phones)
    sent = [phone.say(delay, path, body) for phone, delay in zip(phones, delays, strict=True)]
    return (await asyncio.gather(*sent)).count(204)


def _bytes(phones: list[Phone]) -> int:
    return sum(phone.bytes + phone.asking.bytes + phone.frame.bytes for phone in phones)


if __name__ == "__main__":
    port, code, key, count = sys.argv[1:]
    print(json.dumps(uvloop.run(lesson(int(port), code, key, int(count)))))
