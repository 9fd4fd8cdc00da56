"""What a program to take home begins with: a drawing and the network before steps, or a chain."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from app.data.digits import Split
from app.errors import Conflict, InvalidInput
from app.nn.chain_rule import passes, ripple
from app.nn.network import Network
from app.nn.what_if import OneActivation, OneParameter
from app.sessions.compute import Work
from app.sessions.history import Moment
from app.sessions.session import Session
from app.take_home.chain import PARAMETERS, Chain
from app.take_home.chain_tables import NUDGED
from app.take_home.cost_tables import Digits
from app.take_home.input_tables import Placement
from app.take_home.walk import Steps, Walk


class Drawing(NamedTuple):
    """A drawing, and how somebody looks at its walk."""

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
        moment = _moment_before(session, drawing.steps.count)
        yield from _require_steps(session, moment, drawing, drawing.steps)
        vector = moment.vector
    network = session.network
    return Walk(
        layers=network.layers,
        hidden=network.activation,
        output=network.output,
        cost=network.cost,
        parameters=vector.copy(),
        pixels=np.asarray(drawing.pixels, np.float64),
        target=drawing.target,
        learning_rate=drawing.learning_rate,
        steps=drawing.steps,
        placement=drawing.placement,
        looked_at=drawing.looked_at,
        digits=None if split is None else Digits(split.images, split.labels),
    )


def _moment_before(session: Session, count: int) -> Moment:
    moment = session.history.latest
    if moment is None:
        raise Conflict("The parameters before the step are no longer kept.")
    if moment.iteration + count != session.iteration:
        raise _other_steps()
    return moment


def _require_steps(session: Session, moment: Moment, drawing: Drawing, steps: Steps) -> Work[None]:
    """Raise Conflict unless these steps lead from the moment to the session's network."""
    network: Network = session.network.copy()
    network.parameters.vector[...] = moment.vector
    x = np.asarray(drawing.pixels, np.float64)
    assert drawing.target is not None
    y = session.desired(drawing.target)
    for _ in range(steps.count):
        with np.errstate(all="ignore"):
            network.step(network.backprop(x, y).gradient, steps.learning_rate)
        yield
    # To rounding: the passes of a step and those of several are not written in one place.
    if not np.allclose(network.parameters.vector, session.network.parameters.vector, 1e-9, 1e-12):
        raise _other_steps()


def _other_steps() -> Conflict:
    return Conflict("The network's last change was not these steps on this drawing.")


def chain_of(
    network: Network,
    example: tuple[float, float],
    by: float,
    pairs: Sequence[tuple[float, float]],
    parameter: int,
) -> Chain:
    """Return the chain with the numbers of `network`, of which every quantity must be finite.

    Raises: InvalidInput where one is not.
    """
    chain = Chain(
        network.activation,
        network.output,
        network.cost,
        network.parameters.vector,
        *example,
        by,
        tuple(pairs),
        parameter,
    )
    x, y = ([[each] for each in column] for column in zip(example, *pairs, strict=True))
    try:
        first, *_ = passes(network, x, y).each
        for name in NUDGED:
            ripple(network, first, _quantity(name), by)
    except OverflowError as error:
        raise InvalidInput(("body", "parameters"), str(error), "overflow") from error
    return chain


def _quantity(name: str) -> OneParameter | OneActivation:
    if name in PARAMETERS:
        return OneParameter(PARAMETERS.index(name))
    return OneActivation(int(name[1]), 0)
