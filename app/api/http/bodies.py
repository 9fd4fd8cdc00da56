"""Bodies of requests: how much of them is read, and how many parts they may have.

Reading is done on the event loop, where everybody waits for it. So a body ends at what its route
needs, and what would cost far more time and memory than its bytes is refused before it is read.
"""

from typing import Final

from fastapi import Request

from app.errors import InvalidInput, TooLarge, Unavailable

BYTES_PER_NUMBER: Final = 25
"""A number in full precision, like -1.7976931348623157e+308, and the comma after it."""

MOST_PARTS: Final = 5_000
"""Texts count twice, and keys thrice. A table of twelve runs, the richest body, has some 1,000."""

MARKS: Final = (b'"', b":", b"[", b"{")
"""Each begins, or belongs to, a part of JSON that is an object of its own once it is read."""


class Bodies:
    """Reads bodies, and knows how much memory those take that have not come in whole."""

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self._bytes = 0

    async def read(self, request: Request, limit: int) -> bytes:
        """Return a request's body.

        Raises: TooLarge where it is longer than `limit`, if it says so before any of it is read;
        Unavailable where the bodies under way take too much memory already.
        """
        length = request.headers.get("content-length")
        if length is not None and int(length) > limit:
            raise TooLarge(_too_large(limit))
        parts: list[bytes] = []
        size = 0
        try:
            async for part in request.stream():
                size += len(part)
                self._bytes += len(part)
                if size > limit:
                    raise TooLarge(_too_large(limit))
                if self._bytes > self._max_bytes:
                    raise Unavailable("Too much is being sent to this server; try again later.")
                parts.append(part)
        finally:
            self._bytes -= size
        return parts[0] if len(parts) == 1 else b"".join(parts)


def check_parts(body: bytes, numbers: int) -> None:
    """Raise InvalidInput where JSON has far more parts than one with so many numbers."""
    if sum(map(body.count, MARKS)) > MOST_PARTS or body.count(b",") > numbers + MOST_PARTS:
        raise InvalidInput(("body",), "Expected far fewer lists, texts and fields", "too_many")


def _too_large(limit: int) -> str:
    return f"Expected a body of at most {limit} bytes."
