"""One process that serves: alone, or as one of several workers."""

import os
import signal
import socket
import sys
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from typing import Final

from fastapi import FastAPI

from app.main import create_app
from app.operating import log
from app.operating.memory import look_at_new_objects
from app.operating.worker_figures import answer_with
from app.operating.workers import BEAT
from app.server import TICKS, Server
from app.serving.descriptors import make_room
from app.settings import Settings

GIL_INTERVAL_S: Final = 0.001
"""How long a computation keeps Python to itself while a request waits; 5 ms by default."""


def serve(
    settings: Settings,
    listeners: Sequence[socket.socket],
    make: Callable[[Settings, FastAPI], Server],
    worker: int | None = None,
) -> None:
    """Serve until stopped, by the server that `make` makes."""
    sys.setswitchinterval(GIL_INTERVAL_S)
    log.configure(settings.log, settings.log_level, worker)
    settings = make_room(settings)
    server = make(settings, create_app(settings))
    look_at_new_objects()
    server.run(sockets=list(listeners))


def work(
    settings: Settings,
    number: int,
    listeners: Sequence[socket.socket],
    beats: Connection,
    figures: Connection,
) -> None:
    """Serve as a worker, in a process of its own.

    beats: where it says that it lives; figures: where it is asked for them.
    """
    # Until the server minds them, they end it at once, and nobody is told about it.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})

    def make(fitting: Settings, app: FastAPI) -> Server:
        answer_with(app.state.figures.registry, figures)
        return Worker(fitting, app, beats)

    # Its figures are served by the parent, with those of all others.
    serve(settings.model_copy(update={"metrics_port": None}), listeners, make, number)


class Worker(Server):
    """A server that tells its parent again and again that it lives, and ends with it."""

    def __init__(self, settings: Settings, app: FastAPI, beats: Connection) -> None:
        super().__init__(settings, app, on_listening=self._beat)
        os.set_blocking(beats.fileno(), False)
        self._beats = beats

    async def on_tick(self, counter: int) -> bool:
        """Look at every connection now and then, and say that this process lives."""
        if counter % TICKS == 0:
            self._beat()
        return await super().on_tick(counter)

    def _beat(self) -> None:
        try:
            self._beats.send_bytes(BEAT)
        except BlockingIOError:  # The parent is held, and reads nothing.
            pass
        except OSError:  # Nobody is there any more to start another in its place.
            self.handle_exit(signal.SIGTERM, None)
