"""What if one number of a pass were another: the pass, its cost, and what the gradient promised."""

from dataclasses import dataclass

import numpy as np

from app.nn.arrays import Array
from app.nn.network import Network
from app.nn.trace import BackwardTrace, ForwardTrace


@dataclass(frozen=True)
class OneParameter:
    """A weight or bias, by its index in the flat vector."""

    index: int


@dataclass(frozen=True)
class OneActivation:
    """The activation of one neuron; layer 0 is the input."""

    layer: int
    index: int


class WhatIf:
    """One example and one quantity of its pass that can be given any value.

    Everything else is as it was: the other parameters, or the other activations of that layer. The
    layers after it follow. Neither the network nor the pass is changed.
    """

    name: str
    """Like `W2[3, 5]`, `b1[4]` or `a1[4]`."""
    value: float
    """The quantity's value in the pass."""
    derivative: float
    """dC0/dq at that value, by back-propagation."""

    def __init__(self, network: Network, before: BackwardTrace) -> None:
        """Begin with the pass of one example through `network` with its present parameters.

        Raises: ValueError for the pass of a mini-batch.
        """
        if before.target.ndim > 1:
            raise ValueError("Expected the pass of one example, but got one of a mini-batch")
        self.network = network
        self.before = before

    def forward(self, value: float) -> ForwardTrace:
        """Return the pass in which the quantity is `value`."""
        later, whole = self._later(value), self.before.forward
        kept = len(whole.activations) - len(later.activations)
        kept_z = len(whole.pre_activations) - len(later.pre_activations)
        return ForwardTrace(
            whole.activations[:kept] + later.activations,
            whole.pre_activations[:kept_z] + later.pre_activations,
        )

    def cost(self, value: float) -> float:
        """Return C0 of the pass in which the quantity is `value`."""
        return float(self._costs_of(self._later(value)))

    def costs(self, values: Array) -> Array:
        """Return C0 for each of `values`, shape (n,)."""
        raise NotImplementedError

    def promised(self, value: float) -> float:
        """Return the change in C0 that the derivative promises: the step along the tangent."""
        return self.derivative * (value - self.value)

    def _later(self, value: float) -> ForwardTrace:
        """Return the last layers of the pass, from the first one that depends on the quantity."""
        raise NotImplementedError

    def _costs_of(self, later: ForwardTrace) -> Array:
        cost, y = self.network.cost, self.before.target
        if later.pre_activations:
            terms = cost.terms(later.pre_activations[-1], later.output, y)
        else:
            # An output itself was changed: no z leads to it, the cost must be taken from it alone.
            terms = cost.terms_from_outputs(later.output, y)
        costs: Array = terms.sum(axis=-1)  # ([n])
        return costs


class WhatIfParameter(WhatIf):
    """What if one weight or bias were another."""

    def __init__(self, network: Network, before: BackwardTrace, quantity: OneParameter) -> None:
        """Raises: IndexError where there is no such parameter."""
        super().__init__(network.copy(), before)
        self.position = network.parameters.position_of(quantity.index)
        self.name = self.position.name
        self.value = float(network.parameters.vector[quantity.index])
        self.derivative = float(before.gradient.vector[quantity.index])
        self._index = quantity.index

    def costs(self, values: Array) -> Array:
        """Return C0 for each of `values`, shape (n,), by one pass after the other."""
        return np.array([self.cost(float(value)) for value in values])

    def _later(self, value: float) -> ForwardTrace:
        self.network.parameters.vector[self._index] = value
        start = self.position.layer - 1
        return self.network.forward(self.before.forward.activations[start], start)


class WhatIfActivation(WhatIf):
    """What if one neuron's activation were another; its z stays what it was."""

    def __init__(self, network: Network, before: BackwardTrace, quantity: OneActivation) -> None:
        """Raises: IndexError where there is no such neuron."""
        super().__init__(network, before)
        activations = before.forward.activations
        if not 0 <= quantity.layer < len(activations):
            raise IndexError(f"Expected a layer below {len(activations)}, but got {quantity.layer}")
        if not 0 <= quantity.index < activations[quantity.layer].size:
            raise IndexError(
                f"Expected an index below {activations[quantity.layer].size}, "
                f"but got {quantity.index}"
            )
        self.quantity = quantity
        self.name = f"a{quantity.layer}[{quantity.index}]"
        self.value = float(activations[quantity.layer][quantity.index])
        self.derivative = float(self._gradient()[quantity.index])

    def costs(self, values: Array) -> Array:
        """Return C0 for each of `values`, shape (n,), all by one pass."""
        return self._costs_of(self.network.forward(self._layer_with(values), self.quantity.layer))

    def _later(self, value: float) -> ForwardTrace:
        (changed,) = self._layer_with(np.array([value]))  # (layers[l],)
        return self.network.forward(changed, self.quantity.layer)

    def _layer_with(self, values: Array) -> Array:
        """Return the layer's activations, with one of `values` each: (n, layers[l])."""
        layer = self.before.forward.activations[self.quantity.layer]
        layers = np.repeat(layer[np.newaxis], len(values), axis=0)
        layers[:, self.quantity.index] = values
        return layers

    def _gradient(self) -> Array:
        """Return dC0/da of the layer."""
        if self.quantity.layer == 0:
            return -self.before.input_nudges
        return self.before.gradient_activations[self.quantity.layer - 1]


def what_if(
    network: Network, before: BackwardTrace, quantity: OneParameter | OneActivation
) -> WhatIf:
    """Choose one quantity of a pass. Raises: as the two kinds of `WhatIf` do."""
    if isinstance(quantity, OneParameter):
        return WhatIfParameter(network, before, quantity)
    return WhatIfActivation(network, before, quantity)
