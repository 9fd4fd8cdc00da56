"""Pen strokes of many writers, read from the UNIPEN file of the UCI repository.

Source: E. Alpaydin and F. Alimoglu, "Pen-Based Recognition of Handwritten Digits", 1996,
doi:10.24432/C5MG6K (CC BY 4.0), file pendigits-orig.tra: 30 writers, 250 digits each.
"""

import gzip
import re
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

CLASSES: Final = 10
GZIP_MAGIC: Final = b"\x1f\x8b"
_SEGMENT: Final = re.compile(r'\.SEGMENT\s+DIGIT\s+\S+\s+\S+\s+"([0-9])"\s*')


@dataclass(frozen=True, eq=False)
class PenDrawing:
    """One digit as a writer drew it."""

    label: int
    writer: int
    strokes: tuple[NDArray[np.float64], ...]
    """Each stroke's points as (x, y) with y down, shape (n, 2), in the tablet's own units."""


def read_pen_drawings(path: Path) -> list[PenDrawing]:
    """Read a UNIPEN file of digits, packed by gzip or not, in the file's order.

    Raises: OSError where there is no such file; ValueError, naming the line, where it is broken.
    """
    lines = _unpacked(path).splitlines()
    drawings = list(_parse(lines, path.name))
    if not drawings:
        raise ValueError(f"{path.name}: expected pen strokes of digits, but got none")
    return drawings


def split_by_writer(
    drawings: Sequence[PenDrawing], held_back: int
) -> tuple[list[PenDrawing], list[PenDrawing]]:
    """Return the drawings of all but the last `held_back` writers, and those writers' drawings.

    The writers' numbers say nothing about them, so the last are as good a choice as any, and
    everybody who asks gets the same people.
    Raises: ValueError unless there are writers on either side.
    """
    writers = sorted({drawing.writer for drawing in drawings})
    if not 0 < held_back < len(writers):
        raise ValueError(
            f"Expected to hold back from 1 to {len(writers) - 1} of {len(writers)} writers, "
            f"but got {held_back}"
        )
    kept = set(writers[:-held_back])
    return (
        [drawing for drawing in drawings if drawing.writer in kept],
        [drawing for drawing in drawings if drawing.writer not in kept],
    )


def _unpacked(path: Path) -> str:
    data = path.read_bytes()
    try:
        return (gzip.decompress(data) if data.startswith(GZIP_MAGIC) else data).decode("ascii")
    except (EOFError, OSError, UnicodeDecodeError, zlib.error) as error:
        raise ValueError(
            f"{path.name}: expected text, packed by gzip or not, but it cannot be read so"
        ) from error


def _parse(lines: Sequence[str], name: str) -> Iterator[PenDrawing]:
    """Yield the drawing of each `.SEGMENT DIGIT`."""
    reading = _Reading()
    for number, line in enumerate(lines, start=1):
        try:
            if line.startswith(".SEGMENT"):
                yield from reading.finished()
            reading.take(line)
        except ValueError as error:
            raise ValueError(f"{name}, line {number}: {error}") from error
    try:
        yield from reading.finished()
    except ValueError as error:
        raise ValueError(f"{name}, at its end: {error}") from error


class _Reading:
    """The digit that is being read."""

    def __init__(self) -> None:
        self._restart()

    def _restart(self) -> None:
        self.label: int | None = None
        self.writer: int | None = None
        self.strokes: list[NDArray[np.float64]] = []
        self.points: list[tuple[float, float]] | None = None  # None while the pen is up

    def take(self, line: str) -> None:
        """Read one more line; keywords that say nothing about the strokes are passed over."""
        words = line.split()
        if not words:
            return
        if words[0] == ".SEGMENT":
            match = _SEGMENT.fullmatch(line)
            if match is None:
                raise ValueError(f'expected .SEGMENT DIGIT … "digit", but got {line[:60]!r}')
            self.label = int(match[1])
        elif words[0] == ".COMMENT":
            self.writer = self._writer(words[1:])
        elif words[0] == ".PEN_DOWN":
            self._put_pen_down()
        elif words[0] == ".PEN_UP":
            self._lift_pen()
        elif not words[0].startswith("."):
            self._add_point(words)

    def finished(self) -> Iterator[PenDrawing]:
        """Yield the digit, if one was begun, and start again."""
        if self.label is not None:
            if self.points is not None:
                raise ValueError("expected .PEN_UP before the digit ends")
            if self.writer is None or not self.strokes:
                raise ValueError("expected a .COMMENT with the writer, and strokes, for each digit")
            yield PenDrawing(self.label, self.writer, tuple(self.strokes))
        self._restart()

    def _writer(self, words: list[str]) -> int:
        if len(words) != 3 or not all(word.isdecimal() for word in words):
            raise ValueError(f"expected .COMMENT digit writer number, but got {' '.join(words)!r}")
        if int(words[0]) != self.label:
            raise ValueError(f"expected a comment on a {self.label}, but got one on a {words[0]}")
        return int(words[1])

    def _put_pen_down(self) -> None:
        if self.label is None or self.points is not None:
            raise ValueError("expected .PEN_DOWN within a digit, after .PEN_UP")
        self.points = []

    def _lift_pen(self) -> None:
        if not self.points:
            raise ValueError("expected .PEN_UP after .PEN_DOWN and points")
        self.strokes.append(np.array(self.points))
        self.points = None

    def _add_point(self, words: list[str]) -> None:
        if self.points is None:
            raise ValueError(f"expected points between .PEN_DOWN and .PEN_UP, got {words[0]!r}")
        try:
            x, y = map(int, words)
        except ValueError as error:
            raise ValueError(f"expected a point 'x y', but got {' '.join(words)[:60]!r}") from error
        self.points.append((float(x), float(-y)))  # the tablet's y points up
