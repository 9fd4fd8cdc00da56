"""Random affine changes of digits, thousands at once: people do not write like MNIST."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.nn.training import chunks

Pictures = NDArray[np.float32]

SIDE: Final = 28
BORDER: Final = 2
PADDED: Final = SIDE + 2 * BORDER
CHUNK: Final = 100
"""Pictures resampled at once: few enough that their indices stay in the processor's cache."""


@dataclass(frozen=True)
class Distortion:
    """How far digits are changed at most; each change is drawn uniformly."""

    rotation: float = 0.25
    """Radians, either way."""
    scale: float = 0.15
    """Share by which a digit grows or shrinks, in x and in y."""
    shear: float = 0.25
    """Columns by which a row moves for each row it is away from the middle."""
    shift: float = 1.0
    """Pixels, in x and in y."""

    def weakened(self, strength: float) -> "Distortion":
        """Return the same changes times `strength`."""
        return Distortion(
            self.rotation * strength,
            self.scale * strength,
            self.shear * strength,
            self.shift * strength,
        )


def distort(pictures: Pictures, distortion: Distortion, rng: np.random.Generator) -> Pictures:
    """Return the pictures, shape (n, 784), each moved by an affine map of its own about the middle.

    Pixels are interpolated between their four neighbours; paper surrounds the picture.
    """
    maps = random_maps(len(pictures), distortion, rng)  # (n, 2, 3)
    result = np.empty_like(pictures)
    for chunk in chunks(len(pictures), CHUNK):
        resample(pictures[chunk], maps[chunk], out=result[chunk])
    return result


def random_maps(
    count: int, distortion: Distortion, rng: np.random.Generator
) -> NDArray[np.float32]:
    """Draw `count` affine maps, shape (count, 2, 3), from points in the result to the source.

    A map's columns belong to x, y (from the middle of the picture) and 1.
    """
    angle = rng.uniform(-distortion.rotation, distortion.rotation, count)
    shear = rng.uniform(-distortion.shear, distortion.shear, count)
    scale = 1 + rng.uniform(-distortion.scale, distortion.scale, (2, count))
    shift = rng.uniform(-distortion.shift, distortion.shift, (2, count))
    cos, sin = np.cos(angle), np.sin(angle)
    # Rotate, then slant, then scale, then shift.
    x_row = np.stack([scale[0] * (cos + shear * sin), scale[0] * (shear * cos - sin), shift[0]])
    y_row = np.stack([scale[1] * sin, scale[1] * cos, shift[1]])
    return np.stack([x_row, y_row]).transpose(2, 0, 1).astype(np.float32)


def resample(pictures: Pictures, maps: NDArray[np.float32], out: Pictures) -> None:
    """Write each picture as its map sees it to `out`; shapes (n, 784), (n, 2, 3), (n, 784)."""
    padded = np.zeros((len(pictures), PADDED, PADDED), np.float32)
    padded[:, BORDER:-BORDER, BORDER:-BORDER] = pictures.reshape(-1, SIDE, SIDE)
    flat = padded.ravel()
    source = maps @ _GRID  # (n, 2, 784)
    source += (PADDED - 1) / 2
    np.clip(source, 0, PADDED - 1.001, out=source)
    whole = source.astype(np.int32)
    part = source - whole
    x, y = part[:, 0], part[:, 1]
    index = whole[:, 1] * PADDED + whole[:, 0]
    index += (np.arange(len(pictures), dtype=np.int32) * PADDED**2)[:, np.newaxis]
    top, bottom = flat[index], flat[index + PADDED]
    top += x * (flat[index + 1] - top)
    bottom += x * (flat[index + (PADDED + 1)] - bottom)
    bottom -= top
    bottom *= y
    np.add(top, bottom, out=out)


def _grid() -> NDArray[np.float32]:
    """Return the pixels' x and y from the middle, and 1: shape (3, 784)."""
    y, x = np.mgrid[:SIDE, :SIDE] - (SIDE - 1) / 2
    return np.stack([x.ravel(), y.ravel(), np.ones(SIDE * SIDE)]).astype(np.float32)


_GRID: Final = _grid()
