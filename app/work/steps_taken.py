"""The network as it was before steps that were taken on a drawing."""

from collections.abc import Sequence

import numpy as np

from app.errors import Conflict
from app.nn.arrays import Array
from app.nn.network import Network
from app.nn.trace import BackwardTrace
from app.sessions.compute import Work
from app.sessions.history import Checkpoint
from app.sessions.session import Session
from app.take_home.walk import Steps


def network_before(
    session: Session,
    pixels: Sequence[float],
    target: int | Sequence[float],
    steps: Steps | None,
    latest: Checkpoint | None,
) -> Work[Network]:
    """Return a copy of the session's network before `steps`; without them, of the present one.

    latest: what one step back leads to, where there are steps.

    Raises: Conflict where they are not the last that the session went through.
    """
    network = session.network.copy()
    if steps is not None:
        checkpoint = _checkpoint_before(session, steps.count, latest)
        network.parameters.vector[...] = checkpoint.vector
        yield from _require_steps(session, network.copy(), pixels, session.desired(target), steps)
    return network


def pass_before(
    session: Session,
    pixels: Sequence[float],
    target: int | Sequence[float],
    steps: Steps | None,
    latest: Checkpoint | None,
) -> Work[tuple[Network, BackwardTrace]]:
    """Return the network before `steps`, and the pass of the example that they were taken on.

    Raises: Conflict as `network_before` does; InvalidInput where a number of the present pass is
    not finite.
    """
    present = session.backward(pixels, target)
    network = yield from network_before(session, pixels, target, steps, latest)
    if steps is None:
        return network, present
    return network, network.backprop(present.forward.activations[0], present.target)


def _checkpoint_before(session: Session, count: int, latest: Checkpoint | None) -> Checkpoint:
    if latest is None:
        raise Conflict("The parameters before the step are no longer kept.")
    if latest.iteration + count != session.iteration:
        raise _other_steps()
    return latest


def _require_steps(
    session: Session, network: Network, pixels: Sequence[float], y: Array, steps: Steps
) -> Work[None]:
    """Raise Conflict unless these steps lead from `network`, which takes them, to the session's."""
    x = np.asarray(pixels, np.float64)
    for _ in range(steps.count):
        with np.errstate(all="ignore"):
            network.step(network.backprop(x, y).gradient, steps.learning_rate)
        yield
    if not np.array_equal(network.parameters.vector, session.network.parameters.vector):
        raise _other_steps()


def _other_steps() -> Conflict:
    return Conflict("The network's last change was not these steps on this drawing.")
