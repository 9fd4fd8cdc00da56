"""The chain rule's factors: what each quantity of a pass is worth to the next, one link at a time.

Layers are counted from 0, the input. Source: Nielsen, ch. 2, written without its shorthand: every
factor that back-propagation multiplies is kept by itself.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import cast

import numpy as np

from app.nn.arrays import Array
from app.nn.network import Network
from app.nn.trace import BackwardTrace, ForwardTrace
from app.nn.what_if import OneActivation, OneParameter, WhatIf, WhatIfParameter, what_if


@dataclass(frozen=True)
class Factors:
    """The derivatives of one example's pass, each of one quantity by the one before it."""

    z_by_weight: tuple[Array, ...]
    """dz_j/dw_jk = a_k, the same for every j: for layers 1 … L, shape (layers[l - 1],)."""
    z_by_activation: tuple[Array, ...]
    """dz_j/da_k = w_jk, for layers 1 … L, shape (layers[l], layers[l - 1])."""
    activation_by_z: tuple[Array | None, ...]
    """da_j/dz_j for layers 1 … L, shape (layers[l],); None for softmax, which mixes neurons."""
    cost_by_activation: tuple[Array, ...]
    """dC0/da_j for layers 1 … L, shape (layers[l],)."""
    cost_by_z: tuple[Array, ...]
    """dC0/dz_j, the deltas, for layers 1 … L, shape (layers[l],)."""
    paths: tuple[Array, ...]
    """For layers l = 1 … L - 1, row j, column k: what reaches a_k through neuron j of layer
    l + 1, w_jk * dC0/dz_j; the sum over j is dC0/da_k. Shape (layers[l + 1], layers[l])."""


@dataclass(frozen=True)
class Perturbation:
    """One quantity changed by a little, and how far everything after it moves, layer by layer."""

    trace: ForwardTrace
    """The pass with the change."""
    cost: float
    activations: tuple[Array, ...]
    """By how much each activation has changed, for layers 0 … L, shape (layers[l],)."""
    pre_activations: tuple[Array, ...]
    """By how much each z has changed, for layers 1 … L, shape (layers[l],)."""
    cost_change: float
    ratios: tuple[float | None, ...]
    """Of neighbouring changes in a chain, up to the cost's; empty for other networks."""


@dataclass(frozen=True)
class Passes:
    """The passes of some examples, one by one, and all together."""

    each: tuple[BackwardTrace, ...]
    together: BackwardTrace
    """Of all of them as one mini-batch: its cost and its gradient are the means."""


def passes(network: Network, x: Sequence[Sequence[float]], y: Sequence[Sequence[float]]) -> Passes:
    """Run examples through the network and back. x: (n, layers[0]) numbers; y: (n, layers[L]).

    Raises: OverflowError where a number of a pass is not finite.
    """
    inputs, targets = np.asarray(x, float), np.asarray(y, float)
    with np.errstate(all="ignore"):
        each = tuple(network.backprop(*example) for example in zip(inputs, targets, strict=True))
        together = network.backprop(inputs, targets)
        _require_finite(*(array for trace in (*each, together) for array in _numbers_of(trace)))
    return Passes(each, together)


def factors(network: Network, trace: BackwardTrace) -> Factors:
    """Return the factors of the pass of one example through `network`, as it is now."""
    forward = trace.forward
    layers = zip(network.functions, forward.pre_activations, forward.activations[1:], strict=True)
    return Factors(
        z_by_weight=forward.activations[:-1],
        z_by_activation=network.weights,
        activation_by_z=tuple(
            None if not function.is_elementwise else function.derivative(z, a)
            for function, z, a in layers
        ),
        cost_by_activation=trace.gradient_activations,
        cost_by_z=trace.deltas,
        paths=tuple(-asked for asked in trace.contributions),
    )


def perturb(
    network: Network, trace: BackwardTrace, quantity: OneParameter | OneActivation, by: float
) -> Perturbation:
    """Change one quantity of a pass by the amount `by`.

    Raises: IndexError where there is no such quantity; OverflowError where a number of the pass
    with the change is not finite.
    """
    experiment = what_if(network, trace, quantity)
    value, before = experiment.value + by, trace.forward
    with np.errstate(all="ignore"):
        after, cost = experiment.forward(value), experiment.cost(value)
        activations = _changes(after.activations, before.activations)
        zs = _changes(after.pre_activations, before.pre_activations)
        change = cost - trace.cost
        _require_finite(*activations, *zs, np.array([cost, change]))
        is_chain = max(network.layers) == 1
        steps = _steps(quantity, experiment, by, activations, zs, change) if is_chain else []
        ratios = tuple(_ratio(old, new) for old, new in pairwise(steps))
    return Perturbation(after, cost, activations, zs, change, ratios)


def _ratio(before: float, after: float) -> float | None:
    """Return how much larger a change has become; None where no number says it."""
    ratio = after / before if before else math.inf
    return ratio if math.isfinite(ratio) else None


def _steps(
    quantity: OneParameter | OneActivation,
    experiment: WhatIf,
    by: float,
    activations: tuple[Array, ...],
    zs: tuple[Array, ...],
    change: float,
) -> list[float]:
    """Return the changes along a chain, from that quantity to the cost."""
    if isinstance(experiment, WhatIfParameter):
        first = experiment.position.layer  # the layer that moves first
    else:
        first = cast(OneActivation, quantity).layer + 1
    behind = zip(zs[first - 1 :], activations[first:], strict=True)
    return [by, *(float(array[0]) for pair in behind for array in pair), change]


def _numbers_of(trace: BackwardTrace) -> tuple[Array, ...]:
    forward = trace.forward
    return (
        *forward.pre_activations,
        *forward.activations,
        trace.cost_terms,
        np.array(trace.cost),  # Terms may be finite where their sum is not.
        *trace.gradient_activations,
        *trace.deltas,
        trace.gradient.vector,
    )


def _require_finite(*arrays: Array) -> None:
    if not all(np.isfinite(array).all() for array in arrays):
        raise OverflowError("Expected a pass within the numbers that can be computed with")


def _changes(after: tuple[Array, ...], before: tuple[Array, ...]) -> tuple[Array, ...]:
    return tuple(new - old for new, old in zip(after, before, strict=True))
