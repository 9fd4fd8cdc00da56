"""Codes, keys and seats: how they may be guessed over HTTP, and that no log line holds one."""

import logging
from collections.abc import Iterator

import pytest

from app.operating import log
from tests.app.calls import Calls
from tests.app.rooms.rooms_client import ELSEWHERE, SMALL, RoomCalls, new_seat, news
from tests.conftest import Serve


@pytest.fixture
def lines() -> Iterator[list[str]]:
    """Every line that is logged."""
    written: list[str] = []

    class Keeping(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            written.append(self.format(record))

    handler, logger = Keeping(), logging.getLogger("nudge")
    handler.setFormatter(log.PlainFormatter())
    before = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    yield written
    logger.removeHandler(handler)
    logger.setLevel(before)


def test_no_line_of_the_log_names_a_room_or_a_seat(serve: Serve, lines: list[str]) -> None:
    room, seat = RoomCalls(Calls(serve(), **SMALL)), new_seat()
    question = room.ask()
    with news(room, seat) as stream:
        stream.next()
        room.vote(question, seat, 1)
        room.vote(question, seat, 9)
        room.draw(seat, [0.5] * 784)
        room.get(f"drawings/{seat}")
        room.client.post(f"{room.url}/lost", json={"seat": seat})
        room.client.get(room.url, params={"seat": seat})
        room.client.get(f"{room.url}/nothing/{seat}")
        room.end()
    room.client.get(room.url)
    room.client.get("/api/health")
    text = "\n".join(lines)
    assert "/api/rooms/{code}/questions/{question}/votes/{seat}" in text
    for secret in (room.code, seat, room.opened["key"], room.session.created["id"]):
        assert secret not in text


def guessing(serve: Serve, headers: dict[str, str]) -> tuple[RoomCalls, dict[str, str]]:
    """Return a room, and the headers of one that has guessed too many codes."""
    client = serve(max_wrong_codes_at_once=3, max_wrong_codes_per_s=0.001)
    room = RoomCalls(Calls(client, **SMALL))
    statuses = [client.get(f"/api/rooms/{code}", headers=headers).status_code for code in "ABCDE"]
    assert statuses == [404, 404, 404, 429, 429]
    return room, headers


def test_who_guesses_codes_waits_and_who_is_in_does_not(serve: Serve) -> None:
    room, there = guessing(serve, ELSEWHERE)
    question, seat = room.ask(), new_seat()
    assert room.state(seat=seat)["seats"] == 1
    refused = room.client.get(room.url, headers=there)
    assert refused.status_code == 429, "A right code does not help, or guessing would go on."
    assert int(refused.headers["Retry-After"]) > 1
    vote = f"{room.url}/questions/{question}/votes"
    answer = {"choice": 0}
    assert room.client.put(f"{vote}/{new_seat()}", json=answer, headers=there).status_code == 429
    assert room.client.put(f"{vote}/{seat}", json=answer, headers=there).status_code == 204
    assert room.put(address="#descent").status_code == 200
    assert room.end().status_code == 204


def test_nobody_who_guesses_codes_keeps_a_hall_behind_one_address_out(serve: Serve) -> None:
    room, _ = guessing(serve, {})
    assert room.state(seat=new_seat())["seats"] == 1
    there = ELSEWHERE
    assert room.client.get(room.url, headers=there).status_code == 200
    wrong = [room.client.get(f"/api/rooms/{code}", headers=there) for code in "ABCD"]
    assert wrong[-1].status_code == 429
    assert room.client.get(room.url, params={"seat": new_seat()}, headers=there).status_code == 200


def test_a_room_that_has_ended_is_asked_for_by_a_whole_hall(serve: Serve) -> None:
    client = serve(max_wrong_codes_at_once=3, max_wrong_codes_per_s=0.001)
    room = RoomCalls(Calls(client, **SMALL))
    room.end()
    assert {client.get(room.url).status_code for _ in range(10)} == {404}
    other = RoomCalls(room.session)
    assert other.state()["open"]
