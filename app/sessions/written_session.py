"""A session as it is stored, and back: safetensors and JSON, nothing that could be run."""

import secrets
from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import orjson
import safetensors.numpy

from app.data.trained import Architecture
from app.nn.network import Network
from app.nn.serialization import read_metadata
from app.sessions.history import Checkpoint
from app.sessions.session import ID_BYTES, Session
from app.sessions.shelf import Shelf

STATE: Final = "state:"
"""What the names of the session's own states begin with."""


class Written(NamedTuple):
    """What a session is, and the parts that it names."""

    about: bytes
    names: frozenset[str]
    """Of all parts."""
    new: dict[str, bytes]
    """The parts that are not stored yet."""


def write(session: Session, shelf: Shelf, stored: frozenset[str]) -> Written:
    """Return all of a session; of its parts those that are not stored under their names yet."""
    new: dict[str, bytes] = {}

    def names_of(checkpoints: Sequence[Checkpoint]) -> list[str]:
        names = shelf.names(checkpoints, STATE)
        for name, checkpoint in zip(names, checkpoints, strict=True):
            if name not in stored:
                new[name] = _write(checkpoint)
        return names

    history = session.history
    about = {
        **session.architecture._asdict(),
        "initializer": session.initializer,
        "revision": session.revision,
        "was_changed": session.was_changed,
        "rooms": sorted(session.shown_in),
        "past": names_of(history.past),
        "present": names_of([session.present()])[0],
        "future": names_of(history.future),
        "runs": session.write_runs(shelf, stored, new),
        "training": session.training,
    }
    return Written(orjson.dumps(about), frozenset(names_in(about)), new)


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


def read_ahead(name: str, shelf: Shelf) -> None:
    """Read a part that has just come, where it is a state of the session: they may be many."""
    if name.startswith(STATE):
        shelf.read(name, _read)


def renew(session: Session, about: Mapping[str, Any], shelf: Shelf) -> None:
    """Bring a session to what is stored, all of which lies on the shelf."""

    def checkpoint(name: str) -> Checkpoint:
        return shelf.read(name, _read)

    session.history.replace(map(checkpoint, about["past"]), map(checkpoint, about["future"]))
    session.shown_in = set(about["rooms"])
    session.renew_runs(about["runs"], shelf)
    session.training = about["training"]
    session.renew(checkpoint(about["present"]), about["revision"], about["was_changed"])


def write_copy(session: Session) -> tuple[bytes, bytes]:
    """Return all of a session that has neither past nor runs: what it is, and its network."""
    written = write(session, Shelf(), frozenset())
    (present,) = written.new.values()
    return written.about, present


def read_copy(about: bytes, present: bytes, max_bytes: int, max_steps: int) -> Session:
    """Return what `write_copy` has written, as another session; its history has these bounds."""
    written = orjson.loads(about)
    session = begin_anew(secrets.token_urlsafe(ID_BYTES), written, max_bytes, max_steps)
    shelf = Shelf()
    shelf.put(written["present"], present)
    renew(session, written, shelf)
    return session


def _write(checkpoint: Checkpoint) -> bytes:
    figures = orjson.dumps(
        {
            "iteration": checkpoint.iteration,
            "batches_taken": checkpoint.batches_taken,
            "seed": checkpoint.seed,
            "weights": checkpoint.weights,
            "trained_for": checkpoint.trained_for,
            "began_for": checkpoint.began_for,
        }
    )
    return safetensors.numpy.save({"vector": checkpoint.vector}, {"figures": figures.decode()})


def _read(data: bytes) -> Checkpoint:
    vector = safetensors.numpy.load(data)["vector"]
    return Checkpoint(vector, **orjson.loads(read_metadata(data)["figures"]))
