"""The array type of the network: floating-point numpy arrays."""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Array: TypeAlias = NDArray[np.floating[Any]]


def in_single_precision(content: object) -> object:
    """Return what a pass has come to, arrays and floats in dicts and lists, in single precision.

    Where a number of an array is too large or too small for that, the whole array stays as it is.
    """
    if isinstance(content, dict):
        return {name: in_single_precision(value) for name, value in content.items()}
    if isinstance(content, (list, tuple)):
        return type(content)(map(in_single_precision, content))
    if not isinstance(content, (float, np.ndarray)):
        return content
    try:
        with np.errstate(over="raise", under="raise"):
            return np.asarray(content).astype(np.float32)[()]
    except FloatingPointError:
        return content
