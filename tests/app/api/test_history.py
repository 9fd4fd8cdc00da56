"""Undo, redo and reset over HTTP."""

import httpx
import numpy as np

from app.data.trained import load_trained
from app.nn.network import Network
from tests.app.calls import Calls

RATE = 0.5


def counts(session: Calls) -> tuple[int, int, int]:
    described = session.describe()
    return described["iteration"], described["undo"], described["redo"]


def step(session: Calls, steps: int = 1) -> None:
    session.done("step", batch_size=10, steps=steps, learning_rate=RATE)


def test_undo_brings_every_bit_back_and_redo_too(session: Calls) -> None:
    first = session.state()
    step(session, 3)
    second = session.state()
    session.done("step", pixels=session.pixels(), target=2, learning_rate=RATE)
    third = session.state()
    assert counts(session) == (4, 2, 0)

    session.done("undo")
    assert session.state()[1] == second[1]
    assert counts(session) == (3, 1, 1)
    session.done("undo")
    assert session.state()[1] == first[1]
    assert counts(session) == (0, 0, 2)
    session.done("redo")
    session.done("redo")
    described, vector = session.state()
    assert vector == third[1]
    assert described == third[0] | {"revision": third[0]["revision"] + 4}


def test_a_step_taken_back_sees_the_same_digits_again(session: Calls) -> None:
    step(session, 5)
    after = session.state()[1]
    session.done("undo")
    step(session, 5)
    assert session.state()[1] == after


def test_a_new_step_forgets_what_was_undone(session: Calls) -> None:
    step(session)
    session.done("undo")
    step(session)
    assert counts(session) == (1, 1, 0)
    answer = session.post("redo")
    assert answer.status_code == 409
    assert answer.json() == {"detail": "There is nothing to redo."}


def test_nothing_to_undo_is_a_conflict(session: Calls) -> None:
    before = session.state()
    answer = session.post("undo")
    assert answer.status_code == 409
    assert answer.json() == {"detail": "There is nothing to undo."}
    assert session.state() == before


def test_parameters_put_can_be_taken_back(small: Calls, client: httpx.Client) -> None:
    before = small.state()
    other = Calls(client, layers=[5, 4, 3, 2], seed=99)
    assert small.put(other.file()).status_code == 204
    assert small.state()[1] == other.state()[1]
    small.done("undo")
    assert small.state()[1] == before[1]


def test_reset_begins_anew_and_can_be_taken_back(session: Calls) -> None:
    step(session, 4)
    trained_further = session.state()
    described = session.done("reset", weights="random", seed=12)
    assert described["session"] == session.describe()
    assert (described["weights"], described["seed"], described["iteration"]) == ("random", 12, 0)
    drawn = Network()
    drawn.randomize("standard_normal", 12)
    assert (session.network().parameters.vector == drawn.parameters.vector).all()

    session.done("undo")
    described, vector = session.state()
    assert vector == trained_further[1]
    revision = trained_further[0]["revision"] + 2
    assert described == trained_further[0] | {"redo": 1, "revision": revision}


def test_reset_to_the_trained_network(session: Calls) -> None:
    step(session, 4)
    session.done("reset", weights="trained")
    shipped = Network()
    load_trained(shipped)
    assert np.array_equal(session.network().parameters.vector, shipped.parameters.vector)


def test_reset_with_the_same_seed_trains_the_same_way(client: httpx.Client) -> None:
    session = Calls(client, weights="random", seed=3)
    step(session, 5)
    first = session.state()[1]
    session.done("reset", weights="random", seed=3)
    step(session, 5)
    assert session.state()[1] == first


def test_reset_picks_a_new_seed_and_tells_it(session: Calls) -> None:
    seeds = {session.done("reset", weights="random")["seed"] for _ in range(3)}
    assert len(seeds) == 3
    drawn = Network()
    drawn.randomize("standard_normal", session.describe()["seed"])
    assert (session.network().parameters.vector == drawn.parameters.vector).all()


def test_reset_to_what_is_not_shipped_is_refused(small: Calls) -> None:
    before = small.state()
    answer = small.post("reset", weights="trained")
    assert answer.status_code == 422
    assert answer.json()["detail"][0]["loc"] == ["body", "weights"]
    assert small.state() == before


def test_several_changes_are_taken_back_at_once_or_none(session: Calls) -> None:
    first = session.state()
    for _ in range(3):
        step(session)
    last = session.state()[1]
    answer = session.post("undo", count=4)
    assert answer.status_code == 409
    assert answer.json() == {"detail": "Expected at most 3 changes to undo, but got 4."}
    assert session.state()[1] == last
    assert session.post("undo", count=0).status_code == 422

    session.done("undo", count=3)
    assert session.state()[1] == first[1]
    assert counts(session) == (0, 0, 3)
    session.done("redo", count=3)
    assert session.state()[1] == last
