"""Undo and redo by themselves: order, and the memory they may take."""

import numpy as np

from app.sessions.history import OVERHEAD_BYTES, Checkpoint, History

NUMBERS = 100
CHECKPOINT_BYTES = 8 * NUMBERS + OVERHEAD_BYTES


def checkpoint(iteration: int) -> Checkpoint:
    return Checkpoint(np.full(NUMBERS, float(iteration)), iteration, iteration, 0, "random")


def filled(history: History, count: int) -> History:
    for iteration in range(count):
        history.record(checkpoint(iteration))
    return history


def test_one_goes_back_and_forward_in_order() -> None:
    history = filled(History(10**6), 3)  # 0, 1 and 2 lie behind, 3 is now
    there = [history.back(checkpoint(3)), history.back(checkpoint(2)), history.back(checkpoint(1))]
    assert [each.iteration for each in there if each] == [2, 1, 0]
    assert history.back(checkpoint(0)) is None
    back = [
        history.forward(checkpoint(0)),
        history.forward(checkpoint(1)),
        history.forward(checkpoint(2)),
    ]
    assert [each.iteration for each in back if each] == [1, 2, 3]
    assert history.forward(checkpoint(3)) is None


def test_nothing_is_lost_where_there_is_nothing_to_go_to() -> None:
    history = filled(History(10**6), 1)
    assert history.forward(checkpoint(1)) is None
    assert (history.undo_count, history.redo_count) == (1, 0)


def test_a_change_forgets_what_was_undone() -> None:
    history = filled(History(10**6), 3)
    history.back(checkpoint(3))
    history.record(checkpoint(2))
    assert (history.undo_count, history.redo_count) == (3, 0)
    assert history.nbytes == 3 * CHECKPOINT_BYTES


def test_the_oldest_is_dropped_for_the_newest() -> None:
    history = filled(History(4 * CHECKPOINT_BYTES + 1), 10)
    assert history.undo_count == 4
    assert history.nbytes == 4 * CHECKPOINT_BYTES
    latest = history.back(checkpoint(10))
    assert latest is not None
    assert latest.iteration == 9
    assert history.nbytes == 4 * CHECKPOINT_BYTES


def test_a_history_without_memory_remembers_nothing() -> None:
    history = filled(History(CHECKPOINT_BYTES - 1), 3)
    assert (history.undo_count, history.nbytes) == (0, 0)


def test_it_can_be_forgotten() -> None:
    history = filled(History(10**6), 3)
    history.back(checkpoint(3))
    history.forget()
    assert (history.undo_count, history.redo_count, history.nbytes) == (0, 0, 0)


def test_the_steps_are_bounded_too() -> None:
    history = filled(History(10**9, max_steps=5), 8)
    assert history.undo_count == 5
    latest = history.back(checkpoint(8))
    assert latest is not None
    assert latest.iteration == 7
