"""The worst bodies for every operation, made from the OpenAPI description, and what each costs.

    python -m tests.server.worst_bodies [PATH]

In a process of its own, since only there its peak of memory can be told. Prints one line of JSON
for each operation: its worst processor time on the event loop's thread, and its worst memory.
"""

import asyncio
import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

from fastapi import FastAPI
from starlette.types import Message

from app.main import create_app
from app.settings import Settings

MEDIA_TYPE = "application/json"
CHUNK = 1 << 16
SUSPICIOUS_MS = 15.0
AGAIN = 4

FILLINGS = {
    "texts": '""',
    "longer texts": '"ab"',
    "lists": "[]",
    "lists of texts": '["",""]',
    "objects": "{}",
    "zeros": "0",
    "numbers": "1e300",
    "whole numbers": "300",
    "nothing": "null",
    "NaN": "NaN",
}


Make = Callable[[int], bytes]
Schema = dict[str, Any]
Content = dict[str, Any]


class Cost(NamedTuple):
    """What one body costs."""

    what: str
    sent: int
    status: int
    ms: float
    mb: float


def main() -> None:
    """Measure and print."""
    asyncio.run(measure_all(sys.argv[1] if len(sys.argv) > 1 else ""))


async def measure_all(part: str) -> None:
    """Measure each operation whose path has this part."""
    unhurried = {"max_new_sessions_at_once": 100_000, "max_session_requests_at_once": 100_000}
    app = create_app(Settings(**unhurried))
    await app.state.services.digits.get()  # What is read once is no body's cost.
    made = await ask(app, "POST", "/api/sessions", b'{"weights": "random"}')
    session = json.loads(made.body)["id"]
    opened = await ask(app, "POST", "/api/rooms", json.dumps({"session": session}).encode())
    room = json.loads(opened.body)
    app.state.key = room["key"]
    await ask(app, "PUT", f"/api/rooms/{room['code']}", b'{"drawing": true}')
    there = {"session_id": session, "run_id": "x", "code": room["code"], "question": "x"}
    there["seat"] = "A" * 22
    for path, operations in app.openapi()["paths"].items():
        where = path.format_map(there)
        for method, operation in operations.items():
            if part in path and "requestBody" in operation:
                costs = await costs_of(app, method, where, operation["requestBody"]["content"])
                line = {
                    "operation": f"{method} {path}",
                    "slowest": max(costs, key=lambda cost: cost.ms)._asdict(),
                    "largest": max(costs, key=lambda cost: cost.mb)._asdict(),
                    "answers": sorted({cost.status for cost in costs}),
                }
                print(json.dumps(line))


async def costs_of(app: FastAPI, method: str, path: str, content: Content) -> list[Cost]:
    """Return what each bad body costs that is as long as the operation reads, or longer."""
    limit = Settings().max_body_bytes
    costs = [await cost_of(app, method, path, "too long", bytes(limit + 1))]
    if MEDIA_TYPE in content:
        longest = await ask(app, method, path, bytes(limit))
        limit = int(json.loads(longest.body)["detail"].split()[-2])
        costs.append(await cost_of(app, method, path, "longer than its route reads", bytes(limit)))
    for what, make in bodies(app, content):
        costs.append(await cost_of(app, method, path, what, make(limit)))
    return costs


async def cost_of(app: FastAPI, method: str, path: str, what: str, body: bytes) -> Cost:
    """Return what a body costs; the median of several where it seems to be much."""
    answer = await ask(app, method, path, body)
    times = [answer.ms]
    if answer.ms > SUSPICIOUS_MS:
        times += [(await ask(app, method, path, body)).ms for _ in range(AGAIN)]
    return Cost(what, len(body), answer.status, median(times), answer.mb)


