"""What the walk of one drawing is made of: its pass, the terms of its sums, and the way back."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from app.nn.arrays import Array
from app.nn.network import Network
from app.nn.terms import LayerTerms, largest_terms
from app.nn.trace import BackwardTrace, ForwardTrace
from app.nn.training import one_hot
from app.take_home.tables import strongest

TERMS: Final = 3
"""How many of a sum's terms are listed, before the others are added up."""


@dataclass(frozen=True)
class Facts:
    """One drawing's way forward through the network."""

    network: Network
    trace: ForwardTrace
    sums: tuple[LayerTerms, ...]
    """Of layers 1 … L."""
    looked_at: tuple[int, int] | None
    """The layer and index of a neuron that was chosen."""

    @property
    def last(self) -> int:
        """The output layer."""
        return len(self.sums)

    @property
    def prediction(self) -> int:
        """The digit whose output is largest."""
        return int(self.trace.prediction)

    def focus(self, layer: int) -> int:
        """Return the neuron of a layer that is looked at closely: the strongest, unless chosen."""
        if self.looked_at is not None and self.looked_at[0] == layer:
            return self.looked_at[1]
        return strongest(self.trace.activations[layer])


@dataclass(frozen=True)
class BackwardFacts:
    """The same, and the way back from the digit that it should have been."""

    forward: Facts
    trace: BackwardTrace
    target: int

    @property
    def heaviest(self) -> int:
        """The neuron that the largest term of the target's output comes from."""
        return int(self.forward.sums[-1].indices[self.target, 0])


def facts_of(network: Network, x: Array, looked_at: tuple[int, int] | None) -> Facts:
    """Run a drawing forward, and take its sums apart."""
    trace = network.forward(x)
    return Facts(network, trace, largest_terms(network, trace, TERMS), looked_at)


def backward_facts_of(facts: Facts, target: int) -> BackwardFacts:
    """Propagate back the cost of a drawing that should have been read as `target`."""
    y = one_hot(np.array(target), facts.trace.output.size)
    return BackwardFacts(facts, facts.network.backprop(facts.trace.activations[0], y), target)
