"""The last step back as tables: what the drawing itself should have been, pixel by pixel."""

from collections.abc import Iterator
from typing import Final

import numpy as np

from app.nn.arrays import Array
from app.take_home.facts import BackwardFacts
from app.take_home.input_tables import picture_table
from app.take_home.names import layer_name, neuron_name, pixel_position
from app.take_home.numbers import in_units, shown, signed, sum_shown, titled_in_units, unit_of
from app.take_home.tables import NONE, Table, strongest_indices

STRONGEST: Final = 10
"""Of so many pixels, and of so many neurons that ask one of them for something, all is listed."""


def drawing_tables(facts: BackwardFacts) -> Iterator[Table]:
    """Yield the nudges of all pixels, the strongest ones, and what the first of them is made of."""
    nudges = facts.trace.input_nudges
    unit = unit_of(nudges)
    title = titled_in_units(
        f"The nudges of the {nudges.size} pixels: more ink where positive", unit
    )
    yield picture_table(title, [in_units(nudge, unit) for nudge in nudges])
    yield strongest_pixels_table(facts.trace.forward.activations[0], nudges)
    yield pixel_sum_table(facts, int(strongest_indices(nudges, 1)[0]))


def strongest_pixels_table(inputs: Array, nudges: Array) -> Table:
    """Return the pixels that are to change the most."""
    return Table(
        "The pixels with the strongest nudges",
        ("pixel", "where", "ink", "nudge of the ink"),
        [
            (str(k), pixel_position(int(k), nudges.size), shown(inputs[k], 2), signed(nudges[k]))
            for k in strongest_indices(nudges, STRONGEST)
        ],
    )


def pixel_sum_table(facts: BackwardFacts, pixel: int) -> Table:
    """Return what each neuron of the first layer asks of a pixel, and the sum, its nudge."""
    deltas, weights = facts.trace.deltas[0], facts.forward.network.weights[0][:, pixel]
    asked, total = -deltas * weights, facts.trace.input_nudges[pixel]  # (n,)
    askers = strongest_indices(asked, STRONGEST)
    others = len(asked) - len(askers)
    rest = [float(np.delete(asked, askers).sum())] if others else []
    *terms, whole = sum_shown([*asked[askers].tolist(), *rest], total, is_signed=True)
    last = facts.forward.last
    rows = [
        (neuron_name(1, int(j), last), signed(-deltas[j]), shown(weights[j]), term)
        for j, term in zip(askers, terms, strict=False)
    ]
    if others:
        rows.append((f"the other {others}", NONE, NONE, terms[-1]))
    return Table(
        f"What {layer_name(1, last)} asks of {neuron_name(0, pixel, last)}",
        ("by", "−δ", "w", "wish for its ink = −δ · w"),
        [*rows, ("their sum, its nudge", NONE, NONE, whole)],
    )
