"""Pen drawings as pictures, each copy drawn a little differently and with another brush."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.data.render import digit_image
from app.pretrain.strokes import PenDrawing


@dataclass(frozen=True)
class Variation:
    """How a drawing is varied before it becomes a picture; each is drawn uniformly."""

    rotation: float = 0.2
    """Radians, either way."""
    slant: float = 0.25
    """Shear, either way: how far a point moves sideways for its height."""
    aspect: float = 0.2
    """Natural logarithm, either way, of the width against the height."""
    thinnest: float = 0.08
    thickest: float = 0.22
    """Diameter of the brush against the larger side of the strokes: people draw small and large."""


def varied_pictures(
    drawings: Sequence[PenDrawing], variation: Variation, rng: np.random.Generator
) -> Iterator[NDArray[np.uint8]]:
    """Yield a picture of each drawing, 784 grey values from 0, paper, to 255, ink."""
    for drawing in drawings:
        angle = rng.uniform(-variation.rotation, variation.rotation)
        slant = rng.uniform(-variation.slant, variation.slant)
        aspect = np.exp(rng.uniform(-variation.aspect, variation.aspect))
        thickness = rng.uniform(variation.thinnest, variation.thickest)
        cos, sin = np.cos(angle), np.sin(angle)
        matrix = np.array([[cos, -sin], [sin, cos]]) @ [[aspect, slant], [0, 1]]
        strokes = [stroke @ matrix.T for stroke in drawing.strokes]
        yield grey(digit_image(strokes, brush_radius(strokes, thickness)))


def brush_radius(strokes: Sequence[NDArray[np.float64]], thickness: float) -> float:
    """Return the radius of a brush with diameter `thickness` times the strokes' larger side."""
    size = float(np.ptp(np.concatenate(strokes), axis=0).max())
    return thickness * max(size, 1.0) / 2  # a lone dot has no size


def grey(picture: NDArray[np.float64]) -> NDArray[np.uint8]:
    """Return numbers from 0 to 1 as grey values, as MNIST keeps them."""
    return np.round(picture * 255).astype(np.uint8)
