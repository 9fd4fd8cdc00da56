"""The network that a room sees: parameters, pass, a copy of one's own, and how it follows."""

from typing import Any

import httpx
import numpy as np
import pytest
import safetensors.numpy

from app.data.digits import load
from app.data.render import BRUSH_RADIUS, digit_image
from tests.app.calls import Calls
from tests.app.rooms.rooms_client import SMALL, RoomCalls, news
from tests.app.training.training_client import NEW, watching

SHOWN = "#walk/cost?digit=test-12"
DTYPES = ("float32", "float64")
INK = "ink-QAQAYAYA.AAAAgAAA"
"""A stroke from (0.25, 0.25) to (0.375, 0.375), and one along the upper edge."""


@pytest.fixture
def room(client: httpx.Client) -> RoomCalls:
    return RoomCalls(Calls(client), address=SHOWN)


def backward(room: RoomCalls, pixels: list[float], target: int) -> dict[str, object]:
    answer: dict[str, object] = room.session.done("backward", pixels=pixels, target=target)
    return answer


def test_the_pass_is_that_of_what_is_shown(room: RoomCalls) -> None:
    pixels, label = load().test.pixels(12).tolist(), int(load().test.labels[12])
    assert room.got("pass") == backward(room, pixels, label)
    room.presented(address=f"{SHOWN}&target=4")
    assert room.got("pass") == backward(room, pixels, 4)
    whole = room.session.client.post(
        f"{room.session.url}/backward?weights=true&terms=3&inputs=false",
        json={"pixels": pixels, "target": 4},
    )
    assert room.got("pass", weights="true", terms=3, inputs="false") == whole.json()


def test_a_phone_may_name_the_digit_that_it_shows(room: RoomCalls) -> None:
    pixels, label = load().test.pixels(7).tolist(), int(load().test.labels[7])
    assert room.got("pass", digit="test-7") == backward(room, pixels, label)
    assert room.got("pass", digit="test-7", target="4") == backward(room, pixels, 4)
    assert room.got("pass")["activations"][0] == load().test.pixels(12).tolist()
    for wrong in ({"digit": "x"}, {"digit": INK}, {"digit": "test-7", "target": "10"}):
        assert room.get("pass", **wrong).status_code == 422, wrong
    assert room.get("pass", digit="test-10000").status_code == 409


def test_a_pass_in_single_precision_is_half_as_long(room: RoomCalls) -> None:
    whole = {"weights": "true", "terms": 3}
    exact, single = room.got("pass", **whole), room.got("pass", **whole, dtype="float32")
    assert as_numbers(single) == pytest.approx(as_numbers(exact), rel=2e-7)
    assert as_numbers(single) != as_numbers(exact)
    assert single["prediction"] == exact["prediction"]
    sizes = [len(room.get("pass", **whole, dtype=each).content) for each in DTYPES]
    assert sizes[0] < 0.8 * sizes[1]
    assert room.get("pass", dtype="float16").status_code == 422


def as_numbers(content: object) -> list[float]:
    """Return all numbers of an answer, in their order."""
    if isinstance(content, dict):
        return [number for value in content.values() for number in as_numbers(value)]
    if isinstance(content, list):
        return [number for value in content for number in as_numbers(value)]
    return [] if content is None else [float(str(content))]


def test_a_drawing_is_read_as_the_page_reads_it(room: RoomCalls) -> None:
    strokes = [
        np.array([[1024, 1024], [1536, 1536]]) / 4095,
        np.array([[0, 0], [2048, 0]]) / 4095,
    ]
    pixels = digit_image(strokes, BRUSH_RADIUS).tolist()
    room.presented(address=f"#walk/cost?digit={INK}")
    forward = room.session.done("forward", pixels=pixels)
    answer = room.got("pass")
    assert answer["activations"] == forward["activations"]
    assert "nudges" not in answer, "It is not said what it should have been."
    room.presented(address=f"#walk/cost?target=7&digit={INK}")
    assert room.got("pass") == backward(room, pixels, 7)


def test_the_pages_own_picture_of_its_drawing_comes_first(room: RoomCalls) -> None:
    pixels = room.session.pixels()
    room.presented(address=f"#walk/cost?target=7&digit={INK}", pixels=pixels)
    assert room.got("pass") == backward(room, pixels, 7)
    room.presented(address=f"#descent?target=1&digit={INK}")
    assert room.got("pass") == backward(room, pixels, 1)
    other = room.session.pixels()
    room.presented(pixels=other)
    assert room.got("pass") == backward(room, other, 1)
    room.presented(address=f"#descent?target=1&digit={INK}AAAA")
    assert room.got("pass") != backward(room, pixels, 1)
    room.presented(address=SHOWN, pixels=pixels)
    shown = load().test.pixels(12).tolist()
    assert room.got("pass")["activations"][0] == shown
    room.presented(address=f"#walk?digit={INK}", pixels=[0.5])
    assert room.get("pass").status_code == 409


