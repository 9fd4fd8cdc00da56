"""A room's network as a session that every phone may ask, and none can change."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import numpy as np
import pytest
import safetensors.numpy

from app.errors import Unavailable
from app.nn.network import Network
from tests.app.calls import Calls
from tests.app.rooms.rooms_client import ELSEWHERE, SMALL, RoomCalls, new_seat
from tests.conftest import Serve

EXAMPLE: dict[str, Any] = {"pixels": [0.1, 0.9, 0.0, 0.3, 0.5], "target": 1}
WHOLE = "weights=true&terms=3"


@pytest.fixture
def room(client: httpx.Client) -> RoomCalls:
    return RoomCalls(Calls(client, **SMALL))


def lent(room: RoomCalls, call: str = "", seat: str = "") -> str:
    at = f"/api/sessions/room-{room.code}.{seat or new_seat()}"
    return f"{at}/{call}" if call else at


def test_it_is_a_session_by_its_own_name(room: RoomCalls) -> None:
    address = lent(room)
    described = room.client.get(address).json()
    own = room.session.describe()
    assert described["id"] == address.rpartition("/")[2]
    assert described["revision"] == room.state()["network"]
    for key in ("layers", "activation", "cost", "iteration", "parameter_count"):
        assert described[key] == own[key]
    assert (described["undo"], described["redo"]) == (0, 0)
    assert room.session.created["id"] not in room.client.get(address).text


def test_it_answers_what_the_presenters_answers(room: RoomCalls) -> None:
    for call, body in (
        (f"backward?{WHOLE}", EXAMPLE),
        ("forward", {"pixels": EXAMPLE["pixels"]}),
        ("what_if", {**EXAMPLE, "quantity": "bias", "layer": 1, "neuron": 0, "value": 2}),
    ):
        own = room.client.post(f"{room.session.url}/{call}", json=body)
        other = room.client.post(lent(room, call), json=body)
        assert (other.status_code, other.content) == (own.status_code, own.content), call
    file = room.client.get(lent(room, "parameters?dtype=float64")).content
    tensors = safetensors.numpy.load(file)
    assert all(np.array_equal(tensors[name], each) for name, each in room.session.tensors().items())


def test_it_follows_the_presenters(room: RoomCalls) -> None:
    seat = new_seat()
    before = room.client.get(lent(room, seat=seat)).json()
    first = room.client.post(lent(room, "backward", seat), json=EXAMPLE).json()
    room.session.done("step", **EXAMPLE, learning_rate=1)
    after = room.client.get(lent(room, seat=seat)).json()
    assert after["revision"] > before["revision"]
    assert after["iteration"] == before["iteration"] + 1
    asked = room.client.post(lent(room, "backward", seat), json=EXAMPLE).json()
    assert asked == room.session.done("backward", **EXAMPLE) != first


def test_nobody_changes_it(room: RoomCalls) -> None:
    before, state = room.session.state(), room.state()
    step = {**EXAMPLE, "learning_rate": 1}
    for call, body in (("step", step), ("learn", step), ("undo", {}), ("reset", {}), ("redo", {})):
        assert room.client.post(lent(room, call), json=body).status_code == 403, call
    for method in ("PUT", "DELETE", "PATCH"):
        answer = room.client.request(method, lent(room, "parameters"), content=room.session.file())
        assert answer.status_code in (404, 405), method
    assert room.client.delete(lent(room)).status_code in (404, 405)
    assert (room.session.state(), room.state()) == (before, state)


def test_a_question_is_refused_as_any_session_refuses_it(room: RoomCalls) -> None:
    for body in ({"pixels": [1], "target": 1}, {**EXAMPLE, "target": 9}, {}):
        own = room.session.post("backward", **body)
        other = room.client.post(lent(room, "backward"), json=body)
        assert (other.status_code, other.json()) == (422, own.json())
    again = room.client.post(lent(room, "backward"), json=EXAMPLE)
    assert again.status_code == 200


def test_the_same_question_of_all_is_computed_once(
    room: RoomCalls, monkeypatch: pytest.MonkeyPatch
) -> None:
    passes: list[object] = []
    backprop = Network.backprop

    def counted(network: Network, *arguments: Any) -> Any:
        if network.layers[0] == len(EXAMPLE["pixels"]):  # The recipe may train beside it.
            passes.append(arguments)
        return backprop(network, *arguments)

    monkeypatch.setattr(Network, "backprop", counted)
    with ThreadPoolExecutor(12) as crowd:
        asked = [
            crowd.submit(room.client.post, lent(room, f"backward?{WHOLE}"), json=EXAMPLE)
            for _ in range(36)
        ]
        answers = [each.result() for each in asked]
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert len(passes) == 1
    room.client.post(lent(room, "backward"), json={**EXAMPLE, "target": 0})
    assert len(passes) == 2


def test_a_refusal_is_not_kept(room: RoomCalls, monkeypatch: pytest.MonkeyPatch) -> None:
    backprop = Network.backprop
    refusals = [Unavailable("Too much is computed.")]

    def refused(network: Network, *arguments: Any) -> Any:
        if network.layers[0] == len(EXAMPLE["pixels"]) and refusals:
            raise refusals.pop()
        return backprop(network, *arguments)

    monkeypatch.setattr(Network, "backprop", refused)
    statuses = [
        room.client.post(lent(room, "backward"), json=EXAMPLE).status_code for _ in range(2)
    ]
    assert statuses == [503, 200]


def test_it_goes_compressed_to_those_who_can_read_that(room: RoomCalls) -> None:
    packed = room.client.post(
        lent(room, "backward"), json=EXAMPLE, headers={"Accept-Encoding": "gzip"}
    )
    plain = room.client.post(
        lent(room, "backward"), json=EXAMPLE, headers={"Accept-Encoding": "identity"}
    )
    assert packed.headers["content-encoding"] == "gzip"
    assert "content-encoding" not in plain.headers
    assert packed.content == plain.content
    assert packed.headers["cache-control"] == plain.headers["cache-control"] == "no-store"


def test_it_ends_with_its_room(room: RoomCalls) -> None:
    seat = new_seat()
    assert room.client.get(lent(room, seat=seat)).status_code == 200
    room.end()
    for call in ("", "accuracy"):
        assert room.client.get(lent(room, call, seat)).status_code == 404


def test_a_seat_that_cannot_be_one_is_refused(room: RoomCalls) -> None:
    assert room.client.get(lent(room, seat="short")).status_code == 422


def test_codes_are_not_guessed_there_either(serve: Serve) -> None:
    client = serve(max_wrong_codes_at_once=3, max_wrong_codes_per_s=0.001)
    room = RoomCalls(Calls(client, **SMALL))
    seat = new_seat()
    assert client.get(room.url, params={"seat": seat}).status_code == 200
    client.headers.update(ELSEWHERE)
    wrong = [client.get(f"/api/sessions/room-AAAAA{n}.{new_seat()}") for n in range(2, 6)]
    assert [answer.status_code for answer in wrong] == [404, 404, 404, 429]
    assert client.get(lent(room)).status_code == 429
    assert client.get(lent(room, seat=seat)).status_code == 200
