"""The record of a run: bounded, and the same however it came about."""

import pytest

from app.training.metrics import (
    MOST_EVALUATIONS,
    MOST_STEPS,
    Evaluation,
    Record,
    StepFigures,
    thinned,
)


def recorded(count: int, thin_every: int, first: int = 0) -> Record:
    record = Record(first)
    for iteration in range(first + 1, first + count + 1):
        if record.wants(iteration):
            record.steps.append(StepFigures(iteration, iteration / 7, 1.0))
        if iteration % thin_every == 0:
            record.thin()
    record.thin()
    return record


@pytest.mark.parametrize("first", [0, 13])
@pytest.mark.parametrize("count", [1, 4096, 4097, 8192, 8193, 20_001, 100_000])
def test_what_is_kept_depends_on_the_number_of_steps_alone(count: int, first: int) -> None:
    record = recorded(count, 1, first)
    assert len(record.steps) <= MOST_STEPS
    assert len(record.steps) >= MOST_STEPS // 2 or count <= MOST_STEPS // 2
    gaps = {
        later.iteration - earlier.iteration
        for earlier, later in zip(record.steps, record.steps[1:], strict=False)
    }
    assert len(gaps) <= 1
    for thin_every in (7, 100):
        assert recorded(count, thin_every, first) == record


def test_every_step_of_a_short_run_is_kept() -> None:
    assert [step.iteration for step in recorded(4096, 50).steps] == list(range(1, 4097))


def test_evaluations_are_bounded_and_keep_their_ends() -> None:
    record = Record(0)
    for iteration in range(5000):
        record.evaluations.append(Evaluation(iteration, 0, 0, 0))
        record.thin()
        assert len(record.evaluations) <= MOST_EVALUATIONS
        assert record.evaluations[0].iteration == 0
        assert record.evaluations[-1].iteration == iteration


def test_a_branch_takes_what_led_to_it() -> None:
    record = recorded(10_000, 50)
    record.evaluations = [Evaluation(iteration, 0, 0, 0) for iteration in (0, 500, 9000)]
    branch = record.up_to(5000)
    assert [step for step in record.steps if step.iteration <= 5000] == branch.steps
    assert [each.iteration for each in branch.evaluations] == [0, 500]
    assert branch.wants(5000 + branch.stride) == record.wants(5000 + branch.stride)
    branch.steps.clear()
    assert record.steps


def test_what_is_new_since_a_moment() -> None:
    record = recorded(100, 100)
    assert [step.iteration for step in record.steps_after(97)] == [98, 99, 100]
    assert len(record.steps_after(-1)) == 100
    assert len(record.steps_after(100)) == 0
    record.evaluations = [Evaluation(iteration, 0, 0, 0) for iteration in (0, 50, 100)]
    assert [each.iteration for each in record.evaluations_after(0)] == [50, 100]
    latest = record.evaluation_at(99)
    assert latest is not None
    assert latest.iteration == 50
    assert record.evaluation_at(-1) is None


@pytest.mark.parametrize("count", range(1, 9))
def test_thinning_halves_and_keeps_the_ends(count: int) -> None:
    entries = list(range(count))
    kept = thinned(entries)
    assert (kept[0], kept[-1]) == (0, count - 1)
    assert len(kept) <= count // 2 + 1
    assert kept == sorted(set(kept))
