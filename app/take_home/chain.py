"""The chain of one neuron a layer: its pass, what a nudge does to it, and every derivative.

Its quantities are called by their letter and layer: `w3`, `z3`, `a3` of the last one, `a0` for the
input, `y` and `C`.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from app.nn.activations import Activation
from app.nn.arrays import Array
from app.nn.costs import Cost
from app.take_home.passes import Net, Pass, backprop, forward, net_of

LAST: Final = 3
LAYERS: Final = (1, 1, 1, 1)
PARAMETERS: Final = ("w1", "b1", "w2", "b2", "w3", "b3")
"""In the order of the flat vector."""


@dataclass(frozen=True)
class Chain:
    """The numbers of the chain, and what is asked about it."""

    hidden: Activation
    output: Activation
    cost: Cost
    parameters: Array
    """As `PARAMETERS` names them."""
    x: float
    y: float
    by: float
    """How far a quantity is nudged."""
    pairs: Sequence[tuple[float, float]]
    """Training pairs, each x and y."""
    parameter: int
    """Whose derivative is averaged over the pairs."""


def net_of_chain(chain: Chain, parameters: Array) -> Net:
    """Return the chain with these parameters."""
    return net_of(LAYERS, parameters, chain.hidden, chain.output, chain.cost)


def pass_of(chain: Chain, x: float, y: float) -> Pass:
    """Run one example through the chain and back."""
    return backprop(net_of_chain(chain, chain.parameters), np.array([x]), np.array([y]))


def path_from(name: str) -> list[str]:
    """Return the quantities from one to the cost, each of which acts on the next."""
    layer = int(name[1])
    first = layer + 1 if name[0] == "a" else layer
    path = [name]
    for l in range(first, LAST + 1):
        path += [f"z{l}", f"a{l}"]
    return [*path, "C"]


def value_of(chain: Chain, back: Pass, name: str) -> float:
    """Return what a quantity is."""
    if name in PARAMETERS:
        return float(chain.parameters[PARAMETERS.index(name)])
    if name in ("y", "C"):
        return chain.y if name == "y" else back.cost
    layer = int(name[1])
    return float(back.activations[layer][0] if name[0] == "a" else back.zs[layer - 1][0])


def factor_of(chain: Chain, back: Pass, source: str, to: str) -> float:
    """Return one factor of the chain rule: the derivative of `to` by `source`, its neighbour."""
    if to == "C":
        return float(back.gradients_a[-1][0])
    layer = int(to[1])
    if to[0] == "a":
        function = chain.output if layer == LAST else chain.hidden
        return float(function.derivative(back.zs[layer - 1], back.activations[layer])[0])
    # z = w a + b: by the weight that is a, by the bias 1, by the activation w.
    if source[0] == "w":
        return value_of(chain, back, f"a{layer - 1}")
    return 1.0 if source[0] == "b" else value_of(chain, back, f"w{layer}")


def derivative_of(back: Pass, name: str) -> float:
    """Return dC/d(quantity), as back-propagation has it."""
    layer = int(name[1]) - 1
    if name[0] == "w":
        return float(back.gradients_w[layer][0, 0])
    return float(back.deltas[layer][0] if name[0] == "b" else back.gradients_a[layer][0])


def changes_from(chain: Chain, back: Pass, nudged: str) -> list[float]:
    """Nudge a quantity, run the rest of the chain again, and return by how much each one moves.

    They are those of `path_from(nudged)`, the nudged one first and the cost last.
    """
    after = replace(chain, parameters=chain.parameters.copy())
    layer = int(nudged[1])
    activations = back.activations[: layer + 1]
    if nudged[0] == "a":
        activations = [*activations[:-1], activations[-1] + chain.by]
    else:
        after.parameters[PARAMETERS.index(nudged)] += chain.by
        activations, layer = activations[:-1], layer - 1
    net = net_of_chain(after, after.parameters)
    later, zs = forward(net, activations[-1], layer)
    cost = float(chain.cost.terms(zs[-1], later[-1], np.array([chain.y])).sum())
    moved = [chain.by]
    for l, (z, a) in enumerate(zip(zs, later[1:], strict=True), start=layer + 1):
        moved += [float((z - back.zs[l - 1])[0]), float((a - back.activations[l])[0])]
    return [*moved, cost - back.cost]
