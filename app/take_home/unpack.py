"""Numbers that are in the program as text: packed, so that none of their digits is lost."""

import base64
import zlib
from typing import Any

import numpy as np
from numpy.typing import NDArray


def unpacked(text: str) -> bytes:
    """Return what was compressed by zlib and written in base64."""
    return zlib.decompress(base64.b64decode(text))


def numbers(text: str) -> NDArray[np.float64]:
    """Return numbers in double precision, as a copy that can be written to."""
    return np.frombuffer(unpacked(text), "<f8").copy()


def bytes_of(text: str, *shape: int) -> NDArray[np.uint8]:
    """Return whole numbers from 0 to 255 in an array of this shape."""
    array: NDArray[Any] = np.frombuffer(unpacked(text), np.uint8)
    return array.reshape(shape)
