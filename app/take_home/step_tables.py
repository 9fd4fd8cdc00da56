"""The step as tables: the rule with the numbers of one weight, and what came of it."""

from collections.abc import Iterator, Sequence
from typing import Final

from app.take_home.facts import BackwardFacts
from app.take_home.forward_tables import single
from app.take_home.names import neuron_name
from app.take_home.numbers import digits_alike, shown
from app.take_home.tables import Table, in_rows, quantities

WIDTH: Final = 10
"""Costs in one row."""
SMALL_COSTS: Final = 1e-7
"""Costs that are all smaller than this have as many digits as each asks for."""


def ready_table(facts: BackwardFacts, learning_rate: float) -> Table:
    """Return what a step will do to the weight that counts most for the target's output."""
    k, source = facts.target, facts.heaviest
    return quantities(
        "The step to come: w ← w − η · ∂C₀/∂w",
        (
            ("η, the learning rate", f"{learning_rate:g}"),
            (f"w, {between(facts)}", shown(facts.forward.net.weights[-1][k, source])),
            ("∂C₀/∂w", shown(facts.back.gradients_w[-1][k, source])),
        ),
    )


def step_tables(
    before: BackwardFacts, after: BackwardFacts, costs: Sequence[float]
) -> Iterator[Table]:
    """Yield what the steps have done to the cost, to the outputs and to one weight."""
    yield costs_table(costs)
    outputs = zip(before.back.activations[-1], after.back.activations[-1], strict=True)
    yield Table(
        "The outputs before and after",
        ("output", "a before", "a after"),
        [(str(j), *map(shown, pair)) for j, pair in enumerate(outputs)],
    )
    yield weight_table(before, after)


def costs_table(costs: Sequence[float]) -> Table:
    """Return the cost before the first step, and after each."""
    width = min(WIDTH, len(costs))
    digits = None if 0 < max(map(abs, costs)) < SMALL_COSTS else digits_alike(costs)
    rows = in_rows([shown(cost, digits) for cost in costs], width)
    return Table(
        "The cost of this drawing after each step",
        ("steps", *(f"+{k}" for k in range(width))),
        [(str(r * width), *row) for r, row in enumerate(rows)],
    )


def weight_table(before: BackwardFacts, after: BackwardFacts) -> Table:
    """Return the weight that counted most before the steps, and what has become of it."""
    k, source = before.target, before.heaviest
    then = float(before.forward.net.weights[-1][k, source])
    weights, sums = after.forward.net.weights[-1][k], after.forward.sums[-1]
    is_listed = source in sums.indices[k]
    now = float(weights[source] if is_listed else single(weights)[source])
    digits = digits_alike((then, now))
    return quantities(
        f"The weight {between(before)}",
        (("w before", shown(then, digits)), ("w after", shown(now, digits))),
    )


def between(facts: BackwardFacts) -> str:
    """Return which weight counts most for the target's output."""
    last = facts.forward.last
    source, output = (
        neuron_name(last - 1, facts.heaviest, last),
        neuron_name(last, facts.target, last),
    )
    return f"from {source} to {output}"
