"""A frame of live training: what has happened since the last one that a viewer was sent."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import orjson

from app.nn.serialization import dump
from app.training.commander import Commander
from app.training.metrics import Evaluation, StepFigures
from app.training.run import Run

NOTHING: Final = -1


@dataclass
class Seen:
    """What a viewer has been sent."""

    frame: int = 0
    run: str | None = None
    """Its id, empty for no run; None before the first frame."""
    step: int = NOTHING
    evaluation: int = NOTHING
    network: tuple[int, int] = (NOTHING, NOTHING)
    """Revision and iteration of the parameters."""


def frame_of(commander: Commander, seen: Seen) -> bytes:
    """Return the next frame as a safetensors file, and note in `seen` what it brings.

    Every entry of its metadata is JSON. Tensors: the parameters in single precision where they
    have changed, and the figures that are new, in double precision.
    """
    session, run = commander.session, commander.control.run
    run_id = run.id if run else ""
    is_other_run = run_id != seen.run
    if is_other_run:
        seen.run, seen.step, seen.evaluation = run_id, NOTHING, NOTHING
    figures = _figures(run, seen)
    network = (session.revision, session.iteration)
    has_changed = network != seen.network
    seen.network = network
    seen.frame += 1
    header = state_of(commander) | {"frame": seen.frame, "complete": is_other_run}
    metadata = {key: orjson.dumps(value).decode() for key, value in header.items()}
    parameters = session.network.parameters if has_changed else None
    return dump(parameters, metadata, "float32", figures)


def _figures(run: Run | None, seen: Seen) -> Mapping[str, Sequence[float]]:
    if run is None:
        return {}
    steps = run.record.steps_after(seen.step)
    evaluations = run.record.evaluations_after(seen.evaluation)
    if steps:
        seen.step = steps[-1].iteration
    if evaluations:
        seen.evaluation = evaluations[-1].iteration
    return {f"record.{name}": values for name, values in step_columns(steps).items()} | {
        f"evaluations.{name}": values for name, values in evaluation_columns(evaluations).items()
    }


def step_columns(steps: Sequence[StepFigures]) -> dict[str, list[float]]:
    """Return the steps' figures, one list for each."""
    return {
        "iterations": [step.iteration for step in steps],
        "batch_costs": [step.batch_cost for step in steps],
        "gradient_norms": [step.gradient_norm for step in steps],
    }


def evaluation_columns(evaluations: Sequence[Evaluation]) -> dict[str, list[float]]:
    """Return the evaluations' figures, one list for each."""
    return {
        "iterations": [each.iteration for each in evaluations],
        "train_costs": [each.train_cost for each in evaluations],
        "test_costs": [each.test_cost for each in evaluations],
        "accuracies": [each.accuracy for each in evaluations],
    }


def state_of(commander: Commander) -> dict[str, object]:
    """Return the state of the training: a frame's metadata."""
    session, run = commander.session, commander.control.run
    is_in_run = run is not None and not commander.control.is_overtaken
    latest = run.record.evaluation_at(session.iteration) if run and is_in_run else None
    done = max(0, session.iteration - run.record.first_iteration) if run and is_in_run else 0
    news = commander.control.news if is_in_run else None
    return {
        "status": commander.status,
        "reason": commander.reason,
        "session": session.describe(),
        "settings": commander.control.settings_now(),
        "run": None if run is None else run.describe(),
        "iteration": session.iteration,
        "epoch": 0 if run is None else done / run.steps_per_epoch,
        "steps_per_epoch": None if run is None else run.steps_per_epoch,
        "batch": None if news is None else {"indices": news.indices, "size": news.size},
        "costs": {
            "batch": None if news is None else news.batch_cost,
            "train": None if latest is None else latest.train_cost,
            "test": None if latest is None else latest.test_cost,
        },
        "accuracy": None if latest is None else latest.accuracy,
        "evaluated_at": None if latest is None else latest.iteration,
        "norms": None if news is None else news.norms,
        "layers": None if news is None else news.layers,
        "steps_per_second": commander.rate.steps_per_second,
        "elapsed_s": 0 if run is None else run.elapsed_s,
        "remaining_s": _remaining(commander),
    }


def _remaining(commander: Commander) -> float | None:
    trainer, rate = commander.trainer, commander.rate.steps_per_second
    if trainer is None or trainer.until is None or not rate or commander.status != "running":
        return None
    return max(0, trainer.until - trainer.iteration) / rate
