"""Every change of a network answers with the session after it, and with a pass through it."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest

from tests.app.calls import Calls, problem_of

LARGE = {"layers": [784, 70, 10], "weights": "random", "seed": 2}  # over 50,000 parameters
SMALL = {"layers": [5, 4, 3, 2], "weights": "random", "seed": 1}

Change = Callable[[Calls, dict[str, Any]], dict[str, Any]]


def step(session: Calls, shown: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = session.done("step?terms=2&weights=true", **shown, learning_rate=0.5)
    return answer


def learn(session: Calls, shown: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = session.done(
        "learn?terms=2&weights=true", **shown, learning_rate=0.5, most=3
    )
    return answer


def undo(session: Calls, shown: dict[str, Any]) -> dict[str, Any]:
    session.done("step", **shown, learning_rate=0.5)
    answer: dict[str, Any] = session.done("undo?terms=2&weights=true", **shown)
    return answer


def redo(session: Calls, shown: dict[str, Any]) -> dict[str, Any]:
    undo(session, shown)
    answer: dict[str, Any] = session.done("redo?terms=2&weights=true", **shown)
    return answer


def reset(session: Calls, shown: dict[str, Any]) -> dict[str, Any]:
    answer: dict[str, Any] = session.done(
        "reset?terms=2&weights=true", weights="random", seed=9, **shown
    )
    return answer


CHANGES = [step, learn, undo, redo, reset]


@pytest.mark.parametrize("network", [SMALL, LARGE], ids=["small", "large"])
@pytest.mark.parametrize("change", CHANGES)
def test_a_change_answers_with_what_the_page_shows_next(
    client: httpx.Client, change: Change, network: dict[str, Any]
) -> None:
    session = Calls(client, **network)
    shown = {"pixels": session.pixels(), "target": 1}
    answer = change(session, shown)
    assert answer["session"] == session.describe()
    assert answer["pass"] == session.done("backward?terms=2&weights=true", **shown)


@pytest.mark.parametrize("change", [undo, redo, reset])
def test_their_answer_is_still_the_session(small: Calls, change: Change) -> None:
    answer = change(small, {"pixels": small.pixels(), "target": 0})
    session = answer.pop("session")
    del answer["pass"]
    assert answer == session == small.describe()


def test_without_a_target_the_pass_is_forward(small: Calls) -> None:
    pixels = small.pixels()
    answer = small.done("reset", weights="random", seed=3, pixels=pixels)
    assert answer["pass"] == small.done("forward", pixels=pixels)


def test_without_an_example_there_is_no_pass(client: httpx.Client) -> None:
    session = Calls(client)
    answer = session.done("step", batch_size=10, steps=2, learning_rate=0.1)
    assert answer["session"] == session.describe()
    assert answer["pass"] is None
    answer = client.post(f"{session.url}/undo").json()
    assert answer["session"] == session.describe()
    assert answer["pass"] is None


@pytest.mark.parametrize(
    ("shown", "field"),
    [
        ({"target": 1}, "pixels"),
        ({"pixels": [0.5]}, "pixels"),
        ({"pixels": [0.5] * 5, "target": 7}, "target"),
        ({"pixels": [0.5] * 5, "target": [1.0]}, "target"),
        ({"pixels": [0.5] * 5, "colour": 1}, "colour"),
    ],
)
@pytest.mark.parametrize("change", ["undo", "redo", "reset"])
def test_an_example_that_does_not_fit_changes_nothing(
    small: Calls, change: str, shown: dict[str, Any], field: str
) -> None:
    step(small, {"pixels": small.pixels(), "target": 1})
    if change == "redo":
        small.done("undo")
    before = small.state()
    extra = {"weights": "random"} if change == "reset" else {}
    problem = problem_of(small.post(change, **shown, **extra))
    assert problem["loc"][1] == field
    assert small.state() == before


def test_too_many_terms_change_nothing(small: Calls) -> None:
    before = small.state()
    problem_of(small.post("reset?terms=1000000", weights="random"))
    assert small.state() == before


def test_what_is_asked_of_the_pass_must_be_true_or_false(small: Calls) -> None:
    before = small.state()
    problem_of(small.post("reset?weights=perhaps", weights="random"))
    assert small.state() == before


def test_a_pass_beyond_all_bounds_is_none_and_the_change_stands(client: httpx.Client) -> None:
    relu = {"layers": [2, 2, 2], "activation": "linear", "output": "linear", "weights": "random"}
    session = Calls(client, **relu, seed=0)
    shown = {"pixels": [0.5, 0.5], "target": [1e200, 0.0]}
    answer = session.done("reset", weights="random", seed=1, **shown)
    assert answer["pass"] is None
    assert answer["session"]["undo"] == 1
