"""Networks with several neurons a layer as tables: a derivative as a sum of paths, and one path."""

from collections.abc import Iterator, Sequence

from app.nn.chain_rule import factors
from app.nn.fold import Fold
from app.nn.network import Network
from app.nn.trace import BackwardTrace
from app.take_home.names import neuron_name
from app.take_home.numbers import FINE_DIGITS, fine, shown, sum_shown
from app.take_home.tables import NONE, Table, quantities


def layers_tables(network: Network, trace: BackwardTrace, neuron: int) -> Iterator[Table]:
    """Yield a small network's pass, and how one neuron of its last hidden layer acts on the cost.

    Raises: ValueError for softmax outputs, which depend on each other.
    """
    yield neurons_table(network, trace).on("layers")
    yield weights_table(network).on("layers")
    yield paths_table(network, trace, neuron).on("layers")


def neurons_table(network: Network, trace: BackwardTrace) -> Table:
    """Return b, z and a of every neuron, what the outputs should be, and the cost."""
    last = len(network.layers) - 1
    rows = []
    for l, layer in enumerate(trace.forward.activations):
        for k, a in enumerate(layer):
            b, z = NONE, NONE
            if l > 0:
                b = shown(network.biases[l - 1][k])
                z = shown(trace.forward.pre_activations[l - 1][k])
            y = shown(trace.target[k]) if l == last else NONE
            rows.append((name_of(l, k, last), b, z, shown(a), y))
    cost = ("C₀", NONE, NONE, fine(trace.cost), NONE)
    return Table("The neurons and the cost", ("neuron", "b", "z", "a", "y"), [*rows, cost])


def weights_table(network: Network) -> Table:
    """Return every weight, and between which neurons it is."""
    last = len(network.layers) - 1
    rows = [
        (name_of(l, k, last), name_of(l + 1, j, last), shown(weight))
        for l, matrix in enumerate(network.weights)
        for j, row in enumerate(matrix)
        for k, weight in enumerate(row)
    ]
    return Table("The weights", ("from", "to", "w"), rows)


def paths_table(network: Network, trace: BackwardTrace, k: int) -> Table:
    """Return what reaches a neuron of the last hidden layer through each output, and the sum."""
    found = factors(network, trace)
    derivatives = found.activation_by_z[-1]
    if derivatives is None:
        raise ValueError("Expected outputs that do not depend on each other, but got softmax")
    *products, total = sum_shown(
        found.paths[-1][:, k].tolist(),
        float(found.cost_by_activation[-2][k]),
        least_digits=FINE_DIGITS,
        is_signed=True,
    )
    factors_of = zip(
        found.z_by_activation[-1][:, k], derivatives, found.cost_by_activation[-1], strict=True
    )
    rows = [
        (f"through output {j}", *map(shown, row), product)
        for j, (row, product) in enumerate(zip(factors_of, products, strict=True))
    ]
    return Table(
        f"How hidden neuron {k} acts on the cost: ∂C₀/∂a(L−1)",
        ("path", "w", "σ'(z)", "2(a − y)", "≈ their product"),
        [*rows, ("all together", NONE, NONE, NONE, total)],
    )


def fold_tables(folded: Fold, path: Sequence[int]) -> Iterator[Table]:
    """Yield what the sums along a path are made of, and the chain that it makes."""
    last = len(path) - 1
    names = [neuron_name(layer, index, last) for layer, index in enumerate(path)]
    numbers = zip(
        folded.weights,
        folded.activations[:-1],
        folded.rests,
        folded.biases,
        folded.parameters[1::2],
        strict=True,
    )
    yield Table(
        "The sums of the path: z = w · a + (rest + b)",
        ("from", "to", "w", "a", "rest", "b", "rest + b"),
        [(names[l], names[l + 1], *map(shown, row)) for l, row in enumerate(numbers)],
    ).on("fold")
    yield quantities(
        "The path's end",
        (
            (f"a of {names[-1]}", shown(folded.activations[-1])),
            ("y, what it should be", shown(folded.target)),
            ("paths through the network", str(folded.path_count)),
        ),
    ).on("fold")


def name_of(layer: int, index: int, last: int) -> str:
    """Return "input 0", "hidden 2", "output 1"."""
    kind = "input" if layer == 0 else "output" if layer == last else "hidden"
    return f"{kind} {index}"
