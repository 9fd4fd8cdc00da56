"""The numbers of each beat and part, for its tables: computed as they are for the answers."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias

import numpy as np

from app.data.digits import Split
from app.errors import InvalidInput
from app.nn.chain_rule import passes
from app.nn.network import Network
from app.sessions.compute import Work
from app.sessions.session import Session
from app.take_home.cost_tables import Mean
from app.take_home.facts import backward_facts_of, facts_of
from app.take_home.gradient_tables import (
    DigitsNudges,
    MeanGradient,
    class_accuracy_table,
    digits_tables,
    gradient_tables,
)
from app.take_home.layers_tables import layers_tables
from app.take_home.tables import Table
from app.take_home.training_tables import (
    Deviating,
    PathRow,
    Readings,
    activations_table,
    directions_table,
    path_table,
    readings_tables,
)
from app.take_home.vanishing_tables import network_tables, product_table, slopes_table
from app.take_home.walk import Steps, network_of, networks_around, take_steps, walk_tables
from app.work.averaging import Average, single_gradients
from app.work.before_step import seen_by_others
from app.work.landscape import Landscape
from app.work.mini_batch_steps import Directions
from app.work.predictions import predict_all
from app.work.take_home import Drawing, walk_of

OTHERS_BEAT: Final = "step-others"
"""The beat that shows what the step does to the test digits."""

Labelled: TypeAlias = tuple[Sequence[float], int | Sequence[float]]
"""Pixels, and the digit or all the outputs that they should lead to."""


def walk_tables_of(
    session: Session, drawing: Drawing, split: Split | None, beat: str | None
) -> Work[list[Table]]:
    """Return the tables of a beat, or of all; with `split`, the mean cost over it is known.

    Raises: as `walk_of` and `predict_all` do.
    """
    walk = yield from walk_of(session, drawing, None)
    mean, others = None, None
    if split is not None and beat != OTHERS_BEAT:
        read = yield from predict_all(session.network, split)
        mean = Mean(len(split), read.correct, read.cost)
    if split is not None and walk.target is not None and beat in (None, OTHERS_BEAT):
        before = backward_facts_of(facts_of(network_of(walk), walk.pixels, None), walk.target)
        after, _ = take_steps(before, walk.steps or Steps(0, 0))
        others = yield from seen_by_others(*networks_around(walk, before, after), split)
    found = []
    for table in walk_tables(walk, mean, others):
        if beat is None or beat in table.beats:
            found.append(table)
        yield
    return found


def layers_tables_of(
    network: Network, x: Sequence[float], y: Sequence[float], neuron: int
) -> list[Table]:
    """Return the tables of a small network's pass. Raises: InvalidInput."""
    if len(network.layers) < 3 or neuron >= network.layers[-2]:
        message = "Expected a neuron of the last hidden layer"
        raise InvalidInput(("body", "neuron"), message, "out_of_range")
    try:
        (trace,) = passes(network, [x], [y]).each
        return list(layers_tables(network, trace, neuron))
    except OverflowError as error:
        raise InvalidInput(("body", "parameters"), str(error), "overflow") from error
    except ValueError as error:
        raise InvalidInput(("body", "output"), str(error)) from error


def gradient_tables_of(
    session: Session, subject: Average | Labelled, chosen: int | None
) -> Work[list[Table]]:
    """Return the tables of one example's gradient, or of an average that is still to be formed.

    Raises: InvalidInput where it is not finite.
    """
    if isinstance(subject, Average):
        mean = yield from _formed(subject)
    else:
        (trace,) = (yield from single_gradients(session, [subject])).traces
        mean = MeanGradient(-trace.gradient.vector, trace.cost, 1)
    return list(gradient_tables(session.network.parameters, mean, chosen))


def digits_tables_of(
    session: Session,
    examples: Sequence[Labelled],
    average: Average | None,
    middle: int,
    test: Split,
) -> Work[list[Table]]:
    """Return the tables of what some digits ask for, and of how the classes of `test` are read.

    Without an average, it is that of the examples. Raises: InvalidInput.
    """
    parameters = session.network.parameters
    asked = yield from single_gradients(session, examples)
    nudges = asked.nudges if examples else np.empty((0, parameters.vector.size))
    costs = [trace.cost for trace in asked.traces]
    if average is not None:
        mean: MeanGradient | None = yield from _formed(average)
    else:
        whole = (asked.average, sum(costs) / len(costs), len(costs)) if examples else None
        mean = whole and MeanGradient(*whole)
    labels = [int(trace.target.argmax()) for trace in asked.traces]
    digits = DigitsNudges(labels, nudges, costs)
    read = (yield from predict_all(session.network, test)).confusion
    accuracy = read.diagonal() / read.sum(axis=1)
    return [*digits_tables(parameters, digits, mean, middle), class_accuracy_table(accuracy)]


def _formed(average: Average) -> Work[MeanGradient]:
    yield from average.work()
    return MeanGradient(-average.gradient, average.cost, average.done)


def directions_table_of(directions: Directions) -> Work[Table]:
    """Return the table of mini-batches' directions, once those are known."""
    yield from directions.work()
    exact = directions.exact
    rows = [
        Deviating(each.deviation.angle, each.deviation.norm, each.cost)
        for each in directions.compared
    ]
    return directions_table(exact.norm, exact.cost, rows)


def path_table_of(landscape: Landscape) -> Work[Table]:
    """Return the table of a run's path, once it has been gone along; the plane itself is not."""
    yield from landscape.walk_path()
    path = [PathRow(**point) for point in landscape.walked]  # type: ignore[arg-type]
    return path_table(len(landscape.indices), path)


def readings_tables_of(network: Network, test: Split) -> Work[list[Table]]:
    """Return the tables of what a network reads in all digits of `test`."""
    read = yield from predict_all(network, test)
    return list(readings_tables(Readings(read.confusion.tolist(), read.cost)))


def activations_table_of(session: Session, pixels: Sequence[float]) -> Table:
    """Return the table of a drawing's activations. Raises: InvalidInput."""
    return activations_table(session.forward(pixels))


def slopes_table_of(name: str, session: Session, pixels: Sequence[float], layer: int) -> Table:
    """Return the table of a hidden layer's derivatives. Raises: InvalidInput."""
    return slopes_table(name, session.network, session.forward(pixels), layer)


def product_table_of(
    name: str, session: Session, pixels: Sequence[float], target: int, rank: int
) -> Table:
    """Return the table of an output's strongest path. Raises: InvalidInput."""
    trace = session.backward(pixels, target)
    return product_table(name, session.network, trace, target, rank)


def network_tables_of(name: str, session: Session, state: Mapping[str, Any]) -> Iterator[Table]:
    """Return the tables of a network and its layers."""
    return network_tables(name, session.network, session.initializer, session.seed, state)
