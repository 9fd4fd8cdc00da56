"""How strongly each layer learns: its gradient, derivatives and speed in one mini-batch's pass.

Why the first layers of a deep network hardly learn: Nielsen, ch. 5, "The vanishing gradient
problem"; Glorot and Bengio, 2010. Norms compare layers of different size unfairly: the larger one
has more weights to add up. So there is a mean per weight for each norm; they may disagree.
"""

from dataclasses import dataclass

import numpy as np

from app.nn.activations import FLAT, Activation, ReLU
from app.nn.arrays import Array
from app.nn.network import Network
from app.nn.norms import norm
from app.nn.parameters import Parameters
from app.nn.trace import BackwardTrace


@dataclass(frozen=True)
class LayerStatistics:
    """Figures of one layer; those that overflow are infinite or NaN."""

    mean_gradient: float
    """Mean |dC/dw| over the layer's weights, of the mini-batch's mean cost C."""
    gradient_norm: float
    """Euclidean norm of dC/dW, without the biases."""
    mean_delta: float
    """Mean |dC0/dz| over its neurons and the examples."""
    mean_activation: float
    """Mean |a| over its neurons and the examples."""
    mean_slope: float
    """Mean f'(z) over its neurons and the examples; of a softmax, each output's by its own z."""
    saturated: float
    """The share, 0 … 1, that learns next to nothing: pairs of neuron and example whose f'(z) is
    below `FLAT`, or with a ReLU the neurons that are off for every example."""
    speed: float | None
    """Norm of the step that its weights took, over the norm of the weights; None where either is
    not known or there is nothing to compare with."""


def layer_statistics(
    network: Network, trace: BackwardTrace, step: Parameters | None = None
) -> tuple[LayerStatistics, ...]:
    """Return the figures of layers 1 … L in `trace`, a pass of `network` over a mini-batch.

    step: what was added to the parameters; the speed compares it with the network's weights now.
    """
    with np.errstate(all="ignore"):
        return tuple(
            _of_layer(network, trace, i, None if step is None else step.weights[i])
            for i in range(len(network.weights))
        )


def _of_layer(
    network: Network, trace: BackwardTrace, i: int, step: Array | None
) -> LayerStatistics:
    """Return the figures of layer i + 1."""
    function, gradient = network.functions[i], trace.gradient.weights[i]
    z, a = trace.forward.pre_activations[i], trace.forward.activations[i + 1]  # ([batch,] n)
    derivative = derivative_of(function, z, a)  # ([batch,] n)
    return LayerStatistics(
        mean_gradient=_mean_size(gradient),
        gradient_norm=norm(gradient),
        mean_delta=_mean_size(trace.deltas[i]),
        mean_activation=_mean_size(a),
        mean_slope=float(derivative.mean(dtype=np.float64)),
        saturated=_saturated_share(function, z, derivative),
        speed=None if step is None else _ratio(norm(step), norm(network.weights[i])),
    )


def derivative_of(function: Activation, z: Array, a: Array) -> Array:
    """Return f'(z) neuron by neuron; of a softmax da_j/dz_j, its Jacobian's diagonal."""
    return function.derivative(z, a) if function.is_elementwise else a - a * a


def _saturated_share(function: Activation, z: Array, derivative: Array) -> float:
    if isinstance(function, ReLU):
        is_off = z <= 0  # ([batch,] n)
        return float(np.mean(is_off.all(axis=0) if z.ndim > 1 else is_off))
    return float(np.mean(np.abs(derivative) < FLAT))


def _ratio(step: float, weights: float) -> float | None:
    return step / weights if weights else None


def _mean_size(numbers: Array) -> float:
    return float(np.abs(numbers).mean(dtype=np.float64))
