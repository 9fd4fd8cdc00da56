"""Costs of one example, each with its derivative.

The cost over several examples is the mean of theirs. To add one: write a subclass here, name it
in `COSTS` and describe it in `COST_DESCRIPTIONS`. The API, the page and the tests read both.
"""

# All costs are called the same way, whether they need z, a or both.
# ruff: noqa: ARG002

from typing import ClassVar, Final, NamedTuple

import numpy as np

from app.nn.activations import Activation
from app.nn.arrays import Array


class Cost:
    """A sum over the outputs, C0 = Σ_j c(a_j, y_j)."""

    name: ClassVar[str]
    outputs: ClassVar[tuple[str, ...] | None] = None
    """The activations of the outputs that it is defined for, by name; None for all."""
    needs_shares: ClassVar[bool] = False
    """Whether each desired output must be from 0 to 1."""

    def terms(self, z: Array, a: Array, y: Array) -> Array:
        """Return each output's term of C0, shape of `a`; `z` are the outputs' pre-activations."""
        raise NotImplementedError

    def terms_from_outputs(self, a: Array, y: Array) -> Array:
        """Return each output's term of C0 from the outputs alone, without their z."""
        raise NotImplementedError

    def derivative(self, a: Array, y: Array) -> Array:
        """Return dC0/da, shape of `a`."""
        raise NotImplementedError

    def delta(self, gradient_a: Array, output: Activation, z: Array, a: Array, y: Array) -> Array:
        """Return dC0/dz of the outputs from dC0/da by the chain rule (Nielsen, ch. 2, BP1)."""
        return output.delta(gradient_a, z, a)


class SquaredError(Cost):
    """C0 = Σ_j (a_j - y_j)**2, with no factor 1/2, as in the lecture."""

    name = "squared_error"

    def terms(self, z: Array, a: Array, y: Array) -> Array:
        """Return the squares (a - y)**2."""
        return (a - y) ** 2

    def terms_from_outputs(self, a: Array, y: Array) -> Array:
        """Return the squares (a - y)**2."""
        return (a - y) ** 2

    def derivative(self, a: Array, y: Array) -> Array:
        """Return 2 (a - y)."""
        difference = a - y
        difference += difference
        return difference


class BinaryCrossEntropy(Cost):
    """C0 = -Σ_j [y_j ln a_j + (1 - y_j) ln(1 - a_j)], for sigmoid outputs.

    `terms` and `delta` are taken from z, so they stay right where a rounds to 0 or 1.
    Source: Nielsen, ch. 3, "The cross-entropy cost function".
    """

    name = "cross_entropy"
    outputs = ("sigmoid",)
    needs_shares = True

    def terms(self, z: Array, a: Array, y: Array) -> Array:
        """Return y ln(1 + exp(-z)) + (1 - y) ln(1 + exp(z)) for each output."""
        return y * np.logaddexp(0, -z) + (1 - y) * np.logaddexp(0, z)

    def terms_from_outputs(self, a: Array, y: Array) -> Array:
        """Return -y ln a - (1 - y) ln(1 - a): inf or NaN where such a logarithm is not defined."""
        return -_times_log(y, a) - _times_log(1 - y, 1 - a)

    def derivative(self, a: Array, y: Array) -> Array:
        """Return (1 - y) / (1 - a) - y / a, divisors kept off 0 where a has rounded to 0 or 1."""
        tiny = np.finfo(a.dtype).tiny
        return (1 - y) / np.maximum(1 - a, tiny) - y / np.maximum(a, tiny)

    def delta(self, gradient_a: Array, output: Activation, z: Array, a: Array, y: Array) -> Array:
        """Return a - y: the sigmoid's derivative cancels (Nielsen, ch. 3)."""
        return a - y


