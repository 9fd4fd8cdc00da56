"""The MNIST digits: 60,000 to train on and 10,000 to test on, read once and shared by all.

Source: Y. LeCun, C. Cortes, C. J. C. Burges, "The MNIST database of handwritten digits"
(CC BY-SA 3.0).
"""

from dataclasses import dataclass
from functools import cache, cached_property
from threading import Lock
from typing import Final, Protocol, TypeAlias

import numpy as np
from numpy.typing import DTypeLike, NDArray

from app.nn.arrays import Array
from app.resources import DATA

Selection: TypeAlias = "int | slice | NDArray[np.integer]"

FILE: Final = DATA / "mnist.npz"
CLASSES: Final = 10
INK: Final = 255
"""The grey value of full ink; 0 is paper."""


class Labelled(Protocol):
    """Pictures of digits, and what they show."""

    @property
    def labels(self) -> NDArray[np.uint8]:
        """The digits 0 … 9, shape (n,)."""

    def __len__(self) -> int:
        """Return how many there are."""

    def pixels(self, selection: Selection, dtype: DTypeLike = np.float64) -> Array:
        """Return the selected pictures as a new array of numbers from 0, paper, to 1, ink."""


@dataclass(frozen=True, eq=False)
class Split:
    """One part of the digits: pictures and what they show, neither of which can be written to."""

    images: NDArray[np.uint8]
    """Grey values, shape (n, 784), each picture row by row from its top left."""
    labels: NDArray[np.uint8]
    """The digits 0 … 9, shape (n,)."""

    def __len__(self) -> int:
        """Return how many digits there are."""
        return len(self.labels)

    def pixels(self, selection: Selection, dtype: DTypeLike = np.float64) -> Array:
        """Return the selected pictures as a new array of numbers from 0, paper, to 1, ink.

        selection: an index, giving the shape (784,), or a slice or array of k, giving (k, 784).
        Raises: IndexError where there is no such picture.
        """
        pixels: Array = np.divide(self.images[selection], INK, dtype=dtype)
        return pixels

    def with_label(self, label: int) -> NDArray[np.intp]:
        """Return the indices of all pictures of the digit `label`, in order.

        Raises: ValueError where `label` is no digit.
        """
        if not 0 <= label < CLASSES:
            raise ValueError(f"Expected a digit from 0 to 9, but got {label}")
        return self._indices_by_label[label]

    @cached_property
    def _indices_by_label(self) -> tuple[NDArray[np.intp], ...]:
        return tuple(_frozen(np.flatnonzero(self.labels == label)) for label in range(CLASSES))


@dataclass(frozen=True, eq=False)
class Digits:
    """All of MNIST."""

    train: Split
    test: Split


_loading: Final = Lock()


def load() -> Digits:
    """Return the digits; the first call reads them (0.4 s), later ones share what it read.

    Threads that call it at the same time wait for the one that reads.
    """
    with _loading:
        return _read()


@cache
def _read() -> Digits:
    with np.load(FILE, allow_pickle=False) as arrays:
        return Digits(
            train=_split(arrays["train_images"], arrays["train_labels"]),
            test=_split(arrays["test_images"], arrays["test_labels"]),
        )


def _split(images: NDArray[np.uint8], labels: NDArray[np.uint8]) -> Split:
    return Split(_frozen(images).reshape(len(images), -1), _frozen(labels))


def _frozen(array: np.ndarray) -> np.ndarray:
    array.flags.writeable = False
    return array
