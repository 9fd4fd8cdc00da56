"""What tables and programs are made from: a drawing and the network before steps, or a chain."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from app.data.digits import Split
from app.errors import Conflict, InvalidInput
from app.nn.network import Network
from app.sessions.compute import Work
from app.sessions.history import Checkpoint
from app.sessions.session import Session
from app.take_home.chain_tables import Chain, chain_tables
from app.take_home.cost_tables import Digits
from app.take_home.input_tables import Placement
from app.take_home.tables import Table
from app.take_home.walk import Steps, Walk


class Drawing(NamedTuple):
    """A drawing, and how its walk is looked at."""

    pixels: Sequence[float]
    target: int | None
    placement: Placement | None
    looked_at: tuple[int, int] | None
    learning_rate: float
    steps: Steps | None


def walk_of(session: Session, drawing: Drawing, split: Split | None) -> Work[Walk]:
    """Return the walk of a drawing through the session's network; `split` goes with it.

    With steps, it begins before them: they must be the last that the session went through.
    Raises: Conflict where they are not; InvalidInput where the pass is not finite.
    """
    if drawing.target is None:
        session.forward(drawing.pixels)
    else:
        session.backward(drawing.pixels, drawing.target)
    vector = session.network.parameters.vector
    if drawing.steps is not None and drawing.target is not None:
        checkpoint = _checkpoint_before(session, drawing.steps.count)
        yield from _require_steps(session, checkpoint, drawing, drawing.steps)
        vector = checkpoint.vector
    return Walk(
        **session.architecture._asdict(),
        parameters=vector.copy(),
        pixels=np.asarray(drawing.pixels, np.float64),
        target=drawing.target,
        learning_rate=drawing.learning_rate,
        steps=drawing.steps,
        placement=drawing.placement,
        looked_at=drawing.looked_at,
        digits=None if split is None else Digits(split.images, split.labels),
    )


def _checkpoint_before(session: Session, count: int) -> Checkpoint:
    checkpoint = session.history.latest
    if checkpoint is None:
        raise Conflict("The parameters before the step are no longer kept.")
    if checkpoint.iteration + count != session.iteration:
        raise _other_steps()
    return checkpoint


def _require_steps(
    session: Session, checkpoint: Checkpoint, drawing: Drawing, steps: Steps
) -> Work[None]:
    """Raise Conflict unless these steps lead from the checkpoint to the session's network."""
    network: Network = session.network.copy()
    network.parameters.vector[...] = checkpoint.vector
    x = np.asarray(drawing.pixels, np.float64)
    assert drawing.target is not None
    y = session.desired(drawing.target)
    for _ in range(steps.count):
        with np.errstate(all="ignore"):
            network.step(network.backprop(x, y).gradient, steps.learning_rate)
        yield
    if not np.array_equal(network.parameters.vector, session.network.parameters.vector):
        raise _other_steps()


def _other_steps() -> Conflict:
    return Conflict("The network's last change was not these steps on this drawing.")


def tables_of_chain(chain: Chain) -> list[Table]:
    """Return the chain's tables. Raises: InvalidInput where one of its numbers is not finite."""
    try:
        return list(chain_tables(chain))
    except OverflowError as error:
        raise InvalidInput(("body", "parameters"), str(error), "overflow") from error
