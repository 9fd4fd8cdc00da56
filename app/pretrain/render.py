"""Strokes to 28 x 28 pixels, exactly as the page does it in `static/js/digit_image.js`.

MNIST's digits were made so (Y. LeCun et al., 1998): the ink in its bounding box is scaled, its
aspect ratio kept, to fit 20 x 20 pixels, anti-aliased, and placed with its centre of mass at the
centre of 28 x 28.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.floating]

SIDE: Final = 28
INK_SIDE: Final = 20
"""The larger side of the ink's bounding box, in pixels."""
SAMPLES: Final = 8
"""A pixel's value is the share of its SAMPLES x SAMPLES points that are ink."""


def digit_image(strokes: Sequence[Points], brush_radius: float) -> NDArray[np.float64]:
    """Return a drawing as 784 numbers from 0, paper, to 1, ink, row by row from the top left.

    strokes: the points of each as (x, y) with y down, shape (n, 2), n >= 1; a stroke of one point
    is a dot. brush_radius: of the round brush, in the points' units, > 0. Without strokes the
    picture is empty.
    """
    if not strokes:
        return np.zeros(SIDE * SIDE)
    points = np.concatenate(strokes)
    corner = points.min(axis=0) - brush_radius
    extent = points.max(axis=0) + brush_radius - corner
    # From here on all lengths are in samples, from the corner of the ink's bounding box.
    scale = INK_SIDE * SAMPLES / extent.max()
    width, height = np.ceil(extent * scale).astype(int)
    ink = np.zeros((height, width), bool)
    for stroke in strokes:
        _draw(ink, (stroke - corner) * scale, brush_radius * scale)
    return _around_centre_of_mass(ink).ravel()


def _draw(ink: NDArray[np.bool_], stroke: Points, radius: float) -> None:
    """Ink every sample that is within `radius` of the polyline."""
    ends = stroke[1:] if len(stroke) > 1 else stroke
    for start, end in zip(stroke, ends, strict=False):
        # Only the samples around this piece can become ink: those with their centre, which lies
        # half a sample from its corner, in the piece's bounding box.
        low = np.maximum(np.floor(np.minimum(start, end) - radius - 0.5), 0).astype(int)
        high = np.ceil(np.maximum(start, end) + radius + 0.5).astype(int)
        window = ink[low[1] : high[1], low[0] : high[0]]
        x = np.arange(low[0], low[0] + window.shape[1]) + 0.5 - start[0]  # (columns,)
        y = np.arange(low[1], low[1] + window.shape[0])[:, np.newaxis] + 0.5 - start[1]  # (rows, 1)
        dx, dy = end - start
        length_squared = dx * dx + dy * dy
        along = np.clip((x * dx + y * dy) / length_squared, 0, 1) if length_squared else 0.0
        window |= (x - along * dx) ** 2 + (y - along * dy) ** 2 <= radius * radius


def _around_centre_of_mass(ink: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return the 28 x 28 picture of the samples, moved by whole samples; what sticks out is cut."""
    rows, columns = ink.sum(axis=1), ink.sum(axis=0)
    total = rows.sum()
    middle = SIDE * SAMPLES / 2
    top = _nearest(middle - 0.5 - rows @ np.arange(len(rows)) / total)
    left = _nearest(middle - 0.5 - columns @ np.arange(len(columns)) / total)
    # The ink is at most 20 pixels wide and its centre lies within it: 20 on all sides are enough.
    margin = INK_SIDE * SAMPLES
    canvas = np.zeros((SIDE * SAMPLES + 2 * margin,) * 2, bool)
    canvas[margin + top :, margin + left :][: ink.shape[0], : ink.shape[1]] = ink
    inside = canvas[margin:-margin, margin:-margin]
    counts = inside.reshape(SIDE, SAMPLES, SIDE, SAMPLES).sum(axis=(1, 3))
    image: NDArray[np.float64] = counts / SAMPLES**2
    return image


def _nearest(value: float) -> int:
    """Round to the nearest integer, halves upwards, as JavaScript does."""
    return int(np.floor(value + 0.5))
