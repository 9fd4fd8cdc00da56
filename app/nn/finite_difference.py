"""Derivatives measured by moving a parameter a little: one precisely, or all, one by one."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from app.nn.arrays import Array
from app.nn.network import Network
from app.nn.score import cost_again
from app.nn.trace import BackwardTrace
from app.nn.what_if import WhatIfParameter

FIRST_STEP: Final = 1e-3
"""How far the parameter's neuron has its z moved, at most and at first."""

MOST_STEPS: Final = 5
"""How many steps are tried, each a tenth of the one before."""

LEAST_UNITS: Final = 2.0**10
"""How many units in the last place of the parameter it is moved at least: fewer would leave too
little of the step after rounding."""

SMOOTH: Final = 1e-5
"""How far the wide and the narrow difference may be apart, relatively, where C0 is smooth."""

RELATIVE: Final = 1e-6
"""How far the two derivatives may be apart, relatively, and still agree."""

ROUNDING: Final = 8 * float(np.finfo(np.float64).eps)
"""How far rounding may move a difference of costs, as a part of 1 + C0.

Outputs are near 1 and their squares add up to C0, so C0 is known to about one unit in the last
place of 1 + C0; the formula weighs four such errors with 18/12 in all. What was measured, over
trained and random networks of every kind, stays below three units.
"""

SHORT_STEP: Final = 1e-7
"""How far each parameter is moved where all are measured: what curvature and what rounding put
between a one-sided difference and the derivative are about equal there."""


@dataclass(frozen=True)
class GradientCheck:
    """One derivative twice, and whether the two agree."""

    name: str
    """Of the parameter, like `W2[3, 5]`."""
    value: float
    """Of the parameter."""
    backprop: float
    """dC0/dw by back-propagation."""
    finite_difference: float
    """dC0/dw by central differences."""
    step: float
    """h, by which the parameter was moved."""
    floor: float
    """What rounding alone may put between the two: the costs' rounding error divided by h."""

    @property
    def relative_difference(self) -> float:
        """How far the two are apart, as a part of the larger; 0 where both are 0."""
        larger = max(abs(self.backprop), abs(self.finite_difference))
        return abs(self.backprop - self.finite_difference) / larger if larger else 0.0

    @property
    def agree(self) -> bool:
        """Whether they agree: within `RELATIVE`, or within `floor`.

        Below the floor no difference of costs can distinguish a derivative from 0, however right
        both are: of a saturated neuron it may be 1e-20, but costs near 1 differ by 1e-16 at least.
        """
        difference = abs(self.backprop - self.finite_difference)
        return self.relative_difference <= RELATIVE or difference <= self.floor


def check_gradient(what_if: WhatIfParameter) -> GradientCheck:
    """Measure the derivative of C0 for one parameter, in double precision.

    D(h) = (C0(w + h) - C0(w - h)) / 2h is off by about h**2; (4 D(h) - D(2h)) / 3, in which those
    errors cancel, by h**4. A step across the kink of a ReLU shows in D(h) and D(2h) being far
    apart; then it is made smaller. Back-propagation's result has no part in choosing it.
    """
    least = LEAST_UNITS * float(np.spacing(abs(what_if.value)))
    h = max(least, FIRST_STEP / max(1.0, abs(_factor(what_if))))
    for _ in range(MOST_STEPS):
        h = (what_if.value + h) - what_if.value  # what is really added, after rounding
        costs = what_if.costs(what_if.value + h * np.array([-2.0, -1.0, 1.0, 2.0]))  # (4,)
        narrow, wide = (costs[2] - costs[1]) / (2 * h), (costs[3] - costs[0]) / (4 * h)
        floor = _rounding(costs) / h
        if abs(narrow - wide) <= SMOOTH * abs(narrow) + floor:
            break
        h = max(least, h / 10)
    return GradientCheck(
        name=what_if.name,
        value=what_if.value,
        backprop=what_if.derivative,
        finite_difference=float(4 * narrow - wide) / 3,
        step=h,
        floor=floor,
    )


class OneByOne:
    """The derivatives of C0 as one would find them without back-propagation.

    One forward pass for C0, and one more for each parameter, which is moved a little:
    (C0(w + h) - C0(w)) / h.
    """

    def __init__(self, network: Network, before: BackwardTrace) -> None:
        """Begin with the pass of one example through `network`; take the first forward pass."""
        self._network = network.copy()
        self._before = before
        self._derivatives = np.zeros_like(network.parameters.vector)
        self.passes = 0
        """Forward passes taken so far."""
        self._cost = self._pass()

    @property
    def measured(self) -> int:
        """How many derivatives are known: the first ones of the flat vector."""
        return self.passes - 1

    @property
    def largest_difference(self) -> float:
        """How far one of them is from back-propagation's, at most."""
        exact = self._before.gradient.vector[: self.measured]
        return float(np.abs(self._derivatives[: self.measured] - exact).max(initial=0))

    @property
    def largest(self) -> float:
        """The largest of them, by size."""
        return float(np.abs(self._derivatives).max())

    def measure_next(self) -> None:
        """Measure one more derivative, by one more forward pass."""
        vector, index = self._network.parameters.vector, self.measured
        value = vector[index]
        vector[index] += max(SHORT_STEP, LEAST_UNITS * np.spacing(abs(value)))
        moved = vector[index] - value  # what was really added, after rounding
        self._derivatives[index] = (self._pass() - self._cost) / moved
        vector[index] = value

    def _pass(self) -> float:
        self.passes += 1
        return cost_again(self._network, self._before)


def _factor(what_if: WhatIfParameter) -> float:
    """Return dz/dw: the activation that the weight is multiplied with, or 1 for a bias."""
    layer, _, column = what_if.position
    if column is None:
        return 1.0
    return float(what_if.before.forward.activations[layer - 1][column])


def _rounding(costs: Array) -> float:
    return ROUNDING * (1 + float(np.abs(costs).max()))
