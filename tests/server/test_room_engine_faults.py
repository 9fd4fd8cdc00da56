"""The engine of the rooms fails, or a process does: it is said, and nothing told is lost."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress

import httpx
import pytest

from tests import unencrypted
from tests.again import again
from tests.app.calls import Calls
from tests.app.rooms.rooms_client import SMALL, RoomCalls, new_seat, news
from tests.app.rooms.test_shared_rooms import at, same_of
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

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such engine")


@pytest.fixture(scope="module")
def store() -> Iterator[EngineProcess]:
    """An engine that keeps what it has taken when it is killed."""
    with engine(*KEPT) as process:
        yield process


@pytest.mark.parametrize("fault", ["held", *again("killed")])
def test_a_room_goes_on_when_the_engine_is_back(store: EngineProcess, fault: str) -> None:
    with server(store, store_within_s=2) as client, server(store, store_within_s=2) as other:
        room = RoomCalls(Calls(client, **SMALL))
        question = room.ask()
        assert room.vote(question, new_seat(), 1).status_code == 204
        with news(at(room, other), new_seat()) as stream:
            assert stream.until(lambda state: state["seats"] == 2)
            (store.end if fault == "killed" else store.hold)()
            try:
                until_unready(client)
                assert is_refused(room.put(address="#walk/step"))
                assert is_refused(client.get(room.url))
                assert is_refused(room.vote(question, new_seat(), 0))
            finally:
                (store.begin if fault == "killed" else store.go_on)()
            until_ready(client)
            while room.put(address="#walk/step").status_code == 503:
                pass
            seen = stream.until(lambda state: state["address"] == "#walk/step")
        assert seen["question"]["answered"] >= 1
        answered(other, room.url)
        same_of([at(room, other), room])


def test_a_step_is_shown_though_the_room_could_not_be_told_at_once(store: EngineProcess) -> None:
    """The network is stored, and then the engine fails before the room is told."""
    with server(store, store_within_s=20) as client, server(store, store_within_s=20) as other:
        room = RoomCalls(Calls(client, **SMALL))
        elsewhere = at(room, other)
        before = elsewhere.state()["network"]
        key = f"nudge:room:{room.code}:log"
        store.client.execute_command("ACL", "SETUSER", "default", "-xadd")
        try:
            refused = room.put(address="#walk/step")
            assert is_refused(refused)
            answer = client.post(
                f"{room.session.url}/step",
                json={"pixels": [0.5] * 5, "target": 1, "learning_rate": 0.1},
            )
            assert answer.status_code == 200
        finally:
            store.client.execute_command("ACL", "SETUSER", "default", "+xadd")
        with news(elsewhere) as stream:
            assert stream.until(lambda state: state["network"] == before + 1)
        assert store.client.xlen(key) >= 1


@pytest.mark.long
def test_a_step_is_shown_whose_process_died_before_it_told_the_room(store: EngineProcess) -> None:
    with server(store, store_within_s=20) as client:
        with (
            started(NUDGE_STORE=store.url, NUDGE_STORE_WITHIN_S="20") as (process, url),
            unencrypted.Client(base_url=url, timeout=PATIENT_S) as own,
        ):
            room = RoomCalls(Calls(own, **SMALL))
            store.client.execute_command("ACL", "SETUSER", "default", "-xadd")
            try:
                step = {"pixels": [0.5] * 5, "target": 1, "learning_rate": 0.1}
                assert own.post(f"{room.session.url}/step", json=step).status_code == 200
                process.send_signal(signal.SIGKILL)
                process.wait()
            finally:
                store.client.execute_command("ACL", "SETUSER", "default", "+xadd")
        elsewhere = at(room, client)
        assert elsewhere.state()["network"] == 1
        assert client.post(f"{room.session.url}/forward", json={"pixels": [0.5] * 5}).is_success
        with news(elsewhere) as stream:
            assert stream.until(lambda state: state["network"] == 2)


def test_an_engine_that_has_lost_everything_ends_all_rooms(store: EngineProcess) -> None:
    with server(store, store_within_s=20) as client, server(store, store_within_s=20) as other:
        room = RoomCalls(Calls(client, **SMALL))
        with news(room) as own, news(at(room, other)) as stream:
            store.client.flushall()
            for each in (own, stream):
                assert each.until(lambda state: not state["open"])
                assert each.next() is None
        for each in (client, other):
            assert each.get(room.url).status_code == 404
            assert each.put(room.url, json={"press": "next"}, headers=room.key).status_code == 404
        assert RoomCalls(Calls(client, **SMALL)).presented(press="next")["presses"] == {"next": 1}


@pytest.mark.long
def test_connections_that_are_cut_lose_no_vote(store: EngineProcess) -> None:
    with server(store, store_within_s=20) as client, server(store, store_within_s=20) as other:
        room = RoomCalls(Calls(client, **SMALL))
        both = room, at(room, other)
        question, taken = room.ask(), 0
        for number in range(60):
            if number % 3 == 0:
                store.client.client_kill_filter(_type="normal", skipme=True)
            answer = both[number % 2].vote(question, new_seat(), number % 3)
            assert answer.status_code in (204, 503)
            taken += answer.status_code == 204
        for each in both:
            assert taken <= each.answers(question, keyed=True)["answered"] <= 60
        assert taken > 30


def test_votes_that_were_taken_outlive_the_process_that_took_them(store: EngineProcess) -> None:
    taken: set[str] = set()
    enough = threading.Event()

    def vote_on(room: RoomCalls, url: str, question: str) -> None:
        with (
            unencrypted.Client(base_url=url, timeout=PATIENT_S) as own,
            suppress(httpx.TransportError),
        ):
            voting = at(room, own)
            for number in range(10_000):
                seat = new_seat()
                if voting.vote(question, seat, 1).status_code == 204:
                    taken.add(seat)
                if number == 30:
                    enough.set()

    with server(store, store_within_s=20) as client:
        room = RoomCalls(Calls(client, **SMALL))
        question = room.ask()
        with started(NUDGE_STORE=store.url, NUDGE_STORE_WITHIN_S="20") as (process, url):
            thread = threading.Thread(target=vote_on, args=(room, url, question))
            thread.start()
            assert enough.wait(PATIENT_S)
            process.send_signal(signal.SIGKILL)
            thread.join()
        counted = room.answers(question, keyed=True)["answered"]
        # One more may have been taken whose answer nobody has read.
        assert counted in (len(taken), len(taken) + 1)
        assert room.presented(reveal=True)["closed_question"]["counts"][1] == counted


def test_every_key_of_a_room_has_an_end(store: EngineProcess) -> None:
    with server(store, store_within_s=20) as client:
        room = RoomCalls(Calls(client, **SMALL))
        question = room.ask()
        seat = new_seat()
        with news(room, seat) as stream:
            assert stream.until(lambda state: state["seats"] == 1)
            assert room.vote(question, seat, 1).status_code == 204
            keys = [*store.client.keys(f"*{room.code}*"), b"nudge:rooms"]
        assert len(keys) == 5
        assert all(store.client.pttl(key) > 0 for key in keys)
        here = store.client.zrange(f"nudge:room:{room.code}:here", 0, -1)
        assert seat.encode() not in here
