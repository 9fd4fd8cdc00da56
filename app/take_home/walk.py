"""The walk of one drawing: every number that its beats show, as tables."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.nn.arrays import Array
from app.nn.network import Network
from app.take_home.backward_tables import backward_tables
from app.take_home.cost_tables import Digits, Mean, cost_tables, mean_over
from app.take_home.drawing_tables import drawing_tables
from app.take_home.facts import BackwardFacts, backward_facts_of, facts_of
from app.take_home.forward_tables import focus_beats, forward_tables
from app.take_home.input_tables import Placement, input_tables
from app.take_home.step_tables import (
    Others,
    others_over,
    others_table,
    rates_tables,
    ready_table,
    step_tables,
    why_fast_tables,
)
from app.take_home.tables import Table, print_tables, strongest


@dataclass(frozen=True)
class Steps:
    """Steps that were taken on the drawing."""

    count: int
    learning_rate: float


@dataclass(frozen=True)
class Walk:
    """A drawing, and the network that reads it."""

    layers: Sequence[int]
    """Neurons of each layer, the inputs first."""
    activation: str
    """Of the hidden layers."""
    output: str
    """The activation of the last layer."""
    cost: str
    parameters: Array
    """Before the steps: layer by layer, first the weights row by row, then the biases."""
    pixels: Array
    """From 0, paper, to 1, ink."""
    target: int | None
    """The digit it should have been, where that is known."""
    learning_rate: float
    """Of the step to come."""
    steps: Steps | None = None
    placement: Placement | None = None
    looked_at: tuple[int, int] | None = None
    """Layer and index of a neuron that was chosen to be looked at."""
    digits: Digits | None = None


def main(walk: Walk) -> None:
    """Print every table of the walk."""
    print_tables(walk_tables(walk))


def walk_tables(
    walk: Walk, mean: Mean | None = None, others: Others | None = None
) -> Iterator[Table]:
    """Yield every table of the walk, in the order of its story.

    mean: how the network does on the test digits; others: what the step does to them. Both are
    computed where the walk brings the digits.
    """
    facts = facts_of(network_of(walk), walk.pixels, walk.looked_at)
    yield from input_tables(walk.pixels, walk.placement)
    if walk.target is None:
        yield from forward_tables(facts, focus_beats(facts))
        return
    before = backward_facts_of(facts, walk.target)
    steps = Steps(0, 0) if walk.steps is None else walk.steps
    after, costs = take_steps(before, steps)
    if walk.digits is not None:
        mean = mean_over(after.forward.network, walk.digits)
        others = others_over(*networks_around(walk, before, after), walk.digits)
    yield from forward_tables(after.forward, beats_of_neurons(after))
    yield from cost_tables(after, mean)
    yield from backward_tables(after, steps.count > 0)
    for table in drawing_tables(after):
        yield table.on("further-drawing")
    ready = ready_table(after, walk.learning_rate)
    yield ready.on("step-ready") if steps.count else ready.on("step-ready", "step")
    if steps.count:
        yield from step_tables(before, after, costs)
    yield others_table(others).on("step-others")
    for table in rates_tables(before, walk.learning_rate):
        yield table.on("step-too-long")
    for table in why_fast_tables(after):
        yield table.on("why-fast")


def network_of(walk: Walk) -> Network:
    """Return the network as it was before the steps."""
    network = Network(walk.layers, walk.activation, walk.output, walk.cost)
    network.parameters.vector[...] = walk.parameters
    return network


def take_steps(before: BackwardFacts, steps: Steps) -> tuple[BackwardFacts, list[float]]:
    """Take the steps; return the facts after them, and the cost before the first and after each.

    The network that the page shows is that after the steps.
    """
    facts, costs = before, [before.trace.cost]
    for _ in range(steps.count):
        network = facts.forward.network.copy()
        network.step(facts.trace.gradient, steps.learning_rate)
        x, looked_at = facts.forward.trace.activations[0], facts.forward.looked_at
        facts = backward_facts_of(facts_of(network, x, looked_at), facts.target)
        costs.append(facts.trace.cost)
    return facts, costs


def networks_around(
    walk: Walk, before: BackwardFacts, after: BackwardFacts
) -> tuple[Network, Network]:
    """Return the networks before and after the steps taken; of the one to come where none was."""
    if walk.steps is not None:
        return before.forward.network, after.forward.network
    stepped = before.forward.network.copy()
    stepped.step(before.trace.gradient, walk.learning_rate)
    return before.forward.network, stepped


def beats_of_neurons(facts: BackwardFacts) -> dict[tuple[int, int], list[str]]:
    """Return the neurons whose sums the walk takes apart, and the beats that do so."""
    beats, last = focus_beats(facts.forward), facts.forward.last
    beats.setdefault((last, facts.target), []).append("levers")
    if last > 1:
        most = strongest(facts.trace.contributions[-1][facts.target])
        beats.setdefault((last - 1, most), []).append("lever-no-direct")
    return beats
