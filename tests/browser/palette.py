"""Pictures of the page as small PNG files: 256 colours are enough for them."""

import base64
import struct
import zlib
from typing import Final

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Browser

COLOURS: Final = 256
ROUNDS: Final = 8
"""Of k-means, by which the palette comes to lie among the picture's colours."""

DECODE = """async (png) => {
  const bytes = Uint8Array.from(atob(png), (letter) => letter.charCodeAt(0));
  const image = await createImageBitmap(new Blob([bytes]));
  const context = new OffscreenCanvas(image.width, image.height).getContext("2d");
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  let text = "";
  for (let start = 0; start < data.length; start += 4096) {
    text += String.fromCharCode(...data.subarray(start, start + 4096));
  }
  return [btoa(text), image.width, image.height];
}"""


def with_palette(browser: Browser, png: bytes) -> bytes:
    """Return the picture with at most 256 colours, which takes a fraction of the bytes."""
    pixels = decode(browser, png)  # (height, width, 3)
    colours, inverse, counts = np.unique(
        pixels.reshape(-1, 3), axis=0, return_inverse=True, return_counts=True
    )
    palette = _palette(colours.astype(np.float32), counts)
    indices = _nearest(colours.astype(np.float32), palette)[inverse].reshape(pixels.shape[:2])
    return _encode(np.round(palette).astype(np.uint8), indices.astype(np.uint8))


def decode(browser: Browser, png: bytes) -> NDArray[np.uint8]:
    """Return a picture's red, green and blue, shape (height, width, 3)."""
    page = browser.new_page()
    text, width, height = page.evaluate(DECODE, base64.b64encode(png).decode())
    page.close()
    pixels = np.frombuffer(base64.b64decode(text), np.uint8)
    return pixels.reshape(height, width, 4)[..., :3]


def _palette(colours: NDArray[np.float32], counts: NDArray[np.intp]) -> NDArray[np.float32]:
    """Return the colours that stand for all: k-means, begun with the most frequent ones."""
    palette = colours[np.argsort(-counts, kind="stable")[:COLOURS]]
    # Dampened: the ground, half of all pixels, would else have the whole palette.
    weights = counts**0.75
    for _ in range(ROUNDS):
        nearest = _nearest(colours, palette)
        total = np.bincount(nearest, weights, len(palette))
        for channel in range(3):
            sums = np.bincount(nearest, weights * colours[:, channel], len(palette))
            palette[:, channel] = np.where(total > 0, sums / np.maximum(total, 1), 0)
    return palette


def _nearest(colours: NDArray[np.float32], palette: NDArray[np.float32]) -> NDArray[np.intp]:
    """Return for each colour, shape (n, 3), the index of the nearest one of the palette."""
    distance = np.square(palette).sum(axis=1) - 2 * colours @ palette.T  # (n, palette)
    nearest: NDArray[np.intp] = distance.argmin(axis=1)
    return nearest


def _encode(palette: NDArray[np.uint8], indices: NDArray[np.uint8]) -> bytes:
    """Return a PNG of indices, shape (height, width), into a palette, shape (n, 3)."""
    height, width = indices.shape
    rows = np.zeros((height, width + 1), np.uint8)  # each row begins with its filter: none
    rows[:, 1:] = indices
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        [
            _chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)),
            _chunk(b"PLTE", palette.tobytes()),
            _chunk(b"IDAT", zlib.compress(rows.tobytes(), 9)),
            _chunk(b"IEND", b""),
        ]
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
