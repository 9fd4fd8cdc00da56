"""Runs and their moments: bounded in number and memory, named apart."""

import numpy as np
import pytest

from app.nn.train_settings import TrainSettings
from app.training.metrics import Evaluation, Record, StepFigures
from app.training.run import MOST_CHECKPOINTS, Run, RunCheckpoint, Runs
from tests.taken_memory import counted_and_taken

SIZE = 1000


def checkpoint(iteration: int, velocity: bool = False) -> RunCheckpoint:
    vector = np.full(SIZE // 4, iteration, np.float32)
    return RunCheckpoint(iteration, vector, vector.copy() if velocity else None, iteration)


def new_run(*iterations: int, name: str = "a run") -> Run:
    return Run(
        name, TrainSettings(), 60_000, {}, Record(0), [checkpoint(each) for each in iterations]
    )


def test_moments_are_bounded_and_keep_their_ends() -> None:
    run = new_run(0)
    for iteration in range(1, 1000):
        run.keep(checkpoint(iteration))
        run.thin()
        assert len(run.checkpoints) <= MOST_CHECKPOINTS
        kept = [each.iteration for each in run.checkpoints]
        assert (kept[0], kept[-1]) == (0, iteration)
        assert kept == sorted(set(kept))
    assert len(run.checkpoints) > MOST_CHECKPOINTS // 3


def test_a_moment_is_kept_once() -> None:
    run = new_run(0, 5)
    run.keep(checkpoint(5, velocity=True))
    assert [each.iteration for each in run.checkpoints] == [0, 5]
    assert run.checkpoints[-1].velocity is not None
    assert run.checkpoint_bytes == 3 * SIZE


def test_the_oldest_run_goes_first() -> None:
    runs = Runs(2, 10**9)
    added = [new_run(0) for _ in range(4)]
    for run in added:
        runs.add(run)
    assert [*runs] == added[2:]
    assert runs.get(added[0].id) is None
    assert runs.get(added[3].id) is added[3]


def test_moments_go_before_runs_and_the_present_run_goes_last() -> None:
    runs = Runs(10, 6 * SIZE)
    old, present = new_run(*range(5)), new_run(*range(9))
    runs.add(old)
    runs.add(present)
    runs.bound(present)
    assert runs.checkpoint_bytes <= 6 * SIZE
    assert [*runs] == [old, present]
    for run, end in ((old, 4), (present, 8)):
        assert (run.checkpoints[0].iteration, run.checkpoints[-1].iteration) == (0, end)
    others = [new_run(0, 1) for _ in range(4)]
    for run in others:
        runs.add(run)
    runs.bound(present)
    assert runs.checkpoint_bytes <= 6 * SIZE
    assert present in [*runs]
    assert [*runs][1:] == others[-2:]


def test_where_two_moments_are_too_much_they_stay_all_the_same() -> None:
    runs = Runs(10, SIZE)
    present = new_run(0, 1, 2, 3)
    runs.add(present)
    runs.bound(present)
    assert [each.iteration for each in present.checkpoints] == [0, 3]


@pytest.mark.parametrize("count", [2, 5])
def test_names_are_told_apart(count: int) -> None:
    runs = Runs(10, 10**9)
    for _ in range(count):
        runs.add(new_run(0))
    names = [run.name for run in runs]
    assert names == ["a run", *(f"a run ({n})" for n in range(2, count + 1))]
    first = next(iter(runs))
    assert runs.free_name("a run", first) == "a run"
    assert runs.free_name("a run (2)", first) == "a run (2) (2)"


def test_settings_say_whether_the_same_digits_come() -> None:
    settings = TrainSettings()
    assert settings.sees_same_digits(settings.changed({"learning_rate": 3.0, "momentum": 0.5}))
    assert not settings.sees_same_digits(settings.changed({"seed": 1}))
    assert not settings.sees_same_digits(settings.changed({"batch_size": 11}))
    assert new_run(0).steps_per_epoch == 6000


@pytest.mark.parametrize(("steps", "checkpoints"), [(3000, 2), (10, 40)])
def test_what_is_counted_is_what_a_run_takes(steps: int, checkpoints: int) -> None:
    def build() -> Runs:
        runs = Runs(10, 10**9)
        for _ in range(3):
            run = new_run(*range(checkpoints))
            run.record.steps += [StepFigures(1000 + i, i / 3, i / 7) for i in range(steps)]
            run.record.evaluations += [Evaluation(1000, i / 3, i / 7, i / 9) for i in range(20)]
            runs.add(run)
        return runs

    counted, taken = counted_and_taken(build)
    assert counted == pytest.approx(taken, rel=0.2)
