"""An activation and its derivative over a span of z, to be drawn."""

from typing import NamedTuple

import numpy as np

from app.nn.activations import HIDDEN_ACTIVATIONS
from app.nn.arrays import Array


class ActivationCurve(NamedTuple):
    """Three arrays of the same shape (n,)."""

    z: Array
    f: Array
    """f(z)."""
    derivative: Array
    """f'(z)."""


def activation_curve(name: str, start: float, end: float, count: int) -> ActivationCurve:
    """Return the activation called `name` at `count` evenly spaced z from `start` to `end`.

    Raises: KeyError where no hidden layer may use such an activation.
    """
    function = HIDDEN_ACTIVATIONS[name]
    z = np.linspace(start, end, count)  # (n,)
    f = function(z)  # (n,)
    return ActivationCurve(z, f, function.derivative(z, f))
