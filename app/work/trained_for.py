"""Networks as they are after some mini-batches of one recipe: from untrained to trained well.

The same architecture and number give the same parameters, byte for byte. Everything up to the last
stop is one run of training, computed once and kept, so that going back and forth costs nothing.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Final, TypeVar

import numpy as np

from app.data.digits import CLASSES, Split
from app.data.trained import Architecture, has_trained, load_trained
from app.errors import InvalidInput
from app.nn.activations import ACTIVATION_DESCRIPTIONS
from app.nn.arrays import Array
from app.nn.network import Network
from app.nn.serialization import dump
from app.nn.training import Batches, Descent, one_hot
from app.sessions.compute import Work
from app.sessions.session import Session

T = TypeVar("T")

STOPS: Final = (0, 100, 300, 600, 1000, 2000, 6000)
"""Mini-batches after which a run's parameters are kept."""

INITIALIZER: Final = "xavier"
SEED: Final = 0
"""Decides the first parameters and which digits each mini-batch holds."""
BATCH_SIZE: Final = 10

STEPS_AT_ONCE: Final = 8
PRODUCTS_AT_ONCE: Final = 4_000_000
"""Steps times parameters between two pauses: no more than some milliseconds of training."""

MOST_KEPT_BYTES: Final = 48 << 20
"""Memory that all runs may take together; the one that was used least recently goes first."""


class RecipeRun:
    """Training by the recipe, as far as anybody has needed it.

    Whoever waits for a stop takes the next steps, in turns with the others that wait for the same
    run; so one that leaves keeps nobody waiting.
    """

    def __init__(self, architecture: Architecture, train: Split) -> None:
        """Begin with drawn parameters, in single precision as every run is."""
        network = Network(*architecture, dtype=np.float32)
        network.randomize(INITIALIZER, SEED)
        self.kept: dict[int, Array] = {}
        """The parameters after as many mini-batches; these arrays are never written to."""
        self.nbytes = (len(STOPS) + 2) * network.parameters.vector.nbytes
        """Memory that it takes once all stops are there."""
        self._steps = _Steps(network, train, 0)
        self._keep_at(0)
        self._lock = Lock()

    def parameters(self, count: int) -> Work[Array | None]:
        """Return the parameters after `count` mini-batches; None where they grow beyond all bounds.

        The array must not be written to.
        """
        stop = max(stop for stop in STOPS if stop <= count)
        while stop not in self.kept:
            with self._lock:
                is_finite = self._go_on()
            if not is_finite:
                return None
            yield
        return self.kept[stop] if count == stop else (yield from self._beyond(stop, count))

    def _go_on(self) -> bool:
        """Take the next steps towards the next stop; return whether that is still possible."""
        following = next((stop for stop in STOPS if stop not in self.kept), self._steps.taken)
        if self._steps.is_finite:
            self._steps.take(following)
        if self._steps.is_finite and self._steps.taken == following:
            self._keep_at(following)
        return self._steps.is_finite

    def _keep_at(self, stop: int) -> None:
        vector = self._steps.network.parameters.vector.copy()
        vector.flags.writeable = False
        self.kept[stop] = vector

    def _beyond(self, stop: int, count: int) -> Work[Array | None]:
        network = self._steps.network.copy()
        network.parameters.vector[...] = self.kept[stop]
        steps = _Steps(network, self._steps.train, stop)
        while steps.taken < count and steps.is_finite:
            steps.take(count)
            yield
        return network.parameters.vector if steps.is_finite else None


class _Steps:
    """The recipe's steps, from the one after `taken` on."""

    def __init__(self, network: Network, train: Split, taken: int) -> None:
        self.network = network
        self.train = train
        self.taken = taken
        self._rate = learning_rate(network)
        self._descent = Descent(network)
        self._batches = Batches(len(train), BATCH_SIZE, SEED)
        most = PRODUCTS_AT_ONCE // (BATCH_SIZE * network.parameters.vector.size)
        self._at_once = min(STEPS_AT_ONCE, max(1, most))

    @property
    def is_finite(self) -> bool:
        """Whether all parameters can be computed with."""
        return bool(np.isfinite(self.network.parameters.vector).all())

    def take(self, until: int) -> None:
        """Take some steps, but none after the mini-batch `until`."""
        for n in range(self.taken, min(until, self.taken + self._at_once)):
            digits = self._batches[n]
            y = one_hot(self.train.labels[digits], CLASSES, np.float32)  # (10, 10)
            with np.errstate(all="ignore"):
                self._descent.step(self.train.pixels(digits, np.float32), y, self._rate)
            self.taken = n + 1


