"""The command line: `python -m app`, or `nudge`."""

import argparse
import asyncio
import ipaddress
import signal
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from types import FrameType
from typing import Final

import uvicorn
from fastapi import FastAPI

from app import __version__
from app.api.http.headers import security_headers
from app.main import create_app
from app.operating import log
from app.operating.memory import look_at_new_objects
from app.operating.requests import note_refused
from app.serving.config import ServerConfig
from app.serving.descriptors import make_room
from app.serving.gate import Gate, Limits
from app.serving.http_connection import HttpConnection
from app.serving.socket_connection import SocketConnection
from app.settings import Settings, WrongSettings, settings_of_environment

USAGE_ERROR: Final = 2
NO_PORT: Final = 1

GIL_INTERVAL_S: Final = 0.001
"""How long a computation keeps Python to itself while a request waits; 5 ms by default."""

TICKS: Final = 5
"""So many of uvicorn's tenths of a second pass until connections are looked at again."""

ASK_FOR_HOSTS: Final = """\
On {host} others can reach the server, so it must know the host names that they may use; requests
for any other name are refused. Add them, for example:
  --public-host nudge.example.org --public-host 192.0.2.7
or set NUDGE_ALLOWED_HOSTS=nudge.example.org,192.0.2.7"""


OTHER_PORT: Final = "Choose another port with --port; 0 takes a free one."


class Refused(Exception):
    """The server cannot start; the message says why and what to do."""

    def __init__(self, message: str, exit_code: int) -> None:
        super().__init__(message)
        self.exit_code = exit_code


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until stopped, and return the exit code."""
    options = _parser().parse_args(arguments)
    try:
        settings = _settings(options.host, options.public_host)
        listeners = _listen(options.host, options.port)
        _check_metrics_port(settings, listeners)
    except Refused as refused:
        print(refused, file=sys.stderr)
        return refused.exit_code
    url = _url(options.host, listeners[0].getsockname()[1])

    def announce() -> None:
        print(f"Nudge is at {url} (Ctrl+C ends it)", flush=True)
        if not options.no_browser:
            # A thread, because some browsers keep the caller waiting until they are closed.
            threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()

    sys.setswitchinterval(GIL_INTERVAL_S)
    log.configure(settings.log, settings.log_level)
    settings = make_room(settings)
    server = Server(settings, create_app(settings), announce)
    look_at_new_objects()
    server.run(sockets=listeners)
    return 0


class Server(uvicorn.Server):
    """uvicorn with a callback for when it listens, and a clean end when it is stopped."""

    def __init__(self, settings: Settings, app: FastAPI, on_listening: Callable[[], None]) -> None:
        limits = Limits(
            settings.max_connections,
            settings.max_head_bytes,
            settings.head_s,
            settings.body_s,
            settings.unread_s,
            settings.max_unread_bytes,
            settings.max_socket_bytes_per_s,
        )
        headers = security_headers(settings.frame_ancestors)
        note = partial(note_refused, app.state.figures.note)
        self._gate = Gate(limits, headers, settings.root_path, note)
        super().__init__(
            ServerConfig(
                app,
                self._gate,
                http=HttpConnection,
                ws=SocketConnection,
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,  # The application reads them itself.
                timeout_keep_alive=settings.keep_alive_s,
                timeout_graceful_shutdown=settings.shutdown_s,
                ws_max_size=settings.max_socket_message_bytes,
                ws_per_message_deflate=False,
            )
        )
        self._stop_computing = app.state.services.compute.stop
        self._end_news = app.state.services.rooms.stop
        self._on_listening = on_listening

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets)
        if not self.should_exit:
            self._on_listening()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop; whoever listens to a room's news is let go first, and comes back by itself."""
        self._end_news()
        await super().shutdown(sockets)

    async def on_tick(self, counter: int) -> bool:
        """Look at every connection now and then."""
        if counter % TICKS == 0:
            self._gate.look(self.server_state.connections, asyncio.get_running_loop().time())
        return await super().on_tick(counter)

    def handle_exit(self, sig: int, _frame: FrameType | None) -> None:
        """Take a signal as a request to stop; a second Ctrl+C waits for no one.

        uvicorn's own way also notes the signal, to send it to itself after it has stopped, and so
        ends with an exit code that says it was killed.
        """
        self.force_exit = self.should_exit and sig == signal.SIGINT
        self.should_exit = True
        self._stop_computing()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="nudge", description="Serve the playground, and open it in a browser."
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument(
        "--port",
        type=_port,
        default=8000,
        help="port to listen on; 0 takes a free one (%(default)s)",
    )
    parser.add_argument("--no-browser", action="store_true", help="do not open the page")
    parser.add_argument(
        "--public-host",
        action="append",
        default=[],
        metavar="NAME",
        help="a host name by which others may reach the server; may be given again",
    )
    parser.add_argument("--version", action="version", version=f"Nudge {__version__}")
    return parser