class SoftmaxCrossEntropy(Cost):
    """C0 = -Σ_j y_j ln a_j, for softmax outputs; `terms` and `delta` are taken from z."""

    name = "cross_entropy"
    outputs = ("softmax",)
    needs_shares = True

    def terms(self, z: Array, a: Array, y: Array) -> Array:
        """Return y (ln Σ_k exp(z_k) - z) for each output."""
        below_top = z - z.max(axis=-1, keepdims=True)
        log_sum = np.log(np.exp(below_top).sum(axis=-1, keepdims=True))
        terms: Array = y * (log_sum - below_top)
        return terms

    def terms_from_outputs(self, a: Array, y: Array) -> Array:
        """Return -y ln a: inf or NaN where that logarithm is not defined."""
        return -_times_log(y, a)

    def derivative(self, a: Array, y: Array) -> Array:
        """Return -y / a, its divisor kept off 0 where a has rounded to 0."""
        return -y / np.maximum(a, np.finfo(a.dtype).tiny)

    def delta(self, gradient_a: Array, output: Activation, z: Array, a: Array, y: Array) -> Array:
        """Return a Σ_k y_k - y, which is a - y where the target sums to 1."""
        delta: Array = a * y.sum(axis=-1, keepdims=True) - y
        return delta


def _times_log(factor: Array, a: Array) -> Array:
    """Return factor * ln a, which is 0 wherever the factor is 0."""
    logarithm: Array = np.log(a, where=factor != 0, out=np.zeros_like(a))
    return factor * logarithm


COSTS: Final[dict[str, tuple[Cost, ...]]] = {
    "squared_error": (SquaredError(),),
    "cross_entropy": (BinaryCrossEntropy(), SoftmaxCrossEntropy()),
}
"""The costs by name: of one name there may be several, each for other outputs."""


def cost_for(name: str, output: str) -> Cost:
    """Return the cost called `name` for outputs with the activation called `output`.

    Raises: ValueError where there is no such cost, or it is not defined for these outputs.
    """
    if name not in COSTS:
        raise ValueError(f"Expected a cost among {', '.join(COSTS)}, but got {name}")
    fitting: list[str] = []
    for cost in COSTS[name]:
        if cost.outputs is None or output in cost.outputs:
            return cost
        fitting += cost.outputs
    raise ValueError(
        f"Expected {' or '.join(fitting)} outputs for the cost {name}, but got {output}"
    )


class CostDescription(NamedTuple):
    """How a cost is shown to people: in menus and in formulas of an output {a} and its {y}."""

    label: str
    """Its name in menus and sentences."""
    short: str
    """Its name where there is little room."""
    terms: str
    """What its terms are called, as a sentence begins."""
    term_text: str
    """One output's term in few characters of text, for a y that is 0 or 1."""
    cost_tex: str
    """C0 as a formula of all outputs."""
    nudge_tex: str
    """-dC0/da of one output as a formula."""
    nudge_values_tex: str
    """The same for an output that should be 1, with its number for {a}; for {a.2} it is written
    with two digits after the point."""
    target_term_tex: str | None = None
    """The term of an output that should be 1, with its number for {a}, where the terms of all that
    should be 0 are 0; None where they count."""


COST_DESCRIPTIONS: Final[dict[type[Cost], CostDescription]] = {
    SquaredError: CostDescription(
        label="squared error",
        short="squares",
        terms="Ten squares",
        term_text="(a − y)²",
        cost_tex=r"\textstyle\sum_j \bigl({a} - {y}\bigr)^2",
        nudge_tex=r"-2\,\bigl({a} - {y}\bigr)",
        nudge_values_tex=r"-2\,({a.2} - 1)",
    ),
    BinaryCrossEntropy: CostDescription(
        label="cross-entropy",
        short="cross-entropy",
        terms="The ten outputs' terms",
        term_text="−ln|a + y − 1|",
        cost_tex=r"-\textstyle\sum_j \bigl[{y} \ln {a} + (1 - {y}) \ln (1 - {a})\bigr]",
        nudge_tex=r"{y} \,/\, {a} - (1 - {y}) \,/\, (1 - {a})",
        nudge_values_tex=r"1 \,/\, {a}",
    ),
    SoftmaxCrossEntropy: CostDescription(
        label="cross-entropy of softmax",
        short="cross-entropy",
        terms="The ten outputs' terms",
        term_text="−y ln a",
        cost_tex=r"-\textstyle\sum_j {y} \ln {a}",
        nudge_tex=r"{y} \,/\, {a}",
        nudge_values_tex=r"1 \,/\, {a}",
        target_term_tex=r"-\ln {a}",
    ),
}
"""How each cost is described, by its class."""
