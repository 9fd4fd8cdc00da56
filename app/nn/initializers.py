"""How weights are drawn before anything is learnt."""

from collections.abc import Callable
from typing import Final, NamedTuple

import numpy as np

from app.nn.parameters import Parameters


class Initializer(NamedTuple):
    """How a layer's weights are drawn, and how that is shown to people."""

    label: str
    """Its name in menus."""
    tex: str
    """The distribution of a weight as a formula."""
    spread: Callable[[int, int], float]
    """The weights' standard deviation from a layer's fan-in and fan-out."""
    draws_biases: bool = False
    """Whether biases are drawn, with standard deviation 1, or 0."""


def initialize(parameters: Parameters, initializer: str, seed: int) -> None:
    """Fill `parameters` in place; the same seed gives the same numbers.

    Weights come from a normal distribution with mean 0 and the initializer's standard deviation.
    Biases are drawn too if it says so, otherwise they are 0.
    Raises: ValueError where there is no such initializer.
    """
    if initializer not in INITIALIZERS:
        raise ValueError(
            f"Expected an initializer among {', '.join(INITIALIZERS)}, but got {initializer}"
        )
    drawn = INITIALIZERS[initializer]
    rng = np.random.default_rng(seed)
    for weight, bias in zip(parameters.weights, parameters.biases, strict=True):
        n_out, n_in = weight.shape
        weight[...] = rng.standard_normal(weight.shape) * drawn.spread(n_in, n_out)
        bias[...] = rng.standard_normal(bias.shape) if drawn.draws_biases else 0.0


INITIALIZERS: Final[dict[str, Initializer]] = {
    # Nielsen, ch. 1: as the lecture's network begins.
    "standard_normal": Initializer(
        "normal", r"w \sim \mathcal{N}(0, 1)", lambda _n_in, _n_out: 1.0, draws_biases=True
    ),
    # Glorot and Bengio, 2010.
    "xavier": Initializer(
        "Xavier",
        r"w \sim \mathcal{N}\bigl(0, \tfrac{2}{n_{in} + n_{out}}\bigr)",
        lambda n_in, n_out: float(np.sqrt(2 / (n_in + n_out))),
    ),
    # He et al., 2015.
    "he": Initializer(
        "He",
        r"w \sim \mathcal{N}\bigl(0, \tfrac{2}{n_{in}}\bigr)",
        lambda n_in, _n_out: float(np.sqrt(2 / n_in)),
    ),
    "zeros": Initializer("zeros", "w = 0", lambda _n_in, _n_out: 0.0),
}
"""The initializers by name."""
