"""The walk of one drawing: everything is computed here, and all that the page shows is printed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.nn.activations import Activation
from app.nn.arrays import Array
from app.nn.costs import Cost
from app.take_home.backward_tables import backward_tables
from app.take_home.cost_tables import Digits, cost_tables
from app.take_home.facts import BackwardFacts, Facts, backward_facts_of, facts_of
from app.take_home.forward_tables import forward_tables
from app.take_home.input_tables import Placement, input_tables
from app.take_home.passes import Net, net_of, stepped
from app.take_home.step_tables import ready_table, step_tables
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
    hidden: Activation
    output: Activation
    cost: Cost
    parameters: Array
    """Before the steps: layer by layer, first the weights row by row, then the biases."""
    pixels: Array
    """From 0, paper, to 1, ink."""
    target: int | None
    """The digit it should have been, if somebody has said so."""
    learning_rate: float
    """Of the step to come."""
    steps: Steps | None = None
    placement: Placement | None = None
    looked_at: tuple[int, int] | None = None
    """Layer and index of a neuron that somebody chose to look at."""
    digits: Digits | None = None


def main(walk: Walk) -> None:
    """Print every table of the walk."""
    print_tables(walk_tables(walk))


def walk_tables(walk: Walk) -> Iterator[Table]:
    """Yield every table of the walk, in the order of its story."""
    net = net_of(walk.layers, walk.parameters, walk.hidden, walk.output, walk.cost)
    facts = facts_of(net, walk.pixels, walk.looked_at)
    yield from input_tables(walk.pixels, walk.placement)
    if walk.target is None:
        yield from forward_tables(facts, [(l, facts.focus(l)) for l in range(1, facts.last + 1)])
        return
    before = backward_facts_of(facts, walk.target)
    steps = Steps(0, 0) if walk.steps is None else walk.steps
    after, costs = taken(before, steps)
    yield from forward_tables(after.forward, neurons_of(after))
    yield from cost_tables(after, walk.digits)
    yield from backward_tables(after)
    yield ready_table(after, walk.learning_rate)
    if steps.count:
        yield from step_tables(before, after, costs)


def taken(facts: BackwardFacts, steps: Steps) -> tuple[BackwardFacts, list[float]]:
    """Take the steps; return what is told after them, and the cost before the first and after each.

    The network that the page shows is that after the steps.
    """
    costs = [facts.back.cost]
    for _ in range(steps.count):
        net: Net = stepped(facts.forward.net, facts.back, steps.learning_rate)
        x, looked_at = facts.forward.activations[0], facts.forward.looked_at
        facts = backward_facts_of(facts_of(net, x, looked_at), facts.target)
        costs.append(facts.back.cost)
    return facts, costs


def neurons_of(facts: BackwardFacts) -> list[tuple[int, int]]:
    """Return the neurons whose sums the walk takes apart, by layer and index, each once."""
    forward: Facts = facts.forward
    last = forward.last
    neurons = [(l, forward.focus(l)) for l in range(1, last + 1)]
    neurons.append((last, facts.target))
    if last > 1:
        neurons.append((last - 1, strongest(facts.back.contributions[-1][facts.target])))
    return list(dict.fromkeys(neurons))
