"""What is stored of a session, part by part, each under a name that stands for it for ever."""

import secrets
from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeVar, cast

T = TypeVar("T")

NAME_BYTES: Final = 10
"""80 bits: no two parts of one session ever get the same name."""


class Shelf:
    """The parts that one process knows, read or still as bytes.

    What lies here is never written to, so what is known needs no second look, and what is stored
    already is not written again.
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

    def put(self, name: str, part: object) -> None:
        """Lay down what is stored under a name, as bytes or read."""
        self._lay(name, part)

    def read(self, name: str, read: Callable[[bytes], T]) -> T:
        """Return the part by this name; `read` makes it of its bytes the first time."""
        part = self._parts[name]
        if isinstance(part, bytes):
            return self._lay(name, read(part))
        return cast(T, part)

    def raw(self, name: str) -> bytes:
        """Return the bytes of a part that nobody keeps read."""
        return cast(bytes, self._parts[name])

    def names(self, parts: Sequence[object], kind: str) -> list[str]:
        """Return the names of parts, in order; what has none yet gets one of this kind."""
        known = [self._names.get(id(part)) for part in parts]
        return [name or self._new(part, kind) for name, part in zip(known, parts, strict=True)]

    def keep(self, names: Iterable[str]) -> None:
        """Drop all but these."""
        for name in self._parts.keys() - names:
            self._names.pop(id(self._parts.pop(name)), None)

    def _new(self, part: object, kind: str) -> str:
        name = kind + secrets.token_hex(NAME_BYTES)
        self._lay(name, part)
        return name

    def _lay(self, name: str, part: T) -> T:
        self._names.pop(id(self._parts.get(name)), None)
        self._parts[name] = part
        self._names[id(part)] = name
        return part
