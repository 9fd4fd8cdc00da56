"""A chain of one neuron a layer as tables: its quantities, nudges, factors, gradient, examples.

Its quantities are called by their letter and layer: `w3`, `z3`, `a3` of the last one, `a0` for the
input, `y` and `C`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from app.nn.arrays import Array
from app.nn.chain_rule import Factors, Perturbation, factors, passes, perturb
from app.nn.network import Network
from app.nn.trace import BackwardTrace
from app.nn.what_if import OneActivation, OneParameter
from app.take_home.numbers import FINE_DIGITS, fine, fine_signed, shown, sum_shown
from app.take_home.tables import NONE, Table, print_tables, quantities

LAST: Final = 3
LAYERS: Final = (1, 1, 1, 1)
PARAMETERS: Final = ("w1", "b1", "w2", "b2", "w3", "b3")
"""In the order of the flat vector."""
QUANTITIES: Final = (
    *("a0", "w1", "b1", "z1", "a1", "w2", "b2", "z2", "a2", "w3", "b3", "z3", "a3"),
    "y",
)
LETTERS: Final[Mapping[str, str]] = {"a0": "x", "y": "y", "C": "C₀"}
NUDGED: Final[Mapping[str, str]] = {
    "ripple-weight": "w3",
    "ripple-bias": "b3",
    "ripple-activation": "a2",
    "ripple-back": "w2",
}
"""What is nudged, by the part of the scene that does so."""


@dataclass(frozen=True)
class Chain:
    """The numbers of the chain, and what is asked about it."""

    activation: str
    """Of the hidden layers."""
    output: str
    """The activation of the last layer."""
    cost: str
    parameters: Array
    """As `PARAMETERS` names them."""
    x: float
    y: float
    by: float
    """How far a quantity is nudged."""
    pairs: Sequence[tuple[float, float]]
    """Training pairs, each x and y."""
    parameter: int
    """The derivative with respect to it is averaged over the pairs."""


@dataclass(frozen=True)
class ChainPass:
    """One example's pass through the chain, with the factors of the chain rule."""

    network: Network
    trace: BackwardTrace
    factors: Factors

    def value(self, name: str) -> float:
        """Return what a quantity is."""
        if name in PARAMETERS:
            return float(self.network.parameters.vector[PARAMETERS.index(name)])
        if name in ("y", "C"):
            return float(self.trace.target[0]) if name == "y" else self.trace.cost
        layer, forward = int(name[1]), self.trace.forward
        if name[0] == "a":
            return float(forward.activations[layer][0])
        return float(forward.pre_activations[layer - 1][0])

    def factor(self, source: str, to: str) -> float:
        """Return one factor of the chain rule: the derivative of `to` by `source`, before it."""
        if to == "C":
            return float(self.factors.cost_by_activation[-1][0])
        layer = int(to[1]) - 1
        if to[0] == "a":
            derivative = self.factors.activation_by_z[layer]
            assert derivative is not None, "A chain has one output."
            return float(derivative[0])
        # z = w a + b: by the weight that is a, by the bias 1, by the activation w.
        if source[0] == "w":
            return float(self.factors.z_by_weight[layer][0])
        return 1.0 if source[0] == "b" else float(self.factors.z_by_activation[layer][0, 0])

    def derivative(self, name: str) -> float:
        """Return dC/d(quantity), by back-propagation."""
        if name in PARAMETERS:
            return float(self.trace.gradient.vector[PARAMETERS.index(name)])
        return float(self.factors.cost_by_activation[int(name[1]) - 1][0])

    def perturb(self, nudged: str, by: float) -> Perturbation:
        """Return how far everything after a quantity moves when that is nudged."""
        return perturb(self.network, self.trace, quantity_of(nudged), by)


def quantity_of(name: str) -> OneParameter | OneActivation:
    """Return a parameter or an activation of the chain by its name."""
    if name in PARAMETERS:
        return OneParameter(PARAMETERS.index(name))
    return OneActivation(int(name[1]), 0)


def main(chain: Chain) -> None:
    """Print every table of the chain."""
    print_tables(chain_tables(chain))


def chain_tables(chain: Chain) -> Iterator[Table]:
    """Yield every table of the chain, in the order of its story.

    Raises: OverflowError where a number is not finite.
    """
    network = network_of_chain(chain)
    (trace,) = passes(network, [[chain.x]], [[chain.y]]).each
    run = ChainPass(network, trace, factors(network, trace))
    yield quantities_table(run).on("chain", "tree", "gradient")
    for part, name in NUDGED.items():
        yield perturbation_table(run, name, chain.by).on(part)
        yield product_table(run, name).on(part)
    yield gradient_table(run).on("gradient")
    yield examples_table(network, chain).on("examples")


