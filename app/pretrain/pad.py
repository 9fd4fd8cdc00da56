"""Pen drawings on the page's pad, and how many of them a network reads rightly."""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.data.render import BRUSH_RADIUS, digit_image
from app.nn.network import Network
from app.nn.training import count_correct
from app.pretrain.strokes import PenDrawing

SIZES: Final = (0.4, 0.6, 0.8)
"""People draw small and large: how much of the pad's side a drawing spans."""


def on_pad(drawing: PenDrawing, size: float) -> list[NDArray[np.float64]]:
    """Return the strokes in the middle of a pad of side 1, `size` long on their larger side."""
    points = np.concatenate(drawing.strokes)
    low, high = points.min(axis=0), points.max(axis=0)
    extent = max(float((high - low).max()), 1.0)  # a lone dot has none
    middle = (low + high) / 2
    return [(stroke - middle) * (size / extent) + 0.5 for stroke in drawing.strokes]


def pad_pictures(drawings: Sequence[PenDrawing], size: float) -> NDArray[np.float32]:
    """Return the pictures that the page makes of the drawings, shape (n, 784), from 0 to 1."""
    pictures = [digit_image(on_pad(drawing, size), BRUSH_RADIUS) for drawing in drawings]
    return np.array(pictures, np.float32)


def pen_accuracies(network: Network, drawings: Sequence[PenDrawing]) -> dict[float, float]:
    """Return the share of drawings that the network reads rightly, for each of `SIZES`."""
    labels = np.array([drawing.label for drawing in drawings])
    return {
        size: count_correct(network, pad_pictures(drawings, size), labels) / len(drawings)
        for size in SIZES
    }
