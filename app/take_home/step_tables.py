"""The step as tables: the rule with the numbers of one weight, and what came of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.nn.arrays import Array
from app.nn.directions import RATES, Steepest
from app.nn.finite_difference import GradientCheck, check_gradient
from app.nn.network import Network
from app.nn.score import cost_sums_by_label
from app.nn.training import chunks
from app.nn.what_if import OneParameter, WhatIfParameter
from app.take_home.cost_tables import CHUNK, Digits
from app.take_home.facts import BackwardFacts
from app.take_home.names import neuron_name
from app.take_home.numbers import common_digits, grouped, shown, signed
from app.take_home.tables import NONE, Table, in_rows, quantities, strongest

WIDTH: Final = 10
"""Costs in one row."""
SMALL_COSTS: Final = 1e-7
"""Costs that are all smaller than this have as many digits as each needs."""

PRINTED_RATES: Final = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0)

CHANGE_DIGITS: Final = 3
"""Of the change of a mean cost."""


@dataclass(frozen=True)
class Others:
    """The cost of each digit's examples before steps on one drawing, and after them."""

    before: Array
    """The mean C0 of each digit's examples, shape (10,)."""
    after: Array
    counts: NDArray[np.intp]
    """How many examples there are of each, shape (10,)."""

    @property
    def mean_before(self) -> float:
        """The mean C0 over all of them."""
        return float(np.average(self.before, weights=self.counts))

    @property
    def mean_after(self) -> float:
        """The same after the steps."""
        return float(np.average(self.after, weights=self.counts))


def ready_table(facts: BackwardFacts, learning_rate: float) -> Table:
    """Return what a step will do to the weight that counts most for the target's output."""
    k, source = facts.target, facts.heaviest
    weight = facts.forward.network.weights[-1][k, source]
    derivative = facts.trace.gradient.weights[-1][k, source]
    return quantities(
        "The step to come: w ← w − η · ∂C₀/∂w",
        (
            ("η, the learning rate", f"{learning_rate:g}"),
            (f"w, {between(facts)}", shown(weight)),
            ("∂C₀/∂w", shown(derivative)),
            ("w − η · ∂C₀/∂w", shown(weight - learning_rate * derivative)),
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


def others_over(before: Network, after: Network, digits: Digits) -> Others:
    """Return what steps from one network to another do to some digits."""
    sums = np.zeros((2, before.layers[-1]))
    for chunk in chunks(len(digits.labels), CHUNK):
        x, labels = digits.images[chunk] / 255, digits.labels[chunk]
        with np.errstate(all="ignore"):  # A step may be so long that numbers overflow.
            sums += [cost_sums_by_label(network, x, labels) for network in (before, after)]
    counts = np.bincount(digits.labels, minlength=before.layers[-1])
    return Others(sums[0] / counts, sums[1] / counts, counts)


def others_table(others: Others | None) -> Table:
    """Return what a step does to each digit's test examples, where that is known."""
    rows: list[tuple[str, ...]] = []
    if others is not None:
        pairs = zip(others.counts, others.before, others.after, strict=True)
        rows = [others_row(str(digit), *pair) for digit, pair in enumerate(pairs)]
        total = int(others.counts.sum())
        rows.append(others_row("all", total, others.mean_before, others.mean_after))
    return Table(
        "The mean cost of each digit's test examples before the step and after it",
        ("digit", "examples", "before", "after", "change"),
        rows or [(NONE,) * 5],
    )


def others_row(name: str, count: int, before: float, after: float) -> tuple[str, ...]:
    """Return a digit's row: the change is that of the exact costs."""
    costs = (shown(cost, common_digits((before, after))) for cost in (before, after))
    return (name, grouped(count), *costs, signed(after - before, CHANGE_DIGITS))


def rates_tables(before: BackwardFacts, learning_rate: float) -> Iterator[Table]:
    """Yield where one step leads at other learning rates, and what its slope promises."""
    trace = before.trace
    with np.errstate(all="ignore"):  # A long step may leave all bounds.
        steepest = Steepest(before.forward.network, trace)
        costs = np.array([steepest.cost(rate) for rate in RATES])
        best = int(np.where(np.isfinite(costs), costs, np.inf).argmin())
        rows = [
            rate_row(rate, steepest.cost(rate), steepest.tangent(rate))
            for rate in sorted({*PRINTED_RATES, learning_rate})
        ]
    yield quantities(
        "The step along −∇C₀",
        (
            ("C₀ without a step", shown(trace.cost)),
            ("|∇C₀|², by which it falls for each unit of η at first", shown(-steepest.slope)),
            ("the lowest C₀ of rates up to 10", shown(costs[best])),
            ("the rate there", shown(RATES[best])),
        ),
    )
    yield Table(
        "The cost of this drawing after one step, by its learning rate",
        ("η", "C₀ after it", "promised by the slope"),
        rows,
    )


def rate_row(rate: float, cost: float, tangent: float) -> tuple[str, ...]:
    """Return where a rate leads; no number where that is beyond all bounds."""
    return (f"{rate:g}", *(shown(x) if np.isfinite(x) else NONE for x in (cost, tangent)))


def why_fast_tables(facts: BackwardFacts) -> Iterator[Table]:
    """Yield what all derivatives cost by either way, and some of them found by both."""
    network = facts.forward.network
    count = network.parameters.vector.size
    yield quantities(
        "All derivatives, by either way",
        (
            ("weights and biases", grouped(count)),
            ("forward passes that measure their derivatives one by one", grouped(count + 1)),
            ("passes that back-propagation takes: one forward, one back", "2"),
            ("δ, each computed once", grouped(sum(network.layers[1:]))),
        ),
    )
    checks = [largest_check(facts, layer) for layer in range(1, len(network.layers))]
    yield Table(
        "The largest ∂C₀/∂w of each layer, twice",
        ("w", "measured", "by back-propagation"),
        [(check.name, *twice(check)) for check in checks],
    )


def largest_check(facts: BackwardFacts, layer: int) -> GradientCheck:
    """Measure the derivative that is largest of the weights into a layer."""
    network, gradients = facts.forward.network, facts.trace.gradient.weights
    first = sum(rows * (columns + 1) for rows, columns in map(np.shape, gradients[: layer - 1]))
    index = first + strongest(gradients[layer - 1].ravel())
    with np.errstate(all="ignore"):
        return check_gradient(WhatIfParameter(network, facts.trace, OneParameter(index)))


def twice(check: GradientCheck) -> tuple[str, ...]:
    """Return a derivative as it was measured and as it was computed, with the same digits."""
    both = check.finite_difference, check.backprop
    if not np.isfinite(both).all():
        return NONE, shown(check.backprop)
    digits = None if max(map(abs, both)) < SMALL_COSTS else common_digits(both)
    return shown(both[0], digits), shown(both[1], digits)