def learning_rate(network: Network) -> float:
    """Return the recipe's rate for a network: what the most delicate of its activations bears."""
    return min(ACTIVATION_DESCRIPTIONS[each.name].learning_rate for each in network.functions)


_runs: Final[OrderedDict[Architecture, RecipeRun]] = OrderedDict()
"""By architecture, the least recently used first; shared by all, as the digits are."""

_choosing: Final = Lock()


def already_trained(architecture: Architecture, count: int, largest: float) -> Array | None:
    """Return the parameters after `count` mini-batches where they are known, and good to use."""
    with _choosing:
        run = _runs.get(architecture)
        if run is None:
            return None
        _runs.move_to_end(architecture)
    vector = run.kept.get(count)
    return vector if vector is not None and _is_within(vector, largest) else None


def train_by_recipe(
    architecture: Architecture, train: Split, count: int, largest: float, where: Sequence[str]
) -> Work[Array]:
    """Return the parameters after `count` mini-batches of training digits: not to be written to.

    Raises: InvalidInput, at the field `where`, where one of them is not within ±`largest`.
    """
    vector = yield from _run_for(architecture, train).parameters(count)
    if vector is None or not _is_within(vector, largest):
        raise InvalidInput(
            where,
            "Expected a network that the recipe can train (see /api/options), but its learning "
            "rate drives the parameters of this one beyond all bounds",
            "diverged",
        )
    return vector


@dataclass(frozen=True)
class Stop:
    """One of the networks between which a dial goes: after a stop of the recipe, or as shipped."""

    trained_for: int | None
    """None for the network that is shipped trained."""
    vector: Array
    """Its parameters, shape (parameter_count,), in single precision; not to be written to."""


def known_stops(
    architecture: Architecture, counts: Sequence[int], largest: float
) -> list[Stop] | None:
    """Return the recipe's stops and the network shipped, if any; None where some are unknown."""
    found = [(count, already_trained(architecture, count, largest)) for count in counts]
    stops = [Stop(count, vector) for count, vector in found if vector is not None]
    return stops + _shipped(architecture) if len(stops) == len(counts) else None


def all_stops(
    architecture: Architecture,
    train: Split,
    counts: Sequence[int],
    largest: float,
    where: Sequence[str],
) -> Work[list[Stop]]:
    """Return the recipe's stops, and after them the network that is shipped, if any.

    Raises: InvalidInput as `train_by_recipe` does.
    """
    stops = []
    for count in counts:
        vector = yield from train_by_recipe(architecture, train, count, largest, where)
        stops.append(Stop(count, vector))
    return stops + _shipped(architecture)


def file_of_stops(stops: Sequence[Stop], metadata: Mapping[str, str], dtype: str) -> bytes:
    """Return a safetensors file with the tensor `parameters`, a row for each stop.

    Raises: InvalidInput where a parameter is too large for `dtype`.
    """
    rows = np.stack([stop.vector for stop in stops])  # (k, parameter_count)
    if not _is_within(rows, float(np.finfo(dtype).max)):
        message = "Expected float32, since some of these parameters are too large for float16"
        raise InvalidInput(("query", "dtype"), message, "overflow")
    return dump(None, metadata, None, {"parameters": rows}, dtype)


def at_each(
    architecture: Architecture, stops: Sequence[Stop], look: Callable[[Session], T]
) -> Work[list[T]]:
    """Return what is seen at each stop, in a session with its network that nobody else has."""
    seen = []
    for stop in stops:
        network = Network(*architecture)
        network.parameters.vector[...] = stop.vector
        seen.append(look(Session(network, INITIALIZER, SEED, "random", 0, stop.trained_for)))
        yield
    return seen


def _shipped(architecture: Architecture) -> list[Stop]:
    if not has_trained(*architecture):
        return []
    network = Network(*architecture, dtype=np.float32)
    load_trained(network)
    return [Stop(None, network.parameters.vector)]


def _is_within(vector: Array, largest: float) -> bool:
    # Not as numbers of the vector's own type, in which the bound may not be.
    return float(np.abs(vector).max()) <= largest


def _run_for(architecture: Architecture, train: Split) -> RecipeRun:
    with _choosing:
        run = _runs.pop(architecture, None) or RecipeRun(architecture, train)
        _runs[architecture] = run
        while len(_runs) > 1 and sum(each.nbytes for each in _runs.values()) > MOST_KEPT_BYTES:
            _runs.popitem(last=False)
    return run
