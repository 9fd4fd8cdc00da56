"""Where those in a room come from, as far as it takes to know such an address again."""

import hashlib
import secrets
from typing import Final

MOST: Final = 2000
"""Addresses that a room knows, the newest: more than phones that fit in."""
DIGEST_BYTES: Final = 8


class Origins:
    """The addresses that have come with a room's code. None is kept: only a digest of each."""

    def __init__(self, most: int = MOST) -> None:
        self.most = most
        self._secret = secrets.token_bytes(16)
        self._known: dict[bytes, None] = {}
        """The one that was noted longest ago first."""

    def note(self, address: str) -> None:
        """Know an address from here on."""
        digest = self._digest(address)
        self._known.pop(digest, None)
        self._known[digest] = None
        if len(self._known) > self.most:
            del self._known[next(iter(self._known))]

    def knows(self, address: str) -> bool:
        """Return whether an address is one of them."""
        return self._digest(address) in self._known

    def _digest(self, address: str) -> bytes:
        key = self._secret
        return hashlib.blake2b(address.encode(), key=key, digest_size=DIGEST_BYTES).digest()
