"""Rooms that several processes serve: whichever answers, it is one room, and nothing is lost."""

import asyncio
import random
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from typing import Any, Final

import httpx
import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from app.engine.connection import Engine
from app.nn.network import Network
from app.rooms import shared_journal
from app.rooms.deeds import Present
from app.rooms.drawings import Reading, Score, Step, drawn
from app.rooms.engine_rooms import EngineRooms
from app.rooms.room import Change, Room, Seen, Steps, Training
from app.rooms.room_questions import Asked, Range, Truth, Vote
from app.rooms.shared_journal import SharedJournal
from app.rooms.written_room import read_room, write_room
from app.sessions.session import Session
from app.settings import Settings
from tests.again import again
from tests.app.calls import Calls
from tests.app.rooms.rooms_client import SMALL, RoomCalls, new_seat, news
from tests.conftest import UNHURRIED, serving
from tests.engine import EngineProcess

LARGE_ENOUGH: Final = {"layers": [784, 4, 10], "weights": "random", "seed": 1}
PATIENT_S: Final = 20
BEATS: Final = ("walk/cost", "descent/step")
SEATS: Final = [letter * 22 for letter in "abcd"]
EXAMPLE: Final = {"pixels": [0.5] * 784, "target": 3, "learning_rate": 0.1}
PIXELS: Final = [[number / 64] * 784 for number in range(3)]

which = st.integers(0, 1)
seats = st.sampled_from(SEATS)


def server(process: EngineProcess, **others: Any) -> AbstractContextManager[httpx.Client]:
    return serving(Settings(**UNHURRIED, store=process.url, store_within_s=PATIENT_S, **others))


@pytest.fixture(scope="module")
def processes(engine_process: EngineProcess) -> Iterator[list[httpx.Client]]:
    """Two servers that share an engine, and a third that nobody asks before the end."""
    with ExitStack() as stack:
        yield [stack.enter_context(server(engine_process)) for _ in range(3)]


def at(room: RoomCalls, client: httpx.Client) -> RoomCalls:
    """Return the same room, asked for at another process."""
    other = object.__new__(RoomCalls)
    vars(other).update(vars(room) | {"client": client})
    return other


def everything(room: RoomCalls) -> dict[str, Any]:
    """Return all that a process tells of a room."""
    return {
        "state": room.state(),
        "desk": room.got("desk", keyed=True),
        "drawings": room.got("drawings", keyed=True)["drawings"],
        "parameters": room.get("parameters").content,
    }


def same_of(rooms: list[RoomCalls]) -> dict[str, Any]:
    """Return what two processes tell; between two questions it may be told how many are there."""
    for _ in range(50):
        first, second = map(everything, rooms)
        if first == second:
            break
    assert first == second
    return first