def _port(text: str) -> int:
    port = int(text) if text.isascii() and text.isdigit() else -1
    if not 0 <= port <= 65535:
        raise argparse.ArgumentTypeError("Expected a port from 0 to 65535")
    return port


def _settings(host: str, public_hosts: Sequence[str]) -> Settings:
    settings = _checked(Settings)
    if public_hosts:
        hosts = (*settings.allowed_hosts, *public_hosts)
        return _checked(lambda: Settings(allowed_hosts=hosts))
    if "allowed_hosts" not in settings.model_fields_set and not _is_loopback(host):
        raise Refused(ASK_FOR_HOSTS.format(host=host), USAGE_ERROR)
    return settings


def _checked(settings: Callable[[], Settings]) -> Settings:
    try:
        return settings_of_environment(settings)
    except WrongSettings as error:
        raise Refused(f"A setting cannot be used. {error}", USAGE_ERROR) from error


def _addresses(host: str, port: int) -> list[tuple[socket.AddressFamily, tuple[str, int]]]:
    try:
        found = socket.getaddrinfo(
            host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
    except OSError as error:
        raise Refused(f"{host} is no address of this machine.", NO_PORT) from error
    return [(family, (str(address[0]), port)) for family, _, _, _, address in found]


def _is_loopback(host: str) -> bool:
    return all(
        ipaddress.ip_address(name.split("%")[0]).is_loopback for _, (name, _) in _addresses(host, 0)
    )


def _check_metrics_port(settings: Settings, listeners: Iterable[socket.socket]) -> None:
    """Try the port of the figures, which begin to be served only once the server starts."""
    if settings.metrics_port is None:
        return
    advice = "Choose another port with NUDGE_METRICS_PORT."
    try:
        tried = _listen(settings.metrics_host, settings.metrics_port, advice)
    except Refused:
        tried = [*listeners]
        raise
    finally:
        for listener in tried:
            listener.close()


def _listen(host: str, port: int, advice: str = OTHER_PORT) -> list[socket.socket]:
    """Listen on every address of `host`, all with the same port."""
    listeners: list[socket.socket] = []
    refusals: list[OSError] = []
    for family, (name, _) in _addresses(host, port):
        try:
            listener = socket.create_server((name, port), family=family)
        except OSError as error:
            refusals.append(error)
            continue
        port = listener.getsockname()[1]
        listeners.append(listener)
    if listeners:
        return listeners
    reason = refusals[0].strerror or str(refusals[0])
    raise Refused(
        f"Cannot listen on port {port} of {host}: {reason}. {advice}",
        NO_PORT,
    )


def _url(host: str, port: int) -> str:
    # All addresses; this machine is one of them.
    host = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    return f"http://[{host}]:{port}/" if ":" in host else f"http://{host}:{port}/"


if __name__ == "__main__":
    sys.exit(main())