def bodies(app: FastAPI, content: Content) -> Iterator[tuple[str, Make]]:
    """Yield what makes each bad body of a given length."""
    if MEDIA_TYPE not in content:
        yield "empty tensors", _tensors
        yield "empty tensors, not too many to be read", lambda _: _tensors(64 << 10)
        return
    yield "unknown keys", lambda size: _keys(size).encode()
    yield "nested lists", lambda size: b"[" * (size // 2) + b"]" * (size // 2)
    yield "one text", lambda size: b'"' + b"a" * (size - 2) + b'"'
    for name, filling in FILLINGS.items():
        yield f"only {name}", _filled("[", filling, "]")
    for place in _places(app, content[MEDIA_TYPE]["schema"]):
        before, after = f"{place.before}[", f"]{place.after}"
        for name in FILLINGS if place.holds_list else ("texts",):
            yield f"{name} in {place.name}", _filled(before, FILLINGS[name], after)
        if place.holds_list:
            yield f"a list of texts in {place.name}", _filled(f"{before}[", '""', f"]{after}")
            yield f"objects of unknown keys in {place.name}", _in(before, _keys, after)
        yield f"unknown keys in {place.name}", _in(place.before, _keys, place.after)


class Place(NamedTuple):
    """A field of a body, and what stands before and after it."""

    name: str
    before: str
    after: str
    holds_list: bool


def _places(app: FastAPI, schema: Schema, depth: int = 0) -> Iterator[Place]:
    """Yield each field of a body, and of the objects in it."""
    for kind in _kinds(app, schema):
        for name, field in kind.get("properties", {}).items():
            start, end = f'{{"{name}":', "}"
            inner = _kinds(app, field)
            yield Place(name, start, end, any(each.get("type") == "array" for each in inner))
            if depth == 0:
                for place in _places(app, field, 1):
                    before, after = start + place.before, place.after + end
                    yield Place(f"{name}.{place.name}", before, after, place.holds_list)


def _kinds(app: FastAPI, schema: Schema) -> list[Schema]:
    """Return the alternatives that a schema allows."""
    if "$ref" in schema:
        schema = app.openapi()["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    parts = [*schema.get("anyOf", ()), *schema.get("oneOf", ())]
    return [kind for part in parts for kind in _kinds(app, part)] if parts else [schema]


def _filled(before: str, filling: str, after: str) -> Make:
    def make(size: int) -> bytes:
        count = (size - len(before) - len(after)) // (len(filling) + 1)
        return f"{before}{','.join([filling] * count)}{after}".encode()

    return make


def _in(before: str, inner: Callable[[int], str], after: str) -> Make:
    return lambda size: f"{before}{inner(size - len(before) - len(after))}{after}".encode()


def _keys(size: int) -> str:
    return "{" + ",".join(f'"{n:x}":0' for n in range(10**6, 10**6 + (size - 2) // 10)) + "}"


def _tensors(size: int) -> bytes:
    entry = '"{:x}":{{"dtype":"F64","shape":[0],"data_offsets":[0,0]}}'
    count = (size - 10) // (len(entry) + 2)
    header = ("{" + ",".join(entry.format(n) for n in range(10**6, 10**6 + count)) + "}").encode()
    return len(header).to_bytes(8, "little") + header


class Answer(NamedTuple):
    """An answer, and what it has cost."""

    status: int
    body: bytes
    ms: float
    mb: float


async def ask(app: FastAPI, method: str, path: str, body: bytes) -> Answer:
    """Call the application as a server does, with the body in the pieces that a socket gives."""
    headers = {"host": "127.0.0.1", "content-type": "application/json"}
    headers["content-length"] = str(len(body))
    headers["authorization"] = f"Bearer {getattr(app.state, 'key', '')}"
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1",
        "method": method.upper(), "scheme": "http", "path": path, "raw_path": path.encode(),
        "query_string": b"", "root_path": "", "client": ("127.0.0.1", 1), "server": ("x", 1),
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }  # fmt: skip
    pieces = [body[start : start + CHUNK] for start in range(0, len(body), CHUNK)]
    pieces.reverse()
    sent: list[Message] = []
    never = asyncio.Event()

    async def receive() -> Message:
        if not pieces and sent:
            await never.wait()
        piece = pieces.pop() if pieces else b""
        return {"type": "http.request", "body": piece, "more_body": bool(pieces)}

    async def send(message: Message) -> None:
        sent.append(message)

    before_mb, before_s = _memory_mb("VmRSS"), time.thread_time()
    _forget_peak()
    await app(scope, receive, send)
    ms = (time.thread_time() - before_s) * 1000
    mb = _memory_mb("VmHWM") - before_mb
    return Answer(sent[0]["status"], b"".join(each.get("body", b"") for each in sent), ms, mb)


def _forget_peak() -> None:
    Path("/proc/self/clear_refs").write_text("5", "ascii")


def _memory_mb(which: str) -> float:
    for line in Path("/proc/self/status").read_text("ascii").splitlines():
        if line.startswith(which):
            return int(line.split()[1]) / 1024
    return 0.0


if __name__ == "__main__":
    main()
