"""What tables and programs are made from: a drawing and the network before steps, or a chain."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from app.data.digits import Split
from app.errors import InvalidInput
from app.sessions.compute import Work
from app.sessions.history import Checkpoint
from app.sessions.session import Session
from app.take_home.chain_tables import Chain, chain_tables
from app.take_home.cost_tables import Digits
from app.take_home.input_tables import Placement
from app.take_home.tables import Table
from app.take_home.walk import Steps, Walk
from app.work.steps_taken import network_before


class Drawing(NamedTuple):
    """A drawing, and how its walk is looked at."""

    pixels: Sequence[float]
    target: int | None
    placement: Placement | None
    looked_at: tuple[int, int] | None
    learning_rate: float
    steps: Steps | None
    latest: Checkpoint | None
    """What one step back leads to, where there are steps."""


def walk_of(session: Session, drawing: Drawing, split: Split | None) -> Work[Walk]:
    """Return the walk of a drawing through the session's network; `split` goes with it.

    With steps, it begins before them: they must be the last that the session went through.
    Raises: Conflict where they are not; InvalidInput where the pass is not finite.
    """
    if drawing.target is None:
        session.forward(drawing.pixels)
    else:
        session.backward(drawing.pixels, drawing.target)
    network = session.network
    if drawing.target is not None:
        pixels, steps = drawing.pixels, drawing.steps
        network = yield from network_before(session, pixels, drawing.target, steps, drawing.latest)
    return Walk(
        **session.architecture._asdict(),
        parameters=network.parameters.vector.copy(),
        pixels=np.asarray(drawing.pixels, np.float64),
        target=drawing.target,
        learning_rate=drawing.learning_rate,
        steps=drawing.steps,
        placement=drawing.placement,
        looked_at=drawing.looked_at,
        digits=None if split is None else Digits(split.images, split.labels),
    )


def tables_of_chain(chain: Chain) -> list[Table]:
    """Return the chain's tables. Raises: InvalidInput where one of its numbers is not finite."""
    try:
        return list(chain_tables(chain))
    except OverflowError as error:
        raise InvalidInput(("body", "parameters"), str(error), "overflow") from error
