"""A room over HTTP: opened, read, presented in, ended."""

import re

import httpx
import pytest

from app.rooms.room_store import ABANDONED_S
from app.settings import Settings
from tests.app.calls import Calls, problem_of
from tests.app.rooms.rooms_client import SMALL, RoomCalls, meanwhile, new_seat
from tests.conftest import Serve

STATE = {
    "code",
    "version",
    "address",
    "network",
    "training",
    "steps",
    "question",
    "closed_question",
    "drawing",
    "drawings",
    "presses",
    "seats",
    "open",
}


@pytest.fixture
def room(client: httpx.Client) -> RoomCalls:
    return RoomCalls(Calls(client, **SMALL))


def test_a_room_is_opened_with_a_code_and_a_key_that_is_told_once(room: RoomCalls) -> None:
    opened = room.opened
    assert re.fullmatch(r"[2-9A-HJKMNP-Z]{6}", opened["code"])
    assert len(opened["key"]) >= 32
    assert opened["join"] == f"{room.client.base_url}/r/{room.code}"
    assert opened.keys() == STATE | {"key", "join"}
    assert room.state().keys() == STATE
    assert room.state() == {name: opened[name] for name in STATE}
    assert (opened["address"], opened["open"], opened["seats"]) == ("#walk", True, 0)


def test_nothing_in_a_room_names_its_session_or_its_key(room: RoomCalls) -> None:
    room.presented(note="mine")
    for answer in (room.get(""), room.get("desk", keyed=True), room.get("parameters")):
        assert room.session.created["id"].encode() not in answer.content
        assert room.opened["key"].encode() not in answer.content


def test_a_room_needs_a_session(client: httpx.Client) -> None:
    assert client.post("/api/rooms", json={"session": "nothing"}).status_code == 404
    assert problem_of(client.post("/api/rooms", json={}))["loc"] == ["body", "session"]


def test_others_reach_it_by_a_name_that_the_server_has(serve: Serve) -> None:
    room = RoomCalls(Calls(serve(allowed_hosts=("*.example.org", "192.0.2.7")), **SMALL))
    assert room.opened["join"] == f"http://192.0.2.7:{room.client.base_url.port}/r/{room.code}"


def test_below_a_path_the_join_page_is_there_too(serve: Serve) -> None:
    client = serve(root_path="/nudge")
    room = RoomCalls(Calls(client, **SMALL))
    assert room.opened["join"].endswith(f"/nudge/r/{room.code}")


def test_a_code_may_be_typed_in_lower_case(room: RoomCalls) -> None:
    assert room.client.get(f"/api/rooms/{room.code.lower()}").json() == room.state()


def test_the_presenter_shows_and_the_version_grows(room: RoomCalls) -> None:
    before = room.state()
    after = room.presented(address="#walk/cost?digit=test-12")
    assert after["version"] > before["version"]
    assert after["address"] == "#walk/cost?digit=test-12"
    assert room.state() == after
    assert room.presented(address="#walk/cost?digit=test-12") == after
    assert room.presented() == after


@pytest.mark.parametrize(
    "change",
    [
        {"address": "walk"},
        {"address": "#walk cost"},
        {"address": "#" + 24_000 * "a"},
        {"question": {"text": "", "choices": ["a", "b"]}},
        {"question": {"text": "Q", "choices": ["a"]}},
        {"question": {"text": "Q", "choices": ["a", "b"], "right": 2}},
        {"question": {"text": "Q", "choices": ["a", "b"], "right": 0.5}},
        {"question": {"text": "Q", "choices": ["a", "b"], "amount": {"least": 1, "most": 1}}},
        {"digit": 4},
        {"drawing": True, "digit": 10},
        {"press": "Next!"},
        {"unknown": 1},
    ],
)
def test_what_cannot_be_presented_changes_nothing(
    room: RoomCalls, change: dict[str, object]
) -> None:
    before = room.state()
    problem_of(room.put(**{"note": "kept", **change}))
    assert room.state() == before
    assert room.got("desk", keyed=True)["note"] == ""


def test_only_the_key_presents(room: RoomCalls) -> None:
    before = room.state()
    other = RoomCalls(room.session)
    for headers in ({}, other.key, {"Authorization": "Bearer x"}, {"Authorization": "Basic x"}):
        answers = (
            room.client.put(room.url, json={"address": "#other"}, headers=headers),
            room.client.delete(room.url, headers=headers),
            room.client.get(f"{room.url}/desk", headers=headers),
            room.client.get(f"{room.url}/drawings", headers=headers),
            room.client.get(f"{room.url}/drawings/average", headers=headers),
            room.client.put(f"{room.url}/drawings/shown", json={"seats": []}, headers=headers),
            room.client.post(
                f"{room.url}/drawings/step", json={"learning_rate": 1}, headers=headers
            ),
        )
        for answer in answers:
            assert answer.status_code == 401
            assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert room.state() == before


