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
    assert room.state()["drawings"] == {
        "digit": None,
        "count": 2,
        "shown": 0,
        "revision": 3,
        "step": None,
    }
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
    assert room.state()["drawings"]["step"] is None, "It is not so any more."
    assert room.got(f"drawings/{next(iter(seats))}")["after"] is None
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
    assert room.draw(new_seat(), [0.0] * 784).status_code == 204, "One that nobody listens at goes."
    assert room.state()["drawings"]["count"] == 120
    show(room, [entry["seat"] for entry in room.got("drawings", keyed=True)["drawings"]])
    assert room.draw(new_seat(), [0.0] * 784).status_code == 503, "What is shown stays."


ROWS = "0,150,12720,13001"


def asked_of(room: RoomCalls, **query: object) -> Any:
    return room.got("batch", rows=ROWS, **query)


def test_phones_show_what_the_projector_shows_of_the_batch(room: RoomCalls, digits: Digits) -> None:
    """The columns are those let through, one's own first; the average is over all."""
    seats = list(drawn(room, digits, 30))
    show(room, seats[:8])
    room.presented(address="#descent/wishes?over=room")
    x, labels = batch(digits, 30)
    network, rows = room.session.network(), [int(row) for row in ROWS.split(",")]

    def wanted(index: int) -> np.ndarray:
        trace = network.backprop(x[[index]], one_hot(labels[[index]], 10))
        return -trace.gradient.vector[rows]

    trace = network.backprop(x, one_hot(labels, 10))
    predicted = network.forward(digits.test.pixels(slice(None))).prediction
    for seat, order in (
        (None, range(6)),
        (seats[2], (2, 0, 1, 3, 4, 5)),
        (seats[20], (20, *range(6))),
    ):
        answer = asked_of(room, **({} if seat is None else {"seat": seat}))
        assert (answer["rows"], answer["count"]) == (rows, 30)
        np.testing.assert_allclose(answer["average"], -trace.gradient.vector[rows], atol=1e-12)
        assert answer["norm"] == pytest.approx(np.linalg.norm(trace.gradient.vector))
        columns = answer["columns"]
        assert [column["label"] for column in columns] == [int(labels[index]) for index in order]
        assert [column["own"] for column in columns] == [seats[index] == seat for index in order]
        for column, index in zip(columns, order, strict=True):
            np.testing.assert_allclose(column["nudges"], wanted(index), atol=1e-12)
            np.testing.assert_allclose(column["pixels"], x[index], atol=1e-7)
            one = network.backprop(x[[index]], one_hot(labels[[index]], 10))
            assert column["cost"] == pytest.approx(one.cost)
            assert column["prediction"] == int(one.forward.prediction[0])
        bare = asked_of(room, pixels="false")["columns"]
        assert {(column["pixels"], column["ink"]) for column in bare} == {(None, None)}
        right = predicted == digits.test.labels
        shares = [right[digits.test.labels == digit].mean() for digit in range(10)]
        np.testing.assert_allclose(answer["class_accuracy"], shares)


def test_the_batch_is_told_while_it_is_shown(room: RoomCalls, digits: Digits) -> None:
    """Before, what one hidden drawing asks for would be that drawing."""
    drawn(room, digits, 1)
    assert room.get("batch", rows="0").status_code == 409
    room.presented(address="#descent/wishes?over=100")
    assert room.get("batch", rows="0").status_code == 409
    room.presented(address="#descent/wishes?over=room")
    assert room.got("batch", rows="0")["columns"] == []
    room.presented(drawing=False)
    room.presented(drawing=True)
    assert room.get("batch", rows="0").status_code == 409, "There are no drawings any more."


def test_a_phone_knows_whether_its_batch_is_the_present_one(
    room: RoomCalls, digits: Digits
) -> None:
    seats = list(drawn(room, digits, 3))
    show(room, seats[:2])
    room.presented(address="#descent/wishes?over=room")
    tags = set()

    def tag(seat: str) -> str:
        answer = room.get("batch", rows=ROWS, seat=seat)
        known = {"If-None-Match": answer.headers["ETag"]}
        path = f"{room.url}/batch?rows={ROWS}&seat={seat}"
        assert room.client.get(path, headers=known).status_code == 304
        tags.add(answer.headers["ETag"])
        return str(answer.headers["ETag"])

    stranger = new_seat()
    first = tag(stranger)
    assert tag(seats[0]) != first
    step(room)
    assert room.got("batch", rows=ROWS)["count"] == 3
    tag(stranger)
    show(room, seats[:1])
    tag(stranger)
    assert len(asked_of(room)["columns"]) == 1, "What is hidden again is no column any more."
    room.draw(seats[2], [0.5] * 784, 1)
    tag(stranger)
    assert len(tags) == 5


@pytest.mark.parametrize("rows", ["", "-1", "1.5", "13002", "0,,1", "\u0663", ",".join(["1"] * 25)])
def test_rows_are_parameters(room: RoomCalls, digits: Digits, rows: str) -> None:
    drawn(room, digits, 1)
    room.presented(address="#descent/wishes?over=room")
    assert problem_of(room.get("batch", rows=rows))["loc"] == ["query", "rows"]


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
    for rate in (1000.5, 1e9):
        problem = problem_of(step(room, learning_rate=rate))
        assert (problem["loc"], problem["type"]) == (["body", "learning_rate"], "limit")
    assert problem_of(step(room, of="some"))["loc"] == ["body", "of"]
    assert room.session.state() == before


def test_a_network_that_takes_no_digits_says_so(client: httpx.Client, digits: Digits) -> None:
    room = RoomCalls(Calls(client, **SMALL))
    room.presented(drawing=True, address="#walk?digit=test-1&over=room")
    seat = next(iter(drawn(room, digits, 1)))
    answers = (
        room.get("drawings", keyed=True),
        room.get("drawings/average", keyed=True),
        room.get("drawings/shown"),
        room.get("batch", rows="0"),
        room.get(f"drawings/{seat}"),
        step(room),
        room.get("pass"),
    )
    assert {answer.status_code for answer in answers} == {409}


def test_a_seat_reads_its_own_drawing_only(room: RoomCalls, digits: Digits) -> None:
    seat = next(iter(drawn(room, digits, 1)))
    own = room.got(f"drawings/{seat}")
    assert own["label"] == digits.test.labels[0]
    bare = room.got(f"drawings/{seat}", pixels="false")
    assert bare == {**own, "pixels": None, "ink": None}
    assert room.get(f"drawings/{new_seat()}").status_code == 404
    alias = room.got("drawings", keyed=True)["drawings"][0]["seat"]
    assert room.get(f"drawings/{alias}").status_code == 404
