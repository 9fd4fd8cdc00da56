"""A session as it is stored, and back: safetensors and JSON, nothing that could be run."""

import secrets
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, NamedTuple

import numpy as np
import orjson

from app.data.trained import Architecture
from app.nn.network import Network
from app.nn.serialization import framed, split
from app.sessions.history import OVERHEAD_BYTES, Checkpoint, Elsewhere, State
from app.sessions.session import ID_BYTES, Session
from app.sessions.shelf import Shelf

STATE: Final = "state:"
"""What the names of the session's own states begin with."""


FIGURES: Final = (
    "iteration",
    "batches_taken",
    "seed",
    "weights",
    "trained_for",
    "began_for",
)
"""All of a checkpoint but its vector."""


class Written(NamedTuple):
    """What a session is, and the parts that it names."""

    about: bytes
    names: frozenset[str]
    """Of all parts."""
    at_hand: list[str]
    """Of those that whoever uses the session needs."""
    new: dict[str, bytes]
    """The parts that are not stored yet."""
    history: dict[Checkpoint, str]
    """The names of those states before and after the present one that lie here."""


def write(session: Session, shelf: Shelf, stored: frozenset[str]) -> Written:
    """Return all of a session; of its parts those that are not stored under their names yet."""
    new: dict[str, bytes] = {}
    here: dict[Checkpoint, str] = {}

    def name_of(checkpoint: Checkpoint) -> str:
        (name,) = shelf.names((checkpoint,), STATE)
        if name not in stored and name not in new:
            new[name] = _write(checkpoint)
        return name

    def name_here(checkpoint: Checkpoint) -> str:
        here[checkpoint] = name = name_of(checkpoint)
        return name

    def names_of(states: Iterable[State]) -> list[str]:
        return [
            state.name if isinstance(state, Elsewhere) else name_here(state) for state in states
        ]

    history = session.history
    about = {
        **session.architecture._asdict(),
        "initializer": session.initializer,
        "revision": session.revision,
        "was_changed": session.was_changed,
        "rooms": sorted(session.shown_in),
        "past": names_of(history.past),
        "present": name_of(session.present()),
        "future": names_of(history.future),
        "runs": session.write_runs(shelf, stored, new),
        "training": session.training,
    }
    names = frozenset(names_in(about))
    return Written(orjson.dumps(about), names, names_at_hand(about), new, here)


def names_in(about: Mapping[str, Any]) -> list[str]:
    """Return the names of all parts."""
    return [*about["past"], *about["future"], *names_at_hand(about)]


def names_at_hand(about: Mapping[str, Any]) -> list[str]:
    """Return the names of those parts that whoever uses the session needs; others are fetched."""
    runs = [name for run in about["runs"] for name in (run["run"], *run["checkpoints"])]
    return [about["present"], *runs]


def blank_session(
    session_id: str, about: Mapping[str, Any], max_bytes: int, max_steps: int
) -> Session:
    """Return a session that `renew` is still to fill; its history has these bounds."""
    kind = about["activation"], about["output"], about["cost"]
    network = Network(*Architecture(tuple(about["layers"]), *kind))
    initializer = about["initializer"]
    session = Session(network, initializer, 0, "", max_bytes, max_history_steps=max_steps)
    session.id = session_id
    return session


def read_state(name: str, shelf: Shelf) -> Checkpoint:
    """Return a state of the session, which lies on the shelf."""
    return shelf.read(name, read_checkpoint)


def renew(session: Session, about: Mapping[str, Any], shelf: Shelf) -> None:
    """Bring a session to what is stored; what it needs lies on the shelf."""
    nbytes = session.network.parameters.vector.nbytes + OVERHEAD_BYTES

    def named(names: list[str]) -> Iterator[Elsewhere]:
        return (Elsewhere(name, nbytes) for name in names)

    session.history.replace(named(about["past"]), named(about["future"]))
    session.shown_in = set(about["rooms"])
    session.renew_runs(about["runs"], shelf)
    session.training = about["training"]
    present = read_state(about["present"], shelf)
    session.renew(present, about["revision"], about["was_changed"])


def write_copy(session: Session) -> tuple[bytes, bytes]:
    """Return all of a session that has neither past nor runs: what it is, and its network."""
    written = write(session, Shelf(), frozenset())
    (present,) = written.new.values()
    return written.about, present


def read_copy(about: bytes, present: bytes, max_bytes: int, max_steps: int) -> Session:
    """Return what `write_copy` has written, as another session; its history has these bounds."""
    written = orjson.loads(about)
    session = blank_session(secrets.token_urlsafe(ID_BYTES), written, max_bytes, max_steps)
    shelf = Shelf()
    shelf.put(written["present"], present)
    renew(session, written, shelf)
    return session


def _write(checkpoint: Checkpoint) -> bytes:
    """Return a safetensors file of a checkpoint, whose numbers are copied once and no more."""
    vector = checkpoint.vector
    figures = {name: getattr(checkpoint, name) for name in FIGURES}
    tensor = {"dtype": "F64", "shape": vector.shape, "data_offsets": (0, vector.nbytes)}
    about = {"__metadata__": {"figures": orjson.dumps(figures).decode()}, "vector": tensor}
    return b"".join((framed(orjson.dumps(about)), vector.data))


def read_checkpoint(data: bytes) -> Checkpoint:
    """Return the checkpoint that `_write` has written; its numbers stay where they are."""
    header, start = split(data)
    figures = orjson.loads(header["__metadata__"]["figures"])
    return Checkpoint(np.frombuffer(data, np.float64, offset=start), **figures)
