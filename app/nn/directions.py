"""Directions in the space of all parameters: two compared, and the cost along the steepest one."""

from typing import Final, NamedTuple

import numpy as np

from app.nn.arrays import Array
from app.nn.network import Network
from app.nn.score import cost_again
from app.nn.trace import BackwardTrace

RATES: Final = (0.0, *np.geomspace(0.01, 10, 60).tolist())
"""At which the cost of a longer or shorter step is looked at."""


class Deviation(NamedTuple):
    """A vector as seen from another one's direction."""

    norm: float
    """Its length."""
    along: float
    """The length of its part in that direction; negative where it points the other way."""
    across: float
    """The length of the rest: along² + across² = norm²."""

    @property
    def angle(self) -> float:
        """The angle between the two, in degrees from 0 to 180."""
        return float(np.degrees(np.arctan2(self.across, self.along)))


def deviation(vector: Array, direction: Array) -> Deviation:
    """Compare the directions of `vector` and `direction`, both of shape (n,).

    Compared with a direction of length 0, all of it is across.
    """
    length = float(np.linalg.norm(direction))
    unit = direction / length if length else np.zeros_like(direction)
    along = float(np.dot(vector, unit))
    rest = vector - along * unit
    return Deviation(float(np.linalg.norm(vector)), along, float(np.linalg.norm(rest)))


class Steepest:
    """C0 of one example along -∇C0, the way that a step goes: the longer, the higher its rate."""

    def __init__(self, network: Network, before: BackwardTrace) -> None:
        """Begin with the pass of one example through `network` with its present parameters."""
        self._network = network.copy()
        self._origin = network.parameters.vector.copy()
        self._before = before

    @property
    def slope(self) -> float:
        """dC0/d(learning rate) at 0: -|∇C0|², what a short step promises."""
        gradient = self._before.gradient.vector
        return -float(np.dot(gradient, gradient))

    def cost(self, learning_rate: float) -> float:
        """Return C0 after one step with that rate: inf or NaN where it has no number."""
        network, before = self._network, self._before
        network.parameters.vector[...] = self._origin
        network.step(before.gradient, learning_rate)
        return cost_again(network, before)

    def tangent(self, learning_rate: float) -> float:
        """Return what C0 would be if it went on falling as it begins to."""
        return self._before.cost + self.slope * learning_rate
