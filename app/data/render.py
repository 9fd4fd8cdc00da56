"""Strokes to 28 x 28 pixels, exactly as the page does it in `static/js/input/digit_image.js`.

MNIST's digits were made so (Y. LeCun et al., 1998): the ink in its bounding box is scaled, its
aspect ratio kept, to fit 20 x 20 pixels, anti-aliased, and placed with its centre of mass at the
centre of 28 x 28.
"""

from collections.abc import Generator, Sequence
from typing import Final, cast

import numpy as np
from numpy.typing import NDArray

from app.nn.training import chunks

Points = NDArray[np.floating]

SIDE: Final = 28
INK_SIDE: Final = 20
"""The larger side of the ink's bounding box, in pixels."""
SAMPLES: Final = 8
"""A pixel's value is the share of its SAMPLES x SAMPLES points that are ink."""
BRUSH_RADIUS: Final = 1 / 24
"""The radius of the pad's round brush; the pad's side is 1."""
PIECES_AT_ONCE: Final = 64
"""Few enough that their windows stay in the processor's cache."""


def digit_image(strokes: Sequence[Points], brush_radius: float) -> NDArray[np.float64]:
    """Return a drawing as 784 numbers from 0, paper, to 1, ink, row by row from the top left.

    strokes: the points of each as (x, y) with y down, shape (n, 2), n >= 1; a stroke of one point
    is a dot. brush_radius: of the round brush, in the points' units, > 0. Without strokes the
    picture is empty.
    """
    work = render(strokes, brush_radius)
    while True:
        try:
            next(work)
        except StopIteration as done:
            return cast(NDArray[np.float64], done.value)


def render(
    strokes: Sequence[Points], brush_radius: float
) -> Generator[None, None, NDArray[np.float64]]:
    """Do what `digit_image` does, and pause now and then: a wild drawing takes seconds."""
    if not strokes:
        return np.zeros(SIDE * SIDE)
    points = np.concatenate(strokes)
    corner = points.min(axis=0) - brush_radius
    extent = points.max(axis=0) + brush_radius - corner
    # From here on all lengths are in samples, from the corner of the ink's bounding box.
    scale = INK_SIDE * SAMPLES / extent.max()
    pieces = [_pieces((stroke - corner) * scale) for stroke in strokes]
    width, height = np.ceil(extent * scale).astype(int)
    ink = yield from _ink(np.concatenate(pieces), brush_radius * scale, width, height)
    return _around_centre_of_mass(ink).ravel()


def _pieces(stroke: Points) -> Points:
    """Return the two ends of each piece of a polyline, shape (pieces, 2, 2); a dot is one piece."""
    ends = stroke[1:] if len(stroke) > 1 else stroke
    return np.stack([stroke[: len(ends)], ends], axis=1)


def _ink(
    pieces: Points, radius: float, width: int, height: int
) -> Generator[None, None, NDArray[np.bool_]]:
    """Return which samples lie within `radius` of a piece, shape (height, width)."""
    # Only samples in a piece's own window can be near it: its bounding box, widened by the radius.
    # All windows are as large as the largest, so that pieces are worked on many at a time.
    low = np.maximum(np.floor(pieces.min(axis=1) - radius - 0.5), 0).astype(int)
    high = np.ceil(pieces.max(axis=1) + radius + 0.5).astype(int)
    columns, rows = (np.arange(side) for side in (high - low).max(axis=0))
    ink = np.zeros((height + len(rows), width + len(columns)), bool)
    for some in chunks(len(pieces), PIECES_AT_ONCE):
        left, top = low[some].T[:, :, np.newaxis]  # each (pieces, 1)
        near = _is_near(pieces[some], radius, columns + left, rows + top)
        corners = top * ink.shape[1] + left
        indices = (rows[:, np.newaxis] * ink.shape[1] + columns) + corners[:, np.newaxis]
        ink.ravel()[indices[near]] = True
        yield
    return ink[:height, :width]


def _is_near(
    pieces: Points, radius: float, columns: NDArray[np.intp], rows: NDArray[np.intp]
) -> NDArray[np.bool_]:
    """Return whether samples lie within `radius` of their piece, shape (pieces, rows, columns).

    columns, rows: of each piece's window, shapes (pieces, columns) and (pieces, rows).
    """
    start = pieces[:, 0]
    dx, dy = (pieces[:, 1] - start).T[:, :, np.newaxis, np.newaxis]  # each (pieces, 1, 1)
    x = (columns + 0.5 - start[:, :1])[:, np.newaxis, :]
    y = (rows + 0.5 - start[:, 1:])[:, :, np.newaxis]
    length_squared = dx * dx + dy * dy
    length_squared[length_squared == 0] = 1  # a dot: its nearest point is its start
    along = np.clip((x * dx + y * dy) / length_squared, 0, 1)
    near: NDArray[np.bool_] = (x - along * dx) ** 2 + (y - along * dy) ** 2 <= radius * radius
    return near


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