def test_who_knows_the_version_is_told_that_nothing_is_new(room: RoomCalls) -> None:
    answer = room.client.get(room.url)
    etag = answer.headers["ETag"]
    assert etag == f'"{answer.json()["version"]}"'
    for known in (etag, f"W/{etag}", f'"x", {etag}'):
        again = room.client.get(room.url, headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["ETag"] == etag
    room.presented(address="#descent")
    assert room.client.get(room.url, headers={"If-None-Match": etag}).status_code == 200


def test_a_long_poll_is_answered_by_the_next_change(room: RoomCalls) -> None:
    etag, seat = room.client.get(room.url).headers["ETag"], new_seat()
    answers: list[httpx.Response] = []

    def poll() -> None:
        query, headers = {"wait": 30, "seat": seat}, {"If-None-Match": etag}
        answers.append(room.client.get(room.url, params=query, headers=headers))

    # The poller itself is one more in the room, so it is answered at once, and comes again.
    polling = meanwhile(poll)
    polling.join()
    assert answers[0].json()["seats"] == 1
    etag = answers[0].headers["ETag"]
    polling = meanwhile(poll)
    room.presented(address="#descent")
    polling.join()
    assert answers[1].json()["version"] > answers[0].json()["version"]
    assert answers[1].json()["address"] == "#descent"


@pytest.mark.parametrize("wait", ["-1", "31", "1.5", "x", "999"])
def test_nobody_waits_without_end(room: RoomCalls, wait: str) -> None:
    assert problem_of(room.client.get(room.url, params={"wait": wait}))["loc"] == ["query", "wait"]


def test_after_its_time_a_poll_is_told_that_nothing_is_new(room: RoomCalls) -> None:
    headers = {"If-None-Match": room.client.get(room.url).headers["ETag"]}
    assert room.client.get(room.url, params={"wait": 1}, headers=headers).status_code == 304


def test_an_ended_room_is_no_more(room: RoomCalls) -> None:
    seat, question = new_seat(), room.ask()
    assert room.end().status_code == 204
    after = (
        room.client.get(room.url),
        room.put(address="#walk"),
        room.vote(question, seat, 1),
        room.get("news"),
        room.get("parameters"),
        room.get("qr"),
        room.end(),
    )
    assert {answer.status_code for answer in after} == {404}


def test_a_remote_presses_buttons(room: RoomCalls) -> None:
    room.presented(press="next")
    room.presented(press="next")
    assert room.presented(press="blank")["presses"] == {"next": 2, "blank": 1}
    for number in range(40):
        room.presented(press=f"b{'abcdefghij'[number % 10]}{'x' * (number // 10)}")
    assert len(room.state()["presses"]) <= 24


def test_the_join_address_is_in_a_picture(room: RoomCalls) -> None:
    answer = room.get("qr")
    assert answer.headers["content-type"] == "image/svg+xml"
    assert answer.text.startswith("<svg")
    other = RoomCalls(room.session).get("qr")
    assert other.text != answer.text


def test_with_the_key_the_picture_is_another_device_s(room: RoomCalls) -> None:
    join, remote = room.get("qr"), room.get("qr", keyed=True)
    assert remote.text.startswith("<svg")
    assert remote.text != join.text
    wrong = {"Authorization": "Bearer nobody's"}
    assert room.client.get(f"{room.url}/qr", headers=wrong).text == join.text


def test_there_are_so_many_rooms_and_no_more(serve: Serve) -> None:
    session = Calls(serve(max_rooms=2), **SMALL)
    rooms = [RoomCalls(session) for _ in range(2)]
    body = {"session": session.created["id"]}
    refused = session.client.post("/api/rooms", json=body)
    assert refused.status_code == 503
    assert int(refused.headers["Retry-After"]) >= 1
    rooms[0].end()
    assert session.client.post("/api/rooms", json=body).status_code == 201


def test_no_address_takes_all_rooms() -> None:
    """What it opened first was abandoned before it could open the last, and makes way."""
    settings = Settings()
    later = settings.max_new_rooms_per_s * ABANDONED_S
    assert settings.max_new_rooms_at_once + later < settings.max_rooms


def test_rooms_are_not_opened_without_end(serve: Serve) -> None:
    session = Calls(serve(max_new_rooms_at_once=3, max_new_rooms_per_s=0.01), **SMALL)
    for _ in range(3):
        RoomCalls(session).end()
    refused = session.client.post("/api/rooms", json={"session": session.created["id"]})
    assert refused.status_code == 429
    assert int(refused.headers["Retry-After"]) > 1


def test_a_sessions_place_is_not_taken_while_it_is_in_a_room(serve: Serve) -> None:
    client = serve(max_sessions=2)
    shown = RoomCalls(Calls(client, **SMALL))
    for _ in range(5):
        Calls(client, **SMALL)
    assert shown.session.describe()["id"] == shown.session.created["id"]
    shown.end()
    for _ in range(3):
        Calls(client, **SMALL)
    assert client.get(shown.session.url).status_code == 404


def test_what_steps_have_done_is_told_until_the_network_is_another(room: RoomCalls) -> None:
    steps = {"learning_rate": 0.5, "costs": [1.5, 0.75]}
    assert room.presented(steps=steps)["steps"] == steps
    version = room.state()["version"]
    assert room.presented(steps=steps)["version"] == version, "It is as it was."
    assert room.presented(address="#walk/step")["steps"] == steps
    assert room.presented(steps=None)["steps"] is None
    room.presented(steps=steps)
    room.session.done("reset", weights="random")
    assert room.state()["steps"] is None
    assert problem_of(room.put(steps={"learning_rate": 1, "costs": [1]}))["loc"][1] == "steps"
