"""The engine of the sessions fails in every way: nobody waits long, and nothing told is lost."""

import asyncio
import random
import signal
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import httpx
import pytest

from app.engine.connection import Engine, warnings_of
from app.training.commander import KEEP_S
from tests import unencrypted
from tests.again import again
from tests.app.calls import Calls
from tests.app.training.training_client import NEW, watching
from tests.engine import EngineProcess, engine
from tests.server.with_engine import (
    KEPT,
    PATIENT_S,
    answered,
    is_refused,
    server,
    until_ready,
    until_unready,
)
from tests.server_process import started

PIXELS = [0.1] * 784
STEP = {"pixels": PIXELS, "target": 3, "learning_rate": 0.001}

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such engine")


@pytest.fixture(scope="module")
def store() -> Iterator[EngineProcess]:
    """An engine that keeps what it has taken when it is killed."""
    with engine(*KEPT) as process:
        yield process


@asynccontextmanager
async def slowed(port: int, delay_s: float) -> AsyncIterator[int]:
    """Give a port at which all that passes to another one and back comes late."""
    relays: set[asyncio.Task[None]] = set()

    async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while data := await reader.read(1 << 16):
                await asyncio.sleep(delay_s)
                writer.write(data)
        writer.close()

    async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", port)
        ways = relay(reader, far_writer), relay(far_reader, writer)
        relays.update(map(asyncio.create_task, ways))

    async with await asyncio.start_server(pass_on, "127.0.0.1", 0) as proxy:
        yield proxy.sockets[0].getsockname()[1]
    await asyncio.gather(*relays)


@pytest.mark.parametrize("fault", ["held", *again("killed")])
def test_an_engine_that_is_away_for_a_while(store: EngineProcess, fault: str) -> None:
    with server(store) as client:
        calls = Calls(client)
        told = calls.done("step", **STEP)["session"]
        if fault == "killed":
            store.end()
        else:
            store.hold()
        try:
            until_unready(client)
            assert is_refused(client.post(f"{calls.url}/step", json=STEP))
            assert is_refused(client.get(calls.url))
            assert is_refused(client.post("/api/sessions", json={}))
        finally:
            if fault == "killed":
                store.begin()
            else:
                store.go_on()
        until_ready(client)
        assert answered(client, calls.url).json() == told
        assert calls.done("step", **STEP)["session"]["iteration"] == told["iteration"] + 1


def test_a_full_one_takes_no_new_session_and_serves_those_it_has(store: EngineProcess) -> None:
    with server(store, store_within_s=20) as client, server(store) as other:
        calls = Calls(client)
        store.client.config_set("maxmemory", "1")
        try:
            refused = client.post("/api/sessions", json={})
            assert is_refused(refused)
            assert "full" in refused.json()["detail"]
            seen = calls.done("step", **STEP)["session"]
            assert seen["iteration"] == 1
            assert calls.describe() == seen == other.get(calls.url).json()
        finally:
            store.client.config_set("maxmemory", "0")
        assert calls.done("step", **STEP)["session"]["undo"] == 1
        assert client.get("/api/ready").status_code == 200


def test_a_session_makes_room_for_its_present_by_its_past(store: EngineProcess) -> None:
    steps, room = 60, 3 << 20
    with server(store, store_within_s=20) as client, server(store) as other:
        calls, quiet = Calls(client), Calls(client)
        quiet.done("step", **STEP)
        used = store.client.info("memory")["used_memory"]
        store.client.config_set("maxmemory", str(used + room))
        try:
            for _ in range(steps):
                seen = calls.done("step", **STEP)["session"]
        finally:
            store.client.config_set("maxmemory", "0")
        assert seen["iteration"] == steps
        assert seen["undo"] < steps
        assert other.get(calls.url).json() == seen
        assert quiet.describe()["undo"] == 1


def test_one_that_has_lost_everything_knows_no_session(store: EngineProcess) -> None:
    with server(store, store_within_s=20) as client:
        calls = Calls(client)
        store.client.flushall()
        assert client.get(calls.url).status_code == 404
        assert client.post(f"{calls.url}/step", json=STEP).status_code == 404
        assert Calls(client).done("step", **STEP)["session"]["iteration"] == 1


def test_connections_that_are_cut_lose_no_step(store: EngineProcess) -> None:
    with server(store, store_within_s=20) as client, server(store, store_within_s=20) as other:
        calls = Calls(client)
        taken = 0
        is_over = threading.Event()

        def cut() -> None:
            chance = random.Random(1)
            while not is_over.wait(chance.uniform(0.005, 0.05)):
                store.client.client_kill_filter(_type="normal", skipme=True)

        cutter = threading.Thread(target=cut)
        cutter.start()
        try:
            for number in range(100):
                server_of_it = (client, other)[number % 2]
                answer = server_of_it.post(f"{calls.url}/step", json=STEP)
                taken += not is_refused(answer)
        finally:
            is_over.set()
            cutter.join()
        until_ready(client)
        assert taken <= answered(client, calls.url).json()["iteration"] <= 100
        assert taken > 0