@pytest.mark.parametrize(
    "address",
    ["#walk", "#walk?digit=test-10000", "#walk?digit=x", "#walk?digit=ink-AAA", "#walk?digit=ink-"],
)
def test_where_no_digit_is_shown_there_is_no_pass(room: RoomCalls, address: str) -> None:
    room.presented(address=address)
    assert room.get("pass").status_code == 409


def test_a_pass_that_is_known_is_not_sent_again(room: RoomCalls) -> None:
    etag = room.get("pass").headers["ETag"]

    def again(**query: object) -> int:
        headers = {"If-None-Match": etag}
        return room.client.get(f"{room.url}/pass", params=query, headers=headers).status_code

    assert again() == 304
    room.ask()
    assert again() == 304, "What is shown is as it was."
    assert again(inputs="false") == 200
    room.presented(address=f"{SHOWN}&target=4")
    assert again() == 200
    room.presented(address=SHOWN)
    assert again() == 304
    room.session.done("step", pixels=room.session.pixels(), target=1, learning_rate=0.5)
    assert again() == 200


def test_the_parameters_are_those_of_the_session(room: RoomCalls) -> None:
    for dtype in ("float64", "float32"):
        answer = room.get("parameters", dtype=dtype)
        own = room.session.client.get(f"{room.session.url}/parameters", params={"dtype": dtype})
        ours, theirs = map(safetensors.numpy.load, (own.content, answer.content))
        assert ours.keys() == theirs.keys()
        assert all((ours[name] == theirs[name]).all() for name in ours)
        headers = {"If-None-Match": answer.headers["ETag"]}
        again = room.client.get(f"{room.url}/parameters", params={"dtype": dtype}, headers=headers)
        assert again.status_code == 304
    assert room.get("parameters", dtype="int8").status_code == 422


def test_every_change_of_the_network_is_news(client: httpx.Client) -> None:
    session = Calls(client, **SMALL)
    room = RoomCalls(session)
    steps = {"pixels": session.pixels(), "target": 1, "learning_rate": 0.5}
    changes = (
        lambda: session.done("step", **steps),
        lambda: session.done("undo"),
        lambda: session.done("redo"),
        lambda: session.done("reset", weights="random", seed=5),
        lambda: session.put(session.file()),
    )
    with news(room) as stream:
        stream.next()
        for number, change in enumerate(changes, start=2):
            change()
            assert (
                stream.until(lambda state, at=number: state["network"] >= at)["network"] == number
            )
            tensors = safetensors.numpy.load(room.get("parameters").content)
            assert all((tensors[name] == value).all() for name, value in session.tensors().items())


def test_a_training_tells_its_figures_and_its_parameters_once_it_rests(
    client: httpx.Client,
) -> None:
    session = Calls(client, **NEW)
    room = RoomCalls(session)
    with news(room) as stream, watching(session) as owner:
        owner.send("start")
        going = stream.until(lambda state: state["training"])
        assert going["training"]["status"] == "running"
        assert going["network"] == 1
        etag = room.get("parameters").headers["ETag"]
        stream.until(lambda state: (state["training"] or {}).get("iteration", 0) > 0)
        assert room.get("parameters").headers["ETag"] == etag
        owner.send("pause")
        rested = stream.until(lambda state: state["training"] is None)
        assert rested["network"] == 2
    tensors = safetensors.numpy.load(room.get("parameters").content)
    assert all((tensors[name] == value).all() for name, value in session.tensors().items())


def test_a_fork_is_a_network_of_ones_own(room: RoomCalls) -> None:
    steps = {"pixels": room.session.pixels(), "target": 1, "learning_rate": 0.5}
    room.session.done("step", **steps)
    answer = room.client.post(f"{room.url}/fork")
    assert answer.status_code == 201
    forked = answer.json()
    assert forked["id"] != room.session.created["id"]
    assert (forked["iteration"], forked["undo"]) == (1, 0)
    ours = room.session.done("forward", pixels=steps["pixels"])

    def read_by(session: dict[str, Any]) -> Any:
        path = f"/api/sessions/{session['id']}/forward"
        return room.client.post(path, json={"pixels": steps["pixels"]}).json()

    assert read_by(forked) == ours
    before = room.state()
    room.client.post(f"/api/sessions/{forked['id']}/step", json=steps)
    assert read_by(forked) != ours
    assert room.state() == before
    assert read_by(room.client.post(f"{room.url}/fork").json()) == ours


def test_a_room_goes_on_without_its_session_or_with_another(room: RoomCalls) -> None:
    before = room.got("pass")
    room.client.delete(room.session.url)
    assert room.got("pass") == before
    body = {"learning_rate": 1}
    room.presented(drawing=True)
    answer = room.client.post(f"{room.url}/drawings/step", json=body, headers=room.key)
    assert answer.status_code == 404
    other = Calls(room.client, weights="random", seed=8)
    state = room.presented(session=other.created["id"])
    assert state["network"] == 2
    assert room.got("pass") != before
    assert room.put(session="nothing", address="#descent").status_code == 404
    assert room.state() == state
    other.done("reset", weights="random", seed=9)
    assert room.state()["network"] == 3