class SharedRoomMachine(RuleBasedStateMachine):
    """Does what presenters and seats do, each time by another process."""

    clients: list[httpx.Client]

    @initialize(by=which)
    def begin(self, by: int) -> None:
        session = Calls(self.clients[by], **LARGE_ENOUGH)
        opened = RoomCalls(session, address="#walk/cost")
        self.rooms = [at(opened, client) for client in self.clients]
        self.session_id = session.created["id"]
        self.iteration = 0
        self.networks = 1
        self.asked: list[dict[str, Any]] = []
        self.lost: dict[str, set[str]] = {"walk/cost": set()}
        self.beat = "walk/cost"
        self.drawings: dict[str, int] = {}
        self.presses = 0
        self.is_drawing = False

    @rule(by=which, choices=st.sampled_from([("a", "b"), ("a", "b", "c")]))
    def ask(self, by: int, choices: tuple[str, ...]) -> None:
        id_ = self.rooms[by].ask(choices=choices, right=0)
        self.asked.append({"id": id_, "votes": {}, "open": True, "told": False, "of": choices})
        for earlier in self.asked[:-1]:
            earlier["open"] = False

    @precondition(lambda self: self.asked)
    @rule(by=which, seat=seats, choice=st.integers(0, 1))
    def vote(self, by: int, seat: str, choice: int) -> None:
        asked = self.asked[-1]
        status = self.rooms[by].vote(asked["id"], seat, choice).status_code
        assert status == (204 if asked["open"] else 409)
        if asked["open"]:
            asked["votes"][seat] = choice

    @precondition(lambda self: self.asked)
    @rule(by=which)
    def reveal(self, by: int) -> None:
        asked = self.asked[-1]
        assert self.rooms[by].put(reveal=True).status_code == (409 if asked["told"] else 200)
        asked.update(told=True, open=False)

    @rule(by=which, beat=st.sampled_from(BEATS))
    def show(self, by: int, beat: str) -> None:
        self.rooms[by].presented(address=f"#{beat}?digit=test-12&target=3")
        self.beat = beat
        self.lost.setdefault(beat, set())

    @rule(by=which, seat=seats)
    def lose(self, by: int, seat: str) -> None:
        room = self.rooms[by]
        assert room.client.post(f"{room.url}/lost", json={"seat": seat}).status_code == 204
        self.lost[self.beat].add(seat)

    @rule(by=which, is_asked=st.booleans())
    def ask_for_drawings(self, by: int, is_asked: bool) -> None:
        self.rooms[by].presented(drawing=is_asked)
        if is_asked and not self.is_drawing:
            self.drawings.clear()
        self.is_drawing = is_asked

    @rule(by=which, seat=seats, number=st.integers(0, 2))
    def draw(self, by: int, seat: str, number: int) -> None:
        answer = self.rooms[by].draw(seat, PIXELS[number], number)
        assert answer.status_code == (204 if self.is_drawing else 409)
        if self.is_drawing:
            self.drawings[seat] = number

    @precondition(lambda self: self.drawings)
    @rule(by=which)
    def let_through(self, by: int) -> None:
        room = self.rooms[by]
        body = {"seats": [*self.drawings]}
        answer = room.client.put(f"{room.url}/drawings/shown", json=body, headers=room.key)
        assert answer.status_code == 204

    @precondition(lambda self: self.drawings)
    @rule(by=which)
    def step_on_the_drawings(self, by: int) -> None:
        room = self.rooms[by]
        answer = room.client.post(
            f"{room.url}/drawings/step", json={"learning_rate": 0.1}, headers=room.key
        )
        assert answer.status_code == 200, answer.text
        self.iteration = answer.json()["iteration"]
        assert self.shared(by)["drawings"]["step"]["count"] == len(self.drawings)

    @rule(by=which)
    def press(self, by: int) -> None:
        self.rooms[by].presented(press="next", note="So many.")
        self.presses += 1

    @rule(by=which)
    def step(self, by: int) -> None:
        answer = self.clients[by].post(f"/api/sessions/{self.session_id}/step", json=EXAMPLE)
        assert answer.status_code == 200, answer.text
        self.iteration += 1
        self.shared(by)

    @precondition(lambda self: self.iteration)
    @rule(by=which)
    def undo(self, by: int) -> None:
        answer = self.clients[by].post(f"/api/sessions/{self.session_id}/undo")
        self.iteration = answer.json()["session"]["iteration"]
        self.shared(by)

    def shared(self, by: int) -> dict[str, Any]:
        """Return the state by a process that has just changed the network: the room sees it."""
        self.networks += 1
        state = self.rooms[by].state()
        assert state["network"] == self.networks
        return state

    @invariant()
    def both_tell_the_same(self) -> None:
        first = same_of(self.rooms[:2])
        state, desk = first["state"], first["desk"]
        assert state["network"] == self.networks
        assert state["presses"].get("next", 0) == self.presses
        assert [each["label"] for each in first["drawings"]] == [*self.drawings.values()]
        assert {each["beat"]: each["count"] for each in desk["lost"]} == {
            beat: len(lost) for beat, lost in self.lost.items()
        }
        for asked, told in zip(self.asked, desk["questions"], strict=True):
            votes = Counter(asked["votes"].values())
            assert told["counts"] == [votes[choice] for choice in range(len(asked["of"]))]
        own = self.clients[0].get(f"/api/sessions/{self.session_id}/parameters")
        assert own.content[-100:] == first["parameters"][-100:], "The room sees the session's."

    def teardown(self) -> None:
        if hasattr(self, "rooms"):
            same_of([self.rooms[2], self.rooms[0]])  # One of them comes late.
            assert self.rooms[1].end().status_code == 204
            for room in self.rooms:
                assert room.client.get(room.url).status_code == 404


