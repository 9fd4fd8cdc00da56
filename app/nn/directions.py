"""The direction of one gradient compared with another: a mini-batch's and the exact one."""

from typing import NamedTuple

import numpy as np

from app.nn.arrays import Array


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
