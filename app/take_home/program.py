"""A program to take home as text: the code that computes, then the data, then the call."""

import base64
import zlib
from collections.abc import Generator
from dataclasses import fields, is_dataclass
from typing import Any, Final, TypeVar

import numpy as np

from app import __version__
from app.take_home.chain_tables import Chain
from app.take_home.sources import MODULES, Location, module_called, source_of
from app.take_home.walk import Walk

T = TypeVar("T")
Pieces = Generator[None, None, T]
"""Work that pauses between its pieces, so that other work gets its turn."""

LINE: Final = 100
PIECE_BYTES: Final = 1 << 16
SHORT: Final = 16
"""Arrays of up to this many numbers are in the program as they are; larger ones are packed."""

ABOUT: Final = '''\
"""{what}

It needs Python 3.11 or newer, numpy 2, and nothing else: `python {name}` prints all.
Every number is computed here, from the data at the end of this file.
Made by Nudge {version}; MIT licence, copyright The Nudge authors.
"""
'''
WALK: Final = "The way of one drawing through a neural network and back, with every number of it."
CHAIN: Final = "The chain rule on a network of one neuron a layer, with every number of it."
DATA: Final = "# The data: what is long is compressed, and written as text."
MNIST: Final = """\
# The test digits are those of Y. LeCun, C. Cortes, C. J. C. Burges, "The MNIST database of
# handwritten digits", under the licence CC BY-SA 3.0."""
RUN: Final = """\
if __name__ == "__main__":
    main({data})
"""


def walk_program(walk: Walk, name: str) -> Pieces[str]:
    """Return the program that prints every table of a walk; `name` is its file's."""
    notes = [DATA] if walk.digits is None else [DATA, MNIST]
    about = ABOUT.format(what=WALK, name=name, version=__version__)
    return (yield from _program(about, walk, "app.take_home.walk", notes))


def chain_program(chain: Chain, name: str) -> Pieces[str]:
    """Return the program that prints every table of a chain."""
    about = ABOUT.format(what=CHAIN, name=name, version=__version__)
    return (yield from _program(about, chain, "app.take_home.chain_tables", ["# The data."]))


def _program(about: str, subject: Walk | Chain, module: str, notes: list[str]) -> Pieces[str]:
    writer = _Writer()
    data = yield from writer.written(subject, 0)
    name = type(subject).__name__.upper()
    for needed in MODULES:
        module_called(needed)
        yield
    code = source_of([Location(module, "main"), *writer.needed])
    data = "\n\n".join(["\n".join(notes), *writer.long, f"{name} = {data}"])
    return "\n\n".join([about + "\n" + code, "\n" + data, "\n" + RUN.format(data=name)])


class _Writer:
    """Writes data as Python: dataclasses by their fields, long arrays apart."""

    def __init__(self) -> None:
        self.needed: set[Location] = set()
        """What the data is written with."""
        self.long: list[str] = []
        """The long arrays, each as a constant."""

    def written(self, value: Any, depth: int, name: str = "") -> Pieces[str]:
        """Return the expression that is equal to `value`, the field called `name`."""
        if isinstance(value, np.ndarray):
            return (yield from self._array(value, name.upper()))
        if not is_dataclass(value):
            return repr(value)
        indent = "    " * (depth + 1)
        lines = []
        for field in fields(value):
            text = yield from self.written(getattr(value, field.name), depth + 1, field.name)
            lines.append(f"{indent}{field.name}={text},\n")
        return f"{self._class(value)}(\n{''.join(lines)}{'    ' * depth})"

    def _class(self, value: object) -> str:
        cls = type(value)
        self.needed.add(Location(cls.__module__, cls.__name__))
        return cls.__name__

    def _array(self, array: np.ndarray, name: str) -> Pieces[str]:
        if array.size <= SHORT:
            return f"np.array({array.tolist()})"
        is_bytes = array.dtype == np.uint8
        text = yield from _packed(array if is_bytes else array.astype("<f8"))
        lines = (text[start : start + LINE] for start in range(0, len(text), LINE))
        self.long.append('{} = """\n{}\n"""'.format(name, "\n".join(lines)))
        function = "bytes_of" if is_bytes else "numbers"
        self.needed.add(Location("app.take_home.unpack", function))
        shape = "".join(f", {n}" for n in array.shape) if is_bytes else ""
        return f"{function}({name}{shape})"


def _packed(array: np.ndarray) -> Pieces[str]:
    """Return an array's bytes, compressed, in base64."""
    compressor = zlib.compressobj()
    view = memoryview(array.tobytes())
    parts = []
    for start in range(0, len(view), PIECE_BYTES):
        parts.append(compressor.compress(view[start : start + PIECE_BYTES]))
        yield
    parts.append(compressor.flush())
    return base64.b64encode(b"".join(parts)).decode()
