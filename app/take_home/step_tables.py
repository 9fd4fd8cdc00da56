"""The step as tables: the rule with the numbers of one weight, and what came of it."""

from collections.abc import Iterator, Sequence
from typing import Final

from app.take_home.facts import BackwardFacts
from app.take_home.names import neuron_name
from app.take_home.numbers import common_digits, shown
from app.take_home.tables import Table, in_rows, quantities

WIDTH: Final = 10
"""Costs in one row."""
SMALL_COSTS: Final = 1e-7
"""Costs that are all smaller than this have as many digits as each needs."""


def ready_table(facts: BackwardFacts, learning_rate: float) -> Table:
    """Return what a step will do to the weight that counts most for the target's output."""
    k, source = facts.target, facts.heaviest
    return quantities(
        "The step to come: w ← w − η · ∂C₀/∂w",
        (
            ("η, the learning rate", f"{learning_rate:g}"),
            (f"w, {between(facts)}", shown(facts.forward.network.weights[-1][k, source])),
            ("∂C₀/∂w", shown(facts.trace.gradient.weights[-1][k, source])),
        ),
    )


def step_tables(
    before: BackwardFacts, after: BackwardFacts, costs: Sequence[float]
) -> Iterator[Table]:
    """Yield what the steps have done to the cost, to the outputs and to one weight."""
    yield costs_table(costs).on("step")
    outputs = zip(before.forward.trace.output, after.forward.trace.output, strict=True)
    yield Table(
        "The outputs before and after",
        ("output", "a before", "a after"),
        [(str(j), *map(shown, pair)) for j, pair in enumerate(outputs)],
    ).on("step")
    yield weight_table(before, after).on("step")


def costs_table(costs: Sequence[float]) -> Table:
    """Return the cost before the first step, and after each."""
    width = min(WIDTH, len(costs))
    digits = None if 0 < max(map(abs, costs)) < SMALL_COSTS else common_digits(costs)
    rows = in_rows([shown(cost, digits) for cost in costs], width)
    return Table(
        "The cost of this drawing after each step",
        ("steps", *(f"+{k}" for k in range(width))),
        [(str(r * width), *row) for r, row in enumerate(rows)],
    )


def weight_table(before: BackwardFacts, after: BackwardFacts) -> Table:
    """Return the weight that counted most before the steps, and what has become of it."""
    k, source = before.target, before.heaviest
    then, now = (float(facts.forward.network.weights[-1][k, source]) for facts in (before, after))
    digits = common_digits((then, now))
    return quantities(
        f"The weight {between(before)}",
        (("w before", shown(then, digits)), ("w after", shown(now, digits))),
    )


def between(facts: BackwardFacts) -> str:
    """Return which weight counts most for the target's output."""
    last = facts.forward.last
    source = neuron_name(last - 1, facts.heaviest, last)
    return f"from {source} to {neuron_name(last, facts.target, last)}"
