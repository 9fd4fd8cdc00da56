"""A hall opens the page at once: prints as JSON how many got it whole, and how soon."""

import asyncio
import json
import random
import resource
import sys
from collections import Counter
from time import perf_counter
from typing import Any

import uvloop

from tests.bench.report import percentile
from tests.bench.server import HOST

Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]

CONNECTIONS = 6
"""Of a browser, to one server."""


class Browsers:
    """Browsers without a screen: they fetch what the page names over six connections each."""

    def __init__(self, port: int, paths: list[str]) -> None:
        self._port = port
        self._paths = paths
        self.statuses: Counter[str] = Counter()
        self.whole_s: list[float] = []

    async def open_page(self, delay_s: float) -> None:
        """Fetch all, after a while; note how long it took, if nothing of it was lacking."""
        await asyncio.sleep(delay_s)
        began, left = perf_counter(), [*self._paths]
        try:
            first = await self._connect()
            good = await self._get(first, "/")
            work = [self._fetch(first, left), *(self._fetch(None, left) for _ in range(5))]
            good &= all(await asyncio.gather(*work))
        except (OSError, EOFError) as error:
            self.statuses[type(error).__name__] += 1
            return
        if good:
            self.whole_s.append(perf_counter() - began)

    async def _connect(self) -> Connection:
        return await asyncio.open_connection(HOST, self._port)

    async def _fetch(self, connection: Connection | None, left: list[str]) -> bool:
        connection = connection or await self._connect()
        good = True
        while left:
            good &= await self._get(connection, left.pop())
        connection[1].close()
        return good

    async def _get(self, connection: Connection, path: str) -> bool:
        reader, writer = connection
        head = f"GET {path} HTTP/1.1\r\nHost: {HOST}\r\nAccept-Encoding: br, gzip\r\n\r\n"
        writer.write(head.encode())
        answer = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = int(answer.partition(b"content-length:")[2].partition(b"\r\n")[0])
        await reader.readexactly(length)
        status = int(answer.split()[1])
        self.statuses[str(status)] += 1
        return status == 200


async def opened(port: int, paths: list[str], count: int, within_s: float) -> Any:
    """Return how `count` browsers fared that came within so many seconds."""
    browsers, order = Browsers(port, paths), random.Random(1)
    await asyncio.gather(*(browsers.open_page(order.random() * within_s) for _ in range(count)))
    whole = browsers.whole_s
    return {
        "whole": len(whole),
        "p95_s": percentile(whole, 95) if len(whole) > 1 else None,
        "statuses": browsers.statuses,
    }


if __name__ == "__main__":
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    port, count, within_s, *paths = sys.argv[1:]
    print(json.dumps(uvloop.run(opened(int(port), paths, int(count), float(within_s)))))
