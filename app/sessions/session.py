"""A session: one network, its history, and a lock for its requests."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, Final, Protocol

import numpy as np

from app.data.trained import Architecture, load_trained
from app.errors import Conflict, InvalidInput, NotFound, TooManyRequests
from app.nn.arrays import Array
from app.nn.network import Network
from app.nn.trace import BackwardTrace, ForwardTrace
from app.nn.training import one_hot
from app.sessions.history import MOST_STEPS, Checkpoint, History, State
from app.sessions.shelf import Shelf
from app.sessions.waiting import Gone, take

ID_BYTES: Final = 24
"""192 random bits: knowing a session's id is enough to use it."""

NO_SUCH_SESSION: Final = "There is no such session, or it has expired."

SESSION_BYTES: Final = 3200
LAYER_BYTES: Final = 260
"""What a session, and each layer of its network, take beside their numbers."""

ANY_NUMBER: Final = 1 << 30
"""Of requests that may wait for their turn, where one must be taken."""

LARGE: Final = 50_000
"""From this many parameters on, a pass and its answer take over a millisecond."""


def begin(architecture: Architecture, weights: str, initializer: str, seed: int) -> Network:
    """Return a network with the shipped parameters (`trained`) or with drawn ones (`random`).

    Raises: ValueError where none are shipped for this architecture.
    """
    network = Network(*architecture)
    if weights == "trained":
        load_trained(network)
    else:
        network.randomize(initializer, seed)
    return network


class RunMemory(Protocol):
    """What runs of training keep of a session, as far as memory is concerned."""

    @property
    def nbytes(self) -> int:
        """Memory that it takes."""

    def clear(self) -> None:
        """Give it up."""

    def write(
        self, shelf: Shelf, stored: frozenset[str], new: dict[str, bytes]
    ) -> Sequence[Mapping[str, Any]]:
        """Return the runs by the names of their parts, and add to `new` those not stored yet."""

    def renew(self, written: Sequence[Mapping[str, Any]], shelf: Shelf) -> None:
        """Take over what `write` has returned, all of which lies on the shelf."""


class Stored(Protocol):
    """A session's place in a store that other processes use as well."""

    shelf: Shelf

    @property
    def is_behind(self) -> bool:
        """Whether the session here is not what is stored, as far as is known."""

    @property
    def is_led_elsewhere(self) -> bool:
        """Whether another process trains the network, as far as is known."""

    def doubt(self) -> None:
        """Have the session read from the store before it is used again."""

    async def enter(self) -> None:
        """Bring the session to what is stored. Raises: NotFound; Unavailable."""

    async def fetch(self, name: str, to_go_there: bool) -> Checkpoint:
        """Return a checkpoint of this name, which may become the present one.

        Raises: Overtaken where it is no more; Unavailable.
        """


