"""The way back as tables: levers, what each asks for and the sums, deltas, nudges of weights."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from app.nn.arrays import Array
from app.take_home.facts import BackwardFacts
from app.take_home.names import layer_name, neuron_name, pixel_position
from app.take_home.numbers import (
    SMALL,
    adding_up,
    in_units,
    row_in_units,
    shown,
    signed,
    titled_in_units,
    unit_of,
)
from app.take_home.tables import NONE, Table, quantities, strongest_indices

MOST_COLUMNS: Final = 32
"""Where there are more neurons than this in a layer, only the strongest are told apart."""
LISTED: Final = 10
SHOWN_SHARES: Final = ("largest", "second", "third")
"""Of the wishes of more neurons than that, these are told apart, and the others added up."""
ADDING: Final = ("adding-others", "adding-row", "adding-up")
LEVERS: Final = ("levers", "lever-bias", "lever-weights", "lever-activations", "lever-no-direct")


def backward_tables(facts: BackwardFacts, is_stepped: bool) -> Iterator[Table]:
    """Yield all that is asked for on the way back.

    is_stepped: whether steps were taken, so that the beat of the step has tables of its own.
    """
    last = facts.forward.last
    before_step = ["step-ready"] if is_stepped else ["step-ready", "step"]
    yield bias_table(facts).on(*LEVERS)
    yield levers_table(facts).on(*LEVERS)
    columns = [f"adding-{k}" for k in range(facts.trace.deltas[-1].size)] if last > 1 else []
    others = columns_in_order(facts)[2:3] if last > 1 else []
    for k, beat in enumerate(columns):
        alone = ["adding-row", "adding-up"] if k == facts.target else []
        yield column_table(facts, k).on(beat, *(["adding-others"] if k in others else []), *alone)
    for layer in range(last - 1, 0, -1):
        beats = [*columns, *ADDING] if layer == last - 1 else [f"further-{layer}"]
        yield contributions_table(facts, layer).on(*beats)
    slopes = facts.forward.network.slopes(facts.trace.forward)
    for layer in range(last, 0, -1):
        beats = [f"further-{layer}-levers"] if layer < last else []
        beats += ["further-pixels"] if layer == 1 else []
        gates = {last: "gate", last - 1: f"further-{layer}-gate"}
        gate = [gates[layer]] if layer in gates and slopes[layer - 1] is not None else []
        if gate or beats:
            yield deltas_table(facts, layer).on(*gate, *beats)
        is_listed = facts.trace.gradient.weights[layer - 1].shape[1] > MOST_COLUMNS
        if beats and not is_listed:
            yield weight_nudges_table(facts, layer).on(*beats)
        yield strongest_nudges_table(facts, layer).on(*(beats if is_listed else []), *before_step)


def bias_table(facts: BackwardFacts) -> Table:
    """Return how the output that should rise can move its bias."""
    k, trace, last = facts.target, facts.trace, facts.forward.last
    return quantities(
        f"The first lever of {neuron_name(last, k, last)}: its bias",
        (
            ("−∂C₀/∂a, the nudge of a", signed(trace.nudges[-1][k])),
            ("δ = ∂C₀/∂z", shown(trace.deltas[-1][k])),
            ("b", shown(facts.forward.network.biases[-1][k])),
            ("−∂C₀/∂b = −δ, the nudge of b", signed(trace.bias_nudges[-1][k])),
        ),
    )


def levers_table(facts: BackwardFacts) -> Table:
    """Return how it can move its weights, and what it asks of the activations before it."""
    k, trace, last = facts.target, facts.trace, facts.forward.last
    asked = column_shown(facts, k) if last > 1 else []
    numbers = zip(
        trace.forward.activations[-2],
        facts.forward.network.weights[-1][k],
        trace.weight_nudges[-1][k],
        strict=True,
    )
    rows = [
        (neuron_name(last - 1, j, last), shown(a), shown(w), signed(nudge))
        for j, (a, w, nudge) in enumerate(numbers)
    ]
    return Table(
        f"The other two levers of {neuron_name(last, k, last)}: "
        "its weights, and the activations before it",
        ("from", "a", "w", "nudge of w = −δ · a", "wish for a = −δ · w"),
        [(*row, asked[j] if asked else NONE) for j, row in enumerate(rows)],
    )


def columns_in_order(facts: BackwardFacts) -> list[int]:
    """Return the outputs in their columns' order: the target, then the others by strength."""
    sizes = np.abs(facts.trace.contributions[-1]).max(axis=1)
    return sorted(range(sizes.size), key=lambda k: (k != facts.target, -sizes[k]))


def column_table(facts: BackwardFacts, k: int) -> Table:
    """Return what one output asks of the layer before it."""
    trace, last = facts.trace, facts.forward.last
    nudge = signed(-trace.deltas[-1][k])
    numbers = zip(facts.forward.network.weights[-1][k], column_shown(facts, k), strict=True)
    return Table(
        f"What {neuron_name(last, k, last)} asks of {layer_name(last - 1, last)}",
        ("neuron", "−δ", "w", "wish for a = −δ · w"),
        [(str(j), nudge, shown(w), asked) for j, (w, asked) in enumerate(numbers)],
    )


