"""What is known of a run's last step: its digits, and how strongly each layer learnt from them."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from app.nn.layer_statistics import LayerStatistics, layer_statistics
from app.nn.norms import norm
from app.nn.trace import BackwardTrace, ForwardTrace
from app.nn.training import Descent


@dataclass(frozen=True)
class LastStep:
    """Figures of one step."""

    batch: NDArray[np.intp]
    """The training digits of its mini-batch."""
    gradient_norms: list[float]
    """The norm of its gradient, layer by layer: weights and biases together."""
    layers: tuple[LayerStatistics, ...]
    """For layers 1 … L; a large mini-batch's derivatives are those of its last chunk."""


def look_at(
    descent: Descent, trace: BackwardTrace, batch: NDArray[np.intp], was_taken: bool
) -> LastStep:
    """Return the figures of the step whose gradient is in `descent`, from its pass `trace`.

    was_taken: whether the network is as it was after the step, so that there is a speed.
    """
    pairs = zip(descent.gradient.weights, descent.gradient.biases, strict=True)
    return LastStep(
        batch,
        [float(np.hypot(norm(w), norm(b))) for w, b in pairs],
        layer_statistics(
            descent.network,
            replace(trace, gradient=descent.gradient),
            descent.last_step() if was_taken else None,
        ),
    )


def without_pictures(trace: BackwardTrace) -> BackwardTrace:
    """Return the trace less its inputs, which would take most of the memory that it takes."""
    forward = trace.forward
    activations = (forward.activations[0][:0], *forward.activations[1:])
    return replace(trace, forward=ForwardTrace(activations, forward.pre_activations))
