"""The way back as tables: levers, wishes and their sums, deltas, and the nudges of weights."""

from collections.abc import Iterator
from typing import Final

from app.nn.arrays import Array
from app.take_home.facts import BackwardFacts
from app.take_home.forward_tables import single
from app.take_home.names import layer_name, neuron_name, pixel_place
from app.take_home.numbers import among, in_units, shown, signed, unit_of
from app.take_home.tables import NONE, Table, quantities, strongest_places

MOST_COLUMNS: Final = 32
"""Of the weights of a layer that is fed by more neurons than this, the strongest are listed."""
LISTED: Final = 10


def backward_tables(facts: BackwardFacts) -> Iterator[Table]:
    """Yield all that is asked for on the way back."""
    last = facts.forward.last
    yield bias_table(facts)
    yield levers_table(facts)
    if last > 1:
        yield from (column_table(facts, k) for k in range(len(facts.back.deltas[-1])))
    for layer in range(last - 1, 0, -1):
        yield contributions_table(facts, layer)
        yield deltas_table(facts, layer)
    if last == 1:
        yield deltas_table(facts, 1)
    for layer in range(last, 0, -1):
        if layer < last and len(facts.back.activations[layer - 1]) <= MOST_COLUMNS:
            yield weight_nudges(facts, layer)
        yield strongest_nudges(facts, layer)


def bias_table(facts: BackwardFacts) -> Table:
    """Return how the output that should rise can move its bias."""
    k, back, last = facts.target, facts.back, facts.forward.last
    delta = back.deltas[-1][k]
    return quantities(
        f"The first lever of {neuron_name(last, k, last)}: its bias",
        (
            ("−∂C₀/∂a, the nudge of a", signed(-back.gradients_a[-1][k])),
            ("δ = ∂C₀/∂z", shown(delta)),
            ("b", shown(facts.forward.net.biases[-1][k])),
            ("−∂C₀/∂b = −δ, the nudge of b", signed(-delta)),
        ),
    )


def levers_table(facts: BackwardFacts) -> Table:
    """Return how it can move its weights, and what it wishes of the activations before it."""
    k, back, last = facts.target, facts.back, facts.forward.last
    weights = single(facts.forward.net.weights[-1][k])
    wishes = [signed(wish) for wish in back.contributions[-1][k]] if last > 1 else []
    rows = [
        (neuron_name(last - 1, j, last), shown(a), shown(weights[j]), signed(-slope))
        for j, (a, slope) in enumerate(
            zip(back.activations[-2], back.gradients_w[-1][k], strict=True)
        )
    ]
    return Table(
        f"The other two levers of {neuron_name(last, k, last)}: "
        "its weights, and the activations before it",
        ("from", "a", "w", "nudge of w = −δ · a", "wish for a = −δ · w"),
        [(*row, wishes[j] if wishes else NONE) for j, row in enumerate(rows)],
    )


def column_table(facts: BackwardFacts, k: int) -> Table:
    """Return what one output asks of the layer before it."""
    back, last = facts.back, facts.forward.last
    nudge = signed(-back.deltas[-1][k])
    columns = zip(single(facts.forward.net.weights[-1][k]), back.contributions[-1][k], strict=True)
    return Table(
        f"What {neuron_name(last, k, last)} asks of {layer_name(last - 1, last)}",
        ("neuron", "−δ", "w", "wish for a = −δ · w"),
        [(str(j), nudge, shown(weight), signed(wish)) for j, (weight, wish) in enumerate(columns)],
    )


def contributions_table(facts: BackwardFacts, layer: int) -> Table:
    """Return who asks the neurons of a hidden layer for what, and the sum, which is their nudge."""
    last, wishes = facts.forward.last, facts.back.contributions[layer - 1]
    slopes = facts.back.gradients_a[layer - 1]
    unit = unit_of((*wishes.ravel(), *slopes))
    askers = [f"by {k}" for k in range(len(wishes))]
    return Table(
        in_units(f"What {layer_name(layer + 1, last)} asks of {layer_name(layer, last)}", unit),
        ("neuron", *askers, "sum"),
        [
            (str(j), *(among(wish, unit) for wish in (*wishes[:, j], -slope)))
            for j, slope in enumerate(slopes)
        ],
    )


def deltas_table(facts: BackwardFacts, layer: int) -> Table:
    """Return the nudges of a layer, and what its function lets through to their biases."""
    back = facts.back
    numbers = zip(
        back.gradients_a[layer - 1], back.zs[layer - 1], back.deltas[layer - 1], strict=True
    )
    return Table(
        f"Nudges of {layer_name(layer, facts.forward.last)}",
        ("neuron", "nudge of a", "z", "δ", "nudge of b = −δ"),
        [
            (str(j), signed(-slope), shown(z), shown(delta), signed(-delta))
            for j, (slope, z, delta) in enumerate(numbers)
        ],
    )


def weight_nudges(facts: BackwardFacts, layer: int) -> Table:
    """Return the nudges of all weights into a layer."""
    slopes = facts.back.gradients_w[layer - 1]  # (n, n_in)
    unit = unit_of(slopes.ravel())
    return Table(
        in_units(f"Nudges of the weights into {layer_name(layer, facts.forward.last)}", unit),
        ("neuron", *(f"from {k}" for k in range(slopes.shape[1]))),
        [(str(j), *(among(-slope, unit) for slope in row)) for j, row in enumerate(slopes)],
    )


def strongest_nudges(facts: BackwardFacts, layer: int) -> Table:
    """Return which weights into a layer are to change the most."""
    back, last = facts.back, facts.forward.last
    nudges: Array = -back.gradients_w[layer - 1]  # (n, n_in)
    rows = []
    for place in strongest_places(nudges.ravel(), LISTED):
        to, source = divmod(int(place), nudges.shape[1])
        name = neuron_name(layer - 1, source, last)
        if layer == 1:
            name += f" ({pixel_place(source, nudges.shape[1])})"
        numbers = signed(-back.deltas[layer - 1][to]), shown(back.activations[layer - 1][source])
        rows.append((neuron_name(layer, to, last), name, *numbers, signed(nudges[to, source])))
    return Table(
        f"The strongest nudges of the {nudges.size} weights into {layer_name(layer, last)}",
        ("to", "from", "−δ", "a", "nudge of w = −δ · a"),
        rows,
    )
