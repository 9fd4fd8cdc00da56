"""Wrong input: told by field and without an echo, and the session is as it was."""

from typing import Any

import httpx
import pytest

from tests.app.calls import JSON, Calls, problem_of
from tests.conftest import Serve

FIVE = [0.5] * 5
CANARY = "canary-3f9c"

# What is sent to a session with 5 inputs and 2 outputs, and the field that the answer must name.
WRONG: list[tuple[str, str, str, list[str | int]]] = [
    ("forward", "no body", "", []),
    ("forward", "no JSON", "pixels=1", []),
    ("forward", "half of it", '{"pixels": [0.5', []),
    ("forward", "a list", "[0.5, 0.5, 0.5, 0.5, 0.5]", []),
    ("forward", "null", "null", []),
    ("forward", "nested too deeply", "[" * 5000, []),
    ("forward", "no pixels", "{}", ["pixels"]),
    ("forward", "another field", f'{{"pixels": {FIVE}, "{CANARY}": 1}}', [CANARY]),
    ("forward", "a target", f'{{"pixels": {FIVE}, "target": 1}}', ["target"]),
    ("forward", "too few", '{"pixels": [0.5, 0.5, 0.5, 0.5]}', ["pixels"]),
    ("forward", "too many", f'{{"pixels": {[0.5] * 6}}}', ["pixels"]),
    ("forward", "far too many", f'{{"pixels": {[0] * 9_000}}}', ["pixels"]),
    ("forward", "none", '{"pixels": []}', ["pixels"]),
    ("forward", "null pixels", '{"pixels": null}', ["pixels"]),
    ("forward", "a text", f'{{"pixels": "{CANARY}"}}', ["pixels"]),
    ("forward", "NaN", '{"pixels": [0, 0, NaN, 0, 0]}', ["pixels", 2]),
    ("forward", "Infinity", '{"pixels": [0, 0, 0, Infinity, 0]}', ["pixels", 3]),
    ("forward", "-Infinity", '{"pixels": [-Infinity, 0, 0, 0, 0]}', ["pixels", 0]),
    ("forward", "1e999", '{"pixels": [0, 1e999, 0, 0, 0]}', ["pixels", 1]),
    ("forward", "above 1", '{"pixels": [0, 0, 0, 0, 1.001]}', ["pixels", 4]),
    ("forward", "below 0", '{"pixels": [0, 0, 0, 0, -0.001]}', ["pixels", 4]),
    ("forward", "a number as text", '{"pixels": [0, "0.5", 0, 0, 0]}', ["pixels", 1]),
    ("forward", "a truth", '{"pixels": [0, true, 0, 0, 0]}', ["pixels", 1]),
    ("forward", "a hole", '{"pixels": [0, null, 0, 0, 0]}', ["pixels", 1]),
    ("forward", "rows", '{"pixels": [[0, 0, 0, 0, 0]]}', ["pixels", 0]),
    ("forward", "no Unicode", '{"pixels": "\\ud800"}', ["pixels"]),
    ("backward", "no target", f'{{"pixels": {FIVE}}}', ["target"]),
    ("backward", "no digit", f'{{"pixels": {FIVE}, "target": 2}}', ["target"]),
    ("backward", "below 0", f'{{"pixels": {FIVE}, "target": -1}}', ["target"]),
    ("backward", "a fraction", f'{{"pixels": {FIVE}, "target": 0.5}}', ["target"]),
    ("backward", "a truth", f'{{"pixels": {FIVE}, "target": true}}', ["target"]),
    ("backward", "a text", f'{{"pixels": {FIVE}, "target": "1"}}', ["target"]),
    ("backward", "huge", f'{{"pixels": {FIVE}, "target": {10**30}}}', ["target"]),
    ("backward", "huger", f'{{"pixels": {FIVE}, "target": {"9" * 5000}}}', []),
    ("backward", "an object", f'{{"pixels": {FIVE}, "target": {{}}}}', ["target"]),
    ("backward", "one output", f'{{"pixels": {FIVE}, "target": [1]}}', ["target"]),
    ("backward", "three outputs", f'{{"pixels": {FIVE}, "target": [0, 1, 0]}}', ["target"]),
    ("backward", "NaN output", f'{{"pixels": {FIVE}, "target": [0, NaN]}}', ["target", 1]),
    ("backward", "text output", f'{{"pixels": {FIVE}, "target": [0, "1"]}}', ["target", 1]),
    ("step", "nothing", "{}", ["learning_rate"]),
    ("step", "a rate alone", '{"learning_rate": 1}', ["batch_size"]),
    ("step", "no rate", f'{{"pixels": {FIVE}, "target": 1}}', ["learning_rate"]),
    ("step", "no target", f'{{"learning_rate": 1, "pixels": {FIVE}}}', ["target"]),
    ("step", "no pixels", '{"learning_rate": 1, "target": 1}', ["pixels"]),
    ("step", "no steps", '{"learning_rate": 1, "batch_size": 1}', ["steps"]),
    ("step", "no size", '{"learning_rate": 1, "steps": 1}', ["batch_size"]),
    ("step", "both", f'{{"learning_rate": 1, "pixels": {FIVE}, "steps": 1}}', ["steps"]),
    ("step", "too few", '{"learning_rate": 1, "pixels": [0], "target": 1}', ["pixels"]),
    ("step", "no digits", '{"learning_rate": 1, "batch_size": 1, "steps": 1}', ["batch_size"]),
    ("reset", "nothing", "{}", ["weights"]),
    ("reset", "another way", '{"weights": "loaded"}', ["weights"]),
    ("reset", "not shipped", '{"weights": "trained"}', ["weights"]),
    ("reset", "a seed below 0", '{"weights": "random", "seed": -1}', ["seed"]),
    ("reset", "a fraction as seed", '{"weights": "random", "seed": 0.5}', ["seed"]),
    *(
        ("step", f"rate {rate}", f'{{"learning_rate": {rate}, "steps": 1}}', ["learning_rate"])
        for rate in ("0", "-0.1", "NaN", "Infinity", "1e999", '"0.1"', "true", "null", "1001")
    ),
    *(
        ("step", f"size {n}", f'{{"learning_rate": 1, "batch_size": {n}, "steps": 1}}', field)
        for n, field in (("0", ["batch_size"]), ("60001", ["batch_size"]), ("1.5", ["batch_size"]))
    ),
    *(
        ("step", f"steps {n}", f'{{"learning_rate": 1, "batch_size": 10, "steps": {n}}}', ["steps"])
        for n in ("0", "60001", "-1", "0.5", "1e5", "true", str(10**30))
    ),
]