def network_of_chain(chain: Chain) -> Network:
    """Return the chain as a network."""
    network = Network(LAYERS, chain.activation, chain.output, chain.cost)
    network.parameters.vector[...] = chain.parameters
    return network


def path_from(name: str) -> list[str]:
    """Return the quantities from one to the cost, each of which acts on the next."""
    layer = int(name[1])
    first = layer + 1 if name[0] == "a" else layer
    path = [name]
    for l in range(first, LAST + 1):
        path += [f"z{l}", f"a{l}"]
    return [*path, "C"]


def written(name: str) -> str:
    """Return a quantity's name as the lecture writes it: layers are counted from the last, L."""
    if name in LETTERS:
        return LETTERS[name]
    distance = LAST - int(name[1])
    return f"{name[0]}(L−{distance})" if distance else f"{name[0]}(L)"


def derivative(of: str, by: str) -> str:
    """Return how a derivative is written."""
    return f"∂{written(of)}/∂{written(by)}"


def quantities_table(run: ChainPass) -> Table:
    """Return every quantity of the chain, in the order in which they are computed."""
    rows = [(written(name), shown(run.value(name))) for name in QUANTITIES]
    return quantities("The quantities of the chain", (*rows, (written("C"), fine(run.trace.cost))))


def perturbation_table(run: ChainPass, nudged: str, by: float) -> Table:
    """Return how far a nudge of one quantity moves all that follow it."""
    moved = run.perturb(nudged, by)
    rows = []
    for i, name in enumerate(path_from(nudged)):
        text = fine(run.trace.cost) if name == "C" else shown(run.value(name))
        ratio = moved.ratios[i - 1] if i > 0 else None
        change = fine_signed(by if i == 0 else change_of(moved, name))
        rows.append((written(name), text, change, NONE if ratio is None else shown(ratio)))
    return Table(
        f"A nudge of {written(nudged)} by {shown(by)}, and what follows",
        ("quantity", "value", "change", "change by the one before"),
        rows,
    )


def change_of(moved: Perturbation, name: str) -> float:
    """Return how far a nudge has moved a quantity after it."""
    if name == "C":
        return moved.cost_change
    layer = int(name[1])
    if name[0] == "a":
        return float(moved.activations[layer][0])
    return float(moved.pre_activations[layer - 1][0])


def product_table(run: ChainPass, name: str) -> Table:
    """Return one derivative as the product of its factors."""
    rows = [
        (derivative(to, source), shown(run.factor(source, to)))
        for source, to in pairwise(path_from(name))
    ]
    product = (f"{derivative('C', name)}, their product", fine(run.derivative(name)))
    return quantities(f"The chain rule for {written(name)}", (*rows, product))


def gradient_table(run: ChainPass) -> Table:
    """Return all derivatives, from the last layer back."""
    rows = []
    for name in reversed(PARAMETERS):
        links = pairwise(path_from(name))
        product = " × ".join(shown(run.factor(source, to)) for source, to in links)
        rows.append((derivative("C", name), product, fine_signed(run.derivative(name))))
    return Table("The gradient", ("derivative", "its factors", "their product"), rows)


def examples_table(network: Network, chain: Chain) -> Table:
    """Return what each training pair makes of one derivative, and their mean."""
    name, index = PARAMETERS[chain.parameter], chain.parameter
    run = passes(network, [[x] for x, _ in chain.pairs], [[y] for _, y in chain.pairs])
    *own, mean = sum_shown(
        [trace.gradient.vector[index] for trace in run.each],
        run.together.gradient.vector[index],
        least_digits=FINE_DIGITS,
        is_signed=True,
        parts=len(chain.pairs),
    )
    rows = []
    for k, (trace, (x, y)) in enumerate(zip(run.each, chain.pairs, strict=True), start=1):
        a, cost = shown(trace.forward.output[0]), fine(trace.cost)
        rows.append((str(k), shown(x), shown(y), a, cost, own[k - 1]))
    return Table(
        f"What each example makes of ∂C/∂{written(name)}",
        ("example", "x", "y", "a(L)", "C", "derivative"),
        (*rows, ("mean", NONE, NONE, NONE, NONE, mean)),
    )
