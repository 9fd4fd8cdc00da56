"""A session as it is stored, and back: safetensors and JSON, nothing that could be run."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import orjson
import safetensors.numpy

from app.data.trained import Architecture
from app.nn.network import Network
from app.nn.serialization import read_metadata
from app.sessions.history import Checkpoint
from app.sessions.session import Session
from app.sessions.shelf import Shelf, digest_of


@dataclass
class Written:
    """What a session is, naming its parts, and how each part is written."""

    about: bytes = b""
    names: frozenset[str] = frozenset()
    """Of all parts."""
    parts: dict[str, Callable[[], bytes]] = field(default_factory=dict)
    """How each part is written that may have to be."""


def write(session: Session, shelf: Shelf) -> Written:
    """Return all of a session; what lies on the shelf is named only."""
    written = Written()

    def add(checkpoint: Checkpoint) -> str:
        name = shelf.name(checkpoint, lambda: _digest(checkpoint))
        written.parts[name] = lambda: _write(checkpoint)
        return name

    history = session.history
    about = {
        **session.architecture._asdict(),
        "initializer": session.initializer,
        "revision": session.revision,
        "was_changed": session.was_changed,
        "past": [add(each) for each in history.past],
        "present": add(session.present()),
        "future": [add(each) for each in history.future],
        "runs": session.write_runs(shelf, written.parts),
    }
    written.about = orjson.dumps(about)
    written.names = frozenset(names_in(about))
    return written


def names_in(about: Mapping[str, Any]) -> list[str]:
    """Return the names of all parts."""
    runs = [name for run in about["runs"] for name in (run["run"], *run["checkpoints"])]
    return [*about["past"], about["present"], *about["future"], *runs]


def begin_anew(
    session_id: str, about: Mapping[str, Any], max_bytes: int, max_steps: int
) -> Session:
    """Return a session that `renew` is still to fill; its history has these bounds."""
    kind = about["activation"], about["output"], about["cost"]
    network = Network(*Architecture(tuple(about["layers"]), *kind))
    initializer = about["initializer"]
    session = Session(network, initializer, 0, "", max_bytes, max_history_steps=max_steps)
    session.id = session_id
    return session


def renew(session: Session, about: Mapping[str, Any], shelf: Shelf) -> None:
    """Bring a session to what is stored, all of which lies on the shelf."""

    def checkpoint(name: str) -> Checkpoint:
        return shelf.read(name, _read)

    session.history.replace(map(checkpoint, about["past"]), map(checkpoint, about["future"]))
    session.renew(checkpoint(about["present"]), about["revision"], about["was_changed"])
    session.renew_runs(about["runs"], shelf)


def _figures(checkpoint: Checkpoint) -> bytes:
    return orjson.dumps(
        {
            "iteration": checkpoint.iteration,
            "batches_taken": checkpoint.batches_taken,
            "seed": checkpoint.seed,
            "weights": checkpoint.weights,
            "trained_for": checkpoint.trained_for,
            "began_for": checkpoint.began_for,
        }
    )


def _digest(checkpoint: Checkpoint) -> bytes:
    return digest_of(_figures(checkpoint), checkpoint.vector.data)


def _write(checkpoint: Checkpoint) -> bytes:
    figures = {"figures": _figures(checkpoint).decode()}
    return safetensors.numpy.save({"vector": checkpoint.vector}, figures)


def _read(data: bytes) -> Checkpoint:
    vector = safetensors.numpy.load(data)["vector"]
    return Checkpoint(vector, **orjson.loads(read_metadata(data)["figures"]))
