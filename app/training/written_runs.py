"""Runs as they are stored, and back: a file for what each is and how it went, one a checkpoint."""

from collections.abc import Mapping, Sequence
from hashlib import blake2b
from typing import Any, Final

import numpy as np
import orjson
import safetensors.numpy

from app.nn.serialization import read_metadata
from app.nn.train_settings import TrainSettings
from app.sessions.shelf import Shelf
from app.training.metrics import Evaluation, Record, StepFigures
from app.training.run import Parent, Run, RunCheckpoint, Runs

RUN: Final = "run:"
CHECKPOINT: Final = "checkpoint:"
"""What the names of these parts begin with."""
NAME_BYTES: Final = 15


class StoredRuns(Runs):
    """The runs of a session that a store keeps for all processes."""

    def write(
        self, shelf: Shelf, stored: frozenset[str], new: dict[str, bytes]
    ) -> list[dict[str, Any]]:
        """Return the runs by the names of their parts, and add to `new` those not stored yet."""
        return [_write(run, shelf, stored, new) for run in self]

    def renew(self, written: Sequence[Mapping[str, Any]], shelf: Shelf) -> None:
        """Take over what `write` has returned; a run that is under way here goes on.

        A run that was here stays the same object, because training refers to it.
        """
        known = {run.id: run for run in self}
        self.clear()
        for each in written:
            stored = _found(each, shelf)
            run = known.pop(stored.id, stored)
            if run.under_way is None:
                vars(run).update(vars(stored))
            self.take(run)
        for run in known.values():
            if run.under_way is not None:
                self.take(run)


def _write(run: Run, shelf: Shelf, stored: frozenset[str], new: dict[str, bytes]) -> dict[str, Any]:
    written = _write_run(run)
    name = RUN + blake2b(written, digest_size=NAME_BYTES).hexdigest()
    if name not in stored:
        new[name] = written
    kept = run.checkpoints if run.under_way is None else [*run.checkpoints, run.under_way]
    names = shelf.names(kept, CHECKPOINT)
    for each, checkpoint in zip(names, kept, strict=True):
        if each not in stored:
            new[each] = _write_checkpoint(checkpoint)
    return {"run": name, "checkpoints": names}


def _found(written: Mapping[str, Any], shelf: Shelf) -> Run:
    run = _read_run(shelf.raw(written["run"]))
    for name in written["checkpoints"]:
        run.keep(shelf.read(name, _read_checkpoint))
    return run


def _write_run(run: Run) -> bytes:
    about = {
        "id": run.id,
        "name": run.name,
        "settings": run.settings.values(),
        "example_count": run.example_count,
        "architecture": run.architecture,
        "parent": None if run.parent is None else tuple(run.parent),
        "status": run.status,
        "elapsed_s": run.elapsed_s,
        "first_iteration": run.record.first_iteration,
        "stride": run.record.stride,
    }
    record = {
        "steps": np.array(run.record.steps, np.float64).reshape(-1, len(StepFigures._fields)),
        "evaluations": np.array(run.record.evaluations, np.float64).reshape(
            -1, len(Evaluation._fields)
        ),
    }
    return safetensors.numpy.save(record, {"about": orjson.dumps(about).decode()})


def _read_run(data: bytes) -> Run:
    about = orjson.loads(read_metadata(data)["about"])
    record = safetensors.numpy.load(data)
    steps = [StepFigures(int(first), *rest) for first, *rest in record["steps"].tolist()]
    evaluations = [Evaluation(int(first), *rest) for first, *rest in record["evaluations"].tolist()]
    architecture = about["architecture"]
    return Run(
        about["name"],
        TrainSettings(**about["settings"]),
        about["example_count"],
        architecture | {"layers": tuple(architecture["layers"])},
        Record(about["first_iteration"], steps, evaluations, about["stride"]),
        [],
        None if about["parent"] is None else Parent(*about["parent"]),
        "paused" if about["status"] == "running" else about["status"],
        about["elapsed_s"],
        about["id"],
    )


def _write_checkpoint(checkpoint: RunCheckpoint) -> bytes:
    tensors = {"vector": checkpoint.vector}
    if checkpoint.velocity is not None:
        tensors["velocity"] = checkpoint.velocity
    about = {"iteration": str(checkpoint.iteration), "position": str(checkpoint.position)}
    return safetensors.numpy.save(tensors, about)


def _read_checkpoint(data: bytes) -> RunCheckpoint:
    about, tensors = read_metadata(data), safetensors.numpy.load(data)
    velocity = tensors.get("velocity")
    return RunCheckpoint(
        int(about["iteration"]), tensors["vector"], velocity, int(about["position"])
    )
