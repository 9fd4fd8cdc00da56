"""How weights are drawn before anything is learnt."""

from collections.abc import Callable
from typing import Final, TypeAlias

import numpy as np

from app.nn.parameters import Parameters

Spread: TypeAlias = Callable[[int, int], float]


def initialize(parameters: Parameters, initializer: str, seed: int) -> None:
    """Fill `parameters` in place; the same seed gives the same numbers.

    Weights come from a normal distribution with mean 0 and the initializer's standard deviation.
    Biases are drawn too for `standard_normal` (as the lecture's network does), else they are 0.
    Raises: ValueError where there is no such initializer.
    """
    if initializer not in INITIALIZERS:
        raise ValueError(
            f"Expected an initializer among {', '.join(INITIALIZERS)}, but got {initializer}"
        )
    spread = INITIALIZERS[initializer]
    rng = np.random.default_rng(seed)
    for weight, bias in zip(parameters.weights, parameters.biases, strict=True):
        n_out, n_in = weight.shape
        weight[...] = rng.standard_normal(weight.shape) * spread(n_in, n_out)
        bias[...] = rng.standard_normal(bias.shape) if initializer == "standard_normal" else 0.0


INITIALIZERS: Final[dict[str, Spread]] = {
    "standard_normal": lambda _n_in, _n_out: 1.0,  # Nielsen, ch. 1
    "xavier": lambda n_in, n_out: float(np.sqrt(2 / (n_in + n_out))),  # Glorot and Bengio, 2010
    "he": lambda n_in, _n_out: float(np.sqrt(2 / n_in)),  # He et al., 2015
    "zeros": lambda _n_in, _n_out: 0.0,
}
"""Standard deviation of a layer's weights from its fan-in and fan-out, by name."""
