"""A room's news: the newest state at once and after each change, to as many as listen."""

import socket
from threading import Event

import httpx
import pytest

from app.api.rooms import news_stream
from app.rooms import news as spreading
from app.settings import Settings
from tests import unencrypted
from tests.app.calls import Calls
from tests.app.rooms.rooms_client import ELSEWHERE, SMALL, RoomCalls, meanwhile, new_seat, news
from tests.conftest import TIMEOUT_S, Serve, serving


@pytest.fixture
def room(client: httpx.Client) -> RoomCalls:
    return RoomCalls(Calls(client, **SMALL))


def test_the_state_comes_at_once_and_after_each_change(room: RoomCalls) -> None:
    with news(room) as stream:
        headers = stream.answer.headers
        assert headers["content-type"].startswith("text/event-stream")
        assert headers["cache-control"] == "no-store"
        assert headers["x-accel-buffering"] == "no"
        assert "content-length" not in headers
        first = stream.next()
        assert first is not None
        assert first["address"] == "#walk"
        for address in ("#walk/cost", "#descent"):
            version = room.presented(address=address)["version"]
            assert stream.until(lambda state, at=version: state["version"] >= at) == room.state()


def test_versions_only_grow_and_the_last_state_arrives(room: RoomCalls) -> None:
    with news(room) as stream:
        stream.next()
        for step in range(60):
            last = room.presented(address=f"#walk/{step}")
        seen = []
        stream.until(lambda state: seen.append(state["version"]) or state == last)
    assert seen == sorted(set(seen))
    assert len(seen) < 60, "Changes are told one by one, however fast they come."


def test_who_does_not_read_gets_the_newest_only(
    room: RoomCalls, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreading, "INTERVAL_S", 0)
    url = room.client.base_url
    with socket.socket() as slow, news(room) as quick:
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.connect((url.host, url.port))
        slow.sendall(f"GET {room.url}/news HTTP/1.1\r\nHost: {url.host}\r\n\r\n".encode())
        quick.until(lambda state: state["seats"] == 2)
        for number in range(150):
            address = f"#walk/{number}?{'x' * 20_000}"
            last = room.presented(address=address)["version"]
            quick.until(lambda state, at=last: state["version"] >= at)
        came = b""
        while f'"version":{last},'.encode() not in came:
            came += slow.recv(1 << 16)
    assert came.count(b"data: ") < 20


def test_everybody_hears_of_the_end(room: RoomCalls) -> None:
    with news(room) as one, news(room, new_seat()) as other:
        room.end()
        for stream in (one, other):
            assert stream.until(lambda state: not state["open"])["question"] is None
            assert stream.next() is None


