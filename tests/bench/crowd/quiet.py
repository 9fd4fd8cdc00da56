"""Somebody draws: prints as JSON how long the answers took."""

import json
import sys
from http.client import HTTPConnection
from time import perf_counter, sleep

from tests.bench.report import percentile
from tests.bench.server import HOST

PAUSE_S = 0.04
"""Between two requests, from one beginning to the next: within what one session may ask."""


def asked(port: int, path: str, body: str, count: int) -> dict[str, object]:
    """Ask so often over one connection, and return how it went."""
    connection = HTTPConnection(HOST, port, timeout=30)
    headers = {"Content-Type": "application/json"}
    times, refused = [], 0
    for _ in range(count):
        began = perf_counter()
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        answer.read()
        times.append(perf_counter() - began)
        refused += answer.status != 200
        sleep(max(0, began + PAUSE_S - perf_counter()))
    return {
        "p50_s": percentile(times, 50),
        "p99_s": percentile(times, 99),
        "refused": refused,
    }


if __name__ == "__main__":
    port, path, body, count = sys.argv[1:]
    print(json.dumps(asked(int(port), path, body, int(count))))