def test_two_processes_lose_no_step_of_each_other(store: EngineProcess) -> None:
    each = 60
    with server(store, store_within_s=20) as client, server(store, store_within_s=20) as other:
        calls = Calls(client)
        taken: list[int] = []

        def step(own: httpx.Client) -> None:
            answers = [own.post(f"{calls.url}/step", json=STEP) for _ in range(each)]
            taken.append(sum(not is_refused(answer) for answer in answers))

        threads = [threading.Thread(target=step, args=(own,)) for own in (client, other)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        seen = calls.describe()
        assert seen["iteration"] == seen["undo"] == sum(taken)
        assert other.get(calls.url).json() == seen
        calls.done("undo", count=7)
        calls.done("step", **STEP)
        key = f"nudge:session:{calls.created['id']}"
        # The present state and each that can be gone back to, and three fields about them.
        assert store.client.hlen(key) == 1 + (seen["undo"] - 7 + 1) + 3


def test_what_was_told_is_there_after_a_process_was_killed(store: EngineProcess) -> None:
    told: dict[str, Any] = {}
    enough = threading.Event()

    def step_on(url: str, session: str) -> None:
        with (
            unencrypted.Client(base_url=url, timeout=PATIENT_S) as own,
            suppress(httpx.TransportError),
        ):
            for number in range(10_000):
                answer = own.post(f"{session}/step", json=STEP)
                if answer.status_code == 200:
                    told.update(answer.json()["session"])
                if number == 20:
                    enough.set()

    with (
        started(NUDGE_STORE=store.url, NUDGE_STORE_WITHIN_S="20") as (process, url),
        unencrypted.Client(base_url=url, timeout=PATIENT_S) as client,
    ):
        calls = Calls(client)
        thread = threading.Thread(target=step_on, args=(url, calls.url))
        thread.start()
        assert enough.wait(PATIENT_S)
        process.send_signal(signal.SIGKILL)
        thread.join()
    with server(store, store_within_s=20) as client:
        seen = client.get(calls.url).json()
        # One more may have been stored whose answer nobody has read.
        assert seen["iteration"] in (told["iteration"], told["iteration"] + 1)
        if seen["iteration"] == told["iteration"]:
            assert seen == told
        assert client.post(f"{calls.url}/undo", json={"count": 20}).status_code == 200


@pytest.mark.long
def test_a_run_goes_on_while_the_engine_is_away(store: EngineProcess) -> None:
    with server(store) as client, server(store) as other:
        calls = Calls(client, **NEW)
        with watching(calls) as watcher:
            watcher.send("start")
            watcher.until_iteration(1)
            store.hold()
            try:
                until_unready(client)
                seen = watcher.frames[-1]
                later = watcher.until(
                    lambda frame: frame["elapsed_s"] > seen["elapsed_s"] + 2 * KEEP_S
                )
                assert later["status"] == "running"
            finally:
                store.go_on()
            until_ready(client)
            watcher.send("pause")
            paused = watcher.until_status("paused")
            assert paused["reason"] == ""
        until_ready(other)
        assert answered(other, calls.url).json()["iteration"] == paused["iteration"]


def test_every_key_has_an_end(store: EngineProcess) -> None:
    with server(store, store_within_s=20) as client:
        calls = Calls(client)
        calls.done("step", **STEP)
        keys = store.client.keys("nudge:*")
        assert keys
        assert all(store.client.pttl(key) > 0 for key in keys)


@pytest.mark.parametrize("count", [300, *again(10_000)])
def test_nobody_gets_what_another_has_asked_for(store: EngineProcess, count: int) -> None:
    """Requests are given up while the answer is on its way, and the connection is used again."""
    chance = random.Random(1)

    async def ask(port: int) -> int:
        asked = Engine(f"redis://127.0.0.1:{port}/0", "mine", 20)

        async def one(number: int) -> bool:
            key = f"own:{number % 50}"
            reading = asyncio.create_task(asked.call(lambda client: client.get(key)))
            try:
                async with asyncio.timeout(chance.uniform(0.001, 0.05)):
                    value = await reading
            except TimeoutError:
                return False
            assert value == str(number % 50).encode()
            return True

        for number in range(50):
            store.client.set(f"own:{number}", number, ex=PATIENT_S * 60)
        read = 0
        for begin in range(0, count, 20):
            found = await asyncio.gather(*map(one, range(begin, min(count, begin + 20))))
            read += sum(found)
        await asked.close()
        return read

    async def ask_slowly() -> int:
        async with slowed(store.port, 0.005) as port:
            return await ask(port)

    read = asyncio.run(ask_slowly())
    assert 0 < read < count


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"maxmemory-policy": "allkeys-random"}, "maxmemory-policy allkeys-random"),
        ({"maxmemory-policy": "volatile-lru"}, None),
    ],
)
def test_it_says_what_is_unsafe_about_an_engine(
    store: EngineProcess,
    caplog: pytest.LogCaptureFixture,
    settings: dict[str, str],
    said: str | None,
) -> None:
    for name, value in settings.items():
        store.client.config_set(name, value)
    try:
        with server(store, store_within_s=20) as client:
            Calls(client)
    finally:
        store.client.config_set("maxmemory-policy", "noeviction")
    warnings = [entry for entry in caplog.messages if entry.startswith("The store")]
    assert [said in each for each in warnings] == [True] if said else warnings == []


def test_one_off_this_machine_ought_to_ask_for_a_password() -> None:
    info, config = {"redis_version": "7.2.4"}, {"maxmemory-policy": "noeviction"}
    open_config = config | {"requirepass": ""}
    assert "password" in " ".join(warnings_of(info, open_config, is_near=False))
    assert not [*warnings_of(info, open_config, is_near=True)]
    assert not [*warnings_of(info, config | {"requirepass": "x"}, is_near=False)]
    assert not [*warnings_of(info, {}, is_near=False)]
    assert "too old" in " ".join(warnings_of({"redis_version": "6.2.1"}, {}, is_near=True))
    valkey = {"redis_version": "7.2.4", "valkey_version": "8.0.0"}
    assert not [*warnings_of(valkey, {}, is_near=True)]
    old = valkey | {"valkey_version": "7.2.5"}
    assert "Valkey 7.2.5, which is too old" in " ".join(warnings_of(old, {}, is_near=True))