def test_a_silent_stream_is_kept_alive(
    client: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(news_stream, "COMMENT_S", 0.05)
    monkeypatch.setattr(spreading, "COUNTS_INTERVAL_S", 0.01)
    room = RoomCalls(Calls(client, **SMALL))
    with news(room) as stream:
        assert any(line.startswith(":") for line in stream.answer.iter_lines())


def test_a_server_that_stops_lets_its_listeners_go() -> None:
    """A stream that was cut off would have no end, which httpx takes for a fault."""
    heard: list[str] = []
    listening = Event()

    def listen(url: str) -> None:
        with unencrypted.stream("GET", url, timeout=TIMEOUT_S) as answer:
            for line in answer.iter_lines():
                heard.append(line)
                listening.set()
        heard.append("the end")

    with serving(Settings()) as client:
        room = RoomCalls(Calls(client, **SMALL))
        thread = meanwhile(lambda: listen(f"{client.base_url}{room.url}/news"))
        assert listening.wait(TIMEOUT_S)
    thread.join()
    assert heard[-1] == "the end"


def test_who_is_in_the_room_is_counted(room: RoomCalls) -> None:
    seats = [new_seat() for _ in range(3)]
    with news(room, seats[0]) as stream, news(room, seats[1]), news(room), news(room, keyed=True):
        assert stream.until(lambda state: state["seats"] == 3)
        with news(room, seats[1]):
            assert room.state(seat=seats[2])["seats"] == 4
    while room.state()["seats"] > 1:
        pass  # Who leaves is noticed, but not by a promised time.
    assert room.state(seat=seats[2])["seats"] == 1


def test_a_full_room_says_so(serve: Serve) -> None:
    room = RoomCalls(Calls(serve(max_seats=2), **SMALL))
    question = room.ask()
    seats = [new_seat() for _ in range(2)]
    for seat in seats:
        assert room.vote(question, seat, 0).status_code == 204
    late = new_seat()
    with news(room, seats[0]), news(room, seats[1]):
        refused = (
            room.client.get(f"{room.url}/news"),
            room.client.get(f"{room.url}/news", params={"seat": late}),
            room.client.get(room.url, params={"seat": late}),
            room.vote(question, late, 0),
            room.client.post(f"{room.url}/lost", json={"seat": late}),
        )
        assert room.vote(question, seats[0], 1).status_code == 204
        assert room.state()["seats"] == 2
        assert room.client.get(room.url).status_code == 200
    for answer in refused:
        assert answer.status_code == 503
        assert answer.json()["detail"] == "The room is full: 2 are in it."
        assert int(answer.headers["Retry-After"]) >= 1


def test_made_up_seats_keep_nobody_out(serve: Serve) -> None:
    """They may be so many as a hall has at once, twice; those that do not listen give way."""
    client = serve(max_seats=5)
    room = RoomCalls(Calls(client, **SMALL))
    question = room.ask()
    answers = [room.vote(question, new_seat(), 0) for _ in range(20)]
    assert [answer.status_code for answer in answers] == [204] * 10 + [429] * 10
    assert int(answers[-1].headers["Retry-After"]) >= 1
    assert room.state()["seats"] <= 5
    seat, there = new_seat(), ELSEWHERE
    state = client.get(room.url, params={"seat": seat}, headers=there)
    assert state.status_code == 200
    with client.stream("GET", f"{room.url}/news?seat={seat}", headers=there) as stream:
        assert stream.status_code == 200
        voted = client.put(
            f"{room.url}/questions/{question}/votes/{seat}", json={"choice": 1}, headers=there
        )
        assert voted.status_code == 204
        for path in ("", "/news"):
            other = client.get(f"{room.url}{path}", params={"seat": new_seat()})
            assert other.status_code == 429
        other = client.post(f"{room.url}/lost", json={"seat": new_seat()})
        assert other.status_code == 429


def test_who_only_listens_keeps_nobody_out(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were all seats of one address made up, those would come in that ask for what is shown."""
    monkeypatch.setattr("app.rooms.seats.SILENT_AFTER_S", 0.0)
    room = RoomCalls(Calls(serve(max_seats=3), **SMALL))
    sees, leads, late = (new_seat() for _ in range(3))
    with news(room, sees) as shown, news(room, leads), news(room, new_seat()) as made_up:
        room.get("pass", seat=sees)
        room.client.get(f"/api/sessions/room-{room.code}.{leads}")
        with news(room, late):
            while made_up.next() is not None:
                pass
            room.get("pass", seat=late)
            refused = room.client.get(room.url, params={"seat": new_seat()})
            assert (refused.status_code, room.state()["seats"]) == (503, 3)
            room.presented(address="#walk/step")
            assert shown.until(lambda state: state["address"] == "#walk/step")


def test_a_poll_that_is_held_is_somebody(serve: Serve) -> None:
    """Who gets no news as a stream does not give way either, as long as it waits."""
    room = RoomCalls(Calls(serve(max_seats=1), **SMALL))
    seat = new_seat()
    known = {"If-None-Match": f'"{room.state(seat=seat)["version"]}"'}
    held: list[httpx.Response] = []

    def poll() -> None:
        query: dict[str, str | int] = {"seat": seat, "wait": 20}
        held.append(room.client.get(room.url, params=query, headers=known))

    polling = meanwhile(poll)
    for host in range(1, 250):  # Those that come before it waits are let in.
        there = {"X-Forwarded-For": f"198.51.100.{host}"}
        other = room.client.get(room.url, params={"seat": new_seat()}, headers=there)
        if other.status_code == 503:
            break
    assert other.status_code == 503
    assert held == []
    room.presented(address="#descent")
    polling.join()
    assert held[0].status_code == 200


def test_head_does_not_wait_for_the_end(room: RoomCalls) -> None:
    answer = room.client.head(f"{room.url}/news")
    assert answer.status_code == 200
    assert answer.content == b""
    assert room.state()["seats"] == 0


@pytest.mark.parametrize("seat", ["", "short", "x" * 23, "ä" * 22, "+" * 22])
def test_a_seat_has_its_form(room: RoomCalls, seat: str) -> None:
    question = room.ask()
    for answer in (
        room.client.get(f"{room.url}/news", params={"seat": seat}),
        room.client.get(room.url, params={"seat": seat}),
        room.client.post(f"{room.url}/lost", json={"seat": seat}),
    ):
        assert answer.status_code == 422, answer.text
    if seat:
        assert room.vote(question, seat, 0).status_code == 422
    assert room.state()["seats"] == 0
