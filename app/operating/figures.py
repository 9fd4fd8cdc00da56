"""The server's figures for Prometheus, on a port of their own."""

import asyncio
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    start_http_server,
)

LAG_INTERVAL_S: Final = 1.0

METHODS: Final = frozenset(
    {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "WEBSOCKET"}
)
"""Others are counted as one: a caller may call a method what it likes."""


class Figures:
    """What is counted and measured; no label names a session, an address or a caller."""

    def __init__(self, gauges: Mapping[str, tuple[str, Callable[[], float]]]) -> None:
        """gauges: what is looked up whenever it is asked for, by name: in words, and how."""
        self.registry = CollectorRegistry()
        labels = ("method", "route", "status")
        self._requests = Counter(
            "nudge_requests", "Requests answered.", labels, registry=self.registry
        )
        self._seconds = Histogram(
            "nudge_request_seconds", "How long they took.", ("route",), registry=self.registry
        )
        self._lag = Gauge(
            "nudge_loop_lag_seconds",
            "How late the event loop was at its last look at the clock.",
            registry=self.registry,
        )
        self._tasks = Gauge(
            "nudge_tasks", "What the event loop has under way.", registry=self.registry
        )
        ProcessCollector(registry=self.registry)  # memory, descriptors and processor time
        for name, (words, value) in gauges.items():
            gauge = Gauge(f"nudge_{name}", words, registry=self.registry)
            gauge.set_function(value)

    def note(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request."""
        method = method if method in METHODS else "OTHER"
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    async def watch_loop(self) -> None:
        """Measure without end how late the event loop is, and how much it has under way."""
        loop = asyncio.get_running_loop()
        while True:
            due = loop.time() + LAG_INTERVAL_S
            await asyncio.sleep(LAG_INTERVAL_S)
            self._lag.set(max(0.0, loop.time() - due))
            self._tasks.set(len(asyncio.all_tasks()))


@contextmanager
def served(registry: CollectorRegistry, host: str, port: int | None) -> Iterator[None]:
    """Serve what a registry holds at /metrics while the block lasts, if there is a port."""
    if port is None:
        yield
        return
    server, thread = start_http_server(port, host, registry)
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
