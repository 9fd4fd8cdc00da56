"""Steps in pieces: as large as the thread's patience, and together what one step is."""

from typing import TypeVar

import numpy as np
import pytest

from app.data.digits import load
from app.errors import InvalidInput
from app.nn.network import Network
from app.nn.training import Batches, one_hot
from app.sessions.compute import Work
from app.sessions.session import Session
from app.work import chunks as in_chunks
from app.work.predictions import predict_all
from app.work.steps import step_on_batches, step_on_example

T = TypeVar("T")


def finished(work: Work[T]) -> tuple[T, int]:
    """Return what the work comes to, and in how many pieces."""
    pieces = 0
    while True:
        try:
            next(work)
        except StopIteration as stop:
            return stop.value, pieces
        pieces += 1


@pytest.fixture
def session() -> Session:
    network = Network((784, 8, 10))
    network.randomize("xavier", 3)
    return Session(network, "xavier", 3, "random", 10**6)


def test_pieces_make_the_same_step_as_the_whole(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    train = load().train
    whole, _ = finished(step_on_batches(session, train, 100, 2, 0.5, 1e6))
    # Seven examples a piece, so that the last piece of a mini-batch is smaller.
    count = session.network.parameters.vector.size
    monkeypatch.setattr(in_chunks, "PRODUCTS_PER_CHUNK", 7 * count)
    pieced, pieces = finished(step_on_batches(session, train, 100, 2, 0.5, 1e6))
    assert pieces == 4 * 15  # two gradients and two costs
    np.testing.assert_allclose(pieced.vector, whole.vector, rtol=1e-10)
    assert pieced.cost_before == pytest.approx(whole.cost_before, rel=1e-12)
    assert pieced.cost_after == pytest.approx(whole.cost_after, rel=1e-12)
    test = load().test
    found, pieces = finished(predict_all(session.network, test))
    assert pieces == -(-10_000 // 7)
    prediction = session.network.forward(test.pixels(slice(None))).prediction
    assert found.correct == (prediction == test.labels).sum()


def test_the_session_is_as_it_was_until_it_takes_the_outcome_over(session: Session) -> None:
    before = session.network.parameters.vector.copy()
    outcome, _ = finished(step_on_batches(session, load().train, 10, 3, 0.5, 1e6))
    step_on_example(session, [0.5] * 784, 3, 0.5, 1e6)
    assert (session.network.parameters.vector == before).all()
    assert (session.iteration, session.batches_taken) == (0, 0)
    session.change(outcome.vector, outcome.iteration, outcome.batches_taken)
    assert (session.network.parameters.vector == outcome.vector).all()
    assert (session.iteration, session.batches_taken) == (3, 3)


def test_mini_batches_go_on_where_they_were(session: Session) -> None:
    train = load().train
    session.batches_taken = 5998  # the epoch ends within this call
    outcome, _ = finished(step_on_batches(session, train, 10, 4, 0.5, 1e6))
    alone = Network((784, 8, 10))
    alone.parameters.vector[...] = session.network.parameters.vector
    batches = Batches(60_000, 10, 3)
    for n in range(5998, 6002):
        trace = alone.backprop(train.pixels(batches[n]), one_hot(train.labels[batches[n]], 10))
        alone.step(trace.gradient, 0.5)
    np.testing.assert_allclose(outcome.vector, alone.parameters.vector, rtol=1e-12)
    assert outcome.batches_taken == 6002


def test_what_leaves_the_bounds_is_refused(session: Session) -> None:
    largest = float(np.abs(session.network.parameters.vector).max())
    pixels = [1.0] * 784
    assert step_on_example(session, pixels, 3, 1e-9, largest * 1.01).iteration == 1
    with pytest.raises(InvalidInput) as refusal:
        step_on_example(session, pixels, 3, 1000, largest * 1.01)
    assert refusal.value.location == ("body", "learning_rate")
    with pytest.raises(InvalidInput):
        finished(step_on_batches(session, load().train, 10, 5, 1000, largest * 1.01))