def column_shown(facts: BackwardFacts, k: int) -> list[str]:
    """Return what output k asks of the layer before it, as the table of all outputs has it.

    There the outputs' wishes add up to a sum. Smaller wishes are written with more digits here.
    """
    asked, nudges = facts.trace.contributions[-1], facts.trace.nudges[-2]
    is_in_units = unit_of((*asked.ravel(), *nudges)) != 0
    column = []
    for j, nudge in enumerate(nudges):
        share = float(asked[k, j])
        is_same = not is_in_units and abs(share) >= SMALL
        column.append(signed(adding_up(asked[:, j].tolist(), nudge)[k] if is_same else share))
    return column


def contributions_table(facts: BackwardFacts, layer: int) -> Table:
    """Return who asks the neurons of a hidden layer for what, and the sum, which is their nudge."""
    last, asked = facts.forward.last, facts.trace.contributions[layer - 1]
    nudges = facts.trace.nudges[layer - 1]
    unit = unit_of((*asked.ravel(), *nudges))
    title = f"What {layer_name(layer + 1, last)} asks of {layer_name(layer, last)}"
    if len(asked) > MOST_COLUMNS:
        return Table(
            titled_in_units(title, unit),
            ("neuron", *SHOWN_SHARES, f"the other {len(asked) - len(SHOWN_SHARES)}", "sum"),
            [(str(j), *largest_shares(asked[:, j], nudge, unit)) for j, nudge in enumerate(nudges)],
        )
    return Table(
        titled_in_units(title, unit),
        ("neuron", *(f"by {k}" for k in range(len(asked))), "sum"),
        [
            (str(j), *row_in_units(asked[:, j].tolist(), nudge, unit))
            for j, nudge in enumerate(nudges)
        ],
    )


def largest_shares(asked: Array, nudge: float, unit: int) -> list[str]:
    """Return the largest of what a neuron is asked for and by whom, the rest, and the sum."""
    askers = strongest_indices(asked, len(SHOWN_SHARES))
    shown_ones = asked[askers].tolist()
    cells = row_in_units([*shown_ones, nudge - sum(shown_ones)], nudge, unit)
    named = [f"{cell} by {k}" for cell, k in zip(cells, askers, strict=False)]
    return [*named, *cells[len(named) :]]


def deltas_table(facts: BackwardFacts, layer: int) -> Table:
    """Return the nudges of a layer, and what the slopes let through to their z and biases."""
    trace, slopes = facts.trace, facts.forward.network.slopes(facts.trace.forward)[layer - 1]
    z = trace.forward.pre_activations[layer - 1]
    numbers = zip(
        trace.nudges[layer - 1],
        z,
        trace.forward.activations[layer],
        [NONE] * len(z) if slopes is None else map(shown, slopes),
        trace.deltas[layer - 1],
        trace.bias_nudges[layer - 1],
        strict=True,
    )
    return Table(
        f"Nudges of {layer_name(layer, facts.forward.last)}",
        ("neuron", "nudge of a", "z", "a", "f′(z)", "δ", "nudge of b = −δ"),
        [
            (str(j), signed(nudge), shown(z), shown(a), slope, shown(delta), signed(of_bias))
            for j, (nudge, z, a, slope, delta, of_bias) in enumerate(numbers)
        ],
    )


def weight_nudges_table(facts: BackwardFacts, layer: int) -> Table:
    """Return the nudges of all weights into a layer."""
    nudges = facts.trace.weight_nudges[layer - 1]  # (n, n_in)
    unit = unit_of(nudges.ravel())
    title = f"Nudges of the weights into {layer_name(layer, facts.forward.last)}"
    return Table(
        titled_in_units(title, unit),
        ("neuron", *(f"from {k}" for k in range(nudges.shape[1]))),
        [(str(j), *(in_units(nudge, unit) for nudge in row)) for j, row in enumerate(nudges)],
    )


def strongest_nudges_table(facts: BackwardFacts, layer: int) -> Table:
    """Return which weights into a layer are to change the most."""
    trace, last = facts.trace, facts.forward.last
    nudges = trace.weight_nudges[layer - 1]  # (n, n_in)
    rows = []
    for index in strongest_indices(nudges.ravel(), LISTED):
        to, source = divmod(int(index), nudges.shape[1])
        name = neuron_name(layer - 1, source, last)
        if layer == 1:
            name += f" ({pixel_position(source, nudges.shape[1])})"
        delta, a = trace.deltas[layer - 1][to], trace.forward.activations[layer - 1][source]
        numbers = signed(-delta), shown(a), signed(nudges[to, source])
        rows.append((neuron_name(layer, to, last), name, *numbers))
    return Table(
        f"The strongest nudges of the {nudges.size} weights into {layer_name(layer, last)}",
        ("to", "from", "−δ", "a", "nudge of w = −δ · a"),
        rows,
    )
