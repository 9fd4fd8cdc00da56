"""Steps in a program to take home, and what is refused."""

from pathlib import Path
from typing import Any

import httpx
import pytest

from app.data.trained import SHIPPED
from tests.app.calls import Calls, problem_of
from tests.app.take_home.programs import NONE, says
from tests.app.take_home.test_take_home import program_of, walk_of
from tests.conftest import Serve

RATE = 0.5
ZERO_AND_ONE = [0.0, 1.0]


@pytest.mark.parametrize("name", SHIPPED)
def test_a_program_takes_the_step_that_was_taken(
    client: httpx.Client, tmp_path: Path, picture: list[float], name: str
) -> None:
    session = Calls(client, **SHIPPED[name]._asdict())
    before = session.done("forward", pixels=picture)["activations"][3]
    step = session.done("step", pixels=picture, target=8, learning_rate=RATE)
    after = session.done("backward", pixels=picture, target=8)
    taken = {"steps": 1, "learning_rate": RATE}
    tables = walk_of(session, tmp_path, pixels=picture, target=8, step=taken)
    says(
        tables["The cost of this drawing after each step"].row("0"),
        [step["cost_before"], step["cost_after"]],
    )
    outputs = tables["The outputs before and after"]
    says(outputs.column("a before"), before)
    says(outputs.column("a after"), after["activations"][3])
    deltas = tables["Nudges of the first hidden layer"].column("δ")
    says(deltas, after["deltas"][0])


def test_a_program_takes_all_steps_of_learning(
    session: Calls, tmp_path: Path, picture: list[float]
) -> None:
    wanted = {"pixels": picture, "target": 8, "learning_rate": 0.02}
    lesson = session.done("learn", **wanted, most=100)
    assert lesson["steps"] > 10
    taken = {"steps": lesson["steps"], "learning_rate": 0.02}
    tables = walk_of(session, tmp_path, pixels=picture, target=8, step=taken)
    costs = tables["The cost of this drawing after each step"]
    cells = [cell for row in costs.rows for cell in row[1:] if cell != NONE]
    says(cells, lesson["costs"])
    assert tables["The answer"].row("digit") == ["8"]


def test_what_was_undone_begins_from_the_parameters_as_they_are(
    session: Calls, tmp_path: Path, picture: list[float]
) -> None:
    wanted = {"pixels": picture, "target": 8}
    program = program_of(session, **wanted)
    session.done("step", **wanted, learning_rate=RATE)
    assert program_of(session, **wanted) != program
    session.done("undo")
    assert program_of(session, **wanted) == program


OTHER_STEPS: dict[str, dict[str, Any]] = {
    "another target": {"target": 7},
    "another rate": {"step": {"steps": 1, "learning_rate": 0.4}},
    "more steps": {"step": {"steps": 2, "learning_rate": RATE}},
    "another picture": {"pixels": [0.5] * 784},
}


@pytest.mark.parametrize("other", OTHER_STEPS)
def test_other_steps_than_the_last_are_refused(
    session: Calls, picture: list[float], other: str
) -> None:
    taken = {"steps": 1, "learning_rate": RATE}
    wanted = {"pixels": picture, "target": 8, "step": taken}
    refused = session.post("program", **wanted)
    assert (refused.status_code, refused.json().keys()) == (409, {"detail"})
    session.done("step", pixels=picture, target=8, learning_rate=RATE)
    before = session.state()
    assert session.post("program", **wanted | OTHER_STEPS[other]).status_code == 409
    program_of(session, **wanted)
    assert session.state() == before


def test_steps_that_are_no_longer_kept_are_refused(serve: Serve, picture: list[float]) -> None:
    session = Calls(serve(max_history_bytes=1))
    session.done("step", pixels=picture, target=8, learning_rate=RATE)
    taken = {"steps": 1, "learning_rate": RATE}
    refused = session.post("program", pixels=picture, target=8, step=taken)
    assert refused.status_code == 409
    assert "no longer kept" in refused.json()["detail"]


WRONG: dict[str, tuple[dict[str, Any], list[str]]] = {
    "too few pixels": ({"pixels": [0.0]}, ["pixels"]),
    "no such digit": ({"target": 10}, ["target"]),
    "a list as target": ({"target": ZERO_AND_ONE}, ["target"]),
    "no such layer": ({"looked_at": {"layer": 4, "index": 0}}, ["looked_at"]),
    "the input": ({"looked_at": {"layer": 0, "index": 0}}, ["looked_at"]),
    "no such neuron": ({"looked_at": {"layer": 3, "index": 10}}, ["looked_at"]),
    "no rate": ({"learning_rate": 0}, ["learning_rate"]),
    "too large a rate": ({"learning_rate": 1001}, ["learning_rate"]),
    "no steps": ({"target": 1, "step": {"steps": 0, "learning_rate": 1}}, ["step", "steps"]),
    "too many": ({"target": 1, "step": {"steps": 201, "learning_rate": 1}}, ["step", "steps"]),
    "a step to nowhere": ({"step": {"steps": 1, "learning_rate": 1}}, ["target"]),
    "half a point": (
        {"placement": {"origin": [1], "scale": 1, "offset": [1, 1]}},
        ["placement", "origin"],
    ),
    "an unknown field": ({"colour": "blue"}, ["colour"]),
    "a word for yes": ({"dataset": "yes"}, ["dataset"]),
}


@pytest.mark.parametrize("wrong", WRONG)
def test_wrong_input_is_named_and_changes_nothing(session: Calls, wrong: str) -> None:
    before = session.state()
    wanted, place = WRONG[wrong]
    problem = problem_of(session.post("program", **{"pixels": [0.0] * 784, **wanted}))
    assert problem["loc"][: len(place) + 1] == ["body", *place]
    assert session.state() == before


def test_the_test_digits_are_refused_to_a_network_that_cannot_read_them(small: Calls) -> None:
    problem = problem_of(small.post("program", pixels=small.pixels(), dataset=True))
    assert problem["loc"] == ["body", "dataset"]
