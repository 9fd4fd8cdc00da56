"""The forward pass as tables: what a neuron's sum is made of, and every neuron of a layer."""

from collections.abc import Iterator, Mapping, Sequence

from app.take_home.facts import Facts
from app.take_home.input_tables import picture_table
from app.take_home.names import capitalised, full_name, layer_name, neuron_name
from app.take_home.numbers import shown, sum_shown
from app.take_home.tables import NONE, Table, quantities


def forward_tables(
    facts: Facts, neurons: Mapping[tuple[int, int], Sequence[str]]
) -> Iterator[Table]:
    """Yield the sums of some neurons, and all layers.

    neurons: by layer and index, each with the beats that take its sum apart.
    """
    yield weights_table(facts, facts.focus(1)).on("forward-1-weights")
    for (layer, index), beats in neurons.items():
        yield sum_table(facts, layer, index).on(*beats)
    for layer in range(1, facts.last + 1):
        sums = [f"forward-{later}-sum" for later in range(layer + 1, facts.last + 1)]
        layers = [f"forward-{later}" for later in range(layer, facts.last + 1)]
        yield layer_table(facts, layer).on(*sums, *layers, "answer")
    outputs, digit = facts.trace.output, facts.prediction
    yield quantities(
        "The answer", (("digit", str(digit)), ("its a, the largest", shown(outputs[digit])))
    ).on("answer", "target")


def focus_beats(facts: Facts) -> dict[tuple[int, int], list[str]]:
    """Return the neurons that the way forward takes apart, and the beats that do so."""
    beats = {(l, facts.focus(l)): [f"forward-{l}-sum"] for l in range(1, facts.last + 1)}
    beats[1, facts.focus(1)].append("forward-1-weights")
    return beats


def sum_table(facts: Facts, layer: int, index: int) -> Table:
    """Return what a neuron's sum is made of, and what its function makes of that."""
    sums, last = facts.sums[layer - 1], facts.last
    added = (*sums.products[index], sums.rest[index], sums.biases[index])
    *products, rest, bias, z = sum_shown(added, sums.pre_activations[index])
    factors = zip(
        sums.indices[index], sums.weights[index], sums.activations_before[index], strict=True
    )
    terms = [
        (neuron_name(layer - 1, k, last), shown(w), shown(a), product)
        for (k, w, a), product in zip(factors, products, strict=True)
    ]
    function = facts.network.functions[layer - 1].name
    return Table(
        f"The sum of {full_name(layer, index, last)}",
        ("term", "w", "a before", "≈ w · a"),
        (
            *terms,
            (f"the other {sums.rest_count}", NONE, NONE, rest),
            ("bias", NONE, NONE, bias),
            ("z, their sum", NONE, NONE, z),
            (f"a = {function}(z)", NONE, NONE, shown(sums.activations[index])),
        ),
    )


def weights_table(facts: Facts, index: int) -> Table:
    """Return the weights that a neuron of the first layer has for the pixels."""
    cells = [shown(weight, 2) for weight in facts.network.weights[0][index]]
    return picture_table(f"The weights of neuron {index}, pixel by pixel", cells)


def layer_table(facts: Facts, layer: int) -> Table:
    """Return b, z and a of each neuron of a layer."""
    numbers = zip(
        facts.network.biases[layer - 1],
        facts.trace.pre_activations[layer - 1],
        facts.trace.activations[layer],
        strict=True,
    )
    return Table(
        capitalised(layer_name(layer, facts.last)),
        ("output" if layer == facts.last else "neuron", "b", "z", "a"),
        [(str(index), *map(shown, row)) for index, row in enumerate(numbers)],
    )
