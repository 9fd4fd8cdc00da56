"""The key by which others watch a training."""

from base64 import urlsafe_b64encode
from hashlib import blake2b
from typing import Final

WATCH_KEY_BYTES: Final = 16
"""128 bits: knowing a session's watch key is enough to watch it, and for nothing else."""


def watch_key_of(session_id: str) -> str:
    """Return the key with which a session is watched: the same in every process.

    Who knows it does not know the session's id by that, which is as random as the key.
    """
    digest = blake2b(session_id.encode(), digest_size=WATCH_KEY_BYTES, person=b"nudge watch")
    return urlsafe_b64encode(digest.digest()).rstrip(b"=").decode()
