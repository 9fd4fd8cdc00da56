"""An activation, a cost, an initializer and a setting of training that nobody ships, as somebody
adds them: in Python alone. What they are called is nowhere their name in code, so that one is not
taken for the other. Importing this module changes nothing; `register` adds them."""

from typing import Any, Final

import numpy as np

from app.nn import activations, costs, initializers, train_settings
from app.nn.activations import Activation, ActivationDescription
from app.nn.arrays import Array
from app.nn.costs import Cost, CostDescription
from app.nn.initializers import Initializer
from app.nn.train_settings import Setting


class Softplus(Activation):
    """A smooth ReLU."""

    name = "softplus"

    def __call__(self, z: Array) -> Array:
        a: Array = np.logaddexp(0, z)
        return a

    def derivative(self, z: Array, a: Array) -> Array:
        return 1 - np.exp(-a)


class FourthPower(Cost):
    """Few outliers, please."""

    name = "fourth_power"

    def terms(self, z: Array, a: Array, y: Array) -> Array:
        return (a - y) ** 4

    def terms_from_outputs(self, a: Array, y: Array) -> Array:
        return (a - y) ** 4

    def derivative(self, a: Array, y: Array) -> Array:
        return 4 * (a - y) ** 3


SOFTPLUS: Final = ActivationDescription(
    label="soft plus",
    plural="soft plus",
    symbol="soft plus",
    tex=r"\mathrm{SP}",
    derivative_text="1 − exp(−f)",
    derivative_tex=r"1 - e^{-\mathrm{SP}(z)}",
    derivative_values_tex="1 - e^{-{a}}",
    verb="softly keeps what is above 0",
    ceiling=1,
    low=0,
    high=None,
    learning_rate=0.1,
)

FOURTH_POWER: Final = CostDescription(
    label="power of four",
    short="fourths",
    terms="Ten fourth powers",
    term_text="(a − y)⁴",
    cost_tex=r"\textstyle\sum_j ({a} - {y})^4",
    nudge_tex="-4 ({a} - {y})^3",
    nudge_values_tex="-4 ({a} - 1)^3",
)

TINY: Final = Initializer(
    "small weights", r"w \sim \mathcal{N}(0, 10^{-4})", lambda _n_in, _n_out: 0.01
)

BRAKE: Final = Setting(
    "Longest step",
    "how far a step may go at most",
    "halted at",
    default=1.0,
    high=1,
    link="halt",
    apply=lambda descent, value: setattr(descent, "clip", value or 1e-12),
)

ROWS: Final[list[tuple[dict[Any, Any], Any, Any]]] = [
    (activations.HIDDEN_ACTIVATIONS, "softplus", Softplus()),
    (activations.ACTIVATIONS, "softplus", Softplus()),
    (activations.ACTIVATION_DESCRIPTIONS, "softplus", SOFTPLUS),
    (costs.COSTS, "fourth_power", (FourthPower(),)),
    (costs.COST_DESCRIPTIONS, FourthPower, FOURTH_POWER),
    (initializers.INITIALIZERS, "tiny", TINY),
    (train_settings.SETTINGS, "brake", BRAKE),
]
"""Which table gets which row."""


def register() -> None:
    """Add them to the tables of this process, for good."""
    for table, key, row in ROWS:
        table[key] = row