@pytest.mark.parametrize(
    ("what", "body", "place"),
    [(what, body, place) for what, _, body, place in WRONG],
    ids=[f"{what}: {name}" for what, name, _, _ in WRONG],
)
def test_wrong_input_is_told_by_field(
    small: Calls, what: str, body: str, place: list[str | int]
) -> None:
    before = small.state()
    answer = small.client.post(f"{small.url}/{what}", content=body, headers=JSON)
    problem = problem_of(answer)
    assert problem["loc"] == ["body", *place]
    assert problem["msg"].startswith("Expected")
    assert CANARY not in problem["msg"]
    assert small.state() == before


# What a network may not be, and the field that the answer must name.
WANTED: list[tuple[dict[str, Any], list[str | int]]] = [
    ({"layers": []}, ["layers"]),
    ({"layers": [784]}, ["layers"]),
    ({"layers": [784, 0, 10]}, ["layers", 1]),
    ({"layers": [0, 10]}, ["layers", 0]),
    ({"layers": [784, -1, 10]}, ["layers", 1]),
    ({"layers": [784, 16, 513, 10]}, ["layers", 2]),
    ({"layers": [4097, 10]}, ["layers", 0]),
    ({"layers": [10, 513]}, ["layers", 1]),
    ({"layers": [784, *[2] * 13, 10]}, ["layers"]),
    ({"layers": [784, *[2] * 4000, 10]}, ["layers"]),
    ({"layers": [784, 512, 512, 10]}, ["layers"]),
    ({"layers": [784, 10**30, 10]}, ["layers", 1]),
    ({"layers": [784, "16", 10]}, ["layers", 1]),
    ({"layers": [784, 16.5, 10]}, ["layers", 1]),
    ({"layers": [784, True, 10]}, ["layers", 1]),
    ({"layers": "784"}, ["layers"]),
    ({"activation": "softmax"}, ["activation"]),
    ({"activation": CANARY}, ["activation"]),
    ({"activation": 1}, ["activation"]),
    ({"output": "step"}, ["output"]),
    ({"cost": "hinge"}, ["cost"]),
    ({"cost": "cross_entropy", "output": "tanh"}, ["cost"]),
    ({"cost": "cross_entropy", "output": "relu"}, ["cost"]),
    ({"cost": "cross_entropy", "output": "linear"}, ["cost"]),
    ({"initializer": "ones"}, ["initializer"]),
    ({"seed": -1}, ["seed"]),
    ({"seed": 2**53}, ["seed"]),
    ({"seed": 0.5}, ["seed"]),
    ({"seed": "1"}, ["seed"]),
    ({"weights": "best"}, ["weights"]),
    ({"weights": "trained", "layers": [784, 16, 10]}, ["weights"]),
    ({"weights": "trained", "activation": "linear"}, ["weights"]),
    ({"neurons": 3}, ["neurons"]),
    ({"__proto__": {}}, ["__proto__"]),
]


