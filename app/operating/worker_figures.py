"""All workers' figures at one address, each with the number of its worker."""

import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from multiprocessing.connection import Connection

from prometheus_client import CollectorRegistry, Metric, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.parser import text_string_to_metric_families
from prometheus_client.registry import Collector

WITHIN_S = 1.0
"""How long a worker that computes may take to tell its figures."""

ASK = b"figures"


def answer_with(registry: CollectorRegistry, asked: Connection) -> None:
    """Answer, from a thread, whoever asks through a pipe for what the registry holds."""

    def answer() -> None:
        try:
            while True:
                asked.recv_bytes()
                asked.send_bytes(generate_latest(registry))
        except (EOFError, OSError):
            pass  # The parent has ended.

    threading.Thread(target=answer, daemon=True).start()


@dataclass
class Telling:
    """The way to one worker's figures."""

    pipe: Connection
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def ask(self) -> str | None:
        """Return its figures as text; None where it does not tell them in time."""
        with self._lock:
            try:
                while self.pipe.poll():  # What came too late for who asked before.
                    self.pipe.recv_bytes()
                self.pipe.send_bytes(ASK)
                return self.pipe.recv_bytes().decode() if self.pipe.poll(WITHIN_S) else None
            except (EOFError, OSError):
                return None

    def close(self) -> None:
        """Ask no more."""
        with self._lock:
            self.pipe.close()


class WorkersFigures(Collector):
    """What Prometheus reads from the parent."""

    def __init__(
        self, workers: Callable[[], Mapping[int, Telling]], started: Callable[[], int]
    ) -> None:
        """workers: those that run, by number; started: how many were started so far."""
        self._workers = workers
        self._started = started

    def collect(self) -> Iterator[Metric]:
        """Yield each worker's figures, those of one name together."""
        found: dict[str, Metric] = {}
        answered = 0
        for number, worker in sorted(self._workers().items()):
            text = worker.ask()
            answered += text is not None
            for family in text_string_to_metric_families(text or ""):
                kept = found.setdefault(
                    family.name, Metric(family.name, family.documentation, family.type)
                )
                for sample in family.samples:
                    labels = {"worker": str(number)} | sample.labels
                    kept.samples.append(sample._replace(labels=labels))
        yield GaugeMetricFamily("nudge_workers", "Workers that tell their figures.", value=answered)
        yield CounterMetricFamily(
            "nudge_workers_started",
            "Workers that were started, those in place of one that ended among them.",
            value=self._started(),
        )
        yield from found.values()
