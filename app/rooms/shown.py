"""What the presenter's address shows: which digit, and what it should have been.

The page writes these addresses (`static/js/link`): `#walk/cost?digit=test-12&target=3`, or
`digit=ink-…`, a drawing stroke by stroke. What is not written so is not shown.
"""

import re
from collections.abc import Generator
from typing import Final, NamedTuple
from urllib.parse import parse_qs

import numpy as np
from numpy.typing import NDArray

from app.data.digits import CLASSES, Digits
from app.data.render import BRUSH_RADIUS, render
from app.nn.arrays import Array

LONGEST: Final = 24_000
"""Characters of an address: a drawing of as many points as the pad takes has some 20,000."""

OF_MNIST: Final = re.compile(r"(test|train)-([0-9]{1,5})")
INK: Final = re.compile(r"ink-[\w-]+(?:\.[\w-]+)*", re.ASCII)
LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
VALUES: Final = {letter: value for value, letter in enumerate(LETTERS)}
PER_POINT: Final = 4
"""Letters of a point: two for x and two for y, each letter six bits."""
STEPS: Final = 4095
"""What a coordinate of 1 is written as."""


class Shown(NamedTuple):
    """An example by its name in an address."""

    digit: str
    target: int | None
    """None where the address names none: of MNIST's digits it is the label then."""


def beat_of(address: str) -> str:
    """Return the scene and the beat of an address, like `walk/cost`."""
    return address.partition("?")[0].lstrip("#/!")


def shows_batch(address: str) -> bool:
    """Return whether an address shows the room's drawings as one mini-batch."""
    return parse_qs(address.partition("?")[2], max_num_fields=100).get("over") == ["room"]


def shown_by(address: str) -> Shown | None:
    """Return what an address shows; None where it names no digit that there could be."""
    fields = parse_qs(address.partition("?")[2], max_num_fields=100)
    digit = fields.get("digit", [""])[0]
    if not OF_MNIST.fullmatch(digit) and not _is_ink(digit):
        return None
    target = fields.get("target", [""])[0]
    is_target = len(target) == 1 and "0" <= target <= "9"
    return Shown(digit, int(target) if is_target else None)


def _is_ink(digit: str) -> bool:
    return INK.fullmatch(digit) is not None and all(
        len(stroke) % PER_POINT == 0 for stroke in digit.removeprefix("ink-").split(".")
    )


def example_of(
    shown: Shown, digits: Digits, picture: Array | None
) -> Generator[None, None, tuple[Array, int | None] | None]:
    """Return the pixels, shape (784,), and the target, None for none; None if there is no such.

    picture: what the page has made of a drawing, where that is known.
    """
    found = OF_MNIST.fullmatch(shown.digit)
    if found is None:
        if picture is None:
            picture = yield from render(strokes_of(shown.digit), BRUSH_RADIUS)
        return picture, shown.target
    split = digits.test if found[1] == "test" else digits.train
    index = int(found[2])
    if index >= len(split):
        return None
    target = int(split.labels[index]) if shown.target is None else shown.target
    assert 0 <= target < CLASSES
    return split.pixels(index), target


def strokes_of(ink: str) -> list[NDArray[np.float64]]:
    """Return the points of each stroke, shape (n, 2), in units of the pad."""
    return [_points(stroke) for stroke in ink.removeprefix("ink-").split(".")]


def _points(stroke: str) -> NDArray[np.float64]:
    values = np.array([VALUES[letter] for letter in stroke], np.float64)
    high, low = values[::2], values[1::2]
    return ((high * len(LETTERS) + low) / STEPS).reshape(-1, 2)