class Session:
    """One network in double precision. Passes change nothing; every change can be taken back."""

    def __init__(
        self,
        network: Network,
        initializer: str,
        seed: int,
        weights: str,
        max_history_bytes: int,
        trained_for: int | None = None,
        max_history_steps: int = MOST_STEPS,
    ) -> None:
        """Begin with a network that `begin` or the recipe has made."""
        self.id = secrets.token_urlsafe(ID_BYTES)
        self.network = network
        self.initializer = initializer
        self.seed = seed
        self.weights = weights
        self.trained_for = trained_for
        """The mini-batches of the recipe after which the parameters are these; None for others."""
        self.began_for = trained_for
        """Those that it began with; None where it began otherwise."""
        self.iteration = 0
        self.batches_taken = 0
        self.revision = 0
        """Counts the changes of the network from outside of a run, which then stops."""
        self.was_changed = False
        """Whether its network was ever changed, by whatever: else nobody loses work with it."""
        self.history = History(max_history_bytes, max_history_steps)
        self.runs: RunMemory | None = None
        """What its training keeps, once it has been trained."""
        self.stored: Stored | None = None
        """Its place in a store that several processes use; None where this one's memory is all."""
        self.watchers: set[Callable[[], None]] = set()
        """Called when the network has changed, from whatever side."""
        self.viewers: set[object] = set()
        """Who watches its training: one for each open socket."""
        self.rooms: set[object] = set()
        """What shows it to many, and so needs it."""
        self.shown_in: set[str] = set()
        """The codes of rooms that other processes may have to tell of its changes."""
        self.is_training = False
        """Whether a run goes on here now."""
        self.training: Mapping[str, Any] | None = None
        """How its training stands, as it is stored; None where there is no such place."""
        self.closed = False
        """Whether it was deleted: requests that still wait for their turn get a 404."""
        self._written_runs: Sequence[Mapping[str, Any]] = ()
        """Its runs as they are stored, until its training is asked for here."""
        self._present: Checkpoint | None = None
        self._lock = asyncio.Lock()
        self._user_count = 0

    @property
    def architecture(self) -> Architecture:
        """What the network is, without its parameters."""
        network = self.network
        return Architecture(
            network.layers, network.activation.name, network.output.name, network.cost.name
        )

    @property
    def nbytes(self) -> int:
        """Memory that it takes, its history and the runs of its training included."""
        kept = 0 if self.runs is None else self.runs.nbytes
        own = SESSION_BYTES + LAYER_BYTES * len(self.network.layers)
        return own + self.network.parameters.vector.nbytes + self.history.nbytes + kept

    @property
    def is_large(self) -> bool:
        """Whether its passes are too long for the event loop."""
        return self.network.parameters.vector.size >= LARGE

    @property
    def is_busy(self) -> bool:
        """Whether a request is using it or waits to, it is watched or shown, or a run goes on."""
        is_seen = bool(self.viewers or self.rooms)
        return self._user_count > 0 or self.is_training or is_seen

    @property
    def is_led_elsewhere(self) -> bool:
        """Whether another process trains the network, as far as is known."""
        return self.stored is not None and self.stored.is_led_elsewhere

    @asynccontextmanager
    async def turn(
        self, max_waiting: int, gone: Gone | None = None, refresh: bool = True
    ) -> AsyncIterator[None]:
        """Wait until no other request uses the session, and keep it until the end of the block.

        refresh: whether it is first brought to what other processes have made of it.

        Raises: TooManyRequests where `max_waiting` others wait already; NotFound where it was
        deleted in the meantime; Abandoned where whoever waits has gone; Unavailable where what is
        stored cannot be read.
        """
        if self._user_count > max_waiting:
            raise TooManyRequests("Too many requests to this session wait for their turn.")
        self._user_count += 1
        try:
            await take(self._lock, gone)
            try:
                if self.closed:
                    raise NotFound(NO_SUCH_SESSION)
                if refresh and self.stored is not None:
                    await self.stored.enter()
                yield
            finally:
                self._lock.release()
        finally:
            self._user_count -= 1

    async def catch_up(self) -> None:
        """Bring the session to what other processes have made of it; few of those who ask wait."""
        if self.stored is not None and self.stored.is_behind:
            async with self.turn(ANY_NUMBER):
                pass

    def describe(self) -> dict[str, object]:
        """Return the session object of the contract."""
        return {
            "id": self.id,
            **self.architecture._asdict(),
            "initializer": self.initializer,
            "seed": self.seed,
            "weights": self.weights,
            "trained_for": self.trained_for,
            "began_for": self.began_for,
            "parameter_count": self.network.parameters.vector.size,
            "iteration": self.iteration,
            "revision": self.revision,
            "undo": self.history.undo_count,
            "redo": self.history.redo_count,
        }

    def copy(self) -> "Session":
        """Return a session of its own with this network, and nothing to undo."""
        copy = Session(
            self.network.copy(),
            self.initializer,
            self.seed,
            self.weights,
            self.history.max_bytes,
            self.trained_for,
            self.history.max_steps,
        )
        copy.iteration, copy.batches_taken = self.iteration, self.batches_taken
        copy.began_for = self.began_for
        return copy

    def forward(self, pixels: Sequence[float]) -> ForwardTrace:
        """Run one example, `layers[0]` numbers, through the network."""
        with np.errstate(all="ignore"):
            trace = self.network.forward(np.asarray(pixels, np.float64))
        _require_finite("pixels", *trace.pre_activations)
        return trace

    def backward(self, pixels: Sequence[float], target: int | Sequence[float]) -> BackwardTrace:
        """Propagate one example back; `target` is an output's index, or all desired outputs."""
        with np.errstate(all="ignore"):
            trace = self.network.backprop(np.asarray(pixels, np.float64), self.desired(target))
            _require_finite("pixels", *trace.forward.pre_activations)
            _require_finite(
                "target",
                *trace.gradient_activations,
                trace.input_nudges,
                trace.gradient.vector,
                np.array(trace.cost),  # Terms may be finite where their sum is not.
            )
        return trace

    def desired(self, target: int | Sequence[float]) -> Array:
        """Return y, shape (layers[L],): the one-hot vector of an output's index, or all of it."""
        if isinstance(target, int):
            return one_hot(np.asarray(target), self.network.layers[-1])
        return np.asarray(target, np.float64)

    def present(self) -> Checkpoint:
        """Return all that a change would replace: the same object until something changes."""
        if self._present is None:
            vector = self.network.parameters.vector.copy()
            counts = self.iteration, self.batches_taken
            recipe = self.trained_for, self.began_for
            self._present = Checkpoint(vector, *counts, self.seed, self.weights, *recipe)
        return self._present

    def change(
        self, vector: Array, iteration: int | None = None, batches_taken: int | None = None
    ) -> None:
        """Take over other parameters, and keep the present ones for undo."""
        self.history.record(self.present())
        self._present = None
        self.was_changed = True
        self.revision += 1
        self.network.parameters.vector[...] = vector
        self.trained_for = None
        if iteration is not None:
            self.iteration = iteration
        if batches_taken is not None:
            self.batches_taken = batches_taken
        self.notify()

    def advance(self, vector: Array, iteration: int, batches_taken: int) -> None:
        """Take over a run's parameters; what came before was recorded when the run began."""
        self._present = None
        self.was_changed = True
        self.network.parameters.vector[...] = vector
        if iteration != self.iteration:
            self.trained_for = None
        self.iteration = iteration
        self.batches_taken = batches_taken
        self.notify()

    def renew(self, present: Checkpoint, revision: int, was_changed: bool) -> None:
        """Take over what another process has made of the network."""
        self._go_to(present)
        self.revision, self.was_changed = revision, was_changed
        self.notify()

    def begin_runs(self, runs: RunMemory) -> None:
        """Let training keep its runs here, those that are stored among them."""
        self.runs = runs
        if self.stored is not None:
            runs.renew(self._written_runs, self.stored.shelf)

    def write_runs(
        self, shelf: Shelf, stored: frozenset[str], new: dict[str, bytes]
    ) -> Sequence[Mapping[str, Any]]:
        """Return the runs as they are to be stored, and add to `new` the parts that are not yet."""
        if self.runs is None:
            return self._written_runs
        return self.runs.write(shelf, stored, new)

    def renew_runs(self, written: Sequence[Mapping[str, Any]], shelf: Shelf) -> None:
        """Take over the runs that another process has left."""
        self._written_runs = written
        if self.runs is not None:
            self.runs.renew(written, shelf)

    def close(self) -> None:
        """Mark it as gone for all that wait for it or watch it.

        They are let go, too: in a circle with them its network would stay until the collector of
        circles comes by.
        """
        self.closed = True
        self.notify()
        self.watchers.clear()

    @property
    def keeps_past(self) -> bool:
        """Whether there is anything that `forget_past` would drop."""
        return self.history.nbytes > 0 or (self.runs is not None and self.runs.nbytes > 0)

    def forget_past(self) -> None:
        """Drop what one can go back to, so that others have room."""
        self.history.forget()
        if self.runs is not None and not self.is_training:
            self.runs.clear()

    def reset(self, vector: Array, weights: str, seed: int, trained_for: int | None = None) -> None:
        """Start again with the parameters of a network that `begin` or the recipe has made."""
        self.change(vector, iteration=0, batches_taken=0)
        self.weights = weights
        self.seed = seed
        self.trained_for = self.began_for = trained_for
        self._present = None

    def load(self, vector: Array) -> None:
        """Start again with parameters that came from outside: no step here has led to them."""
        self.change(vector, iteration=0, batches_taken=0)
        self.weights = "loaded"
        self.began_for = None
        self._present = None

    async def latest(self) -> Checkpoint | None:
        """Return what one step back leads to. Raises: Overtaken; Unavailable."""
        past = self.history.past
        return await self._at_hand(past[-1], to_go_there=False) if past else None

    async def undo(self, count: int = 1) -> None:
        """Go back to before the last `count` changes, while it is the session's turn.

        Raises: Conflict where there are fewer; Overtaken or Unavailable where they lie elsewhere.
        """
        _require_so_many(count, self.history.undo_count, "undo")
        checkpoint = await self._at_hand(self.history.past[-count])
        self.history.back(self.present(), count)
        self._arrive(checkpoint)

    async def redo(self, count: int = 1) -> None:
        """Make the changes undone last again, while it is the session's turn. Raises: as `undo`."""
        _require_so_many(count, self.history.redo_count, "redo")
        checkpoint = await self._at_hand(self.history.future[-count])
        self.history.forward(self.present(), count)
        self._arrive(checkpoint)

    async def _at_hand(self, state: State, *, to_go_there: bool = True) -> Checkpoint:
        if isinstance(state, Checkpoint):
            return state
        assert self.stored is not None
        return await self.stored.fetch(state.name, to_go_there)

    def _arrive(self, checkpoint: Checkpoint) -> None:
        self._go_to(checkpoint)
        self.revision += 1
        self.notify()

    def _go_to(self, checkpoint: Checkpoint) -> None:
        self.network.parameters.vector[...] = checkpoint.vector
        self.iteration = checkpoint.iteration
        self.batches_taken = checkpoint.batches_taken
        self.seed = checkpoint.seed
        self.weights = checkpoint.weights
        self.trained_for = checkpoint.trained_for
        self.began_for = checkpoint.began_for
        self._present = checkpoint

    def notify(self) -> None:
        """Let all who watch it know that something about it has changed."""
        for watcher in self.watchers:
            watcher()


def _require_so_many(count: int, available: int, what: str) -> None:
    if available == 0:
        raise Conflict(f"There is nothing to {what}.")
    if count > available:
        raise Conflict(f"Expected at most {available} changes to {what}, but got {count}.")


def _require_finite(field: str, *arrays: Array) -> None:
    if not all(np.isfinite(array).all() for array in arrays):
        raise InvalidInput(
            ("body", field),
            "Expected numbers that can be computed with, but in this network they grow beyond "
            "all bounds",
            "not_finite",
        )
