"""What many training digits ask of the parameters, on the average: formed chunk by chunk."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from app.data.digits import Labelled, Split
from app.errors import InvalidInput
from app.nn.arrays import Array
from app.nn.network import Network
from app.nn.parameters import Parameters
from app.nn.trace import BackwardTrace
from app.nn.training import Batches, chunks
from app.sessions.compute import Work
from app.sessions.session import Session
from app.work.chunks import backprop_digits, chunk_size


class Average:
    """The mean gradient over digits of a split, as far as it has been formed."""

    def __init__(self, network: Network, split: Labelled, indices: NDArray[np.intp]) -> None:
        """Prepare to go through the digits at `indices`, with a network that stays as it is."""
        self.network = network
        self.split = split
        self.indices = indices
        self.done = 0
        """Over how many digits the mean is."""
        self._sum = np.zeros_like(network.parameters.vector)
        self._cost_sum = 0.0

    @property
    def gradient(self) -> Array:
        """dC/dw over the digits done, shape (parameter_count,)."""
        return self._sum / max(1, self.done)

    @property
    def norm(self) -> float:
        """The length of that vector."""
        return float(np.linalg.norm(self.gradient))

    @property
    def cost(self) -> float:
        """The mean C0 of the digits done."""
        return self._cost_sum / max(1, self.done)

    @property
    def is_finite(self) -> bool:
        """Whether it can be computed with, its norm included."""
        with np.errstate(all="ignore"):
            return bool(np.isfinite((self._cost_sum, np.dot(self._sum, self._sum))).all())

    def work(self) -> Work[None]:
        """Go through the digits. Raises: InvalidInput where their numbers are not finite."""
        piece = Parameters(self.network.layers, dtype=self._sum.dtype)
        for chunk in chunks(len(self.indices), chunk_size(self.network)):
            examples = self.indices[chunk]
            trace = backprop_digits(self.network, self.split, examples, piece)
            with np.errstate(all="ignore"):
                self._sum += piece.vector * len(examples)
                self._cost_sum += trace.cost * len(examples)
            if not self.is_finite:
                raise not_finite()
            self.done += len(examples)
            yield


def batches_ahead(
    session: Session, split: Split, seed: int, batch_size: int, count: int
) -> list[NDArray[np.intp]]:
    """Return the digits of the `count` mini-batches that would be trained on next.

    seed: what training shuffles the digits by.
    """
    batches = Batches(len(split), batch_size, seed)
    first = session.batches_taken
    return [batches[n] for n in range(first, first + count)]


def shuffled(session: Session, split: Split, count: int) -> NDArray[np.intp]:
    """Return the first `count` digits in the order in which the session's seed shuffles them."""
    return Batches(len(split), count, session.seed)[0]


@dataclass(frozen=True)
class SingleGradients:
    """What single examples ask of the parameters, and their mean."""

    traces: Sequence[BackwardTrace]

    @cached_property
    def nudges(self) -> Array:
        """-dC/dw, a row for each example: (k, parameter_count)."""
        return -np.stack([trace.gradient.vector for trace in self.traces])

    @cached_property
    def average(self) -> Array:
        """Their mean, shape (parameter_count,)."""
        average: Array = self.nudges.mean(axis=0)
        return average

    @property
    def norms(self) -> list[float]:
        """The length of each example's gradient."""
        return [float(np.linalg.norm(trace.gradient.vector)) for trace in self.traces]

    @property
    def average_norm(self) -> float:
        """The length of the average."""
        return float(np.linalg.norm(self.average))


def single_gradients(
    session: Session, examples: Sequence[tuple[Sequence[float], int | Sequence[float]]]
) -> Work[SingleGradients]:
    """Propagate each example back separately. Raises: InvalidInput as `Session.backward` does."""
    traces = []
    for pixels, target in examples:
        trace = session.backward(pixels, target)
        with np.errstate(all="ignore"):
            if not np.isfinite(np.dot(trace.gradient.vector, trace.gradient.vector)):
                raise not_finite()
        traces.append(trace)
        yield
    return SingleGradients(traces)


def not_finite() -> InvalidInput:
    """Return the refusal of a network that overflows."""
    return InvalidInput(
        ("path", "session_id"),
        "Expected a network that can be computed with, but in this one the digits' numbers grow "
        "beyond all bounds",
        "not_finite",
    )