@pytest.mark.parametrize("log_length", [5, *again(500)])
def test_rooms_are_one_whichever_process_answers(
    processes: list[httpx.Client], monkeypatch: pytest.MonkeyPatch, log_length: int
) -> None:
    """With a short log the whole room is stored often, and who comes late begins there."""
    monkeypatch.setattr(shared_journal, "LOG_LENGTH", log_length)
    SharedRoomMachine.clients = processes
    few = settings(max_examples=12, stateful_step_count=25, deadline=None)
    run_state_machine_as_test(SharedRoomMachine, settings=few)


@pytest.fixture
def room(processes: list[httpx.Client]) -> RoomCalls:
    return RoomCalls(Calls(processes[0], **SMALL))


@pytest.mark.parametrize("log_length", [2, *again(500)])
def test_votes_from_all_sides_are_counted_once(
    processes: list[httpx.Client],
    room: RoomCalls,
    monkeypatch: pytest.MonkeyPatch,
    log_length: int,
) -> None:
    """300 votes, 30 of them sent twice and 30 changed, at two processes at once.

    With a log that short, a process often finds its own vote in the whole room only.
    """
    monkeypatch.setattr(shared_journal, "LOG_LENGTH", log_length)
    question = room.ask()
    voters = [new_seat() for _ in range(300)]
    chosen = {seat: number % 3 for number, seat in enumerate(voters)}
    first = [(seat, chosen[seat]) for seat in voters]
    first += first[:30] + [(seat, (chosen[seat] + 1) % 3) for seat in voters[30:60]]
    random.Random(5).shuffle(first)
    both = [at(room, client) for client in processes[:2]]

    def vote(each: tuple[int, tuple[str, int]]) -> None:
        number, (seat, choice) = each
        assert both[number % 2].vote(question, seat, choice).status_code == 204

    with ThreadPoolExecutor(20) as pool:
        list(pool.map(vote, enumerate(first)))
    for number, seat in enumerate(voters[30:60]):
        assert both[number % 2].vote(question, seat, chosen[seat]).status_code == 204
    for each in both:
        answers = each.answers(question, keyed=True)
        assert (answers["answered"], answers["counts"]) == (300, [100, 100, 100])


def test_news_come_from_every_process(processes: list[httpx.Client], room: RoomCalls) -> None:
    other = at(room, processes[1])
    with news(other, new_seat()) as stream, news(room, new_seat()) as own:
        for each in (stream, own):
            assert each.until(lambda state: state["seats"] == 2)
        room.presented(address="#walk/step")
        assert stream.until(lambda state: state["address"] == "#walk/step")
        other.ask(text="And now?")
        assert own.until(lambda state: state["question"] is not None)
        assert other.end().status_code == 204
        for each in (stream, own):
            assert each.until(lambda state: not state["open"])
            assert each.next() is None
    for each in (room, other):
        answer = each.client.get(each.url)
        assert (answer.status_code, answer.json()["detail"]) == (404, "The room has ended.")


def test_a_seat_is_counted_once_wherever_it_is_heard_of(
    processes: list[httpx.Client], room: RoomCalls
) -> None:
    seat = new_seat()
    other = at(room, processes[1])
    assert room.state(seat=seat)["seats"] == 1
    assert other.state(seat=seat)["seats"] == 1
    assert other.state(seat=new_seat())["seats"] == 2
    assert room.state()["seats"] == 2


def test_a_room_is_full_for_all(engine_process: EngineProcess) -> None:
    with server(engine_process, max_seats=2) as client, server(engine_process, max_seats=2) as more:
        room = RoomCalls(Calls(client, **SMALL))
        other = at(room, more)
        with news(room, new_seat()) as stream, news(other, new_seat()):
            assert stream.until(lambda state: state["seats"] == 2)
            for each in (room, other):
                answer = each.client.get(f"{each.url}/news", params={"seat": new_seat()})
                assert answer.status_code == 503


