"""What an object takes of the memory, by Python's own account."""

import gc
import multiprocessing
import tracemalloc
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Protocol


class Counted(Protocol):
    """What says itself how many bytes it takes."""

    @property
    def nbytes(self) -> int:
        """Its own count."""
        ...


def counted_and_taken(build: Callable[[], Counted]) -> tuple[int, int]:
    """Return how many bytes it says that it takes, and how many were taken while it was built.

    In a process of its own, where no thread of a server that other tests have left takes memory
    too: what those take would be counted, and Python 3.11 falls when the account of a thread that
    is just taking some is opened or closed.
    """
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_measure, args=(build, sender))
    process.start()
    sender.close()
    counted, taken = receiver.recv()
    process.join()
    return counted, taken


def _measure(build: Callable[[], Counted], sender: Connection) -> None:
    gc.collect()
    tracemalloc.start()
    built = build()
    gc.collect()
    taken, _ = tracemalloc.get_traced_memory()
    sender.send((built.nbytes, taken))
