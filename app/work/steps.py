"""Steps of gradient descent on a copy of a session's network, in chunks with others in between.

The session takes the result over only when all of it is there, so a call that fails or is
abandoned leaves it as it was. Each chunk ends with a `yield` and takes a few milliseconds at most.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.data.digits import Labelled, Split
from app.errors import InvalidInput
from app.nn.arrays import Array
from app.nn.network import Network
from app.nn.parameters import Parameters
from app.nn.score import cost_again
from app.nn.training import Batches
from app.sessions.compute import Work
from app.sessions.session import Session
from app.work.chunks import backprop_digits, chunk_size, mean_gradient, score_digits


@dataclass(frozen=True)
class Outcome:
    """What a call has computed, before the session takes it over."""

    vector: Array
    """The new parameters, shape (parameter_count,)."""
    iteration: int
    batches_taken: int
    cost_before: float
    cost_after: float


def step_on_example(
    session: Session,
    pixels: Sequence[float],
    target: int | Sequence[float],
    learning_rate: float,
    largest: float,
) -> Outcome:
    """Take one step on one example.

    Raises: InvalidInput where a parameter would not be finite, or be beyond ±`largest`.
    """
    before = session.backward(pixels, target)
    network = session.network.copy()
    with np.errstate(all="ignore"):
        network.step(before.gradient, learning_rate)
        _require_bounded(network, largest)
        cost_after = cost_again(network, before)
    return _outcome(session, network, 1, 0, (before.cost, cost_after))


def step_on_batches(
    session: Session,
    split: Split,
    batch_size: int,
    steps: int,
    learning_rate: float,
    largest: float,
) -> Work[Outcome]:
    """Take `steps` steps, each on the next mini-batch of `split`.

    Both costs are those of the last mini-batch: before the first step and after the last.
    Raises: InvalidInput as `step_on_example` does.
    """
    network = session.network.copy()
    gradient = Parameters(network.layers)
    batches = Batches(len(split), batch_size, session.seed)
    batch = np.empty(0, np.intp)
    for n in range(session.batches_taken, session.batches_taken + steps):
        batch = batches[n]
        yield from _batch_gradient(network, split, batch, gradient)
        with np.errstate(all="ignore"):
            network.step(gradient, learning_rate)
        _require_bounded(network, largest)
    cost_before = yield from _mean_cost(session.network, split, batch)
    cost_after = yield from _mean_cost(network, split, batch)
    return _outcome(session, network, steps, steps, (cost_before, cost_after))


def step_on_pictures(
    session: Session, pictures: Labelled, learning_rate: float, largest: float
) -> Work[Outcome]:
    """Take one step on all of some pictures, as one mini-batch.

    Raises: InvalidInput as `step_on_example` does.
    """
    network = session.network.copy()
    gradient = Parameters(network.layers)
    batch = np.arange(len(pictures))
    yield from _batch_gradient(network, pictures, batch, gradient)
    with np.errstate(all="ignore"):
        network.step(gradient, learning_rate)
    _require_bounded(network, largest)
    cost_before = yield from _mean_cost(session.network, pictures, batch)
    cost_after = yield from _mean_cost(network, pictures, batch)
    return _outcome(session, network, 1, 0, (cost_before, cost_after))


@dataclass(frozen=True)
class Learnt:
    """The result of learning one example, before the session takes it over."""

    vector: Array
    """The new parameters, shape (parameter_count,)."""
    iteration: int
    costs: list[float]
    """C0 before the first step, and after each."""
    prediction: int
    """After the last step."""
    is_learnt: bool
    """Whether that is what the target says."""

    @property
    def steps(self) -> int:
        """How many steps were taken."""
        return len(self.costs) - 1


def learn_example(
    session: Session,
    pixels: Sequence[float],
    target: int | Sequence[float],
    learning_rate: float,
    most: int,
    largest: float,
) -> Work[Learnt]:
    """Take steps on one example until it is predicted correctly, `most` at most.

    Correct is the target, or the index of its largest entry.
    Raises: InvalidInput as `step_on_example` does.
    """
    trace = session.backward(pixels, target)
    desired = int(trace.target.argmax())
    network = session.network.copy()
    gradient = Parameters(network.layers)
    costs = [trace.cost]
    while int(trace.forward.prediction) != desired and len(costs) <= most:
        with np.errstate(all="ignore"):
            network.step(trace.gradient, learning_rate)
            _require_bounded(network, largest)
            trace = network.backprop(trace.forward.activations[0], trace.target, gradient)
            costs.append(trace.cost)
        yield
    _require_finite_costs(costs)
    prediction = int(trace.forward.prediction)
    iteration = session.iteration + len(costs) - 1
    return Learnt(network.parameters.vector, iteration, costs, prediction, prediction == desired)


def require_finite_cost(cost: float) -> None:
    """Raise InvalidInput where the cost over many digits is no number."""
    if not np.isfinite(cost):
        raise InvalidInput(
            ("path", "session_id"),
            "Expected a network that can be computed with, but in this one the digits' numbers "
            "grow beyond all bounds",
            "not_finite",
        )


def _batch_gradient(
    network: Network, split: Labelled, batch: NDArray[np.intp], gradient: Parameters
) -> Work[None]:
    """Write the mini-batch's gradient to `gradient`; a large one is put together from chunks."""
    if len(batch) > chunk_size(network):
        yield from mean_gradient(network, split, batch, gradient)
    else:
        backprop_digits(network, split, batch, gradient)
        yield


def _mean_cost(network: Network, split: Labelled, batch: NDArray[np.intp]) -> Work[float]:
    whole = yield from score_digits(network, split, batch)
    return whole.cost_sum / len(batch)


def _require_bounded(network: Network, largest: float) -> None:
    # Written so that NaN, which is never less than anything, fails too.
    if not np.abs(network.parameters.vector).max() <= largest:
        raise _too_fast()


def _require_finite_costs(costs: Sequence[float]) -> None:
    if not np.isfinite(costs).all():
        raise _too_fast()


def _outcome(
    session: Session,
    network: Network,
    steps: int,
    batches: int,
    costs: tuple[float, float],
) -> Outcome:
    _require_finite_costs(costs)
    return Outcome(
        network.parameters.vector,
        session.iteration + steps,
        session.batches_taken + batches,
        *costs,
    )


def _too_fast() -> InvalidInput:
    return InvalidInput(
        ("body", "learning_rate"),
        "Expected a smaller learning rate: this one drives the parameters beyond all bounds",
        "diverged",
    )
