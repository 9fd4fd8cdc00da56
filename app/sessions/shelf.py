"""What is stored of a session, part by part, each under a name made from what it holds."""

import hashlib
from collections.abc import Callable, Iterable
from typing import Final, TypeVar, cast

T = TypeVar("T")

NAME_BYTES: Final = 15
"""120 bits: no two parts of one session are ever taken for one another."""


class Shelf:
    """The parts that one process knows, read or still as bytes.

    A name stands for the same bytes for ever, so what is known needs no second look, and what is
    stored already is not written again.
    """

    def __init__(self) -> None:
        self._parts: dict[str, object] = {}
        self._names: dict[int, str] = {}
        """By the address of a part, which stays as long as it lies here."""

    def __contains__(self, name: str) -> bool:
        """Return whether there is something by this name."""
        return name in self._parts

    @property
    def unread_bytes(self) -> int:
        """Memory that parts take which nobody has read yet."""
        return sum(len(part) for part in self._parts.values() if isinstance(part, bytes))

    def put(self, name: str, part: bytes) -> None:
        """Lay down what was stored under a name."""
        self._parts[name] = part

    def read(self, name: str, read: Callable[[bytes], T]) -> T:
        """Return the part by this name; `read` makes it of its bytes the first time."""
        part = self._parts[name]
        if isinstance(part, bytes):
            return self._lay(name, read(part))
        return cast(T, part)

    def raw(self, name: str) -> bytes:
        """Return the bytes of a part that nobody keeps read."""
        return cast(bytes, self._parts[name])

    def name(self, part: object, digest: Callable[[], bytes]) -> str:
        """Return the name of a part that is never written to; `digest` tells what it holds."""
        name = self._names.get(id(part))
        if name is None or self._parts.get(name) is not part:  # Another had the address before.
            name = digest().hex()
            self._lay(name, part)
        return name

    def keep(self, names: Iterable[str]) -> None:
        """Drop all but these."""
        kept = set(names)
        self._parts = {name: part for name, part in self._parts.items() if name in kept}
        self._names = {id(part): name for name, part in self._parts.items()}

    def _lay(self, name: str, part: T) -> T:
        self._parts[name] = part
        self._names[id(part)] = name
        return part


def digest_of(*data: bytes | memoryview) -> bytes:
    """Return what bytes are known by."""
    digest = hashlib.blake2b(digest_size=NAME_BYTES)
    for each in data:
        digest.update(each)
    return digest.digest()