def test_a_log_stays_short(
    processes: list[httpx.Client],
    room: RoomCalls,
    engine_process: EngineProcess,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shared_journal, "LOG_LENGTH", 3)
    other = at(room, processes[1])
    for number in range(40):
        room.presented(address=f"#walk/step?n={number}")
    same_of([other, room])
    assert engine_process.client.xlen(f"nudge:room:{room.code}:log") < 10


def test_a_process_that_has_missed_deeds_takes_over_the_whole_room(
    engine_process: EngineProcess, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shared_journal, "LOG_LENGTH", 3)
    session = Session(Network([2, 2]), "zeros", 7, "random", 1000)

    async def miss_some() -> tuple[Room, Room]:
        engines = [Engine(engine_process.url, "missing", PATIENT_S) for _ in range(2)]
        first, second = (EngineRooms(each, 5, 60, 60, 5, (1000, 10)) for each in engines)
        own = await first.create(lambda code: Room(code, "key", session, 5))
        found = await second.find(own.code)
        assert found is not None
        journal = second.journal(found)
        assert isinstance(journal, SharedJournal)
        journal._tasks[0].cancel()
        for number in range(10):
            await first.journal(own).do(Present(Change(address=f"#walk/step?n={number}")))
        log = engine_process.client
        while log.xlen(f"missing:room:{own.code}:log") > 6:
            await first.find(own.code)  # Meanwhile it is stored.
        journal._tasks[0] = asyncio.create_task(journal._read_on())
        told: list[bool] = []
        found.listeners.add(told.append)
        assert await second.find(own.code) is found
        assert told
        for rooms, each in zip((first, second), engines, strict=True):
            await rooms.close()
            await each.close()
        return own, found

    own, found = asyncio.run(miss_some())
    assert found.written == own.written
    assert found.address == "#walk/step?n=9"


def test_what_is_stored_of_a_room_is_all_of_it() -> None:
    session = Session(Network([784, 10]), "zeros", 7, "random", 1000)
    room = Room("ABCDEF", "key", session, 5, seen=Seen(session.id, 3, 4))
    amount = Asked("How much?", ("a", "b"), 0.1 + 0.2, "So.", Range(0.0, 1.0))
    changes = [
        Change(asks=amount),
        Change(reveal=True, truth=Truth(0.5, "Because.")),
        Change(asks=Asked("Again?", ("a", "b"))),
        Change(is_drawing=True, digit=4, note="A note.", press="next"),
        Change(address="#walk/cost?digit=ink-AAAABBBB", picture=np.linspace(0, 1, 784)),
        Change(steps=Steps(0.1, [2.0, 1.0])),
    ]
    for number, change in enumerate(changes):
        if number == 1:
            room.vote("1", SEATS[0], Vote(1, 1 / 3))
        room.present(change)
    for seat, pixels in zip(SEATS, PIXELS, strict=False):
        room.draw(seat, drawn(pixels, 4, "ink-AAAA"))
        room.lose(seat)
    room.show_drawings(SEATS[:1])
    reading = Reading(3, 0.25, [0.25] * 10)
    step = Step("all", 1, Score(1, 0.5), Score(2, 0.25), 1)
    room.note_step(step, {1: (reading, reading)})
    room.train(Training("running", 5, None, 0.5))
    room.count(4)
    written = write_room(room)
    again = read_room(written, 5, (1000, 10))
    assert again.written == room.written
    assert again.desk() == room.desk()
    assert write_room(again)["room"] == written["room"]
    assert again.picture is not None
    assert room.picture is not None
    assert np.array_equal(again.picture.pixels, room.picture.pixels)
    for name, pixels in zip(SEATS, PIXELS, strict=False):
        assert again.drawings.of_seat(name).pixels.tolist() == pixels
    assert again.is_presenter("key")
    assert not again.is_presenter("other")
