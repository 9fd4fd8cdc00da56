"""What a room draws: hidden until it is let through, read by the network, and a mini-batch."""

from typing import Any

import httpx
import numpy as np
import pytest

from app.data.digits import Digits, load
from app.nn.network import Network
from app.nn.training import one_hot
from tests.app.calls import Calls, problem_of
from tests.app.rooms.rooms_client import SMALL, RoomCalls, new_seat
from tests.conftest import Serve


@pytest.fixture(scope="module")
def digits() -> Digits:
    return load()


@pytest.fixture
def room(client: httpx.Client) -> RoomCalls:
    room = RoomCalls(Calls(client, weights="random", seed=3))
    room.presented(drawing=True)
    return room


def drawn(room: RoomCalls, digits: Digits, count: int) -> dict[str, int]:
    """Have seats draw test digits; return which one each has drawn."""
    seats = {new_seat(): index for index in range(count)}
    for seat, index in seats.items():
        pixels, label = digits.test.pixels(index).tolist(), int(digits.test.labels[index])
        assert room.draw(seat, pixels, label).status_code == 204
    return seats


def batch(digits: Digits, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Return pictures and labels as the room keeps them."""
    x = digits.test.pixels(slice(0, count)).astype(np.float32).astype(np.float64)
    return x, digits.test.labels[:count]


def outputs(network: Network, x: np.ndarray) -> list[list[float]]:
    return network.forward(x).output.tolist()


def step(room: RoomCalls, **body: object) -> httpx.Response:
    asked = {"learning_rate": 2.0, **body}
    return room.client.post(f"{room.url}/drawings/step", json=asked, headers=room.key)


def show(room: RoomCalls, seats: list[str]) -> httpx.Response:
    path = f"{room.url}/drawings/shown"
    return room.client.put(path, json={"seats": seats}, headers=room.key)


def test_drawings_are_taken_while_they_are_asked_for(room: RoomCalls, digits: Digits) -> None:
    drawn(room, digits, 2)
    assert room.state()["drawings"] == {"digit": None, "count": 2, "shown": 0, "step": None}
    room.presented(drawing=False)
    assert room.draw(new_seat(), [0.0] * 784).status_code == 409
    assert len(room.got("drawings", keyed=True)["drawings"]) == 2
    state = room.presented(drawing=True, digit=4)
    assert (state["drawing"], state["drawings"]["digit"], state["drawings"]["count"]) == (
        True,
        4,
        0,
    )
    drawn(room, digits, 1)
    assert room.presented(drawing=True)["drawings"]["count"] == 1, "It was asked for already."


def test_the_presenter_sees_all_and_how_they_are_read(room: RoomCalls, digits: Digits) -> None:
    drawn(room, digits, 30)
    x, labels = batch(digits, 30)
    answer = room.got("drawings", keyed=True)
    network = room.session.network()
    expected = outputs(network, x)
    for entry, pixels, label, output in zip(answer["drawings"], x, labels, expected, strict=True):
        np.testing.assert_allclose(entry["pixels"], pixels, atol=1e-7)
        np.testing.assert_allclose(entry["reading"]["activations"], output, atol=1e-12)
        assert entry["reading"]["prediction"] == int(np.argmax(output))
        assert entry["reading"]["activation"] == entry["reading"]["activations"][label]
        assert (entry["label"], entry["shown"]) == (label, False)
    trace = network.backprop(x, one_hot(labels, 10))
    assert answer["score"]["cost"] == pytest.approx(trace.cost)
    assert answer["score"]["right"] == int((trace.forward.prediction == labels).sum())
    bare = room.got("drawings", keyed=True, pixels="false")["drawings"]
    assert [entry["pixels"] for entry in bare] == [None] * 30


def test_nothing_of_anybodys_is_seen_before_it_is_let_through(
    room: RoomCalls, digits: Digits
) -> None:
    seats = drawn(room, digits, 3)
    assert room.got("drawings/shown")["drawings"] == []
    aliases = [entry["seat"] for entry in room.got("drawings", keyed=True)["drawings"]]
    assert show(room, aliases[1:]).status_code == 204
    shown = room.got("drawings/shown")["drawings"]
    assert [entry["label"] for entry in shown] == digits.test.labels[1:3].tolist()
    assert room.state()["drawings"]["shown"] == 2
    assert show(room, [aliases[0]]).status_code == 204
    assert len(room.got("drawings/shown")["drawings"]) == 1
    first = next(iter(seats))
    room.draw(first, [0.5] * 784, 1)
    assert room.got("drawings/shown")["drawings"] == [], "What is drawn anew is hidden again."
    assert show(room, [first]).status_code == 204
    assert problem_of(show(room, [first, "nobody"]))["loc"] == ["body", "seats", 1]
    assert room.state()["drawings"]["shown"] == 1


def test_what_it_was_made_of_is_kept_where_the_phone_sends_it(room: RoomCalls) -> None:
    seat, other = new_seat(), new_seat()
    body = {"pixels": [0.5] * 784, "label": 1, "ink": "ink-QAQAYAYA.AAAAgAAA"}
    for each, wanted in ((seat, body), (other, {**body, "ink": None})):
        sent = room.client.put(f"{room.url}/drawings/{each}", json=wanted)
        assert sent.status_code == 204, sent.text
    show(room, [seat, other])
    inks = [drawing["ink"] for drawing in room.got("drawings/shown")["drawings"]]
    assert inks == [body["ink"], None]
    assert room.got(f"drawings/{seat}")["ink"] == body["ink"]


def test_no_answer_names_a_seat(room: RoomCalls, digits: Digits) -> None:
    seats, question = drawn(room, digits, 3), room.ask()
    for seat in seats:
        room.vote(question, seat, 1)
        room.client.post(f"{room.url}/lost", json={"seat": seat})
    show(room, [*seats])
    step(room)
    paths = ("", "desk", "drawings", "drawings/shown", f"questions/{question}", "parameters")
    answers = [room.get(path, keyed=True) for path in paths]
    answers += [room.get(f"drawings/{seat}") for seat in seats]
    for answer in answers:
        assert answer.status_code in (200, 404)
        assert not any(seat in answer.text for seat in seats)


def test_a_step_goes_along_what_all_drawings_ask_for(room: RoomCalls, digits: Digits) -> None:
    seats = drawn(room, digits, 30)
    x, labels = batch(digits, 30)
    before = room.session.network()
    trace = before.backprop(x, one_hot(labels, 10))
    average = room.got("drawings/average", keyed=True)
    np.testing.assert_allclose(average["average"], -trace.gradient.vector, atol=1e-12)
    assert (average["count"], average["cost"]) == (30, pytest.approx(trace.cost))
    assert average["norm"] == pytest.approx(np.linalg.norm(trace.gradient.vector))

    done = step(room).json()
    after = room.session.network()
    before_vector = before.parameters.vector
    np.testing.assert_allclose(
        after.parameters.vector, before_vector - 2.0 * trace.gradient.vector, atol=1e-12
    )
    assert done["cost_before"] == pytest.approx(trace.cost)
    assert done["cost_after"] < done["cost_before"]
    assert (done["iteration"], done["session"]["undo"], done["count"]) == (1, 1, 30)
    assert "id" not in done["session"]
    told = {name: done[name] for name in ("of", "count", "before", "after")}
    assert room.state()["drawings"]["step"] == told
    for seat, index in seats.items():
        own = room.got(f"drawings/{seat}")
        label = int(labels[index])
        for name, network in (("before", before), ("after", after), ("reading", after)):
            activation = float(network.forward(x[index]).output[label])
            assert own[name]["activation"] == pytest.approx(activation)
    room.session.done("undo")
    np.testing.assert_array_equal(room.session.network().parameters.vector, before_vector)


def test_the_shown_alone_may_be_the_mini_batch(room: RoomCalls, digits: Digits) -> None:
    seats = list(drawn(room, digits, 4))
    assert step(room, of="shown").status_code == 409
    show(room, seats[:2])
    x, labels = batch(digits, 2)
    trace = room.session.network().backprop(x, one_hot(labels, 10))
    average = room.got("drawings/average", keyed=True, of="shown")
    np.testing.assert_allclose(average["average"], -trace.gradient.vector, atol=1e-12)
    assert step(room, of="shown").json()["count"] == 2
    assert room.got(f"drawings/{seats[3]}")["before"] is None
    room.draw(seats[0], [0.5] * 784, 1)
    assert room.got(f"drawings/{seats[0]}")["after"] is None


def test_one_drawing_and_many_are_a_mini_batch(serve: Serve, digits: Digits) -> None:
    room = RoomCalls(Calls(serve(max_seats=120), weights="random"))
    room.presented(drawing=True)
    assert step(room).status_code == 409
    assert room.get("drawings/average", keyed=True).status_code == 409
    assert room.got("drawings", keyed=True)["score"] is None
    for count in (1, 119):
        drawn(room, digits, count)
        assert step(room).json()["count"] in (1, 120)
    assert room.draw(new_seat(), [0.0] * 784).status_code == 503


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"pixels": [0.0] * 783, "label": 1}, "pixels"),
        ({"pixels": [0.0] * 783 + [1.5], "label": 1}, "pixels"),
        ({"pixels": [0.0] * 784, "label": 10}, "label"),
        ({"pixels": [0.0] * 784}, "label"),
        ({"pixels": [0.0] * 784, "label": 1, "ink": "test-3"}, "ink"),
        ({"pixels": [0.0] * 784, "label": 1, "ink": "ink-" + "A" * 3500}, "ink"),
    ],
)
def test_what_is_no_drawing_is_not_taken(room: RoomCalls, body: dict[str, Any], field: str) -> None:
    path = f"{room.url}/drawings/{new_seat()}"
    assert problem_of(room.client.put(path, json=body))["loc"][1] == field
    assert room.state()["drawings"]["count"] == 0


def test_a_step_has_its_limits(room: RoomCalls, digits: Digits) -> None:
    drawn(room, digits, 1)
    before = room.session.state()
    assert problem_of(step(room, learning_rate=1e9))["loc"] == ["body", "learning_rate"]
    assert problem_of(step(room, of="some"))["loc"] == ["body", "of"]
    assert room.session.state() == before


def test_a_network_that_takes_no_digits_says_so(client: httpx.Client, digits: Digits) -> None:
    room = RoomCalls(Calls(client, **SMALL))
    room.presented(drawing=True, address="#walk?digit=test-1")
    seat = next(iter(drawn(room, digits, 1)))
    answers = (
        room.get("drawings", keyed=True),
        room.get("drawings/average", keyed=True),
        room.get("drawings/shown"),
        room.get(f"drawings/{seat}"),
        step(room),
        room.get("pass"),
    )
    assert {answer.status_code for answer in answers} == {409}


def test_a_seat_reads_its_own_drawing_only(room: RoomCalls, digits: Digits) -> None:
    seat = next(iter(drawn(room, digits, 1)))
    assert room.got(f"drawings/{seat}")["label"] == digits.test.labels[0]
    assert room.get(f"drawings/{new_seat()}").status_code == 404
    alias = room.got("drawings", keyed=True)["drawings"][0]["seat"]
    assert room.get(f"drawings/{alias}").status_code == 404
