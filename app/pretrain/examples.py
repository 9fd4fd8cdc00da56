"""The pictures of each epoch: all of MNIST's training digits and a draw of pen drawings."""

from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray
from tqdm import tqdm

from app.data.digits import CLASSES, INK, Split
from app.nn.arrays import Array
from app.nn.training import one_hot
from app.pretrain.distort import Distortion, distort
from app.pretrain.recipe import Recipe
from app.pretrain.strokes import PenDrawing
from app.pretrain.vary import Variation, varied_pictures

PIXELS: Final = 784


class Examples:
    """Training pictures and their desired outputs, mixed and distorted again for each epoch."""

    def __init__(
        self, digits: Split, pen_pictures: NDArray[np.uint8], pen_labels: NDArray[np.integer]
    ) -> None:
        """Keep the digits and the pen drawings.

        pen_pictures: grey values, shape (copies, n, 784), the same n drawings each time, n may
        be 0; pen_labels: what they show, shape (n,).
        """
        self._digits = digits
        self._pen_pictures = pen_pictures
        self._pen_labels = pen_labels
        self._mean = self._mean_picture()

    @property
    def mean(self) -> Array:
        """The mean of MNIST's training digits, shape (784,), from 0, paper, to 1, ink."""
        return self._mean

    def epoch(self, recipe: Recipe, number: int, rng: np.random.Generator) -> tuple[Array, Array]:
        """Return the pictures (n, 784) and desired outputs (n, 10) of an epoch, counted from 0."""
        distortion = recipe.distortion_in(number)
        drawn, copies = self._draw_pen(recipe.pen_pictures, rng)
        count = len(self._digits)
        x = np.empty((count + len(drawn), PIXELS), np.float32)
        x[:count] = self._digits.pixels(slice(None), np.float32)
        np.divide(self._pen_pictures[copies, drawn], INK, out=x[count:], dtype=np.float32)
        distort_some(x, recipe.distorted_share, distortion, rng)
        labels = np.concatenate([self._digits.labels, self._pen_labels[drawn]])
        return x, one_hot(labels, CLASSES, np.float32)

    def _draw_pen(
        self, count: int, rng: np.random.Generator
    ) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Draw pen drawings, none a second time before all had their turn, and a copy of each."""
        total = len(self._pen_labels)
        if total == 0:
            return np.empty(0, np.intp), np.empty(0, np.intp)
        rounds = [rng.permutation(total) for _ in range(-(-count // total))]
        drawn = np.concatenate(rounds)[:count]
        return drawn, rng.integers(len(self._pen_pictures), size=count)

    def _mean_picture(self) -> Array:
        mean = self._digits.images.mean(axis=0, dtype=np.float64) / INK
        return np.asarray(mean, np.float32)


@lru_cache(maxsize=1)
def render_copies(
    drawings: tuple[PenDrawing, ...], variation: Variation, copies: int, seed: int
) -> NDArray[np.uint8]:
    """Return `copies` varied pictures of each drawing, shape (copies, n, 784), as grey values.

    The last result is kept, since the shipped networks learn from the same pictures.
    """
    rng = np.random.default_rng((seed, RENDERING))
    result = np.empty((copies, len(drawings), PIXELS), np.uint8)
    for copy in tqdm(result, "drawings", disable=not drawings):
        for picture, varied in zip(copy, varied_pictures(drawings, variation, rng), strict=True):
            picture[:] = varied
    return result


RENDERING: Final = 1
"""Keeps the random numbers of the rendering apart from those of the training."""


def distort_some(
    x: NDArray[np.float32], share: float, distortion: Distortion, rng: np.random.Generator
) -> None:
    """Distort a random share of the pictures, shape (n, 784), in place."""
    chosen = np.flatnonzero(rng.random(len(x)) < share)
    x[chosen] = distort(x[chosen], distortion, rng)
