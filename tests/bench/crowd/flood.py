"""One session asks as fast as it can: prints nothing, and goes on until it is ended."""

import asyncio
import sys
from contextlib import suppress

import uvloop

from tests.bench.server import HOST


async def flood(port: int, path: str, body: str, connections: int) -> None:
    """Ask over so many connections at once, whatever the answers are."""
    head = f"POST {path} HTTP/1.1\r\nHost: {HOST}\r\nContent-Type: application/json\r\n"
    request = f"{head}Content-Length: {len(body)}\r\n\r\n{body}".encode()
    await asyncio.gather(*(_ask(port, request) for _ in range(connections)))


async def _ask(port: int, request: bytes) -> None:
    while True:
        with suppress(OSError, EOFError):
            reader, writer = await asyncio.open_connection(HOST, port)
            while True:
                writer.write(request)
                head = (await reader.readuntil(b"\r\n\r\n")).lower()
                length = int(head.partition(b"content-length:")[2].partition(b"\r\n")[0])
                await reader.readexactly(length)


if __name__ == "__main__":
    port, path, body, connections = sys.argv[1:]
    uvloop.run(flood(int(port), path, body, int(connections)))
