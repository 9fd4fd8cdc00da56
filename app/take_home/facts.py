"""What the walk tells of one drawing: its pass, what its sums are made of, and the way back."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from app.nn.arrays import Array
from app.nn.terms import LayerTerms, terms_of_layer
from app.nn.training import one_hot
from app.take_home.passes import Net, Pass, backprop, forward
from app.take_home.tables import strongest

TERMS: Final = 3
"""So many of a sum's terms are listed, before the others are added up."""


@dataclass(frozen=True)
class Facts:
    """One drawing's way forward through the network."""

    net: Net
    activations: list[Array]
    """Of layers 0 … L; the other lists begin with layer 1."""
    zs: list[Array]
    sums: list[LayerTerms]
    looked_at: tuple[int, int] | None
    """The layer and index of a neuron that somebody chose."""

    @property
    def last(self) -> int:
        """The output layer."""
        return len(self.zs)

    @property
    def prediction(self) -> int:
        """The digit whose output is largest."""
        return int(self.activations[-1].argmax())

    def focus(self, layer: int) -> int:
        """Return the neuron of a layer that is looked at closely: the strongest, unless chosen."""
        if self.looked_at is not None and self.looked_at[0] == layer:
            return self.looked_at[1]
        return strongest(self.activations[layer])


@dataclass(frozen=True)
class BackwardFacts:
    """The same, and the way back from the digit that it should have been."""

    forward: Facts
    back: Pass
    target: int

    @property
    def heaviest(self) -> int:
        """Where the largest term of the target's output comes from."""
        return int(self.forward.sums[-1].indices[self.target, 0])


def facts_of(net: Net, x: Array, looked_at: tuple[int, int] | None) -> Facts:
    """Run a drawing forward, and take its sums apart."""
    activations, zs = forward(net, x)
    sums = [
        terms_of_layer(weight, bias, before, z, a, TERMS)
        for weight, bias, before, z, a in zip(
            net.weights, net.biases, activations[:-1], zs, activations[1:], strict=True
        )
    ]
    return Facts(net, activations, zs, sums, looked_at)


def backward_facts_of(facts: Facts, target: int) -> BackwardFacts:
    """Carry back what a drawing costs that should have been read as `target`."""
    y = one_hot(np.array(target), facts.activations[-1].size)
    return BackwardFacts(facts, backprop(facts.net, facts.activations[0], y), target)
