"""Lengths of vectors that may be very long or very short."""

import math
from typing import Final

import numpy as np

from app.nn.arrays import Array

SAFE: Final = (1e-30, 1e30)
"""Sums of squares between these have lost nothing in single precision."""


def norm(numbers: Array) -> float:
    """Return the Euclidean norm, exact to rounding where single-precision squares would not be.

    It is infinite or NaN where one of the numbers is.
    """
    flat = numbers.ravel()
    with np.errstate(all="ignore"):
        square = float(np.dot(flat, flat))
        if not SAFE[0] < square < SAFE[1]:
            square = float(np.square(flat, dtype=np.float64).sum())
    return math.sqrt(square)