@pytest.mark.parametrize(
    ("wanted", "place"), WANTED, ids=[str(wanted)[:50] for wanted, _ in WANTED]
)
def test_networks_that_cannot_be_are_told_by_field(
    client: httpx.Client, wanted: dict[str, Any], place: list[str | int]
) -> None:
    answer = client.post("/api/sessions", json=wanted)
    problem = problem_of(answer)
    assert problem["loc"] == ["body", *place]
    assert CANARY not in answer.text


def test_messages_say_what_was_expected_and_what_came(session: Calls) -> None:
    problem = problem_of(session.post("forward", pixels=[0.5] * 783))
    assert problem["msg"] == "Expected 784 numbers, but got 783"
    answer = session.client.post("/api/sessions", json={"layers": [784, 513, 10]})
    assert "at most 512 neurons in a hidden layer, but got 513" in problem_of(answer)["msg"]


def test_whole_numbers_may_be_written_with_a_point(client: httpx.Client) -> None:
    session = Calls(client, layers=[3.0, 2.0], seed=1e3).created
    assert (session["layers"], session["seed"]) == ([3, 2], 1000)


def test_cross_entropy_needs_targets_from_0_to_1(client: httpx.Client) -> None:
    session = Calls(client, layers=[3, 2], output="softmax")
    for target in ([0, 1.5], [-0.5, 1]):
        answer = session.post("backward", pixels=[0, 0, 0], target=target)
        assert problem_of(answer)["loc"][:2] == ["body", "target"]
    assert session.post("backward", pixels=[0, 0, 0], target=[0.25, 0.75]).status_code == 200


@pytest.mark.parametrize("content_type", [None, "text/plain", "application/x-www-form-urlencoded"])
def test_json_must_be_sent_as_json(small: Calls, content_type: str | None) -> None:
    """A form or a text can be sent by any page, without asking first."""
    before = small.state()
    headers = {"Content-Type": content_type} if content_type else {}
    body = '{"learning_rate": 1, "pixels": [0, 0, 0, 0, 0], "target": 1}'
    answer = small.client.post(f"{small.url}/step", content=body, headers=headers)
    assert problem_of(answer)["loc"] == ["header", "content-type"]
    assert small.state() == before


def test_json_may_name_its_charset(small: Calls) -> None:
    headers = {"Content-Type": "Application/JSON; charset=utf-8"}
    body = '{"pixels": [0, 0, 0, 0, 0]}'
    answer = small.client.post(f"{small.url}/forward", content=body, headers=headers)
    assert answer.status_code == 200


def test_many_mistakes_make_a_short_answer(client: httpx.Client) -> None:
    wanted = {f"field{n}" * 5: n for n in range(1000)}
    answer = client.post("/api/sessions", json=wanted)
    problem_of(answer)
    assert len(answer.content) < 10_000


def test_query_is_checked_too(small: Calls) -> None:
    body = {"pixels": FIVE, "target": 1}
    answer = small.client.post(f"{small.url}/backward?weights=maybe", json=body)
    assert problem_of(answer)["loc"] == ["query", "weights"]
    answer = small.client.get(f"{small.url}/parameters?dtype=float16")
    assert problem_of(answer)["loc"] == ["query", "dtype"]


def test_limits_of_networks_are_the_settings(serve: Serve) -> None:
    client = serve(
        max_hidden_layers=2, max_hidden_neurons=3, max_inputs=4, max_outputs=2, max_parameters=35
    )
    assert Calls(client, layers=[4, 3, 3, 2]).created["parameter_count"] == 35
    for layers in ([4, 3, 3, 1, 2], [4, 4, 2], [5, 2], [4, 3]):
        assert client.post("/api/sessions", json={"layers": layers}).status_code == 422
    smaller = serve(max_parameters=34)
    assert smaller.post("/api/sessions", json={"layers": [4, 3, 3, 2]}).status_code == 422


def test_limits_of_steps_are_the_settings(serve: Serve) -> None:
    session = Calls(serve(max_batch_size=20, max_examples_per_call=60, max_learning_rate=0.5))
    assert session.post("step", batch_size=20, steps=3, learning_rate=0.5).status_code == 200
    for body in (
        {"batch_size": 21, "steps": 1, "learning_rate": 0.5},
        {"batch_size": 20, "steps": 4, "learning_rate": 0.5},
        {"batch_size": 20, "steps": 3, "learning_rate": 0.51},
    ):
        problem_of(session.post("step", **body))
